"""Older files come forward with all they hold, after a backup; newer ones are left alone."""

import ast
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from app.core.errors import TouchlineError
from app.core.log.events import SignalReceived
from app.core.log.projection import apply
from app.core.work.first_contact import FirstContact
from app.core.work.signal import Signal
from app.storage import driver, version
from app.storage.unit_of_work import SqlStore, sql_store
from app.storage.upkeep import backup, checks, migrate
from app.storage.upkeep.replay import replay
from tests.builders import NOW, CountingMint, bodies_of, make_lead, make_work, uid
from tests.fakes.clock import HandClock
from tests.storage.filling import add_all
from tests.storage.older import as_left_by

ROOT = Path(__file__).parents[3]
VERSIONS = migrate.SCRIPTS / "versions"


def schema_of(file: Path) -> dict[str, str]:
    connection = driver.connect(file, read_only=True)
    rows = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
    connection.close()
    return {
        name: re.sub(r"\s*([(),])\s*", r"\1", re.sub(r"\s+", " ", sql or "")) for name, sql in rows
    }


def set_number(file: Path, number: int) -> None:
    connection = driver.connect(file)
    connection.execute(f"PRAGMA user_version = {number}")
    connection.close()


def bare_file(file: Path) -> Path:
    """A file of ours from before its first table."""
    driver.create_file(file)
    connection = driver.connect(file)
    connection.execute(f"PRAGMA application_id = {version.APPLICATION_ID}")
    connection.close()
    return file


