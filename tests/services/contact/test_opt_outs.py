"""Opt-outs on a real store: what they close, for whom, at once, and what undo gives back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk, open_desk
from app.core.consent.key_ring import DigestKey, key_id_of
from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import BadInput, Refused
from app.core.people.lead import Channel, ContactPoint
from app.core.people.new_lead import NewLead, NewPoint
from app.services.contact.consents import ConsentAnswer, record_consent
from app.services.contact.opt_outs import opt_out_address, opt_out_lead, read_refusal
from app.services.contact.verdicts import verdict_for_lead
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.people.leads import add_lead
from app.services.working.outlook import Outlook, outlook
from app.services.working.signals import observe, understand
from app.services.working.touches import dial, log_outcome, skip, undo
from app.system.paths import Profile
from tests.services.desks import NOW, open_at, rows

MEXICO = "+525512345678"
MEXICO_TOO = "+5215512345678"
LATER = NOW + timedelta(seconds=5)


class SteppedClock:
    """The clock of a machine that somebody sets, beside one that nobody sets."""

    def __init__(self) -> None:
        self.at = NOW
        self.ran_s = 1000.0
        self.boot_id = "boot"

    def now(self) -> datetime:
        return self.at

    def monotonic_s(self) -> float:
        return self.ran_s


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[ProfileDesk]:
    with open_at(tmp_path / "profile") as one:
        yield one


@pytest.fixture
def desk(opened: ProfileDesk) -> Desk:
    return opened.desk


def someone(
    desk: Desk, phone: str = "", email: str = "", *, all_agreed: bool = True, **facts: Any
) -> UUID:
    """A person of that number and address who agreed to everything."""
    points = [NewPoint(kind="phone", value=phone)] if phone else []
    points += [NewPoint(kind="email", value=email)] if email else []
    made: dict[str, Any] = {
        "first_name": "Ana",
        "points": tuple(points),
        "source": "list",
        "zones": ("Europe/Madrid",),
        "country": "ES",
        "consents": {"call": True, "email": True, "sms": True, "whatsapp": True}
        if all_agreed
        else {},
    }
    added = add_lead(desk, NewLead(**(made | facts)))
    assert added.lead_id is not None
    return added.lead_id


def ahead(desk: Desk, lead_id: UUID) -> Outlook:
    return outlook(desk, lead_id, at=NOW)


def touch_of(desk: Desk, lead_id: UUID) -> UUID:
    upcoming = ahead(desk, lead_id).upcoming
    assert upcoming is not None
    return upcoming.touch_id


def with_number_of(desk: Desk, number: str, email: str, **facts: Any) -> UUID:
    """Another person, who later turned out to have a number that we know of somebody else."""
    lead_id = someone(desk, email=email, **facts)
    with desk.store.write() as uow:
        stored = uow.lead(lead_id)
        point = ContactPoint(point_id=desk.new_id(), kind="phone", value=number)
        uow.save_lead(stored.revised((point,), {}, ()), 2)
        uow.commit()
    return lead_id


def state(desk: Desk, lead_id: UUID, channel: Channel = "call") -> tuple[str, str]:
    """The verdict and the code of what decides it."""
    found = verdict_for_lead(desk, lead_id, channel, at=NOW, house=False)
    return found.state, found.reasons[0].code if found.reasons else ""


def finish(desk: Desk, lead_id: UUID) -> str | None:
    enrolment = ahead(desk, lead_id).enrolment
    return enrolment.finish_reason if enrolment else None


def test_key_nine_takes_whoever_shares_the_number_along_and_undo_gives_all_back(
    desk: Desk,
) -> None:
    first = someone(desk, "+34612345678")
    other = with_number_of(desk, "+34612345678", "berta@example.com")
    stranger = someone(desk, "+34612999999")
    with desk.store.read() as reader:
        before = {who: reader.work(who) for who in (first, other)}
    done = log_outcome(desk, LogOutcome(touch_id=touch_of(desk, first), outcome="9"), at=NOW)
    assert done.leads == {first, other}
    assert [row.lead_id for row in rows(desk)] == [stranger]
    assert finish(desk, first) == finish(desk, other) == "opted_out"
    assert done.undo_id is not None
    undo(desk, done.undo_id, at=LATER)
    # The next step of the other one is for tomorrow, so there is no row of it.
    assert {row.lead_id for row in rows(desk, LATER)} == {first, stranger}
    with desk.store.read() as reader:
        after = {who: reader.work(who) for who in (first, other)}
    assert after[other].touches == before[other].touches
    assert after[other].enrolments == before[other].enrolments
    assert after[first].touches == before[first].touches
    assert state(desk, other) == ("open", "")


def test_merging_a_number_in_another_spelling_keeps_the_opt_out_on_both(desk: Desk) -> None:
    """The first opted out of calls; a row of the same mobile, written +52 1, joins it."""
    first = someone(desk, MEXICO, "a@example.com", country="MX", zones=("America/Mexico_City",))
    opt_out_lead(desk, first, scope="channel", channel="call", at=NOW)
    joined = someone(desk, MEXICO_TOO, country="MX", consents={"call": True})
    assert joined == first
    assert state(desk, first) == ("blocked", "suppressed")
    assert state(desk, first, "email")[1] != "suppressed"
    # Kept apart, or taken apart again, both stay closed: the entry knows the line, not the lead.
    apart = with_number_of(desk, MEXICO_TOO, "b@example.com", country="MX")
    assert state(desk, apart) == ("blocked", "suppressed")


def test_attempts_count_for_the_line_not_for_the_lead(desk: Desk) -> None:
    florida: dict[str, Any] = {"country": "US", "region": "FL", "zones": ("America/New_York",)}
    first = someone(desk, "+13055550123", "a@example.com", **florida)
    other = with_number_of(desk, "+13055550123", "b@example.com", **florida)
    evening = NOW + timedelta(hours=8)
    for n in range(3):
        touch = outlook(desk, first, at=evening).upcoming
        assert touch is not None
        log_outcome(
            desk,
            LogOutcome(touch_id=touch.touch_id, outcome="busy"),
            at=evening + timedelta(minutes=16 * n),
        )
    verdict = verdict_for_lead(desk, other, "call", at=evening + timedelta(hours=1), house=False)
    assert (verdict.state, verdict.reasons[0].code) == ("later", "cap")


def test_a_number_that_is_closed_leaves_the_other_one(desk: Desk) -> None:
    lead_id = someone(desk, "+34612345678")
    with desk.store.write() as uow:
        point = ContactPoint(point_id=desk.new_id(), kind="phone", value="+34699999999")
        uow.save_lead(uow.lead(lead_id).revised((point,), {}, ()), 2)
        uow.commit()
    done = opt_out_address(desk, "612 34 56 78", scope="number", at=NOW)
    assert done.leads == {lead_id}
    with desk.store.read() as reader:
        lead = gather(desk, reader, lead_id).lead
        assert [p.status for p in lead.points] == ["barred", "usable"]
        assert all(p.status == "usable" for p in reader.lead(lead_id).points)
    assert state(desk, lead_id)[0] == "open"
    both = opt_out_address(desk, "+34 699 999 999", scope="number", at=NOW)
    assert state(desk, lead_id) == ("blocked", "suppressed")
    assert finish(desk, lead_id) == "unreachable"
    assert both.changes.undo_id is not None
    undo(desk, both.changes.undo_id, at=LATER)
    assert finish(desk, lead_id) is None
    assert state(desk, lead_id)[0] == "open"


def test_an_organisation_closes_its_people_of_today_and_of_tomorrow(desk: Desk) -> None:
    first = someone(desk, "+34612000001", "ana@acme.example", company="Acme, S.L.")
    second = someone(desk, "+34612000002", "eva@acme.example")
    third = someone(desk, "+34612000003", company="ACME SL")
    outside = someone(desk, "+34612000004", "ana@gmail.com")
    done = opt_out_lead(desk, first, scope="organisation", at=NOW)
    assert done.leads == {first, second, third}
    assert [row.lead_id for row in rows(desk)] == [outside]
    new = NewLead(first_name="New", points=(NewPoint(kind="email", value="new@acme.example"),))
    assert add_lead(desk, new).added == "suppressed"
    with pytest.raises(BadInput) as refused:
        opt_out_address(desk, "gmail.com", scope="organisation", at=NOW)
    assert refused.value.code == "free_mail"
    assert done.changes.undo_id is not None
    undo(desk, done.changes.undo_id, at=LATER)
    assert len(rows(desk, LATER)) == 4


def test_an_address_nobody_here_has_is_known_when_it_comes(desk: Desk) -> None:
    opt_out_address(desk, "Ana.Lopez+news@gmail.com", at=NOW)
    new = NewLead(points=(NewPoint(kind="email", value="analopez@googlemail.com"),))
    assert add_lead(desk, new).added == "suppressed"
    opt_out_address(desk, "+52 1 55 1234 5678", at=NOW)
    mobile = NewLead(points=(NewPoint(kind="phone", value=MEXICO),))
    assert add_lead(desk, mobile).added == "suppressed"
    with desk.store.read() as reader:
        assert reader.search("", 5) == []


@pytest.mark.parametrize(
    ("text", "how", "code"),
    [
        ("nobody", {}, "bad_address"),
        ("a@example.com", {"scope": "number"}, "no_number"),
        ("+34612345678", {"scope": "channel"}, "needs_channel"),
        ("+34612345678", {"scope": "channel", "channel": "email"}, "other_channel"),
        ("...", {"scope": "organisation"}, "bad_address"),
    ],
)
def test_what_cannot_be_closed_is_said(
    desk: Desk, text: str, how: dict[str, str], code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        opt_out_address(desk, text, at=NOW, **how)  # type: ignore[arg-type]  # words of the table
    assert refused.value.code == code
    assert text not in refused.value.message + refused.value.hint


def test_a_key_that_comes_later_keeps_every_entry_found(tmp_path: Path) -> None:
    with open_at(tmp_path / "p") as opened:
        opt_out_address(opened.desk, "+34612345678", at=NOW)
        key = DigestKey(key_id=key_id_of(b"team" * 8), secret=b"team" * 8)
        with opened.desk.store.write() as uow:
            uow.add_key(key, NOW)
            uow.commit()
    with open_at(tmp_path / "p") as opened:
        assert opened.desk.ring.newest == key
        opt_out_address(opened.desk, "+34612345679", at=NOW)
        for phone in ("+34612345678", "+34612345679"):
            new = NewLead(points=(NewPoint(kind="phone", value=phone),))
            assert add_lead(opened.desk, new).added == "suppressed"


# What looks like a refusal


def wrote(desk: Desk, lead_id: UUID, text: str) -> UUID:
    heard = understand(desk, lead_id, "reply", {"text": text, "channel": "email"}, at=NOW)
    undo_id = observe(desk, lead_id, heard, at=NOW).changes.undo_id
    assert undo_id is not None
    return undo_id


def test_what_looks_like_a_refusal_waits_for_a_person(desk: Desk) -> None:
    lead_id = someone(desk, "+34612345678", "ana@example.com")
    other = with_number_of(desk, "+34612345678", "berta@example.com")
    wrote(desk, lead_id, "Please take me off your list")
    (row,) = (row for row in rows(desk) if row.lead_id == lead_id)
    assert (row.lane, row.reason) == ("replies", "unread_refusal")
    for who in (lead_id, other):
        assert {state(desk, who, c)[1] for c in ("call", "email")} == {"unread_refusal"}
    assert finish(desk, lead_id) is None
    assert finish(desk, other) is None
    for outcome in ("sent", "not_interested"):
        with pytest.raises(Refused) as refused:
            log_outcome(desk, LogOutcome(touch_id=row.touch_id, outcome=outcome), at=NOW)
        assert refused.value.code == "read_first"
    with pytest.raises(Refused):
        skip(desk, row.touch_id, "not_now", at=NOW)
    with pytest.raises(Refused):
        dial(desk, row.touch_id, at=NOW)


@pytest.mark.parametrize("by", ["key", "answer"])
def test_read_as_a_refusal_it_is_an_opt_out(desk: Desk, by: str) -> None:
    lead_id = someone(desk, "+34612345678", "ana@example.com")
    wrote(desk, lead_id, "No me llamen más")
    if by == "key":
        command = LogOutcome(touch_id=touch_of(desk, lead_id), outcome="9")
        done = log_outcome(desk, command, at=NOW)
    else:
        done = read_refusal(desk, lead_id, refusal=True, at=NOW)
    assert finish(desk, lead_id) == "opted_out"
    assert rows(desk) == ()
    assert state(desk, lead_id) == ("blocked", "suppressed")
    assert done.undo_id is not None
    undo(desk, done.undo_id, at=LATER)
    assert rows(desk, LATER)[0].reason == "unread_refusal"


def test_read_as_none_it_is_a_reply_like_any_other(desk: Desk) -> None:
    lead_id = someone(desk, "+34612345678", "ana@example.com")
    wrote(desk, lead_id, "My wife says: do not call me before ten")
    done = read_refusal(desk, lead_id, refusal=False, at=NOW)
    (row,) = rows(desk)
    assert (row.lane, row.reason) == ("replies", "replied")
    assert state(desk, lead_id) == ("open", "")
    with pytest.raises(Refused) as refused:
        read_refusal(desk, lead_id, refusal=True, at=NOW)
    assert refused.value.code == "nothing_to_read"
    assert done.undo_id is not None
    undo(desk, done.undo_id, at=LATER)
    assert rows(desk, LATER)[0].reason == "unread_refusal"


# Consent that is missing


def test_a_missing_consent_is_a_question_and_no_dead_end(desk: Desk) -> None:
    lead_id = someone(desk, "+34612345678", all_agreed=False)
    (row,) = rows(desk)
    assert (row.lane, row.reason) == ("waiting", "no_consent")
    with pytest.raises(Refused) as refused:
        dial(desk, row.touch_id, at=NOW)
    assert refused.value.code == "not_permitted"
    clock = ahead(desk, lead_id).clock
    assert clock is not None
    assert clock.state == "not_startable"
    answer = ConsentAnswer(channel="call", granted=True, evidence="form:7", wording="2026-1")
    record_consent(desk, lead_id, answer, at=NOW)
    (row,) = rows(desk)
    assert (row.lane, row.channel) == ("due_now", "call")
    with desk.store.read() as reader:
        (consent,) = reader.work(lead_id).consents
    assert (consent.evidence, consent.wording, consent.purpose) == ("form:7", "2026-1", "contact")
    record_consent(desk, lead_id, ConsentAnswer(channel="call", granted=False), at=NOW)
    assert finish(desk, lead_id) == "unreachable"
    with desk.store.read() as reader:
        given, taken = reader.work(lead_id).consents
    assert (taken.withdraws, taken.basis) == (given.consent_id, "withdrawn")


def test_where_another_way_is_open_nothing_waits(desk: Desk) -> None:
    lead_id = someone(desk, "+34612345678", "ana@example.com", all_agreed=False)
    upcoming = ahead(desk, lead_id).upcoming
    assert upcoming is not None
    assert upcoming.channel == "email"


def test_an_opt_out_ends_by_a_new_act_of_the_person_alone(desk: Desk) -> None:
    lead_id = someone(desk, "+34612345678")
    opt_out_lead(desk, lead_id, at=NOW)
    yes = ConsentAnswer(channel="call", granted=True, evidence="call:recorded")
    record_consent(desk, lead_id, yes, at=NOW)
    assert state(desk, lead_id) == ("blocked", "suppressed")
    with pytest.raises(Refused):
        record_consent(
            desk, lead_id, ConsentAnswer(channel="call", granted=True, own_act=True), at=NOW
        )
    again = ConsentAnswer(channel="call", granted=True, own_act=True, evidence="form:8")
    record_consent(desk, lead_id, again, at=NOW)
    assert state(desk, lead_id) == ("open", "")


@pytest.fixture
def stepped(opened: ProfileDesk, tmp_path: Path) -> Iterator[tuple[Desk, SteppedClock]]:
    """The same profile, by a clock that somebody sets."""
    clock = SteppedClock()
    again = open_desk(Profile(tmp_path / "profile"), clock)
    yield again.desk, clock
    again.close()


def test_undo_is_late_though_the_clock_was_set_back(stepped: tuple[Desk, SteppedClock]) -> None:
    """An opt-out is 50 minutes old; the clock of the machine says that it was a moment ago."""
    desk, clock = stepped
    done = opt_out_lead(desk, someone(desk, "+34612345671"))
    assert done.changes.undo_id is not None
    clock.ran_s += 50 * 60
    clock.at += timedelta(seconds=3)
    with pytest.raises(Refused) as late:
        undo(desk, done.changes.undo_id)
    assert late.value.code == "undo_late"
    clock.at = NOW - timedelta(minutes=50)
    clock.boot_id = "after a start"
    with pytest.raises(Refused) as late:
        undo(desk, done.changes.undo_id)
    assert late.value.code == "undo_late"


def test_a_clock_that_steps_a_little_spoils_no_undo(stepped: tuple[Desk, SteppedClock]) -> None:
    desk, clock = stepped
    lead_id = someone(desk, "+34612345671")
    done = opt_out_lead(desk, lead_id)
    assert done.changes.undo_id is not None
    clock.ran_s += 4
    clock.at -= timedelta(seconds=2)
    undo(desk, done.changes.undo_id)
    with desk.store.read() as reader:
        assert not gather(desk, reader, lead_id).snapshot.suppressed


def test_an_opt_out_of_nobody_is_undone_once(desk: Desk) -> None:
    done = opt_out_address(desk, "+12125559999")
    assert done.changes.undo_id is not None
    undo(desk, done.changes.undo_id)
    with pytest.raises(Refused) as twice:
        undo(desk, done.changes.undo_id)
    assert twice.value.code == "undone_before"
