"""A person is changed by hand, judged anew, and as before after an undo. Over a real store."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.errors import BadInput, Refused
from app.core.people.lead import Lead
from app.core.people.new_lead import NewLead, NewPoint
from app.services.contact.opt_outs import opt_out_address
from app.services.people.editing import LeadEdit, PointEntry, edit_lead, entries_of
from app.services.people.leads import add_lead, find
from app.services.working import touches
from tests.services.desks import NOW, open_at, rows

PHONE = NewPoint(kind="phone", value="+34612345678")
MAIL = NewPoint(kind="email", value="lucia@example.com")


def added(opened: ProfileDesk, **facts: object) -> UUID:
    """Somebody in Madrid with a number and an address, stored."""
    made: dict[str, object] = {
        "first_name": "Lucía",
        "points": (PHONE, MAIL),
        "country": "ES",
        "source": "web_form",
        "zones": ("Europe/Madrid",),
    }
    done = add_lead(opened.desk, NewLead(**(made | facts)))  # type: ignore[arg-type]  # by name
    assert done.lead_id is not None
    return done.lead_id


def stored(opened: ProfileDesk, lead_id: UUID) -> Lead:
    """The person as the screen sees them."""
    with opened.desk.store.read() as reader:
        lead, work = reader.person(lead_id)
    return lead.as_worked(work.unusable, work.stage)


def points(opened: ProfileDesk, lead_id: UUID) -> list[tuple[str, str]]:
    return [(p.value, p.status) for p in stored(opened, lead_id).points]


def test_every_fact_can_be_changed(tmp_path: Path) -> None:
    facts: dict[str, str | int | None] = {
        "first_name": " Luz  Ana ",
        "last_name": "Ríos",
        "company": "Muestra SL",
        "job_title": "Compras",
        "country": "mx",
        "region": "Jalisco",
        "city": "Guadalajara",
        "language": "ES",
        "interest": "MBA",
        "industry": "Logística",
        "occasion": "abre un almacén en Getafe",
        "asked_for": "la guía de inventario",
        "research_note": "Buscan tres carretilleros.",
        "age": 41,
        "value": 900,
    }
    with open_at(tmp_path) as opened:
        lead_id = added(opened, points=(MAIL,), zones=("Europe/Madrid",))
        edit_lead(opened.desk, lead_id, LeadEdit(facts=facts))
        lead = stored(opened, lead_id)
        wanted = facts | {"first_name": "Luz Ana", "country": "MX", "language": "es"}
        assert {name: getattr(lead, name) for name in wanted} == wanted
        assert lead.zones == ("America/Mexico_City",)
        assert [hit.lead_id for hit in find(opened.desk, "Luz")] == [lead_id]
        assert lead.name == "Luz Ana Ríos"


def test_numbers_are_added_ordered_and_marked(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        phone, mail = entries_of(stored(opened, lead_id))
        further = PointEntry(kind="phone", text="611 22 33 44")
        edit_lead(opened.desk, lead_id, LeadEdit(points=(further, phone)))
        assert points(opened, lead_id) == [
            ("+34611223344", "usable"),
            ("+34612345678", "usable"),
            ("lucia@example.com", "unusable"),
        ]
        again = PointEntry(kind="email", text=mail.text)
        edit_lead(opened.desk, lead_id, LeadEdit(points=(again, phone)))
        assert points(opened, lead_id) == [
            ("lucia@example.com", "usable"),
            ("+34612345678", "usable"),
            ("+34611223344", "unusable"),
        ]


def test_a_number_written_over_is_another_number(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        phone, mail = entries_of(stored(opened, lead_id))
        other = PointEntry(kind="phone", text="+34 699 11 22 33", point_id=phone.point_id)
        edit_lead(opened.desk, lead_id, LeadEdit(points=(other, mail)))
        assert points(opened, lead_id)[0] == ("+34699112233", "usable")
        assert points(opened, lead_id)[-1] == ("+34612345678", "unusable")


def test_an_edit_can_be_taken_back_step_by_step(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        before = stored(opened, lead_id)
        first = edit_lead(opened.desk, lead_id, LeadEdit(facts={"city": "Sevilla"}))
        only = PointEntry(kind="phone", text="611223344")
        second = edit_lead(opened.desk, lead_id, LeadEdit(points=(only,)))
        assert first.undo_id is not None
        assert second.undo_id is not None
        with pytest.raises(Refused):
            touches.undo(opened.desk, first.undo_id)
        touches.undo(opened.desk, second.undo_id)
        assert points(opened, lead_id) == [(p.value, p.status) for p in before.points]
        touches.undo(opened.desk, first.undo_id)
        assert stored(opened, lead_id) == before
        with opened.desk.store.read() as reader:
            lines = reader.timeline(lead_id, 20)
        assert not any("Luc" in line.text for line in lines)
        assert [line.undone for line in lines if line.detail.get("source") == "edited"] == [
            True,
            True,
        ]


def test_a_number_that_wants_no_contact_closes_the_person_at_once(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        opt_out_address(opened.desk, "+34699112233")
        lead_id = added(opened)
        phone, mail = entries_of(stored(opened, lead_id))
        barred = PointEntry(kind="phone", text="699 11 22 33")
        changes = edit_lead(opened.desk, lead_id, LeadEdit(points=(phone, mail, barred)))
        assert [row for row in rows(opened.desk) if row.lane != "waiting"] == []
        with opened.desk.store.read() as reader:
            assert reader.work(lead_id).enrolment is None
        assert changes.undo_id is not None
        touches.undo(opened.desk, changes.undo_id)
        (row,) = rows(opened.desk)
        assert (row.lead_id, row.lane) == (lead_id, "first_contact")


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (LeadEdit(facts={"country": "ZZ"}), "bad_country"),
        (LeadEdit(points=(PointEntry(kind="phone", text="12"),)), "bad_number"),
        (LeadEdit(points=(PointEntry(kind="email", text="nobody"),)), "bad_email"),
        (LeadEdit(points=(PointEntry(kind="linkedin", text="x"),)), "bad_profile"),
        (LeadEdit(facts={"stage": "won"}), "no_such_field"),
    ],
)
def test_what_cannot_be_read_changes_nothing(tmp_path: Path, edit: LeadEdit, code: str) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        before = stored(opened, lead_id)
        with pytest.raises(BadInput) as refused:
            edit_lead(opened.desk, lead_id, edit)
        assert refused.value.code == code
        assert stored(opened, lead_id) == before


def test_nothing_is_written_where_nothing_changes(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        same = LeadEdit(facts={"first_name": "Lucía"}, points=entries_of(stored(opened, lead_id)))
        assert edit_lead(opened.desk, lead_id, same).undo_id is None
        with opened.desk.store.read() as reader:
            assert "LeadRevised" not in [line.code for line in reader.timeline(lead_id, 20)]


def test_an_outcome_before_the_edit_is_taken_back_after_it(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened)
        (row,) = rows(opened.desk)
        later = NOW + timedelta(seconds=1)
        first = touches.snooze(opened.desk, row.touch_id, NOW + timedelta(hours=2))
        edit_lead(opened.desk, lead_id, LeadEdit(facts={"city": "Sevilla"}), at=later)
        assert first.undo_id is not None
        touches.undo_last(opened.desk)
        touches.undo(opened.desk, first.undo_id)
        (row,) = rows(opened.desk)
        assert (row.lane, stored(opened, lead_id).city) == ("first_contact", "")
