"""A desk over a real store in a folder of the test, with a clock that obeys."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.bootstrap.desk import ProfileDesk, make_profile, open_desk
from app.services.desk.desk import Desk
from app.services.store.queue_rows import QueueRow
from app.storage.upkeep.replay import replay
from app.system.paths import Profile
from tests.fakes.clock import HandClock

# A Wednesday morning in Madrid.
NOW = datetime(2026, 11, 18, 9, 42, tzinfo=UTC)


@contextmanager
def open_at(folder: Path, now: datetime = NOW) -> Iterator[ProfileDesk]:
    """The desk of the profile in `folder`, made if it is not there; replay fits at the end."""
    profile, clock = Profile(folder), HandClock(now)
    if not profile.exists():
        make_profile(
            profile, clock, rep_name="Marta", company="Faro", zone="Europe/Madrid", country="ES"
        )
    opened = open_desk(profile, clock)
    try:
        yield opened
        assert replay(profile.database) == []
    finally:
        opened.close()


def rows(desk: Desk, now: datetime = NOW) -> tuple[QueueRow, ...]:
    """The stored queue."""
    with desk.store.read() as reader:
        return reader.queue_page(desk.identity.rep_id, now, 500).rows
