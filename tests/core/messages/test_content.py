"""Case, document and offer of a person, from the list that the desk keeps."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import BadInput
from app.core.files.toml_file import FileError
from app.core.messages.content import (
    ContentEntry,
    checked,
    chosen,
    content_values,
    in_text,
    of_text,
    parse_content,
)
from app.core.people.person_facts import PersonFacts
from app.system.resources import resource_path

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def case(title: str, **facts: object) -> ContentEntry:
    made = {"kind": "case", "title": title, "link": f"https://faro.example/{title}"}
    return ContentEntry(**(made | facts))  # type: ignore[arg-type]  # by name


GENERAL = case("general", added_on=SEPTEMBER)
NEWER = case("newer", added_on=OCTOBER)
TIMBER = case("timber", industries=("timber",), added_on=SEPTEMBER)
STOCK = case("stock", interests=("stock lists",), added_on=SEPTEMBER)
SPANISH = case("almacen", language="es", added_on=OCTOBER)
CASES = (GENERAL, NEWER, TIMBER, STOCK, SPANISH)


@pytest.mark.parametrize(
    ("person", "language", "title"),
    [
        (PersonFacts(), "en", "newer"),
        (PersonFacts(industry="Timber, wholesale"), "en", "timber"),
        (PersonFacts(industry="timber", interest="Stock lists for yards"), "en", "stock"),
        (PersonFacts(interest="stockings"), "en", "newer"),
        (PersonFacts(), "es", "almacen"),
        (PersonFacts(industry="timber"), "de", "timber"),
    ],
)
def test_what_was_made_for_their_interest_goes_first(
    person: PersonFacts, language: str, title: str
) -> None:
    found = chosen(CASES, "case", person, language)
    assert found is not None
    assert found.title == title


def test_where_nothing_suits_there_is_nothing() -> None:
    assert chosen((TIMBER, STOCK, SPANISH), "case", PersonFacts(), "en") is None
    assert chosen(CASES, "offer", PersonFacts(), "en") is None
    assert chosen((case("dead", link=""),), "case", PersonFacts(), "en") is None


def test_who_downloaded_a_document_gets_its_link_and_another_one_next() -> None:
    first = ContentEntry(kind="resource", title="Paper A", link="https://faro.example/a")
    second = ContentEntry(kind="resource", title="Paper B", link="https://faro.example/b")
    person = PersonFacts(asked_for="paper a")
    values = content_values((first, second), person, "en", has_it=True, since=None)
    assert values["asked_link"] == first.link
    assert values["resource_title"] == "Paper B"
    asked = content_values((first, second), person, "en", has_it=False, since=None)
    assert asked["asked_link"] == first.link


def test_news_is_what_came_after_we_wrote_last() -> None:
    told = content_values(CASES, PersonFacts(), "en", has_it=False, since=SEPTEMBER)
    assert told["news_title"] == "newer"
    later = content_values(CASES, PersonFacts(), "en", has_it=False, since=OCTOBER)
    assert "news_title" not in later
    assert "news_title" not in content_values(CASES, PersonFacts(), "en", has_it=False, since=None)


def test_the_example_is_a_list() -> None:
    text = resource_path("content", "example.toml").read_text(encoding="utf-8")
    entries = parse_content(text, "example.toml")
    assert {one.kind for one in entries} == {"offer", "resource", "case"}
    assert of_text(in_text(entries)) == entries


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (ContentEntry(kind="case", title=" "), "content_title"),
        (ContentEntry(kind="case", title="A case"), "content_link"),
        (ContentEntry(kind="offer", title="x", link="faro.example"), "bad_link"),
        (ContentEntry(kind="offer", title="x", link="https://[::1"), "bad_link"),
    ],
)
def test_what_cannot_be_sent_is_refused(entry: ContentEntry, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        checked(entry)
    assert caught.value.code == code


@given(st.text(max_size=200))
def test_any_file_is_a_list_or_is_refused_with_its_problems(text: str) -> None:
    for written in (text, f"[[entries]]\nkind = 'case'\ntitle = {text!r}"):
        with suppress(FileError):
            parse_content(written, "content.toml")
    of_text(text)
