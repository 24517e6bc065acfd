"""Somebody wants to talk to sales now: five minutes, two attempts a day, an answer on day two."""

from tests.cli.commands import Ask
from tests.e2e.told import Told

BY_FORM = (
    *("--first", "Lucía", "--last", "Fernández", "--company", "Puerto Azul"),
    *("--phone", "+34612345678", "--email", "lucia@example.com", "--zone", "Europe/Madrid"),
    *("--consent", "call", "--consent", "email", "--source", "contact_sales"),
)


def test_high_intent_gets_a_rapid_response(sandbox: Ask) -> None:
    # Monday, ten o'clock: she asks to be called, and stands on top with five minutes to go.
    lucia = Told(sandbox, "2026-11-23T10:00", *BY_FORM)
    assert lucia.plan == "high_intent_rapid"
    row = lucia.row("2026-11-23T10:01")
    assert (row["position"], row["lane"], row["channel"]) == (1, "first_contact", "call")
    assert row["deadline_at"] == "2026-11-23T09:05:00Z"

    # Nobody answers within the window; the mail with the calendar link belongs to the same touch.
    lucia.outcome("no_answer", "2026-11-23T10:02")
    clock = lucia.show()["first_contact"]
    assert (clock["state"], clock["attempted_at"]) == ("attempted", "2026-11-23T09:02:00Z")
    assert (lucia.next["step"], lucia.next["touch"]) == ("calendar", 1)
    lucia.outcome("sent", "2026-11-23T10:04")

    # A short video four hours later; on the next day a call, and the voicemail that goes with it.
    assert (lucia.next["step"], lucia.next["due_at"]) == ("video", "2026-11-23T13:04:00Z")
    lucia.outcome("sent", "2026-11-23T14:06")
    assert (lucia.next["step"], lucia.next["due_at"][:10]) == ("use_case_call", "2026-11-24")
    lucia.outcome("no_answer", "2026-11-24T09:30")
    assert (lucia.next["step"], lucia.next["channel"]) == ("use_case_voicemail", "voicemail")
    lucia.outcome("1", "2026-11-24T09:31")

    # She looks at the prices at noon. She was called today, so the call waits for the morning;
    # the mail with guidance goes out at once.
    assert lucia.hear("page_visit", "2026-11-24T12:00", '{"page": "pricing"}') == ["pricing_visit"]
    row = lucia.row("2026-11-24T12:01")
    assert (row["lane"], row["kind"], row["channel"]) == ("due_now", "inserted", "email")
    lucia.outcome("sent", "2026-11-24T12:02")
    row = lucia.row("2026-11-25T09:31")
    assert (row["kind"], row["channel"], row["reason"]) == ("inserted", "call", "escalated")

    # She answers and books; the plan waits for the meeting, which is a promise.
    lucia.outcome("meeting_booked", "2026-11-25T09:35", "--when", "2026-11-26T16:00")
    shown = lucia.show()
    assert shown["stage"] == "meeting"
    assert shown["enrolment"]["state"] == "paused"
    assert (shown["next"]["kind"], shown["next"]["due_at"]) == ("meeting", "2026-11-26T15:00:00Z")
    assert lucia.row("2026-11-25T12:00") is None
    assert lucia.row("2026-11-26T15:59")["lane"] == "callbacks"
    lucia.outcome("converted", "2026-11-26T16:40")
    assert lucia.show()["stage"] == "won"
    assert lucia.row("2026-11-27T10:00") is None
    assert lucia.doctor() == {"database": "ok", "replay": "ok", "audit": "ok"}


def test_nobody_called_and_the_window_was_missed(sandbox: Ask) -> None:
    lucia = Told(sandbox, "2026-11-23T10:00", *BY_FORM)
    row = lucia.row("2026-11-23T10:06")
    assert (row["lane"], row["reason"]) == ("due_now", "window_missed")
    lucia.outcome("connected", "2026-11-23T10:12")
    assert lucia.show()["first_contact"]["state"] == "breached_attempted"
