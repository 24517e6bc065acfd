"""Every record comes back from the database as it went in."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.core.clock import from_micros, to_micros
from app.core.consent.consent import Consent
from app.core.consent.suppression import Suppression
from app.core.log.events import Event
from app.core.people.lead import ContactPoint, Lead, place_of
from app.core.work.enrolment import Enrolment, LeadWork
from app.core.work.first_contact import FirstContact
from app.core.work.touch import Touch
from app.storage import mappers
from app.storage.create import create
from app.storage.unit_of_work import SqlStore, sql_store
from tests.builders import (
    NOW,
    SECRET,
    CountingMint,
    make_identity,
    make_lead,
    make_work,
    uid,
)
from tests.fakes.clock import HandClock

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ids = st.uuids()
instants = st.integers(0, to_micros(datetime(2200, 1, 1, tzinfo=UTC))).map(from_micros)
small = st.integers(0, 1000)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


points = st.builds(
    ContactPoint,
    point_id=ids,
    kind=st.sampled_from(["phone", "email", "linkedin"]),
    value=words,
    status=st.sampled_from(["usable", "unusable", "unparsed"]),
    note=words,
)
clocks = st.builds(
    FirstContact,
    state=st.sampled_from(["running", "attempted", "breached", "not_startable"]),
    received_at=instants,
    starts_at=maybe(instants),
    deadline_at=maybe(instants),
    wall_deadline_at=maybe(instants),
    attempted_at=maybe(instants),
    reached_at=maybe(instants),
    breached_at=maybe(instants),
    why=words,
)
enrolments = st.builds(
    Enrolment,
    enrolment_id=ids,
    cadence_key=words,
    cadence_version=small,
    zone=words,
    state=st.sampled_from(["active", "paused", "with_person", "finished"]),
    started_at=instants,
    paused_until=maybe(instants),
    why=words,
    last_step=words,
    last_occurrence=small,
    last_done_at=maybe(instants),
    attempts=small,
    conversation=st.booleans(),
    finished_at=maybe(instants),
    finish_reason=st.sampled_from([None, "converted", "unreachable"]),
)
touches = st.builds(
    Touch,
    touch_id=ids,
    enrolment_id=maybe(ids),
    kind=st.sampled_from(["step", "callback", "meeting", "reply", "inserted"]),
    step_key=words,
    occurrence=small,
    channel=st.sampled_from(["call", "email", "task"]),
    state=st.sampled_from(["planned", "done", "skipped", "cancelled"]),
    planned_at=instants,
    due_at=instants,
    snoozed_until=maybe(instants),
    escalated=st.booleans(),
    tries=small,
    outcome=words,
    settled_at=maybe(instants),
    tried_at=st.lists(instants, max_size=3).map(tuple),
)
consents = st.builds(
    Consent,
    consent_id=ids,
    channel=st.sampled_from(["call", "email"]),
    granted=st.booleans(),
    basis=words,
    source=words,
    recorded_at=instants,
    expires_at=maybe(instants),
)
suppressions = st.builds(
    Suppression,
    suppression_id=ids,
    scope=st.sampled_from(["channel", "person", "number", "organisation"]),
    channels=st.lists(words, max_size=3).map(tuple),
    digests=st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=3).map(tuple),
    lifted=st.booleans(),
)


def unique(strategy: st.SearchStrategy[Any], key: str) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=4, unique_by=lambda r: getattr(r, key)).map(tuple)


works = st.builds(
    LeadWork,
    lead_id=ids,
    owner_id=ids,
    stage=st.sampled_from(["new", "working", "lost"]),
    temperature=st.sampled_from([None, "hot", "cold"]),
    unusable=st.lists(ids, max_size=3, unique=True).map(tuple),
    first_contact=maybe(clocks),
    enrolments=unique(enrolments, "enrolment_id"),
    touches=unique(touches, "touch_id"),
    consents=unique(consents, "consent_id"),
    suppressions=unique(suppressions, "suppression_id"),
)
leads = st.builds(
    Lead,
    lead_id=ids,
    first_name=words,
    last_name=words,
    points=st.lists(points, max_size=4).map(tuple),
    country=words,
    region=words,
    city=words,
    language=words,
    company=words,
    job_title=words,
    source=words,
    direction=st.sampled_from(["inbound", "outbound"]),
    received_at=instants,
    added_at=instants,
    owner_id=ids,
    value=maybe(st.integers(-(2**53), 2**53)),
    temperature=st.sampled_from([None, "hot"]),
    stage=st.sampled_from(["new", "won"]),
    interest=words,
    age=maybe(small),
    zones=st.lists(words, max_size=3).map(tuple),
    zone_confirmed=st.booleans(),
    prefers=words,
    extra=st.dictionaries(words, words, max_size=3),
)


def fresh_store(folder: str) -> SqlStore:
    file = Path(folder) / "touchline.db"
    create(file, make_identity(), SECRET, NOW)
    return sql_store(file, HandClock(), CountingMint())


@given(works, works)
def test_work_comes_back_and_so_does_each_change_of_it(first: LeadWork, second: LeadWork) -> None:
    # Consents and opt-outs only ever come on top.
    second = replace(
        second,
        lead_id=first.lead_id,
        consents=first.consents + second.consents,
        suppressions=tuple(replace(s, lifted=True) for s in first.suppressions)
        + second.suppressions,
    )
    with tempfile.TemporaryDirectory() as folder:
        store = fresh_store(folder)
        for before, after in ((None, first), (first, second), (second, second)):
            with store.write() as unit:
                unit.save_work(before, after)
                assert unit.work(first.lead_id) == after
                unit.commit()
        with store.read() as reader:
            assert reader.work(first.lead_id) == second
        store.database.close()


@given(leads, leads)
def test_a_lead_comes_back_and_so_does_its_revision(first: Lead, second: Lead) -> None:
    second = replace(second, lead_id=first.lead_id, owner_id=first.owner_id, stage=first.stage)
    work = make_work(lead_id=first.lead_id, owner_id=first.owner_id, stage=first.stage)
    with tempfile.TemporaryDirectory() as folder:
        store = fresh_store(folder)
        with store.write() as unit:
            unit.save_work(None, work)
            unit.save_lead(first, 1)
            assert unit.lead(first.lead_id) == first
            unit.save_lead(second, 2)
            unit.commit()
        with store.read() as reader:
            assert reader.lead(first.lead_id) == second
        store.database.close()


def test_owner_stage_and_unusable_points_of_a_lead_follow_the_log() -> None:
    lead = make_lead()
    wrong = lead.points[0].point_id
    other = uid(77)
    state = mappers.state_row(
        make_work(owner_id=other, stage="working", unusable=(wrong,), first_contact=None)
    )
    read = mappers.lead_from(mappers.lead_row(lead, 1, 1), state, mappers.point_rows(lead))
    assert (read.owner_id, read.stage) == (other, "working")
    assert [p.status for p in read.points] == ["unusable", "usable"]


def test_text_that_could_not_be_read_as_a_number_stays_that() -> None:
    lead = make_lead(
        points=(ContactPoint(point_id=uid(5), kind="phone", value="call me", status="unparsed"),)
    )
    state = mappers.state_row(make_work(unusable=(uid(5),)))
    read = mappers.lead_from(mappers.lead_row(lead, 1, 1), state, mappers.point_rows(lead))
    assert read.points == lead.points


events = st.builds(
    Event,
    event_id=ids,
    org_id=ids,
    device_id=ids,
    dev_seq=small,
    actor_id=ids,
    occurred_at=instants,
    zone=words,
    boot_id=words,
    mono_us=st.integers(0, 2**62),
    hub_offset_us=maybe(st.integers(-(10**12), 10**12)),
    type=words,
    v=small,
    lead_id=maybe(ids),
    cause_id=maybe(ids),
    body=st.binary(),
)


@given(events)
def test_an_event_comes_back_byte_for_byte(event: Event) -> None:
    assert mappers.event_from(mappers.activity_row(event)) == event


def test_the_place_is_the_city_or_the_last_part_of_the_first_zone() -> None:
    assert place_of(make_lead(city="Toledo")) == "Toledo"
    assert place_of(make_lead(city="", zones=("America/Sao_Paulo",))) == "São Paulo"
    assert place_of(make_lead(city="", zones=())) == ""


@given(works, st.data())
def test_records_that_move_or_go_are_read_in_their_new_order(
    work: LeadWork, data: st.DataObject
) -> None:
    def shuffled(found: tuple[Any, ...]) -> tuple[Any, ...]:
        order = data.draw(st.permutations(found))
        return tuple(order[: data.draw(st.integers(0, len(order)))])

    after = replace(work, touches=shuffled(work.touches), enrolments=shuffled(work.enrolments))
    with tempfile.TemporaryDirectory() as folder:
        store = fresh_store(folder)
        with store.write() as unit:
            unit.save_work(None, work)
            unit.save_work(work, after)
            assert unit.work(work.lead_id) == after
        store.database.close()
