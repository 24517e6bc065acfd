"""Cities of zones are written as people write them."""

from zoneinfo import available_timezones

import pytest

from app.core.people import zone_city as module
from app.core.people.zone_city import zone_city


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        ("America/Sao_Paulo", "São Paulo"),
        ("America/Bogota", "Bogotá"),
        ("America/New_York", "New York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", "UTC"),
        ("", ""),
    ],
)
def test_a_zone_is_called_after_its_city(zone: str, city: str) -> None:
    assert zone_city(zone) == city


def test_every_name_in_the_table_is_of_a_zone_there_is() -> None:
    assert set(module._WRITTEN) <= available_timezones()
