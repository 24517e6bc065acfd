"""Whoever comes in becomes facts and events, without a store."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.consent.key_ring import ring_of
from app.core.consent.suppression import EVERY_CHANNEL
from app.core.intake.intake import ENQUIRIES, Intake, more_about, newcomer
from app.core.log.events import ConsentRecorded, LeadAdded, LeadRevised, Suppressed
from app.core.log.projection import apply_all
from app.core.people.lead import Lead
from app.core.people.new_lead import NewLead, NewPoint
from app.core.people.person_facts import PERSONAL
from app.core.work.enrolment import LeadWork

NOW = datetime(2026, 11, 18, 9, 42, tzinfo=UTC)
LEAD, OWNER = UUID(int=7), UUID(int=1)
PHONE = NewPoint(kind="phone", value="+34612345678")
MAIL = NewPoint(kind="email", value="ana@example.com")


def intake() -> Intake:
    ids = count(100)
    return Intake(
        owner_id=OWNER, ring=ring_of(b"secret"), new_id=lambda: UUID(int=next(ids)), now=NOW
    )


def known(new: NewLead) -> tuple[Lead, LeadWork]:
    """Somebody who came in before, as they are kept."""
    came = newcomer(intake(), new, LEAD)
    empty = LeadWork(lead_id=LEAD, owner_id=OWNER)
    return came.lead, apply_all(empty, ((body, NOW) for body in came.bodies))


def test_a_newcomer_is_added_first() -> None:
    came = newcomer(intake(), NewLead(first_name="Ana", points=(PHONE,)), LEAD)
    assert isinstance(came.bodies[0], LeadAdded)
    assert (came.lead.owner_id, came.lead.added_at) == (OWNER, NOW)


@pytest.mark.parametrize(
    ("received_at", "kept"),
    [
        (None, NOW),
        (NOW - timedelta(days=2), NOW - timedelta(days=2)),
        (NOW + timedelta(days=2), NOW),
    ],
)
def test_nobody_is_received_later_than_now(received_at: datetime | None, kept: datetime) -> None:
    came = newcomer(intake(), NewLead(points=(MAIL,), received_at=received_at), LEAD)
    assert came.lead.received_at == kept


def test_a_point_keeps_its_id_from_one_list_to_the_next() -> None:
    first = newcomer(intake(), NewLead(points=(PHONE, MAIL)), LEAD).lead
    again = newcomer(intake(), NewLead(points=(MAIL, PHONE)), LEAD).lead
    assert {p.point_id for p in first.points} == {p.point_id for p in again.points}


@pytest.mark.parametrize("source", ["ana@firm.es", "+34 612 345 678 90", "x" * 61])
def test_no_column_of_a_file_takes_personal_data_into_the_log(source: str) -> None:
    added = newcomer(intake(), NewLead(points=(MAIL,), source=source), LEAD).bodies[0]
    assert isinstance(added, LeadAdded)
    assert added.source == "other"


@pytest.mark.parametrize("source", sorted(ENQUIRIES))
def test_an_enquiry_is_a_yes_to_a_call_for_a_while(source: str) -> None:
    came = newcomer(intake(), NewLead(points=(PHONE,), source=source), LEAD)
    (recorded,) = (b for b in came.bodies if isinstance(b, ConsentRecorded))
    assert (recorded.consent.channel, recorded.consent.granted) == ("call", True)
    assert recorded.consent.expires_at is not None


@pytest.mark.parametrize(
    "facts",
    [
        {"direction": "outbound"},
        {"points": (MAIL,)},
        {"source": "fair"},
        {"consents": {"call": False}},
    ],
)
def test_nobody_else_agreed_to_a_call(facts: dict[str, object]) -> None:
    new = NewLead(**({"points": (PHONE,), "source": "web_form"} | facts))  # type: ignore[arg-type]  # fields by name, checked by use
    granted = [
        b
        for b in newcomer(intake(), new, LEAD).bodies
        if isinstance(b, ConsentRecorded) and b.consent.granted
    ]
    assert granted == []


def test_what_is_known_is_never_overwritten() -> None:
    lead, work = known(NewLead(first_name="Ana", city="Lugo", points=(PHONE,), source="fair"))
    new = NewLead(first_name="Anna", city="Vigo", company="Acme", points=(PHONE, MAIL))
    more = more_about(intake(), new, lead, work, 3, held=False)
    assert (more.lead.first_name, more.lead.city, more.lead.company) == ("Ana", "Lugo", "Acme")
    (revised,) = (b for b in more.bodies if isinstance(b, LeadRevised))
    assert (revised.revision, revised.fields) == (4, ("company", "points"))


def test_nothing_new_about_somebody_is_no_event() -> None:
    new = NewLead(first_name="Ana", points=(PHONE,), source="fair")
    lead, work = known(new)
    more = more_about(intake(), new, lead, work, 1, held=False)
    assert (more.lead, more.bodies) == (lead, ())


def test_a_yes_in_a_list_does_not_undo_a_no() -> None:
    lead, work = known(NewLead(points=(MAIL,), source="fair", consents={"email": False}))
    new = NewLead(points=(MAIL,), source="fair", consents={"email": True})
    assert more_about(intake(), new, lead, work, 1, held=False).bodies == ()


def test_a_suspicion_that_waits_is_not_raised_twice() -> None:
    lead, work = known(NewLead(points=(MAIL,), source="fair"))
    new = NewLead(points=(MAIL,), source="fair", held=frozenset({EVERY_CHANNEL}))
    assert more_about(intake(), new, lead, work, 1, held=True).bodies == ()
    (raised,) = more_about(intake(), new, lead, work, 1, held=False).bodies
    assert isinstance(raised, Suppressed)
    assert raised.suppression.suspected


_TEXT = st.text(max_size=8)
_PEOPLE = st.builds(
    NewLead,
    first_name=_TEXT,
    last_name=_TEXT,
    company=_TEXT,
    city=_TEXT,
    points=st.lists(st.sampled_from([PHONE, MAIL]), unique=True).map(tuple),
    source=st.sampled_from(["", "web_form", "fair", "list"]),
    direction=st.sampled_from(["inbound", "outbound"]),
    consents=st.dictionaries(st.sampled_from(["call", "email", "whatsapp"]), st.booleans()),
    opt_outs=st.frozensets(st.sampled_from(["call", "email", EVERY_CHANNEL])),
)


@given(first=_PEOPLE, then=_PEOPLE)
def test_a_refusal_is_never_lost_and_a_fact_never_changed(first: NewLead, then: NewLead) -> None:
    lead, work = known(first)
    more = more_about(intake(), then, lead, work, 1, held=False)
    for name in PERSONAL:
        assert not getattr(lead, name) or getattr(more.lead, name) == getattr(lead, name)
    after = apply_all(work, ((body, NOW) for body in more.bodies))
    closed = {channel for entry in after.suppressions for channel in entry.channels}
    wanted = first.opt_outs | then.opt_outs
    assert EVERY_CHANNEL in closed or wanted <= closed
    refused = {c.channel for c in after.consents if not c.granted}
    assert refused >= {
        c for c, granted in (*first.consents.items(), *then.consents.items()) if not granted
    }


@given(new=_PEOPLE)
def test_the_same_comes_of_the_same(new: NewLead) -> None:
    assert newcomer(intake(), new, LEAD) == newcomer(intake(), new, LEAD)
