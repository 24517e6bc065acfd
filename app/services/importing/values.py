"""Texts of cells as values: yes and no, dates, amounts, ages, addresses.

What cannot be read is said to be so, never guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple

from app.core.folded import folded
from app.services.importing.plan import DateOrder
from app.services.importing.tables import ImportTables

_MIN_YEAR: Final = 1970
_MAX_YEAR: Final = 2100
_MAX_AGE: Final = 120
_MAX_AMOUNT: Final = 10**15

_ISO_START = re.compile(r"\d{4}-\d{2}-\d{2}(?:$|[T ])")
_TIME: Final = (
    r"(?:[\sT,]+(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap])?\.?\s*(?:m\b\.?)?)?\s*(?P<offset>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_NUMERIC = re.compile(
    r"(?P<a>\d{1,4})\s*(?P<sep>[/.\-])\s*(?P<b>\d{1,2})\s*(?P=sep)\s*(?P<c>\d{1,4})" + _TIME,
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)?(?:(?P<day>\d{1,2})(?:st|nd|rd|th|º|\.)?[\s\-/]*(?:de\s+|of\s+)?"
    r"(?P<name>[^\W\d_]+)|(?P<name2>[^\W\d_]+)\.?[\s\-/]*(?P<day2>\d{1,2})(?:st|nd|rd|th)?)"
    r"\.?,?[\s\-/]*(?:de\s+|del\s+)?(?P<year>\d{4})" + _TIME,
    re.IGNORECASE,
)
# 2025年6月14日, with a time behind it.
_EASTERN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
# Days since the last of December 1899, for this century; seconds since 1970 likewise.
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?|\d{10}|\d{13}")
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's clock has no zone
_FIRST_DAY, _LAST_DAY = 36_526, 73_051
_FIRST_SECOND, _LAST_SECOND = 946_684_800, 4_102_444_800
_AMOUNT = re.compile(r"-?\d[\d\s.,'’]*")
_CURRENCY = re.compile(r"[€$£¥]|\b(?:eur|usd|gbp|mxn|brl|euros?)\b", re.IGNORECASE)


class ReadDate(NamedTuple):
    """A date as a UTC instant; `on` is the day as it was written where no time stood with it.

    Midnight is how programs write that they know no time.
    """

    at: datetime
    on: date | None = None


@dataclass(frozen=True, slots=True)
class UnreadDate:
    """A date that was not read; `code` says why: unreadable_date or ambiguous_date."""

    code: str


def read_yes_no(text: str, tables: ImportTables) -> bool | None:
    """True or False for a word of consent or of its refusal, None for any other."""
    word = folded(text)
    if word in tables.no or tables.says_refusal(word):
        return False
    return True if word in tables.yes or word in tables.agreed else None


def read_refused(text: str, tables: ImportTables) -> bool | None:
    """Whether a cell of a column of refusals is one, None where it is not clear.

    A date in such a column is the day on which somebody refused.
    """
    word = folded(text)
    if tables.says_refusal(word) or word in tables.yes or is_date_like(text):
        return True
    return False if word in tables.no or word in tables.agreed else None


def is_date_like(text: str) -> bool:
    """Whether a text is written like a date, in whatever order."""
    return bool(_ISO_START.match(text) or _NUMERIC.fullmatch(text) or _NAMED.fullmatch(text))


def read_age(text: str) -> int | None:
    """Whole years from 1 to 120, None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        return None
    return int(text) if 0 < int(text) <= _MAX_AGE else None


def read_amount(text: str) -> int | None:
    """An amount in whole units, None for anything else.

    Of two kinds of separators the last is the decimal one; a single one is, unless three digits
    follow it each time.
    """
    bare = _CURRENCY.sub("", text).strip()
    if not _AMOUNT.fullmatch(bare):
        return None
    sign, digits = (-1, bare[1:]) if bare.startswith("-") else (1, bare)
    digits = re.sub(r"[\s'’]", "", digits)
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0:
        groups = re.split(r"[.,]", digits)
        both = "." in digits and "," in digits
        by_three = all(len(group) == 3 for group in groups[1:])
        thousands = by_three and re.fullmatch("[1-9][0-9]{0,2}", groups[0])
        decimal = digits.count(digits[last]) == 1 and (both or not thousands)
        if not decimal and not thousands:
            return None
        digits = digits[:last] if decimal else digits
    whole = int(re.sub(r"[.,]", "", digits) or "0")
    return sign * whole if whole < _MAX_AMOUNT else None


