"""Every way in which a plan ends: its reason, the stage after it, and what follows."""

from collections.abc import Callable

import pytest

from app.core.engine.by_hand import FinishPlan, ReroutePlan
from app.core.engine.engine import Tick
from tests.builders import make_lead
from tests.core.playing import Play, cadence, step, utc
from tests.core.work.outcome_cases import AT, DAY, HOUR, MAILS, PHONE

NURTURE = cadence(step("letter", channel="email", day=30), key="nurture")
# Every plan here names what follows silence; only silence may bring it about.
PLAN = cadence(
    step("one", within_s=300), step("two", day=2, channel="email"), key="plan", then="nurture"
)


def playing(plan: object = PLAN, **how: object) -> Play:
    play = Play(plan=plan, at=AT, **how)  # type: ignore[arg-type]  # as the tests hand it in
    play.cadences |= {"nurture": NURTURE, "mails": MAILS}
    return play


def completed_silent() -> Play:
    """Nobody answered to the last step."""
    play = playing()
    play.outcome("no_answer")
    play.outcome("sent", at=AT + 2 * DAY)
    return play


def converted() -> Play:
    play = playing()
    play.outcome("converted")
    return play


def not_interested() -> Play:
    play = playing()
    play.outcome("not_interested", reason="price")
    return play


def unqualified() -> Play:
    play = playing()
    play.outcome("unqualified", reason="requirements")
    return play


def opted_out() -> Play:
    play = playing()
    play.outcome("do_not_contact")
    return play


def opted_out_elsewhere() -> Play:
    """The number is on a list since; time alone ends the plan."""
    play = playing()
    play.elsewhere = frozenset("*")
    play.run(Tick(), AT + HOUR)
    return play


def unreachable() -> Play:
    """The only number is wrong."""
    play = playing(lead=make_lead(points=(PHONE,), received_at=AT, added_at=AT))
    play.outcome("wrong_contact")
    return play


def max_attempts() -> Play:
    """As often as the plan allows; the step that is left is not made."""
    calls = cadence(
        *(step(f"call_{n}", day=n) for n in range(3)), key="calls", max_attempts=2, then="nurture"
    )
    play = playing(calls)
    play.outcome("no_answer")
    play.outcome("no_answer", at=AT + DAY)
    return play


def rerouted() -> Play:
    play = playing()
    play.run(ReroutePlan(cadence_key="mails"))
    return play


def removed_by_manager() -> Play:
    play = playing()
    play.run(FinishPlan())
    return play


Exit = Callable[[], Play]


@pytest.mark.parametrize(
    ("ended", "reason", "stage", "after", "planned"),
    [
        (completed_silent, "completed_silent", "nurture", "nurture", ["letter"]),
        (converted, "converted", "won", None, []),
        (not_interested, "not_interested", "lost", None, []),
        (unqualified, "unqualified", "lost", None, []),
        (opted_out, "opted_out", "lost", None, []),
        (opted_out_elsewhere, "opted_out", "new", None, []),
        (unreachable, "unreachable", "working", None, []),
        (max_attempts, "max_attempts", "nurture", "nurture", ["letter"]),
        (rerouted, "rerouted", "new", "mails", ["one"]),
        (removed_by_manager, "removed_by_manager", "new", None, []),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_how_a_plan_ends(
    ended: Exit, reason: str, stage: str, after: str | None, planned: list[str]
) -> None:
    play = ended()
    former = play.work.enrolments[0]
    assert (former.state, former.finish_reason) == ("finished", reason)
    assert former.finished_at == play.now
    assert play.work.stage == stage
    following = play.work.enrolment
    assert (following.cadence_key if following else None) == after
    assert [t.step_key or t.kind for t in play.work.planned] == planned
    assert play.replayed() == play.work


def test_silence_leads_where_the_plan_says_and_nowhere_else() -> None:
    play = completed_silent()
    assert play.enrolment.why == "after_silence"
    # An opt-out made elsewhere while nurturing leads nowhere, and neither does an answer.
    play.outcome("not_interested", at=utc("2026-12-28 09:00"))
    assert play.work.enrolment is None
    assert play.work.planned == ()


def test_a_wrong_number_of_a_phone_enquiry_goes_on_by_mail_the_same_day() -> None:
    """The phone plan that ships has nothing written; their good address is not left for a month."""
    lead = make_lead(received_at=AT, added_at=AT, source="phone_enquiry")
    play = Play(lead, "call_centre_basic", at=AT)
    play.outcome("wrong_contact", at=AT + HOUR)
    touch = play.planned()
    assert (touch.channel, touch.due_at) == ("email", AT + HOUR)
