"""How a person responds: what was heard of them, what they could have answered, what it counts."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from app.core.cadence.cadence import SPOKEN, WRITTEN, Cadence
from app.core.rules.rule import Points
from app.core.work.enrolment import Enrolment, LeadWork
from app.core.work.signal import ENGAGEMENT, Heard, Signal
from app.core.work.touch import Touch


class WorkedTouch(msgspec.Struct, frozen=True, kw_only=True):
    """One touch that was worked: its actions together. `at` is when the last of them was.

    `observable` where an answer would have been noticed: somebody spoke, a message went out that
    can be answered, or the channel is one that reports what becomes of it.
    """

    at: datetime
    observable: bool


def heard_in(work: LeadWork, enrolment_id: UUID, least: int = 0) -> tuple[Heard, ...]:
    """What was heard while an enrolment was open, at least so sure (percent), in order."""
    return tuple(
        h for h in work.signals if h.enrolment_id == enrolment_id and h.signal.confidence >= least
    )


def is_sign(signal: Signal) -> bool:
    """Whether it shows interest: any engagement, or a score that rose."""
    return signal.kind in ENGAGEMENT or (signal.kind == "score_change" and signal.points > 0)


def worked(
    work: LeadWork, enrolment: Enrolment, cadence: Cadence, tracked: Collection[str]
) -> tuple[WorkedTouch, ...]:
    """The touches worked in an enrolment. Skipped ones do not count, actions of one count once.

    A touch of several actions is worked when none of them is open.
    """
    steps = {step.key: step for step in cadence.steps}
    groups: dict[tuple[object, ...], list[Touch]] = {}
    open_groups: set[tuple[object, ...]] = set()
    for touch in work.touches:
        if touch.enrolment_id != enrolment.enrolment_id or touch.state not in ("done", "planned"):
            continue
        step = steps.get(touch.step_key) if touch.kind == "step" else None
        key: tuple[object, ...] = (touch.touch_id,)
        if step is not None and step.group is not None:
            key = (cadence.touch_no(step), touch.occurrence)
        if touch.state == "planned":
            open_groups.add(key)
        else:
            groups.setdefault(key, []).append(touch)
    return tuple(
        WorkedTouch(
            at=max(t.settled_at or t.planned_at for t in touches),
            observable=any(t.channel in SPOKEN | WRITTEN or t.channel in tracked for t in touches),
        )
        for key, touches in groups.items()
        if key not in open_groups
    )


def _worth(points: Points, heard: Heard) -> int:
    match heard.signal.kind:
        case "reply":
            return points.reply
        case "page_visit":
            return points.page_visit
        case "click":
            return points.click
        case "open":
            return points.open
        case _:
            return 0


def risen(heard: Iterable[Heard], points: Points) -> int:
    """By how much the score has risen: the sum of outside scores and of our own unhalved points."""
    return sum(
        h.signal.points if h.signal.kind == "score_change" else _worth(points, h) for h in heard
    )


def outside_score(work: LeadWork) -> int:
    """The score that others gave, as far as we heard of it."""
    return sum(h.signal.points for h in work.signals if h.signal.kind == "score_change")


def points_at(work: LeadWork, points: Points, now: datetime) -> tuple[int, datetime | None]:
    """The engagement points of a person, and when they are next halved (None: nothing is left).

    Each sign counts whole at first and half after every week, rounded down, so that between two
    halvings the sum is a fact that no clock changes.
    """
    every = timedelta(seconds=points.halved_every_s)
    total, until = 0, None
    for heard in work.signals:
        at = heard.signal.at
        passed = max((now - at) // every, 0)
        left = _worth(points, heard) >> min(passed, 64)
        if left:
            total += left
            halved_at = at + (passed + 1) * every
            until = min(until or halved_at, halved_at)
    return total, until
