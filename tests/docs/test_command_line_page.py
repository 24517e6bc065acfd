"""The page on the command line names every command and every option, and no other."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from app.cli.main import command_parser

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")


def parsers(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every command by its whole name, with its options."""
    options: set[str] = set()
    below: list[tuple[str, argparse.ArgumentParser]] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            below += action.choices.items()
        options.update(text for text in action.option_strings if text.startswith("--"))
    if not below:
        yield name, options
    for word, sub in below:
        yield from parsers(sub, f"{name} {word}".strip())


def test_every_command_is_on_the_page() -> None:
    names = {name for name, _ in parsers(command_parser())}
    groups = {name.split()[0] for name in names if " " in name}
    rows = {
        " ".join(row.split()[: 1 + (row.split()[0] in groups)])
        for row in re.findall(r"^\| `([a-z]+(?: [a-z]+)?)", PAGE, re.MULTILINE)
    }
    assert rows == names


def test_every_option_is_on_the_page_and_no_other() -> None:
    options = set().union(*(options for _, options in parsers(command_parser())))
    mentioned = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", PAGE))
    assert mentioned == options - {"--help", "--version"}
