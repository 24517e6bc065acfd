"""Short words for a moment, as a rep types them: "16:00", "thu 16:00", "tomorrow", "3 h"."""

import re
from calendar import isleap
from datetime import date, datetime, time, timedelta

from app.core.errors import BadInput

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "monday", "lun", "lunes"),
            ("tue", "tuesday", "mar", "martes"),
            ("wed", "wednesday", "mie", "mié", "miércoles", "miercoles"),
            ("thu", "thursday", "jue", "jueves"),
            ("fri", "friday", "vie", "viernes"),
            ("sat", "saturday", "sab", "sáb", "sábado", "sabado"),
            ("sun", "sunday", "dom", "domingo"),
        )
    )
    for name in names
}
_DAYS = {"today": 0, "hoy": 0, "tomorrow": 1, "mañana": 1, "manana": 1}
_CLOCK = re.compile(r"^(\d{1,2})(?:[:.h](\d{2})|h)?\s*(am|pm)?$")
_SPAN = re.compile(
    r"^(?:in\s+|en\s+)?(\d{1,3})\s*(m|min|h|hour|hours|hora|horas|d|day|days|días|dias)$"
)
# A time of day as it is written in Spain, France and Portugal.
_OCLOCK = re.compile(r"^(1[3-9]|2[0-3])\s*h(?:rs?|oras)?$")
_DATE = re.compile(r"^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?$")
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
MORNING = time(9)
# A day without a year that passed so lately is rather a slip than meant for next year.
_LATELY_DAYS = 60


def read_when(text: str, now: datetime) -> datetime:
    """The moment `text` names, as wall time (naive) of the clock that reads `now` (naive).

    A time alone is today's, or tomorrow's once it has passed; a day alone means 09:00; a day of
    the week is the next one. Dates with numbers are day first. "17h" is a time of day, "3 h" a span
    of hours, and a number alone is neither. A day without a year is the next of its kind, and
    refused where it has passed lately. Raises BadInput.
    """
    words = text.strip().lower().replace(",", " ").replace(" at ", " ").replace(" a las ", " ")
    span = _SPAN.match(words)
    if span and not _OCLOCK.match(words):
        return _after(now, int(span[1]), span[2])
    day, clock = _split(_OCLOCK.sub(r"\1h", words), now)
    if (day is None and clock is None) or words.isdigit():
        raise BadInput(
            "unreadable_time",
            "That is no time Touchline can read.",
            "Try “16:00”, “tomorrow 9:30”, “Thu 16:00”, or day/month and a time.",
        )
    at = datetime.combine(day or now.date(), clock or MORNING)
    if day is None and at <= now:
        at += timedelta(days=1)
    return at


def _after(now: datetime, count: int, unit: str) -> datetime:
    if unit.startswith("m"):
        return now + timedelta(minutes=count)
    return now + (timedelta(hours=count) if unit.startswith("h") else timedelta(days=count))


def _split(words: str, now: datetime) -> tuple[date | None, time | None]:
    """A day and a clock time, each if there is one; (None, None) if a word is neither."""
    day: date | None = None
    clock: time | None = None
    for word in re.sub(r"\s+(am|pm)\b", r"\1", words).split():
        found_day, found_clock = _day(word, now), _clock(word)
        if found_day is not None and day is None:
            day = found_day
        elif found_clock is not None and clock is None:
            clock = found_clock
        else:
            return None, None
    return day, clock


def _day(word: str, now: datetime) -> date | None:
    if word in _DAYS:
        return now.date() + timedelta(days=_DAYS[word])
    if word in _WEEKDAYS:
        ahead = (_WEEKDAYS[word] - now.weekday()) % 7 or 7
        return now.date() + timedelta(days=ahead)
    iso, numbers = _ISO.match(word), _DATE.match(word)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if numbers:
            day, month = int(numbers[1]), int(numbers[2])
            return date(int(numbers[3]), month, day) if numbers[3] else _coming(day, month, now)
    except ValueError:
        return None
    return None


def _coming(day: int, month: int, now: datetime) -> date:
    """The next day of its kind. Raises BadInput for one that has passed lately."""
    today = now.date()
    ahead = [
        date(year, month, day)
        for year in range(today.year - 1, today.year + 9)
        if month != 2 or day != 29 or isleap(year)
    ]
    if any(0 < (today - one).days <= _LATELY_DAYS for one in ahead):
        raise BadInput("day_passed", "That day has passed.", "Add the year, or choose a later day.")
    return next(one for one in ahead if one >= today)


def read_clock(text: str) -> time | None:
    """A time of day such as "14:20", "2:20 pm" or "16h30"; None when `text` is something else."""
    return _clock(re.sub(r"\s+(?=[ap]m$)", "", text.strip().lower().replace(".m.", "m")))


def _clock(word: str) -> time | None:
    match = _CLOCK.match(word)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] == "pm" and hour < 12:
        hour += 12
    elif match[3] == "am" and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
