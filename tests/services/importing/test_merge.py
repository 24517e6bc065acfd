"""Rows of one file that are the same person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.people.new_lead import NewPoint
from app.core.people.one_person import names_differ
from app.services.importing.merge import Merger
from app.services.importing.plan import Merged
from app.services.people.lead_draft import LeadDraft
from tests.importing import only, plan


def draft(row: int, *values: str, name: str = "") -> LeadDraft:
    points = tuple(
        NewPoint(kind="email" if "@" in value else "phone", value=value) for value in values
    )
    return LeadDraft(rows=(row,), first_name=name, points=points)


def merged(
    *drafts: LeadDraft, shared_numbers: bool = True, keep_apart: frozenset[int] = frozenset()
) -> Merger:
    merger = Merger(shared_numbers=shared_numbers, keep_apart=keep_apart)
    for one in drafts:
        merger.add(one)
    return merger


def people(merger: Merger) -> list[tuple[int, ...]]:
    return [one.rows for one in merger.drafts]


def test_an_address_in_other_letters_is_the_same() -> None:
    found = plan("Name,Email\nAna,ana@x.es\nAna,ANA@X.ES\n")
    assert only(found).rows == (2, 3)
    assert found.merged == (Merged(row=3, into_row=2, by="email", name="Ana", into_name="Ana"),)


def test_a_number_in_another_form_is_the_same() -> None:
    text = "Name,Phone,Email\nA,+52 55 1234 5678,a@x.mx\nA,+52 1 55 1234 5678,b@x.mx\n"
    assert [p.value for p in only(plan(text)).points] == ["+525512345678", "a@x.mx", "b@x.mx"]


def test_an_extension_makes_a_number_of_its_own() -> None:
    text = "Name,Phone\nA,+13125550176 ext 12\nB,+13125550176 ext 13\nC,+13125550176\n"
    assert [d.rows for d in plan(text).drafts] == [(2,), (3,), (4,)]


def test_bad_numbers_make_nobody_the_same() -> None:
    text = "Name,Phone,Email\nA,n/a,a@x.es\nB,n/a,b@x.es\n"
    assert len(plan(text).drafts) == 2


def test_a_row_can_join_two_people() -> None:
    found = merged(
        draft(2, "a@x.es", name="Ana"),
        draft(3, "+34612345678"),
        draft(4, "+34612345678"),
        draft(5, "b@x.es"),
        draft(6, "a@x.es", "+34612345678"),
        draft(7, "+34612345678"),
    )
    assert people(found) == [(2, 3, 4, 6, 7), (5,)]
    assert [(m.row, m.into_row, m.by) for m in found.merged] == [
        (3, 2, "phone"),
        (4, 2, "phone"),
        (6, 2, "email"),
        (7, 2, "phone"),
    ]


def test_first_facts_all_points_and_refusals_win() -> None:
    text = (
        "Email,Phone,Country,Company,Acepta llamadas,Acepta email,Baja email,Notas,utm\n"
        "a@x.es,+34612345678,,Acme,sí,,no,one,u1\n"
        "a@x.es,+34612345679,ES,Other,no,sí,sí,two,u2\n"
        "a@x.es,+34612345678,PT,,sí,no,,one,u1\n"
    )
    person = only(plan(text))
    assert (person.country, person.company, person.note) == ("ES", "Acme", "one\ntwo")
    assert [p.value for p in person.points] == ["+34612345678", "a@x.es", "+34612345679"]
    assert person.consents == {"call": False, "email": False}
    assert person.opt_outs == ("email",)
    assert person.extra == {"utm": "u1 | u2"}


def test_other_names_on_one_number_are_told() -> None:
    found = merged(
        draft(2, "+34612345678", name="Ana"),
        draft(3, "+34612345678", name="ANA"),
        draft(4, "+34612345678", name="Bea"),
        draft(5, "+34612345678"),
    )
    assert people(found) == [(2, 3, 4, 5)]
    assert [m.other_name for m in found.merged] == [False, True, False]


def test_other_names_on_one_number_can_stay_apart() -> None:
    found = merged(
        draft(2, "+34612345678", name="Ana"),
        draft(3, "+34612345678", name="Bea"),
        draft(4, "+34612345678", name="bea"),
        draft(5, "+34612345678", name="Ana"),
        draft(6, "+34612345678", name="Cleo"),
        shared_numbers=False,
    )
    assert people(found) == [(2, 5), (3, 4), (6,)]
    assert [(a.row, a.other, a.by) for a in found.apart] == [(3, 2, "phone"), (6, 2, "phone")]


def test_a_row_that_a_person_keeps_apart_is_a_person_of_its_own() -> None:
    found = merged(
        draft(2, "+34612345678", "a@x.es", name="Ana"),
        draft(3, "+34612345678", name="Bea"),
        draft(4, "a@x.es", name="Bea"),
        draft(5, "+34612345678", name="Cleo"),
        keep_apart=frozenset({3, 4}),
    )
    assert people(found) == [(2, 5), (3,), (4,)]


def test_a_switchboard_makes_nobody_the_same() -> None:
    found = merged(
        draft(2, "+34612345671", "+34912345678", name="Ana"),
        draft(3, "+34612345672", "+34912345678", name="Bea"),
        draft(4, "+34612345673", "+34912345678", name="ana"),
        draft(5, "+34912345678", name="Cleo"),
    )
    assert people(found) == [(2, 4, 5), (3,)]
    assert [(a.row, a.other) for a in found.apart] == [(3, 2)]


def test_the_merge_names_both_people() -> None:
    [row] = merged(
        draft(2, "+34612345678", name="Ana"), draft(3, "+34612345678", name="Bea")
    ).merged
    assert (row.name, row.into_name) == ("Bea", "Ana")


@pytest.mark.parametrize(
    ("name", "other", "differ"),
    [
        ("Ana Gil", "Luis Gil", True),
        ("Ana", "Bea", True),
        ("Ana Gil", "Gil, Ana", False),
        ("Ana Gil", "A. Gil", False),
        ("Ana Gil", "Ana María Gil López", False),
        ("Ana", "Ana P.", False),
        ("ANA", "ana", False),
        ("", "Ana", False),
    ],
)
def test_names_that_can_be_one(name: str, other: str, differ: bool) -> None:
    assert (names_differ(name, other), names_differ(other, name)) == (differ, differ)


def test_thousands_of_rows_with_one_placeholder_address() -> None:
    rows = "".join(f"P{n},none@x.es,+3461{n:07d},note {n}\n" for n in range(5_000))
    found = plan(f"Name,Email,Phone,Notes\n{rows}")
    assert len(found.drafts) == 5_000
    assert [(c.field, c.how) for c in found.columns if c.name == "Email"] == [
        ("leave_out", "shared")
    ]
    assert [f.column for f in found.warnings if f.code == "shared_column"] == ["Email"]


def test_thousands_of_colleagues_on_one_line() -> None:
    rows = "".join(f"P{n},+3461{n:07d},+34912345678\n" for n in range(5_000))
    assert len(plan(f"Name,Phone,Company Phone\n{rows}").drafts) == 5_000


KEYS = st.sampled_from(
    [
        "a@x.es",
        "b@x.es",
        "c@x.es",
        "+34612345678",
        "+34612345679",
        "+525512345678",
        "+5215512345678",
    ]
)


@given(st.lists(st.lists(KEYS, min_size=1, max_size=3, unique=True), max_size=8), st.booleans())
def test_everybody_is_kept_once(rows: list[list[str]], shared_numbers: bool) -> None:
    drafts = [draft(n, *keys, name="AB"[n % 2]) for n, keys in enumerate(rows, start=2)]
    found = merged(*drafts, shared_numbers=shared_numbers)
    kept = [row for one in found.drafts for row in one.rows]
    assert sorted(kept) == [d.rows[0] for d in drafts]
    assert {m.row for m in found.merged} == {row for one in found.drafts for row in one.rows[1:]}
    firsts = {row: one.rows[0] for one in found.drafts for row in one.rows}
    assert all(firsts[m.row] == m.into_row for m in found.merged)
    for one in found.drafts:
        values = {v for d in drafts if d.rows[0] in one.rows for v in (p.value for p in d.points)}
        assert {p.value for p in one.points} == values
    if shared_numbers:
        # No two people share an address, nor two of one name a number.
        points = [(one.name, p.value) for one in found.drafts for p in one.points]
        assert len(points) == len(set(points))
        emails = [value for _, value in points if "@" in value]
        assert len(emails) == len(set(emails))
