"""The morning after a night in which every row of the queue came to its time."""

from datetime import timedelta

from app.bootstrap.desk import open_desk
from app.services.desk.portions import nobody_waits
from app.services.working.passing_time import passing
from app.system.clock import ShiftedClock, SystemClock
from benchmarks import dataset
from benchmarks.generate import NOW
from benchmarks.measure import Figure, Setting, once, settle_memory

_GOAL_S = 60.0
_GOAL_ROWS = 100_000
# Five past nine where most of the people are.
NEXT_MORNING = NOW + timedelta(hours=22, minutes=5)


def morning(setting: Setting) -> list[Figure]:
    """All rows judged and placed anew while nobody works."""
    profile = dataset.copy_of(setting.profile, setting.folder, "morning")
    opened = open_desk(profile, ShiftedClock(SystemClock(), NEXT_MORNING))
    settle_memory()
    rows = 0

    def work() -> None:
        nonlocal rows
        for passed in passing(opened.desk, nobody_waits, at=NEXT_MORNING):
            rows += len(passed.leads)

    wall_s = once(work)
    opened.close()
    return [
        Figure(
            benchmark="morning",
            what=f"{setting.leads} rows judged anew after a night",
            value=wall_s,
            unit="s",
            goal=_GOAL_S * setting.leads / _GOAL_ROWS,
            ours_s=wall_s,
            note=f"{rows} rows",
        )
    ]
