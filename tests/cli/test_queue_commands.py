"""queue and the commands that work a touch, where the story does not reach."""

import pytest

from tests.cli.commands import MONDAY, Ask, Run


@pytest.fixture
def people(sandbox: Ask) -> Ask:
    """Five people who came in at different times, in Madrid and New York."""
    for n, (phone, at) in enumerate(
        [
            ("+34612345671", "2026-11-20T11:00"),
            ("+34612345672", "2026-11-23T09:30"),
            ("+34612345673", "2026-11-23T10:00"),
            ("+12125550123", "2026-11-23T10:01"),
            ("+34612345674", "2026-11-23T09:58"),
        ]
    ):
        zone = "Europe/Madrid" if phone.startswith("+34") else "America/New_York"
        facts = ("--first", f"P{n}", "--phone", phone, "--zone", zone)
        sandbox("lead", "add", "--source", "web_form", *facts, "--at", at)
    return sandbox


def test_the_order_of_the_queue(people: Ask) -> None:
    rows = people("queue", "--at", "2026-11-23T10:02")
    assert [(row["name"], row["lane"]) for row in rows] == [
        ("P4", "first_contact"),
        ("P2", "first_contact"),
        ("P1", "due_now"),
        ("P0", "due_now"),
        ("P3", "waiting"),
    ]
    assert [row["position"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["reason"] for row in rows] == [
        *("new_inquiry", "new_inquiry", "window_missed", "overdue", "new_waiting")
    ]


def test_the_score_is_what_decided(people: Ask) -> None:
    rows = {row["name"]: row["score"] for row in people("queue", "--at", "2026-11-23T10:02")}
    assert rows["P4"] == {"deadline_at": "2026-11-23T09:03:00Z"}
    assert rows["P1"] == {"band": "window_missed", "received_at": "2026-11-23T08:30:00Z"}
    assert rows["P0"]["band"] == "overdue"
    assert rows["P3"]["opens_at"] == "2026-11-23T14:00:00Z"


def test_looking_ahead_writes_nothing(people: Ask) -> None:
    before = people("status", "--at", MONDAY)["activities"]
    assert len(people("queue", "--at", "2027-01-10T11:00")) == 5
    assert people("status", "--at", MONDAY)["activities"] == before


def test_the_stored_queue_is_the_computed_one(people: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    # Another write at that instant brings the stored queue up to it.
    at = "2026-11-23T10:20"
    people("lead", "add", "--source", "web_form", "--phone", "+34612345679", "--at", at)
    stored = people("status", "--at", at)["queue"]
    rows = people("queue", "--at", at)
    assert {lane: n for lane, n in stored.items() if n} == {
        lane: [row["lane"] for row in rows].count(lane) for lane in {row["lane"] for row in rows}
    }


def test_the_queue_of_now_comes_from_the_store(ask: Ask) -> None:
    ask("init", "--zone", "Europe/Madrid", "--country", "ES", "--rep", "Alex Example")
    added = ask("lead", "add", "--source", "web_form", "--first", "Ana", "--phone", "612345678")
    [row] = ask("queue")
    assert row["lead_id"] == added["lead_id"]
    assert (row["touch_id"], row["step"]) == (added["next"]["touch_id"], "first_call")
    assert row["lane"] in ("first_contact", "waiting")
    assert ask("queue", "--owner", "alex example") == [row]
    assert ask("queue", "--owner", added["lead_id"]) == []


def test_limit_and_owner(people: Ask, run: Run) -> None:
    rows = people("queue", "--at", "2026-11-23T10:02", "--limit", "2")
    assert [row["name"] for row in rows] == ["P4", "P2"]
    said = run("queue", "--owner", "Nobody Here", "--json")
    assert (said.code, said.error) == (1, "no_rep")
    assert "Nobody" not in said.err


def test_people_read_it_as_a_table(people: Ask, run: Run) -> None:
    lines = run("queue", "--at", "2026-11-23T10:02").out.splitlines()
    assert lines[0].split() == ["#", "Lane", "Name", "Channel", "Step", "When", "Why", "Touch"]
    assert "First contact" in lines[1]
    assert "Overdue" in lines[4]
    touch_column = lines[0].index("Touch")
    assert {len(line[touch_column:]) for line in lines[1:6]} == {36}
    assert lines[6] == "Times in Europe/Madrid."
    assert run("queue", "--at", "2026-11-01T00:00", "--limit", "1").out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["outcome", "TOUCH", "99"], "unknown_outcome"),
        (["outcome", "TOUCH", "5"], "needs_date"),
        (["outcome", "TOUCH", "5", "--when", "someday"], "unreadable_time"),
        (["outcome", "TOUCH", "5", "--when", "2026-11-20T10:00"], "date_past"),
        (["outcome", "00000000-0000-7000-8000-000000000001", "2"], "no_touch"),
        (["snooze", "TOUCH", "2026-11-20T10:00"], "date_past"),
        (["snooze", "TOUCH", "whenever"], "unreadable_time"),
        (["undo", "00000000-0000-7000-8000-000000000001"], "no_activity"),
        (["undo"], "nothing_to_undo"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    arguments: list[str], code: str, people: Ask, run: Run
) -> None:
    touch_id = people("queue", "--at", "2026-11-23T10:02", "--limit", "1")[0]["touch_id"]
    before = people("status")["activities"]
    given = [touch_id if word == "TOUCH" else word for word in arguments]
    said = run(*given, "--json", "--at", "2026-11-23T10:01")
    assert (said.code, said.error) == (1, code)
    after = people("status")["activities"]
    # Time itself may have gone on: a window that ended is an event of its own.
    assert after - before <= 1


def test_a_touch_is_worked_once(people: Ask, run: Run) -> None:
    touch_id = people("queue", "--at", "2026-11-23T10:02", "--limit", "1")[0]["touch_id"]
    assert run("outcome", touch_id, "no-answer", "--at", "2026-11-23T10:02").code == 0
    again = run("outcome", touch_id, "2", "--json", "--at", "2026-11-23T10:03")
    assert (again.code, again.error) == (1, "touch_settled")


def test_when_without_a_zone_is_their_time(people: Ask) -> None:
    rows = people("queue", "--at", "2026-11-23T16:00")
    in_new_york = next(row for row in rows if row["zone"] == "America/New_York")
    after = people(
        *("outcome", in_new_york["touch_id"], "call_back", "--at", "2026-11-23T16:00"),
        *("--when", "2026-11-24T11:30"),
    )
    assert after["next"]["due_at"] == "2026-11-24T16:30:00Z"


def test_an_outcome_with_its_reason_and_note(people: Ask) -> None:
    touch_id = people("queue", "--at", "2026-11-23T10:02", "--limit", "1")[0]["touch_id"]
    done = people(
        *("outcome", touch_id, "7", "--reason", "price", "--note", "too dear"),
        *("--at", "2026-11-23T10:02"),
    )
    assert (done["outcome"], done["next"]) == ("not_interested", None)
    shown = people("lead", "show", done["lead_id"])
    logged = next(e for e in shown["timeline"] if e["type"] == "OutcomeLogged")
    assert (logged["detail"]["reason"], logged["text"]) == ("price", "too dear")
