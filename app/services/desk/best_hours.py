"""Which hours calls got through in lately, counted once a day and kept for planning."""

from datetime import datetime

from app.core.work.best_hours import (
    COUNTED_EVERY,
    LATELY,
    CallCell,
    CountedHours,
    count_hours,
    hours_from,
    hours_text,
)
from app.services.desk.desk import Desk
from app.services.store.reader import ProfileReader

_SETTING = "best_hours"


def best_hours(reader: ProfileReader) -> tuple[CallCell, ...]:
    """The cells as they were counted last; none before that."""
    kept = reader.setting(_SETTING)
    return hours_from(kept).cells if kept else ()


def is_count_due(desk: Desk, now: datetime) -> bool:
    """Whether the last count is a day old, or lies ahead because a clock was wrong."""
    with desk.store.read() as reader:
        kept = reader.setting(_SETTING)
    return not kept or not now - COUNTED_EVERY < hours_from(kept).at <= now


def count(desk: Desk, now: datetime) -> CountedHours:
    """Count the calls of the last eight weeks anew. Keeps nothing; not for the GUI thread."""
    with desk.store.read() as reader:
        return count_hours(reader.tried_calls(now - LATELY), now)


def keep(desk: Desk, counted: CountedHours) -> None:
    """Store the counted hours, which `best_hours` gives from now on."""
    with desk.store.write() as uow:
        uow.save_setting(_SETTING, hours_text(counted))
        uow.commit()
