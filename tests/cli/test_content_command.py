"""content: the list that texts refer to, from the command line."""

from pathlib import Path

from app.system.resources import resource_path
from tests.cli.commands import MONDAY, Ask, Run

EXAMPLE = resource_path("content", "example.toml")


def titles(listed: list[dict[str, str]]) -> list[str]:
    return [one["title"] for one in listed]


def test_the_list_begins_with_the_profile_and_grows(ask: Ask, run: Run) -> None:
    ask("init", "--sandbox", "--zone", "Europe/Madrid", "--country", "ES", "--content", EXAMPLE)
    assert len(ask("content", "list")) == 6
    added = ask(
        *("content", "add", "case", "A bakery", "--link", "https://faro.example/b"),
        *("--industry", "bakery", "--language", "en", "--at", MONDAY),
    )
    assert added[-1] == {
        "number": 7,
        "kind": "case",
        "title": "A bakery",
        "link": "https://faro.example/b",
        "language": "en",
        "interests": [],
        "industries": ["bakery"],
        "added_on": "2026-11-23",
    }
    assert "A bakery" not in titles(ask("content", "remove", 7))
    assert run("content", "remove", 7, "--json").error == "no_entry"
    assert run("content", "add", "case", "Nowhere", "--json").error == "content_link"


def test_a_bad_file_changes_nothing(ask: Ask, run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "content.toml"
    bad.write_text('[[entries]]\nkind = "case"\ntitle = "A"\nlink = "here"\n')
    common = ("--zone", "Europe/Madrid", "--country", "ES")
    told = run("init", "--sandbox", *common, "--content", bad, "--json")
    assert told.error == "file_problems"
    assert not (tmp_path / "profile").exists()
    ask("init", "--sandbox", *common, "--content", EXAMPLE)
    assert run("content", "set", bad, "--json").error == "file_problems"
    assert len(ask("content", "list")) == 6
