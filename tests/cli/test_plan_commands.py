"""cadence list, show, check; plan; judge."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import MONDAY, Ask, Run

SHIPPED = sorted((Path(__file__).parents[2] / "resources" / "cadences").glob("*.toml"))


def test_the_library_needs_no_profile(ask: Ask, folder: Path) -> None:
    listed = ask("cadence", "list")
    assert {one["key"] for one in listed} == {path.stem for path in SHIPPED}
    assert [one["intent"] for one in listed] == sorted((o["intent"] for o in listed), reverse=True)
    assert not folder.exists()


def test_show_has_every_step(ask: Ask) -> None:
    shown = ask("cadence", "show", "b2c_standard")
    assert [step["step"] for step in shown["steps"]] == [
        *("first_call", "information", "reminder", "second_call", "last_message")
    ]
    assert shown["steps"][0]["within_s"] == 300


def test_an_unknown_cadence(run: Run) -> None:
    said = run("cadence", "show", "nothing", "--json")
    assert (said.code, said.error) == (1, "no_cadence")
    assert "b2c_standard" in said.err


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_passes_its_check(path: Path, ask: Ask) -> None:
    checked = ask("cadence", "check", path)
    assert (checked["problems"], checked["file"]) == ([], path.name)


def test_a_broken_cadence_says_where(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    text = SHIPPED[0].read_text(encoding="utf-8").replace('channel = "call"', 'channel = "cal"', 1)
    file.write_text(text, encoding="utf-8")
    said = run("cadence", "check", file, "--json")
    assert said.code == 1
    assert said.error == "file_problems"
    [problem] = said.document["problems"]
    assert (problem["file"], problem["field"]) == ("broken.toml", "channel")
    assert problem["step"]
    assert problem["line"] == 1 + text[: text.index('"cal"')].count("\n")
    assert problem["fix"]
    assert problem["message"] in said.err


def test_advice_is_told_with_its_reason_and_stops_nobody(run: Run, tmp_path: Path) -> None:
    text = (SHIPPED[0].parent / "b2c_standard.toml").read_text(encoding="utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(text.replace('within = "5m"', "day = 0").replace("day = 7", "day = 17"))
    said = run("cadence", "check", file, "--json", "--at", "2026-12-01T10:00")
    assert said.code == 0
    advice = said.document["advice"]
    assert [(one["code"], one["step"], one["role"]) for one in advice] == [
        ("first_contact_late", "first_call", None),
        ("gap_long", "last_message", None),
    ]
    assert "13 days" in advice[1]["message"]
    shown = run("cadence", "check", file, "--at", "2027-03-01T10:00")
    assert shown.code == 0
    assert "Advice, step first_call: People who asked" in shown.out
    assert "Advice, mine.toml: Nobody has looked at the whole of it for 99 days." in shown.out
    assert shown.out.endswith("mine.toml can be used.\n")


def test_a_cadence_that_leads_nowhere_has_a_problem(run: Run, tmp_path: Path) -> None:
    text = (SHIPPED[0].parent / "b2c_standard.toml").read_text(encoding="utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(text.replace('then = "nurture_long_term"', 'then = "somewhere"'))
    said = run("cadence", "check", file, "--json")
    assert (said.code, said.error) == (1, "file_problems")
    assert [problem["field"] for problem in said.document["problems"]] == ["then"]
    assert said.document["advice"] == []


def test_what_reps_noted_comes_with_the_review(sandbox: Ask, run: Run) -> None:
    file = SHIPPED[0].parent / "b2c_standard.toml"
    lead = sandbox("lead", "add", "--phone", "612345678", "--note", "VIP", "--at", MONDAY)
    for number, note in (("2", "The greeting sounds stiff."), ("2", "")):
        following = lead["next"]
        at = max(MONDAY, following["effective_at"])
        options = ("--note", note) if note else ()
        lead = sandbox("outcome", following["touch_id"], number, *options, "--at", at)
    early = sandbox("cadence", "check", file, "--at", "2026-12-01T10:00")
    assert (early["advice"], "notes" in early) == ([], False)
    due = sandbox("cadence", "check", file, "--at", "2027-03-01T10:00")
    assert [(one["code"], one["step"]) for one in due["advice"]] == [
        ("review_due", ""),
        ("review_notes", "first_call"),
    ]
    told = str(due)
    assert "1 thing" in told
    assert "stiff" not in told
    [note] = sandbox("cadence", "check", file, "--notes", "--at", MONDAY)["notes"]
    assert (note["step"], note["text"]) == ("first_call", "The greeting sounds stiff.")
    assert "stiff" in run("cadence", "check", file, "--notes").out


def test_notes_are_of_a_profile(run: Run) -> None:
    said = run("cadence", "check", SHIPPED[0], "--notes", "--json")
    assert (said.code, said.error) == (1, "no_profile")


def test_what_is_no_file_to_check(run: Run, tmp_path: Path) -> None:
    binary, pipe = tmp_path / "binary.toml", tmp_path / "pipe.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    os.mkfifo(pipe)
    assert run("cadence", "check", binary, "--json").error == "file_unreadable"
    for nothing in (tmp_path, tmp_path / "gone.toml", pipe, "/dev/zero"):
        assert run("cadence", "check", nothing, "--json").error == "no_file"
    for command in (("template", "check"), ("script", "check"), ("content", "set")):
        assert f"Name a {command[0]} file" in run(*command, tmp_path).err


def test_plan_of_a_number_of_the_desks_own_country(sandbox: Ask, run: Run) -> None:
    how = ("plan", "--cadence", "b2c_standard", "--received", "2026-11-23T10:00", "--phone")
    assert sandbox(*how, "612 34 56 78") == sandbox(*how, "+34612345678")
    elsewhere = ("--profile", "nowhere", "--json")
    assert run(*how, "612345678", *elsewhere).error == "no_country"


def test_plan_in_the_zone_of_a_number(ask: Ask, run: Run) -> None:
    steps = ask(
        *("plan", "--cadence", "b2c_standard", "--phone", "+12125550123"),
        *("--received", "2026-11-23T22:00-05:00"),
    )
    # Nine in New York, the morning after.
    assert steps[0]["effective_at"] == "2026-11-24T14:00:00Z"
    assert steps[0]["due_at"] == "2026-11-24T03:00:00Z"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--cadence", "nothing"], "no_cadence"),
        (["--cadence", "b2c_standard", "--phone", "12"], "bad_number"),
        (["--cadence", "b2c_standard", "--phone", "+18005550123"], "zone_unknown"),
        (["--cadence", "b2c_standard", "--zone", "Mars"], "bad_zone"),
        (["--cadence", "b2c_standard", "--country", "XX"], "bad_country"),
    ],
)
def test_plans_that_cannot_be_made(arguments: list[str], code: str, run: Run) -> None:
    said = run("plan", "--received", MONDAY, *arguments, "--json")
    assert (said.code, said.error) == (1, code)


def test_a_plan_for_one_role_of_an_account(ask: Ask) -> None:
    plan = ("plan", "--cadence", "abm_multithread", "--received", MONDAY)
    steps = {role: ask(*plan, "--role", role) for role in ("champion", "technical")}
    assert [step["step"] for step in steps["technical"]] == [
        "architecture",
        "parcel",
        "integration",
        "technical_check",
    ]
    assert [step["touch"] for step in steps["technical"]] == [1, 2, 3, 4]
    assert ask(*plan) == steps["champion"]


def test_a_plan_without_an_end_is_shown_for_a_while(ask: Ask) -> None:
    steps = ask("plan", "--cadence", "nurture_long_term", "--received", MONDAY)
    assert 2 < len(steps) <= 40


def judge(ask: Ask, *arguments: str) -> dict[str, Any]:
    verdict: dict[str, Any] = ask("judge", *arguments)
    return verdict


MADRID = ("--channel", "call", "--phone", "912345678", "--country", "ES", "--consent")


def test_judge_by_law_and_with_the_house(sandbox: Ask) -> None:
    opened = judge(sandbox, *MADRID, "--at", "2026-11-23T20:30")
    assert (opened["state"], opened["closes_at"]) == ("open", "2026-11-23T20:00:00Z")
    house = judge(sandbox, *MADRID, "--house", "--at", "2026-11-23T20:30")
    [reason] = house["reasons"]
    assert (house["state"], reason["rule"], reason["force"]) == ("later", "HOUSE-voice", "soft")
    # Two minutes before the end nobody new is offered.
    noon = judge(sandbox, *MADRID, "--house", "--at", "2026-11-23T12:00")
    assert (noon["state"], noon["closes_at"]) == ("open", "2026-11-23T18:58:00Z")


def test_judge_names_the_law_first(sandbox: Ask, run: Run) -> None:
    shut = judge(sandbox, *MADRID, "--house", "--at", "2026-11-23T21:00")
    law, house = shut["reasons"]
    assert (law["code"], law["force"], law["rule"]) == ("night", "hard", "ES")
    assert (house["force"], house["rule"]) == ("soft", "HOUSE-voice")
    assert "Ley 11/2022" in law["cite"]
    assert (law["certainty"], shut["rules_version"]) == ("high", "2026-12-01")
    assert law["text"].endswith("their time.")
    said = run("judge", *MADRID, "--at", "2026-11-23T21:00").out
    assert "Ley 11/2022" in said
    assert "no override" in said


def test_judge_knows_where_somebody_is(sandbox: Ask) -> None:
    toll_free = ("--channel", "call", "--phone", "+18005550123", "--at", "2026-11-23T18:00")
    nowhere = judge(sandbox, *toll_free)
    assert (nowhere["state"], nowhere["tier"]) == ("blocked", "E")
    assert nowhere["reasons"][0]["code"] == "zone_unknown"
    denver = judge(sandbox, *toll_free, "--city", "Denver")
    assert (denver["state"], denver["tier"], denver["zones"]) == ("open", "B", ["America/Denver"])


def test_judge_knows_consent_and_opt_outs(sandbox: Ask, run: Run) -> None:
    number = ("--phone", "+34612345678", "--at", "2026-11-23T12:00")
    refused = judge(sandbox, "--channel", "whatsapp", *number)
    assert (refused["state"], refused["reasons"][0]["code"]) == ("blocked", "no_consent")
    assert refused["reasons"][0]["force"] == "hard"
    assert judge(sandbox, "--channel", "whatsapp", *number, "--consent")["state"] == "open"

    lead = sandbox("lead", "add", "--source", "web_form", "--phone", "+34612345678", "--at", MONDAY)
    known = judge(sandbox, "--channel", "call", "--lead", lead["lead_id"], "--at", MONDAY)
    assert known["state"] == "open"
    sandbox("outcome", lead["next"]["touch_id"], "9", "--at", MONDAY)
    for who in (number, ("--lead", lead["lead_id"], "--at", MONDAY)):
        gone = judge(sandbox, "--channel", "call", *who)
        assert (gone["state"], gone["reasons"][0]["code"]) == ("blocked", "suppressed")


def test_rules_of_the_profile_take_the_place_of_those_that_ship(
    sandbox: Ask, run: Run, folder: Path
) -> None:
    shipped = (Path(__file__).parents[2] / "resources" / "contact_rules.toml").read_text("utf-8")
    own = folder / "contact_rules.toml"
    own.write_text(shipped.replace('data_version = "2026-12-01"', 'data_version = "2027-01-01"'))
    assert judge(sandbox, *MADRID, "--at", MONDAY)["rules_version"] == "2027-01-01"
    own.write_text(shipped.replace('force = "hard"', 'force = "heavy"', 1))
    said = run("judge", *MADRID, "--at", MONDAY, "--json")
    assert (said.code, said.error) == (1, "file_problems")
    assert "rule US" in said.err
