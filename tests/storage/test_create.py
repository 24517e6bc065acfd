"""A new profile is there whole or not at all."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import Refused, TouchlineError
from app.storage import version
from app.storage.create import create
from app.storage.unit_of_work import SqlStore
from app.storage.upkeep import checks, replay
from tests.builders import NOW, RING, SECRET, make_identity


def test_a_new_profile_knows_whose_it_is(store: SqlStore, path: Path) -> None:
    with store.read() as reader:
        assert reader.identity() == make_identity()
        assert reader.ring() == RING
    assert version.standing(path) == "current"
    assert checks.check(path) == []
    assert replay.replay(path) == []


def test_a_profile_is_never_written_over(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(Refused) as refused:
        create(path, make_identity(rep_name="Someone else"), SECRET, NOW)
    assert refused.value.code == "profile_exists"
    assert path.read_bytes() == before


def test_a_profile_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    nothing: Any = None
    broken = replace(make_identity(), rep_name=nothing)
    with pytest.raises(TouchlineError):
        create(tmp_path / "touchline.db", broken, SECRET, NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TouchlineError) as refused:
        create(tmp_path / "none" / "touchline.db", make_identity(), SECRET, NOW)
    assert refused.value.code == "store_missing"


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32"):
        create(tmp_path / "touchline.db", make_identity(), b"short", NOW)
