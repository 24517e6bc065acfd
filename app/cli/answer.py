"""What a command has to say: one document for programs, lines for people."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.errors import TouchlineError

_WIDEST = 60
_WIDE = frozenset("WF")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The result of a command.

    `document` is what --json prints, `lines` what people read. `failure` is set where there is a
    result and yet the answer is no: it is told too, and the exit code is 1.
    """

    document: object
    lines: Sequence[str] = ()
    failure: TouchlineError | None = None


def as_json(document: object) -> str:
    """One JSON document. Instants are UTC with a Z, ids their text form."""
    return json.dumps(document, default=_plain, ensure_ascii=False, indent=2)


def error_document(error: TouchlineError) -> dict[str, dict[str, str]]:
    """An error as --json prints it."""
    return {"error": {"code": error.code, "message": error.message, "hint": error.hint}}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Aligned columns under their headings; a long cell is clipped, an empty table says so."""
    cells = [[clipped(str(cell)) for cell in row] for row in rows]
    if not cells:
        return ["Nothing."]
    widths = [max(_width(row[i]) for row in [list(headings), *cells]) for i in range(len(headings))]
    return [
        "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [headings, *cells]
    ]


def facts(pairs: Iterable[tuple[str, object]]) -> list[str]:
    """Names and values, one to a line; what is empty is left out."""
    said = [(name, one_line(str(value))) for name, value in pairs if value not in ("", None)]
    widest = max((_width(name) for name, _ in said), default=0)
    return [f"{_padded(name, widest)}  {value}" for name, value in said]


def local(at: datetime | None, zone: str) -> str:
    """An instant on the wall clock of `zone`, to the minute; "" for none."""
    if at is None:
        return ""
    there = at.astimezone(ZoneInfo(zone))
    return f"{there:%a %Y-%m-%d %H:%M}" + (f":{there:%S}" if there.second else "")


def one_line(text: str) -> str:
    """`text` without what could move the cursor or colour a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def clipped(text: str) -> str:
    """One line of at most 60 characters."""
    text = one_line(text)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in _WIDE)
        for c in text
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
