"""A profile database of its own for each test, in a real file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.store.unit_of_work import UnitOfWork
from app.storage.create import create
from app.storage.unit_of_work import SqlStore, sql_store
from tests.builders import (
    NOW,
    SECRET,
    CountingMint,
    FixedClock,
    bodies_of,
    make_identity,
    make_lead,
    make_placement,
    make_work,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A new, empty profile database."""
    file = tmp_path / "touchline.db"
    create(file, make_identity(), SECRET, NOW)
    return file


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(path: Path, clock: FixedClock) -> Iterator[SqlStore]:
    """The store of `path`."""
    opened = sql_store(path, clock, CountingMint())
    yield opened
    opened.database.close()


def add(unit: UnitOfWork, n: int, **placement: object) -> None:
    """Write lead `n` as an import does: log, facts, work, queue row, alerts."""
    lead, work = make_lead(n), make_work(n)
    unit.append(lead.lead_id, bodies_of(work, lead), NOW)
    unit.save_lead(lead, 1)
    unit.save_work(None, work)
    unit.place(lead.lead_id, make_placement(n, **placement))


def add_all(store: SqlStore, *numbers: int) -> None:
    """`add` each of `numbers` in one transaction."""
    with store.write() as unit:
        for n in numbers:
            add(unit, n)
        unit.commit()
