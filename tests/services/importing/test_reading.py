"""Whole files: what an import of them would do."""

from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import BadInput
from app.core.people.new_lead import NewPoint
from app.core.reason import reason
from app.services.importing.plan import ImportCancelled, ImportOptions, ImportPlan, rejected_csv
from app.services.importing.reading import plan_import
from app.services.people.lead_draft import LeadDraft
from tests.importing import NOW, codes, import_tables, only, plan, sample


def by_row(found: ImportPlan, row: int) -> LeadDraft:
    (draft,) = [d for d in found.drafts if row in d.rows]
    return draft


def plan_or_code(data: bytes) -> ImportPlan | str:
    """The plan of a file, or the code with which it is refused."""
    try:
        return plan(data)
    except BadInput as refused:
        return refused.code


def assert_every_row_is_somewhere(found: ImportPlan) -> None:
    rows = [row for draft in found.drafts for row in draft.rows]
    rows += [finding.row for finding in found.rejected]
    assert len(rows) == len(set(rows)) == found.rows
    extra = Counter(row for draft in found.drafts for row in draft.rows[1:])
    assert extra == Counter(merged.row for merged in found.merged)


# A web form in Spanish: Windows-1252, semicolons, national numbers, a country column with gaps.


@pytest.fixture(scope="module")
def enquiries() -> ImportPlan:
    return plan(sample("enquiries_es.csv"))


def test_enquiries_as_a_whole(enquiries: ImportPlan) -> None:
    assert (enquiries.encoding, enquiries.had_bom, enquiries.delimiter) == ("cp1252", False, ";")
    assert (enquiries.language, enquiries.date_order) == ("es", "day_first")
    assert enquiries.rows == 1271
    assert len(enquiries.drafts) == 1221
    assert enquiries.rejected == ()
    assert len(enquiries.merged) == 50
    assert_every_row_is_somewhere(enquiries)


def test_enquiries_columns(enquiries: ImportPlan) -> None:
    assert [(c.name, c.field, c.how) for c in enquiries.columns] == [
        ("Nombre", "first_name", "matched"),
        ("Apellidos", "last_name", "matched"),
        ("Teléfono", "phone", "matched"),
        ("País", "country", "matched"),
        ("Correo", "email", "matched"),
        ("Programa", "interest", "matched"),
        ("Fecha", "received_at", "matched"),
        ("Acepta llamadas", "consent:call", "matched"),
        ("Acepta email", "consent:email", "matched"),
        ("Acepta WhatsApp", "consent:whatsapp", "matched"),
        ("Edad", "age", "matched"),
        ("utm_id", "leave_out", "left_out"),
    ]
    notes = {c.name: c.note for c in enquiries.columns if c.note}
    assert notes == {
        "Teléfono": reason("problems", count=19),
        "Fecha": reason("day_first", zone="Europe/Madrid"),
        "Acepta llamadas": reason("yes_no"),
        "Acepta email": reason("yes_no"),
        "Acepta WhatsApp": reason("yes_no"),
    }


def test_enquiries_numbers_that_cannot_be_used(enquiries: ImportPlan) -> None:
    """Checked by hand: what is wrong with each, and what would be right."""
    assert [(f.row, f.value, f.code, f.suggestion) for f in enquiries.unusable] == [
        (2, "55 4898 7301", "no_country", "+525548987301"),
        (100, "06 34 64 13 38", "no_country", "+33634641338"),
        (199, "91 234 56", "too_short", None),
        (202, "347 7253518", "no_country", "+393477253518"),
        (246, "06 39 68 48 40", "other_country", "+262639684840"),
        (301, "(850) 555-0172", "no_country", "+18505550172"),
        (402, "06 12 13 98 24", "no_country", "+33612139824"),
        (430, "06 39 55 38 56", "other_country", "+262639553856"),
        (472, "12/03/1988", "is_date", None),
        (499, "07400 970437", "no_country", "+447400970437"),
        (597, "(11) 93011-5191", "no_country", "+5511930115191"),
        (697, "9813201857", "no_country", "+919813201857"),
        (795, "55 7267 6813", "no_country", "+525572676813"),
        (896, "0151 87590117", "no_country", "+4915187590117"),
        (995, "06 42 78 88 92", "no_country", "+33642788892"),
        (1095, "916819914", "no_country", "+351916819914"),
        (1137, "06 39 21 16 30", "other_country", "+262639211630"),
        (1193, "9883067487", "no_country", "+919883067487"),
        (1200, "91 234 56", "too_short", None),
    ]
    short = next(f for f in enquiries.unusable if f.row == 199)
    assert (short.message, short.value_hint) == ("7 digits, Mexico needs 10", "91…56")
    assert (short.field, short.column, short.name) == ("phone", "Teléfono", "Carlos Medina Ruiz")


