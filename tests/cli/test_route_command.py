"""route: the line that fits, and why each earlier one does not."""

from pathlib import Path

import pytest

from tests.cli.commands import Ask, Run


def test_for_facts_without_a_profile(run: Run) -> None:
    said = run("route", "--source", "Demo request", "--json").document
    assert (said["cadence"], said["line"], said["table"]) == ("demo_request", 3, 1)
    first = said["lines"][0]
    assert (first["key"], first["matched"], first["because"]) == ("customer", False, "route_unmet")
    assert first["because_args"] == {"fact": "customer", "wanted": "yes"}


@pytest.mark.parametrize(
    ("arguments", "cadence"),
    [
        (("--customer",), "account_management"),
        (("--job-title", "Directora general"), "executive_direct"),
        (("--direction", "outbound", "--company", "Muestra SL"), "midmarket_b2b"),
        (("--direction", "outbound", "--researched"), "social_first_b2b"),
        (("--temperature", "hot", "--target-account"), "abm_multithread"),
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
    assert "Line 8 of the routing table fits: source = marketing." in shown
    said = run("route", "--lead", added["lead_id"]).out
    assert "chosen" in said
    assert "It asks for source = webinar." in said


def test_what_a_column_says_counts_for_somebody_typed_in(sandbox: Ask, run: Run) -> None:
    person = ("lead", "add", "--phone", "+34612345671", "--at", "2026-11-23T10:00")
    added = sandbox(*person, "--column", "Es cliente=sí", "--column", "Plantilla=51-200")
    assert added["enrolment"]["cadence"] == "account_management"
    shown = sandbox("lead", "show", added["lead_id"])
    assert shown["extra"] == {"Es cliente": "sí", "Plantilla": "51-200"}
    assert run(*person, "--column", "Customer").code == 2


def test_what_is_refused(sandbox: Ask, run: Run) -> None:
    added = sandbox("lead", "add", "--phone", "+34612345671")
    both = run("route", "--lead", added["lead_id"], "--age", "20", "--json")
    assert (both.code, both.error) == (1, "lead_and_facts")
    assert run("route", "--country", "Spain").code == 2
    assert run("route", "--lead", "00000000-0000-7000-8000-000000000000").code == 1


def test_another_table_can_be_asked_before_it_counts(
    run: Run, sandbox: Ask, tmp_path: Path
) -> None:
    added = sandbox("lead", "add", "--phone", "+34612345671", "--source", "mql")
    mine = tmp_path / "mine.toml"
    mine.write_text('version = 5\n[[lines]]\nkey = "all"\nto = "balanced"\n', encoding="utf-8")
    for who in (("--lead", added["lead_id"]), ("--age", "20")):
        said = run("route", *who, "--table", mine, "--json").document
        assert (said["cadence"], said["table"]) == ("balanced", 5)
    mine.write_text('version = 5\n[[lines]]\nkey = "all"\n', encoding="utf-8")
    refused = run("route", "--table", mine)
    assert (refused.code, "mine.toml, line 2, line all, to: It is missing" in refused.err) == (
        1,
        True,
    )
    assert run("route", "--table", tmp_path / "none.toml").code == 1


def test_a_table_that_leads_nowhere_says_so(sandbox: Ask, run: Run, folder: Path) -> None:
    sandbox("status")
    (folder / "routing.toml").write_text(
        'version = 2\n[[lines]]\nkey = "all"\nto = "nonesuch"\n', encoding="utf-8"
    )
    said = run("route", "--json")
    assert (said.code, said.error) == (1, "no_route")
    assert said.document["lines"][0]["because"] == "route_no_cadence"
    (check,) = [c for c in run("doctor", "--json").document["checks"] if c["check"] == "routing"]
    assert (check["state"], "lead nowhere: all" in check["message"]) == ("warning", True)
