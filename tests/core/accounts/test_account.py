"""Several people of one account: roles, starts in business days, and an answer that tells all."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.accounts.account import account_id, account_of, answer_in, hear
from app.core.cadence.cadence import Prefer, PreferredTime, Role
from app.core.contact.business_time import add_days, local_date
from app.core.contact.policy import Snapshot
from app.core.engine.by_hand import ResumePlan
from app.core.engine.engine import Enrol
from app.core.engine.rule_effects import Observe
from app.core.errors import Refused
from app.core.log.events import (
    AccountAnswer,
    AccountAnswered,
    Body,
    EnrolmentPaused,
    OutcomeUndone,
    SignalReceived,
    decode_body,
    encode_body,
)
from app.core.log.projection import apply_all
from app.core.log.undo import take_back, take_back_of_another
from app.core.planning.days import business_day
from app.core.queue.ranking import place
from app.core.work.place import Place
from app.core.work.signal import Signal, SignalKind
from tests.builders import NOW, ORG, make_event, make_lead, uid
from tests.core.playing import MONDAY, Play, cadence, library, step, utc
from tests.rulebooks import shipped

ACCOUNT = uid(1, 0xAC)
LUCIA = uid(7, 1)
DAY = timedelta(days=1)
# From 09:00, when MONDAY begins, to the usual hour of a first call.
AT_ELEVEN = timedelta(hours=2)
ALL = cadence(
    step("call_champion", day=0, role="champion"),
    step("mail_technical", day=0, role="technical", channel="email"),
    step("parcel", day=2, channel="direct_mail"),
    step("call_again", day=3, role="champion"),
    direction="outbound",
    stagger_days=2,
    account_pause_days=5,
)


def member(role: Role = "champion", *, starts_in: int | None = None, **how: Any) -> Play:
    """Somebody of the account on the plan, from `MONDAY` on or so many business days later."""
    lead = make_lead(direction="outbound", received_at=MONDAY - 9 * DAY, added_at=MONDAY - 9 * DAY)
    play = Play(how.pop("lead", lead), how.pop("plan", ALL), enrolled=False, alone=True, **how)
    seat = Place(role=role, account_id=ACCOUNT, starts_in=starts_in)
    play.run(Enrol(cadence_key=play.plan, why="test", place=seat))
    return play


def test_an_account_is_the_same_however_its_company_is_spelled() -> None:
    mine = account_id(ORG, "Café Niño, S.L.")
    assert mine is not None
    assert account_id(ORG, "  CAFE   nino s l") == mine
    assert account_id(uid(9), "Café Niño, S.L.") != mine
    assert account_id(ORG, "Café") != mine
    assert account_id(ORG, " - ") is None


def test_each_hears_what_is_for_their_role() -> None:
    plans: dict[Role, list[str]] = {
        "champion": ["call_champion", "parcel", "call_again"],
        "technical": ["mail_technical", "parcel"],
    }
    for role, keys in plans.items():
        play, worked = member(role), []
        while play.work.planned:
            worked.append(play.current.step_key)
            code = "no_answer" if play.current.channel == "call" else "sent"
            play.outcome(code, at=max(play.current.due_at, play.now))
        assert worked == keys
        assert {e.finish_reason for e in play.work.enrolments} == {"completed_silent"}


def test_the_row_counts_the_steps_of_the_role_alone() -> None:
    found = place(member("technical").facts, MONDAY)
    assert found is not None
    assert (found.step_no, found.step_count) == (1, 2)


def test_without_a_role_the_first_of_the_plan_is_taken() -> None:
    play = Play(plan=ALL)
    enrolment = play.work.enrolment
    assert enrolment is not None
    assert enrolment.role == "champion"


@pytest.mark.parametrize("plan", ["midmarket_b2b", ALL])
def test_a_role_that_the_plan_does_not_have_is_refused(plan: Any) -> None:
    play = Play(plan=plan, enrolled=False)
    with pytest.raises(Refused) as refused:
        play.run(Enrol(cadence_key=play.plan, why="test", place=Place(role="business")))
    assert refused.value.code == "no_such_role"


def test_who_moves_leaves_the_plan_they_were_on() -> None:
    play = Play(plan="midmarket_b2b")
    seat = Place(role="technical", account_id=ACCOUNT)
    play.cadences[ALL.key] = ALL
    play.run(Enrol(cadence_key=ALL.key, why="account", place=seat, moves=True))
    former, enrolment = play.work.enrolments
    assert (former.finish_reason, enrolment.role) == ("rerouted", "technical")
    assert {t.enrolment_id for t in play.work.planned} == {enrolment.enrolment_id}


# Business days


@pytest.mark.parametrize(
    ("starts_in", "first_at"),
    [
        (None, "2026-12-04 10:00"),  # a Friday, today at 11:00
        (0, "2026-12-04 10:00"),
        (1, "2026-12-07 10:00"),
        (2, "2026-12-09 10:00"),  # Tuesday the 8th is a holiday in Spain
        (3, "2026-12-10 10:00"),
    ],
)
def test_a_start_counts_business_days_without_holidays(
    starts_in: int | None, first_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.core.playing.house_hours", shipped)
    play = member(starts_in=starts_in, at=utc("2026-12-04 09:00"))
    (touch,) = play.work.planned
    assert touch.due_at == utc(first_at)
    enrolment = play.work.enrolment
    assert enrolment is not None
    assert enrolment.started_at <= touch.due_at


def test_a_start_of_today_on_a_day_off_is_the_next_business_day() -> None:
    play = member(starts_in=0, at=utc("2026-11-28 10:00"))  # a Saturday
    assert [t.due_at for t in play.work.planned] == [utc("2026-11-30 10:00")]


def test_a_liking_for_another_day_moves_nobody_before_their_start() -> None:
    mondays = Prefer(call=PreferredTime(weekdays=(0,)))
    plan = cadence(
        step("call", day=0, role="champion"), direction="outbound", prefer=mondays, stagger_days=1
    )
    assert member(plan=plan, starts_in=1).current.due_at == MONDAY + DAY + AT_ELEVEN
    assert member(plan=plan, starts_in=None).current.due_at == MONDAY + AT_ELEVEN


def test_no_rule_contacts_anybody_before_their_start() -> None:
    play = member(starts_in=2, ruleset=library().ruleset)
    due_at = play.current.due_at
    assert due_at == MONDAY + 2 * DAY + AT_ELEVEN
    seen = Signal(signal_id=uid(1, 0x51), kind="page_visit", about="pricing", at=MONDAY)
    play.run(Observe(signal=seen))
    play.tick(MONDAY + DAY)
    assert [t.due_at for t in play.work.planned] == [due_at]
    assert play.place().lane == "upcoming"
    again = Signal(signal_id=uid(2, 0x51), kind="page_visit", about="pricing", at=due_at)
    play.run(Observe(signal=again), due_at)
    assert len(play.work.planned) > 1


@given(
    on=st.dates(date(2026, 1, 1), date(2028, 12, 1)),
    days=st.integers(0, 30),
    country=st.sampled_from(["ES", "MX", "DE", "US", "BR"]),
)
def test_business_days_land_on_a_day_of_work(on: date, days: int, country: str) -> None:
    book = shipped()
    lead = make_lead(country=country, points=(), zones=())
    found = business_day(lead, Snapshot(rules=book), on, days)
    holidays = book.calendars[country]
    assert found.weekday() < 5
    assert found not in holidays
    worked = [d for n in range((found - on).days + 1) if _works(d := on + n * DAY, holidays)]
    assert len(worked) - _works(on, holidays) == days or (days == 0 and worked == [found])
    assert found == add_days(on, days, business=True, holidays=holidays)


def _works(on: date, holidays: frozenset[date]) -> bool:
    return on.weekday() < 5 and on not in holidays


# Answers


@pytest.mark.parametrize(
    ("role", "outcome", "answer"),
    [
        ("champion", "connected", "spoke"),
        ("champion", "meeting_booked", "meeting"),
        ("champion", "converted", "meeting"),
        ("champion", "not_interested", "spoke"),
        ("champion", "do_not_contact", "opted_out"),
        ("champion", "no_answer", None),
        ("champion", "voicemail_left", None),
        ("champion", "someone_else", None),
        ("technical", "replied", "replied"),
        ("technical", "not_interested", "replied"),
        ("technical", "sent", None),
        ("technical", "away", None),
    ],
)
def test_what_counts_as_an_answer(role: Role, outcome: str, answer: AccountAnswer | None) -> None:
    play = member(role)
    before = play.work
    when = MONDAY + 2 * DAY if outcome == "meeting_booked" else None
    assert answer_in(before, play.outcome(outcome, when=when)) == answer


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("reply", "replied"), ("out_of_office", None), ("open", None), ("bounce", None)],
)
def test_what_signal_is_an_answer(kind: SignalKind, answer: AccountAnswer | None) -> None:
    body = SignalReceived(signal=Signal(signal_id=uid(1), kind=kind, at=NOW))
    assert answer_in(member().work, [body]) == answer


def told(play: Play, answer: AccountAnswer = "replied") -> tuple[Body, ...]:
    """What the person is told of a colleague's answer, written down as its consequence."""
    bodies = hear(play.facts, ACCOUNT, LUCIA, answer, play.now)
    cause = uid(99, 0xEE)
    for body in bodies:
        play.log.append(
            make_event(
                body,
                len(play.log) + 1,
                occurred_at=play.now,
                lead_id=play.lead.lead_id,
                cause_id=cause,
            )
        )
    for body in bodies:
        type_, v, raw = encode_body(body)
        assert decode_body(type_, v, raw) == body
    play.work = apply_all(play.work, ((body, play.now) for body in bodies))
    return bodies


