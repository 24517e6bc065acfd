"""An attempt counts at the moment it was made, whatever becomes of the touch."""

from datetime import datetime, timedelta

import pytest

from app.core.contact.history import attempts_of
from app.core.engine.by_hand import PausePlan
from app.core.people.lead import Lead
from tests.builders import make_lead
from tests.core.playing import Play, utc
from tests.core.work.outcome_cases import AT, CALLS, DAY, HOUR, MAIL, MAILS, MINUTE, PHONE


def somebody() -> Lead:
    return make_lead(points=(PHONE, MAIL))


def attempts(play: Play) -> list[datetime]:
    return [at for at, _ in attempts_of(play.work)]


def test_a_pause_moves_no_attempt() -> None:
    """Busy on Monday at ten, then a pause to Saturday: the line was tried on Monday."""
    play = Play(somebody(), CALLS, at=AT)
    play.outcome("busy")
    play.run(PausePlan(until=utc("2026-11-28 10:00")), at=AT + MINUTE)
    assert attempts(play) == [utc("2026-11-23 10:00")]
    play.tick(utc("2026-11-28 10:00"))
    assert attempts(play) == [utc("2026-11-23 10:00")]


@pytest.mark.parametrize("outcome", ["busy", "someone_else"])
def test_a_date_ahead_puts_no_attempt_into_the_future(outcome: str) -> None:
    play = Play(somebody(), CALLS, at=AT)
    play.outcome(outcome, when=AT + DAY)
    assert attempts(play) == [AT]
    assert play.facts.after(play.work).snapshot.attempts == ((AT, "call"),)


def test_each_try_of_a_touch_stands_at_its_own_moment() -> None:
    play = Play(somebody(), CALLS, at=AT)
    play.outcome("busy")
    play.outcome("no_answer", at=AT + HOUR)
    assert attempts(play) == [AT, AT + HOUR]


@pytest.mark.parametrize("wait", [timedelta(minutes=15), 2 * DAY])
def test_leaving_a_touch_out_unmakes_no_attempt(wait: timedelta) -> None:
    play = Play(somebody(), CALLS, at=AT)
    play.outcome("busy")
    play.skip(at=AT + wait)
    assert attempts(play) == [AT]


def test_what_they_wrote_is_no_attempt_of_ours() -> None:
    play = Play(somebody(), MAILS, at=AT)
    play.outcome("replied")
    assert attempts(play) == []
