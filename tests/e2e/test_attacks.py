"""The attacks of `dev.py attack` in small: each runs, and what must hold does."""

from pathlib import Path

import pytest

from tests.attack.__main__ import ATTACKS, main

# What takes long even in small is left to the command itself.
_QUICK = {
    "set-ups": 0.1,
    "disk": 0.05,
    "writers": 0.05,
    "inputs": 0.03,
    "templates": 1.0,
    "links": 1.0,
    "opt-outs": 0.05,
    "personal": 1.0,
    "modes": 1.0,
}


@pytest.mark.parametrize("name", _QUICK)
def test_what_held_holds(name: str, tmp_path: Path) -> None:
    held = ATTACKS[name](_QUICK[name], tmp_path / "profile")
    assert held.faults == []
    assert held.tried or "left out" in held.said


def test_a_strange_name_is_told() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["sabotage"])
    assert ended.value.code == 2
