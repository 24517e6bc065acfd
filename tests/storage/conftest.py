"""A profile database of its own for each test, in a real file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.create import create
from app.storage.unit_of_work import SqlStore, sql_store
from tests.builders import (
    NOW,
    SECRET,
    CountingMint,
    make_identity,
)
from tests.fakes.clock import HandClock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A new, empty profile database."""
    file = tmp_path / "touchline.db"
    create(file, make_identity(), SECRET, NOW)
    return file


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store(path: Path, clock: HandClock) -> Iterator[SqlStore]:
    """The store of `path`."""
    opened = sql_store(path, clock, CountingMint())
    yield opened
    opened.database.close()
