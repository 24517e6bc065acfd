"""What a prospect or a system did, as the engine reads it: codes and instants, never texts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.core.people.lead import Channel

SignalKind = Literal[
    "reply",
    "bounce",
    "out_of_office",
    "open",
    "click",
    "page_visit",
    "profile_view",
    "connection_accepted",
    "unsubscribe",
    "score_change",
    "title_change",
    "customer",
]
# What a recorded signal says beyond its kind; "" where nothing more is known.
#   reply         not_interested | later
#   page_visit    the key of the page: pricing, or one of the team's own
#   title_change  c_level
#   bounce        hard | soft | wrong_number
#   unsubscribe   keyword (an exact word such as STOP) | refusal (in any other words)
#                 | suspected (a text that looks like one, and nobody has read it)
ABOUT: Mapping[SignalKind, tuple[str, ...]] = {
    "reply": ("not_interested", "later"),
    "title_change": ("c_level",),
    "bounce": ("hard", "soft", "wrong_number"),
    "unsubscribe": ("keyword", "refusal", "suspected"),
}
# How sure a kind of signal is, in percent, where its source does not say: programs that guard a
# mailbox open every message, and some follow every link.
USUAL_CONFIDENCE: Mapping[SignalKind, int] = {
    "reply": 95,
    "bounce": 95,
    "out_of_office": 90,
    "open": 40,
    "click": 70,
    "page_visit": 85,
    "profile_view": 85,
    "connection_accepted": 100,
    "unsubscribe": 100,
    "score_change": 90,
    "title_change": 80,
    "customer": 100,
}
# What shows that a person looks at us. A score may rise for reasons of its own.
ENGAGEMENT: frozenset[SignalKind] = frozenset(
    {"reply", "open", "click", "page_visit", "profile_view", "connection_accepted"}
)
# So many of the newest are kept with a lead; the log keeps all.
KEPT = 200


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """One signal. `at` (aware UTC) is when it happened, which may be before it became known.

    The same `signal_id` is recorded once. `confidence` is in percent. `touch_id` is the touch it
    answers or comes from, `point_id` the number or address it is about, where the source knows.
    `about` is one of `ABOUT`, or the key of a page. `until` is the date it names, as an instant.
    `points` is how far a score moved, down included.
    """

    signal_id: UUID
    kind: SignalKind
    at: datetime
    confidence: int = 100
    channel: Channel | None = None
    touch_id: UUID | None = None
    point_id: UUID | None = None
    about: str = ""
    until: datetime | None = None
    points: int = 0


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded signal, and the enrolment that was open when it became known."""

    signal: Signal
    enrolment_id: UUID | None
    received_at: datetime


class Firing(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that fired. `cause` is the signal, None where working a touch brought it about.

    `touch_id` is the touch the signal was about. `before` and `after` are codes or ISO instants:
    what they mean follows from `action` (docs/rules.md).
    """

    firing_id: UUID
    rule: str
    action: str
    at: datetime
    enrolment_id: UUID | None = None
    cause: UUID | None = None
    touch_id: UUID | None = None
    before: str = ""
    after: str = ""


def has_connected(signals: Iterable[Heard]) -> bool:
    """Whether the person has accepted the invitation on LinkedIn, on whichever plan."""
    return any(heard.signal.kind == "connection_accepted" for heard in signals)
