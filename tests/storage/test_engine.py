"""Several threads share one profile: readers never wait, writers take turns."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest

from app.core.errors import TouchlineError
from app.storage import driver
from app.storage.engine import READERS_KEPT, Database
from app.storage.unit_of_work import SqlStore
from app.storage.upkeep import checks
from tests.builders import NOW, REP, uid
from tests.storage.filling import add, add_all

TIMEOUT_S = 20


def test_many_threads_read_at_once(store: SqlStore) -> None:
    add_all(store, *range(1, 50))
    together = Barrier(READERS_KEPT * 2)

    def look(n: int) -> int:
        with store.read() as reader:
            reader.identity()
            together.wait(TIMEOUT_S)  # all hold a connection now, more than are kept
            return len(reader.queue_page(REP, NOW, 100).rows) + len(reader.log(uid(n, 1)))

    with ThreadPoolExecutor(READERS_KEPT * 2) as pool:
        assert list(pool.map(look, range(1, READERS_KEPT * 2 + 1))) == [53] * READERS_KEPT * 2


def test_readers_do_not_wait_for_a_writer(store: SqlStore) -> None:
    add_all(store, 1)
    read = Event()

    def look() -> None:
        with store.read() as reader:
            reader.work(uid(1, 1))
        read.set()

    with store.write() as unit:
        add(unit, 2)
        unit.work(uid(2, 1))
        thread = Thread(target=look)
        thread.start()
        assert read.wait(TIMEOUT_S)
        unit.commit()
    thread.join()


def test_writers_of_two_threads_take_turns(store: SqlStore, path: Path) -> None:
    def fill(first: int) -> None:
        for n in range(first, first + 20):
            add_all(store, n)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(fill, (1, 101)))
    with store.read() as reader:
        assert reader.queue_page(REP, NOW, 1).counts["due_now"] == 40
    assert checks.check(path) == []


def test_an_idle_checkpoint_moves_the_log_into_the_file(store: SqlStore, path: Path) -> None:
    before = path.stat().st_size
    add_all(store, *range(1, 200))
    assert path.stat().st_size == before
    store.database.checkpoint()
    assert path.stat().st_size > before


def test_a_closed_profile_leaves_no_log_and_takes_nothing_more(store: SqlStore, path: Path) -> None:
    add_all(store, 1)
    with store.read() as reader:
        reader.work(uid(1, 1))
        # A reader that is still at work finishes; its connection is not kept.
        store.database.close()
        assert reader.work(uid(1, 1)).owner_id == REP

    def write() -> None:
        add_all(store, 2)

    def read() -> None:
        with store.read() as late:
            late.identity()

    for step in (write, read, store.database.checkpoint, store.database.data_version):
        with pytest.raises(TouchlineError) as refused:
            step()
        assert refused.value.code == "store_closed"
    store.database.close()
    Database(path).close()
    assert sorted(f.name for f in path.parent.iterdir()) == ["touchline.db", "touchline.tally"]


def test_the_key_is_given_to_every_connection(path: Path) -> None:
    keyed: list[driver.Connection] = []
    database = Database(path, keyed.append)
    with database.reading(), database.reading(), database.writing():
        pass
    with database.reading():
        pass
    database.close()
    # One to look at the version, the writer, two readers.
    assert len(keyed) == 4