def test_enquiries_people(enquiries: ImportPlan) -> None:
    assert by_row(enquiries, 6) == LeadDraft(
        rows=(6,),
        first_name="Nadia",
        last_name="Haddad",
        points=(
            NewPoint(kind="phone", value="+34633804896"),
            NewPoint(kind="email", value="nadia.haddad4@example.com"),
        ),
        country="ES",
        interest="FP Sanidad",
        received_at=datetime(2026, 11, 1, 9, 54, tzinfo=UTC),
        age=54,
        consents={"call": True, "email": True},
        extra={"utm_id": "g-0004-fees"},
    )
    assert by_row(enquiries, 472).points[0] == NewPoint(
        kind="phone", value="12/03/1988", status="unparsed", note="is_date"
    )
    extended = by_row(enquiries, 382).points[0]
    assert (extended.value, extended.note) == ("+13125550176", "ext=12")


def test_enquiries_merges(enquiries: ImportPlan) -> None:
    kinds = Counter((m.by, m.other_name) for m in enquiries.merged)
    assert kinds == {("email", False): 31, ("phone", False): 5, ("phone", True): 14}
    assert by_row(enquiries, 107).rows == (107, 216, 680)
    warned = [f for f in enquiries.warnings if f.code == "merged_other_name"]
    assert len(warned) == len(enquiries.warnings) == 14
    # Noah said yes to calls, Emma on the same number said no.
    shared = by_row(enquiries, 703)
    assert (shared.rows, shared.name, shared.consents["call"]) == ((36, 703), "Noah Smith", False)
    assert (warned[3].row, warned[3].message) == (703, "same number as row 36, another name")


def test_enquiries_with_people_of_other_names_apart() -> None:
    found = plan(sample("enquiries_es.csv"), merge_shared_numbers=False)
    assert (len(found.drafts), len(found.merged)) == (1235, 36)
    assert Counter(f.code for f in found.warnings) == {"shared_number": 14}
    assert_every_row_is_somewhere(found)


def test_a_country_for_the_file_is_that_of_its_national_numbers() -> None:
    found = plan(sample("enquiries_es.csv"), country="FR")
    assert by_row(found, 100).points[0].value == "+33634641338"
    assert by_row(found, 100).country == "FR"
    # Not a French number, and the file says nothing else about the person.
    assert by_row(found, 301).points[0].status == "unparsed"


def test_suggestions_come_in_once_they_are_accepted() -> None:
    first = plan(sample("enquiries_es.csv"))
    accepted = {(f.row, f.column): f.suggestion for f in first.unusable if f.suggestion}
    assert len(accepted) == 16
    second = plan(sample("enquiries_es.csv"), corrections=accepted)
    assert [f.row for f in second.unusable] == [199, 472, 1200]
    assert by_row(second, 562).points[0] == NewPoint(kind="phone", value="+4915115032847")


# An export of another system: UTF-8 with BOM, commas, everything quoted, international numbers.


@pytest.fixture(scope="module")
def export() -> ImportPlan:
    return plan(sample("crm_export.csv"))


