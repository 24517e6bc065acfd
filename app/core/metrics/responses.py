"""How people answered: what reps logged, and what came in by itself."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from app.core.cadence.cadence import SPOKEN
from app.core.people.lead import Channel
from app.core.work.signal import Heard, SignalKind
from app.core.work.touch import Touch

# A click alone is interest, and both it and an open may be a program that guards the mailbox.
ANSWERS: tuple[SignalKind, ...] = ("reply",)
TRACES: tuple[SignalKind, ...] = ("open", "click")


class WorkedOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome that stands. `touch` is the touch as it is now, `cadence` the plan it is of."""

    event_id: UUID
    at: datetime
    actor_id: UUID
    touch: Touch
    cadence: str
    outcome: str
    reached: bool
    attempted: bool
    ticks: tuple[str, ...] = ()
    variant: str = ""

    @property
    def made(self) -> bool:
        """Whether we went to the person; what answers them is no touch of ours to be answered."""
        return (self.attempted or self.reached) and self.touch.kind not in ("inbound", "reply")

    @property
    def answers_reply(self) -> bool:
        """Whether a person answered what somebody had written."""
        return self.touch.kind == "reply" and self.attempted


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation or a reply, at `at` (aware UTC).

    `worked` is the outcome that says so, or that of the touch which was answered; None where
    nothing had been sent before.
    """

    at: datetime
    worked: WorkedOutcome | None


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """An open or a click, and the message it belongs to."""

    kind: SignalKind
    touch_id: UUID
    channel: Channel


def responses(worked: Sequence[WorkedOutcome], heard: Iterable[Heard]) -> tuple[Response, ...]:
    """All of one lead, the earliest first."""
    found = [Response(at=w.at, worked=w) for w in worked if w.reached]
    found += [
        Response(at=h.signal.at, worked=message_of(h, worked))
        for h in heard
        if h.signal.kind in ANSWERS
    ]
    return tuple(sorted(found, key=lambda response: response.at))


def traces(worked: Sequence[WorkedOutcome], heard: Iterable[Heard]) -> Iterator[Trace]:
    """What is known of the messages of one lead; who clicked has opened too."""
    for one in heard:
        message = message_of(one, worked) if one.signal.kind in TRACES else None
        if message is not None:
            touch = message.touch
            yield Trace(kind=one.signal.kind, touch_id=touch.touch_id, channel=touch.channel)


def message_of(heard: Heard, worked: Sequence[WorkedOutcome]) -> WorkedOutcome | None:
    """The message that a signal is about: the one its source names, else the last one before."""
    signal = heard.signal
    sent = [
        w
        for w in worked
        if w.attempted
        and w.touch.channel not in SPOKEN
        and (w.at <= signal.at or w.touch.touch_id == signal.touch_id)
        and signal.channel in (None, w.touch.channel)
    ]
    named = [w for w in sent if w.touch.touch_id == signal.touch_id]
    return next(reversed(named or sent), None)
