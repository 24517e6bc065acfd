"""Dates as people write them in a message, in English and Spanish: "in two weeks", "en marzo".

Only forms that leave little doubt are read: a number on its own is no date, nor is a month
without a day or a word before it ("you may call"). What was read is shown before it counts.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

import msgspec

CalendarUnit = Literal["day", "week", "month", "quarter", "year"]


class SaidDate(msgspec.Struct, frozen=True, kw_only=True):
    """A date (in the calendar of whoever wrote) and the words that say it, without accents."""

    on: date
    words: str


_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene",
            "february feb febrero",
            "march mar marzo",
            "april apr abril abr",
            "may mayo",
            "june jun junio",
            "july jul julio",
            "august aug agosto ago",
            "september sep sept septiembre setiembre",
            "october oct octubre",
            "november nov noviembre",
            "december dec diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "monday lunes",
            "tuesday martes",
            "wednesday miercoles",
            "thursday jueves",
            "friday viernes",
            "saturday sabado",
            "sunday domingo",
        )
    )
    for name in names.split()
}
_COUNTS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "a an one un una uno",
            "two dos couple par",
            "three tres few unos unas",
            "four cuatro",
            "five cinco",
            "six seis",
            "seven siete",
            "eight ocho",
            "nine nueve",
            "ten diez",
            "eleven once",
            "twelve doce",
        ),
        start=1,
    )
    for word in words.split()
}
_COUNTS |= {"fifteen": 15, "quince": 15, "twenty": 20, "veinte": 20, "thirty": 30, "treinta": 30}
_UNITS: dict[str, CalendarUnit] = {
    "day": "day",
    "dia": "day",
    "week": "week",
    "semana": "week",
    "month": "month",
    "mes": "month",
    "quarter": "quarter",
    "trimestre": "quarter",
    "year": "year",
    "ano": "year",
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_ORDINALS |= {"primer": 1, "segundo": 2, "tercer": 3, "cuarto": 4}
_FEASTS = {
    "christmas": (12, 25),
    "navidad": (12, 25),
    "new year": (1, 1),
    "ano nuevo": (1, 1),
    "nuevo ano": (1, 1),
    # They last until the sixth, where the word is used.
    "navidades": (1, 6),
    "reyes": (1, 6),
}
# Whole months of the north; six months on where it is the other way round.
_SEASONS = {"spring": 3, "primavera": 3, "summer": 6, "verano": 6}
_SEASONS |= {"autumn": 9, "fall": 9, "otono": 9, "winter": 12, "invierno": 12}
# A weekday and a day of the month meet at least once in so many days.
_LONGEST_DAYS = 366
_PARTS = {"early": 1, "principios de": 1, "mid": 15, "mediados de": 15}
_PARTS |= {"late": 20, "finales de": 20, "fines de": 20}


def _any(words: dict[str, int] | dict[str, CalendarUnit]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_UNIT = r"(?P<unit>day|week|month|quarter|year|dia|semana|mes(?=es)?|trimestre|ano)(?:e?s)?\b"
_YEAR = r"(?:,?\s+(?:del?\s+)?(?P<year>20\d\d))?"
_MONTH = rf"(?P<month>{_any(_MONTHS)})\b\.?"
_PART = r"early|mid|late|principios\s+de|mediados\s+de|fin(?:al)?es\s+de"
# "Mar" is the sea, and no short form stands for May.
_WHOLE = [name for name in _MONTHS if name != "mar"]
_LONG_MONTH_NAME = rf"(?:{'|'.join(_WHOLE)})"
_LONG_MONTH = rf"(?P<month>{_LONG_MONTH_NAME})\b"
# A weekday in front of a date belongs to it.
_DAY_NAME = (
    rf"(?:(?:el\s+|the\s+)?(?:this\s+|next\s+|este\s+|proximo\s+)?(?:{_any(_WEEKDAYS)}),?\s+)?"
)
_AFTER = (
    r"(?P<before>before\s+(?:the\s+)?|antes\s+del?\s+(?:el\s+)?)"
    r"|(?P<after>after\s+(?:the\s+)?|despues\s+de(?:l|\s+la|\s+el)?\s+|pasad[oa]s?\s+(?:el\s+|la\s+)?"
    r"|tras\s+(?:el\s+|la\s+)?)"
)
_SINCE = (
    r"(?:in|on|from|until|till|by|for|during|back\s+on|of|"
    r"not\s+before|no\s+antes\s+del?|"
    r"en|desde|hasta|para|a\s+partir\s+de|a)(?:l\b|\s+(?:el|la|the))?\s+"
)


class PlacedDate(msgspec.Struct, frozen=True, kw_only=True):
    """A date as it stands in `plain(text)`, from `start` to `end`; it may lie behind."""

    on: date
    start: int
    end: int


def find_date(
    text: str, today: date, *, day_first: bool = True, south: bool = False
) -> SaidDate | None:
    """The first date that `text` names from tomorrow on, as read on the date `today`.

    "after" a date means the day after it, after a period its end; a period means its first day.
    "15/3" is day first, or month first where `day_first` is False. What lies before a named date
    ("before March") is no date to wait for.
    """
    return next(iter(find_dates(text, today, day_first=day_first, south=south)), None)


def find_dates(
    text: str, today: date, *, day_first: bool = True, south: bool = False
) -> tuple[SaidDate, ...]:
    """All dates that `text` names from tomorrow on, in their order. See `find_date`."""
    letters = plain(text)
    return tuple(
        SaidDate(on=one.on, words=letters[one.start : one.end].strip())
        for one in place_dates(letters, today, day_first=day_first, south=south)
        if one.on > today
    )


def place_dates(
    letters: str, today: date, *, day_first: bool = True, south: bool = False
) -> tuple[PlacedDate, ...]:
    """All dates of `letters` (see `plain`) in their order, those that lie behind as well.

    A day without a year is the nearest of its kind: in November "20 November" is this month's and
    "11 January" the next one. `south` says that June is winter there.
    """
    found: list[PlacedDate] = []
    read_as = _How(today=today, day_first=day_first, south=south)
    for pattern, read in _FORMS:
        for match in pattern.finditer(letters):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            span = read(match, read_as)
            if span is None:
                continue
            named = match.groupdict()
            if named.get("before"):
                continue
            on = span[1] + timedelta(days=1) if named.get("after") else span[0]
            found.append(PlacedDate(on=on, start=match.start(), end=match.end()))
    return tuple(sorted(found, key=lambda one: one.start))


def plain(text: str) -> str:
    """Small letters of `text` without accents, one blank between words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


