"""Scrubbing takes what deleted people left in the file, and changes nothing else."""

from pathlib import Path

from msgspec.structs import replace

from app.storage import driver
from app.storage.unit_of_work import SqlStore
from app.storage.upkeep import checks
from app.storage.upkeep.scrub import PERSONAL, scrub
from tests.builders import make_lead, uid
from tests.storage.filling import add_all

NAME = "Xaquelinda"


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = driver.connect(path, read_only=True)
    rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in PERSONAL}
    connection.close()
    return rows


def traces(path: Path) -> int:
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(f.read_bytes().lower().count(NAME.lower().encode()) for f in files if f.exists())


def test_nothing_of_deleted_people_is_left(store: SqlStore, path: Path) -> None:
    add_all(store, *range(1, 60))
    with store.write() as unit:
        unit.save_lead(replace(make_lead(7), first_name=NAME), 2)
        unit.commit()
    with store.write() as unit:
        unit.erase_lead(uid(7, 1))
        unit.commit()
    store.database.checkpoint()
    assert traces(path)
    before = everything(path)
    scrub(path)
    assert traces(path) == 0
    after = everything(path)
    # The index may be made of other parts; what it finds is the same.
    parts = {"lead_search_data", "lead_search_idx"}
    assert {n: r for n, r in after.items() if n not in parts} == {
        n: r for n, r in before.items() if n not in parts
    }
    assert checks.check(path) == []
    with store.read() as reader:
        assert len(reader.search("ana", 99)) == 58
        assert reader.search(NAME, 99) == []


def test_every_table_with_people_is_written_anew(path: Path) -> None:
    """A new table of personal facts belongs among them."""
    connection = driver.connect(path, read_only=True)
    names = {
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'lead_search_%'"
        )
    }
    connection.close()
    assert names - set(PERSONAL) == {"lead_search_config"}
