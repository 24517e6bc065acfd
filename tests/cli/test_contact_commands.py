"""log and correct: contacts nobody planned, and outcomes that were others than logged."""

from typing import Any

import pytest

from tests.cli.commands import Ask, Run

AT = ("--at", "2026-11-23T11:00")
PHONE = "+34612345671"


def timeline(ask: Ask, lead: str, kind: str) -> Any:
    lines = ask("lead", "show", lead, "--at", "2026-11-23T12:00")["timeline"]
    return next(line for line in lines if line["type"] == kind)


@pytest.mark.parametrize("number", [PHONE, "612 345 671"])
def test_they_ring_and_wait_on_top(ask: Ask, lead: str, number: str) -> None:
    said = ask(
        *("log", "--number", number, "--direction", "in", "--channel", "call"),
        *("--outcome", "connected", "--note", "Asked about fees", *AT),
    )
    assert (said["lead_id"], said["outcome"]) == (lead, "connected")
    assert (said["enrolment"]["state"], said["enrolment"]["why"]) == ("with_person", "conversation")
    assert (said["next"]["kind"], said["next"]["lane"]) == ("reply", "replies")
    assert timeline(ask, lead, "ContactLogged")["text"] == "Asked about fees"
    (row,) = ask("queue", "--at", "2026-11-23T11:00")
    assert (row["lane"], row["reason"]) == ("replies", "conversation_open")
    back = ask("undo", said["undo_id"], "--at", "2026-11-23T11:00:08")
    assert back["enrolment"]["state"] == "active"


def test_a_promise_is_in_their_time(ask: Ask, lead: str) -> None:
    said = ask(
        *("log", "--lead", lead, "--direction", "out", "--channel", "call", "--outcome", "5"),
        *("--when", "Thu 16:00", *AT),
    )
    assert (said["next"]["kind"], said["next"]["due_at"]) == ("callback", "2026-11-26T15:00:00Z")


def test_an_opt_out_said_this_way_counts(ask: Ask, lead: str) -> None:
    said = ask(
        *("log", "--lead", lead, "--direction", "in", "--channel", "sms", "--outcome", "9", *AT)
    )
    assert (said["enrolment"]["finish_reason"], said["next"]) == ("opted_out", None)
    assert ask("lead", "show", lead, *AT)["suppressed"] == ["*"]


def test_an_unknown_number_is_refused_without_repeating_it(run: Run, lead: str) -> None:
    said = run(
        *("log", "--number", "+34699999999", "--direction", "in", "--channel", "call"),
        *("--outcome", "connected", *AT, "--json"),
    )
    assert (said.code, said.error) == (1, "unknown_number")
    assert "699999999" not in said.out + said.err


def test_what_cannot_be_is_refused(run: Run, lead: str) -> None:
    said = run(
        *("log", "--lead", lead, "--direction", "in", "--channel", "call"),
        *("--outcome", "no_answer", *AT, "--json"),
    )
    assert (said.code, said.error) == (1, "unknown_outcome")


def test_an_outcome_is_corrected_and_both_lines_stay(ask: Ask, lead: str) -> None:
    logged = timeline(ask, lead, "OutcomeLogged")
    said = ask("correct", logged["activity_id"], "not_interested", "--note", "Read it again", *AT)
    assert (said["outcome"], said["offers_start"]) == ("not_interested", False)
    assert said["enrolment"]["finish_reason"] == "not_interested"
    line = timeline(ask, lead, "OutcomeCorrected")
    assert line["detail"]["corrects"] == logged["activity_id"]
    assert (line["detail"]["outcome"], line["text"]) == ("not_interested", "Read it again")
    assert timeline(ask, lead, "OutcomeLogged")["detail"]["outcome"] == "sent"
    again = ask("correct", line["activity_id"], "sent", "--at", "2026-11-23T11:30")
    assert (again["offers_start"], again["next"]) == (True, None)


def test_what_cannot_be_corrected_is_said(run: Run, ask: Ask, lead: str) -> None:
    added = timeline(ask, lead, "LeadAdded")["activity_id"]
    said = run("correct", added, "sent", *AT, "--json")
    assert (said.code, said.error) == (1, "not_correctable")
    logged = timeline(ask, lead, "OutcomeLogged")["activity_id"]
    assert run("correct", logged, "sent", *AT, "--json").error == "same_outcome"
