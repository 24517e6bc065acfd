"""Random acts beside the touches: by hand, unplanned contacts, corrections, edits, restarts."""

from datetime import timedelta
from typing import Any, get_args

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from msgspec.structs import replace

from app.core.engine.by_hand import (
    ByHand,
    FinishPlan,
    PausePlan,
    ReroutePlan,
    ResumePlan,
    StartPlan,
)
from app.core.engine.correcting import correction_of
from app.core.engine.engine import Command
from app.core.engine.outcome_effects import ENDS, LogOutcome
from app.core.engine.unplanned import CHANNELS, LogContact, contact_outcomes, way_of
from app.core.engine.upkeep import HandBack, HandBackWay
from app.core.errors import Refused
from app.core.work.outcome import outcomes_of
from tests.builders import make_point, uid
from tests.core.playing import Play

KEYS = ("b2c_standard", "midmarket_b2b", "nurture_long_term", "odd", "business", "grouped")
SAID = ("OutcomeLogged", "ContactLogged", "OutcomeCorrected")
STANDS_IN = ("reply", "callback", "meeting")
ZONES = (
    "Europe/Madrid",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Pacific/Auckland",
    "Pacific/Honolulu",
)
POINTS = (
    make_point(1),
    make_point(2, value="+5215512345678"),
    make_point(3, kind="email", value="a@example.com"),
    make_point(4, kind="email", value="b@example.com"),
    make_point(5, kind="linkedin", value="https://linkedin.com/in/a"),
    make_point(6, value="call me", status="unparsed"),
)
minutes = st.integers(1, 60 * 24 * 20).map(lambda n: timedelta(minutes=n))
picks = st.integers(0, 50)


class BesideThePlan(RuleBasedStateMachine):
    """What people do to one lead that is no touch of its plan."""

    play: Play

    def act(self, command: Command) -> None:
        """Carry it out, or see it refused."""
        raise AssertionError("the machine says how")

    def time_passes(self) -> None:
        """Do what time, or a change of facts, brings about."""
        raise AssertionError("the machine says how")

    @rule(
        prefers=st.sampled_from(["", "whatsapp", "email, morning", "call, evening"]),
        age=st.sampled_from([None, 20, 40, 70]),
        zones=st.sampled_from([*ZONES, None]),
        points=st.sampled_from([POINTS, POINTS[:5], POINTS[:3]]),
    )
    def somebody_edits_the_lead(
        self, prefers: str, age: int | None, zones: str | None, points: tuple[Any, ...]
    ) -> None:
        """Facts of a person change at any time; nothing that was planned gets lost by it."""
        known = {p.point_id for p in points}
        kept = tuple(p for p in self.play.lead.points if p.point_id not in known)
        self.play.lead = replace(
            self.play.lead,
            prefers=prefers,
            age=age,
            zones=(zones,) if zones else self.play.lead.zones,
            points=(*points, *kept),
        )
        self.time_passes()

    @rule()
    def the_program_starts_anew(self) -> None:
        """What was in memory is gone; the log says it all."""
        self.play.work = self.play.replayed()
        self.time_passes()

    @rule(
        what=st.sampled_from(["start", "pause", "pause", "resume", "resume", "reroute", "finish"]),
        key=st.sampled_from(KEYS),
        ahead=minutes,
        pick=picks,
    )
    def somebody_changes_the_plan(self, what: str, key: str, ahead: timedelta, pick: int) -> None:
        acts: dict[str, ByHand] = {
            "start": StartPlan(cadence_key=key, by_manager=bool(pick % 2)),
            "pause": PausePlan(until=self.play.now + ahead),
            "resume": ResumePlan(skip=bool(pick % 2)),
            "reroute": ReroutePlan(cadence_key=key),
            "finish": FinishPlan(reason=tuple(ENDS)[pick % len(ENDS)]),
        }
        self.act(acts[what])

    @precondition(lambda self: any(t.kind in STANDS_IN for t in self.play.work.planned))
    @rule(
        way=st.sampled_from(get_args(HandBackWay)),
        key=st.sampled_from(KEYS),
        code=st.sampled_from(["1", "1", "2"]),
    )
    def they_are_handed_back(self, way: Any, key: str, code: str) -> None:
        touch = next(t for t in self.play.work.planned if t.kind in STANDS_IN)
        choice = HandBack(way=way, to=key, reason="converted")
        self.act(LogOutcome(touch_id=touch.touch_id, outcome=code, hand_back=choice))

    @rule(
        way=st.sampled_from(["in", "in", "out"]),
        channel=st.sampled_from(CHANNELS),
        key=picks,
        ahead=minutes,
    )
    def a_contact_nobody_planned(self, way: Any, channel: Any, key: int, ahead: timedelta) -> None:
        outcomes = contact_outcomes(way, channel)
        outcome = outcomes[key % len(outcomes)]
        when = self.play.now + ahead if outcome.needs == "when" else None
        made = uid(len(self.play.log), 0xC0)
        self.act(
            LogContact(contact_id=made, way=way, channel=channel, outcome=outcome.code, when=when)
        )

    @precondition(lambda self: any(e.type in SAID for e in self.play.log))
    @rule(pick=picks, key=picks)
    def it_was_another_outcome(self, pick: int, key: int) -> None:
        said = [e.event_id for e in self.play.log if e.type in SAID]
        event_id = said[pick % len(said)]
        try:
            command = correction_of(self.play.log, event_id, "")
        except Refused:
            return
        touch = self.play.work.touch(command.touch_id)
        if touch is None:
            return
        outcomes = outcomes_of(touch.channel)
        if touch.kind in ("inbound", "outbound"):
            outcomes = contact_outcomes(way_of(touch), touch.channel)
        self.act(replace(command, outcome=outcomes[key % len(outcomes)].code))
