"""A routing table is read whole, or refused with file, line and field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.files.toml_file import FileError, Problem
from app.core.routing.format import parse_routing
from app.core.routing.table import RoutingTable
from app.system.resources import read_texts
from tests.core.playing import library

LIBRARY = library()
TABLE = """version = 3
[columns]
yes = ["yes", "Sí"]
customer = ["Es cliente"]
[[lines]]
key = "spain"
country = ["ES"]
age = ["18_34"]
account_size_from = 5
account_size_to = 10
to = "b2c_standard"
[[lines]]
key = "rest"
to = "midmarket_b2b"
"""


def read(text: str) -> tuple[RoutingTable, tuple[Problem, ...]]:
    return parse_routing(text, "routing.toml", cadences=LIBRARY.cadences, words=LIBRARY.words)


def problems(text: str) -> list[str]:
    try:
        read(text)
    except FileError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_what_ships_is_read_without_a_problem_or_advice() -> None:
    assert read(read_texts("routing")["default.toml"])[1] == ()


def test_an_example_is_read() -> None:
    table, advice = read(TABLE)
    first, last = table.lines
    assert (table.version, advice) == (3, ())
    assert (first.country, first.age, first.account_size) == (("ES",), ("18_34",), (5, 10))
    assert (last.key, last.asked) == ("rest", ())
    assert (table.yes, table.columns) == (("yes", "si"), {"customer": ("es cliente",)})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version = 3", "", "version: It is missing"),
        ('key = "spain"', "", "line 1, key: It is missing"),
        ('key = "rest"', 'key = "spain"', "line 13, line spain, key: Another line has it"),
        ('to = "b2c_standard"', "", "line spain, to: It is missing"),
        ('["ES"]', '["Spain"]', "line 7, line spain, country: 'Spain' is no such code"),
        ('["18_34"]', '["20_30"]', "line 8, line spain, age"),
        ("account_size_to = 10", "account_size_to = 4", "line 10, line spain, account_size_to"),
        ("account_size_from = 5", "size = 5", "line 9, line spain, size: No such field"),
        ('country = ["ES"]', "customer = 1", "line 7, line spain, customer"),
        ('key = "rest"', 'key = "rest"\nmarket = "business"', "lines: Not everybody fits"),
        ('yes = ["yes", "Sí"]', "", "columns, yes: No word is named"),
        ("[[lines]]", "[[rows]]", "lines: There must be"),
        ("version = 3", "version = ", "line 1: This is not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, said: str) -> None:
    assert old in TABLE
    found = problems(TABLE.replace(old, new))
    assert any(said in problem and problem.startswith("routing.toml") for problem in found), found


def test_a_line_that_leaves_nothing_for_the_others_is_refused() -> None:
    early = '[[lines]]\nkey = "all"\nto = "b2c_standard"\n'
    (found,) = problems(TABLE.replace("[[lines]]", f"{early}[[lines]]", 1))
    assert "line all, key: It fits everybody" in found


def test_a_cadence_that_does_not_exist_is_advice() -> None:
    _, (advice,) = read(TABLE.replace('"b2c_standard"', '"nonesuch"'))
    assert str(advice).startswith("routing.toml, line 11, line spain, to: There is no cadence")


@given(st.text(max_size=300))
def test_any_text_is_a_table_or_an_error_in_words(text: str) -> None:
    assert problems(text) or read(text)


@given(st.sampled_from(["version", "lines", "columns", "yes"]), st.text(max_size=20))
def test_any_value_is_read_or_refused(field: str, value: str) -> None:
    said = value.replace("\\", "").replace('"', "")
    found = problems(f'{field} = "{said}"\n' + TABLE.replace(field, f"x{field}", 1))
    assert found
