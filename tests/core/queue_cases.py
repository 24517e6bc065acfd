"""People in every situation a queue knows, and how they are lined up."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.core.engine.engine import Enrol
from app.core.people.lead import Lead
from app.core.queue.ranking import place
from tests.builders import make_lead
from tests.core.playing import Play, cadence, step, utc

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# Monday 11:00 in Madrid.
AT = utc("2026-11-23 10:00")
# A plan for people who asked without a first call, so that only the day decides.
DAILY = cadence(*(step(f"d{n}", day=n) for n in range(30)), key="daily")
LANES = ("first_contact", "replies", "callbacks", "due_now", "later_today", "waiting", "upcoming")


def someone(n: int = 1, *, received: str = "2026-11-23 10:00", **facts: Any) -> Lead:
    return make_lead(n, received_at=utc(received), **{"added_at": utc(received), **facts})


def due(n: int = 1, plan: Any = DAILY, at: str = "2026-11-23 10:00", **facts: Any) -> Play:
    return Play(someone(n, received=at, **facts), plan, at=utc(at))


def queue(plays: Sequence[Play], at: datetime) -> list[UUID]:
    """The people of the shown lanes in their order."""
    placed = [p for play in plays if (p := place(play.facts, at)) and p.lane != "upcoming"]
    placed.sort(key=lambda p: (LANES.index(p.lane), p.sort_key))
    return [p.lead_id for p in placed]


def ids(*plays: Play) -> list[UUID]:
    return [play.lead.lead_id for play in plays]


def running() -> Play:
    return due(plan="b2c_standard")


def at_night() -> Play:
    return due(plan="b2c_standard", at="2026-11-23 21:00")


def imported() -> Play:
    lead = someone(received="2026-11-10 10:00", added_at=AT)
    return Play(lead, "b2c_standard", at=AT)


def replied() -> Play:
    play = due(plan=cadence(step("mail", channel="email", day=0)))
    play.outcome("replied")
    return play


def promised(when: str = "2026-11-26 16:00") -> Play:
    play = due()
    play.outcome("call_back", when=utc(when))
    return play


def meeting() -> Play:
    play = due()
    play.outcome("meeting_booked", when=utc("2026-11-26 16:00"))
    return play


def away() -> Play:
    play = due(plan=cadence(step("mail", channel="email", day=0), step("call", day=1)))
    play.outcome("away", when=utc("2026-11-26 12:00"))
    return play


def busy() -> Play:
    play = running()
    play.outcome("busy", at=AT + 2 * MINUTE)
    return play


def snoozed() -> Play:
    play = due()
    play.snooze(utc("2026-11-23 15:00"))
    return play


def missed_late() -> Play:
    """A call back at 21:30 there that nobody made."""
    return promised("2026-11-26 20:30")


def unknown_zone() -> Play:
    return due(zones=())


def opted_out() -> Play:
    play = due()
    play.elsewhere = frozenset("*")
    return play


def suppressed_reply() -> Play:
    play = replied()
    play.elsewhere = frozenset("*")
    return play


def dialled() -> Play:
    play = running()
    play.dial(AT + 2 * MINUTE)
    return play


def second_time() -> Play:
    play = running()
    play.outcome("not_interested", at=AT + MINUTE)
    play.run(Enrol(cadence_key="b2c_standard", why="manager"), AT + DAY)
    return play
