"""What a person agreed to. Rows are immutable: a change is a further row."""

from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from app.core.people.lead import CONSENT_OF, ConsentChannel

ConsentState = Literal["given", "refused", "unknown", "expired"]


# The basis of a consent that was given by asking for an answer, and what it is for.
ASKED = "asked_to_be_contacted"
ANSWER = "answer_enquiry"
# The basis of a row that takes an earlier one back.
WITHDRAWN = "withdrawn"
# How long an enquiry stands for a yes: a choice of the house, as no law names a span.
ENQUIRY_LASTS = timedelta(days=365)


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of one person for one channel. `basis`, `purpose` and `source` are codes.

    `wording` names the version of the words they agreed to, `evidence` where the proof is: codes
    and references, never what they wrote. `withdraws` is the consent that this one takes back.
    """

    consent_id: UUID
    channel: ConsentChannel
    granted: bool
    basis: str
    source: str
    recorded_at: datetime
    expires_at: datetime | None = None
    purpose: str = "contact"
    wording: str = ""
    evidence: str = ""
    withdraws: UUID | None = None


def latest_consent(consents: tuple[Consent, ...], channel: str, now: datetime) -> Consent | None:
    """The latest answer for `channel` at `now`, a refusal winning a tie; None without any.

    `channel` may name what people agree to as well: "linkedin" is no channel of its own.
    A refusal holds at once, whatever its date. A yes that is dated after a further row was
    recorded by a clock that was ahead: it is no later than that row.
    """
    wanted = "linkedin" if channel == "linkedin" else CONSENT_OF[channel]
    if not consents or wanted is None:
        return None
    answers: list[tuple[datetime, bool, Consent]] = []
    latest = datetime.max.replace(tzinfo=UTC)
    for one in reversed(consents):
        if one.channel != wanted:
            continue
        latest = min(latest, one.recorded_at)
        if latest <= now or not one.granted:
            answers.append((min(latest, now), not one.granted, one))
    return max(answers, key=lambda answer: answer[:2])[2] if answers else None


def consent_state(consents: tuple[Consent, ...], channel: str, now: datetime) -> ConsentState:
    """What holds for `channel` at `now`: what the latest answer says."""
    latest = latest_consent(consents, channel, now)
    if latest is None:
        return "unknown"
    if not latest.granted:
        return "refused"
    if latest.expires_at is not None and latest.expires_at <= now:
        return "expired"
    return "given"
