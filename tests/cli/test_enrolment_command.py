"""enrolment start, pause, resume, reroute, finish, and how outcome hands a reply back."""

from typing import Any

import pytest

from tests.cli.commands import Ask, Run

AT = ("--at", "2026-11-23T11:00")


def test_a_plan_is_paused_resumed_moved_and_ended(ask: Ask, lead: str) -> None:
    paused = ask("enrolment", "pause", lead, "2026-12-07T09:00", "--note", "On leave", *AT)
    assert paused["enrolment"]["state"] == "paused"
    assert paused["enrolment"]["paused_until"] == "2026-12-07T08:00:00Z"
    resumed = ask("enrolment", "resume", lead, "--next", *AT)
    assert resumed["enrolment"]["state"] == "active"
    moved = ask("enrolment", "reroute", lead, "balanced", *AT)
    assert (moved["enrolment"]["cadence"], moved["enrolment"]["why"]) == ("balanced", "by_hand")
    ended = ask("enrolment", "finish", lead, *AT)
    assert ended["enrolment"]["finish_reason"] == "removed_by_manager"
    assert ended["next"] is None
    started = ask("enrolment", "start", lead, "b2c_standard", *AT)
    assert started["enrolment"]["cadence"] == "b2c_standard"
    lost = ask("enrolment", "finish", lead, "--reason", "not_interested", *AT)
    assert (lost["stage"], lost["enrolment"]["finish_reason"]) == ("lost", "not_interested")
    shown = ask("lead", "show", lead, *AT)["timeline"]
    said = [line for line in shown if line["type"] == "DecidedByHand"]
    assert [line["detail"]["act"] for line in said] == [
        *("finish", "start", "finish", "reroute", "resume", "pause")
    ]
    assert said[-1]["text"] == "On leave"


def test_an_act_by_hand_is_taken_back(ask: Ask, lead: str) -> None:
    before = ask("lead", "show", lead, *AT)["next"]
    done = ask("enrolment", "finish", lead, *AT)
    back = ask("undo", done["undo_id"], "--at", "2026-11-23T11:00:09")
    assert back["next"] == before
    ask("enrolment", "finish", lead, "--at", "2026-11-23T11:01")
    assert ask("undo", "--at", "2026-11-23T11:01:05")["next"] == before


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("start", "balanced"), "already_enrolled"),
        (("resume",), "not_paused"),
        (("reroute", "nowhere"), "no_cadence"),
        (("pause", "2026-11-20T09:00"), "date_past"),
    ],
)
def test_what_does_not_fit_is_refused(run: Run, lead: str, more: Any, code: str) -> None:
    said = run("enrolment", more[0], lead, *more[1:], *AT, "--json")
    assert (said.code, said.error) == (1, code)


@pytest.mark.parametrize(
    ("more", "cadence", "state"),
    [
        (("same",), "midmarket_b2b", "active"),
        (("next",), "midmarket_b2b", "active"),
        (("reroute", "--cadence", "balanced"), "balanced", "active"),
        (("finish", "--reason", "unqualified"), "midmarket_b2b", "finished"),
    ],
)
def test_a_reply_is_handed_back(ask: Ask, lead: str, more: Any, cadence: str, state: str) -> None:
    heard = ask("signal", lead, "reply", "--data", '{"text": "Tell me more"}', *AT)
    assert heard["enrolment"]["state"] == "with_person"
    touch = heard["next"]["touch_id"]
    after = ask("outcome", touch, "sent", "--hand-back", *more, "--at", "2026-11-23T12:00")
    assert (after["enrolment"]["cadence"], after["enrolment"]["state"]) == (cadence, state)


def test_it_says_in_words_what_was_done(run: Run, lead: str) -> None:
    said = run("enrolment", "pause", lead, "2026-12-07T09:00", *AT)
    assert said.out.startswith("Paused until Mon 2026-12-07 09:00 in Europe/Madrid.")
