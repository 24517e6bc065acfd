"""What a person agreed to. Rows are immutable: a change is a further row."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.core.lead import CONSENT_OF, ConsentChannel

ConsentState = Literal["given", "refused", "unknown", "expired"]


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of one person for one channel. `basis` and `source` are codes."""

    consent_id: UUID
    channel: ConsentChannel
    granted: bool
    basis: str
    source: str
    recorded_at: datetime
    expires_at: datetime | None = None


def consent_state(consents: tuple[Consent, ...], channel: str, now: datetime) -> ConsentState:
    """What holds for `channel` at `now`: the latest answer, a refusal winning a tie."""
    if not consents:
        return "unknown"
    wanted = CONSENT_OF[channel]
    answers = [c for c in consents if c.channel == wanted and c.recorded_at <= now]
    if wanted is None or not answers:
        return "unknown"
    latest = max(answers, key=lambda c: (c.recorded_at, not c.granted))
    if not latest.granted:
        return "refused"
    if latest.expires_at is not None and latest.expires_at <= now:
        return "expired"
    return "given"
