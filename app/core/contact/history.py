"""What was tried with a person so far, as far as rules count it, and what they wished for."""

import re
from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID

import msgspec

from app.core.people.lead import CONSENT_OF, ConsentChannel
from app.core.work.enrolment import LeadWork
from app.core.work.signal import Signal

Attempt = tuple[datetime, str]

_NOT_BEFORE = re.compile(
    r"\b(?:never|not)[ _]before[ _:]*(\d{1,2})(?:[:.h](\d{2}))?\b", re.IGNORECASE
)
# Outcomes of which nothing went out to the person.
_NOT_TRIED = frozenset({"replied"})
REFUSALS = frozenset({"not_interested"})


class TriedElsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """What was tried with other leads of the same number, and when one of them last said no.

    `leads` are those others.
    """

    leads: tuple[UUID, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    refused_at: datetime | None = None


def tried_with(others: Iterable[LeadWork]) -> TriedElsewhere:
    """What counts together with a lead that shares a number with `others`."""
    works = tuple(others)
    said_no = (at for at in map(refused_at, works) if at is not None)
    attempts = sorted(one for work in works for one in attempts_of(work))
    return TriedElsewhere(
        leads=tuple(work.lead_id for work in works),
        attempts=tuple(attempts),
        refused_at=max(said_no, default=None),
    )


def attempts_of(work: LeadWork) -> tuple[Attempt, ...]:
    """(instant, consent channel) of every attempt to contact the person, in order.

    Each stands at the instant at which it was logged, whatever became of the touch since: it may
    be planned again, wait for a pause to end, or have been left out.
    """
    found: list[Attempt] = []
    for touch in work.touches:
        channel = CONSENT_OF[touch.channel]
        if channel is None or touch.kind == "inbound":
            continue
        # Where a touch ends with what they wrote, its last try sent nothing.
        tried_at = touch.tried_at[:-1] if touch.outcome in _NOT_TRIED else touch.tried_at
        found += [(at, channel) for at in tried_at]
    return tuple(sorted(found))


def refused_at(work: LeadWork) -> datetime | None:
    """When the person last said no, None if they never did."""
    said = (t.settled_at for t in work.touches if t.outcome in REFUSALS and t.state == "done")
    return max((at for at in said if at is not None), default=None)


def heard_at(work: LeadWork, channel: ConsentChannel) -> datetime | None:
    """When the person last wrote to us on a channel, None if they never did."""
    said = [h.signal.at for h in work.signals if _is_message(h.signal, channel)]
    said += [
        t.due_at
        for t in work.touches
        if t.kind in ("reply", "inbound") and CONSENT_OF[t.channel] == channel
    ]
    return max(said, default=None)


def _is_message(signal: Signal, channel: ConsentChannel) -> bool:
    return (
        signal.kind == "reply"
        and signal.channel is not None
        and CONSENT_OF[signal.channel] == channel
    )


def wished_start(prefers: str) -> time | None:
    """The clock time before which the person wants no contact: "never before 11:30" in `prefers`.

    None when they said nothing of the kind, or no time of day.
    """
    found = _NOT_BEFORE.search(prefers) if prefers else None
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
