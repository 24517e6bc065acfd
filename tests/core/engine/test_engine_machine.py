"""Random work on random people: what holds whatever anybody does, and in whichever order.

Pure: no store, no window. The log is kept as bytes, as a store would keep it.
"""

from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Any, get_args
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from app.core.cadence.cadence import Cadence, Prefer, PreferredTime
from app.core.contact.policy import judge
from app.core.contact.reasons import NO_FREE_TEXT
from app.core.engine.engine import Command, Dial, Enrol, Skip, Snooze, Tick, decide
from app.core.engine.outcome_effects import LogOutcome
from app.core.engine.rule_effects import Observe
from app.core.errors import Refused
from app.core.ids import touch_id
from app.core.log.events import ConsentRecorded, decode_body, encode_body
from app.core.log.undo import take_back
from app.core.people.lead import ConsentChannel
from app.core.planning.slots import slots
from app.core.queue.ranking import place
from app.core.work.enrolment import LeadWork
from app.core.work.outcome import outcomes_of
from app.core.work.signal import ABOUT, Signal, SignalKind
from app.core.work.touch import Touch
from tests.builders import make_consent, make_lead, uid
from tests.core.beside_the_plan import (
    POINTS,
    STANDS_IN,
    ZONES,
    BesideThePlan,
    minutes,
    picks,
)
from tests.core.listening import TARGETS
from tests.core.playing import Play, cadence, library, silent, step

ODD = (
    cadence(
        step("call", within_s=300, if_late="escalate"),
        step("again", after_s=4 * 3600, only_if="no_conversation"),
        step("mail", day=1, channel="email", adapt=True, if_late="skip", late_after_s=7200),
        step("voicemail", day=1, channel="voicemail", only_if="no_answer"),
        step("pair_a", day=3, group="pair"),
        step("pair_b", day=3, channel="email", group="pair", always=True),
        step("pair_c", day=3, channel="voicemail", group="pair", only_if="no_answer"),
        step(
            "pair_d",
            day=3,
            channel="linkedin_message",
            only_if="connected",
            otherwise="linkedin_connect",
            group="pair",
            if_late="skip",
        ),
        step("pair_e", day=3, channel="sms", only_if="no_conversation", group="pair"),
        step("letter", day=5, channel="direct_mail"),
        step("last", day=7, at=time(21), channel="whatsapp", adapt=True),
        key="odd",
        goal="conversion",
        max_attempts=12,
    ),
    cadence(
        step("hello", within_s=300, group="hello", if_late="escalate"),
        step("note", day=0, channel="email", group="hello", if_late="skip", late_after_s=7200),
        step("look", day=0, channel="linkedin_engage", group="hello", always=True),
        step("after", after_s=3600, group="then"),
        step("task", day=0, channel="task", group="then", always=True),
        step("round", day=30, group="again", repeat_days=30),
        step("letter", day=30, channel="email", group="again", repeat_days=30),
        key="grouped",
        goal="conversion",
    ),
    cadence(
        step("one", day=0, channel="linkedin_connect"),
        step("two", day=2, between=(time(2, 30), time(3))),
        step("three", day=4, channel="sms", if_late="skip"),
        key="business",
        day_count="business",
        direction="outbound",
        then="nurture_long_term",
        prefer=Prefer(call=PreferredTime(weekdays=(1, 2), between=(time(16), time(17)))),
    ),
)
KEYS = (
    "b2c_standard",
    "call_centre_basic",
    "midmarket_b2b",
    "nurture_long_term",
    "odd",
    "business",
    "grouped",
    "grouped",
)
CHANNELS: tuple[ConsentChannel, ...] = ("call", "email", "sms", "whatsapp", "linkedin")
OFFERED = ("first_contact", "replies", "callbacks", "due_now")
READ_FIRST = {"unread_refusal", NO_FREE_TEXT.code}
MOMENT = timedelta(microseconds=1)


