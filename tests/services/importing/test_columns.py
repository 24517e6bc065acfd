"""Which field a column becomes."""

import pytest

from app.core.reason import reason
from app.services.csv_text import Record
from app.services.importing.columns import Header, is_header, read_header
from app.services.importing.plan import How
from app.services.importing.tables import FIELDS
from tests.importing import import_tables, plan


def header(*names: str, rows: tuple[tuple[str, ...], ...] = (), **mapping: str) -> Header:
    first = [Record(n, n, list(cells)) for n, cells in enumerate((names, *rows), start=1)]
    return read_header(first, import_tables(), mapping or None)


@pytest.mark.parametrize(
    ("name", "field", "how"),
    [
        ("Nombre", "first_name", "matched"),
        ("APELLIDOS", "last_name", "matched"),
        ("Teléfono", "phone", "matched"),
        ("Telefono móvil", "mobile", "matched"),
        ("Mobile Phone Number", "mobile", "matched"),
        ("E-mail", "email", "matched"),
        ("Country/Region", "country", "matched"),
        ("State/Region", "region", "matched"),
        ("Acepta llamadas", "consent:call", "matched"),
        ("Acepta WhatsApp", "consent:whatsapp", "matched"),
        ("Unsubscribed from all email", "opt_out:email", "matched"),
        ("HasOptedOutOfEmail", "opt_out:email", "matched"),
        ("Do Not Call", "opt_out:call", "matched"),
        ("Original Traffic Source", "source", "matched"),
        ("Create Date", "received_at", "matched"),
        ("Fecha", "received_at", "matched"),
        ("Lifecycle Stage", "stage", "matched"),
        ("Contact owner", "owner", "matched"),
        ("first_name", "first_name", "matched"),
        ("Email*", "email", "matched"),
        ("Your email (required)", "email", "likely"),
        ("Nombre del contacto", "full_name", "matched"),
        ("Contact: Phone", "phone", "likely"),
        ("utm_id", "leave_out", "left_out"),
        ("Record ID", "leave_out", "left_out"),
        ("Estado", "leave_out", "left_out"),
        ("", "leave_out", "left_out"),
    ],
)
def test_names(name: str, field: str, how: How) -> None:
    column = header("Email address", name).columns[1]
    assert (column.field, column.how) == (field, how)


def test_languages() -> None:
    assert header("Nombre", "Apellidos", "Email").language == "es"
    assert header("First name", "Email").language == "en"
    assert header("Email", "utm_id").language == ""


def test_a_field_is_taken_once() -> None:
    taken = header("Lifecycle Stage", "Lead Status", "Email").columns[1]
    assert (taken.field, taken.how) == ("leave_out", "taken")
    assert taken.note == reason("already", column="Lifecycle Stage")


def test_several_numbers_addresses_and_notes_are_welcome() -> None:
    fields = [
        c.field
        for c in header("Phone", "Work phone", "Email", "Work email", "Notes", "Message").columns
    ]
    assert fields == ["phone", "phone", "email", "email", "note", "note"]


def test_columns_are_told_apart() -> None:
    names = [c.name for c in header("Phone", "Phone", "", " ", "Phone (2)", "Email").columns]
    assert names == ["Phone", "Phone (2)", "Column 3", "Column 4", "Phone (2)+", "Email"]
    assert len(header(*["Email"] * 20_000).columns) == 20_000


def test_name_beside_surname_is_the_first_name() -> None:
    assert [c.field for c in header("Name", "Surname", "Email").columns][:2] == [
        "first_name",
        "last_name",
    ]
    assert header("Name", "Email").columns[0].field == "full_name"


def test_cells_tell_what_a_name_does_not() -> None:
    rows = (
        ("ana@x.es", "+34 612 34 56 78", "51000000000"),
        ("b@x.es", "+34612345679", "51000000037"),
    )
    columns = header("Contacto 1", "Contacto 2", "Record ID", rows=rows).columns
    assert [(c.field, c.how) for c in columns] == [
        ("email", "content"),
        ("phone", "content"),
        ("leave_out", "left_out"),
    ]
    assert [c.first_value for c in columns] == ["ana@x.es", "+34 612 34 56 78", "51000000000"]


def test_a_saved_mapping_wins() -> None:
    found = header("Nombre", "Programa", "Email", Programa="note", Gone="phone", Email="nonsense")
    assert [(c.field, c.how) for c in found.columns] == [
        ("first_name", "matched"),
        ("note", "saved"),
        ("email", "matched"),
    ]
    assert found.unknown_names == ("Gone",)


def test_a_mapping_can_be_saved_and_used_again() -> None:
    text = "Nombre;Fono;Raro\nAna;+34612345678;x\n"
    saved = {**plan(text).mapping, "Raro": "interest"}
    again = plan(text, mapping=saved)
    assert again.mapping == saved
    assert set(saved.values()) <= set(FIELDS)
    assert [c.how for c in again.columns] == ["saved"] * 3
    assert again.drafts[0].interest == "x"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Nombre", "x"], True),
        (["foo", "bar"], True),
        (["Ana", "ana@x.es"], False),
        (["Ana", "612 34 56 78"], False),
        (["Phone", "612 34 56 78"], True),
    ],
)
def test_headers(cells: list[str], expected: bool) -> None:
    assert is_header(cells, import_tables()) is expected


def test_a_file_without_a_header() -> None:
    found = plan("Ana,ana@x.es,+34612345678\nBea,bea@x.es,+34612345679\n")
    assert [c.name for c in found.columns] == ["Column 1", "Column 2", "Column 3"]
    assert [d.rows for d in found.drafts] == [(1,), (2,)]
    assert [f.code for f in found.warnings] == ["no_header"]