def test_export_as_a_whole(export: ImportPlan) -> None:
    assert (export.encoding, export.had_bom, export.delimiter) == ("utf-8", True, ",")
    assert (export.language, export.date_order) == ("en", None)
    assert (export.rows, len(export.drafts), len(export.merged)) == (600, 597, 3)
    assert export.rejected == ()
    assert [(m.row, m.into_row, m.by, m.other_name) for m in export.merged] == [
        (221, 126, "phone", False),
        (308, 193, "phone", True),
        (597, 528, "phone", False),
    ]
    assert_every_row_is_somewhere(export)


def test_export_columns(export: ImportPlan) -> None:
    assert export.mapping == {
        "Record ID": "leave_out",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Email": "email",
        "Phone Number": "phone",
        "Mobile Phone Number": "mobile",
        "Company Name": "company",
        "Job Title": "job_title",
        "Country/Region": "country",
        "State/Region": "region",
        "City": "city",
        "Lifecycle Stage": "stage",
        "Lead Status": "leave_out",
        "Original Traffic Source": "source",
        "Contact owner": "owner",
        "Create Date": "received_at",
        "Unsubscribed from all email": "opt_out:email",
    }


def test_export_people(export: ImportPlan) -> None:
    assert by_row(export, 4) == LeadDraft(
        rows=(4,),
        first_name="Lucía",
        last_name="Fernández Ortega",
        points=(
            NewPoint(kind="phone", value="+34620422924"),
            NewPoint(kind="email", value="lucia.fernandezort2@example.com"),
        ),
        country="ES",
        region="Florida",
        company="Brightwell & Sons",
        job_title="Student",
        source="DIRECT_TRAFFIC",
        received_at=datetime(2026, 10, 1, 9, 17, tzinfo=UTC),
        stage="won",
        extra={"Record ID": "51000000074", "Lead Status": "ATTEMPTED_TO_CONTACT"},
    )
    # The mobile column repeats the phone column: one number, one point.
    assert [p.value for p in by_row(export, 2).points] == [
        "+919851080363",
        "priya.nair0@example.com",
    ]
    assert sum("email" in d.opt_outs for d in export.drafts) == 166
    assert Counter(d.stage for d in export.drafts) == {"new": 294, "working": 140, "won": 163}


def test_export_regions_that_contradict_the_country(export: ImportPlan) -> None:
    odd = [f for f in export.warnings if f.code == "region_elsewhere"]
    assert len(odd) == 53
    assert Counter(by_row(export, f.row).country for f in odd) == {"ES": 27, "US": 26}
    assert odd[0].message == "not a region of Spain"
    assert codes(export.unusable) == [(200, "other_country")]


def test_export_opt_outs_survive_a_merge(export: ImportPlan) -> None:
    assert by_row(export, 308).rows == (193, 308)
    assert by_row(export, 308).opt_outs == ("email",)


# Everything at once that should not be in a list.


@pytest.fixture(scope="module")
def hostile() -> ImportPlan:
    return plan(sample("hostile.csv"))


def test_hostile_as_a_whole(hostile: ImportPlan) -> None:
    assert (hostile.rows, len(hostile.drafts), len(hostile.merged)) == (13, 9, 1)
    assert codes(hostile.rejected) == [(6, "no_contact"), (12, "empty_row"), (13, "no_contact")]
    assert codes(hostile.unusable) == [(14, "not_an_address")]
    assert codes(hostile.warnings) == [
        (3, "formula_text"),
        (3, "formula_text"),
        (4, "nul_removed"),
        (5, "too_many_cells"),
        (9, "shortened"),
        (10, "invisible_removed"),
    ]
    assert_every_row_is_somewhere(hostile)


