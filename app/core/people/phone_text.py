"""What can be said about a text in a phone column before it is read as a number."""

import re
from typing import Final

import msgspec

_MAX_CHARS: Final = 80
_FEWEST_DIGITS: Final = 3
_PLAIN = re.compile(r"\+?[\d\s().\-]*")
_EXTENSION = re.compile(
    r"\s*(?:;ext=|,|#|(?:\b|(?<=\d))(?:extensi[oó]n|extn|ext|interno|int|anexo|ramal|poste|x)\.?)"
    r"\s*:?\s*(\d{1,7})\s*$",
    re.IGNORECASE,
)
_NO_DIGITS = re.compile(r"\D+")
_SPLIT = re.compile(r"[/;,|\n]|\s(?:or|and|o|y|e|ou|et|und|oder)\s", re.IGNORECASE)
_DATE = re.compile(
    r"(?P<a>\d{1,4})(?P<s>[/.\-])(?P<b>\d{1,2})(?P=s)(?P<c>\d{1,4})(?:[T ]+\d{1,2}:\d{2}.*)?"
)
# What a spreadsheet makes of a long number: the last digits are gone for good.
_ROUNDED = re.compile(r"\+?\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
_DECIMAL = re.compile(r"(\+?\d{7,15})[.,]0")
_LOOK_ALIKE = str.maketrans("OoIlSB", "001158")


class PhoneText(msgspec.Struct, frozen=True, kw_only=True):
    """A text in a phone column.

    `number` is the part to be read, `extension` its digits. `problem` is a code when it cannot be a
    number, `tries` are texts whose reading would be a suggestion then. With the problem two_numbers
    the text may still be one number if none of the `tries` is.
    """

    number: str = ""
    extension: str = ""
    problem: str | None = None
    tries: tuple[str, ...] = ()


def look_at(text: str) -> PhoneText:
    """Sort out what is no telephone number, and what belongs to it only loosely."""
    raw = text.strip().removeprefix("'").removeprefix("tel:").strip()
    if not raw:
        return PhoneText(problem="empty")
    if len(raw) > _MAX_CHARS or _is_filler(raw):
        return PhoneText(problem="not_a_number")
    if _is_date(raw):
        return PhoneText(problem="is_date")
    decimal = _DECIMAL.fullmatch(raw)
    if decimal:
        return PhoneText(problem="decimal", tries=(decimal[1],))
    return PhoneText(number=raw) if _PLAIN.fullmatch(raw) else _odd(raw)


def count_digits(text: str) -> int:
    """How many digits there are in a text."""
    return sum(c.isdigit() for c in text)


def _odd(raw: str) -> PhoneText:
    """A text of more than digits and separators."""
    if _ROUNDED.fullmatch(raw):
        return PhoneText(problem="rounded")
    found = _EXTENSION.search(raw)
    base = raw[: found.start()] if found else raw
    parts = [part for part in _SPLIT.split(raw) if count_digits(part) >= 6]
    if len(parts) > 1 and not any(c.isalpha() for part in parts for c in part):
        return PhoneText(problem="two_numbers", number=base, tries=tuple(parts))
    if not any(c.isalpha() for c in base):
        return PhoneText(number=base, extension=found[1] if found else "")
    if count_digits(base) < 5:
        return PhoneText(problem="not_a_number")
    fixed = base.translate(_LOOK_ALIKE)
    tries = () if any(c.isalpha() for c in fixed) else (fixed,)
    return PhoneText(problem="contains_letter", tries=tries)


def _is_filler(raw: str) -> bool:
    """Whether a cell was only filled in: "n/a", "-", "000000000"."""
    digits = _NO_DIGITS.sub("", raw)
    return len(digits) < _FEWEST_DIGITS or len(set(digits)) < 2


def _is_date(raw: str) -> bool:
    found = _DATE.fullmatch(raw)
    if not found:
        return False
    a, b, c = found["a"], found["b"], found["c"]
    if len(a) == 4:
        year, day, month = int(a), int(c), int(b)
    elif len(c) == 4 and len(a) <= 2:
        year, day, month = int(c), int(a), int(b)
    else:
        return False
    plausible = 1900 <= year <= 2100 and 1 <= day <= 31 and 1 <= month <= 31
    return plausible and min(day, month) <= 12
