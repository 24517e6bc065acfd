"""The figures of a small log, worked by hand: docs/metrics.md has the same table.

Ten people who asked marketing for something, each with a company of their own: five are called
1, 3, 5, 7 and 9 minutes after they came in, and five in the hour after.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Ask

MONDAY, TUESDAY = "2026-11-23", "2026-11-24"
# Seven days after the last of them came in.
SEEN_AT = "2026-11-30T12:00"
MINUTES = (1, 3, 5, 7, 9) * 2


def at(day: str, hour: int, minute: int) -> tuple[str, str]:
    """An instant in Madrid, as an option."""
    return "--at", f"{day}T{hour:02}:{minute:02}"


def touch(ask: Ask, lead_id: str, day: str, hour: int, minute: int) -> str:
    """The touch that comes next for somebody."""
    shown = ask("lead", "show", lead_id, *at(day, hour, minute))
    return str(shown["next"]["touch_id"])


@pytest.fixture
def log(sandbox: Ask) -> Ask:
    """The log of the week."""
    ask = sandbox
    people, calls = [], []
    for n in range(10):
        hour, minute = 10 + n // 5, 10 * (n % 5)
        added = ask(
            *("lead", "add", "--first", f"P{n}", "--company", f"Firm {n}", "--source", "mql"),
            *("--phone", f"+3491234567{n}", "--email", f"p{n}@firm{n}.example"),
            *("--consent", "call", "--consent", "email", *at(MONDAY, hour, minute)),
        )
        people.append(str(added["lead_id"]))
        calls.append(str(added["next"]["touch_id"]))
    for n, late in enumerate(MINUTES):
        hour, minute = 10 + n // 5, 10 * (n % 5) + late
        code = {0: ("6", "--when", "2026-11-25T09:00"), 5: ("1",), 6: ("1",)}.get(n, ("2",))
        ask("outcome", calls[n], *code, *at(MONDAY, hour, minute))
    for n in range(1, 10):
        mail = touch(ask, people[n], TUESDAY, 10, 30)
        ask("outcome", mail, "1", *at(TUESDAY, 10, 30 + n))
    # One clicks, one is not interested, one asks back and is answered, one wants no more of it.
    ask("signal", people[3], "click", *at(TUESDAY, 11, 37))
    said = '{"text": "Not interested, thanks."}'
    ask("signal", people[1], "reply", "--data", said, *at(TUESDAY, 12, 13))
    asked = '{"text": "Which of the two do you mean?"}'
    ask("signal", people[2], "reply", "--data", asked, *at(TUESDAY, 14, 25))
    answer = touch(ask, people[2], TUESDAY, 14, 35)
    how = ("--hand-back", "finish", "--reason", "unqualified")
    ask("outcome", answer, "1", *how, *at(TUESDAY, 14, 35))
    ask("optout", people[4], *at(TUESDAY, 15, 0))
    meeting = touch(ask, people[0], "2026-11-25", 9, 0)
    ask("outcome", meeting, "converted", *at("2026-11-25", 9, 0))
    # Ten calls and the meeting take four minutes each, nine mails and the answer 1.8: at 30 an hour
    # that is 11 x 2 + 10 x 0.90 = 31.
    ask("costs", "--hourly-rate", "30", "--minutes", "call=4", "--minutes", "email=1.8")
    return ask


def told(log: Ask, *more: str) -> dict[str, Any]:
    metrics = log("metrics", "--at", SEEN_AT, *more)["metrics"]
    return {metric["key"]: metric for metric in metrics}


# Figure: value, hits, cases, verdict.
BY_HAND: dict[str, tuple[float, int, int, str]] = {
    "time_to_first_contact": (300, 10, 10, "missed"),
    "time_to_first_contact.p90": (540, 10, 10, ""),
    "time_to_first_contact.in_window": (0.6, 6, 10, "alert"),
    "contact_rate_7d": (0.4, 4, 10, "met"),
    "response_or_contact": (0.5, 5, 10, "met"),
    "followed_up": (1, 10, 10, "met"),
    "time_to_first_response": (0, 5, 10, ""),
    "click_rate": (1 / 9, 1, 9, ""),
    "reply_wait": (600, 1, 1, "met"),
    "connection_rate": (0.3, 3, 10, ""),
    "response_rate": (0.3, 6, 20, ""),
    "touches_to_response": (1, 5, 5, "met"),
    "meeting_rate": (0.1, 1, 10, "missed"),
    "conversion": (0.25, 1, 4, ""),
    "completion_silent": (0, 0, 4, "met"),
    "cost_per_contacted": (31 / 3, 31, 3, ""),
    "cycle_length": (169_140, 1, 1, ""),
    "adherence": (16 / 26, 16, 26, "missed"),
    "overdue": (6, 6, 6, ""),
    "overdue.over_1_day": (6, 6, 6, "missed"),
    "overdue.oldest": (351_000, 6, 6, ""),
    "unsubscribes": (0.1, 1, 10, ""),
    "account_engagement": (0.5, 5, 10, ""),
}


def test_the_figures_of_the_week_are_those_worked_by_hand(log: Ask) -> None:
    metrics = told(log)
    found = {
        key: tuple(metrics[key][name] for name in ("value", "numerator", "denominator", "verdict"))
        for key in BY_HAND
    }
    assert found == {key: pytest.approx(row) for key, row in BY_HAND.items()}


def test_the_page_on_figures_has_the_same_table() -> None:
    page = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
    rows = {
        cells[1].strip(" `"): cells[0].strip()
        for line in page[page.index("## A small log") :].splitlines()
        if len(cells := line.strip("|").split("|")) == 3
    }
    for key, (_, hits, cases, _verdict) in BY_HAND.items():
        assert f"{hits} of {cases}" in rows[key], key


def test_the_groups_of_the_week(log: Ask) -> None:
    metrics = told(log)
    groups = {
        key: [
            (*group["group"].values(), group["numerator"], group["denominator"])
            for group in metrics[key]["groups"]
        ]
        for key in ("best_time", "response_by_touch")
    }
    # On Monday one of five got through from ten on, two of five from eleven on; three answered at
    # the first touch, two at the second, and the click at the second is interest, no answer.
    assert groups == {
        "best_time": [("1", "10", 1, 5), ("1", "11", 2, 5)],
        "response_by_touch": [("01", 3, 10), ("02", 2, 10)],
    }


def test_without_the_click_there_is_no_click_rate(sandbox: Ask) -> None:
    assert {m["state"] for m in sandbox("metrics")["metrics"] if m["key"] == "click_rate"} == {
        "not_tracked"
    }


def test_four_people_met_at_an_event(sandbox: Ask) -> None:
    """One is won at the second touch, one answers at the fourth, two are silent."""
    answers = {(0, 2): "converted", (1, 4): "connected"}
    for n in range(4):
        added = sandbox(
            *("lead", "add", "--first", f"P{n}", "--company", f"Firm {n}", "--source", "event"),
            *("--direction", "outbound", "--phone", f"+3491234567{n}"),
            *("--email", f"p{n}@firm{n}.example", "--consent", "call", "--consent", "email"),
            *at("2026-11-02", 10, n),
        )
        following = added["next"]
        for number in range(1, 7):
            silent = "no_answer" if following["channel"] == "call" else "sent"
            code = answers.get((n, number), silent)
            when = ("--at", following["effective_at"])
            following = sandbox("outcome", following["touch_id"], code, *when)["next"]
            if code != silent:
                break
    whole = ("--from", "2026-11-01", "--at", SEEN_AT)
    metrics = {m["key"]: m for m in sandbox("metrics", *whole)["metrics"]}
    shares = {
        key: (metrics[key]["numerator"], metrics[key]["denominator"])
        for key in ("conversion", "completion_silent", "response_or_contact")
    }
    assert shares == {
        "conversion": (1, 3),
        "completion_silent": (2, 3),
        "response_or_contact": (2, 4),
    }
    assert metrics["touches_to_response"]["value"] == 3
    by_touch = sandbox("metrics", *whole, "--by", "touch", "--by", "cadence")["metrics"]
    rates = next(m for m in by_touch if m["key"] == "response_rate")["groups"]
    found = [
        (group["numerator"], group["denominator"])
        for group in rates
        if group["group"]["cadence"] == "event_connection"
    ]
    assert found == [(0, 4), (1, 4), (0, 3), (1, 3), (0, 2), (0, 2)]
