"""A backup a day by itself, over a real profile, beside a writer that goes on."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.errors import TouchlineError
from app.core.people.new_lead import NewLead, NewPoint
from app.scheduling.daily_backup import DailyBackup
from app.services.people.leads import add_lead
from app.storage.upkeep import backup
from app.storage.upkeep.port import SqlUpkeep
from tests.fakes.clock import HandClock
from tests.services.desks import open_at


class Rig:
    """A profile with somebody in it, its daily backup, and what that complained of."""

    def __init__(self, folder: Path) -> None:
        self.backups = folder / "backups"
        self.clock = HandClock()
        self.upkeep = SqlUpkeep(folder / "touchline.db", self.backups)
        self.failed: list[TouchlineError] = []
        self.daily = DailyBackup(self.upkeep, self.clock, self.failed.append)

    def count(self) -> int:
        return len(backup.backups(self.backups))


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with open_at(tmp_path / "profile") as opened:
        point = NewPoint(kind="phone", value="+34612000001")
        add_lead(opened.desk, NewLead(points=(point,), zones=("Europe/Madrid",)))
        yield Rig(tmp_path / "profile")


def test_one_at_the_start_and_one_a_day(rig: Rig) -> None:
    seen = []
    for _ in range(4):
        rig.daily.look()
        seen.append(rig.count())
        rig.clock.advance(hours=12)
    assert seen == [1, 1, 2, 2]
    assert [backup.verify(one.file)["lead"] for one in rig.upkeep.kept()] == [1, 1]
    assert not rig.upkeep.changed_backups()


def test_a_profile_without_people_has_nothing_to_lose(tmp_path: Path) -> None:
    with open_at(tmp_path / "profile"):
        rig = Rig(tmp_path / "profile")
        rig.daily.look()
        assert rig.count() == 0


def test_a_copy_dated_in_the_future_stands_for_no_day(rig: Rig) -> None:
    rig.upkeep.backup(rig.clock.now() + timedelta(days=400))
    rig.daily.look()
    assert rig.count() == 2


def test_a_failure_is_told_once_and_tried_again(rig: Rig) -> None:
    rig.backups.rmdir()
    rig.backups.write_text("in the way")
    for _ in range(3):
        rig.daily.look()
    assert [error.code for error in rig.failed] == ["backup_failed"]
    rig.backups.unlink()
    rig.daily.look()
    assert rig.count() == 1


def test_the_end_of_the_program_leaves_no_half_copy(rig: Rig) -> None:
    rig.daily.stop()
    rig.daily.look()
    assert not list(rig.backups.iterdir())
    assert rig.failed == []
