"""Names without what nobody sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.people.new_lead import NewLead
from app.core.people.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ana", "Ana"),
        ("Ana \u202eliG", "Ana liG"),
        ("\u2066Ana\u2069", "Ana"),
        ("A\u200bna", "Ana"),
        ("\ufeffAna", "Ana"),
        ("Ana\x00\x1b[31m", "Ana[31m"),
        ("Ana\tGil\nRuiz", "Ana Gil Ruiz"),
        # Persian and Hindi need these to join letters or keep them apart.
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("\u200fדוד", "\u200fדוד"),
        ("José Núñez", "José Núñez"),
    ],
)
def test_what_is_left(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_nothing_hidden_is_left(text: str) -> None:
    left = visible(text)
    assert visible(left) == left
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in left)
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(left)


def test_every_text_of_a_person_is_cleaned() -> None:
    new = NewLead(
        first_name="A\u202ena",
        company="Ze\u200bta",
        source="we\u202eb",
        note="one\u202e\ntwo",
        extra={"Ow\u200bner": "B\u202eea"},
    ).cleaned()
    assert (new.first_name, new.company, new.source) == ("Ana", "Zeta", "web")
    assert (new.note, new.extra) == ("one\ntwo", {"Owner": "Bea"})
