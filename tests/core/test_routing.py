"""The routing table: first line that fits."""

import pytest

from app.core.routing import Route, route
from tests.builders import make_lead


@pytest.mark.parametrize(
    ("source", "direction", "cadence"),
    [
        ("phone", "inbound", "call_centre_basic"),
        ("Phone_Enquiry", "inbound", "call_centre_basic"),
        ("phone", "outbound", "call_centre_basic"),
        ("list", "outbound", "midmarket_b2b"),
        ("web_form", "inbound", "b2c_standard"),
        ("", "inbound", "b2c_standard"),
    ],
)
def test_the_default_table(source: str, direction: str, cadence: str) -> None:
    assert route(make_lead(source=source, direction=direction))[0] == cadence


def test_the_first_line_that_fits_wins() -> None:
    table = (
        Route(cadence="companies", business=True),
        Route(cadence="people", business=False),
        Route(cadence="all"),
    )
    assert route(make_lead(company="Muestra SL"), table) == ("companies", 1)
    assert route(make_lead(company=""), table) == ("people", 2)


def test_a_table_without_an_end_says_so() -> None:
    with pytest.raises(LookupError):
        route(make_lead(source="x"), (Route(cadence="a", sources=("b",)),))
