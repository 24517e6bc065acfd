"""Events of another rep on another device keep both, and the lead follows."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.errors import BadInput, Refused
from app.core.log.events import Body, Event, OutcomeLogged, Suppressed
from app.services.desk.inbox import receive
from app.services.people.leads import add_lead
from app.services.working.touches import undo_last
from tests.builders import make_event, make_suppression, uid
from tests.services.desks import NOW, open_at, rows
from tests.services.working.somebody import LEAD

THEIR_DEVICE, THEIR_REP = uid(7, 0xD0), uid(7, 0xE0)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[ProfileDesk]:
    with open_at(tmp_path / "profile") as desk:
        add_lead(desk.desk, LEAD, at=NOW)
        yield desk


def theirs(opened: ProfileDesk, lead_id: UUID | None, body: Body, seq: int = 1) -> Event:
    return make_event(
        body,
        900 + seq,
        org_id=opened.desk.identity.org_id,
        device_id=THEIR_DEVICE,
        actor_id=THEIR_REP,
        dev_seq=seq,
        occurred_at=NOW,
        lead_id=lead_id,
    )


def called(opened: ProfileDesk) -> Event:
    row = rows(opened.desk)[0]
    body = OutcomeLogged(
        touch_id=row.touch_id, outcome="busy", reached=False, settles=False, attempted=True
    )
    return theirs(opened, row.lead_id, body)


def test_an_event_keeps_rep_and_device_and_the_touch_follows(opened: ProfileDesk) -> None:
    event = called(opened)
    assert event.lead_id is not None
    changes = receive(opened.desk, [event], at=NOW)
    assert event.lead_id in changes.leads
    with opened.desk.store.read() as reader:
        assert reader.event(event.event_id) == event
        (touch,) = reader.work(event.lead_id).planned
    assert (touch.tries, touch.tried_at) == (1, (NOW,))


def test_the_same_event_again_changes_nothing(opened: ProfileDesk) -> None:
    event = called(opened)
    receive(opened.desk, [event, event], at=NOW)
    assert receive(opened.desk, [event], at=NOW).leads == frozenset()
    with opened.desk.store.read() as reader:
        assert len(reader.work(UUID(str(event.lead_id))).planned[0].tried_at) == 1


def test_what_another_rep_did_is_not_ours_to_take_back(opened: ProfileDesk) -> None:
    receive(opened.desk, [called(opened)], at=NOW)
    with pytest.raises(Refused):
        undo_last(opened.desk, at=NOW)


def test_their_opt_out_closes_the_person_here(opened: ProfileDesk) -> None:
    lead_id = rows(opened.desk)[0].lead_id
    entry = make_suppression(1, digests=opened.desk.ring.digests(["+34612345678"]))
    event = theirs(opened, lead_id, Suppressed(suppression=entry, why="asked"))
    assert receive(opened.desk, [event], at=NOW).suppressions
    with opened.desk.store.read() as reader:
        assert reader.barriers(entry.digests).entries == (entry,)


def test_events_of_another_organisation_are_refused(opened: ProfileDesk) -> None:
    lead_id = rows(opened.desk)[0].lead_id
    foreign = make_event(
        Suppressed(suppression=make_suppression(1), why="asked"), 950, lead_id=lead_id
    )
    with pytest.raises(BadInput) as refused:
        receive(opened.desk, [foreign], at=NOW)
    assert refused.value.code == "other_organisation"
    with opened.desk.store.read() as reader:
        assert all(e.event_id != foreign.event_id for e in reader.log(lead_id))