def test_hostile_people(hostile: ImportPlan) -> None:
    ann, formula, nul, many, dup, long, turned, tables, bad = hostile.drafts
    assert (ann.name, ann.note) == ('Ann O\'Neil, "Jr"', "line one\nline two")
    assert (formula.first_name, formula.note) == ("=cmd|' /C calc'!A0", '=HYPERLINK("http://x")')
    assert nul.name == "Null Byte"
    assert (many.note, many.extra) == ("a", {"Column 7": "b", "Column 8": "c", "Column 9": "d"})
    assert (dup.rows, dup.name) == ((7, 8), "Dup One")
    assert [p.value for p in dup.points] == ["+12125550105", "dup@example.com"]
    assert long.last_name == "x" * 500
    assert turned.last_name == "Override"
    assert tables.first_name == "Robert'); DROP TABLE lead;--"
    assert bad.points == (
        NewPoint(kind="phone", value="+12125550109"),
        NewPoint(kind="email", value="not-an-address", status="unparsed", note="not_an_address"),
    )
    # Rows as a spreadsheet counts them, lines as an editor does.
    assert [(f.row, f.line) for f in hostile.rejected] == [(6, 7), (12, 13), (13, 14)]


# Files as such


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n\n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"PK\x03\x04rest", "not_a_list"),
        (b"\xd0\xcf\x11\xe0rest", "not_a_list"),
        (b"%PDF-1.7", "not_a_list"),
        (b"\x89PNG\r\n", "not_a_list"),
        (b"\xff\xd8\xff\xe0", "not_a_list"),
        (b"GIF89a", "not_a_list"),
        (b"\x1f\x8b\x08", "not_a_list"),
        (b"\x00\x00\x00ab\x00\x00\x00\x00", "not_a_list"),
    ],
)
def test_files_that_are_no_lists(data: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        plan(data)
    assert refused.value.code == code
    assert refused.value.hint


def test_a_zone_that_does_not_exist() -> None:
    with pytest.raises(BadInput) as refused:
        plan("Email\na@b.co\n", zone="Europe/Atlantis")
    assert refused.value.code == "unknown_zone"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_same_list_from_any_program(encoding: str, delimiter: str, line_end: str) -> None:
    rows = [
        ["Nombre", "Teléfono", "País", "Correo"],
        ["Lucía Núñez", "612 34 56 78", "España", "lucia@example.com"],
    ]
    text = line_end.join(delimiter.join(row) for row in rows)
    found = plan(text.encode(encoding))
    person = only(found)
    assert (person.first_name, person.last_name, person.country) == ("Lucía", "Núñez", "ES")
    assert [p.value for p in person.points] == ["+34612345678", "lucia@example.com"]
    assert found.findings == ()


def test_whole_names_under_nombre_are_cut_and_first_names_are_not() -> None:
    whole = plan("Nombre,Email\nAna Gil,a@x.es\nLuis,l@x.es\nEva Sanz Ruiz,e@x.es\n").drafts
    assert [(d.first_name, d.last_name) for d in whole] == [
        ("Ana", "Gil"), ("Luis", ""), ("Eva", "Sanz Ruiz"),
    ]  # fmt: skip
    first = plan("Nombre,Email\nAna María,a@x.es\nLuis,l@x.es\n").drafts
    assert [d.first_name for d in first] == ["Ana María", "Luis"]


def test_empty_rows_at_the_end_are_not_rows() -> None:
    found = plan("Email,Phone\na@b.co,\n,\n,\n\n,\n")
    assert (found.rows, found.findings) == (1, ())


@pytest.mark.parametrize("data", [b"Email,Phone\n", b"hello", b"hello\n\n\n", b"Name\n , \n"])
def test_nothing_below_the_headings(data: bytes) -> None:
    assert plan_or_code(data) == "no_rows"


def test_what_no_spreadsheet_writes_is_no_list() -> None:
    assert plan_or_code(Random(7).randbytes(3000)) == "not_a_list"
    assert plan_or_code(b"Name,Phone\nAna,612345678\n" * 9 + b"\x07") != "not_a_list"


def test_a_missing_quote_costs_one_row() -> None:
    found = plan('Name,Email\nAna,ana@x.es\n"Bea,bea@x.es\nCleo,cleo@x.es\n')
    assert [d.rows[0] for d in found.drafts] == [2, 3, 4]
    assert codes(found.warnings) == [(3, "unclosed_quote")]


def test_mended_bytes_are_told() -> None:
    data = "Nombre,Email\nMaría Núñez,m@x.es\nÁngel,a@x.es\n".encode() + b"Jos\xe9,j@x.es\n"
    found = plan(data)
    assert [d.first_name for d in found.drafts] == ["María Núñez", "Ángel", "José"]
    assert [(f.code, f.args) for f in found.warnings] == [("bytes_mended", {"count": 1})]


# Progress


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    text = "Email\n" + "".join(f"p{n}@example.com\n" for n in range(1_200))
    plan_import(
        text.encode(),
        tables=import_tables(),
        options=ImportOptions(now=NOW, zone="UTC"),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(0, 1200), (500, 1200), (1000, 1200), (1200, 1200)]


@pytest.mark.parametrize("asked", [1, 2, 3, 4, 5])
def test_it_can_be_stopped_at_any_time(asked: int) -> None:
    answers = iter([*[False] * (asked - 1), True])
    with pytest.raises(ImportCancelled):
        plan_import(
            ("Email\n" + "".join(f"p{n}@example.com\n" for n in range(1_200))).encode(),
            tables=import_tables(),
            options=ImportOptions(now=NOW, zone="UTC"),
            cancelled=lambda: next(answers),
        )


# The rows left out


def test_rows_left_out_can_be_saved_corrected_and_imported() -> None:
    found = plan('Name;Phone;Note\nAna;91 234 56;"=1+1"\nBea;+34612345678;\nCleo;+34 99;x\n')
    saved = rejected_csv(found)
    assert saved == (
        "Row;What is wrong;What to do;Name;Phone;Note\r\n"
        "2;no country;Add a country column, write the number with + and its country code, or "
        "choose a country for the file.;Ana;91 234 56;'=1+1\r\n"
        "4;2 digits, Spain needs 9;Correct the number.;Cleo;'+34 99;x\r\n"
    )
    again = plan(saved.replace("'+34 99", "'+34 612 34 56 99").replace("91 234 56", "+34912345678"))
    assert [(d.first_name, d.points[0].value) for d in again.drafts] == [
        ("Ana", "+34912345678"),
        ("Cleo", "+34612345699"),
    ]
    assert again.drafts[0].note == "=1+1"


def test_every_row_left_out_is_saved() -> None:
    text = rejected_csv(plan(sample("hostile.csv")))
    assert text.splitlines()[1:] == [
        "6,no phone number and no email,Add a phone number or an email address.,Too,Few",
        "12,empty row,Nothing to do.,,,,,,",
        "13,no phone number and no email,Add a phone number or an email address.,No,Contact,,,US,",
    ]


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["+34612345678", "612 34 56 78", "ES", "a@b.co", "sí", "01/02/2026", "=x", ""]),
)
HEADERS = st.sampled_from(
    ["Name", "Phone", "Móvil", "Email", "País", "Fecha", "Edad", "Acepta email", "Baja", "Notes",
     "Value", "Stage", "Language", "Region", "x", ""]
)  # fmt: skip


@given(
    st.lists(HEADERS, min_size=1, max_size=6),
    st.lists(st.lists(CELLS, max_size=7), max_size=5),
    st.sampled_from([",", ";", "\t"]),
)
def test_any_table_has_a_plan(names: list[str], rows: list[list[str]], delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [names, *rows])
    found = plan_or_code(text.encode("utf-8", "replace"))
    if isinstance(found, str):
        assert found in ("empty_file", "no_rows", "not_a_list")
        return
    assert_every_row_is_somewhere(found)
    assert all(any(p.status == "usable" for p in d.points) for d in found.drafts)
    assert rejected_csv(found)


@given(st.binary(max_size=200))
def test_any_bytes_have_a_plan_or_are_refused(data: bytes) -> None:
    found = plan_or_code(data)
    if isinstance(found, str):
        assert found in ("empty_file", "no_rows", "not_a_list")
    else:
        assert_every_row_is_somewhere(found)
