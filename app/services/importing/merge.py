"""Rows of one file that describe the same person become one draft."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from app.core.folded import folded
from app.core.people.new_lead import NewPoint
from app.core.people.phone_variants import match_key
from app.services.importing.plan import Merged, MergedBy
from app.services.people.lead_draft import LeadDraft

_COLLECTED: Final = frozenset(
    {"rows", "points", "consents", "opt_outs", "note", "extra", "first_name", "last_name"}
)
_FACTS: Final = tuple(f for f in LeadDraft.__struct_fields__ if f not in _COLLECTED)
_UNKNOWN: Final = ("", None)
_MAX_EXTRA: Final = 2_000
_BETWEEN: Final = " | "


class Merger:
    """Collects drafts; those that share an address or a number are merged into the first.

    With `shared_numbers` a number is enough; without, people of different names stay apart. Either
    way the row is reported. Variants of a number are the same number, a number with an extension
    is one of its own. `merged` and `apart` (row, row with the same number) hold what was done.
    """

    def __init__(self, *, shared_numbers: bool) -> None:
        self._shared_numbers = shared_numbers
        self._people: dict[int, _Person] = {}
        self._index: dict[str, tuple[int, ...]] = {}
        self._merged: dict[int, Merged] = {}
        self.apart: list[tuple[int, int]] = []

    @property
    def merged(self) -> tuple[Merged, ...]:
        """What was merged, by row."""
        return tuple(self._merged[row] for row in sorted(self._merged))

    @property
    def drafts(self) -> tuple[LeadDraft, ...]:
        """The people, in the order of their first rows."""
        return tuple(self._people[row].draft() for row in sorted(self._people))

    def add(self, draft: LeadDraft) -> None:
        """Take one row's draft in. Rows come in their order."""
        emails, phones = _keys(draft.points)
        hits = self._hits(draft, emails, phones)
        first = min(hits, default=draft.rows[0])
        if not hits:
            self._people[first] = _Person(draft)
        for row in sorted(hits)[1:]:
            # This row is the link between people that were apart so far.
            self._merge(self._people.pop(row).draft(), first, hits[row])
        if hits:
            self._merge(draft, first, hits[first])
        for key in (*emails, *phones):
            known = self._index.get(key, ())
            if first not in known:
                self._index[key] = (*known, first)

    def _hits(
        self, draft: LeadDraft, emails: Iterable[str], phones: Iterable[str]
    ) -> dict[int, MergedBy]:
        """First rows of the people that `draft` is, and by what."""
        hits: dict[int, MergedBy] = {}
        for key in emails:
            hits |= dict.fromkeys(self._index.get(key, ()), "email")
        for key in phones:
            known = self._index.get(key, ())
            same = [row for row in known if self._is_same(row, draft)]
            for row in same:
                hits.setdefault(row, "phone")
            if known and not same and hits.keys().isdisjoint(known):
                self.apart.append((draft.rows[0], known[0]))
        return hits

    def _is_same(self, row: int, draft: LeadDraft) -> bool:
        return self._shared_numbers or not self._people[row].differs(draft.name)

    def _merge(self, draft: LeadDraft, first: int, by: MergedBy) -> None:
        person = self._people[first]
        for row in draft.rows[1:]:
            self._merged[row] = replace(self._merged[row], into_row=first)
        self._merged[draft.rows[0]] = Merged(
            row=draft.rows[0], into_row=first, by=by, other_name=person.differs(draft.name)
        )
        person.absorb(draft)
        for key in (key for keys in _keys(draft.points) for key in keys):
            known = self._index.get(key, ())
            self._index[key] = tuple(
                dict.fromkeys(first if row == draft.rows[0] else row for row in known)
            )


class _Person:
    """A draft that grows: first known facts, all points, all refusals (also before a consent)."""

    def __init__(self, draft: LeadDraft) -> None:
        self._first = draft
        self._name = draft.name
        self._rows: list[int] = []

    def _start(self) -> None:
        """Nearly everybody has one row: room for more is made when it is needed."""
        draft = self._first
        self._rows = list(draft.rows)
        self._points = {(p.kind, p.value, p.note): p for p in draft.points}
        self._consents = dict(draft.consents)
        self._opt_outs = dict.fromkeys(draft.opt_outs)
        self._notes = dict.fromkeys((draft.note,)) if draft.note else {}
        self._extra = dict(draft.extra)

    def differs(self, name: str) -> bool:
        """Whether both have names, and different ones."""
        return bool(self._name and name) and folded(self._name) != folded(name)

    def absorb(self, other: LeadDraft) -> None:
        """Add what another row says."""
        if not self._rows:
            self._start()
        self._fill_gaps(other)
        self._rows += other.rows
        for point in other.points:
            self._points.setdefault((point.kind, point.value, point.note), point)
        for channel, answer in other.consents.items():
            self._consents[channel] = answer and self._consents.get(channel, True)
        self._opt_outs |= dict.fromkeys(other.opt_outs)
        if other.note:
            self._notes[other.note] = None
        for column, text in other.extra.items():
            known = self._extra.setdefault(column, text)
            new = text not in known.split(_BETWEEN)
            if new and len(known) + len(text) < _MAX_EXTRA:
                self._extra[column] = known + _BETWEEN + text

    def _fill_gaps(self, other: LeadDraft) -> None:
        facts: dict[str, Any] = {
            name: getattr(other, name)
            for name in _FACTS
            if getattr(self._first, name) in _UNKNOWN and getattr(other, name) not in _UNKNOWN
        }
        if not self._name:
            self._name = other.name
            facts |= {"first_name": other.first_name, "last_name": other.last_name}
        if facts:
            self._first = self._first.but(**facts)

    def draft(self) -> LeadDraft:
        """The person as they are now."""
        if not self._rows:
            return self._first
        return self._first.but(
            rows=tuple(sorted(self._rows)),
            points=tuple(self._points.values()),
            consents=self._consents,
            opt_outs=tuple(self._opt_outs),
            note="\n".join(self._notes),
            extra=self._extra,
        )


def _keys(points: Iterable[NewPoint]) -> tuple[list[str], list[str]]:
    """Keys of the usable addresses and numbers."""
    usable = [point for point in points if point.status == "usable"]
    emails = [point.value for point in usable if point.kind == "email"]
    phones = [match_key(p.value) + p.note for p in usable if p.kind == "phone"]
    return emails, phones
