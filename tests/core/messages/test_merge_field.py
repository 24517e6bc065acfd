"""Values as they stand in a text."""

import unicodedata
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.messages.merge_field import FIELDS, Value, written


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        (date(2026, 11, 19), "en", "Thursday 19 November"),
        (date(2026, 11, 19), "es", "jueves 19 de noviembre"),
        (date(2027, 1, 3), "es", "domingo 3 de enero"),
        (date(2026, 11, 19), "de", "2026-11-19"),
        (time(9, 5), "en", "09:05"),
        ("  Lucía \n\t Fernández ", "es", "Lucía Fernández"),
        ("a\r\nBcc: everyone", "en", "a Bcc: everyone"),
        ("\u202eevil\u202c", "en", "evil"),
        ("\ud800\ufdd0\x00", "en", ""),
    ],
)
def test_a_value_is_written_for_its_language(value: Value, language: str, expected: str) -> None:
    assert written(value, language) == expected


@given(st.text(alphabet=st.characters()), st.sampled_from(["en", "es", "de", ""]))
def test_any_text_becomes_one_visible_line(value: str, language: str) -> None:
    line = written(value, language)
    assert not any(unicodedata.category(character) in {"Cc", "Cs", "Cn"} for character in line)
    assert len(line.splitlines()) <= 1
    assert line == written(line, language), "cleaning twice changes nothing"


def test_every_field_has_a_name_on_screen_in_both_languages() -> None:
    assert all(field.name == name for name, field in FIELDS.items())
    assert all(set(field.label) == {"en", "es"} for field in FIELDS.values())
