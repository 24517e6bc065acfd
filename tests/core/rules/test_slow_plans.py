"""What an open may not do: hurry a slow plan, or send two messages in a row."""

from datetime import timedelta

import pytest

from tests.core.listening import Listening
from tests.core.playing import MONDAY, cadence, silent, step

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize("plan", ["cold_educational", "nurture_long_term", "warm_engaged"])
def test_a_machine_that_opens_everything_shortens_no_slow_plan(plan: str) -> None:
    """One open, two minutes after each message."""
    opened, left_alone = Listening(plan), Listening(plan)
    for play in (opened, left_alone):
        for _ in range(4):
            touch = play.planned()
            play.outcome(silent(touch), at=max(play.now, touch.due_at))
            if play is opened and touch.channel == "email":
                play.hear("open", at=play.now + timedelta(minutes=2), confidence=40)
    assert opened.planned().due_at >= left_alone.planned().due_at - timedelta(minutes=10)


def test_two_messages_keep_a_day_of_work_between_them() -> None:
    mails = cadence(
        step("one", day=0, channel="email"),
        step("two", day=1, channel="email"),
        direction="outbound",
    )
    play = Listening(mails)
    play.outcome("sent")
    play.hear("open", at=MONDAY + HOUR / 2)
    assert play.planned().due_at >= MONDAY + 20 * HOUR
