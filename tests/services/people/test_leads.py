"""People come in once: new, merged, or not at all. Over a real store."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import BadInput
from app.core.people.new_lead import NewLead, NewPoint
from app.services.people.leads import add_lead, find
from app.services.working import touches
from app.services.working.outlook import outlook
from tests.services.desks import NOW, open_at, rows

PHONE = NewPoint(kind="phone", value="+34612345678")
MAIL = NewPoint(kind="email", value="lucia@example.com")


def lead(**facts: object) -> NewLead:
    """A person in Madrid with a number and an address."""
    made: dict[str, object] = {
        "first_name": "Lucía",
        "points": (PHONE, MAIL),
        "country": "ES",
        "source": "web_form",
        "zones": ("Europe/Madrid",),
    }
    return NewLead(**(made | facts))  # type: ignore[arg-type]  # fields by name, checked by use


def test_a_new_person_is_on_top_of_the_queue(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        added = add_lead(opened.desk, lead())
        assert added.added == "new"
        (row,) = rows(opened.desk)
        assert (row.lane, row.lead_id) == ("first_contact", added.lead_id)
        assert row.deadline_at == NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    "points",
    [
        (PHONE,),
        (MAIL,),
        (NewPoint(kind="phone", value="+34999999999"), MAIL),
    ],
)
def test_the_same_number_or_address_is_the_same_person(
    tmp_path: Path, points: tuple[NewPoint, ...]
) -> None:
    with open_at(tmp_path) as opened:
        first = add_lead(opened.desk, lead())
        again = add_lead(opened.desk, lead(first_name="Otra", company="Acme", points=points))
        assert (again.added, again.lead_id) == ("merged", first.lead_id)
        with opened.desk.store.read() as reader:
            kept = reader.lead(again.lead_id)  # type: ignore[arg-type]  # it was merged
        assert kept.first_name == "Lucía"
        assert kept.company == "Acme"
        assert {p.value for p in kept.points} >= {PHONE.value, MAIL.value}


def test_both_ways_to_write_a_mexican_mobile_are_one_person(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        old = NewPoint(kind="phone", value="+5215512345678")
        new = NewPoint(kind="phone", value="+525512345678")
        first = add_lead(opened.desk, lead(points=(old,), zones=("America/Mexico_City",)))
        again = add_lead(opened.desk, lead(points=(new,), zones=("America/Mexico_City",)))
        assert again.lead_id == first.lead_id


def opt_out(opened: ProfileDesk) -> None:
    """Whoever is on top asks not to be contacted."""
    (row,) = rows(opened.desk)
    touches.log_outcome(opened.desk, LogOutcome(touch_id=row.touch_id, outcome="9"))


def test_who_opted_out_is_never_offered_again_under_another_id(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, lead())
        opt_out(opened)
        assert rows(opened.desk) == ()
        # Known by the number: merged into the person who opted out, and still never offered.
        add_lead(opened.desk, lead(first_name="Lu"))
        assert rows(opened.desk) == ()


def test_an_opt_out_of_a_file_closes_the_channel_and_survives_a_merge(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, lead(opt_outs=frozenset({"call"}), consents={"email": True}))
        offered = {row.channel for row in rows(opened.desk)}
        assert "call" not in offered
        add_lead(opened.desk, lead(consents={"call": True}))
        assert "call" not in {row.channel for row in rows(opened.desk)}


def test_a_refusal_wins_over_an_earlier_yes(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        first = add_lead(opened.desk, lead(consents={"whatsapp": True}))
        add_lead(opened.desk, lead(consents={"whatsapp": False}))
        add_lead(opened.desk, lead(consents={"whatsapp": True}))
        with opened.desk.store.read() as reader:
            work = reader.work(first.lead_id)  # type: ignore[arg-type]  # it is new
        assert [c.granted for c in work.consents if c.channel == "whatsapp"] == [True, False]
        # Who enquires agrees to an answer, once.
        asked = [(c.channel, c.basis) for c in work.consents if c.channel != "whatsapp"]
        assert asked == [("call", "asked_to_be_contacted")]


def test_an_old_list_raises_no_alarm(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, lead(received_at=NOW - timedelta(days=3)))
        (row,) = rows(opened.desk)
        assert (row.lane, row.reason) == ("due_now", "imported_late")
        with opened.desk.store.write() as uow:
            assert list(uow.take_alerts(NOW + timedelta(days=2), 10)) == []


def test_whoever_was_won_or_lost_elsewhere_is_kept_but_not_worked(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, lead(stage="won"))
        assert rows(opened.desk) == ()
        assert [hit.name for hit in find(opened.desk, "Luc")] == ["Lucía"]


def test_nobody_without_a_name_or_an_address(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened, pytest.raises(BadInput):
        add_lead(opened.desk, NewLead())


def test_whoever_agreed_on_linkedin_comes_in_again(tmp_path: Path) -> None:
    agreed = {"call": True, "linkedin": True}
    with open_at(tmp_path) as opened:
        first = add_lead(opened.desk, lead(consents=agreed))
        again = add_lead(opened.desk, lead(consents=agreed), at=NOW + timedelta(days=40))
        assert (again.added, again.lead_id) == ("merged", first.lead_id)


def test_whoever_can_be_reached_again_by_a_list_is_worked_again(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        first = add_lead(opened.desk, lead(points=(MAIL,), job_title="CEO")).lead_id
        assert first is not None
        touch = outlook(opened.desk, first).upcoming
        assert touch is not None
        bounced = LogOutcome(touch_id=touch.touch_id, outcome="not_delivered", reason="hard")
        touches.log_outcome(opened.desk, bounced)
        assert rows(opened.desk) == ()
        with opened.desk.store.read() as reader:
            assert reader.work(first).enrolment is None
        add_lead(opened.desk, lead(points=(MAIL, PHONE)))
        with opened.desk.store.read() as reader:
            work = reader.work(first)
        assert work.enrolment is not None
        assert work.planned
