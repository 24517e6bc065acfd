"""Outcomes corrected later: what is kept, what the plan does with it, and what it does not."""

import pytest

from app.core.contact.history import refused_at
from app.core.engine.by_hand import StartPlan
from app.core.engine.correcting import correction_of
from app.core.engine.unplanned import LogContact
from app.core.errors import BadInput, Refused
from app.core.log.events import OutcomeCorrected, OutcomeLogged
from app.core.log.undo import take_back
from tests.builders import make_lead, uid
from tests.core.playing import Play
from tests.core.work.outcome_cases import AT, CALLS, DAY, HOUR, MAIL, PHONE, THEN


def worked(code: str, **more: object) -> Play:
    """A first call with this outcome."""
    play = Play(make_lead(points=(PHONE, MAIL)), CALLS, at=AT)
    play.outcome(code, **more)  # type: ignore[arg-type]  # by name
    return play


def correct(play: Play, outcome: str, kind: type = OutcomeLogged) -> None:
    event_id = next(e.event_id for e in reversed(play.log) if e.type == kind.__name__)
    play.run(correction_of(play.log, event_id, outcome), play.now + HOUR)
    assert play.replayed() == play.work


@pytest.mark.parametrize(
    ("code", "really", "reason", "stage"),
    [
        ("no_answer", "do_not_contact", "opted_out", "lost"),
        ("no_answer", "9", "opted_out", "lost"),
        ("connected", "converted", "converted", "won"),
        ("connected", "not_interested", "not_interested", "lost"),
        ("connected", "unqualified", "unqualified", "lost"),
    ],
)
def test_a_correction_to_an_end_ends_the_plan_now(
    code: str, really: str, reason: str, stage: str
) -> None:
    play = worked(code)
    correct(play, really)
    assert (play.enrolment.finish_reason, play.work.stage) == (reason, stage)
    assert play.enrolment.finished_at == play.now
    assert play.work.planned == ()
    assert bool(play.work.suppressions) == (reason == "opted_out")


@pytest.mark.parametrize("code", ["converted", "not_interested", "unqualified", "do_not_contact"])
def test_a_correction_from_an_end_starts_nothing(code: str) -> None:
    play = worked(code)
    correct(play, "no_answer")
    assert (play.work.enrolment, play.work.planned) == (None, ())
    assert play.work.stage == "working"
    # Who said that they want no contact still wants none.
    assert [s.lifted for s in play.work.suppressions] == [False] * (code == "do_not_contact")
    if code != "do_not_contact":
        play.run(StartPlan(cadence_key="calls"))
        assert play.state() == "active"


@pytest.mark.parametrize(
    ("code", "really"), [("no_answer", "connected"), ("connected", "voicemail_left")]
)
def test_every_other_correction_is_a_fact_alone(code: str, really: str) -> None:
    play = worked(code)
    before = (play.work.planned, play.work.enrolments, play.work.stage)
    correct(play, really)
    assert (play.work.planned, play.work.enrolments, play.work.stage) == before
    assert play.work.touches[0].outcome == really


def test_a_no_that_was_none_no_longer_counts_as_one() -> None:
    play = worked("not_interested")
    assert refused_at(play.work) == AT
    correct(play, "no_answer")
    assert refused_at(play.work) is None


def test_a_try_that_settled_nothing_leaves_the_touch_as_it_ended() -> None:
    play = worked("busy")
    event_id = next(e.event_id for e in play.log if e.type == "OutcomeLogged")
    play.outcome("connected", at=AT + HOUR)
    play.run(correction_of(play.log, event_id, "no_answer"))
    assert play.work.touches[0].outcome == "connected"


def test_a_number_that_was_right_is_dialled_again() -> None:
    play = worked("wrong_contact")
    assert list(play.work.unusable) == [PHONE.point_id]
    correct(play, "no_answer")
    assert list(play.work.unusable) == []


def test_a_number_that_was_wrong_is_not_dialled_again() -> None:
    play = worked("no_answer")
    correct(play, "wrong_contact")
    assert play.work.unusable == (PHONE.point_id,)
    assert play.state() == "active"


def test_the_last_way_that_was_wrong_ends_the_plan() -> None:
    play = Play(make_lead(points=(PHONE,)), CALLS, at=AT)
    play.outcome("no_answer")
    correct(play, "wrong_contact")
    assert play.enrolment.finish_reason == "unreachable"


def test_a_correction_is_corrected_again() -> None:
    play = worked("no_answer")
    correct(play, "converted")
    correct(play, "connected", OutcomeCorrected)
    assert play.work.touches[0].outcome == "connected"
    assert (play.work.enrolment, play.work.stage) == (None, "working")
    with pytest.raises(Refused) as refused:
        correct(play, "connected")
    assert refused.value.code == "same_outcome"


def test_a_contact_nobody_planned_is_corrected_too() -> None:
    play = worked("no_answer")
    said = LogContact(contact_id=uid(7, 0xC0), way="out", channel="call", outcome="no_answer")
    play.run(said, AT + HOUR)
    event_id = play.log[-1].event_id
    play.run(correction_of(play.log, event_id, "connected"))
    assert play.work.touches[-1].outcome == "connected"


def test_a_correction_is_taken_back_like_an_opt_out_by_key() -> None:
    play = worked("no_answer")
    before = play.work
    correct(play, "do_not_contact")
    act = next(e for e in reversed(play.log) if e.type == "OutcomeCorrected")
    play.append(take_back(play.lead.lead_id, play.log, act.event_id))
    assert play.work.planned == before.planned
    assert play.work.touches == before.touches
    assert [s.lifted for s in play.work.suppressions] == [True]
    # It stands no more, so that the same can be said again.
    correct(play, "do_not_contact")


def test_what_cannot_be_corrected() -> None:
    play = worked("call_back", when=THEN)
    with pytest.raises(Refused, match="no outcome"):
        correction_of(play.log, play.log[0].event_id, "connected")
    act = next(e for e in play.log if e.type == "OutcomeLogged")
    play.append(take_back(play.lead.lead_id, play.log, act.event_id))
    with pytest.raises(Refused, match="no outcome"):
        correction_of(play.log, act.event_id, "connected")
    other = worked("no_answer")
    with pytest.raises(BadInput, match="no such outcome"):
        correct(other, "sent")


def test_a_promise_may_be_what_it_was_without_its_date() -> None:
    """A fact alone: nothing is planned for it."""
    play = worked("no_answer")
    correct(play, "call_back")
    assert [t.kind for t in play.work.planned] == ["step"]
    play.tick(AT + 30 * DAY)