_SECOND = '''"""A revision as a later version may have it."""

from alembic import op

revision = "{next:04}"
down_revision = "{last:04}"


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    run("ALTER TABLE lead ADD COLUMN nickname TEXT NOT NULL DEFAULT ''")
    run("{extra}")
'''


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The scripts of a version that has one more revision."""
    scripts = tmp_path / "100% later" / "migrations"
    copytree(migrate.SCRIPTS, scripts)
    add_revision(scripts, "UPDATE lead SET nickname = first_name")
    return scripts


def add_revision(scripts: Path, extra: str) -> None:
    last = version.SCHEMA_NUMBER
    text = _SECOND.format(extra=extra, last=last, next=last + 1)
    (scripts / "versions" / f"v{last + 1:04}_nickname.py").write_text(text)


def test_the_revisions_end_where_the_tables_are(path: Path, tmp_path: Path) -> None:
    old = bare_file(tmp_path / "old.db")
    assert version.standing(old) == "older"
    assert migrate.migrate(old, tmp_path / "backups", NOW) is not None
    assert version.standing(old) == "current"
    assert schema_of(old) == schema_of(path)


def test_revisions_count_without_gaps_up_to_the_number_of_the_program() -> None:
    numbers = sorted(int(p.name[1:5]) for p in VERSIONS.glob("v*.py"))
    assert numbers == list(range(1, version.SCHEMA_NUMBER + 1))


def test_revisions_import_nothing_of_the_program() -> None:
    for file in migrate.SCRIPTS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            named = [node.module] if isinstance(node, ast.ImportFrom) else []
            named += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            for name in named:
                assert name is not None
                first = name.split(".")[0]
                assert first == "alembic" or first in sys.stdlib_module_names


def test_the_first_schema_comes_forward_and_takes_signals(
    store: SqlStore, path: Path, tmp_path: Path
) -> None:
    """A file as the first version left it: all it held is there, and replay fits."""
    add_all(store, *range(1, 5))
    store.database.close()
    as_left_by(path, 1)
    assert version.standing(path) == "older"
    made = migrate.migrate(path, tmp_path / "backups", NOW)
    assert made is not None
    assert backup.verify(made)["lead"] == 4
    assert version.standing(path) == "current"
    assert checks.check(path) == []
    assert replay(path) == []
    again = sql_store(path, HandClock(), CountingMint(1000))
    heard = SignalReceived(signal=Signal(signal_id=uid(1, 9), kind="click", at=NOW))
    with again.write() as uow:
        before = uow.work(uid(3, 1))
        uow.append(uid(3, 1), [heard], NOW)
        uow.save_work(before, apply(before, heard, NOW))
        uow.commit()
    with again.read() as reader:
        phone, email = (p.value for p in reader.lead(uid(3, 1)).points)
        for typed in (phone[-7:], email, email.partition("@")[0]):
            assert uid(3, 1) in [hit.lead_id for hit in reader.search(typed, 50)], typed
        assert [h.signal for h in reader.work(uid(3, 1)).signals] == [heard.signal]
        assert reader.work(uid(2, 1)) == make_work(2)
    again.database.close()
    assert replay(path) == []


def test_a_midnight_of_a_list_becomes_the_day_it_was(
    store: SqlStore, path: Path, tmp_path: Path
) -> None:
    """At the desk in Madrid: a list without times, a list with one, and an enquiry at midnight."""
    midnight = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
    came = {
        1: (midnight, "imported_late"),
        2: (NOW - timedelta(hours=1), "imported_late"),
        3: (midnight, ""),
    }
    with store.write() as unit:
        for n, (received_at, why) in came.items():
            lead = make_lead(n, received_at=received_at)
            clock = FirstContact(state="not_startable", received_at=received_at, why=why)
            work = make_work(n, first_contact=clock)
            unit.append(lead.lead_id, bodies_of(work, lead), NOW)
            unit.save_lead(lead, 1)
            unit.save_work(None, work)
        unit.commit()
    store.database.close()
    as_left_by(path, 10)
    migrate.migrate(path, tmp_path / "backups", NOW)
    again = sql_store(path, HandClock(), CountingMint(1000))
    with again.read() as reader:
        days = [reader.lead(uid(n, 1)).received_on for n in came]
        assert [reader.lead(uid(n, 1)).received_at for n in came] == [at for at, _ in came.values()]
    assert days == [date(2026, 11, 20), None, None]
    again.database.close()


def test_a_current_file_is_left_alone(path: Path, tmp_path: Path) -> None:
    assert migrate.migrate(path, tmp_path / "backups", NOW) is None
    assert not (tmp_path / "backups").exists()


def test_an_older_file_comes_forward_with_all_it_holds(
    store: SqlStore, path: Path, tmp_path: Path, later: Path
) -> None:
    add_all(store, *range(1, 20))
    store.database.close()
    seen: list[tuple[int, int]] = []
    made = migrate.migrate(
        path,
        tmp_path / "backups",
        NOW,
        lambda done, total: seen.append((done, total)),
        scripts=later,
    )
    assert seen == [(1, 1)]
    assert made is not None
    assert backup.verify(made)["lead"] == 19
    connection = driver.connect(path, read_only=True)
    assert version.number_of(connection) == version.SCHEMA_NUMBER + 1
    names = set(connection.execute("SELECT nickname FROM lead"))
    connection.close()
    assert names == {("Ana",)}
    assert "alembic_version" not in schema_of(path)
    assert checks.check(path) == []
    # Back in this version, it is newer than we know.
    with pytest.raises(TouchlineError) as refused:
        sql_store(path, HandClock(), CountingMint())
    assert refused.value.code == "store_newer"
    # The data is what it was.
    set_number(path, version.SCHEMA_NUMBER)
    again = sql_store(path, HandClock(), CountingMint())
    with again.read() as reader:
        assert reader.lead(uid(7, 1)) == make_lead(7)
        assert reader.work(uid(7, 1)) == make_work(7)
    again.database.close()


@pytest.mark.parametrize(
    "extra",
    [
        "UPDATE nothing SET at_all = 1",
        "DELETE FROM lead",  # leaves points that belong to nobody
    ],
)
def test_a_revision_that_fails_leaves_the_file_as_it_was(
    store: SqlStore, path: Path, tmp_path: Path, later: Path, extra: str
) -> None:
    add_all(store, 1)
    store.database.close()
    before = schema_of(path)
    add_revision(later, extra)
    with pytest.raises(TouchlineError) as refused:
        migrate.migrate(path, tmp_path / "backups", NOW, scripts=later)
    assert refused.value.code == "migration_failed"
    assert schema_of(path) == before
    assert version.standing(path) == "current"
    assert len(backup.backups(tmp_path / "backups")) == 1
    again = sql_store(path, HandClock(), CountingMint())
    with again.read() as reader:
        assert reader.lead(uid(1, 1)) == make_lead()
    again.database.close()


def test_a_newer_file_is_refused_and_not_touched(path: Path, tmp_path: Path) -> None:
    set_number(path, version.SCHEMA_NUMBER + 1)
    before = path.read_bytes()
    assert version.standing(path) == "newer"
    for step in (
        lambda: version.require_current(path),
        lambda: sql_store(path, HandClock(), CountingMint()),
        lambda: migrate.migrate(path, tmp_path / "backups", NOW),
    ):
        with pytest.raises(TouchlineError) as refused:
            step()
        assert refused.value.code == "store_newer"
        assert "newer version" in str(refused.value)
    assert path.read_bytes() == before
    assert not (tmp_path / "backups").exists()


def test_an_older_file_is_not_opened_before_it_is_brought_forward(path: Path) -> None:
    set_number(path, 0)
    with pytest.raises(TouchlineError) as refused:
        sql_store(path, HandClock(), CountingMint())
    assert refused.value.code == "store_older"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TouchlineError) as refused:
        migrate.migrate(tmp_path / "none.db", tmp_path, NOW)
    assert refused.value.code == "store_missing"


def test_the_number_is_told_without_alembic(path: Path) -> None:
    look = (
        "import sys; from pathlib import Path; from app.storage import version;"
        "print(version.standing(Path(sys.argv[1])), {'alembic', 'sqlalchemy'} & set(sys.modules))"
    )
    said = subprocess.run(
        [sys.executable, "-c", look, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=50,
    )
    assert said.stdout.split() == ["current", "set()"]