def test_an_answer_of_one_stills_the_plan_of_another_for_some_business_days() -> None:
    play = member("technical")
    answered, paused = told(play)
    assert answered == AccountAnswered(account_id=ACCOUNT, by=LUCIA, answer="replied")
    assert isinstance(paused, EnrolmentPaused)
    assert paused.until == MONDAY + 7 * DAY - timedelta(hours=1)  # mail opens at eight
    found = play.place()
    assert (found.lane, found.reason.code) == ("upcoming", "account_replied")
    assert found.reason.args["until"] == paused.until.isoformat()
    play.tick(paused.until)
    assert play.place().lane == "due_now"
    assert play.place().reason.code != "account_replied"


def test_a_person_of_another_account_or_on_no_plan_is_told_nothing() -> None:
    play = member()
    assert hear(play.facts, uid(2, 0xAC), LUCIA, "replied", MONDAY) == ()
    play.outcome("not_interested")
    assert account_of(play.work) == ACCOUNT
    assert hear(play.facts, ACCOUNT, LUCIA, "replied", MONDAY) == ()


def test_who_waits_for_something_of_their_own_is_told_and_left_as_they_are() -> None:
    play = member("technical")
    play.outcome("replied")
    before = play.work.enrolment
    assert [type(body) for body in told(play)] == [AccountAnswered]
    assert play.work.enrolment == before


