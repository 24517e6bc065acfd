"""Rows as drafts: what each kind of cell becomes, and what is said about those that are odd."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.core.people.new_lead import NewPoint
from app.core.reason import reason
from app.services.people.lead_draft import LeadDraft
from tests.importing import codes, only, plan


def person(cells: dict[str, str], **options: Any) -> LeadDraft:
    """The draft of one row with these cells by column name, and an address."""
    cells = {"Email": "a@b.co", **cells}
    return only(plan("\t".join(cells) + "\n" + "\t".join(cells.values()) + "\n", **options))


def warned(cells: dict[str, str], **options: Any) -> list[str]:
    cells = {"Email": "a@b.co", **cells}
    found = plan("\t".join(cells) + "\n" + "\t".join(cells.values()) + "\n", **options)
    return [finding.code for finding in found.findings]


# Names


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("Lucía Fernández Ortega", "Lucía", "Fernández Ortega"),
        ("Fernández Ortega, Lucía", "Lucía", "Fernández Ortega"),
        ("Lucía", "Lucía", ""),
        ("  Lucía   Pérez ", "Lucía", "Pérez"),
    ],
)
def test_full_names(full: str, first: str, last: str) -> None:
    draft = person({"Nombre completo": full})
    assert (draft.first_name, draft.last_name) == (first, last)


def test_a_score_of_another_program() -> None:
    assert person({"Lead Score": "80"}).score == 80
    assert person({"Puntuación": "55"}).score == 55
    assert person({"Score": "high"}).score is None
    assert warned({"Score": "high"}) == ["unreadable_score"]
    assert person({"Score": ""}).score is None


# Numbers and addresses


def test_a_bad_number_does_not_keep_a_person_out() -> None:
    found = plan("Phone,Country,Email\n91 234 56,PT,ines@example.com\n")
    assert only(found).points == (
        NewPoint(kind="phone", value="91 234 56", status="unparsed", note="too_short"),
        NewPoint(kind="email", value="ines@example.com"),
    )
    (problem,) = found.unusable
    assert (problem.message, problem.fix) == ("7 digits, Portugal needs 9", "Correct the number.")
    assert found.columns[0].note == reason("problems", count=1)


def test_a_bad_number_alone_does() -> None:
    found = plan("Name,Phone,Country\nInês,91 234 56,PT\n")
    assert found.drafts == ()
    (problem,) = found.rejected
    assert (problem.row, problem.code, problem.field, problem.name) == (
        2,
        "too_short",
        "phone",
        "Inês",
    )
    assert problem.cells == ("Inês", "91 234 56", "PT")


def test_words_about_a_number_hold_nothing_of_it() -> None:
    found = plan("Name,Phone\nInês,0034612345678\n", country="US")
    (problem,) = found.rejected
    assert problem.suggestion == "+34612345678"
    assert problem.value_hint == "00…78"
    assert not any(c.isdigit() and c != "0" for c in problem.message + problem.fix)


@pytest.mark.parametrize(
    ("value", "hint"), [("", ""), ("no", "n…"), ("1234", "1…"), ("12345", "12…45")]
)
def test_hints(value: str, hint: str) -> None:
    found = plan(f"Name,Phone,Email\nInês,{value},x\n")
    assert found.rejected[0].value_hint == (hint or "x…")


def test_the_shape_of_other_numbers_tells_the_country_to_suggest() -> None:
    rows = "".join(f"{n}@x.es,91{n}345678,PT\n" for n in range(1, 7))
    found = plan(f"Email,Phone,Country\n{rows}z@x.es,916819914,\n")
    assert [(f.row, f.suggestion) for f in found.unusable] == [(8, "+351916819914")]


def test_a_country_for_the_file_goes_with_its_numbers() -> None:
    draft = person({"Phone": "612 34 56 78"}, country="ES")
    assert (draft.country, draft.points[0].value) == ("ES", "+34612345678")
    abroad = person({"Phone": "+49 151 78938888"}, country="ES")
    assert (abroad.country, abroad.points[0].value) == ("", "+4915178938888")
    assert person({}, country="ES").country == "ES"


def test_a_country_nobody_knows_is_not_replaced() -> None:
    cells = {"Phone": "612 34 56 78", "Country": "Espanha do Norte"}
    draft = person(cells, country="ES")
    assert (draft.country, draft.points[0].status) == ("", "unparsed")
    assert draft.extra == {"Country": "Espanha do Norte"}
    assert warned(cells, country="ES") == ["unknown_country", "no_country"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("ES", "ES"), ("es", "ES"), ("España", "ES"), ("SPAIN", "ES"), ("EE.UU.", "US"), ("USA", "US"),
     ("Deutschland", "DE"), ("Alemania", "DE"), ("UK", "GB"), ("Reino Unido", "GB"), ("ESP", "ES"),
     ("Brasil", "BR"), ("Polska", "PL"), ("México", "MX"), ("Česko", "CZ"), ("Holanda", "NL")],
)  # fmt: skip
def test_countries(text: str, code: str) -> None:
    assert person({"Country": text}).country == code


def test_addresses() -> None:
    assert [p.value for p in person({"Email": "x@y.es; z@y.es"}).points] == ["x@y.es", "z@y.es"]
    assert [p.value for p in person({"Email": "Ana Gil <ana@x.es>"}).points] == ["ana@x.es"]
    assert warned({"Phone": "+34612345678", "Email": "x(at)y.es"}) == ["not_an_address"]
    assert person({"Email": "Ana@Example.COM"}).points[0].value == "ana@example.com"


def test_an_outdated_way_of_writing_is_told() -> None:
    cells = {"Phone": "+52 1 55 1234 5678"}
    assert person(cells).points[0].value == "+525512345678"
    assert warned(cells) == ["rewritten"]


def test_a_corrected_cell_replaces_that_of_the_file() -> None:
    text = "Name,Phone\nInês,91 234 56\nRui,91 234 57\n"
    found = plan(text, corrections={(2, "Phone"): "+351 912 345 678"})
    assert [d.points[0].value for d in found.drafts] == ["+351912345678"]
    # A person may also insist on a number that the numbering plan does not know.
    insisted = plan(text, corrections={(3, "Phone"): "+34 212345678"})
    assert [d.points[0].value for d in insisted.drafts] == ["+34212345678"]


def test_a_cell_that_a_short_row_lacks_can_be_corrected() -> None:
    found = plan("Name,Note,Phone\nInês\n", corrections={(2, "Phone"): "+351 912 345 678"})
    assert only(found).points[0].value == "+351912345678"


# Consent and refusal


def test_consents() -> None:
    draft = person(
        {"Acepta llamadas": "sí", "Acepta email": "NO", "Acepta WhatsApp": "", "Acepta SMS": "1"}
    )
    assert draft.consents == {"call": True, "email": False, "sms": True}


def test_an_unclear_consent_is_none() -> None:
    cells = {"Acepta llamadas": "quizás"}
    assert person(cells).consents == {}
    assert person(cells).extra == {"Acepta llamadas": "quizás"}
    assert warned(cells) == ["unclear_consent"]


@pytest.mark.parametrize(
    ("name", "cell", "opt_outs"),
    [
        ("Unsubscribed from all email", "true", ("email",)),
        ("Unsubscribed from all email", "false", ()),
        ("Unsubscribed from all email", "", ()),
        ("Do not call", "1", ("call",)),
        ("No contactar", "sí", ("all",)),
        # What looks like a refusal counts until somebody has read it.
        ("No contactar", "pidió baja", ("all",)),
    ],
)
def test_opt_outs(name: str, cell: str, opt_outs: tuple[str, ...]) -> None:
    assert person({name: cell}).opt_outs == opt_outs


@pytest.mark.parametrize(
    ("cell", "opt_outs", "held"),
    [
        ("pidió baja", ("all",), ()),
        ("pide baja", ("all",), ()),
        ("solicita la baja", ("all",), ()),
        ("quiere la baja", ("all",), ()),
        ("causa baja", ("all",), ()),
        ("pidió que no le llamen", ("all",), ()),
        ("no volver a llamar", ("call",), ()),
        ("NO LLAMAR!! solo email", ("call", "sms", "whatsapp"), ()),
        ("do not call - email only", ("call", "sms", "whatsapp"), ()),
        ("no más llamadas, escribir por mail", (), ("call",)),
        ("solo por correo", (), ("call", "sms", "whatsapp")),
        ("only WhatsApp please", (), ("call", "email", "sms")),
        ("está de baja médica", (), ()),
        ("causó baja en la empresa", (), ()),
        ("ya no trabaja aquí", (), ()),
    ],
)
def test_what_a_note_refuses(cell: str, opt_outs: tuple[str, ...], held: tuple[str, ...]) -> None:
    draft = person({"Notas": cell})
    assert (draft.opt_outs, draft.held) == (opt_outs, held)


# Dates


def dated(*dates: str, name: str = "Create date", **options: Any) -> list[datetime | None]:
    rows = "".join(f"p{n}@x.es,{date}\n" for n, date in enumerate(dates))
    return [d.received_at for d in plan(f"Email,{name}\n{rows}", **options).drafts]


def test_one_date_tells_the_order_of_all() -> None:
    assert dated("01/02/2026", "13/02/2026", zone="UTC") == [
        datetime(2026, 2, 1, tzinfo=UTC),
        datetime(2026, 2, 13, tzinfo=UTC),
    ]
    assert dated("01/02/2026", "02/13/2026", zone="UTC") == [
        datetime(2026, 1, 2, tzinfo=UTC),
        datetime(2026, 2, 13, tzinfo=UTC),
    ]


def test_an_order_that_nothing_tells_is_asked_for() -> None:
    assert dated("01/02/2026", "03/04/2026") == [None, None]
    found = plan("Email,Create date\na@b.co,01/02/2026\n")
    assert codes(found.warnings) == [(0, "ambiguous_dates"), (2, "ambiguous_date")]
    assert found.drafts[0].extra == {"Create date": "01/02/2026"}
    assert found.date_order is None
    assert dated("01/02/2026", date_order="month_first", zone="UTC") == [
        datetime(2026, 1, 2, tzinfo=UTC)
    ]


def test_outside_english_the_day_comes_first() -> None:
    assert dated("01/02/2026", name="Fecha", zone="UTC") == [datetime(2026, 2, 1, tzinfo=UTC)]


def test_two_orders_in_one_file_are_told() -> None:
    found = plan("Email,Create date\na@b.co,13/02/2026\nb@b.co,02/13/2026\nc@b.co,01/02/2026\n")
    assert [d.received_at is not None for d in found.drafts] == [True, True, False]
    assert codes(found.warnings) == [(0, "mixed_dates"), (4, "ambiguous_date")]


def test_a_date_that_cannot_be_read_does_not_keep_a_person_out() -> None:
    assert person({"Create date": "soon"}).received_at is None
    assert warned({"Create date": "soon"}) == ["unreadable_date"]


def test_a_date_in_the_future_is_not_taken() -> None:
    assert person({"Create date": "2026-11-22 13:04"}).received_at is not None
    assert person({"Create date": "2026-11-22 13:06"}).received_at is None
    assert warned({"Create date": "2026-11-23"}) == ["date_in_future"]


def test_times_are_meant_in_the_zone_of_the_file() -> None:
    (madrid,) = dated("2026-10-01 09:22")
    (mexico,) = dated("2026-10-01 09:22", zone="America/Mexico_City")
    assert (madrid, mexico) == (
        datetime(2026, 10, 1, 7, 22, tzinfo=UTC),
        datetime(2026, 10, 1, 15, 22, tzinfo=UTC),
    )


# Other facts


def test_facts() -> None:
    draft = person(
        {
            "Age": "54",
            "Deal value": "€ 1.200,50",
            "Temperature": "Caliente",
            "Lifecycle stage": "salesqualifiedlead",
            "Language": "es-ES",
            "Company": "Acme  GmbH",
            "Notes": "one",
            "Message": "two",
            "utm": "x",
        }
    )
    assert (draft.age, draft.value, draft.temperature, draft.stage) == (54, 1200, "hot", "working")
    assert (draft.language, draft.company, draft.note) == ("es", "Acme GmbH", "one\ntwo")
    assert draft.extra == {"utm": "x"}


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        ("Age", "old", "unreadable_age"),
        ("Deal value", "a lot", "unreadable_value"),
        ("Temperature", "boiling", "unknown_temperature"),
        ("Stage", "limbo", "unknown_stage"),
        ("Language", "Klingon", "unknown_language"),
    ],
)
def test_what_cannot_be_read_is_kept_as_text(name: str, cell: str, code: str) -> None:
    assert warned({name: cell}) == [code]
    assert person({name: cell}).extra == {name: cell}


def test_a_source_for_the_file_fills_gaps() -> None:
    assert person({"Source": ""}, source="web_form").source == "web_form"
    assert person({"Source": "fair"}, source="web_form").source == "fair"


def test_a_region_of_another_country_changes_nothing() -> None:
    cells = {"Country": "ES", "Region": "Florida"}
    draft = person(cells)
    assert (draft.country, draft.region) == ("ES", "Florida")
    assert warned(cells) == ["region_elsewhere"]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-x", "+cmd"])
def test_formulas_are_text(text: str) -> None:
    assert warned({"Company": text}) == ["formula_text"]
    assert person({"Company": text}).company == text
    assert person({"Company": f"'{text}"}).company == text


@pytest.mark.parametrize("text", ["-5", "+34 612", "'t Hooft", "a=b"])
def test_texts_that_only_look_like_formulas(text: str) -> None:
    assert warned({"Company": text}) == []
    assert person({"Company": text}).company == text


def test_uneven_rows() -> None:
    found = plan("Email,Name,Age\na@b.co,Ana,5,x,\nb@b.co\nc@b.co,Cleo,7,,\n")
    assert codes(found.warnings) == [(2, "too_many_cells"), (3, "too_few_cells")]
    assert [d.extra for d in found.drafts] == [{"Column 4": "x"}, {}, {}]


def test_warnings_of_a_kind_are_counted_beyond_a_thousand() -> None:
    rows = "".join(f"p{n}@x.es,old\n" for n in range(1_200))
    found = plan(f"Email,Age\n{rows}")
    assert len(found.warnings) == 1_001
    (more,) = [f for f in found.warnings if f.code == "more_like_this"]
    assert more.args == {"count": 200, "of": "unreadable_age"}
    assert more.message == "200 more rows with the same warning"
