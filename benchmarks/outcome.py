"""Logging an outcome until it is durable, against the same rows by the bare driver."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice

from app.bootstrap.desk import ProfileDesk, open_desk
from app.core.engine.outcome_effects import LogOutcome
from app.services.store.queue_rows import QueueRow
from app.services.working.touches import log_outcome
from app.system.clock import ShiftedClock, SystemClock
from benchmarks import bare_store, dataset
from benchmarks.generate import NOW
from benchmarks.measure import Figure, Setting, on_the_wall, settle_memory
from benchmarks.written import Written, recorded

_OUTCOMES = 600
_WARM = 20
_PAGE = 2_000
# So many outcomes in a row before the desk is idle for once; nobody logs faster.
_CHECKPOINT_EVERY = 50


def outcome(setting: Setting) -> list[Figure]:
    """One outcome after the other, each of another person, each on the disk before the next."""
    profile = dataset.copy_of(setting.profile, setting.folder, "ours")
    twin = dataset.copy_of(setting.profile, setting.folder, "bare")
    opened = open_desk(profile, ShiftedClock(SystemClock(), NOW))
    bare = bare_store.connect(twin.database, writes=True)
    pair = on_the_wall()
    wanted = setting.times(_OUTCOMES)
    rows = islice(_rows(opened), wanted + _WARM)
    settle_memory()
    with recorded(opened.store.database) as written:
        for number, row in enumerate(rows):
            times = pair if number >= _WARM else on_the_wall()
            written.clear()
            times.ours.of(_logging(opened, row))
            times.limit.of(_writing(bare, written))
            if number % _CHECKPOINT_EVERY == 0:
                opened.store.database.checkpoint()
                bare.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    bare.close()
    opened.close()
    return [
        pair.figure(
            "outcome", "outcome durable, p50", goal=1.75, against="same rows by raw sqlite3"
        ),
        Figure(
            benchmark="outcome",
            what="p99 to p50 of an outcome",
            value=pair.ours.p99 / pair.ours.p50,
            unit="x",
            goal=3.0,
            note=f"raw {pair.limit.p99 / pair.limit.p50:.1f}",
        ),
    ]


def _rows(opened: ProfileDesk) -> Sequence[QueueRow]:
    with opened.store.read() as reader:
        return reader.queue_page(opened.desk.identity.rep_id, NOW, _PAGE, ["due_now"]).rows


def _logging(opened: ProfileDesk, row: QueueRow) -> Callable[[], object]:
    code = "no_answer" if row.channel == "call" else "sent"
    command = LogOutcome(touch_id=row.touch_id, outcome=code, ticks=("greeting", "reason"))
    at: datetime = NOW + timedelta(minutes=1)
    # As the window does: what the rep has before their eyes goes along.
    seen = "Hello, and so on." if code == "sent" else None
    return lambda: log_outcome(opened.desk, command, message=seen, at=at)


def _writing(bare: bare_store.Connection, written: Written) -> Callable[[], None]:
    def write() -> None:
        bare.execute("BEGIN IMMEDIATE")
        for statement, rows in written.statements:
            bare.executemany(statement, rows)
        bare.execute("COMMIT")

    return write
