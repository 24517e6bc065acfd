"""Rows of one file that describe the same person become one draft."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, Final

from app.core.folded import folded
from app.core.people.new_lead import NewPoint
from app.core.people.one_person import are_two
from app.core.people.phone_variants import match_key
from app.services.importing.plan import Apart, Merged, MergedBy
from app.services.people.lead_draft import LeadDraft

_COLLECTED: Final = frozenset(
    {"rows", "points", "consents", "opt_outs", "held", "note", "extra", "first_name", "last_name"}
)
_FACTS: Final = tuple(f for f in LeadDraft.__struct_fields__ if f not in _COLLECTED)
_UNKNOWN: Final = ("", None)
_MAX_EXTRA: Final = 2_000
_BETWEEN: Final = " | "
# Of a number or address that more people have, only so many are compared one by one.
_MOST_OWNERS: Final = 8


class Merger:
    """Collects drafts; those that share an address or a number are merged into the first.

    Whoever shares a number only, has another name and a number of their own stays apart. Else, with
    `shared_numbers` a number is enough; without, and for the rows of `keep_apart`, people of
    different names stay apart. Either way the row is reported. Variants of a number are the same
    number, a number with an extension is one of its own. `merged` and `apart` hold what was done.
    """

    def __init__(self, *, shared_numbers: bool, keep_apart: Collection[int] = frozenset()) -> None:
        self._shared_numbers = shared_numbers
        self._keep_apart = keep_apart
        self._named: dict[tuple[str, str], int] = {}
        self._people: dict[int, _Person] = {}
        self._index: dict[str, tuple[int, ...]] = {}
        self._merged: dict[int, Merged] = {}
        self.apart: list[Apart] = []

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
        named = folded(draft.name)
        for key in (*emails, *phones):
            known = self._index.get(key, ())
            if len(known) < _MOST_OWNERS and first not in known:
                self._index[key] = (*known, first)
            self._named.setdefault((key, named), first)

    def _hits(self, draft: LeadDraft, emails: list[str], phones: list[str]) -> dict[int, MergedBy]:
        """First rows of the people that `draft` is, and by what."""
        hits: dict[int, MergedBy] = {}
        ways: tuple[tuple[MergedBy, list[str]], ...] = (("email", emails), ("phone", phones))
        for by, keys in ways:
            for key in keys:
                known = self._owners(key, draft)
                same = [row for row in known if self._is_same(row, draft, by)]
                if same:
                    # Those who share the key are people apart: the row is one of them at most.
                    hits.setdefault(min(same, key=lambda row: self._differs(row, draft)), by)
                elif known and hits.keys().isdisjoint(known):
                    self.apart.append(self._apart(draft, known[0], by))
        return hits

    def _apart(self, draft: LeadDraft, other: int, by: MergedBy) -> Apart:
        return Apart(
            row=draft.rows[0],
            other=other,
            by=by,
            name=draft.name,
            other_name=self._people[other].name,
        )

    def _differs(self, row: int, draft: LeadDraft) -> bool:
        return self._people[row].differs(draft.name)

    def _owners(self, key: str, draft: LeadDraft) -> tuple[int, ...]:
        """First rows of who has a key, of many only some and whoever has the name of `draft`."""
        known = self._index.get(key, ())
        if len(known) < _MOST_OWNERS:
            return known
        named = self._named.get((key, folded(draft.name)))
        return known if named is None or named not in self._people else (named,)

    def _is_same(self, row: int, draft: LeadDraft, by: MergedBy) -> bool:
        if not self._differs(row, draft):
            return True
        if draft.rows[0] in self._keep_apart or (by == "phone" and not self._shared_numbers):
            return False
        return by == "email" or not self._people[row].is_another(draft)

    def _merge(self, draft: LeadDraft, first: int, by: MergedBy) -> None:
        person = self._people[first]
        for row in draft.rows[1:]:
            self._merged[row] = replace(self._merged[row], into_row=first)
        self._merged[draft.rows[0]] = Merged(
            row=draft.rows[0],
            into_row=first,
            by=by,
            other_name=person.differs(draft.name),
            name=draft.name,
            into_name=person.name,
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
        self._held = dict.fromkeys(draft.held)
        self._notes = dict.fromkeys((draft.note,)) if draft.note else {}
        self._extra = dict(draft.extra)

    def differs(self, name: str) -> bool:
        """Whether both have names, and different ones."""
        return bool(self._name and name) and folded(self._name) != folded(name)

    @property
    def name(self) -> str:
        """The name as it is known so far."""
        return self._name

    def is_another(self, draft: LeadDraft) -> bool:
        """Whether `draft` is somebody else who shares a number."""
        ours = self._points.values() if self._rows else self._first.points
        return are_two(self._name, _numbers(ours), draft.name, _numbers(draft.points))

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
        self._held |= dict.fromkeys(other.held)
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
        if "received_at" not in facts:
            facts.pop("received_on", None)  # the day belongs to its instant
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
            held=tuple(self._held),
            note="\n".join(self._notes),
            extra=self._extra,
        )


def _numbers(points: Iterable[NewPoint]) -> set[str]:
    return {p.value for p in points if p.kind == "phone" and p.status == "usable"}


def _keys(points: Iterable[NewPoint]) -> tuple[list[str], list[str]]:
    """Keys of the usable addresses and numbers."""
    usable = [point for point in points if point.status == "usable"]
    emails = [point.value for point in usable if point.kind == "email"]
    phones = [match_key(p.value) + p.note for p in usable if p.kind == "phone"]
    return emails, phones