class _How(msgspec.Struct, frozen=True, kw_only=True):
    """How a date is read: on which day, whether days come before months, and where June is cold."""

    today: date
    day_first: bool
    south: bool


# Each form gives the first and the last day of what it names, None where there is no such date.
_Span = tuple[date, date] | None


def _day(year: int | None, month: int, day: int, how: _How) -> _Span:
    """A day of the year; without one the nearest of its kind, which may lie behind."""
    years = (year,) if year else (how.today.year - 1, how.today.year, how.today.year + 1)
    found = [on for on in (_date(y, month, day) for y in years) if on is not None]
    if not found:
        return None
    on = min(found, key=lambda one: abs((one - how.today).days))
    return on, on


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(match: re.Match[str]) -> int | None:
    year = match.groupdict().get("year")
    if not year:
        return None
    return int(year) + (2000 if len(year) == 2 else 0)


def _iso(match: re.Match[str], how: _How) -> _Span:
    return _day(int(match["year"]), int(match["month"]), int(match["day"]), how)


def _numbers(match: re.Match[str], how: _How) -> _Span:
    one, other = int(match["one"]), int(match["other"])
    if (one, other) == (24, 7) and not match["year"]:
        return None  # around the clock
    day, month = (one, other) if how.day_first else (other, one)
    if month > 12:
        day, month = month, day
    return _day(_year(match), month, day, how)


def _named_day(match: re.Match[str], how: _How) -> _Span:
    return _day(_year(match), _MONTHS[match["month"]], int(match["day"]), how)


