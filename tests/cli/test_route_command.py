"""route: the line that fits, and why each earlier one does not."""

from pathlib import Path

import pytest

from tests.cli.conftest import Ask, Run


def test_for_facts_without_a_profile(run: Run) -> None:
    said = run("route", "--source", "Demo request", "--json").document
    assert (said["cadence"], said["line"], said["table"]) == ("demo_request", 3, 1)
    first = said["lines"][0]
    assert (first["key"], first["matched"], first["because"]) == ("customer", False, "route_unmet")
    assert first["because_args"] == {"fact": "customer", "wanted": "yes"}


@pytest.mark.parametrize(
    ("arguments", "cadence"),
    [
        (("--customer",), "account_management_handover"),
        (("--job-title", "Directora general"), "ae_handover"),
        (("--direction", "outbound", "--company", "Muestra SL"), "midmarket_b2b"),
        (("--direction", "outbound", "--researched"), "social_first_b2b"),
        (("--temperature", "hot", "--target-account"), "hot_intensive"),
        (("--age", "40", "--score", "3", "--country", "es", "--language", "ES"), "b2c_standard"),
        (("--interest", "MBA", "--account-size", "20"), "b2c_standard"),
        ((), "b2c_standard"),
    ],
)
def test_what_is_known_decides(run: Run, arguments: tuple[str, ...], cadence: str) -> None:
    assert run("route", *arguments, "--json").document["cadence"] == cadence


def test_for_somebody_who_is_stored(sandbox: Ask, ask: Ask, run: Run) -> None:
    at = ("--at", "2026-11-23T10:00")
    added = sandbox(
        "lead", "add", "--phone", "+34612345671", "--source", "mql", "--consent", "call", *at
    )
    assert added["enrolment"]["began"]["args"]["source"] == "mql"
    assert ask("route", "--lead", added["lead_id"])["cadence"] == "mql_standard"
    shown = run("lead", "show", added["lead_id"], *at).out
    assert "Line 8 of the routing table fits: source marketing." in shown
    said = run("route", "--lead", added["lead_id"]).out
    assert "chosen" in said
    assert "It asks for source webinar." in said


def test_what_is_refused(sandbox: Ask, run: Run) -> None:
    added = sandbox("lead", "add", "--phone", "+34612345671")
    both = run("route", "--lead", added["lead_id"], "--age", "20", "--json")
    assert (both.code, both.error) == (1, "lead_and_facts")
    assert run("route", "--country", "Spain").code == 2
    assert run("route", "--lead", "00000000-0000-7000-8000-000000000000").code == 1


def test_a_table_that_leads_nowhere_says_so(sandbox: Ask, run: Run, folder: Path) -> None:
    sandbox("status")
    (folder / "routing.toml").write_text(
        'version = 2\n[[lines]]\nkey = "all"\nto = "nonesuch"\n', encoding="utf-8"
    )
    said = run("route", "--json")
    assert (said.code, said.error) == (1, "no_route")
    assert said.document["lines"][0]["because"] == "route_no_cadence"
