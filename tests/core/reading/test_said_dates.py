"""Dates as people write them, in both languages; and what is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.reading.said_dates import find_date, find_dates

# A Wednesday.
TODAY = date(2026, 11, 18)

ENGLISH = [
    ("Contact me next quarter", "2027-01-01"),
    ("after next week, please", "2026-11-30"),
    ("next month would be better", "2026-12-01"),
    ("try me next year", "2027-01-01"),
    ("in two weeks", "2026-12-02"),
    ("In a couple of weeks", "2026-12-02"),
    ("give me three weeks", "2026-12-09"),
    ("in 10 days", "2026-11-28"),
    ("in a month", "2026-12-18"),
    ("contact me in March", "2027-03-01"),
    ("after March", "2027-04-01"),
    ("late January is best", "2027-01-20"),
    ("mid-February", "2027-02-15"),
    ("in May 2028", "2028-05-01"),
    ("after January 15", "2027-01-16"),
    ("January 15th, 2027", "2027-01-15"),
    ("on the 3rd of December", "2026-12-03"),
    ("I am back on 12 Jan", "2027-01-12"),
    ("until 12 January", "2027-01-12"),
    ("on Monday", "2026-11-23"),
    ("next Friday", "2026-11-20"),
    ("tomorrow", "2026-11-19"),
    ("the day after tomorrow", "2026-11-20"),
    ("at the end of the month", "2026-11-30"),
    ("in Q2", "2027-04-01"),
    ("after Q1", "2027-04-01"),
    ("the second quarter", "2027-04-01"),
    ("after Christmas", "2026-12-26"),
    ("in 2027", "2027-01-01"),
    ("2026-12-01", "2026-12-01"),
]
SPANISH = [
    ("el próximo trimestre", "2027-01-01"),
    ("después de la próxima semana", "2026-11-30"),
    ("el mes que viene", "2026-12-01"),
    ("el año que viene", "2027-01-01"),
    ("en dos semanas", "2026-12-02"),
    ("dentro de un par de semanas", "2026-12-02"),
    ("dentro de 3 meses", "2027-02-18"),
    ("de aquí a quince días", "2026-12-03"),
    ("escríbeme en marzo", "2027-03-01"),
    ("a partir de marzo", "2027-03-01"),
    ("después de marzo", "2027-04-01"),
    ("a finales de enero", "2027-01-20"),
    ("a mediados de febrero", "2027-02-15"),
    ("Llámame después del 15 de enero", "2027-01-16"),
    ("pasado el 15 de enero", "2027-01-16"),
    ("el 15 de enero de 2028", "2028-01-15"),
    ("vuelvo el día 12 de enero", "2027-01-12"),
    ("hasta el 12 de enero", "2027-01-12"),
    ("el lunes", "2026-11-23"),
    ("el viernes que viene", "2026-11-20"),
    ("mañana", "2026-11-19"),
    ("pasado mañana", "2026-11-20"),
    ("a final de mes", "2026-11-30"),
    ("en el segundo trimestre", "2027-04-01"),
    ("después de Navidad", "2026-12-26"),
    ("después de Reyes", "2027-01-07"),
    ("15/01/2027", "2027-01-15"),
    ("el 3/12", "2026-12-03"),
]
PIECES = (
    *("in", "en", "after", "despues", "de", "two", "31", "february", "29", "marzo", "end", "of"),
    *("the", "month", "next", "2099", "99", "years", "q4", "trimestre", "/", ".", "-", "12"),
    *("year", "christmas"),
)
NONE = [
    "you may call",
    "we work 24/7",
    "version 2.5",
    "march on",
    "call +34 612 345 678",
    "before March",
    "antes de enero",
    "por la mañana",
    "a year ago",
    "31/02",
    "el 15/01/2020",
    "room 12",
    "",
]


@pytest.mark.parametrize(("text", "on"), [*ENGLISH, *SPANISH])
def test_what_names_a_date(text: str, on: str) -> None:
    found = find_date(text, TODAY)
    assert found is not None
    assert found.on.isoformat() == on
    assert found.words


@pytest.mark.parametrize("text", NONE)
def test_what_names_none(text: str) -> None:
    assert find_date(text, TODAY) is None


def test_months_come_first_where_they_do() -> None:
    for text, first, second in (("3/12/2027", "2027-12-03", "2027-03-12"), ("13/5", "", "")):
        day_first = find_date(text, TODAY)
        month_first = find_date(text, TODAY, day_first=False)
        assert day_first is not None
        assert month_first is not None
        if first:
            assert (day_first.on.isoformat(), month_first.on.isoformat()) == (first, second)
        else:
            assert day_first.on == month_first.on == date(2027, 5, 13)


def test_all_dates_in_their_order() -> None:
    found = find_dates("Out from 3 January until 12 January", TODAY)
    assert [said.on.isoformat() for said in found] == ["2027-01-03", "2027-01-12"]


@given(st.text(max_size=200), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_text_can_be_read(text: str, today: date) -> None:
    assert all(said.on > today for said in find_dates(text, today))


@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=12,
    ),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
)
def test_words_in_any_order_can_be_read(words: list[str], today: date) -> None:
    assert all(said.on > today for said in find_dates(" ".join(words), today))
