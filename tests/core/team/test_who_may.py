"""Who may do what."""

import pytest

from app.core.errors import Refused
from app.core.team.who_may import ALONE, Position, TeamAct, may, require

ACTS: tuple[TeamAct, ...] = ("work_lead", "publish_cadence", "load_registry", "see_figures")


@pytest.mark.parametrize(
    ("position", "own", "others"),
    [
        ("rep", {"work_lead", "see_figures"}, set()),
        ("team_lead", {"work_lead", "see_figures"}, {"work_lead", "see_figures"}),
        ("manager", set(ACTS), set(ACTS)),
        ("admin", {"load_registry", "see_figures"}, {"load_registry"}),
    ],
)
def test_what_each_position_may_do(
    position: Position, own: set[TeamAct], others: set[TeamAct]
) -> None:
    assert {act for act in ACTS if may({position}, act)} == own
    assert {act for act in ACTS if may({position}, act, own=False)} == others


def test_who_works_alone_may_do_everything() -> None:
    assert all(may(ALONE, act, own=own) for act in ACTS for own in (True, False))


def test_nobody_in_particular_may_do_nothing() -> None:
    assert not any(may(frozenset(), act) for act in ACTS)
    with pytest.raises(Refused) as refused:
        require(frozenset(), "work_lead")
    assert refused.value.code == "not_yours_to_do"
