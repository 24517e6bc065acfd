"""What rules count: what could be noticed, what a score is made of, how much of a plan is left."""

import pytest

from tests.core.listening import BOOK, DAY, HOUR, Listening, mailed, without
from tests.core.playing import MONDAY, cadence, library, step


def test_a_day_before_a_monday_is_friday() -> None:
    play = Listening(cadence(step("mail", day=0, channel="email"), step("call", day=7), key="gap"))
    play.outcome("sent", at=MONDAY + HOUR)
    due = play.planned().due_at
    for n in range(3):
        play.hear("open", at=MONDAY + (n + 2) * HOUR)
    assert "opens_many" in play.fired
    assert play.planned().due_at == due - 3 * DAY


@pytest.mark.parametrize("key", ["midmarket_b2b", "cold_educational"])
def test_no_sign_fires_where_most_is_written_and_nobody_reports_on_it(key: str) -> None:
    """A reply would have been noticed, and so would have been somebody who picks up."""
    play = Listening(key, job_title="Buyer")
    play.work_silently(4)
    assert play.fired == []
    play.work_silently(1)
    assert play.fired == ["no_sign"]


def test_five_calls_and_mails_without_a_sign_cool_down() -> None:
    """Hot, three unanswered calls and two mails that nobody reports on: warm from then on."""
    plan = library().cadence("hot_intensive")
    play = Listening(plan, temperature="hot", direction="inbound")
    play.work_silently(4)
    assert (play.fired, play.on) == ([], "hot_intensive")
    play.work_silently(1)
    assert (play.fired, play.on) == (["cool_down"], "warm_engaged")


def test_our_own_points_count_for_a_score_that_jumps() -> None:
    play = mailed()
    assert play.hear("click")["score_jump"].because.args["count"] == 10
    rulings = play.hear("page_visit", about="cases")
    assert rulings["score_jump"].fires
    assert play.on == "high_intent_rapid"


def test_points_and_what_others_say_add_up() -> None:
    play = mailed()
    play.hear("page_visit", about="cases")
    assert play.hear("score_change", points=9)["score_jump"].because.args["count"] == 29
    assert play.hear("score_change", points=1)["score_jump"].fires


def test_opens_alone_are_no_jump_and_consumers_stay_on_their_plan() -> None:
    play = mailed()
    for _ in range(40):
        play.hear("open")
    assert "score_jump" not in play.fired
    private = Listening("b2c_standard", company="", direction="inbound")
    private.hear("page_visit", about="cases")
    ruling = private.hear("page_visit", about="cases")["score_jump"]
    assert ruling.because.code == "rule_other_market"


def test_an_engaged_person_is_not_taken_off_a_plan_that_is_about_to_end() -> None:
    """Twelve touches by chat: the farewell comes for them as for everybody else."""
    play = Listening("inbound_chat", direction="inbound")
    play.hear("click")
    play.work_silently(10)
    assert play.asked()["warm_silence"].because.code == "rule_plan_ends"
    play.work_silently(1)
    assert play.planned().step_key == "break_up"
    play.work_silently(1)
    assert (play.on, play.work.stage) == ("nurture_long_term", "nurture")
    assert play.fired == []


def test_whoever_does_not_answer_is_tried_a_little_more_often() -> None:
    """On the balanced plan from the fourth silent touch on: a day earlier, two, three ..."""
    days = {}
    for key, rules in (("calm", without(BOOK, "intensify")), ("pressed", BOOK)):
        play = Listening("balanced", direction="inbound", ruleset=rules)
        play.work_silently(11)
        mine = [t for t in play.work.touches if t.state == "done"]
        days[key] = [(t.step_key, t.due_at.day) for t in mine]
    assert days["calm"][3:] == [
        *(("value", 25), ("invitation", 27), ("resource", 27), ("third_call", 1), ("tool", 4)),
        *(("last_call", 9), ("alternatives", 9), ("final", 14)),
    ]
    assert days["pressed"][3:] == [
        *(("value", 25), ("invitation", 26), ("resource", 27), ("third_call", 30), ("tool", 1)),
        *(("last_call", 4), ("alternatives", 7), ("final", 8)),
    ]


def test_an_answer_ends_that() -> None:
    play = Listening("balanced", direction="inbound", ruleset=without(BOOK, "intensify"))
    play.work_silently(2)
    play.outcome("connected", at=play.planned().due_at + HOUR)
    play.work_silently(2)
    play.ruleset = BOOK
    assert play.asked()["intensify"].because.code == "rule_answered"
