"""Days, labels and touches of a cadence."""

from datetime import time

import pytest

from app.core.cadence.cadence import Cadence, Prefer, PreferredTime, Step

TEXT = {"en": "x"}


def step(key: str, **fields: object) -> Step:
    given = {"channel": "call", "title": TEXT, "objective": TEXT, **fields}
    return Step(key=key, **given)  # type: ignore[arg-type] # fields differ from test to test


def cadence(*steps: Step, label: int = 1) -> Cadence:
    return Cadence(
        key="plan",
        version=1,
        name=TEXT,
        audience="anyone",
        direction="inbound",
        intent=1,
        first_day_label=1 if label else 0,
        goal="meeting",
        steps=steps,
        digest="",
    )


PLAN = (
    step("a", within_s=300),
    step("b", after_s=3600),
    step("c", day=2, group="pair"),
    step("d", day=2, group="pair"),
    step("e", after_s=60),
    step("f", day=6),
)


@pytest.mark.parametrize(
    ("key", "day"), [("a", 0), ("b", 0), ("c", 2), ("d", 2), ("e", 2), ("f", 6)]
)
def test_every_step_has_a_planned_day(key: str, day: int) -> None:
    plan = cadence(*PLAN)
    assert plan.planned_day(plan.step(key)) == day


@pytest.mark.parametrize("label", [0, 1])
def test_the_day_on_screen_starts_with_the_first_label(label: int) -> None:
    plan = cadence(*PLAN, label=label)
    assert plan.label_day(plan.step("a")) == label
    assert plan.label_day(plan.step("f")) == 6 + label


def test_a_group_counts_as_one_touch() -> None:
    plan = cadence(*PLAN)
    keys = [[action.key for action in actions] for actions in plan.touches]
    assert keys == [["a"], ["b"], ["c", "d"], ["e"], ["f"]]
    assert [plan.touch_no(one) for one in PLAN] == [1, 2, 3, 3, 4, 5]


def test_a_step_is_found_by_key() -> None:
    plan = cadence(*PLAN)
    assert plan.step("d") is PLAN[3]
    assert plan.index("d") == 3
    with pytest.raises(KeyError):
        plan.step("z")
    with pytest.raises(KeyError):
        plan.touch_no(step("z", day=1))


def test_every_role_has_its_own_plan() -> None:
    plan = cadence(
        step("call", day=0, role="champion"),
        step("design", day=0, role="technical"),
        step("letter", day=4),
    )
    assert plan.roles == ("champion", "technical")
    assert [one.key for one in plan.for_role("technical").steps] == ["design", "letter"]
    assert [one.key for one in plan.for_role("executive").steps] == ["letter"]
    assert cadence(*PLAN).roles == ()


def test_a_preference_holds_for_its_kind_of_channel() -> None:
    calls = PreferredTime(weekdays=(1, 2, 3), between=(time(16), time(17)))
    prefer = Prefer(call=calls)
    assert prefer.of("call") == calls
    assert prefer.of("email") is None
    assert prefer.of("direct_mail") is None
