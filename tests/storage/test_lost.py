"""A database that is whole but lacks the last of what was acknowledged says so."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.errors import TouchlineError
from app.services.upkeep import Lost
from app.storage import lost
from app.storage.create import create
from app.storage.engine import Database
from app.storage.tally import Tally, tally_file
from app.storage.unit_of_work import SqlStore, SqlUnitOfWork, sql_store
from app.storage.upkeep import backup
from app.storage.upkeep.checks import check
from tests.builders import DEVICE, NOW, SECRET, CountingMint, make_identity, uid
from tests.fakes.clock import HandClock
from tests.storage.filling import add, add_all

ROOT = Path(__file__).parents[2]


def opened(path: Path, first: int = 1) -> SqlStore:
    return sql_store(path, HandClock(), CountingMint(first))


def deleted_log(path: Path, kept: int, gone: int) -> int:
    """Add `kept` people, and `gone` ones that go with the log; how many activities went."""
    store = opened(path)
    add_all(store, *range(1, kept + 1))
    store.database.close()
    held = Tally(path).highest(DEVICE)
    store = opened(path, 10_000)
    # A program that was killed leaves the log as it is: so does this copy of the file alone.
    add_all(store, *range(kept + 1, kept + gone + 1))
    alone = path.with_name("alone")
    shutil.copyfile(path, alone)
    store.database.close()
    os.replace(alone, path)
    return Tally(path).highest(DEVICE) - held


def test_a_deleted_log_is_noticed(path: Path) -> None:
    gone = deleted_log(path, 2, 3)
    assert gone > 0
    assert check(path) == []  # the file alone cannot know
    assert lost.find(path) == Lost(gone, after=NOW, before=None)


def test_a_database_as_it_was_left_lacks_nothing(path: Path) -> None:
    store = opened(path)
    assert lost.find(path) is None
    add_all(store, 1, 2)
    assert lost.find(path) is None
    store.database.close()
    assert lost.find(path) is None
    assert check(path) == []


def test_work_goes_on_and_the_loss_stays_known(path: Path) -> None:
    gone = deleted_log(path, 2, 3)
    before = Tally(path).highest(DEVICE)
    store = opened(path, 20_000)
    add_all(store, 7, 8)
    store.database.close()
    # No number is given twice, and what is missing in the middle is no further fault.
    assert Tally(path).highest(DEVICE) > before
    assert lost.find(path) == Lost(gone, after=NOW, before=NOW)
    assert check(path) == []


def test_once_noted_it_is_told_no_more(path: Path) -> None:
    gone = deleted_log(path, 1, 1)
    assert lost.take_note(path) == gone
    assert lost.find(path) is None
    assert lost.take_note(path) == 0
    store = opened(path, 20_000)
    add_all(store, 7)
    assert lost.find(path) is None
    store.database.close()
    assert check(path) == []


def test_a_second_loss_is_told_by_itself(path: Path) -> None:
    deleted_log(path, 1, 1)
    lost.take_note(path)
    store = opened(path, 20_000)
    add_all(store, 7)
    early = path.with_name("alone")
    store.database.close()
    shutil.copyfile(path, early)
    store = opened(path, 30_000)
    held = Tally(path).highest(DEVICE)
    add_all(store, 8, 9)
    store.database.close()
    os.replace(early, path)
    assert lost.find(path) == Lost(Tally(path).highest(DEVICE) - held, after=NOW, before=None)


def test_a_step_that_was_taken_back_leaves_the_loss_to_the_next(path: Path) -> None:
    gone = deleted_log(path, 1, 1)
    store = opened(path, 20_000)
    with store.write() as unit:
        unit.append(uid(1, 1), [], NOW)  # left without a commit
    add_all(store, 7)
    store.database.close()
    found = lost.find(path)
    assert found is not None
    assert found.activities == gone


def test_a_restore_begins_anew(path: Path, tmp_path: Path) -> None:
    store = opened(path)
    add_all(store, 1)
    copy = backup.backup(path, tmp_path / "backups", NOW)
    add_all(store, 2, 3)
    store.database.close()
    former = backup.restore(copy, path, uid(1, 0xD), NOW + timedelta(hours=1))
    assert lost.find(path) is None
    assert former is not None
    # The tally goes with the database it is about.
    assert tally_file(former).exists()
    assert lost.find(former) is None
    store = opened(path, 20_000)
    add_all(store, 4)
    store.database.close()
    assert lost.find(path) is None
    assert check(path) == []


def torn(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-3])


def flipped(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[18] ^= 0x40
    file.write_bytes(raw)


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def a_link(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))
    file.symlink_to(file.with_name("elsewhere"))


def of_another_device(file: Path) -> None:
    file.unlink()
    Tally(file).note(uid(9), 10_000)


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes and links")
@pytest.mark.parametrize(
    "spoil", [Path.unlink, torn, flipped, a_folder, a_pipe, a_link, of_another_device]
)
def test_a_tally_that_says_nothing_keeps_nobody_from_working(
    spoil: Callable[[Path], object], path: Path
) -> None:
    store = opened(path)
    add_all(store, 1)
    spoil(tally_file(path))
    add_all(store, 2)
    assert lost.find(path) is None
    store.database.close()
    assert check(path) == []


def test_an_older_tally_is_no_sign_of_a_loss(path: Path) -> None:
    store = opened(path)
    add_all(store, 1)
    early = tally_file(path).read_bytes()
    add_all(store, 2)
    tally_file(path).write_bytes(early)
    assert lost.find(path) is None
    add_all(store, 3)
    assert Tally(path).highest(DEVICE) == 12
    store.database.close()


def test_a_lower_number_changes_nothing(tmp_path: Path) -> None:
    tally = Tally(tmp_path / "any.db")
    tally.note(DEVICE, 7)
    tally.note(DEVICE, 5)
    assert (tally.highest(DEVICE), tally.highest(uid(1))) == (7, 0)
    # Another device begins anew.
    tally.note(uid(1), 2)
    assert (tally.highest(DEVICE), tally.highest(uid(1))) == (0, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="needs modes")
def test_only_its_owner_may_read_it(path: Path) -> None:
    before = os.umask(0)
    try:
        store = opened(path)
        add_all(store, 1)
        store.database.close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(tally_file(path).stat().st_mode) == 0o600


def test_what_was_not_committed_is_not_counted(store: SqlStore, path: Path) -> None:
    with store.write() as unit:
        add(unit, 1)
        assert isinstance(unit, SqlUnitOfWork)
        # A text of nobody: with the check put off, it is the commit itself that fails.
        unit._connection.execute("PRAGMA defer_foreign_keys = ON")
        unit.add_text(uid(1), uid(99), "note", "text")
        with pytest.raises(TouchlineError):
            unit.commit()
    assert Tally(path).highest(DEVICE) == 0
    assert lost.find(path) is None


_WORK = """
import sys
from pathlib import Path
from app.storage.unit_of_work import sql_store
from tests.builders import CountingMint
from tests.fakes.clock import HandClock
from tests.storage.filling import add_all
first = int(sys.argv[2])
store = sql_store(Path(sys.argv[1]), HandClock(), CountingMint(first * 1000))
for n in range(first, first + 60):
    add_all(store, n)
store.database.close()
"""


def test_two_programs_count_into_one_tally(tmp_path: Path) -> None:
    path = tmp_path / "touchline.db"
    create(path, make_identity(), SECRET, NOW)
    command = [sys.executable, "-c", _WORK, str(path)]
    with (
        subprocess.Popen([*command, "1"], cwd=ROOT) as one,
        subprocess.Popen([*command, "1001"], cwd=ROOT) as other,
    ):
        assert [one.wait(), other.wait()] == [0, 0]
    assert lost.find(path) is None
    assert check(path) == []
    database = Database(path)
    with database.reading() as connection:
        (stored,) = connection.execute("SELECT max(dev_seq) FROM activity").fetchone()
    database.close()
    assert Tally(path).highest(DEVICE) == stored