class Work(BesideThePlan):
    """A rep, the clock, and everybody else who may change what is known of one lead."""

    def __init__(self) -> None:
        super().__init__()
        self.acts: list[tuple[UUID, LeadWork]] = []
        self.read = 0

    @initialize(
        key=st.sampled_from(KEYS),
        zones=st.sampled_from([*ZONES, *ZONES, None]),
        confirmed=st.booleans(),
        points=st.permutations(POINTS).flatmap(
            lambda points: st.sampled_from([points, points, points[:5], points[:2], points[:1], []])
        ),
        refused=st.sets(st.sampled_from([None, None, *CHANNELS]), max_size=2),
        at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 - made aware below
        waited=st.sampled_from([0, 0, 2, 6, 60 * 24 * 30]),
        direction=st.sampled_from(["inbound", "inbound", "outbound"]),
    )
    def someone_comes_in(
        self,
        *,
        key: str,
        zones: str | None,
        confirmed: bool,
        points: list[Any],
        refused: set[ConsentChannel | None],
        at: datetime,
        waited: int,
        direction: str,
    ) -> None:
        now = at.replace(tzinfo=UTC)
        lead = make_lead(
            received_at=now - timedelta(minutes=waited),
            added_at=now,
            zones=ZONES[:2] if not confirmed and zones == ZONES[1] else (zones,) if zones else (),
            zone_confirmed=confirmed,
            points=tuple(points),
            direction=direction,
        )
        self.play = Play(lead, at=now, consents=(), enrolled=False)
        self.play.cadences |= {plan.key: plan for plan in (*ODD, *TARGETS)}
        self.play.ruleset = library().ruleset
        self.play.tracked = frozenset({"email"}) if waited else frozenset()
        for channel in CHANNELS:
            self.consent(channel, granted=channel not in refused)
        self.play.run(Enrol(cadence_key=key, why="routing"))

    def consent(
        self, channel: ConsentChannel, *, granted: bool, ends: timedelta | None = None
    ) -> None:
        made = make_consent(
            len(self.play.log),
            channel=channel,
            granted=granted,
            recorded_at=self.play.now,
            expires_at=ends and self.play.now + ends,
        )
        self.play.append([ConsentRecorded(consent=made)])

    def act(self, command: Command) -> None:
        """What a person does: it either works, or is refused and changes nothing."""
        before = self.play.work
        logged = len(self.play.log)
        try:
            bodies = self.play.run(command)
        except Refused:
            assert self.play.work == before
            return
        if bodies:
            self.acts.append((self.play.log[logged].event_id, before))

    def touch(self, pick: int) -> Touch:
        planned = self.play.work.planned
        return planned[pick % len(planned)]

    def log(self, touch: Touch, code: str, when: datetime | None = None, reason: str = "") -> None:
        self.act(LogOutcome(touch_id=touch.touch_id, outcome=code, when=when, reason=reason))

    @precondition(lambda self: self.play.work.planned)
    @rule(pick=picks, key=picks, ahead=minutes, reason=st.sampled_from(["", "hard", "price"]))
    def any_outcome(self, pick: int, key: int, ahead: timedelta, reason: str) -> None:
        touch = self.touch(pick)
        outcomes = outcomes_of(touch.channel)
        outcome = outcomes[key % len(outcomes)]
        when = self.play.now + ahead if outcome.needs == "when" or ahead.seconds % 2 else None
        self.log(touch, outcome.code, when, reason)

    @precondition(lambda self: self.play.work.planned)
    @rule(pick=picks)
    def nobody_answers(self, pick: int) -> None:
        self.log(self.touch(pick), silent(self.touch(pick)))

    @precondition(lambda self: self.play.work.planned)
    @rule(
        pick=picks,
        call=st.sampled_from(
            ["busy", "busy", "someone_else", "voicemail_left", "send_information"]
        ),
        text=st.sampled_from(["replied", "replied", "away", "not_delivered"]),
    )
    def something_else_happens(self, pick: int, call: str, text: str) -> None:
        touch = self.touch(pick)
        self.log(touch, call if touch.channel in ("call", "voicemail") else text)

    @precondition(lambda self: self.play.work.planned)
    @rule(
        pick=picks,
        ahead=minutes,
        code=st.sampled_from(["call_back", "call_back", "meeting_booked"]),
    )
    def they_promise(self, pick: int, ahead: timedelta, code: str) -> None:
        self.log(self.touch(pick), code, self.play.now + ahead)

    @precondition(lambda self: self.play.work.planned)
    @rule(pick=picks)
    def dial(self, pick: int) -> None:
        self.act(Dial(touch_id=self.touch(pick).touch_id))

    @precondition(lambda self: self.play.work.planned)
    @rule(pick=picks)
    def skip(self, pick: int) -> None:
        self.act(Skip(touch_id=self.touch(pick).touch_id, reason="other"))

    @precondition(lambda self: self.play.work.planned)
    @rule(pick=picks, ahead=minutes)
    def snooze(self, pick: int, ahead: timedelta) -> None:
        self.act(Snooze(touch_id=self.touch(pick).touch_id, until=self.play.now + ahead))

    @precondition(lambda self: self.play.work.enrolment is None)
    @rule(key=st.sampled_from(KEYS))
    def enrol_again(self, key: str) -> None:
        self.act(Enrol(cadence_key=key, why="manager"))

    @rule(
        kind=st.sampled_from(get_args(SignalKind)),
        pick=picks,
        ahead=minutes,
        points=st.sampled_from([-5, 20, 40]),
        sure=st.sampled_from([20, 60, 100]),
        channel=st.sampled_from([None, "email", "sms", "call"]),
    )
    def something_is_heard(
        self,
        *,
        kind: SignalKind,
        pick: int,
        ahead: timedelta,
        points: int,
        sure: int,
        channel: Any,
    ) -> None:
        says = ("", "pricing", *ABOUT.get(kind, ()))
        signal = Signal(
            signal_id=uid(len(self.play.log), 0x51),
            kind=kind,
            at=self.play.now,
            confidence=sure,
            channel=channel,
            about=says[pick % len(says)],
            until=self.play.now + ahead if pick % 2 else None,
            points=points,
        )
        self.act(Observe(signal=signal))

    @rule(ahead=minutes, back=st.sampled_from([False, False, False, True]))
    def clock_jumps(self, ahead: timedelta, back: bool) -> None:
        self.play.now += -ahead / 50 if back else ahead
        self.time_passes()

    @rule()
    def next_row_change(self) -> None:
        row = place(self.play.facts, self.play.now)
        if row is not None and row.lane_until is not None:
            self.play.now = max(self.play.now, row.lane_until)
        self.time_passes()

    @rule()
    def time_passes(self) -> None:
        """Once is enough: nothing is done twice, and the row is good for some time."""
        self.play.tick()
        assert self.play.tick() == ()
        row = place(self.play.facts, self.play.now)
        assert row is None or row.lane_until is None or row.lane_until > self.play.now
        if "*" in self.play.elsewhere:
            assert {t.kind for t in self.play.work.planned} <= {"reply"}

    @rule(
        channel=st.sampled_from(CHANNELS),
        what=st.sampled_from(["yes", "yes", "for a time", "no", "out", "all out", "back", "back"]),
        ends=minutes,
    )
    def they_change_their_mind(self, channel: ConsentChannel, what: str, ends: timedelta) -> None:
        """In words to us, or towards somebody else of the house."""
        if what in ("yes", "no", "for a time"):
            ended = ends if what == "for a time" else None
            self.consent(channel, granted=what != "no", ends=ended)
        elif what == "back":
            self.play.elsewhere = frozenset()
        else:
            self.play.elsewhere |= {"*" if what == "all out" else channel}

    @precondition(lambda self: self.acts)
    @rule()
    def undo(self) -> None:
        """The last act of a person can be taken back, and then all is as it was before."""
        event_id, before = self.acts.pop()
        try:
            bodies = take_back(self.play.lead.lead_id, self.play.log, event_id)
        except Refused:
            undone = next(e for e in self.play.log if e.event_id == event_id)
            assert undone.type in ("FirstContactSet", "EnrolmentStarted")
            self.acts.clear()
            return
        self.play.append(bodies)
        lifted = {s.suppression_id for s in self.play.work.suppressions if s.lifted}
        made = {s.suppression_id for s in before.suppressions}
        assert {s.suppression_id for s in self.play.work.suppressions} - made <= lifted
        assert comparable(self.play.work) == comparable(before)

    @rule()
    def look_ahead(self) -> None:
        """Every outcome of every open touch can be thought through."""
        now = self.play.now
        for touch in self.play.work.planned:
            for outcome in outcomes_of(touch.channel):
                command = LogOutcome(
                    touch_id=touch.touch_id, outcome=outcome.code, when=now + timedelta(days=1)
                )
                try:
                    assert decide(self.play.facts, command, now)
                except Refused as refused:
                    if refused.code != "read_first":  # nobody acts before that is read
                        raise
        decide(self.play.facts, Tick(), now)

    # What always holds

    @invariant()
    def one_plan_at_a_time(self) -> None:
        work = self.play.work
        unfinished = [e for e in work.enrolments if e.state != "finished"]
        assert len(unfinished) <= 1
        steps = [t for t in work.planned if t.kind == "step"]
        assert len({touch_in(self.play.cadences, work, t) for t in steps}) <= 1
        assert {t.enrolment_id for t in steps} <= {e.enrolment_id for e in unfinished}
        assert len({t.touch_id for t in work.touches}) == len(work.touches)
        assert len({e.enrolment_id for e in work.enrolments}) == len(work.enrolments)
        for touch in work.touches:
            assert (touch.settled_at is None) == (touch.state == "planned")

    @invariant()
    def nobody_is_stuck(self) -> None:
        """An open enrolment has a step to work, or a promise or a reply that it waits for."""
        enrolment = self.play.work.enrolment
        if enrolment is None:
            return
        own = [t for t in self.play.work.planned if t.enrolment_id == enrolment.enrolment_id]
        waits = enrolment.state == "with_person" or (
            enrolment.state == "paused" and enrolment.paused_until is None
        )
        kinds = STANDS_IN if waits else ("step",)
        assert [t for t in own if t.kind in kinds], (enrolment, own)

    @invariant()
    def who_opted_out_has_nothing_planned(self) -> None:
        work = self.play.work
        said = [s for s in work.suppressions if not s.lifted and not s.suspected]
        if any("*" in s.channels for s in said):
            # What they write to us afterwards is still there to be read, and may hold a promise.
            assert {t.kind for t in work.planned} <= set(STANDS_IN)
            assert work.enrolment is None

    @invariant()
    def steps_keep_their_order(self) -> None:
        for enrolment in self.play.work.enrolments:
            plan = self.play.cadences[enrolment.cadence_key]
            places = [
                order_in(plan, t)
                for t in self.play.work.touches
                if t.touch_id == touch_id(enrolment.enrolment_id, t.step_key, t.occurrence)
            ]
            assert len(set(places)) == len(places)
            # In the last touch, an action whose condition is open yet may come later, or never.
            missing = set(range(max(places, default=0))) - set(places)
            assert all(number_of(plan, n) == number_of(plan, max(places)) for n in missing)

    @invariant()
    def the_log_says_the_same(self) -> None:
        for event in self.play.log[self.read :]:
            body = decode_body(event.type, event.v, event.body)
            assert body is not None
            assert encode_body(body) == (event.type, event.v, event.body)
        self.read = len(self.play.log)
        assert self.play.replayed() == self.play.work

    @invariant()
    def the_clock_is_one_of_five_things(self) -> None:
        clock = self.play.work.first_contact
        if clock is None:
            return
        attempted = clock.attempted_at is not None
        assert attempted == (clock.state in ("attempted", "breached_attempted")) or (
            clock.state == "not_startable"
        )
        assert (clock.deadline_at is None) == (clock.state == "not_startable")
        assert (clock.breached_at is not None) == clock.state.startswith("breached")
        assert clock.reached_at is None or attempted

    @invariant()
    def the_row_is_allowed_and_holds(self) -> None:
        facts, now = self.play.facts, self.play.now
        row = place(facts, now)
        if row is None:
            return
        touch = self.play.work.touch(row.touch_id)
        assert touch is not None
        assert touch.state == "planned"
        verdict = judge(touch, facts.lead, now, facts.snapshot)
        if row.lane in OFFERED:
            # What looks like an opt-out is shown to be read, and a platform's no to be gone round.
            if row.lane == "replies" and READ_FIRST & {why.code for why in verdict.reasons[:1]}:
                return
            assert verdict.state != "blocked"
            ahead = row.lane == "callbacks" and touch.due_at > now
            dialled = row.lane == "first_contact" and row.first_contact != "running"
            assert verdict.state == "open" or ahead or dialled
        until = row.lane_until or now + timedelta(days=40)
        if until > now:
            for at in (now + (until - now) / 3, until - MOMENT):
                assert place(facts, at) == row, (at, now, until)


