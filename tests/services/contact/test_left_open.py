"""Profiles of before the rule: who shares something with a refused person is closed afterwards."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.consent.suppression import Suppression
from app.core.ids import keyed_id
from app.core.log.events import Suppressed
from app.core.people.lead import ContactPoint
from app.core.people.new_lead import NewLead, NewPoint
from app.services.contact.left_open import close_left_open, left_open
from app.services.contact.opt_outs import opt_out_address, opt_out_lead
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.people.erasure import erase
from app.services.people.leads import add_lead
from app.services.store.records import Changes
from tests.builders import uid
from tests.services.desks import NOW, open_at, rows

ONE, TWO, THREE, FOUR = (f"+3461234500{n}" for n in range(1, 5))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[ProfileDesk]:
    with open_at(tmp_path / "profile") as one:
        yield one


@pytest.fixture
def desk(opened: ProfileDesk) -> Desk:
    return opened.desk


def added(desk: Desk, *phones: str, name: str = "") -> UUID:
    new = NewLead(
        first_name=name,
        points=tuple(NewPoint(kind="phone", value=phone) for phone in phones),
        source="web_form",
        country="ES",
        zones=("Europe/Madrid",),
        consents={"call": True},
    )
    lead_id = add_lead(desk, new).lead_id
    assert lead_id is not None
    return lead_id


def learns(desk: Desk, lead_id: UUID, phone: str) -> None:
    """A further number, as a version of before the rule wrote it: nobody else heard of it."""
    with desk.store.write() as uow:
        lead = uow.lead(lead_id)
        point_id = keyed_id(desk.ring.own.secret, lead_id, f"phone/{phone}")
        further = ContactPoint(point_id=point_id, kind="phone", value=phone)
        uow.save_lead(lead.with_facts({"points": (*lead.points, further)}), 9)
        uow.commit()


def is_closed(desk: Desk, lead_id: UUID) -> bool:
    with desk.store.read() as reader:
        closed = "*" in gather(desk, reader, lead_id).snapshot.suppressed
    return closed and lead_id not in {row.lead_id for row in rows(desk)}


def left(desk: Desk) -> int:
    with desk.store.read() as reader:
        return len(left_open(desk, reader))


def closed_now(desk: Desk, *, once: bool = False) -> int:
    return sum(len(one.leads) for one in close_left_open(desk, once=once))


def test_who_shares_a_number_that_a_refused_person_got_later(desk: Desk) -> None:
    refused, other, third = added(desk, ONE), added(desk, TWO), added(desk, THREE)
    opt_out_lead(desk, refused)
    learns(desk, refused, TWO)
    learns(desk, other, THREE)
    assert not is_closed(desk, other)
    assert left(desk) == 1
    assert closed_now(desk) == 3
    assert (is_closed(desk, other), is_closed(desk, third)) == (True, True)
    assert left(desk) == 0
    assert closed_now(desk) == 0


def test_a_refusal_of_nobody_who_is_stored(desk: Desk) -> None:
    met, other = added(desk, ONE), added(desk, TWO)
    with desk.store.write() as uow:  # as a list of refusals came in then
        entry = Suppression(
            suppression_id=uid(1, 5),
            scope="person",
            channels=("*",),
            digests=desk.ring.digests([ONE]),
            key_id=desk.ring.newest.key_id,
        )
        uow.append(None, [Suppressed(suppression=entry, why="by_hand")], NOW)
        uow.commit()
    learns(desk, met, TWO)
    assert left(desk) == 1
    assert closed_now(desk) >= 1
    assert (is_closed(desk, met), is_closed(desk, other)) == (True, True)


def test_somebody_who_was_erased(desk: Desk) -> None:
    refused, met, other = added(desk, ONE), added(desk, TWO), added(desk, THREE)
    opt_out_lead(desk, refused)
    erase(desk, refused)
    learns(desk, met, ONE)
    learns(desk, met, THREE)
    assert left(desk) == 1
    closed_now(desk)
    assert (is_closed(desk, met), is_closed(desk, other)) == (True, True)


def test_colleagues_behind_one_line_stay_people_of_their_own(desk: Desk) -> None:
    refused, colleague = added(desk, ONE, THREE, name="Ana Gil"), added(desk, TWO, name="Eva Sanz")
    opt_out_lead(desk, refused)
    learns(desk, colleague, THREE)
    closed_now(desk)
    with desk.store.read() as reader:
        entries = reader.refusals()
    kept = {digest for _, entry in entries for digest in entry.digests}
    assert kept.isdisjoint(desk.ring.digests([TWO]))


def test_a_profile_is_looked_at_once_by_itself(desk: Desk) -> None:
    refused, other = added(desk, ONE), added(desk, TWO)
    opt_out_lead(desk, refused)
    assert closed_now(desk, once=True) == 0
    learns(desk, refused, TWO)
    assert closed_now(desk, once=True) == 0
    assert not is_closed(desk, other)
    assert closed_now(desk) == 2


def test_who_waits_passes_between_two_people(desk: Desk) -> None:
    opt_out_lead(desk, added(desk, ONE))
    opt_out_lead(desk, added(desk, TWO, name="Eva Sanz"))
    steps = list(close_left_open(desk, lambda: True))
    assert steps == [Changes(), Changes()]  # one look each, nothing written


def test_who_refused_nothing_is_left_alone(desk: Desk) -> None:
    opt_out_address(desk, FOUR)
    one = added(desk, ONE)
    learns(desk, one, TWO)
    assert (left(desk), closed_now(desk)) == (0, 0)
    assert not is_closed(desk, one)
