"""What can be said about a text in a phone column before it is read as a number."""

import re
from typing import Final

import msgspec

_MAX_CHARS: Final = 80
_FEWEST_DIGITS: Final = 3
_PLAIN = re.compile(r"\+?[\d \t().\-]*")
_FEWEST_OF_SEVERAL: Final = 8
_FEWEST_IN_PART: Final = 6
_EXTENSION = re.compile(
    r"\s*(?:;ext=|,|#|(?:\b|(?<=\d))(?:extensi[oó]n|extn|ext|interno|int|anexo|ramal|poste|x)\.?)"
    r"\s*:?\s*(\d{1,7})\s*$",
    re.IGNORECASE,
)
_NO_DIGITS = re.compile(r"\D+")
_SPLIT = re.compile(r"[/;,|\n]|:::|\s(?:or|and|o|y|e|ou|et|und|oder)\s", re.IGNORECASE)
_DATE = re.compile(
    r"(?P<a>\d{1,4})(?P<s>[/.\-])(?P<b>\d{1,2})(?P=s)(?P<c>\d{1,4})(?:[T ]+\d{1,2}:\d{2}.*)?"
)
# What a spreadsheet makes of a long number: most often its last digits are gone for good.
_ROUNDED = re.compile(r"\+?(\d)(?:[.,](\d+))?E\+?(\d{1,2})", re.IGNORECASE)
_DECIMAL = re.compile(r"(\+?\d{7,15})[.,]0{1,2}")
# Marks by which a spreadsheet keeps a number as text: '612, ="612".
_AS_TEXT = re.compile(r"=?[\"'`´’‘]*(.*?)[\"'`´’‘]*", re.DOTALL)
# Blanks and dashes of every width, which nobody can tell apart, and marks that nobody sees.
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# "+34 (0) 612": the zero is for those who call from inside the country.
_INSIDE_ZERO = re.compile(r"((?:\+|\b00)\s*\d{1,3}[\s.\-]*)\(0\)")
# Words beside a number that say what kind of number it is; none of them changes its digits.
_LABEL = re.compile(
    r"(?<![^\W\d_])(?:tel[eé]f(?:ono)?s?|telephone|phone|tels?|tlfs?|tfnos?|m[oó]vil|mobile|mob|cell|cel(?:ular)?"
    r"|casa|home|hogar|work|trabajo|trab|ofi(?:c(?:ina)?)?|office|part(?:icular)?|direct[oa]?|fijo|landline|personal|privado"
    r"|main|principal|empresa|whatsapp|wa|handy|portable|dom[ií]cile|bureau|n[uú]m|no|nr|nº|[mtcwh](?=:))"
    r"(?![^\W\d_])[.:]*",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\([^()\d]*\)|\[[^\[\]\d]*\]")
# What a label leaves, of which the bracket after it may have stayed with the next number.
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]|^\s*[)\]]|[(\[]\s*$")
_AROUND: Final = " \t:.,-"
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
    raw = plainly_written(text)
    if not raw:
        return PhoneText(problem="empty")
    if len(raw) > _MAX_CHARS or _is_filler(raw):
        return PhoneText(problem="not_a_number")
    if _is_date(raw):
        return PhoneText(problem="is_date")
    decimal = _DECIMAL.fullmatch(raw)
    if decimal:
        return PhoneText(problem="decimal", tries=(decimal[1],))
    if not _PLAIN.fullmatch(raw):
        return _odd(raw)
    parts = raw.split()
    if len(parts) > 1 and min(map(count_digits, parts)) >= _FEWEST_OF_SEVERAL:
        return PhoneText(problem="two_numbers", number=raw, tries=tuple(parts))
    return PhoneText(number=raw)


def plainly_written(text: str) -> str:
    """`text` with usual blanks and dashes, without marks of spreadsheets and unseen characters."""
    raw = text.strip()
    if not raw.isascii():
        raw = _DASHES.sub("-", _BLANKS.sub(" ", _UNSEEN.sub("", raw)))
    found = _AS_TEXT.fullmatch(raw)
    raw = (found[1] if found else raw).strip()
    return _INSIDE_ZERO.sub(r"\1", raw.removeprefix("tel:").strip())


def count_digits(text: str) -> int:
    """How many digits there are in a text."""
    return sum(c.isdigit() for c in text)


def _odd(raw: str) -> PhoneText:
    """A text of more than digits and separators."""
    rounded = _ROUNDED.fullmatch(raw)
    if rounded:
        return _unrounded(rounded)
    labelled = _parts(_LABEL.sub(";", raw))
    if len(labelled) > 1:
        return PhoneText(problem="two_numbers", number=raw, tries=labelled)
    raw = _without_labels(raw)
    if _PLAIN.fullmatch(raw):
        return PhoneText(number=raw)
    found = _EXTENSION.search(raw)
    base = raw[: found.start()] if found else raw
    parts = _parts(raw)
    if len(parts) > 1:
        return PhoneText(problem="two_numbers", number=base, tries=parts)
    if not any(c.isalpha() for c in base):
        return PhoneText(number=base, extension=found[1] if found else "")
    if count_digits(base) < 5:
        return PhoneText(problem="not_a_number")
    likely = (base.translate(_LOOK_ALIKE), _REMARK.sub("", base).strip())
    tries = tuple(fixed for fixed in likely if not any(c.isalpha() for c in fixed))
    return PhoneText(problem="contains_letter", tries=tries)


def _parts(raw: str) -> tuple[str, ...]:
    """The numbers of a text that holds several, () where something else stands among them."""
    parts = (_EMPTY_BRACKETS.sub("", part) for part in _SPLIT.split(raw))
    numbers = tuple(part.strip(_AROUND) for part in parts if count_digits(part) >= _FEWEST_IN_PART)
    return () if any(c.isalpha() for part in numbers for c in part) else numbers


def _unrounded(found: re.Match[str]) -> PhoneText:
    """6.12345678E+08 still has every digit; 6.12E+08 has lost them."""
    digits = found[1] + (found[2] or "")
    if len(digits) == int(found[3]) + 1:
        return PhoneText(number=digits)
    return PhoneText(problem="rounded")


def _without_labels(raw: str) -> str:
    """`raw` without words such as "casa" or "Tel.:", where digits and separators are left."""
    bare = _LABEL.sub("", raw)
    if bare == raw:
        return raw
    return _EMPTY_BRACKETS.sub("", bare).strip(_AROUND) or raw


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
