"""A cadence played in seconds: the whole story of a lead on the command line."""

from typing import Any

from tests.cli.commands import MONDAY, Ask, Run


def add(sandbox: Ask, at: str = MONDAY, **facts: object) -> dict[str, Any]:
    """A consumer who asked over the web, on every channel; the answer of lead add."""
    given = {
        "--first": "Ana",
        "--phone": "+34612345678",
        "--email": "ana@example.com",
        "--zone": "Europe/Madrid",
        "--consent": "whatsapp",
        **facts,
    }
    arguments = [str(part) for pair in given.items() for part in pair]
    answer: dict[str, Any] = sandbox("lead", "add", "--source", "web_form", *arguments, "--at", at)
    return answer


def outcome(sandbox: Ask, touch: dict[str, Any], key: str, at: str, *more: str) -> dict[str, Any]:
    answer: dict[str, Any] = sandbox("outcome", touch["touch_id"], key, "--at", at, *more)
    return answer


def test_the_standard_plan_has_its_days_and_channels(sandbox: Ask) -> None:
    steps = sandbox("plan", "--cadence", "b2c_standard", "--received", MONDAY)
    assert [step["day"] for step in steps] == [0, 1, 2, 4, 7]
    assert [s["channel"] for s in steps] == ["call", "email", "whatsapp", "call", "email"]
    assert [step["touch"] for step in steps] == [1, 2, 3, 4, 5]
    assert steps[0]["due_at"] == "2026-11-23T09:00:00Z"
    assert all(step["effective_at"] >= step["due_at"] for step in steps)
    assert all(step["objective"] for step in steps)


def test_a_lead_in_the_evening_gets_its_five_minutes_in_the_morning(sandbox: Ask) -> None:
    received = "2026-11-23T22:00"
    added = add(sandbox, received)
    assert added["first_contact"]["state"] == "running"
    assert added["first_contact"]["starts_at"] == "2026-11-24T08:00:00Z"
    assert added["first_contact"]["deadline_at"] == "2026-11-24T08:05:00Z"

    [row] = sandbox("queue", "--at", "2026-11-23T22:01")
    assert (row["lane"], row["effective_at"]) == ("waiting", "2026-11-24T08:00:00Z")
    [row] = sandbox("queue", "--at", "2026-11-24T09:01")
    assert (row["lane"], row["deadline_at"]) == ("first_contact", "2026-11-24T08:05:00Z")
    [row] = sandbox("queue", "--at", "2026-11-24T09:06")
    assert (row["lane"], row["reason"]) == ("due_now", "window_missed")
    assert row["score"]["band"] == "window_missed"


def test_a_touch_done_late_does_not_bunch_the_next_ones(sandbox: Ask) -> None:
    touch = add(sandbox)["next"]
    after = outcome(sandbox, touch, "no_answer", "2026-11-23T10:03")
    assert (after["next"]["step"], after["next"]["due_at"][:10]) == ("information", "2026-11-24")

    # Two days late: every further gap is kept from the day on which it was really done.
    after = outcome(sandbox, after["next"], "sent", "2026-11-26T11:00")
    assert (after["next"]["step"], after["next"]["due_at"][:10]) == ("reminder", "2026-11-27")
    after = outcome(sandbox, after["next"], "sent", "2026-11-27T11:00")
    assert (after["next"]["step"], after["next"]["due_at"][:10]) == ("second_call", "2026-11-30")


def test_work_that_is_done_in_time_keeps_the_days_of_the_plan(sandbox: Ask) -> None:
    touch, dues = add(sandbox)["next"], []
    for key, at in (
        ("2", "23T10:02"),
        ("sent", "24T10:00"),
        ("sent", "25T10:00"),
        ("2", "27T10:00"),
    ):
        after = outcome(sandbox, touch, key, f"2026-11-{at}")
        touch = after["next"]
        dues.append(touch["due_at"][:10])
    assert dues == ["2026-11-24", "2026-11-25", "2026-11-27", "2026-11-30"]