def _named_month(match: re.Match[str], how: _How) -> _Span:
    month, year, today = _MONTHS[match["month"]], _year(match), how.today
    part = _PARTS.get(" ".join((match["part"] or "").split()), 1)
    first = date(year or today.year, month, part)
    if year is None and _end(date(first.year, month, 1), "month") <= today:
        first = first.replace(year=first.year + 1)
    return max(first, today + timedelta(days=1)), _end(first.replace(day=1), "month")


def _count(match: re.Match[str], how: _How) -> _Span:
    said = match["count"]
    count = int(said) if said.isdigit() else _COUNTS[said]
    on = _later(how.today, count, _UNITS[match["unit"]])
    return (on, on - timedelta(days=1)) if match["after"] else (on, on)


def _next(match: re.Match[str], how: _How) -> _Span:
    unit = _UNITS[match["unit"]]
    first = _end(_start(how.today, unit), unit) + timedelta(days=1)
    return first, _end(first, unit)


def _end_of(match: re.Match[str], how: _How) -> _Span:
    unit = _UNITS[match["unit"]]
    last = _end(_start(how.today, unit), unit)
    return last, last


def _quarter(match: re.Match[str], how: _How) -> _Span:
    number = int(match["number"] or _ORDINALS[match["ordinal"]])
    year, today = _year(match), how.today
    first = date(year or today.year, number * 3 - 2, 1)
    if year is None and _end(first, "quarter") <= today:
        first = first.replace(year=first.year + 1)
    return max(first, today + timedelta(days=1)), _end(first, "quarter")


def _season(match: re.Match[str], how: _How) -> _Span:
    """A season of three whole months, the next one to begin; "until summer" is its first day."""
    month = _SEASONS[match["season"]]
    month = (month + 5) % 12 + 1 if how.south else month
    first = date(how.today.year, month, 1)
    if _later(first, 3, "month") <= how.today or (first <= how.today and not match["after"]):
        first = first.replace(year=first.year + 1)
    return first, _end(first, "quarter")


def _whole_year(match: re.Match[str], how: _How) -> _Span:
    year = int(match["year"])
    first = max(date(year, 1, 1), how.today + timedelta(days=1))
    return (first, date(year, 12, 31)) if year >= how.today.year else None


def _weekday(match: re.Match[str], how: _How) -> _Span:
    ahead = (_WEEKDAYS[match["weekday"]] - how.today.weekday()) % 7 or 7
    on = how.today + timedelta(days=ahead)
    return on, on


def _weekday_of_month(match: re.Match[str], how: _How) -> _Span:
    """ "Friday the 4th": the next day that is both."""
    for ahead in range(1, _LONGEST_DAYS):
        on = how.today + timedelta(days=ahead)
        if (
            on.day == int(match["day"] or match["day_es"])
            and on.weekday() == _WEEKDAYS[match["weekday"]]
        ):
            return on, on
    return None


def _near(match: re.Match[str], how: _How) -> _Span:
    two = match["word"] not in ("tomorrow", "manana")
    on = how.today + timedelta(days=2 if two else 1)
    return on, on


def _feast(match: re.Match[str], how: _How) -> _Span:
    month, day = _FEASTS[match["feast"]]
    on = date(how.today.year, month, day)
    on = on if on > how.today else on.replace(year=on.year + 1)
    return on, on


def _start(on: date, unit: CalendarUnit) -> date:
    match unit:
        case "day":
            return on
        case "week":
            return on - timedelta(days=on.weekday())
        case "month":
            return on.replace(day=1)
        case "quarter":
            return date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
        case "year":
            return date(on.year, 1, 1)


def _end(first: date, unit: CalendarUnit) -> date:
    return _later(first, 1, unit) - timedelta(days=1)


def _later(on: date, count: int, unit: CalendarUnit) -> date:
    if unit in ("day", "week"):
        return on + timedelta(days=count * (7 if unit == "week" else 1))
    months = on.month - 1 + count * {"month": 1, "quarter": 3}.get(unit, 12)
    first = date(on.year + months // 12, months % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(on.day, (following - first).days))


def _form(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.])(?:{_AFTER}|{_SINCE})?{text}")


