"""Public holidays by calendar: a resource made in advance, and days that rules add to it."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import msgspec

# What a calendar may add beside a date of every year.
NAMED_DAYS: Final = ("easter-2", "election_day", "election_day_even_years")


class HolidayTable(msgspec.Struct, frozen=True, kw_only=True):
    """The holidays of each calendar, and the first and last year for which they are known."""

    first_year: int
    last_year: int
    calendars: Mapping[str, frozenset[date]]


def read_holidays(text: str) -> HolidayTable:
    """The table out of resources/holidays/days.json.

    Raises ValueError or KeyError when the text is not what the product ships.
    """
    values: dict[str, Any] = json.loads(text)
    first, last = values["years"]
    return HolidayTable(
        first_year=first,
        last_year=last,
        calendars={
            name: frozenset(map(date.fromisoformat, days))
            for name, days in values["calendars"].items()
        },
    )


def added_days(additions: Iterable[str], years: Iterable[int]) -> frozenset[date]:
    """The dates that additions such as "06-14" or "election_day" mean in each year.

    Raises ValueError for anything that is neither a day of the year nor one of NAMED_DAYS.
    """
    every = tuple(years)
    return frozenset(
        on for added in additions for year in every if (on := _on(added, year)) is not None
    )


def _on(added: str, year: int) -> date | None:
    if added == "easter-2":
        return easter(year) - timedelta(days=2)
    if added.startswith("election_day"):
        if added not in NAMED_DAYS:
            raise ValueError(added)
        return None if added != "election_day" and year % 2 else election_day(year)
    if len(added) != len("06-14"):
        raise ValueError(added)
    return date.fromisoformat(f"{year}-{added}")


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus of 1876)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    moon -= (year % 19 + 11 * moon) // 319
    week = (2 * (century % 4) + 2 * (rest // 4) - rest % 4 - moon + 32) % 7
    month = (moon + week + 90) // 25
    return date(year, month, (moon + week + month + 19) % 32)


def election_day(year: int) -> date:
    """The Tuesday after the first Monday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 1)
