"""Texts of cells as values."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.people.email_address import read_address
from app.services.importing.plan import DateOrder
from app.services.importing.values import (
    UnreadDate,
    date_evidence,
    read_age,
    read_amount,
    read_instant,
    read_serial,
    read_yes_no,
)
from tests.importing import import_tables

MADRID = ZoneInfo("Europe/Madrid")


@pytest.mark.parametrize("text", ["sí", "SI", "Yes", "y", "TRUE", "1", "x", "Verdadero", "oui"])
def test_yes(text: str) -> None:
    assert read_yes_no(text, import_tables()) is True


@pytest.mark.parametrize("text", ["no", "NO", "false", "0", "n", "Falso", "não"])
def test_no(text: str) -> None:
    assert read_yes_no(text, import_tables()) is False


@pytest.mark.parametrize("text", ["", "maybe", "?", "2", "quizás"])
def test_neither_yes_nor_no(text: str) -> None:
    assert read_yes_no(text, import_tables()) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("DUP@Example.COM", "dup@example.com"),
        ("mailto:a@b.co", "a@b.co"),
        ("o'connor+x@mail.example.org", "o'connor+x@mail.example.org"),
        ("josé@correo.es", "josé@correo.es"),
        ("a@münchen.de", "a@münchen.de"),
    ],
)
def test_addresses(text: str, address: str) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize(
    "text",
    ["not-an-address", "a@b", "a b@c.de", "a@b..de", ".a@b.de", "a.@b.de", "a@-b.de", "<a@b.co>",
     "a@b.co;c@d.co", "a@@b.co", "@b.co", "a@", "", "x" * 250 + "@b.co", "a@1.2.3.4"],
)  # fmt: skip
def test_no_addresses(text: str) -> None:
    assert read_address(text) is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1200", 1200), ("1.200", 1200), ("1,200", 1200), ("1,234.56", 1234), ("1.234,56", 1234),
     ("12,5", 12), ("12.50", 12), ("€ 1.200", 1200), ("1 200 EUR", 1200), ("1.234.567", 1234567),
     ("-5", -5), ("0", 0), ("0.5", 0), ("0.125", 0)],
)  # fmt: skip
def test_amounts(text: str, amount: int) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize("text", ["", "abc", "5k", "1.2.3", "1,23,456", "12/5", "9" * 20])
def test_no_amounts(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize(("text", "age"), [("54", 54), ("120", 120), ("1", 1)])
def test_ages(text: str, age: int) -> None:
    assert read_age(text) == age


@pytest.mark.parametrize("text", ["0", "121", "-3", "54.5", "old", "", "²"])
def test_no_ages(text: str) -> None:
    assert read_age(text) is None


@pytest.mark.parametrize(
    ("text", "order", "instant"),
    [
        ("2026-10-01 09:22", None, "2026-10-01T07:22"),
        ("2026-10-01T09:22:11Z", None, "2026-10-01T09:22:11"),
        ("2026-10-01T09:22:11+05:30", None, "2026-10-01T03:52:11"),
        ("2026-10-01", None, "2026-09-30T22:00"),
        ("2026/11/18 9:05", None, "2026-11-18T08:05"),
        ("18/11/2026 10:40", None, "2026-11-18T09:40"),
        ("18.11.2026 10:40:30", None, "2026-11-18T09:40:30"),
        ("11/18/2026 10:40 PM", None, "2026-11-18T21:40"),
        ("13/11/26 1:05 pm", None, "2026-11-13T12:05"),
        ("05/05/2026", None, "2026-05-04T22:00"),
        ("01/11/2026 09:33", "day_first", "2026-11-01T08:33"),
        ("01/11/2026 09:33", "month_first", "2026-01-11T08:33"),
        ("1 Nov 2026 12:00 am", None, "2026-10-31T23:00"),
        ("1 de noviembre de 2026 10:40", None, "2026-11-01T09:40"),
        ("Nov 1, 2026 3:05 PM", None, "2026-11-01T14:05"),
        ("Sun, 1 Nov 2026 10:00:00 +0000", None, "2026-11-01T10:00"),
        # The hour that the clocks repeat is its first; one they leave out keeps its offset.
        ("2026-10-25 02:30", None, "2026-10-25T00:30"),
        ("29/03/2026 02:30", None, "2026-03-29T01:30"),
    ],
)
def test_dates(text: str, order: DateOrder | None, instant: str) -> None:
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    found = read_instant(text, order, MADRID, import_tables().months)
    assert not isinstance(found, UnreadDate)
    assert found.at == expected
    assert found.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("20/11/2026", date(2026, 11, 20)),
        ("20 de noviembre de 2026", date(2026, 11, 20)),
        ("2026年11月20日", date(2026, 11, 20)),
        # Programs write midnight for no time, also with their own offset.
        ("2026-11-20 00:00:00", date(2026, 11, 20)),
        ("2026-11-20T00:00:00Z", date(2026, 11, 20)),
        ("2026-11-20T00:00:00-05:00", date(2026, 11, 20)),
        ("2026-11-20 00:01", None),
        ("2026-11-20T05:00:00Z", None),
        ("20/11/2026 12:00", None),
    ],
)
def test_a_date_without_a_time_stays_a_date(text: str, on: date | None) -> None:
    found = read_instant(text, None, MADRID, import_tables().months)
    assert not isinstance(found, UnreadDate)
    assert found.on == on


@pytest.mark.parametrize(
    ("text", "on"), [("46346", date(2026, 11, 20)), ("46346.5", None), ("1795132800", None)]
)
def test_a_counted_day_is_a_date_and_seconds_are_none(text: str, on: date | None) -> None:
    found = read_serial(text, MADRID)
    assert found is not None
    assert found.on == on


@pytest.mark.parametrize(
    ("text", "order", "code"),
    [
        ("01/11/2026 09:33", None, "ambiguous_date"),
        ("12-11-26", None, "ambiguous_date"),
        ("11/19/2026", "day_first", "unreadable_date"),
        ("31/02/2026", None, "unreadable_date"),
        ("2026-13-01", None, "unreadable_date"),
        ("13/11/2026 25:00", None, "unreadable_date"),
        ("13/11/2026 13:00 pm", None, "unreadable_date"),
        ("1 Foo 2026", None, "unreadable_date"),
        ("46327.4", None, "unreadable_date"),
        ("20261001", None, "unreadable_date"),
        ("1950-01-01", None, "unreadable_date"),
        ("9999-12-31", None, "unreadable_date"),
        ("yesterday", None, "unreadable_date"),
        ("", None, "unreadable_date"),
    ],
)
def test_unread_dates(text: str, order: DateOrder | None, code: str) -> None:
    assert read_instant(text, order, MADRID, import_tables().months) == UnreadDate(code)


@pytest.mark.parametrize(
    ("text", "order"),
    [("13/11/2026", "day_first"), ("11/13/2026 10:00", "month_first"), ("01/11/2026", "either"),
     ("05/05/2026", ""), ("2026-11-13", ""), ("n/a", ""), ("13/13/2026", "")],
)  # fmt: skip
def test_what_a_date_says_about_all(text: str, order: str) -> None:
    assert date_evidence(text) == order


@given(st.one_of(st.text(max_size=40), st.text(alphabet="0123456789/-:.T +Zapm,", max_size=30)))
def test_any_text_is_read_or_not(text: str) -> None:
    tables = import_tables()
    found = read_instant(text, "day_first", MADRID, tables.months)
    assert isinstance(found, UnreadDate) or found.at.utcoffset() is not None
    assert date_evidence(text) in ("", "day_first", "month_first", "either")
    amount, age = read_amount(text), read_age(text)
    assert amount is None or abs(amount) < 10**15
    assert age is None or 0 < age <= 120
    read_address(text)
    read_yes_no(text, tables)