def comparable(work: LeadWork) -> LeadWork:
    """Without what an undo leaves alone: opt-outs (lifted), consent, and what was heard since."""
    return replace(work, suppressions=(), consents=(), signals=())


def touch_no(plan: Cadence, touch: Touch) -> tuple[int, int]:
    return plan.touch_no(plan.step(touch.step_key)), touch.occurrence


def touch_in(plans: dict[str, Cadence], work: LeadWork, touch: Touch) -> tuple[int, int]:
    """The touch of the plan that a step is an action of."""
    enrolment = next(e for e in work.enrolments if e.enrolment_id == touch.enrolment_id)
    return touch_no(plans[enrolment.cadence_key], touch)


def number_of(plan: Cadence, place: int) -> tuple[int, int]:
    slot = next(islice(slots(plan), place, None))
    return plan.touch_no(slot.step), slot.occurrence


def order_in(plan: Cadence, touch: Touch) -> int:
    for n, slot in enumerate(slots(plan)):
        if (slot.step.key, slot.occurrence) == (touch.step_key, touch.occurrence):
            return n
    raise AssertionError(f"{touch.step_key} is no step of {plan.key}")


def test_random_work() -> None:
    """A small share at every run; more of it with HYPOTHESIS_PROFILE=explore."""
    chosen = settings()
    if chosen.max_examples < 100:
        chosen = settings(max_examples=25, stateful_step_count=40)
    run_state_machine_as_test(
        Work, settings=settings(chosen, suppress_health_check=list(HealthCheck))
    )
