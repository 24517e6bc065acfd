"""The audit keeps what is said in a transaction, and shows what was done to it from outside."""

import sqlite3
from pathlib import Path

import pytest

from app.core.log.audit import AuditEntry, person_digest
from app.storage.audit_chain import ChainBreak
from app.storage.unit_of_work import SqlStore
from app.storage.upkeep.port import SqlUpkeep
from tests.builders import NOW, SECRET, uid

LINES = 5
_UNGUARDED = "DROP TRIGGER audit_kept; DROP TRIGGER audit_fixed;"


def said(n: int) -> AuditEntry:
    return AuditEntry(kind="dial", at=NOW, lead_id=uid(n), channel="call", state="open")


@pytest.fixture
def written(store: SqlStore) -> SqlStore:
    """A store with five lines, written in three transactions."""
    for numbers in ((1,), (2, 3), (4, 5)):
        with store.write() as uow:
            for n in numbers:
                uow.audit(said(n))
            uow.commit()
    return store


def broken(path: Path) -> ChainBreak | None:
    return SqlUpkeep(path, path.parent / "backups").audit_break()


def test_lines_are_numbered_and_found_by_person(written: SqlStore, path: Path) -> None:
    assert broken(path) is None
    with written.read() as reader:
        lines = reader.audited(None, 3)
        (of_one,) = reader.audited(uid(2), 10)
        assert reader.audited(uid(77), 10) == []
    assert [line.no for line in lines] == [5, 4, 3]
    assert of_one.no == 2
    assert of_one.person == person_digest(SECRET, uid(2))


def test_an_empty_audit_holds(path: Path) -> None:
    assert broken(path) is None


def test_without_a_commit_nothing_stays(written: SqlStore, path: Path) -> None:
    with written.write() as uow:
        uow.audit(said(6))
    with written.read() as reader:
        assert len(reader.audited(None, 10)) == LINES
    assert broken(path) is None


@pytest.mark.parametrize("statement", ["DELETE FROM audit", "UPDATE audit SET body = x'7b7d'"])
def test_lines_are_neither_deleted_nor_changed(
    written: SqlStore, path: Path, statement: str
) -> None:
    other = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="the audit is never"):
        other.execute(statement)
    other.close()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE audit SET body = replace(CAST(body AS TEXT), 'open', 'shut') WHERE no = 3",
            ChainBreak(3, "changed"),
        ),
        ("DELETE FROM audit WHERE no = 2", ChainBreak(2, "missing")),
        ("DELETE FROM audit WHERE no = 1", ChainBreak(1, "missing")),
        (
            "DELETE FROM audit WHERE no = 2; UPDATE audit SET no = no - 1 WHERE no > 2",
            ChainBreak(2, "changed"),
        ),
        (
            """UPDATE audit SET no = 99 WHERE no = 2; UPDATE audit SET no = 2 WHERE no = 3;
            UPDATE audit SET no = 3 WHERE no = 99""",
            ChainBreak(2, "changed"),
        ),
        ("DELETE FROM audit WHERE no > 3", ChainBreak(4, "missing")),
        ("DELETE FROM audit", ChainBreak(1, "missing")),
        ("DELETE FROM setting WHERE key = 'audit.head'", ChainBreak(1, "unknown")),
        ("UPDATE setting SET value = 'x' WHERE key = 'audit.head'", ChainBreak(6, "missing")),
        (
            "UPDATE setting SET value = replace(value, '5:', '3:') WHERE key = 'audit.head'",
            ChainBreak(4, "unknown"),
        ),
    ],
)
def test_what_was_done_to_the_file_shows(
    written: SqlStore, path: Path, statement: str, expected: ChainBreak
) -> None:
    written.database.close()
    other = sqlite3.connect(path)
    if "AS TEXT" in statement:  # the column takes bytes alone
        statement = statement.replace("replace(", "CAST(replace(").replace("')", "') AS BLOB)")
    other.executescript(_UNGUARDED + statement)
    other.close()
    assert broken(path) == expected


def test_a_line_added_by_hand_shows(written: SqlStore, path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("INSERT INTO audit SELECT 6, body, hash FROM audit WHERE no = 5")
    other.commit()
    other.close()
    assert broken(path) == ChainBreak(6, "changed")
