"""A TOML file of the product while it is read: where things stand, and what is wrong so far."""

import re
import tomllib
from collections.abc import Sequence

import msgspec

from app.core.errors import BadInput

_MAX_CHARS = 200_000
_MAX_SHOWN = 40
_MAX_PROBLEMS = 100
_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
_HEADER = re.compile(r"\s*\[+\s*([A-Za-z0-9_.\-]+)\s*\]+")
_LONG_KEY = re.compile(r"(?:[\w\"'-]{1,99}+[ \t]{0,9}+\.[ \t]{0,9}+){60}")
_ERROR_LINE = re.compile(r"\(at line ([0-9]+), column [0-9]+\)")


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a file: where, what, and what to write instead.

    `place` is the part of the file ("step first_call", "stage greeting", "" for the file itself).
    """

    file: str
    place: str = ""
    field: str = ""
    line: int | None = None
    what: str
    fix: str

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        where = ", ".join(part for part in (self.file, line, self.place, self.field) if part)
        return f"{where}: {self.what} {self.fix}".rstrip()


class FileError(BadInput):
    """A file that cannot be used; `problems` has at least one entry."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(str(problem) for problem in self.problems)
        super().__init__("file_problems", lines, f"Correct {file} and load it again.")


def shown(value: object) -> str:
    """A value for an error text, clipped."""
    text = repr(value)
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"


def is_key(text: str) -> bool:
    """Whether `text` can name a cadence, a step, a template or a script."""
    return _KEY.fullmatch(text) is not None


class TomlFile:
    """One file while it is read: its text, to find lines in, and the problems so far.

    `key` is the name of the file without its ending: that is what the rest of the product calls it.
    """

    def __init__(
        self, text: str, file: str, *, guide: str = "the examples in docs/cadence-format.md"
    ) -> None:
        self.file = file
        self._guide = guide
        self.key = file.rsplit("/", 1)[-1].removesuffix(".toml")
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        # Editors on Windows put a byte order mark first; TOML does not allow it.
        self._text = text.removeprefix("\ufeff")
        self._lines = _outside_strings(self._text)

    def values(self) -> dict[str, object]:
        """What the file says. Raises FileError when the text is no TOML at all."""
        if not is_key(self.key):
            self.add(
                "",
                "",
                f"The file name {shown(self.key)} cannot be a key.",
                "Use small letters, digits and _, starting with a letter.",
            )
        try:
            # tomllib raises bare ValueError too: for a number of thousands of digits, say.
            if len(self._text) > _MAX_CHARS:
                raise ValueError(f"longer than {_MAX_CHARS} characters")
            if _LONG_KEY.search(self._text):  # its length squared is the time to read it
                raise ValueError("a key of more than 60 parts")
            self._text.encode("utf-8")
            return tomllib.loads(self._text)
        except RecursionError:
            self.add("", "", "It is nested too deeply to be read.", "Use plain tables and lists.")
        except ValueError as error:
            found = _ERROR_LINE.search(str(error))
            problem = Problem(
                file=self.file,
                line=int(found[1]) if found else None,
                what=f"This is not valid TOML: {str(error)[:120]}.",
                fix=f"Compare with {self._guide}.",
            )
            self.problems.append(problem)
        raise FileError(self.file, self.problems)

    def add(self, place: str, field: str, what: str, fix: str, line: int | None = None) -> None:
        """Record a problem: the file cannot be used until it is gone."""
        self.problems.append(self._problem(place, field, what, fix, line))

    def warn(self, place: str, field: str, what: str, fix: str, line: int | None = None) -> None:
        """Record advice that does not stop the file from being used."""
        self.warnings.append(self._problem(place, field, what, fix, line))

    def _problem(self, place: str, field: str, what: str, fix: str, line: int | None) -> Problem:
        # A quoted TOML key may hold anything, line breaks too.
        name = field if len(field) <= _MAX_SHOWN and field.isprintable() else shown(field)
        return Problem(file=self.file, place=place, field=name, line=line, what=what, fix=fix)

    @property
    def full(self) -> bool:
        """Whether so much is wrong that more problems would help nobody."""
        return len(self.problems) >= _MAX_PROBLEMS

    def line_with(self, text: str) -> int | None:
        """The first line that holds `text`, None when none does."""
        return next((n for n, line in enumerate(self._lines, start=1) if text in line), None)

    def line_of(self, section: str, index: int, field: str) -> int | None:
        """The line of a field in the `index`-th table called `section`, of that table if absent."""
        start, seen, inside = 0, -1, section == ""
        wanted = re.compile(rf"\s*(\[+\s*([\w.\-]+\.)?)?[\"']?{re.escape(field)}[\"']?\s*[=\]]")
        for number, line in enumerate(self._lines, start=1):
            header = _HEADER.match(line)
            if header is not None:
                name, listed = header[1], line.lstrip().startswith("[[")
                if name == section:
                    seen += 1
                    inside = seen == index
                    start = number if inside else start
                elif not name.startswith(f"{section}.") if section else listed:
                    inside = False
            if inside and field and wanted.match(line):
                return number
        return start or None


def _outside_strings(text: str) -> list[str]:
    """The lines of `text`, blanked where a multi-line string runs, so that none looks like TOML."""
    lines, inside = [], ""
    for line in text.split("\n"):
        opened_before = bool(inside)
        for quotes in re.findall(r'"""|\'\'\'', line):
            if not inside:
                inside = quotes
            elif inside == quotes:
                inside = ""
        lines.append("" if opened_before else line)
    return lines
