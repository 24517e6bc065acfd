"""The figures of a rep's day, and the goal that does not move while one works."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.contact.business_time import at_local, local_date
from app.services.desk.desk import Desk
from app.services.store.reader import Reader
from app.services.store.records import DayNumbers

# In the settings of the profile: the day and its goal, "2026-11-18 59".
_KEY = "day_goal"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """The figures of the day `on`; `goal` is how many touches it holds, for good once `fixed`."""

    on: date
    numbers: DayNumbers
    goal: int
    fixed: bool


def day_figures(desk: Desk) -> DayFigures:
    """The figures of today. Until a goal is set, it is what was done and what is still due."""
    now, zone = desk.clock.now(), desk.identity.zone
    today = local_date(now, zone)
    start = at_local(today, datetime.min.time(), zone)
    end = at_local(today + timedelta(days=1), datetime.min.time(), zone)
    with desk.store.read() as reader:
        numbers = reader.day_numbers(desk.identity.rep_id, start, end, now)
        goal = _kept(reader, today)
    return DayFigures(
        on=today,
        numbers=numbers,
        goal=numbers.planned if goal is None else goal,
        fixed=goal is not None,
    )


def set_goal(desk: Desk, figures: DayFigures) -> None:
    """Keep the goal of the day, once: what comes in or is planned later is beyond it."""
    with desk.store.write() as uow:
        if _kept(uow, figures.on) is None and figures.goal:
            uow.save_setting(_KEY, f"{figures.on.isoformat()} {figures.goal}")
            uow.commit()


def _kept(reader: Reader, on: date) -> int | None:
    day, _, goal = (reader.setting(_KEY) or "").partition(" ")
    return int(goal) if day == on.isoformat() and goal.isdecimal() else None
