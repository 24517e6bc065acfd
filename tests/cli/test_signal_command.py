"""signal: what is printed when rules fire, when none does, and when it is only asked."""

import pytest

from tests.cli.commands import Ask, Run

AT = "2026-11-23T11:00"


def test_it_prints_the_rules_that_fired_and_why_others_did_not(ask: Ask, lead: str) -> None:
    said = ask("signal", lead, "page_visit", "--data", '{"page": "pricing"}', "--at", AT)
    assert (said["recorded"], said["fired"]) == (True, ["pricing_visit"])
    assert len(said["rules"]) == 22
    rules = {rule["rule"]: rule for rule in said["rules"]}
    assert rules["pricing_visit"]["after"] == "call+email"
    assert rules["heat_up"]["because"] == "rule_other_temperature"
    assert said["next"]["kind"] == "inserted"
    assert said["next"]["title"] == "Call: they looked at the prices"


def test_a_dry_run_changes_nothing(ask: Ask, lead: str) -> None:
    data = ("reply", "--data", '{"text": "Contact me in March"}', "--at", AT)
    would = ask("signal", lead, *data, "--dry-run")
    assert (would["recorded"], would["fired"]) == (False, ["later"])
    assert would["signal"]["until_on"] == "2027-03-01"
    assert ask("lead", "show", lead, "--at", AT)["enrolment"]["state"] == "active"
    assert ask("signal", lead, *data)["enrolment"]["paused_until"] == "2027-03-01T08:00:00Z"


def test_people_read_sentences(run: Run, lead: str) -> None:
    said = run("signal", lead, "open", "--at", AT, "--dry-run")
    assert said.code == 0
    assert "would fire" in said.out
    assert "would not" in said.out
    assert "Opened 1 times, it asks for 3." in said.out
    assert "rule_" not in said.out
    silence = run("signal", lead, "silence", "--dry-run", "--at", AT)
    assert "After 1 touches, it asks for 5." in silence.out


def test_the_same_id_counts_once(ask: Ask, lead: str) -> None:
    data = ("signal", lead, "click", "--data", '{"id": "m1"}', "--at", AT)
    assert ask(*data)["recorded"] is True
    assert ask(*data)["recorded"] is False


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("click", "--data", "[]"), 1),
        (("click", "--data", "{"), 1),
        (("click", "--data", '{"price": "secret"}'), 1),
        (("silence",), 1),
        (("sneeze",), 2),
    ],
)
def test_what_is_refused(run: Run, lead: str, arguments: tuple[str, ...], code: int) -> None:
    said = run("signal", lead, *arguments, "--at", AT)
    assert said.code == code
    assert "secret" not in said.err
