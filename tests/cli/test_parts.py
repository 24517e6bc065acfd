"""The small parts: tables, values, and what of wrong usage is repeated."""

import json
from argparse import ArgumentTypeError
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from app.cli.answer import as_json, clipped, facts, local, table
from app.cli.parser import Misuse, Parser, check_text
from app.cli.values import a_moment, a_number, an_id, in_utc, when
from app.core.errors import BadInput

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday


def test_columns_stand_under_each_other() -> None:
    lines = table(("Name", "N"), [("Ana", 1), ("李小龍", 2), ("Zoë", 3)])
    assert lines == ["Name    N", "Ana     1", "李小龍  2", "Zoë     3"]
    assert table(("Name",), []) == ["Nothing."]


def test_what_could_move_the_cursor_is_not_printed() -> None:
    assert table(("A",), [("x\x1b[2J\ny",)])[1] == "x [2J y"
    assert facts([("A", "x\r\nB")]) == ["A  x  B"]
    assert len(clipped("a" * 500)) == 60


def test_facts_leave_out_what_is_empty() -> None:
    assert facts([("Name", "Ana"), ("Company", ""), ("Age", None), ("Value", 0)]) == [
        *("Name   Ana", "Value  0")
    ]


def test_instants_for_people_and_for_programs() -> None:
    at = datetime(2026, 11, 23, 9, 5, 7, tzinfo=UTC)
    assert local(at, "Europe/Madrid") == "Mon 2026-11-23 10:05:07"
    assert local(at.replace(second=0), "America/New_York") == "Mon 2026-11-23 04:05"
    assert local(None, "UTC") == ""
    document = json.loads(as_json({"at": at, "id": UUID(int=1), "set": frozenset({"b", "a"})}))
    assert document == {
        "at": "2026-11-23T09:05:07Z",
        "id": "00000000-0000-0000-0000-000000000001",
        "set": ["a", "b"],
    }


@pytest.mark.parametrize(
    ("text", "in_madrid"),
    [
        ("2026-11-23T10:00", "2026-11-23T09:00:00+00:00"),
        ("2026-11-23T10:00Z", "2026-11-23T10:00:00+00:00"),
        ("2026-11-23T10:00-05:00", "2026-11-23T15:00:00+00:00"),
        ("2026-11-23", "2026-11-22T23:00:00+00:00"),
        # An hour that the clocks repeat is its first, one they leave out ends after the gap.
        ("2026-10-25T02:30", "2026-10-25T00:30:00+00:00"),
        ("2026-03-29T02:30", "2026-03-29T01:30:00+00:00"),
    ],
)
def test_moments_without_a_zone_are_on_the_wall_clock(text: str, in_madrid: str) -> None:
    assert in_utc(a_moment(text), "Europe/Madrid").isoformat() == in_madrid


@pytest.mark.parametrize(
    "text", ["", "now", "2026-13-01", "0001-01-01", "9999-12-31T23:59:59", "٢"]
)
def test_other_texts_are_no_moments(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="expected an instant"):
        a_moment(text)


def test_numbers_have_a_span() -> None:
    read = a_number(1, 120)
    assert (read("1"), read("120")) == (1, 120)
    for text in ("0", "121", "-1", "1.5", "٣", "", "9" * 400, "1_0", " 1"):
        with pytest.raises(ArgumentTypeError, match="from 1 to 120"):
            read(text)


def test_ids() -> None:
    assert an_id("00000000-0000-0000-0000-000000000001") == UUID(int=1)
    with pytest.raises(ArgumentTypeError):
        an_id("1")


def test_when_takes_instants_and_words() -> None:
    assert when("Thu 16:00", NOW, "Europe/Madrid") == datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
    assert when("3 h", NOW, "Europe/Madrid") == NOW + timedelta(hours=3)
    offset = timezone(timedelta(hours=-3))
    assert when("2026-11-26T16:00-03:00", NOW, "Europe/Madrid") == datetime(
        2026, 11, 26, 16, 0, tzinfo=offset
    )
    with pytest.raises(BadInput):
        when("one fine day", NOW, "Europe/Madrid")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--n", "secret"], "argument --n: invalid choice (choose from 'a', 'b')"),
        (["--n", "a", "secret", "--oops"], "unrecognized arguments: --oops"),
        (["--n", "a", "secret"], "too many arguments"),
        (["--flag=secret"], "argument --flag:"),
        (["--fl"], "unrecognized arguments: --fl"),
    ],
)
def test_wrong_usage_repeats_no_value(arguments: list[str], message: str) -> None:
    parser = Parser(prog="x")
    parser.add_argument("--n", choices=["a", "b"])
    parser.add_argument("--flag", action="store_true")
    with pytest.raises(Misuse) as caught:
        parser.parse_args(arguments)
    assert caught.value.message == message
    assert caught.value.usage.startswith("usage: x")


@pytest.mark.parametrize("argument", ["\0", "a\0b", "\udc80"])
def test_what_is_no_text(argument: str) -> None:
    with pytest.raises(Misuse):
        check_text(["queue", argument])
