"""How commands and their arguments are read. Wrong usage never repeats what was typed."""

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from app.cli.answer import Answer
from app.cli.session import Session
from app.cli.values import a_moment

RunCommand = Callable[[Session, argparse.Namespace], Answer]
Commands = Any  # argparse keeps the class of its collection of commands to itself

_VALUE = re.compile(r"invalid choice: .*? \(choose from", re.DOTALL)
_OPTION = re.compile(r"--?[a-z][a-z-]*")


class Misuse(Exception):
    """The arguments do not fit. `usage` is the line that says what would."""

    def __init__(self, usage: str, message: str) -> None:
        super().__init__(message)
        self.usage = usage
        self.message = message


class Parser(argparse.ArgumentParser):
    """argparse, except that it raises Misuse, guesses no abbreviation and repeats no value."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **how})

    def error(self, message: str) -> NoReturn:
        """Raises Misuse."""
        raise Misuse(self.format_usage().strip(), _without_values(message))


def _without_values(message: str) -> str:
    kind, found, typed = message.partition("unrecognized arguments: ")
    if found:
        named = [word for word in typed.split() if _OPTION.fullmatch(word)]
        return f"{kind}unrecognized arguments: {' '.join(named)}" if named else "too many arguments"
    message = message.partition("ignored explicit argument")[0] or message
    return _VALUE.sub("invalid choice (choose from", message).rstrip()


def a_folder(text: str) -> Path:
    """A folder's name with something in it."""
    if not text:
        raise argparse.ArgumentTypeError("expected a folder")
    return Path(text)


def a_file(text: str) -> Path:
    """A file's name with something in it."""
    if not text:
        raise argparse.ArgumentTypeError("expected a file")
    return Path(text)


def shared(*, nested: bool) -> argparse.ArgumentParser:
    """What every command takes, before or after its name."""
    options = argparse.ArgumentParser(add_help=False)
    unset: Any = argparse.SUPPRESS if nested else None
    options.add_argument(
        "--profile", metavar="DIR", type=a_folder, default=unset, help="the profile's folder"
    )
    options.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS if nested else False,
        help="print one JSON document",
    )
    options.add_argument(
        "--at",
        metavar="INSTANT",
        type=a_moment,
        default=unset,
        help="take this instant for now (in a profile that is no sandbox: to look only)",
    )
    return options


def add_command(
    commands: Commands,
    name: str,
    run: RunCommand,
    help: str,  # noqa: A002 - argparse's word
    *,
    in_portions: bool = False,
) -> argparse.ArgumentParser:
    """A command that `run` answers; returns its parser for arguments of its own.

    One that stores `in_portions` may break off with some of them stored; any other has done what
    was asked for once it has stored anything.
    """
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=help, description=_sentence(help), parents=[shared(nested=True)]
    )
    parser.set_defaults(run=run, in_portions=in_portions)
    return parser


def add_group(commands: Commands, name: str, help: str) -> Commands:  # noqa: A002 - argparse's word
    """A command that has commands of its own."""
    parser = commands.add_parser(name, help=help, description=_sentence(help))
    return parser.add_subparsers(
        dest=f"{name}_command", metavar="COMMAND", required=True, parser_class=Parser
    )


def check_text(arguments: Sequence[str]) -> None:
    """Raises Misuse for what is no text: bytes that are no UTF-8, or a zero character."""
    for argument in arguments:
        try:
            argument.encode("utf-8")
        except UnicodeEncodeError:
            raise Misuse("", "an argument is not valid UTF-8 text") from None
        if "\0" in argument:
            raise Misuse("", "an argument holds a zero character")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