def test_a_longer_pause_stays() -> None:
    play = member("technical")
    play.outcome("away", when=MONDAY + 30 * DAY)
    assert [type(body) for body in told(play, "spoke")] == [AccountAnswered]


def test_a_rep_resumes_earlier_and_nothing_moves_twice() -> None:
    play = member("technical")
    told(play)
    play.run(ResumePlan(), MONDAY + DAY)
    enrolment = play.work.enrolment
    assert enrolment is not None
    assert (enrolment.state, enrolment.paused_until) == ("active", None)
    assert play.current.due_at == MONDAY + DAY
    with pytest.raises(Refused) as refused:
        play.run(ResumePlan())
    assert refused.value.code == "not_paused"


# Undo


def test_what_an_answer_did_to_others_is_taken_back() -> None:
    play = member("technical")
    before = play.work
    told(play)
    cause = uid(99, 0xEE)
    (back,) = take_back_of_another(play.lead.lead_id, play.log, cause)
    assert isinstance(back, OutcomeUndone)
    play.append([back])
    assert play.work == before
    assert take_back_of_another(play.lead.lead_id, play.log, uid(98, 0xEE)) == ()


def test_what_a_rep_decided_since_stays() -> None:
    play = member("technical")
    told(play)
    play.run(ResumePlan(), MONDAY + timedelta(seconds=4))
    after = play.work
    play.append(list(take_back_of_another(play.lead.lead_id, play.log, uid(99, 0xEE))))
    assert play.work == after


def test_of_a_person_who_was_worked_since_only_the_pause_is_taken_back() -> None:
    play = member("technical")
    told(play)
    play.outcome("sent", at=MONDAY + timedelta(seconds=4), touch=play.work.planned[0])
    after, before = play.work, play.work.enrolment
    assert before is not None
    assert (before.state, before.attempts) == ("paused", 1)
    play.append(list(take_back_of_another(play.lead.lead_id, play.log, uid(99, 0xEE))))
    enrolment = play.work.enrolment
    assert enrolment is not None
    assert (enrolment.state, enrolment.paused_until, enrolment.attempts) == ("active", None, 1)
    assert play.work.touches == after.touches


def test_undoing_their_own_outcome_leaves_the_pause_of_a_colleagues_answer() -> None:
    play = member("champion")
    first = play.outcome("no_answer")
    acted = play.log[-len(first)].event_id
    _, paused = told(play)
    assert isinstance(paused, EnrolmentPaused)
    play.append(list(take_back(play.lead.lead_id, play.log, acted)))
    enrolment = play.work.enrolment
    assert enrolment is not None
    assert (enrolment.state, enrolment.paused_until) == ("paused", paused.until)
    assert (enrolment.attempts, play.current.step_key) == (0, "call_champion")
    assert local_date(paused.until, "Europe/Madrid") == date(2026, 11, 30)  # type: ignore[arg-type]
