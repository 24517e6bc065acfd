"""account show and enrol, through the program's own entry."""

from uuid import UUID

import pytest

from tests.cli.commands import MONDAY, Ask, Run

TITLES = {"Lucía": "Head of Training", "Tomás": "CTO", "Berta": "CFO", "Elena": "CEO"}


@pytest.fixture
def people(sandbox: Ask) -> dict[str, str]:
    """Four people of one company, on the plan of cold outbound."""
    found = {}
    for n, (name, title) in enumerate(TITLES.items()):
        added = sandbox(
            *("lead", "add", "--first", name, "--company", "Acme S.L.", "--job-title", title),
            *("--phone", f"+3461200000{n}", "--email", f"p{n}@acme.example", "--country", "ES"),
            *("--direction", "outbound", "--consent", "call", "--consent", "email"),
            *("--at", MONDAY),
        )
        found[name] = added["lead_id"]
    return found


def test_who_begins_is_said_first_and_then_done(sandbox: Ask, people: dict[str, str]) -> None:
    enrol = ("account", "enrol", "acme s.l", "--move")
    said = sandbox(*enrol, "--dry-run", "--at", MONDAY)
    assert said["enrolled"] is False
    assert [(one["name"], one["role"], one["effective_at"]) for one in said["starts"]] == [
        ("Lucía", "champion", "2026-11-23T10:00:00Z"),
        ("Tomás", "technical", "2026-11-25T09:00:00Z"),
        ("Berta", "business", "2026-11-27T09:00:00Z"),
        ("Elena", "executive", "2026-12-01T09:00:00Z"),
    ]
    shown = sandbox("account", "show", people["Elena"], "--at", MONDAY)
    assert {one["cadence"] for one in shown["people"]} == {"midmarket_b2b", "executive_direct"}
    done = sandbox(*enrol, "--role", f"{people['Elena']}=champion", "--at", MONDAY)
    assert [one["role"] for one in done["starts"]] == [
        "champion",
        "technical",
        "business",
        "business",
    ]
    shown = sandbox("account", "show", people["Elena"], "--at", MONDAY)
    assert shown["company"] == "Acme S.L."
    assert {one["name"]: one["state"] for one in shown["people"]} == {
        "Lucía": "not_begun",
        "Tomás": "not_begun",
        "Berta": "not_begun",
        "Elena": "active",
    }


def test_an_answer_stills_the_others_until_somebody_resumes(
    sandbox: Ask, people: dict[str, str]
) -> None:
    sandbox("account", "enrol", "Acme S.L.", "--move", "--at", MONDAY)
    touch = sandbox("lead", "show", people["Lucía"], "--at", MONDAY)["next"]["touch_id"]
    assert sandbox("outcome", touch, "connected", "--at", MONDAY)["lead_id"] == people["Lucía"]
    states = {
        one["name"]: (one["state"], one["why"])
        for one in sandbox("account", "show", "Acme S.L.", "--at", MONDAY)["people"]
    }
    assert states.pop("Lucía") == ("active", "")
    assert set(states.values()) == {("paused", "account_spoke")}
    back = sandbox("enrolment", "resume", people["Tomás"], "--at", MONDAY)
    assert (back["enrolment"]["state"], back["enrolment"]["role"]) == ("active", "technical")


def test_it_reads_well(sandbox: Ask, people: dict[str, str], run: Run) -> None:
    said = run("account", "enrol", "Acme S.L.", "--dry-run", "--at", MONDAY).out
    assert "Would begin" in said
    assert "They are on a plan already: Mid-market companies." in said
    sandbox("account", "enrol", "Acme S.L.", "--move", "--at", MONDAY)
    shown = run("account", "show", "Acme S.L.", "--at", MONDAY).out
    assert "begins Tue 1 Dec" in shown
    assert str(UUID(shown.split()[-1])) == shown.split()[-1]


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("show", "Nobody Ltd"), 1, "no_account"),
        (("enrol", "Acme S.L."), 1, "nobody_to_enrol"),
        (("enrol", "Acme S.L.", "--cadence", "b2c_standard"), 1, "no_roles"),
        (("enrol", "Acme S.L.", "--role", "me=boss"), 2, "wrong_usage"),
        (("enrol", "Acme S.L.", "--role", "me=champion"), 2, "wrong_usage"),
        (("show", "00000000-0000-7000-8000-000000000001"), 1, "no_lead"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    arguments: tuple[str, ...], code: int, error: str, people: dict[str, str], run: Run
) -> None:
    said = run("account", *arguments, "--at", MONDAY, "--json")
    assert (said.code, said.error) == (code, error)
    assert said.err
