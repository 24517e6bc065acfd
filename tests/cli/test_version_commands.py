"""cadence versions, compare, publish and move on the command line."""

from pathlib import Path

import pytest

from tests.cli.commands import MONDAY, Ask, Run

KEY = "b2c_standard"
V1 = (Path(__file__).parents[2] / "resources" / "cadences" / f"{KEY}.toml").read_text("utf-8")
V2 = V1.replace("version = 1", "version = 2").replace(
    'day = 2\nchannel = "whatsapp"', 'day = 3\nchannel = "email"'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The second version as a file of the team."""
    path = tmp_path / f"{KEY}.toml"
    path.write_text(V2, encoding="utf-8")
    return path


def people(ask: Ask, *worked: int) -> list[str]:
    """People who were silent for so many steps of the first version."""
    found = []
    for n, steps in enumerate(worked):
        lead = ask(
            *(
                "lead",
                "add",
                "--source",
                "web_form",
                "--phone",
                f"61234560{n}",
                "--email",
                f"p{n}@example.com",
            ),
            *("--at", MONDAY),
        )
        at, following = MONDAY, lead["next"]
        for _ in range(steps):
            outcome = "2" if following["channel"] == "call" else "1"
            answer = ask("outcome", following["touch_id"], outcome, "--at", at)
            following = answer["next"]
            at = following["effective_at"]
        found.append(str(lead["lead_id"]))
    return found


def test_counts_then_keep_or_move(sandbox: Ask, run: Run, file: Path) -> None:
    people(sandbox, 0, 1, 3)
    told = [{"version": 1, "people": 3, "can_move": 2, "passed": 1, "changed_step": "reminder"}]
    dry = sandbox("cadence", "publish", file, "--dry-run", "--at", MONDAY)
    assert dry == {
        "cadence": KEY,
        "version": 2,
        "published": False,
        "moved": 0,
        "people": told,
        "warnings": [],
    }
    asked = run("cadence", "publish", file, "--at", MONDAY, "--json")
    assert (asked.code, asked.error) == (1, "move_or_keep")
    assert asked.document["people"] == told
    assert "--move" in asked.err
    [only] = sandbox("cadence", "versions", KEY)["versions"]
    assert (only["version"], only["published_by"], only["people"]) == (1, None, 3)

    done = sandbox("cadence", "publish", file, "--move", "--at", MONDAY)
    assert (done["published"], done["moved"], done["people"]) == (True, 2, told)
    newest, first = sandbox("cadence", "versions", KEY)["versions"]
    assert (newest["version"], newest["newest"], newest["people"]) == (2, True, 2)
    assert newest["published_by"] == "Alex Example"
    assert (first["version"], first["newest"], first["people"]) == (1, False, 1)
    assert sandbox("doctor", "--replay")["ok"] is True


def test_keep_and_move_later(sandbox: Ask, run: Run, file: Path) -> None:
    people(sandbox, 0, 3)
    kept = run("cadence", "publish", file, "--keep", "--at", MONDAY)
    assert kept.code == 0
    assert "On version 1: 2." in kept.out
    assert "(reminder): 1." in kept.out
    assert sandbox("cadence", "move", KEY, "--dry-run")["moved"] == 0
    moved = sandbox("cadence", "move", KEY, "--at", MONDAY)
    assert (moved["version"], moved["moved"]) == (2, 1)
    assert sandbox("cadence", "move", KEY, "--at", MONDAY)["moved"] == 0


def test_nobody_on_it_needs_no_choice(sandbox: Ask, run: Run, file: Path) -> None:
    done = run("cadence", "publish", file, "--at", MONDAY)
    assert done.code == 0
    assert "Version 2 of b2c_standard is published." in done.out
    [shown] = [one for one in sandbox("cadence", "list") if one["key"] == KEY]
    assert shown["version"] == 2
    assert sandbox("cadence", "show", KEY)["steps"][2]["channel"] == "email"
    steps = sandbox("plan", "--cadence", KEY, "--received", MONDAY)
    assert [step["day"] for step in steps] == [0, 1, 3, 4, 7]
    again = run("cadence", "publish", file, "--at", MONDAY, "--json")
    assert (again.code, again.error) == (1, "published_before")


def test_a_broken_file_is_refused_with_its_place(sandbox: Ask, run: Run, file: Path) -> None:
    file.write_text(V2.replace("intent = 50", "intent = 500"), encoding="utf-8")
    said = run("cadence", "publish", file, "--at", MONDAY, "--json")
    assert (said.code, said.error) == (1, "file_problems")
    assert f"{KEY}.toml, line 8, intent:" in said.err
    both = run("cadence", "publish", file, "--move", "--keep")
    assert both.code == 2


def test_a_real_profile_publishes_now(ask: Ask, run: Run, file: Path) -> None:
    ask("init", "--rep", "Alex Example", "--zone", "Europe/Madrid", "--country", "ES")
    refused = run("cadence", "publish", file, "--at", MONDAY, "--json")
    assert (refused.code, refused.error) == (1, "at_refused")
    assert run("cadence", "publish", file, "--at", MONDAY, "--dry-run").code == 0


def test_two_versions_side_by_side(sandbox: Ask, run: Run, file: Path) -> None:
    people(sandbox, 0, 3)
    sandbox("cadence", "publish", file, "--move", "--at", MONDAY)
    found = sandbox("cadence", "compare", KEY, 1, 2, "--at", "2026-12-01T10:00")
    assert found["fields"] == []
    assert found["steps"] == [
        {
            "step": "reminder",
            "what": "changed",
            "fields": [
                {"field": "day", "before": "2", "after": "3"},
                {"field": "channel", "before": "whatsapp", "after": "email"},
            ],
        }
    ]
    assert found["table"][2] == {
        "before": {"step": "reminder", "day": 2, "channel": "whatsapp"},
        "after": {"step": "reminder", "day": 3, "channel": "email"},
    }
    assert [(one["version"], one["enrolled"], one["open"]) for one in found["numbers"]] == [
        (1, 1, 1),
        (2, 1, 1),
    ]
    assert found["people"] == [
        {"version": 1, "people": 1, "can_move": 0, "passed": 1, "changed_step": "reminder"}
    ]
    said = run("cadence", "compare", KEY, 1, 2, "--at", "2026-12-01T10:00").out
    assert "WhatsApp" in said
    assert "changed" in said
    assert "Version 2: 1 enrolled" in said


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("versions", "nothing"), "no_cadence"),
        (("compare", KEY, "1", "7"), "no_version"),
        (("compare", "nothing", "1", "2"), "no_cadence"),
        (("move", "nothing"), "no_cadence"),
    ],
)
def test_what_is_not_there(sandbox: Ask, run: Run, arguments: tuple[str, ...], code: str) -> None:
    said = run("cadence", *arguments, "--json")
    assert (said.code, said.error) == (1, code)


def test_versions_are_of_a_profile(run: Run) -> None:
    said = run("cadence", "versions", KEY, "--json")
    assert (said.code, said.error) == (1, "no_profile")
