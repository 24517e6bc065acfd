"""The command line inside the test's process: the same entry, its output caught."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from app.core.contact import rules_format
from app.core.people import local_time
from app.services.desk import library

# A Monday in Madrid: every window of the day is open from 10:00 to 19:00.
MONDAY = "2026-11-23T10:00"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The code of the error in the document."""
        return str(self.document["error"]["code"])


Run = Callable[..., Said]
# What `ask` and `sandbox` are: the JSON document of a command that must work.
Ask = Callable[..., Any]
_KINDS = ("cadences", "templates", "scripts", "rules", "words", "accounts", "adapt", "routing")
Texts = tuple[tuple[str, str], ...]


@cache
def _library(free_mail: frozenset[str], *texts: Texts) -> library.CadenceLibrary:
    files = dict(zip(_KINDS, map(dict, texts), strict=True))
    return _load_library(**files, free_mail=free_mail)


_load_library = library.load_library


@pytest.fixture(autouse=True, scope="module")
def _read_once() -> Iterator[None]:
    """What ships is the same for every command of a test run: read it once, not a hundred times."""

    def load(*, free_mail: frozenset[str], **files: Mapping[str, str]) -> library.CadenceLibrary:
        return _library(free_mail, *(tuple(sorted(files[kind].items())) for kind in _KINDS))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "load_library", load)
        patch.setattr(local_time, "read_zone_tables", cache(local_time.read_zone_tables))
        read = rules_format.read_rule_book
        patch.setattr(rules_format, "read_rule_book", cache(read))
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the profile."""
    return tmp_path / "profile"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Carry out one command on the profile; every argument becomes text."""

    def carry_out(*arguments: object) -> Said:
        capsys.readouterr()
        code = main(["--profile", str(folder), *map(str, arguments)])
        told = capsys.readouterr()
        assert "Traceback" not in told.err + told.out
        return Said(code, told.out, told.err)

    return carry_out


@pytest.fixture
def ask(run: Run) -> Ask:
    """Carry out a command that must work, and return its JSON document."""

    def carry_out(*arguments: object) -> Any:
        said = run(*arguments, "--json")
        assert (said.code, said.err) == (0, "")
        return said.document

    return carry_out


@pytest.fixture
def sandbox(ask: Ask) -> Ask:
    """A sandbox in Madrid; returns `ask` for it."""
    ask("init", "--sandbox", "--rep", "Alex Example", "--zone", "Europe/Madrid", "--country", "ES")
    return ask
