"""Some invented people at a real desk: nobody falls out. `dev.py soak --people` does many."""

from pathlib import Path

from tests.soak_people import live


def test_nobody_falls_out_of_a_real_desk(tmp_path: Path) -> None:
    told = live(tmp_path / "profile", people=60, days=24, seed=11)
    assert told.fallen == []
    assert told.replayed == []
    assert told.people > 50
    assert told.done["outcome"] > 100
