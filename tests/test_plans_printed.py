"""Every plan from each weekday on: no call at a weekend or at lunch, and none out of order."""

import pytest

from app.core.cadence.cadence import Role
from tests.plans_printed import every_plan, lines_of

# Touches that come close on the one before them, by plan and step: both have a fixed hour, or what
# is before them is a parcel, which has a day of its own.
CLOSE = {
    ("high_intent_rapid", "case_study"),
    ("high_intent_rapid", "invitation"),
    ("aggressive", "fourth_call"),
    ("abm_multithread", "integration"),
    ("abm_multithread", "efficiency"),
    ("abm_multithread", "parcel"),
}


@pytest.mark.parametrize(("key", "role"), tuple(every_plan()))
def test_nothing_looks_odd_on_any_weekday(key: str, role: Role | None) -> None:
    found = {
        (line.touch.step, what)
        for weekday in range(7)
        for line in lines_of(key, weekday, role)
        for what in line.odd
        if (key, line.touch.step) not in CLOSE or what != "close on the one before"
    }
    assert found == set()
