"""What a file tells before its rows are read: how its dates and its numbers are written."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from app.services.csv_text import Record
from app.services.importing.plan import ColumnInfo, DateOrder
from app.services.importing.tables import ImportTables
from app.services.importing.values import date_evidence

_DIGIT = re.compile(r"\d")
_MAX_SHAPE: Final = 30
# Enough numbers of one shape from one country to say that the shape is that country's.
_SHAPE_COUNT: Final = 5
_SHAPE_SHARE: Final = 0.9
_MAX_LIKELY: Final = 5


class Survey:
    """Looks at every row once."""

    def __init__(self, columns: Sequence[ColumnInfo], tables: ImportTables) -> None:
        self._tables = tables
        self._dates = _places(columns, "received_at")
        self._countries = _places(columns, "country")
        self._phones = (*_places(columns, "phone"), *_places(columns, "mobile"))
        self._evidence: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()
        self._shapes: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def look(self, record: Record) -> None:
        """Take a row in."""
        cells = record.cells
        for place in self._dates:
            if place < len(cells):
                order = date_evidence(cells[place].strip())
                if order:
                    self._evidence[order] += 1
        for place in self._countries:
            country = self._tables.country(cells[place]) if place < len(cells) else ""
            if country:
                self._seen[country] += 1
                self._look_at_phones(cells, country)

    def date_order(self, chosen: DateOrder | None, language: str) -> tuple[DateOrder | None, str]:
        """Whether dates are day first, and the code of a doubt about it ("" for none).

        What a person chose counts, then dates that can be read in one way only, then the language
        of the header: outside English the day comes first. Else it stays open.
        """
        if chosen is not None:
            return chosen, ""
        day_first, month_first = self._evidence["day_first"], self._evidence["month_first"]
        by_language: DateOrder | None = "day_first" if language not in ("", "en") else None
        if day_first and month_first:
            return by_language, "mixed_dates"
        if day_first or month_first:
            return "day_first" if day_first else "month_first", ""
        doubt = "ambiguous_dates" if self._evidence["either"] and by_language is None else ""
        return by_language, doubt

    def likely(self, number: str) -> tuple[str, ...]:
        """Countries to try for a number that has none, most likely first.

        The country of the other numbers in the file that are written in the same shape; where that
        is not clear, those with this shape, else the most frequent ones of the file.
        """
        shape = self._shapes.get(_shape(number))
        if not shape:
            return tuple(country for country, _ in self._seen.most_common(_MAX_LIKELY))
        (country, count), *_ = shape.most_common(1)
        if count >= _SHAPE_COUNT and count >= _SHAPE_SHARE * shape.total():
            return (country,)
        return tuple(country for country, _ in shape.most_common(_MAX_LIKELY))

    def _look_at_phones(self, cells: Sequence[str], country: str) -> None:
        for place in self._phones:
            if place < len(cells) and cells[place] and "+" not in cells[place]:
                self._shapes[_shape(cells[place])][country] += 1


def _places(columns: Sequence[ColumnInfo], field: str) -> tuple[int, ...]:
    return tuple(place for place, column in enumerate(columns) if column.field == field)


def _shape(number: str) -> str:
    """ "612 34 56 78" -> "999 99 99 99"."""
    return _DIGIT.sub("9", number.strip()[:_MAX_SHAPE])
