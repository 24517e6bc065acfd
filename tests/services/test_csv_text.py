"""Bytes as rows of cells, whatever program wrote them."""

import csv
import io
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.csv_text import Record, decode, find_delimiter, records, safe_cell, write_rows
from tests.importing import sample


@pytest.mark.parametrize(
    ("data", "encoding", "had_bom"),
    [
        ("Lucía;ñ".encode(), "utf-8", False),
        ("Lucía".encode("utf-8-sig"), "utf-8", True),
        ("Lucía".encode("utf-16"), "utf-16-le", True),
        (b"\xfe\xff" + "Lucía".encode("utf-16-be"), "utf-16-be", True),
        ("Lucía".encode("utf-32"), "utf-32-le", True),
        ("Nombre;Correo\nLucía;l@x.es".encode("utf-16-le"), "utf-16-le", False),
        ("Nombre;Correo\nLucía;l@x.es".encode("utf-16-be"), "utf-16-be", False),
        ("Lucía € Ž".encode("cp1252"), "cp1252", False),
        ("Lucía \x81".encode("latin-1"), "latin-1", False),
        (b"", "utf-8", False),
    ],
)
def test_encodings(data: bytes, encoding: str, had_bom: bool) -> None:
    decoded = decode(data)
    assert (decoded.encoding, decoded.had_bom, decoded.mended) == (encoding, had_bom, 0)
    assert "Luc" not in decoded.text or "Lucía" in decoded.text


def test_a_bad_byte_does_not_turn_the_whole_file() -> None:
    decoded = decode("áéíóúñüÁÉ".encode() + b"\xe9" + "ñ".encode())
    assert (decoded.text, decoded.encoding, decoded.mended) == ("áéíóúñüÁÉéñ", "utf-8", 1)


def test_zero_bytes_stay_in_the_text() -> None:
    decoded = decode(sample("hostile.csv"))
    assert (decoded.encoding, decoded.text.count("\0")) == ("utf-8", 1)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Name,Email\nA,a@b.co\n", ","),
        ("Name;Email\nA;a@b.co\n", ";"),
        ("Name\tEmail\nA\ta@b.co\n", "\t"),
        ("Name|Email\nA|a@b.co\n", "|"),
        # Decimal commas and commas in names are more frequent than the delimiter.
        ('Name;Value\n"A, B, C";1,5\nD, E, F;2,5\n', ";"),
        ("Name,Note\nA,one; two; three; four\nB,five; six; seven; eight\n", ","),
        ('Name,Note\nA,"one, two\nthree; four; five"\n', ","),
        ("Email\na@b.co\n", ","),
        ("sep=;\nName;a,b,c\n", ";"),
        ("", ","),
    ],
)
def test_delimiters(text: str, delimiter: str) -> None:
    assert find_delimiter(text, lambda name: name in ("Name", "Email")) == delimiter


def test_rows_are_numbered_as_in_a_spreadsheet() -> None:
    text = 'h1,h2\n"a\nb",c\n\nd,e\r\nf,"g""h"\ri,j'
    found = [(r.number, r.line, r.cells) for r in records(text, ",")]
    assert found == [
        (1, 1, ["h1", "h2"]),
        (2, 2, ["a\nb", "c"]),
        (4, 5, ["d", "e"]),
        (5, 6, ["f", 'g"h']),
        (6, 7, ["i", "j"]),
    ]


def test_a_line_that_names_the_delimiter_is_no_row() -> None:
    assert list(records("sep=;\na;b\n", ";")) == [Record(1, 2, ["a", "b"])]


def test_cells_may_be_very_long() -> None:
    (record,) = records("a," + "x" * 300_000, ",")
    assert len(record.cells[1]) == 300_000


def test_a_quote_that_never_closes_swallows_one_row_only() -> None:
    found = [(r.number, r.cells, r.unclosed) for r in records('a,b\n1,"2\n3,"4"\n5,6\n', ",")]
    assert found == [
        (1, ["a", "b"], False),
        (2, ["1", '"2'], True),
        (3, ["3", "4"], False),
        (4, ["5", "6"], False),
    ]


def test_a_file_full_of_open_quotes_is_read_in_one_go() -> None:
    text = "a,b\n" + '1,"2\n' * 5_001
    found = list(records(text, ","))
    assert found[-1].cells == ["1", '"2']
    assert found[-1].line == 5_002


@pytest.mark.parametrize(
    "text", ["=1+1", "+34612345678", "-5", "@x", "\tx", "\rx", "\n=1", " =1", "＝1", "＋1"]
)
def test_formulas_are_written_as_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_written_rows_can_be_read_again() -> None:
    rows = [["a", 'say "x"'], ["two\nlines", "; ,"]]
    text = write_rows(rows, ";")
    assert [r.cells for r in records(text, ";")] == rows


@given(st.binary(max_size=300))
def test_any_bytes_have_a_text(data: bytes) -> None:
    decoded = decode(data)
    assert isinstance(decoded.text, str)


@given(st.text(alphabet=st.sampled_from('a;,"\n\r\t|\0é='), max_size=60))
def test_any_text_has_rows(text: str) -> None:
    delimiter = find_delimiter(text, lambda name: False)
    found = list(records(text, delimiter))
    assert all(record.cells for record in found)
    numbers = [record.number for record in found]
    assert numbers == sorted(set(numbers))


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=3), min_size=1, max_size=5))
def test_well_formed_files_are_read_as_the_standard_library_does(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    text = out.getvalue()
    expected = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    assert [record.cells for record in islice(records(text, ","), 10)] == expected