# The more a form says, the earlier it is tried; what one has read, no other reads again.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _How], _Span]], ...] = (
    (_form(_DAY_NAME + r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"), _iso),
    (
        _form(
            _DAY_NAME
            + r"(?P<one>\d{1,2})(?P<sep>[/.\-])(?P<other>\d{1,2})(?P=sep)(?P<year>20\d\d|\d\d)\b"
        ),
        _numbers,
    ),
    (
        _form(_DAY_NAME + r"(?:el\s+)?(?P<one>\d{1,2})/(?P<other>\d{1,2})(?P<year>)(?![\w/])"),
        _numbers,
    ),
    (
        _form(
            _DAY_NAME
            + r"(?:el\s+|the\s+)?(?:dia\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?"
            + _MONTH
            + _YEAR
        ),
        _named_day,
    ),
    (
        _form(
            rf"{_DAY_NAME}{_MONTH}\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:){_YEAR}"
        ),
        _named_day,
    ),
    (
        re.compile(
            rf"(?<!\w)(?:{_AFTER}|in\s+|en\s+|dentro\s+de\s+|de\s+aqui\s+a\s+|give\s+me\s+|dame\s+)"
            r"(?:another\s+|otr[oa]s?\s+)?(?:a\s+(?=couple|few)|un\s+(?=par))?"
            rf"(?P<count>\d{{1,2}}|{_any(_COUNTS)})\s+(?:of\s+|de\s+)?(?:more\s+|mas\s+)?{_UNIT}"
        ),
        _count,
    ),
    (
        re.compile(rf"(?<!\w)(?:{_AFTER}|in\s+|en\s+|during\s+)(?P<year>20\d\d)\b(?![/.-])"),
        _whole_year,
    ),
    (_form(r"(?:the\s+|el\s+|la\s+)?(?:next|proxim[oa])\s+" + _UNIT), _next),
    (
        _form(r"(?:el\s+|la\s+)?" + _UNIT + r"\s+(?:que\s+(?:viene|entra)|proxim[oa]|siguiente)\b"),
        _next,
    ),
    (
        _form(
            r"(?:the\s+)?(?:end\s+of\s+(?:the\s+|this\s+)?|fin(?:al|ales)?\s+de(?:l|\s+este)?\s+)"
            + _UNIT
        ),
        _end_of,
    ),
    (
        _form(
            rf"(?:the\s+|el\s+)?(?:q(?P<number>[1-4])\b|(?P<ordinal>{_any(_ORDINALS)})\s+"
            rf"(?:quarter|trimestre)\b){_YEAR}"
        ),
        _quarter,
    ),
    (
        re.compile(
            rf"(?<!\w)(?:(?:{_AFTER}|{_SINCE})(?=\w)|(?=early|mid|late|next|proxim)"
            rf"|(?={_LONG_MONTH_NAME}\s+(?:is|would|works?|suits|sounds)\b))"
            rf"(?:(?P<part>{_PART})[\s-]+)?(?:next\s+|proximo\s+)?{_LONG_MONTH}{_YEAR}"
        ),
        _named_month,
    ),
    (
        _form(
            rf"(?:el\s+|the\s+)?(?P<weekday>{_any(_WEEKDAYS)})\s+"
            r"(?:the\s+(?P<day>\d{1,2})(?:st|nd|rd|th)|(?<=[so] )(?:dia\s+)?(?P<day_es>\d{1,2}))"
            r"(?![\d:.,/]|\s*(?:h|am|pm|de\s|of\s|a\s|al\s))"
        ),
        _weekday_of_month,
    ),
    (
        _form(
            r"(?:on\s+|this\s+|next\s+|el\s+|este\s+|el\s+proximo\s+)"
            rf"(?P<weekday>{_any(_WEEKDAYS)})\b(?:\s+que\s+viene)?"
        ),
        _weekday,
    ),
    (
        re.compile(
            r"(?<!\w)(?<!la )(?P<word>(?:the\s+)?day\s+after\s+tomorrow|pasado\s+manana|"
            r"tomorrow|manana)\b"
        ),
        _near,
    ),
    (
        re.compile(rf"(?<!\w)(?:{_AFTER}|{_SINCE})(?P<season>{_any(_SEASONS)})\b"),
        _season,
    ),
    (
        _form(rf"(?:las\s+|los\s+)?(?P<feast>{'|'.join(_FEASTS)})\b"),
        _feast,
    ),
)