def date_evidence(text: str) -> str:
    """What one date says about all: day_first, month_first, either, or "" when it says nothing."""
    found = _NUMERIC.fullmatch(text)
    if found is None or len(found["a"]) > 2:
        return ""
    a, b = int(found["a"]), int(found["b"])
    if a > 12 >= b:
        return "day_first"
    if b > 12 >= a:
        return "month_first"
    return "either" if a != b else ""


def read_serial(text: str, zone: tzinfo) -> ReadDate | None:
    """The date that a program counted: days of a spreadsheet, seconds since 1970.

    45731.5 is noon of 15 March 2025 in `zone`. None for any other number or text.
    """
    if not _SERIAL.fullmatch(text):
        return None
    count = float(text.replace(",", "."))
    if _FIRST_DAY <= count < _LAST_DAY:
        local = _DAY_ZERO + timedelta(seconds=round(count * 86_400))
        return _read(local, zone)
    seconds = count / 1000 if count >= _FIRST_SECOND * 1000 else count
    if _FIRST_SECOND <= seconds < _LAST_SECOND:
        return ReadDate(datetime.fromtimestamp(seconds, UTC))
    return None


def read_instant(
    text: str, order: DateOrder | None, zone: tzinfo, months: Mapping[str, int]
) -> ReadDate | UnreadDate:
    """A date with or without a time.

    Times without an offset are meant in `zone`; an hour that the clocks repeat is its first, one
    that they leave out is read with the offset before the change. Without an `order`, a date whose
    day and month can be exchanged is ambiguous.
    """
    text = _EASTERN.sub(_as_iso, text)
    local = _iso(text)
    if local is None:
        found = _NUMERIC.fullmatch(text)
        if found is not None:
            day_month = _day_month(found, order)
            if day_month is None:
                return UnreadDate("ambiguous_date")
            local = _built(found, *day_month)
        else:
            local = _named(text, months)
    if local is None or not _MIN_YEAR <= local.year < _MAX_YEAR:
        return UnreadDate("unreadable_date")
    return _read(local, zone)


# Inside


def _read(local: datetime, zone: tzinfo) -> ReadDate:
    aware = local if local.tzinfo else local.replace(tzinfo=zone)
    return ReadDate(aware.astimezone(UTC), local.date() if local.time() == time() else None)


def _as_iso(found: re.Match[str]) -> str:
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"


def _iso(text: str) -> datetime | None:
    if not _ISO_START.match(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _day_month(found: re.Match[str], order: DateOrder | None) -> tuple[int, int, int] | None:
    """Year, month and day of a numeric date, None when day and month could be exchanged."""
    a, b, c = int(found["a"]), int(found["b"]), int(found["c"])
    if len(found["a"]) > 2:
        return a, b, c
    year = c + 2000 if len(found["c"]) <= 2 else c
    if order is None and a != b and a <= 12 and b <= 12:
        return None
    month_first = b > 12 if order is None else order == "month_first"
    return (year, a, b) if month_first else (year, b, a)


def _named(text: str, months: Mapping[str, int]) -> datetime | None:
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    month = months.get(folded(found["name"] or found["name2"]))
    if month is None:
        return None
    return _built(found, int(found["year"]), month, int(found["day"] or found["day2"]))


def _built(found: re.Match[str], year: int, month: int, day: int) -> datetime | None:
    hour = int(found["hour"] or 0)
    half = (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute, second = int(found["minute"] or 0), int(found["second"] or 0)
    try:
        local = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - as written
        offset = found["offset"]
        if not offset:
            return local
        if offset[0] not in "+-":
            return local.replace(tzinfo=UTC)
        return datetime.fromisoformat(f"{local.isoformat()}{offset}")
    except ValueError:
        return None
