"""Answers that came in by themselves, and figures that need more than the log."""

from datetime import timedelta

import pytest

from app.core.errors import BadInput
from app.core.metrics.cost import Costs, costs_from, costs_text
from tests.core.metrics.living import Life, counted, figures, said
from tests.core.playing import MONDAY, cadence, step

DAY = timedelta(days=1)
MAILS = cadence(*(step(f"m{n}", day=n, channel="email") for n in range(4)))
EMAIL = frozenset({"email"})


def mailed(n: int = 1, mails: int = 2) -> Life:
    """Some mails sent on days that follow each other."""
    life = Life(n, MAILS)
    for _ in range(mails):
        life.outcome("sent", at=max(life.now, life.planned().due_at) + timedelta(minutes=5))
    return life


def test_a_click_alone_is_interest_and_no_response() -> None:
    life = mailed()
    life.after(hours=3)
    life.hear("click")
    assert counted("response_or_contact", life) == (0, 1)
    assert counted("response_rate", life) == (0, 2)


def test_a_reply_that_comes_in_by_itself_is_a_response() -> None:
    life = mailed()
    life.after(hours=3)
    life.hear("reply")
    silent = mailed(2)
    assert counted("response_or_contact", life, silent) == (1, 2)
    assert counted("response_rate", life, silent) == (1, 4)
    assert said("touches_to_response", life, silent).value == 2.0
    (touch,) = figures(life, silent)["response_by_touch"].groups
    assert (touch.group, touch.numerator, touch.denominator) == (("02",), 1, 2)
    waited = said("time_to_first_response", life).value
    assert waited == (life.now - life.history().worked[0].at).total_seconds()


def test_a_reply_answers_the_message_it_names() -> None:
    life = mailed()
    first = life.history().worked[0].touch
    life.after(hours=1)
    life.hear("reply", touch_id=first.touch_id)
    answered = {r.worked.touch.touch_id for r in life.history().responses if r.worked}
    assert answered == {first.touch_id}


def test_an_open_is_no_response() -> None:
    life = mailed()
    life.after(hours=1)
    life.hear("open")
    assert counted("response_or_contact", life) == (0, 1)


def test_a_reply_before_anything_was_sent_answers_nothing_but_is_one() -> None:
    life = Life(1, MAILS)
    life.hear("reply")
    assert life.history().responses[0].worked is None
    assert counted("response_or_contact", life) == (1, 1)
    assert counted("response_rate", life) == (0, 0)


def test_a_signal_that_was_taken_back_was_never_heard() -> None:
    life = mailed()
    life.after(hours=1)
    life.hear("reply")
    life.undo(life.log[-1].event_id)
    assert life.history().responses == ()


def test_opens_and_clicks_of_tracked_messages() -> None:
    life, other = mailed(1), mailed(2)
    life.after(hours=1)
    life.hear("open")
    life.hear("open")
    other.after(hours=1)
    other.hear("click")
    found = figures(life, other, tracked=EMAIL)
    opened, clicked = found["open_rate"].all, found["click_rate"].all
    assert (opened.numerator, opened.denominator) == (2, 4)
    assert (clicked.numerator, clicked.denominator) == (1, 4)
    assert figures(life, tracked=frozenset({"sms"}))["open_rate"].all.denominator == 0


def test_an_open_of_another_channel_is_no_open_of_this_message() -> None:
    life = mailed()
    life.after(hours=1)
    life.hear("open", channel="sms")
    assert figures(life, tracked=EMAIL)["open_rate"].all.numerator == 0


def test_cost_of_everybody_reached() -> None:
    prices = Costs(hourly_rate=30.0, minutes={"call": 4.0}, prices={"email": 0.1, "call": 0.5})
    assert prices.of("call") == 2.5
    assert prices.of("sms") == 0.0
    reached, silent = Life(1), Life(2)
    for life, code in ((reached, "connected"), (silent, "no_answer")):
        life.outcome(code, at=life.after(minutes=2))
    cost = figures(reached, silent, costs=prices)["cost_per_contacted"].all
    assert (cost.value, cost.numerator, cost.denominator) == (5.0, 5, 1)
    assert (cost.low, cost.verdict) == (None, "")
    nobody = figures(silent, costs=prices)["cost_per_contacted"].all
    assert (nobody.state, nobody.denominator) == ("no_cases", 0)


def test_two_periods_of_cost_side_by_side() -> None:
    before = Life(1, at=MONDAY - 20 * DAY)
    before.outcome("connected", at=before.after(minutes=2))
    now = Life(2)
    now.outcome("no_answer", at=now.after(minutes=2))
    found = figures(before, now, costs=Costs(prices={"call": 1.0}))
    assert found["return_before_after.cost_before"].all.value == 1.0
    assert found["return_before_after.cost_after"].all.value is None


def test_costs_are_kept_as_text() -> None:
    costs = Costs(currency="EUR", hourly_rate=21.5, minutes={"call": 4.0})
    assert costs_from(costs_text(costs)) == costs
    with pytest.raises(BadInput, match="cannot be read"):
        costs_from("[1]")
