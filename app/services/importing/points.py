"""The numbers and addresses of a row."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from app.core.people.email_address import read_address
from app.core.people.lead import PointKind
from app.core.people.new_lead import NewPoint
from app.core.people.phone import PhoneResult, country_of_code, number_facts, parse_phones
from app.core.people.phone_text import look_at
from app.services.importing.plan import ColumnInfo, ImportOptions, PointRefusal
from app.services.importing.refusing import channels_of, refused_addresses
from app.services.importing.row_read import MAX_TEXT, Issue, RowRead

# Trying other countries costs several readings; a file with more problems has a problem of its own.
_MAX_SUGGESTIONS: Final = 2_000
_GUESSABLE: Final = frozenset({"no_country", "too_short", "too_long", "wrong_length", "not_in_use"})
_BETWEEN_ADDRESSES = re.compile(r"[;,|\s]+|:::")
_ANGLE = re.compile(r"<([^<>]+)>")


class PointReader:
    """Reads numbers and addresses. `likely` gives the countries to try for a number's text."""

    def __init__(self, options: ImportOptions, likely: Callable[[str], Sequence[str]]) -> None:
        self._options = options
        self._likely = likely
        self._suggested = 0

    def points(self, row: RowRead) -> list[NewPoint]:
        """All numbers and addresses of a row, each once; what is wrong becomes its issues."""
        country = self._country(row)
        # Exports often repeat the phone in the mobile column.
        phones = {cell: column for column, cell in reversed(row.phones)}
        points = [
            point
            for cell, column in reversed(phones.items())
            for point in self._phone_points(row, column, cell, country)
        ]
        for column, cell in row.emails:
            points += self._email_points(row, column, cell)
        return list({(point.kind, point.value): point for point in reversed(points)}.values())[::-1]

    def refusals(self, row: RowRead, points: Sequence[NewPoint]) -> tuple[PointRefusal, ...]:
        """What no lead will carry: refused addresses of others, and numbers of a refusing row
        that could not be used as they stand. A row that stays out has no `points`.
        """
        found = [*refused_addresses(row), *self._refused_numbers(row)]
        said = [*row.opt_outs, *("all" for _ in row.held if not points)]
        if said:
            usable = {p.value for p in points if p.status == "usable"}
            for column, cell in (*row.phones, *row.emails):
                kind: PointKind = "email" if column.field == "email" else "phone"
                for value in self._readable(row, kind, cell):
                    if value not in usable:
                        channels = channels_of(said, kind)
                        found.append(PointRefusal(kind=kind, value=value, channels=channels))
        return tuple(one for one in dict.fromkeys(found) if one.channels)

    # Inside

    def _country(self, row: RowRead) -> str:
        """The country that numbers without "+" are meant in, "" where nobody knows."""
        if row.calling_code:
            return country_of_code(row.calling_code)
        return row.facts.get("country") or ("" if row.country_named else self._options.country)

    def _phone_points(
        self, row: RowRead, column: ColumnInfo, cell: str, country: str
    ) -> Iterator[NewPoint]:
        corrected = (row.record.number, column.name) in self._options.corrections
        # A number with its calling code beside it says more than the plans know.
        stated = bool(row.calling_code)
        results = parse_phones(cell, country or None, vouched=corrected or stated)
        for result in results:
            if result.e164 is None:
                yield self._unusable(row, column, cell, country, result, alone=len(results) == 1)
                continue
            if result.rewritten:
                row.warn("rewritten", column, cell)
            if stated and _is_unknown(result.e164):
                row.warn("not_in_use", column, cell, country=country)
            note = f"ext={result.extension}" if result.extension else ""
            yield NewPoint(kind="phone", value=result.e164, note=note)

    def _unusable(
        self,
        row: RowRead,
        column: ColumnInfo,
        cell: str,
        country: str,
        result: PhoneResult,
        *,
        alone: bool,
    ) -> NewPoint:
        if alone and result.problem in _GUESSABLE:
            result = self._with_suggestion(cell, country, result)
        problem = result.problem or "not_a_number"
        row.issues.append(Issue("unusable", problem, column, cell, result.suggestion, result.args))
        return NewPoint(kind="phone", value=cell[:MAX_TEXT], status="unparsed", note=problem)

    def _with_suggestion(self, cell: str, country: str, result: PhoneResult) -> PhoneResult:
        if self._suggested >= _MAX_SUGGESTIONS:
            return result
        self._suggested += 1
        return parse_phones(cell, country or None, likely=self._likely(cell))[0]

    @staticmethod
    def _email_points(row: RowRead, column: ColumnInfo, cell: str) -> list[NewPoint]:
        found = addresses_in(cell)
        if found:
            return [NewPoint(kind="email", value=address) for address in found]
        row.issues.append(Issue("unusable", "not_an_address", column, cell))
        kept = cell[:MAX_TEXT]
        return [NewPoint(kind="email", value=kept, status="unparsed", note="not_an_address")]

    def _refused_numbers(self, row: RowRead) -> Iterator[PointRefusal]:
        for _, cell, channel in row.refused:
            channels = channels_of([channel], "phone")
            for value in self._readable(row, "phone", cell) if "@" not in cell else ():
                yield PointRefusal(kind="phone", value=value, channels=channels)

    def _readable(self, row: RowRead, kind: str, cell: str) -> Iterator[str]:
        """Every address or number that a cell may mean, also one that is only suggested."""
        if kind == "email":
            yield from addresses_in(cell)
            return
        country = self._country(row) or self._options.country
        for text in (cell, *look_at(cell).tries):
            for one in parse_phones(text, country or None, likely=self._likely(text)):
                yield from filter(None, (one.e164, one.suggestion))


def addresses_in(cell: str) -> tuple[str, ...]:
    """The addresses of a cell: one, several with marks between them, or "Ana <ana@x.es>"."""
    address = read_address(cell)
    if address is not None:
        return (address,)
    parts = _ANGLE.findall(cell) or [part for part in _BETWEEN_ADDRESSES.split(cell) if part]
    found = [read_address(part.strip()) for part in parts]
    return tuple(dict.fromkeys(a for a in found if a)) if found and all(found) else ()


def _is_unknown(e164: str) -> bool:
    """Whether the numbering plan does not know a number of the right length."""
    facts = number_facts(e164)
    return facts is None or not facts.kind
