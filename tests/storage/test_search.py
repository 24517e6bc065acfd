"""People are found by what somebody types in a hurry, and nothing typed can break the search."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.folded import folded
from app.storage import queries, schema, search
from app.storage import statements as sql
from app.storage.unit_of_work import SqlStore
from tests.builders import make_lead, make_point, make_work
from tests.storage.filling import add_all

PEOPLE = (
    ("José", "Núñez Ortega", "Café Olé", "+34612345678"),
    ("Joseph", "Stone", "Nunez & Sons", "+442079460018"),
    ("Ana", "Josefsson", "Øresund AB", "+390612345678"),
    ("李", "小龙", "功夫", "+8613912345678"),
    ("Not", "Near", "And Or", "+12125550101"),
    ("Guadalupe", "Ríos", "", "+525584748464"),
)
EMAILS = {"Guadalupe": "lupita.perez+x@example.org", "Not": "not@example.com"}


@pytest.fixture
def people(store: SqlStore) -> SqlStore:
    """The store with six invented people."""
    with store.write() as unit:
        for n, (first, last, company, phone) in enumerate(PEOPLE, start=1):
            points = [make_point(n, value=phone)]
            if first in EMAILS:
                points.append(make_point(100 + n, kind="email", value=EMAILS[first]))
            lead = make_lead(
                n, first_name=first, last_name=last, company=company, points=tuple(points)
            )
            unit.save_work(None, make_work(n))
            unit.save_lead(lead, 1)
        unit.commit()
    return store


def found(store: SqlStore, text: str, limit: int = 10) -> list[str]:
    with store.read() as reader:
        return [hit.name.split()[0] for hit in reader.search(text, limit)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("jose", ["José", "Joseph", "Ana"]),  # begins the name before begins a word of it
        ("JOSÉ N", ["José", "Joseph"]),
        ("nunez", ["José", "Joseph"]),  # a name before a company
        ("nuñez ort", ["José"]),
        ("ort jose", ["José"]),
        ("cafe", ["José"]),
        ("李", ["李"]),
        ("+34 612-34 56 78", ["José"]),
        ("612345", ["Ana", "José"]),  # without the country code
        ("0612", ["Ana", "José"]),
        ("0044 20 7946", ["Joseph"]),
        ("5678", ["Ana", "José", "李"]),  # the last four
        ("020 7946 0018", ["Joseph"]),
        ("+44 (0)20 7946 0018", ["Joseph"]),
        ("79460018", ["Joseph"]),  # as it is dialled in the same town
        ("84748464", ["Guadalupe"]),
        ("55 8474 8464", ["Guadalupe"]),
        ("+52 1 55 8474 8464", ["Guadalupe"]),  # as it was written until 2019
        ("0052 55 84748464", ["Guadalupe"]),
        ("lupita.perez@", ["Guadalupe"]),
        ("Lupita.Perez+x@Example.org", ["Guadalupe"]),
        ("@", []),
        ("perez", ["Guadalupe"]),
        ("guadalupe lupita.p", ["Guadalupe"]),
        ("example", []),  # a domain alone finds half of all people
        ("org", []),
        ("(212) 555", ["Not"]),
        ("not near", ["Not"]),
        ("and", ["Not"]),
        ("xyz", []),
        ("", []),
        ("   ", []),
        ("+", []),
    ],
)
def test_what_is_typed_finds_who_is_meant(people: SqlStore, typed: str, names: list[str]) -> None:
    assert found(people, typed) == names


def test_a_hit_shows_who_it_is(people: SqlStore) -> None:
    with people.read() as reader:
        (hit,) = reader.search("stone", 5)
    assert (hit.name, hit.company, hit.phone, hit.place) == (
        "Joseph Stone",
        "Nunez & Sons",
        "+442079460018",
        "Madrid",
    )


def test_the_limit_keeps_the_best(people: SqlStore) -> None:
    assert found(people, "jose", 1) == ["José"]


def test_of_too_many_the_newest_are_looked_at(store: SqlStore) -> None:
    add_all(store, *range(1, search.CANDIDATES + 51))
    with store.read() as reader:
        hits = reader.search("ana", search.CANDIDATES * 2)
    assert len(hits) == search.CANDIDATES
    assert "Ana Prueba 1" not in {hit.name for hit in hits}


HOSTILE = (
    '"',
    '""',
    "'",
    "*",
    "ana*",
    '"ana',
    "name:ana",
    "ana AND",
    "OR",
    "NOT ana",
    "NEAR(a b)",
    "ana NEAR/2 stone",
    "^ana",
    "(ana",
    "ana)",
    "{name company}: ana",
    "-ana",
    "ana + stone",
    "a\x00b",
    "\\",
    "%",
    "_",
    "; DROP TABLE lead_search; --",
    "\ud800",
    "a" * 5000,
    "é" * 5000,
    "1" * 5000,
    "½",
    "٣",
    "🙂",
)


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_operators_and_quotes_are_only_text(people: SqlStore, typed: str) -> None:
    assert isinstance(found(people, typed), list)


_texts = st.text(max_size=30) | st.text('"*()^:-+ anjoseNOTANDOR', max_size=20)


@given(typed=st.lists(_texts, max_size=5), name=st.text(max_size=20))
def test_every_word_of_a_name_finds_it_whatever_it_is(typed: list[str], name: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in schema.ddl():
            connection.execute(statement)
        lead = make_lead(1, first_name=name, last_name="", company="", points=())
        connection.execute(sql.SAVE_SEARCH, search.search_row(lead, 1))
        for text in typed:
            assert queries.search_leads(connection, text, 0) == []
        for word in folded(name).split():
            rows = connection.execute(queries.FIND, (search.question(word), 10)).fetchall()
            assert [row[0] for row in rows] == [1]
