"""lead add, show, find."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import MONDAY, Ask, Run

EVERYTHING = (
    *("--first", "Ana", "--last", "Prueba Ríos", "--phone", "612 34 56 78"),
    *("--email", "Ana@Example.com", "--linkedin", "linkedin.com/in/ana-prueba"),
    *(
        "--country",
        "es",
        "--zone",
        "Europe/Madrid",
        "--region",
        "Madrid",
        "--city",
        "Madrid",
        "--language",
        "ES",
    ),
    *("--company", "Muestra SL", "--job-title", "Compras", "--interest", "Course"),
    *("--source", "referral", "--age", "34", "--value", "1200", "--temperature", "hot"),
    *("--consent", "whatsapp", "--refused", "email", "--note", "Prefers mornings"),
    *("--received-at", "2026-11-23T09:58", "--at", MONDAY),
)


def test_everything_that_is_known_is_kept(sandbox: Ask) -> None:
    added = sandbox("lead", "add", *EVERYTHING)
    assert added["added"] == "new"
    shown = sandbox("lead", "show", added["lead_id"], "--at", MONDAY)
    assert {p["kind"]: p["value"] for p in shown["points"]} == {
        "phone": "+34612345678",
        "email": "ana@example.com",
        "linkedin": "https://linkedin.com/in/ana-prueba",
    }
    kept = {
        "name": "Ana Prueba Ríos",
        "country": "ES",
        "city": "Madrid",
        "language": "es",
        "company": "Muestra SL",
        "job_title": "Compras",
        "interest": "Course",
        "source": "referral",
        "age": 34,
        "value": 1200,
        "temperature": "hot",
        "received_at": "2026-11-23T08:58:00Z",
        "zones": ["Europe/Madrid"],
        "direction": "inbound",
    }
    assert {name: shown[name] for name in kept} == kept
    assert shown["consent"] == {"call": "unknown", "email": "refused", "whatsapp": "given"}
    assert [entry["text"] for entry in shown["timeline"] if entry["text"]] == ["Prefers mornings"]
    assert shown["contact_windows"]["open"] == [
        {"opens_at": "2026-11-23T08:00:00Z", "closes_at": "2026-11-23T19:00:00Z"}
    ]
    # The clock of two minutes ago still runs.
    assert shown["first_contact"]["deadline_at"] == "2026-11-23T09:03:00Z"


def test_the_same_number_is_the_same_person(sandbox: Ask) -> None:
    first = sandbox("lead", "add", "--phone", "+34612345678", "--at", MONDAY)
    again = sandbox(
        "lead", "add", "--first", "Ana", "--phone", "612345678", "--country", "ES", "--at", MONDAY
    )
    assert (again["added"], again["lead_id"]) == ("merged", first["lead_id"])
    assert sandbox("lead", "show", first["lead_id"])["first"] == "Ana"


def test_who_opted_out_is_not_stored_again(sandbox: Ask) -> None:
    first = sandbox("lead", "add", "--phone", "+34612345678", "--email", "a@b.es", "--at", MONDAY)
    sandbox("outcome", first["next"]["touch_id"], "9", "--at", MONDAY)
    shown = sandbox("lead", "show", first["lead_id"], "--at", MONDAY)
    assert shown["suppressed"] == ["*"]
    assert shown["stage"] == "lost"


def test_the_zone_of_a_number_without_a_country(sandbox: Ask) -> None:
    added = sandbox("lead", "add", "--phone", "+44 20 7946 0123", "--at", MONDAY)
    assert sandbox("lead", "show", added["lead_id"])["zones"] == ["Europe/London"]


def test_nothing_says_where_they_are(sandbox: Ask) -> None:
    added = sandbox("lead", "add", "--email", "ana@example.com", "--at", MONDAY)
    [row] = sandbox("queue", "--at", "2026-11-24T10:00")
    assert (row["lane"], row["reason"]) == ("waiting", "zone_unknown")
    shown = sandbox("lead", "show", added["lead_id"])
    assert shown["contact_windows"]["zone_known"] is False


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "empty_lead"),
        (["--phone", "123"], "bad_number"),
        (["--phone", "no number"], "bad_number"),
        (["--email", "nobody"], "bad_email"),
        (["--linkedin", "https://example.com/in/ana"], "bad_profile"),
        (["--phone", "612345678", "--country", "Spain"], "bad_country"),
        (["--phone", "612345678", "--zone", "Mars/Base"], "bad_zone"),
    ],
)
def test_what_cannot_be_read_is_refused_without_repeating_it(
    arguments: list[str], code: str, sandbox: Ask, run: Run
) -> None:
    said = run("lead", "add", *arguments, "--json", "--at", MONDAY)
    assert (said.code, said.error) == (1, code)
    assert not any(value in said.err for value in arguments if not value.startswith("--"))
    assert sandbox("status")["leads"] == 0


def test_find_by_name_company_and_digits(sandbox: Ask) -> None:
    sandbox("lead", "add", *EVERYTHING)
    sandbox("lead", "add", "--first", "Eva", "--phone", "+447700900123", "--at", MONDAY)
    for text in ("ana", "rios", "muestra", "5678", "612345"):
        assert [hit["name"] for hit in sandbox("lead", "find", text)] == ["Ana Prueba Ríos"], text
    assert sandbox("lead", "find", "nobody") == []


def test_people_read_it_in_lines(sandbox: Ask, run: Run) -> None:
    lead_id = sandbox("lead", "add", *EVERYTHING)["lead_id"]
    shown = run("lead", "show", lead_id, "--at", MONDAY).out
    assert "+34 612 34 56 78" in shown
    assert "09:00 to 20:00" in shown
    assert "Prefers mornings" in shown
    assert "Ana Prueba Ríos" in run("lead", "find", "ana").out


def test_a_source_that_says_nothing(sandbox: Ask, run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("Name,Phone\nAna,612345678\n")
    for command in (("lead", "add", "--phone", "612345678"), ("import", listed)):
        said = run(*command, "--source", "???", "--at", MONDAY)
        assert (said.code, "web_form" in said.err) == (2, True)
    assert sandbox("status")["leads"] == 0


def test_an_unknown_person(sandbox: Ask, run: Run) -> None:
    said = run("lead", "show", "00000000-0000-7000-8000-000000000001", "--json")
    assert (said.code, said.error) == (1, "no_lead")


def test_where_they_say_they_are(sandbox: Ask, run: Run) -> None:
    added = sandbox("lead", "add", "--phone", "+1 850 201 0123", "--at", MONDAY)
    lead_id = added["lead_id"]
    kept = sandbox("lead", "zone", lead_id, "3:00 am", "--at", "2026-11-23T10:00")
    assert (kept["zone"], kept["until"]) == ("America/Chicago", None)
    shown = sandbox("lead", "show", lead_id, "--at", "2026-11-23T10:00")
    assert shown["zones"] == ["America/Chicago", "America/New_York"]
    away = sandbox("lead", "zone", lead_id, "Lima", "--until", "2026-11-27", "--at", MONDAY)
    assert (away["zone"], away["until"]) == ("America/Lima", "2026-11-27")
    there = sandbox("lead", "show", lead_id, "--at", "2026-11-27T20:00")["contact_windows"]
    assert there["zone"] == "America/Lima"
    back = sandbox("lead", "show", lead_id, "--at", "2026-11-28T20:00")["contact_windows"]
    assert back["zone"] == "America/Chicago"


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("Atlantis", "no_such_place"),
        ("14:00", "no_such_time"),
        ("Springfield, US", "no_such_place"),
    ],
)
def test_where_nobody_can_be(sandbox: Ask, run: Run, where: str, code: str) -> None:
    added = sandbox("lead", "add", "--phone", "+34 912 345 678", "--at", MONDAY)
    refused = run("lead", "zone", added["lead_id"], where, "--at", "2026-11-23T10:00", "--json")
    assert refused.code == 1
    assert code in refused.out


def test_whom_no_opening_is_in_sight_for(sandbox: Ask) -> None:
    numbers = ("--phone", "+34 912 345 678", "--phone", "+64 9 300 1234")
    stuck = sandbox("lead", "add", "--source", "web_form", *numbers, "--at", MONDAY)
    other = ("--phone", "+34 912 345 679", "--source", "web_form")
    sandbox("lead", "add", *other, "--at", MONDAY)
    [row] = sandbox("queue", "--stuck", "--at", MONDAY)
    assert (row["lead_id"], row["reason"]) == (stuck["lead_id"], "no_opening")
    assert (row["lane"], row["opens_at"]) == ("waiting", None)
    assert sandbox("status")["stuck"] == 1


def test_a_person_is_changed_and_is_as_before_after_an_undo(sandbox: Ask) -> None:
    added = sandbox("lead", "add", *EVERYTHING)
    who = added["lead_id"]
    before = sandbox("lead", "show", who, "--at", MONDAY)
    changed = sandbox(
        *("lead", "edit", who, "--city", "Sevilla", "--job-title", "", "--age", "35"),
        *("--phone", "611 22 33 44", "--put-first", "611223344"),
        *("--unusable", "ana@example.com", "--at", MONDAY),
    )
    shown = sandbox("lead", "show", who, "--at", MONDAY)
    assert [shown["city"], shown["job_title"], shown["age"]] == ["Sevilla", "", 35]
    assert [(p["value"], p["status"]) for p in shown["points"]] == [
        ("+34611223344", "usable"),
        ("+34612345678", "usable"),
        ("ana@example.com", "unusable"),
        ("https://linkedin.com/in/ana-prueba", "usable"),
    ]
    assert changed["undo_id"] is not None
    sandbox("undo", "--at", MONDAY)
    again = sandbox("lead", "show", who, "--at", MONDAY)
    assert again["points"] == before["points"]
    assert again["city"] == "Madrid"
    same = sandbox("lead", "edit", who, "--city", "Madrid", "--at", MONDAY)
    assert same["undo_id"] is None


def test_an_edit_marks_only_what_is_there(sandbox: Ask, run: Run) -> None:
    added = sandbox("lead", "add", *EVERYTHING)
    refused = run("lead", "edit", added["lead_id"], "--unusable", "x@y.example", "--json")
    assert refused.code == 1
    assert "no_such_point" in refused.out
    assert "x@y.example" not in refused.out


def test_trade_occasion_and_what_was_found_out_come_in_and_go_with_the_person(
    sandbox: Ask, tmp_path: Path
) -> None:
    brief = {
        "industry": "Logistics",
        "occasion": "opens a warehouse in Getafe",
        "asked_for": "the stock guide",
        "research_note": "You are looking for three drivers.",
    }
    file = tmp_path / "list.csv"
    file.write_text(
        "First name,Email,Industry,Trigger event,Downloaded,Research note\n"
        f"Eva,eva@example.com,{','.join(brief.values())}\n",
        encoding="utf-8",
    )
    assert sandbox("import", file)["new"] == 1
    by_list = sandbox("lead", "find", "Eva")[0]["lead_id"]
    options = [(f"--{name.replace('_', '-')}", text) for name, text in brief.items()]
    words = [word for option in options for word in option]
    by_hand = sandbox("lead", "add", "--first", "Leo", "--email", "leo@example.com", *words)
    for lead_id in (by_list, by_hand["lead_id"]):
        shown = sandbox("lead", "show", lead_id)
        assert {name: shown[name] for name in brief} == brief
        files = sandbox("export", lead_id, "--to", tmp_path / lead_id)["files"]
        kept = json.loads(Path(next(f for f in files if f.endswith(".json"))).read_text("utf-8"))
        assert {name: kept["facts"][name] for name in brief} == brief

    sandbox("lead", "edit", by_list, "--industry", "Timber")
    assert sandbox("lead", "show", by_list)["industry"] == "Timber"
    sandbox("erase", by_list, "--yes")
    database = next((tmp_path / "profile").glob("*.db")).read_bytes()
    assert b"Timber" not in database


def test_a_note_that_refuses_holds_and_says_so(sandbox: Ask, run: Run) -> None:
    facts = ("--first", "Z", "--phone", "612345717", "--source", "phone", "--at", MONDAY)
    added = sandbox("lead", "add", *facts, "--note", "do not call me, unsubscribe")
    assert added["held_to_read"]
    shown = sandbox("lead", "show", added["lead_id"], "--at", MONDAY)
    assert (shown["held"], shown["consent"]["call"]) == (["*"], "unknown")


def test_a_refusal_about_somebody_known_gives_no_consent(sandbox: Ask, run: Run) -> None:
    number = ("--phone", "612345717", "--at", MONDAY)
    who = sandbox("lead", "add", "--first", "Z", "--source", "event", *number)["lead_id"]
    done = run("lead", "add", *number, "--source", "phone", "--note", "pidió la baja")
    assert (done.code, "until somebody has read it" in done.out) == (0, True)
    shown = sandbox("lead", "show", who, "--at", MONDAY)
    assert (shown["held"], shown["consent"]["call"]) == (["*"], "unknown")


def test_only_an_enquiry_stands_for_a_consent_and_is_shown_as_one(sandbox: Ask, run: Run) -> None:
    at = ("--at", MONDAY)
    typed = sandbox("lead", "add", "--first", "Ana", "--phone", "+34612345701", *at)["lead_id"]
    assert sandbox("lead", "show", typed, *at)["consent"]["call"] == "unknown"
    again = ("--first", "Ana", "--phone", "+34612345701", "--source", "referral")
    assert sandbox("lead", "add", *again, *at)["lead_id"] == typed
    assert sandbox("lead", "show", typed, *at)["consent"]["call"] == "unknown"
    assert sandbox("lead", "add", *again[:-1], "web_form", *at)["lead_id"] == typed
    assert sandbox("lead", "show", typed, *at)["consent"]["call"] == "given"
    shown = run("lead", "show", typed, *at)
    assert "call asked to be contacted (until 2027-11-23)" in shown.out
