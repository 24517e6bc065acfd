"""metrics: what scripts and people read."""

import pytest

from tests.cli.commands import Ask, Run

LATER = "2026-11-24T12:00"


@pytest.fixture
def worked(sandbox: Ask) -> Ask:
    """Three people who came in on Monday at ten; two were called."""
    touches = []
    for n in range(3):
        facts = ("--first", f"P{n}", "--phone", f"+3461234567{n}")
        added = sandbox("lead", "add", "--source", "web_form", *facts, "--at", "2026-11-23T10:00")
        touches.append(added["next"]["touch_id"])
    sandbox("outcome", touches[0], "1", "--at", "2026-11-23T10:03")
    sandbox("outcome", touches[1], "2", "--at", "2026-11-23T10:09")
    return sandbox


def test_the_document(worked: Ask) -> None:
    told = worked("metrics", "--at", LATER, "--by", "channel")
    assert (told["from"], told["to"]) == ("2026-10-27T23:00:00Z", "2026-11-24T23:00:00Z")
    assert (told["by"], told["hints"]) == (["channel"], [])
    found = {metric["key"]: metric for metric in told["metrics"]}
    first = found["time_to_first_contact"]
    assert (first["value"], first["numerator"], first["denominator"]) == (540.0, 2, 3)
    assert (first["low"], first["high"], first["small_sample"]) == (180.0, None, True)
    assert (first["target"]["text"], first["target"]["under"]) == ("under 5:00", 300)
    assert (first["verdict"], first["by"], first["groups"]) == ("missed", [], [])
    (calls,) = found["connection_rate"]["groups"]
    assert (calls["group"], calls["value"]) == ({"channel": "call"}, 0.5)
    assert (found["open_rate"]["state"], found["open_rate"]["why"]) == ("not_tracked", "no_signals")


def test_the_lines(worked: Ask, run: Run) -> None:
    said = run("metrics", "--at", LATER, "--by", "rep").out
    assert "Time to first contact" in said
    assert "missed, small sample" in said
    assert "Alex Example" in said
    assert "not tracked" in said
    assert "Mon, 10:00" in said


def test_the_last_day_is_part_of_the_period(worked: Ask) -> None:
    def received(*period: str) -> int:
        told = worked("metrics", "--at", LATER, *period)["metrics"]
        return next(int(m["denominator"]) for m in told if m["key"] == "followed_up")

    assert received("--from", "2026-11-23", "--to", "2026-11-23") == 3
    assert received("--from", "2026-11-22", "--to", "2026-11-22") == 0
    assert received("--to", "2026-11-23T10:00") == 0
    assert received("--to", "2026-11-23T10:01") == 3


def test_28_days_are_days_of_the_calendar(sandbox: Ask) -> None:
    # Summer time ended on 25 October: from midnight to midnight all the same.
    told = sandbox("metrics", "--at", LATER, "--to", "2026-11-10")
    assert (told["from"], told["to"]) == ("2026-10-13T22:00:00Z", "2026-11-10T23:00:00Z")


def test_nobody_and_nothing(sandbox: Ask, run: Run) -> None:
    said = run("metrics", "--at", LATER)
    assert said.code == 0
    assert "no cases" in said.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--by", "mood"), 2),
        (("--from", "soon"), 2),
        (("--to", "2099-12-31"), 0),
        (("--from", "2026-11-24", "--to", "2026-11-22"), 1),
    ],
)
def test_what_cannot_be_asked(
    sandbox: Ask, run: Run, arguments: tuple[str, ...], code: int
) -> None:
    assert run("metrics", "--at", LATER, *arguments).code == code


def test_costs_are_entered_and_used(worked: Ask, run: Run) -> None:
    assert "Nothing was entered" in run("costs").out
    entered = worked("costs", "--currency", "eur", "--hourly-rate", "30", "--minutes", "call=4")
    assert entered["currency"] == "EUR"
    worked("costs", "--price", "call=0.5")
    said = run("costs").out
    assert "30.00 EUR" in said
    assert "2.50" in said
    metrics = {m["key"]: m for m in worked("metrics", "--at", LATER)["metrics"]}
    cost = metrics["cost_per_contacted"]
    assert (cost["value"], cost["denominator"], cost["unit"]) == (5.0, 1, "money")
    assert "5.00" in run("metrics", "--at", LATER).out


@pytest.mark.parametrize(
    "wrong",
    [("--price", "fax=1"), ("--price", "call=-1"), ("--hourly-rate", "nan"), ("--currency", "€")],
)
def test_costs_that_make_no_sense_are_refused(
    worked: Ask, run: Run, wrong: tuple[str, str]
) -> None:
    assert run("costs", *wrong).code == 2
