"""The data set for measurements is invented, the same each time, and true to itself."""

from pathlib import Path

import pytest

from app.storage import driver, first_page
from app.storage.upkeep import checks, replay
from benchmarks.generate import EVENTS_PER_LEAD, NOW, generate, identity, people

LEADS = 300
TABLES = ("lead", "touch", "activity", "queue", "outbox", "lead_search", "consent")


def rows(file: Path, table: str) -> list[tuple[object, ...]]:
    connection = driver.connect(file, read_only=True)
    found = connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
    connection.close()
    return found


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("data") / "small.db"
    generate(made, LEADS, seed=5)
    return made


def test_it_holds_what_its_size_says(file: Path) -> None:
    assert len(rows(file, "lead")) == LEADS
    assert len(rows(file, "activity")) == LEADS * EVENTS_PER_LEAD
    assert len([t for t in rows(file, "touch") if "planned" in t]) == LEADS
    page = first_page.read_first_page(file, NOW, 10)
    assert page.rep_id == identity().rep_id
    assert page.sandbox
    assert page.page.counts["due_now"] > LEADS / 3


def test_its_tables_are_what_its_log_says(file: Path) -> None:
    assert replay.replay(file) == []
    assert checks.check(file) == []


def test_the_same_seed_gives_the_same_rows(file: Path, tmp_path: Path) -> None:
    again, other = tmp_path / "again.db", tmp_path / "other.db"
    generate(again, LEADS, seed=5)
    generate(other, LEADS, seed=6)
    for table in TABLES:
        assert rows(again, table) == rows(file, table)
    assert rows(other, "lead") != rows(file, "lead")


def test_nobody_in_it_can_be_real() -> None:
    for made in people(100):
        phone, email = made.lead.points
        assert phone.value.startswith("+999")
        assert email.value.endswith("@example.com")
        assert made.lead.company.endswith("(demo)")
