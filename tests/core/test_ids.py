"""Ids that are derived: the same on every device, for ever."""

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from app.core.ids import derived_id, id_of, touch_id

ENROLMENT = UUID("0193a000-0000-7000-8000-000000000001")


@given(st.uuids(), st.text())
def test_a_derived_id_is_the_uuid5_of_the_standard(origin: UUID, name: str) -> None:
    assert derived_id(origin, name) == uuid5(origin, name)


@given(st.integers(min_value=0, max_value=2**128 - 1))
def test_an_id_made_of_its_number_is_one_like_any_other(number: int) -> None:
    made, usual = id_of(number), UUID(int=number)
    assert made == usual
    assert hash(made) == hash(usual)
    assert (str(made), made.bytes, made.is_safe) == (str(usual), usual.bytes, usual.is_safe)


def test_a_touch_id_never_changes() -> None:
    """A release that gave another one would plan every open touch twice."""
    assert str(touch_id(ENROLMENT, "first_call", 0)) == "757c774e-477f-58b3-99d0-5f1b3637ef5e"
    assert touch_id(ENROLMENT, "first_call", 1) != touch_id(ENROLMENT, "first_call", 0)
