"""Whatever happens, nobody falls out of every lane (docs/rules.md)."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.engine.by_hand import FinishPlan, PausePlan, ReroutePlan, ResumePlan
from app.core.engine.engine import Command, Skip, Snooze, Tick
from app.core.engine.outcome_effects import LogOutcome
from app.core.engine.rule_effects import ruled
from app.core.engine.unplanned import LogContact
from app.core.errors import TouchlineError
from app.core.planning.ways import reachable
from app.core.work.outcome import outcomes_of
from tests.builders import make_point, uid
from tests.core.listening import BOOK, Listening
from tests.core.playing import MONDAY, library

POINTS = (
    make_point(1),
    make_point(2, kind="email", value="ana@example.com"),
    make_point(3, kind="linkedin", value="https://linkedin.com/in/ana"),
)
PLANS = sorted(library().cadences)
SIGNALS = (
    *("open", "click", "reply", "out_of_office", "bounce", "page_visit", "score_change"),
    *("profile_view", "connection_accepted", "title_change"),
)
ABOUT = {"page_visit": "pricing", "bounce": "hard", "title_change": "c_level"}
ACTS = ("outcome", "outcome", "outcome", "signal", "skip", "snooze", "tick", "hand", "undo")


def is_somewhere(play: Listening) -> bool:
    """The person has something planned, rests until a date, or is done with for a reason."""
    work = play.work
    if work.planned:
        return True
    enrolment = work.enrolment
    if enrolment is not None:
        return enrolment.state == "paused" and enrolment.paused_until is not None
    if work.stage in ("won", "lost") or "*" in play.facts.snapshot.suppressed:
        return True
    if work.enrolments[-1].finish_reason == "removed_by_manager":
        return True
    return not reachable(play.facts.lead, play.facts.snapshot, play.now)


def act(play: Listening, data: st.DataObject) -> None:
    """One thing that a rep, the person, a manager or time does."""
    touch = next(iter(play.work.planned), None)
    match data.draw(st.sampled_from(ACTS)):
        case "outcome" if touch is not None:
            outcome = data.draw(st.sampled_from(outcomes_of(touch.channel, touch.kind)))
            when = (
                play.now + timedelta(days=data.draw(st.integers(1, 9))) if outcome.needs else None
            )
            command = LogOutcome(touch_id=touch.touch_id, outcome=outcome.key, when=when)
            play.run(command.because("price"))
        case "signal":
            kind = data.draw(st.sampled_from(SIGNALS))
            points = data.draw(st.integers(-40, 60)) if kind == "score_change" else 0
            play.hear(kind, about=ABOUT.get(kind, ""), points=points)  # type: ignore[arg-type]
        case "skip" if touch is not None:
            play.run(Skip(touch_id=touch.touch_id, reason="wrong_time"))
        case "snooze" if touch is not None:
            until = play.now + timedelta(days=1)
            play.run(Snooze(touch_id=touch.touch_id, until=until))
        case "hand":
            until = play.now + timedelta(days=data.draw(st.integers(1, 30)))
            other = data.draw(st.sampled_from(PLANS))
            reason = data.draw(
                st.sampled_from(("converted", "not_interested", "removed_by_manager"))
            )
            acts: tuple[Command, ...] = (
                PausePlan(until=until),
                ResumePlan(),
                ReroutePlan(cadence_key=other),
                FinishPlan(reason=reason),
            )
            play.run(data.draw(st.sampled_from(acts)))
        case _:
            play.run(Tick())


@settings(max_examples=60)
@given(st.data())
def test_nobody_falls_out(data: st.DataObject) -> None:
    points = data.draw(st.lists(st.sampled_from(POINTS), min_size=1, max_size=3, unique=True))
    play = Listening(data.draw(st.sampled_from(PLANS)), points=tuple(points), ruleset=BOOK)
    assert is_somewhere(play)
    for _ in range(data.draw(st.integers(1, 25))):
        play.now += timedelta(hours=data.draw(st.sampled_from((0, 1, 5, 24, 80, 700))))
        try:
            act(play, data)
        except TouchlineError:
            continue  # refused: nothing has changed
        assert is_somewhere(play), play.plan_line()
    assert play.now >= MONDAY


def test_a_signal_that_ends_a_plan_leads_on_at_once() -> None:
    """What a signal brings about is looked at to its end, as what a rep does is."""
    play = Listening("midmarket_b2b", points=(POINTS[1], POINTS[2]), ruleset=BOOK)
    signal = play.signal("bounce", about="hard")
    bodies, _ = ruled(play.facts, signal, play.now)
    play.append(bodies)
    assert is_somewhere(play), play.plan_line()
    assert play.on == "nurture_elsewhere"


def test_whoever_was_never_on_a_plan_is_kept_in_sight_after_a_meeting() -> None:
    """They were won before they came here, wrote again, and met us: then nothing was planned."""
    play = Listening(enrolled=False, ruleset=BOOK, stage="won")
    contact = LogContact(
        contact_id=uid(1, 0xC0),
        way="in",
        channel="call",
        outcome="meeting_booked",
        when=play.now + timedelta(days=1),
    )
    play.run(contact)
    assert play.work.stage == "meeting"
    meeting = play.planned("meeting")
    play.outcome("held", at=meeting.due_at + timedelta(hours=1), touch=meeting)
    while play.work.planned and play.work.enrolment is None:
        play.outcome("connected", at=play.now + timedelta(days=1), touch=play.work.planned[0])
    assert play.on == "nurture_long_term"
