"""Which language somebody is taken to speak who did not say."""

import pytest

from app.core.people.lead import ContactPoint
from app.core.people.main_language import assumed_language, language_to
from tests.builders import make_lead, uid


def number(value: str) -> ContactPoint:
    return ContactPoint(point_id=uid(1), kind="phone", value=value)


@pytest.mark.parametrize(
    ("country", "phone", "language"),
    [
        ("ES", "+34612345678", "es"),
        ("mx", "+34612345678", "es"),
        ("BR", "+34612345678", "pt"),
        ("CH", "+34612345678", ""),
        ("", "+34612345678", "es"),
        ("", "+447911123456", "en"),
        ("", "+41791234567", ""),
    ],
)
def test_the_country_tells_else_the_number(country: str, phone: str, language: str) -> None:
    person = make_lead(country=country, language="", points=(number(phone),))
    assert assumed_language(person) == language_to(person) == language


def test_nothing_is_assumed_of_whoever_said() -> None:
    person = make_lead(country="ES", language="fr")
    assert (assumed_language(person), language_to(person)) == ("", "fr")
