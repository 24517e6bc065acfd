"""Headings of lists, each with the field that is right; tests/data/reading holds them."""

from benchmarks.reading import judge_headings
from tests.importing import import_tables


def test_a_hundred_headings_become_the_right_field() -> None:
    """Who agrees to "commercial communications" is taken to mean email, and no more."""
    judged = judge_headings(import_tables())
    assert len(judged) == 100
    assert {(one.text, one.read) for one in judged if one.read != one.right} == {
        ("Acepta comunicaciones comerciales", "consent:email")
    }
