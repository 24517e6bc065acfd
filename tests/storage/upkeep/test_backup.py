"""A backup is proved whole before it counts, and the way back leads to what it held."""

import os
import signal
import stat
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.errors import TouchlineError
from app.storage import driver, version
from app.storage.unit_of_work import SqlStore, sql_store
from app.storage.upkeep import backup, checks, digest, replay, unfinished
from tests.builders import DEVICE, NOW, REP, CountingMint, uid
from tests.fakes.clock import HandClock
from tests.storage.filling import add, add_all

NEW_DEVICE = uid(2, 0xD)
# A process of its own that makes a backup, and dies in the middle of it if asked to.
COPY = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from app.storage.upkeep.backup import backup

def die(done, total):
    os.kill(os.getpid(), signal.SIGKILL)

path, folder, at, *killed = sys.argv[1:]
backup(Path(path), Path(folder), datetime.fromisoformat(at), progress=die if killed else None)
"""


def people_in(file: Path) -> int:
    store = sql_store(file, HandClock(), CountingMint())
    with store.read() as reader:
        people = reader.queue_page(REP, NOW, 1).counts["due_now"]
    store.database.close()
    return people


def test_a_backup_is_one_private_file_that_holds_everything(
    store: SqlStore, path: Path, tmp_path: Path
) -> None:
    add_all(store, *range(1, 30))
    seen: list[tuple[int, int]] = []
    made = backup.backup(
        path, tmp_path / "backups", NOW, progress=lambda done, total: seen.append((done, total))
    )
    assert made.name == "touchline-20261123T100000Z.db"
    assert {f.name for f in made.parent.iterdir()} == {made.name, f"{made.name}.sha256"}
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert seen[-1][0] == seen[-1][1] > 0
    assert backup.verify(made)["lead"] == 29
    assert people_in(made) == 29


def test_a_backup_is_one_instant_while_another_writes(
    store: SqlStore, path: Path, tmp_path: Path
) -> None:
    add_all(store, 1)
    with store.write() as unit:
        add(unit, 2)
        unit.work(uid(2, 1))
        made = backup.backup(path, tmp_path / "backups", NOW)
        unit.commit()
    assert people_in(made) == 1
    assert people_in(path) == 2


def test_only_the_newest_are_kept(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    made = [backup.backup(path, folder, NOW + timedelta(days=day), keep=3) for day in range(5)]
    assert backup.backups(folder) == made[:1:-1]
    assert len(list(folder.iterdir())) == 6  # each with its digest


def test_a_clock_that_was_ahead_costs_no_backup_its_place(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    ahead = [backup.backup(path, folder, NOW + timedelta(days=9, hours=h)) for h in range(7)]
    made = [backup.backup(path, folder, NOW + timedelta(hours=h)) for h in range(9)]
    assert backup.backups(folder) == ahead[::-1] + made[:1:-1]


def test_backups_of_one_second_are_several(path: Path, tmp_path: Path) -> None:
    made = {backup.backup(path, tmp_path / "backups", NOW) for _ in range(3)}
    assert sorted(one.name for one in made) == [
        "touchline-20261123T100000Z-2.db",
        "touchline-20261123T100000Z-3.db",
        "touchline-20261123T100000Z.db",
    ]
    assert {backup.made_at(one) for one in made} == {NOW}


def test_backups_at_once_from_several_processes_are_all_whole(
    store: SqlStore, path: Path, tmp_path: Path
) -> None:
    add_all(store, *range(1, 30))
    folder = tmp_path / "backups"
    running = [
        subprocess.Popen([sys.executable, "-c", COPY, path, folder, NOW.isoformat()])
        for _ in range(4)
    ]
    assert [one.wait() for one in running] == [0, 0, 0, 0]
    made = backup.backups(folder)
    assert len(made) == 4
    assert [backup.verify(one)["lead"] for one in made] == [29] * 4
    assert not any(digest.is_changed(one) for one in made)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_what_a_killed_backup_left_is_swept_by_the_next(
    store: SqlStore, path: Path, tmp_path: Path
) -> None:
    add_all(store, 1)
    folder = tmp_path / "backups"
    killed = subprocess.run(
        [sys.executable, "-c", COPY, path, folder, NOW.isoformat(), "killed"], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert list(folder.glob("*.part"))
    made = backup.backup(path, folder, NOW + timedelta(hours=1))
    assert not list(folder.glob("*.part*"))
    assert backup.backups(folder) == [made]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_a_copy_is_not_swept_while_it_gets_its_lock(tmp_path: Path) -> None:
    target, ended = tmp_path / "a.db", threading.Event()

    def sweep_on() -> None:
        while not ended.is_set():
            unfinished.sweep(tmp_path, "a.db")

    sweepers = [threading.Thread(target=sweep_on) for _ in range(3)]
    for one in sweepers:
        one.start()
    gone = 0
    for _ in range(500):
        with unfinished.unfinished(target) as part:
            gone += not part.exists()
    ended.set()
    for one in sweepers:
        one.join()
    assert gone == 0


def test_a_copy_that_is_being_written_is_not_swept(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"

    def meanwhile(done: int, total: int) -> None:
        backup.backup(path, folder, NOW + timedelta(days=1))
        assert len(list(folder.glob("*.part"))) == 1

    backup.backup(path, folder, NOW, progress=meanwhile)
    assert len(backup.backups(folder)) == 2


def test_a_flipped_bit_anywhere_is_seen_before_a_restore(
    store: SqlStore, path: Path, tmp_path: Path
) -> None:
    add_all(store, *range(1, 30))
    made = backup.backup(path, tmp_path / "backups", NOW)
    store.database.close()
    whole = made.read_bytes()
    for place in range(100, len(whole), len(whole) // 40):
        flipped = bytearray(whole)
        flipped[place] ^= 4
        made.write_bytes(flipped)
        assert digest.is_changed(made)
        with pytest.raises(TouchlineError) as refused:
            backup.restore(made, path, NEW_DEVICE, NOW)
        assert refused.value.code == "backup_changed"
    made.write_bytes(whole)
    backup.restore(made, path, NEW_DEVICE, NOW)
    assert people_in(path) == 29


def test_a_copy_that_is_not_whole_does_not_stay(
    path: Path, store: SqlStore, tmp_path: Path
) -> None:
    add_all(store, *range(1, 100))
    store.database.close()
    with path.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(os.urandom(4096 * 20))
    with pytest.raises(TouchlineError) as refused:
        backup.backup(path, tmp_path / "backups", NOW)
    assert refused.value.code == "store_damaged"
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_folder_that_cannot_be_written(path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TouchlineError) as refused:
        backup.copy_to(path, tmp_path / "file" / "copy.db")
    assert refused.value.code == "backup_failed"


def test_restore_gives_back_what_was_and_a_new_device(
    store: SqlStore, path: Path, tmp_path: Path
) -> None:
    add_all(store, 1, 2)
    made = backup.backup(path, tmp_path / "backups", NOW)
    add_all(store, 3)
    store.database.close()
    former = backup.restore(made, path, NEW_DEVICE, NOW)
    assert former is not None
    assert former.name == "before-restore-20261123T100000Z.db"
    assert (people_in(path), people_in(former)) == (2, 3)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = sql_store(path, HandClock(), CountingMint(500))
    with again.write() as unit:
        assert unit.identity().device_id == NEW_DEVICE
        add(unit, 3)
        unit.commit()
    with again.read() as reader:
        assert [e.dev_seq for e in reader.log(uid(3, 1))] == [1, 2, 3, 4]
        assert {e.device_id for e in reader.log(uid(1, 1))} == {DEVICE}
    again.database.close()
    assert checks.check(path) == []
    assert replay.replay(path) == []


def test_restores_of_one_second_keep_every_former_database(
    store: SqlStore, path: Path, tmp_path: Path
) -> None:
    add_all(store, 1)
    copy = backup.backup(path, tmp_path / "backups", NOW)
    store.database.close()
    formers = [backup.restore(copy, path, uid(n, 0xD), NOW) for n in range(3)]
    assert len({*formers}) == 3
    assert all(former is not None and former.exists() for former in formers)


def test_restore_into_an_empty_profile(path: Path, tmp_path: Path) -> None:
    made = backup.backup(path, tmp_path / "backups", NOW)
    target = tmp_path / "other.db"
    assert backup.restore(made, target, NEW_DEVICE, NOW) is None
    assert version.standing(target) == "current"


def test_restore_over_a_damaged_file_keeps_it(path: Path, tmp_path: Path) -> None:
    made = backup.backup(path, tmp_path / "backups", NOW)
    path.write_bytes(b"rubbish" * 1000)
    former = backup.restore(made, path, NEW_DEVICE, NOW)
    assert former is not None
    assert former.read_bytes().startswith(b"rubbish")
    assert version.standing(path) == "current"


def test_restore_waits_until_nobody_has_the_profile_open(
    store: SqlStore, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "BUSY_TIMEOUT_S", 0.0)
    add_all(store, 1)
    made = backup.backup(path, tmp_path / "backups", NOW)
    with store.read() as reader:
        reader.identity()
        with pytest.raises(TouchlineError) as refused:
            backup.restore(made, path, NEW_DEVICE, NOW)
    assert refused.value.code == "store_locked"
    add_all(store, 2)
    assert people_in(path) == 2


@pytest.mark.parametrize("what", ["damaged", "newer", "foreign"])
def test_restore_refuses_a_bad_backup_and_changes_nothing(
    store: SqlStore, path: Path, tmp_path: Path, what: str
) -> None:
    add_all(store, *range(1, 60))
    made = backup.backup(path, tmp_path / "backups", NOW)
    codes = {"damaged": "backup_changed", "newer": "store_newer", "foreign": "not_a_store"}
    if what == "damaged":
        with made.open("r+b") as file:
            file.seek(4096 * 20)
            file.write(os.urandom(4096 * 10))
    else:
        connection = driver.connect(made, copy=True)
        pragma = "user_version = 999" if what == "newer" else "application_id = 1"
        connection.execute(f"PRAGMA {pragma}")
        connection.close()
        digest.digest_file(made).unlink()
    with pytest.raises(TouchlineError) as refused:
        backup.restore(made, path, NEW_DEVICE, NOW)
    assert refused.value.code == codes[what]
    assert people_in(path) == 59
    assert not list(tmp_path.glob("*.restored*"))
