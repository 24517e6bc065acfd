"""What holds for all rules: one change at a time, no circles, undo, and the log says the same."""

from datetime import datetime, timedelta
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.engine.engine import Enrol, ReadRefusal, decide
from app.core.engine.rule_effects import Observe
from app.core.log.events import RuleFired, decode_body, encode_body
from app.core.log.undo import take_back
from app.core.rules.rule import REROUTES
from app.core.work.signal import ABOUT, SignalKind
from app.core.work.touch import Touch
from tests.core.listening import BOOK, DAY, HOUR, LONG, Listening, mailed, without, worked
from tests.core.playing import MONDAY, cadence, silent

ABOUTS = {**ABOUT, "page_visit": ("pricing", "jobs"), "reply": ("", *ABOUT["reply"])}
MINUTE = timedelta(minutes=1)
KEYS = [rule.key for rule in BOOK.rules]


def test_at_most_one_reroute_for_a_signal_and_moves_give_way_to_it() -> None:
    play = Listening(cadence(*LONG.steps, key="long"), temperature="cold")
    play.outcome("sent", at=MONDAY + HOUR)
    play.hear("open", at=MONDAY + 3 * HOUR)
    play.hear("open", at=MONDAY + 3 * HOUR)
    play.hear("page_visit", about="pricing")
    rulings = play.hear("open", at=MONDAY + 3 * HOUR)
    assert rulings["heat_up"].fires
    assert rulings["opens_many"].because.code == "rule_rerouted"
    fired = [r.rule for r in rulings.values() if r.fires and r.action == "reroute"]
    assert fired == ["heat_up"]


def test_the_plan_it_leads_to_must_exist() -> None:
    play = mailed()
    del play.cadences["account_management"]
    assert play.hear("customer")["customer"].because.code == "rule_no_cadence"
    assert play.on == "long"


def test_a_person_does_not_come_back_within_a_week() -> None:
    play = worked(5, "hot")
    play.ruleset = without(play.ruleset, "score_jump")
    play.lead = play.lead.revised((), {"temperature": "cold"}, ())
    play.work_silently(1)
    assert play.on == "warm_engaged"
    left_at = play.now
    for _ in range(3):
        play.hear("open")
    again = play.hear("page_visit", about="pricing")["heat_up"]
    assert again.because.code == "rule_left_lately"
    after = play.hear("page_visit", about="pricing", at=left_at + 7 * DAY)["heat_up"]
    assert after.fires


def test_the_same_signal_counts_once() -> None:
    play = mailed()
    signal = play.signal("page_visit", about="pricing")
    assert play.run(Observe(signal=signal)) != ()
    assert play.run(Observe(signal=signal)) == ()


def test_an_undone_signal_leaves_no_trace() -> None:
    for kind, facts in (
        ("page_visit", {"about": "pricing"}),
        ("reply", {"about": "not_interested"}),
        ("reply", {}),
        ("customer", {}),
        ("unsubscribe", {"about": "refusal"}),
        ("bounce", {"about": "hard"}),
        ("open", {}),
    ):
        play = mailed()
        before, logged = play.work, len(play.log)
        play.hear(kind, **facts)  # type: ignore[arg-type]  # one of the kinds
        play.append(take_back(play.lead.lead_id, play.log, play.log[logged].event_id))
        lifted = play.work.suppressions
        assert all(entry.lifted for entry in lifted)
        assert (play.work.enrolments, play.work.touches) == (before.enrolments, before.touches)
        assert (play.work.signals, play.work.firings, play.work.stage, play.work.unusable) == (
            before.signals,
            before.firings,
            before.stage,
            before.unusable,
        )
        assert play.replayed() == play.work


def test_undoing_an_outcome_takes_back_the_rule_it_set_off_but_not_what_was_heard() -> None:
    play = worked(4)
    play.tracked = frozenset({"email"})
    before, logged = play.work, len(play.log)
    play.work_silently(1)
    assert play.fired == ["no_sign"]
    play.ruleset = without(BOOK, *KEYS)
    play.hear("click")  # changes nothing, so it stands in nobody's way
    play.append(take_back(play.lead.lead_id, play.log, play.log[logged].event_id))
    assert play.work.firings == before.firings
    assert (play.work.touches, play.work.enrolments) == (before.touches, before.enrolments)
    assert [h.signal.kind for h in play.work.signals] == ["click"]
    assert play.replayed() == play.work


