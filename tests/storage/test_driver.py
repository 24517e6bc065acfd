"""What goes wrong with a file is said in the user's words, and nothing confirmed is lost."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.errors import TouchlineError
from app.storage import driver, first_page
from app.storage.create import create
from app.storage.unit_of_work import SqlStore, sql_store
from app.storage.upkeep import backup
from tests.builders import (
    NOW,
    REP,
    SECRET,
    CountingMint,
    make_identity,
    make_lead,
    make_placement,
    uid,
)
from tests.fakes.clock import HandClock
from tests.storage.filling import add_all

ROOT = Path(__file__).parents[2]


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_only_the_owner_may_read_what_is_stored(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        file = tmp_path / "touchline.db"
        create(file, make_identity(), SECRET, NOW)
        store = sql_store(file, HandClock(), CountingMint())
        add_all(store, 1)
        with store.read() as reader:
            reader.work(uid(1, 1))
            files = sorted(tmp_path.iterdir())
            assert [f.name for f in files] == [
                "touchline.db",
                "touchline.db-shm",
                "touchline.db-wal",
                "touchline.tally",
            ]
            assert {mode(f) for f in files} == {0o600}
        store.database.close()
    finally:
        os.umask(before)


def test_the_writer_waits_for_the_disk_and_overwrites_what_it_deletes(path: Path) -> None:
    connection = driver.connect(path)
    said = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "busy_timeout",
            "cache_size",
            "secure_delete",
            "temp_store",
            "trusted_schema",
        )
    }
    connection.close()
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "cache_size": -65536,
        "secure_delete": 1,
        "temp_store": 2,
        "trusted_schema": 0,
    }


def test_the_key_hook_runs_before_anything_else(path: Path) -> None:
    seen: list[str] = []

    def hook(connection: driver.Connection) -> None:
        seen.append("key")
        connection.set_trace_callback(seen.append)

    driver.connect(path, key=hook).close()
    assert seen[0] == "key"
    assert any("journal_mode" in said for said in seen[1:])


def test_a_reader_cannot_write(path: Path) -> None:
    connection = driver.connect(path, read_only=True)
    with pytest.raises(TouchlineError) as refused, driver.friendly():
        connection.execute("DELETE FROM profile")
    connection.close()
    assert refused.value.code == "store_read_only"


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(TouchlineError) as refused:
        sql_store(tmp_path / "none.db", HandClock(), CountingMint())
    assert refused.value.code == "store_missing"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    text = tmp_path / "notes.db"
    text.write_text("not a database at all, but long enough to have a header " * 40)
    with pytest.raises(TouchlineError) as refused:
        sql_store(text, HandClock(), CountingMint())
    assert refused.value.code == "not_a_store"


def test_a_database_of_another_program(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    with pytest.raises(TouchlineError) as refused:
        sql_store(other, HandClock(), CountingMint())
    assert refused.value.code == "not_a_store"


@pytest.mark.parametrize("first_page", [2, 20], ids=["schema", "rows"])
def test_a_damaged_file(path: Path, store: SqlStore, first_page: int) -> None:
    add_all(store, *range(1, 200))
    store.database.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096 * first_page)
        file.write(os.urandom(size - 4096 * first_page))

    def look() -> None:
        opened = sql_store(path, HandClock(), CountingMint())
        try:
            with opened.read() as reader:
                reader.queue_page(REP, NOW, 50)
        finally:
            opened.database.close()

    with pytest.raises(TouchlineError) as refused:
        look()
    assert refused.value.code == "store_damaged"


def test_a_database_that_another_program_keeps_locked(path: Path, store: SqlStore) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient = driver.connect(path)
    impatient.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(TouchlineError) as refused, driver.friendly():
        impatient.execute("BEGIN IMMEDIATE")
    assert refused.value.code == "store_locked"
    # Reading goes on meanwhile.
    with store.read() as reader:
        assert reader.identity().rep_id == REP
    other.execute("ROLLBACK")
    other.close()
    impatient.close()
    add_all(store, 1)


def test_a_full_disk_loses_nothing_that_was_confirmed(path: Path, store: SqlStore) -> None:
    add_all(store, 1)
    with store.database.writing() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(TouchlineError) as refused:
        add_all(store, *range(2, 500))
    assert refused.value.code == "disk_full"
    with store.read() as reader:
        assert reader.queue_page(REP, NOW, 5).counts["due_now"] == 1
        assert len(reader.log(uid(1, 1))) == 4
    # Once there is space again, work goes on in the same program.
    with store.database.writing() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    add_all(store, 2)


_FILL = """
import resource, sys
from pathlib import Path
from app.core.errors import TouchlineError
from app.storage.unit_of_work import sql_store
from tests.builders import CountingMint
from tests.fakes.clock import HandClock
from tests.storage.filling import add_all
store = sql_store(Path(sys.argv[1]), HandClock(), CountingMint())
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
n = 0
try:
    while True:
        n += 1
        add_all(store, n)
        print(n, flush=True)
except TouchlineError as error:
    print(error.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
def test_a_disk_that_refuses_to_write_loses_nothing_that_was_confirmed(path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", _FILL, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=50,
    ).stdout.split()
    assert said[-1] == "disk_error"
    confirmed = int(said[-2])
    store = sql_store(path, HandClock(), CountingMint())
    with store.read() as reader:
        assert reader.queue_page(REP, NOW, 1).counts["due_now"] == confirmed
    store.database.close()


def test_errors_name_no_person(store: SqlStore) -> None:
    def break_a_rule() -> None:
        with store.write() as unit:
            unit.save_lead(make_lead(1), 1)
            unit.place(uid(2, 1), make_placement(2))
            unit.commit()

    with pytest.raises(TouchlineError) as refused:
        break_a_rule()
    assert refused.value.code == "store_failed"
    for said in (str(refused.value), refused.value.hint):
        assert "Ana" not in said
        assert "INSERT" not in said


def test_text_with_anything_in_it_is_only_text(store: SqlStore) -> None:
    nasty = "x'); DROP TABLE lead; --"
    with store.write() as unit:
        unit.save_setting("k", nasty)
        unit.commit()
    with store.read() as reader:
        assert reader.setting("k") == nasty
        assert reader.setting(nasty) is None


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not possible there")
@pytest.mark.parametrize("name", ["a b", "50%", "%20", "what?mode=memory", "#1", "ä日本", "';--"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    file = tmp_path / name / "touchline.db"
    file.parent.mkdir()
    create(file, make_identity(), SECRET, NOW)
    store = sql_store(file, HandClock(), CountingMint())
    add_all(store, 1)
    assert first_page.read_first_page(file, NOW, 5).page.counts["due_now"] == 1
    store.database.close()
    assert [f.name for f in tmp_path.iterdir()] == [name]
    assert backup.verify(file)["lead"] == 1


def test_what_is_there_but_cannot_be_opened_is_no_missing_one(tmp_path: Path) -> None:
    with pytest.raises(TouchlineError) as refused:
        driver.connect(tmp_path).close()
    assert refused.value.code == "store_unopenable"
    assert "init" not in refused.value.hint