def test_a_callback_is_a_promise_in_their_time(sandbox: Ask) -> None:
    added = add(sandbox, **{"--phone": "+5215512345678", "--zone": "America/Mexico_City"})
    after = outcome(sandbox, added["next"], "5", "2026-11-23T17:00", "--when", "Thu 16:00")
    assert after["enrolment"]["state"] == "paused"
    assert (after["next"]["kind"], after["next"]["due_at"]) == ("callback", "2026-11-26T22:00:00Z")
    assert sandbox("queue", "--at", "2026-11-25T17:00") == []
    [row] = sandbox("queue", "--at", "2026-11-26T17:00")
    assert (row["lane"], row["reason"]) == ("callbacks", "promised")


def test_an_outcome_can_be_taken_back_for_ten_seconds(sandbox: Ask, run: Run) -> None:
    touch = add(sandbox)["next"]
    logged = outcome(sandbox, touch, "9", "2026-11-23T10:02:00")
    assert (logged["outcome"], logged["next"]) == ("do_not_contact", None)
    assert sandbox("queue", "--at", "2026-11-23T10:02:01") == []

    back = sandbox("undo", "--at", "2026-11-23T10:02:10")
    assert back["next"]["touch_id"] == touch["touch_id"]
    assert back["first_contact"]["deadline_at"] == "2026-11-23T09:05:00Z"
    [row] = sandbox("queue", "--at", "2026-11-23T10:02:11")
    assert row["lane"] == "first_contact"

    outcome(sandbox, touch, "2", "2026-11-23T10:03:00")
    late = run("undo", "--json", "--at", "2026-11-23T10:03:11")
    assert (late.code, late.error) == (1, "undo_late")


def test_undo_takes_the_activity_that_is_named(sandbox: Ask, run: Run) -> None:
    touch = add(sandbox)["next"]
    logged = outcome(sandbox, touch, "2", "2026-11-23T10:02:00")
    named = sandbox("undo", logged["undo_id"], "--at", "2026-11-23T10:02:05")
    assert named["next"]["step"] == "first_call"
    again = run("undo", "--json", "--at", "2026-11-23T10:02:06")
    assert (again.code, again.error) == (1, "undone_before")


def test_what_a_rule_did_since_is_not_what_undo_means(sandbox: Ask) -> None:
    touch = add(sandbox)["next"]
    outcome(sandbox, touch, "2", "2026-11-23T10:04:58")
    # Meanwhile the window of another person ends: an event, but nobody's act.
    add(sandbox, "2026-11-23T10:00:03", **{"--phone": "+34612345679", "--email": "b@example.com"})
    back = sandbox("undo", "--at", "2026-11-23T10:05:05")
    assert back["lead_id"] == touch_lead(sandbox, touch)


def touch_lead(sandbox: Ask, touch: dict[str, Any]) -> str:
    rows = sandbox("queue", "--at", "2026-11-23T10:05:06")
    return next(str(row["lead_id"]) for row in rows if row["touch_id"] == touch["touch_id"])


def test_snoozed_and_skipped_touches(sandbox: Ask) -> None:
    touch = add(sandbox)["next"]
    away = sandbox("snooze", touch["touch_id"], "3 h", "--at", "2026-11-23T10:01")
    assert away["until"] == "2026-11-23T12:01:00Z"
    [row] = sandbox("queue", "--at", "2026-11-23T10:02")
    assert (row["lane"], row["reason"]) == ("later_today", "snoozed")
    left = sandbox("skip", touch["touch_id"], "wrong_time", "--at", "2026-11-23T13:05")
    assert left["next"]["step"] == "information"


def test_the_replay_gives_the_same_after_a_whole_story(sandbox: Ask) -> None:
    touch = add(sandbox)["next"]
    after = outcome(sandbox, touch, "2", "2026-11-23T10:02", "--note", "rang twice")
    sandbox("undo", "--at", "2026-11-23T10:02:05")
    after = outcome(sandbox, touch, "6.2", "2026-11-23T10:03")
    assert after["enrolment"]["finish_reason"] == "converted"
    checks = {one["check"]: one["state"] for one in sandbox("doctor", "--replay")["checks"]}
    assert checks["replay"] == checks["database"] == "ok"