def test_a_firing_says_what_caused_it_and_what_it_changed() -> None:
    play = mailed()
    signal = play.signal("customer")
    bodies = decide(play.facts, Observe(signal=signal), play.now)
    (fired,) = [body for body in bodies if isinstance(body, RuleFired)]
    assert (fired.rule, fired.cause, fired.before, fired.after) == (
        "customer",
        signal.signal_id,
        "long",
        "account_management",
    )
    type_, v, raw = encode_body(fired)
    assert decode_body(type_, v, raw) == fired


@given(st.data())
@settings(suppress_health_check=list(HealthCheck))
def test_whatever_is_heard_nobody_goes_in_circles(data: st.DataObject) -> None:
    """Random signals between random outcomes, on a lead that every rule may take somewhere."""
    temperature = data.draw(st.sampled_from(["cold", "warm", None]))
    plan = data.draw(st.sampled_from(["long", "hot_intensive", "midmarket_b2b"]))
    play = Listening(LONG, temperature=temperature, enrolled=False)
    play.tracked = frozenset(data.draw(st.sampled_from([[], ["email"]])))
    play.run(Enrol(cadence_key=plan, why="test"))
    for _ in range(data.draw(st.integers(1, 25))):
        play.now += data.draw(st.integers(0, 60 * 40)) * MINUTE
        play.tick()
        if any(s.suspected and not s.lifted for s in play.work.suppressions):
            play.run(ReadRefusal(refusal=data.draw(st.booleans())))
        planned = list(play.work.planned)
        silence: bool = data.draw(st.booleans())
        if planned and silence:
            touch: Touch = data.draw(st.sampled_from(planned))
            play.outcome(silent(touch), touch=touch)
            continue
        kind = data.draw(st.sampled_from(get_args(SignalKind)))
        before, fired = play.work, len(play.work.firings)
        play.hear(
            kind,
            about=data.draw(st.sampled_from(ABOUTS.get(kind, ("",)))),
            points=data.draw(st.sampled_from([-10, 15, 30])),
            confidence=data.draw(st.sampled_from([20, 50, 100])),
            until=data.draw(st.sampled_from([None, play.now + 5 * DAY, play.now - DAY])),
        )
        now_fired = play.work.firings[fired:]
        assert sum(f.action in REROUTES for f in now_fired) <= 1
        opens_only = {h.signal.kind for h in play.work.signals} <= {"open"}
        if opens_only and before.enrolment is not None:
            assert play.work.enrolment is not None
            assert play.work.enrolment.enrolment_id == before.enrolment.enrolment_id
        assert len([e for e in play.work.enrolments if e.state != "finished"]) <= 1
        assert len({t.touch_id for t in play.work.touches}) == len(play.work.touches)
    left: dict[str, datetime] = {}
    for firing in play.work.firings:
        if firing.action in REROUTES:
            assert firing.at - left.get(firing.after, firing.at - 8 * DAY) >= 7 * DAY
            left[firing.before] = firing.at
    assert len({f.firing_id for f in play.work.firings}) == len(play.work.firings)
    assert play.replayed() == play.work


def test_a_cold_lead_heats_up_and_cools_down_again() -> None:
    """Opens and a look at the prices; a fortnight of calls nobody answers; and the log agrees."""
    play = Listening(cadence(*LONG.steps, key="long"), temperature="cold")
    play.outcome("sent", at=MONDAY + HOUR)
    for n in range(3):
        play.hear("open", at=MONDAY + (2 + n) * HOUR)
    assert play.on == "long"
    play.hear("page_visit", at=MONDAY + 6 * HOUR, about="pricing")
    assert play.on == "hot_intensive"
    assert play.enrolment.why == "heat_up"
    for touch in [t for t in play.work.planned if t.kind == "inserted"]:
        play.outcome("no_answer" if touch.channel == "call" else "sent", touch=touch)
    play.work_silently(6)
    assert play.on == "warm_engaged"
    assert [e.finish_reason for e in play.work.enrolments] == ["rerouted", "rerouted", None]
    assert play.fired[-1] == "cool_down"
    assert play.replayed() == play.work
