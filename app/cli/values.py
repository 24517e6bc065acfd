"""Texts of arguments as values. What cannot be one is wrong usage, said without repeating it."""

import re
from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.errors import BadInput
from app.core.reading.plain_dates import read_when
from app.core.routing.table import source_key

_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_MIB = 1024 * 1024
_MOST_BYTES = _MIB
_LONGEST_ID = 200
_MOST_LIST_BYTES = 500 * _MIB
_WHOLE = re.compile(r"-?[0-9]{1,15}")


def an_id(text: str) -> UUID:
    """An id in its text form."""
    try:
        return UUID(text)
    except ValueError:
        raise ArgumentTypeError("expected an id as the other commands print it") from None


def a_number(least: int, most: int) -> Callable[[str], int]:
    """Whole numbers from `least` to `most`."""

    def read(text: str) -> int:
        if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
            raise ArgumentTypeError(f"expected a whole number from {least} to {most}")
        return int(text)

    return read


def a_moment(text: str) -> datetime:
    """An instant as ISO 8601 has it; without a zone it is naive and means the desk's wall clock."""
    moment = _iso(text)
    if moment is None:
        raise ArgumentTypeError("expected an instant such as 2026-11-23T09:00 or ...T08:00:00Z")
    return moment


class MomentOrDay(NamedTuple):
    """An instant as `a_moment` reads it; `on` is the day where no time was named."""

    at: datetime
    on: date | None


def a_moment_or_day(text: str) -> MomentOrDay:
    """An instant, or a day alone."""
    at = a_moment(text)
    try:
        return MomentOrDay(at, date.fromisoformat(text.strip()))
    except ValueError:
        return MomentOrDay(at, None)


def a_day(text: str) -> date:
    """A day as ISO 8601 has it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("expected a day such as 2026-11-27") from None


def words(text: str) -> str:
    """Any text with something in it."""
    if not text.strip():
        raise ArgumentTypeError("expected some text")
    return text


def a_source(text: str) -> str:
    """Where somebody came from; what has neither letter nor digit names no source."""
    if text.strip() and not source_key(text):
        raise ArgumentTypeError("expected a source such as web_form")
    return text.strip()


def a_request_id(text: str) -> str:
    """What whoever asks calls a request."""
    if not text.strip() or len(text) > _LONGEST_ID:
        raise ArgumentTypeError(f"expected an id of at most {_LONGEST_ID} characters")
    return text


def in_utc(moment: datetime, zone: str) -> datetime:
    """The instant of a moment; one without a zone is on the wall clock of `zone`."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(zone))
    return aware.astimezone(UTC)


def when(text: str, now: datetime, zone: str) -> datetime:
    """The instant that `text` names in `zone`: ISO 8601, or words such as "Thu 16:00" or "3 h".

    Raises BadInput.
    """
    moment = _iso(text)
    if moment is None:
        moment = read_when(text, now.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
    if not _FIRST_YEAR < moment.year < _LAST_YEAR:
        raise BadInput("bad_when", "That moment is too far away.", "Name one in this century.")
    return in_utc(moment, zone)


def list_bytes(file: Path, kind: str) -> bytes:
    """What a list of people or numbers holds; `kind` names the file that is wanted ("CSV").

    Raises BadInput for a folder, a device, a file that is not there, too long or unreadable.
    """
    return _bytes_of(file, f"Name a {kind} file.", _MOST_LIST_BYTES)


def file_text(file: Path, kind: str) -> str:
    """The text of a file; `kind` names the file that is wanted ("cadence").

    Raises BadInput as `list_bytes` does, and for what is no UTF-8 text.
    """
    try:
        return _bytes_of(file, f"Name a {kind} file.", _MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "file_unreadable",
            "The file cannot be read as UTF-8 text.",
            "Check that it is the file you mean and that it was saved as UTF-8.",
        ) from error


def require_file(file: Path, wanted: str) -> None:
    """Raise BadInput unless `file` is an ordinary file; `wanted` is what to do instead."""
    if file.is_dir():
        raise BadInput("no_file", "That is a folder, not a file.", wanted)
    if not file.exists():
        raise BadInput("no_file", "There is no such file.", wanted)
    if not file.is_file():
        raise BadInput("no_file", "That is a device, not a file.", wanted)


def _bytes_of(file: Path, wanted: str, most: int) -> bytes:
    try:
        require_file(file, wanted)
        if file.stat().st_size <= most:
            return file.read_bytes()
    except OSError as error:
        raise BadInput(
            "file_unreadable", "The file cannot be read.", "Check that your account may read it."
        ) from error
    raise BadInput(
        "file_too_long",
        f"The file is longer than {most // _MIB} MiB.",
        "Split it, or name another.",
    )


def _iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    # The first and the last year have no room for a zone.
    return moment if _FIRST_YEAR < moment.year < _LAST_YEAR else None
