"""The rows of the queue by lane, and which of them show at which line of the list.

Free of Qt. A lane knows how many rows it has in all and holds those that were read so far, so a
queue of 100,000 costs no more than the pages that were looked at.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from app.core.queue.lane_names import SHOWN_LANES, Lane
from app.services.store.queue_rows import QueuePage, QueueRow

ALWAYS_SHOWN: frozenset[Lane] = frozenset({"first_contact", "replies"})
_WORK: tuple[Lane, ...] = ("first_contact", "replies", "callbacks", "due_now")
_BARS = 6  # stand in for rows until the first page is there


class Head(NamedTuple):
    """The head of a lane: how many rows it has, and whether they show."""

    lane: Lane
    total: int
    opened: bool


class Sentence(NamedTuple):
    """What an empty lane says: Due now that the queue is clear, None that nobody matches."""

    lane: Lane | None


class UnreadRow(NamedTuple):
    """A row that exists but was not read yet; `lane` is None while not even the first page is."""

    lane: Lane | None
    position: int


QueueEntry = Head | Sentence | UnreadRow | QueueRow


class _Section(NamedTuple):
    lane: Lane
    total: int
    opened: bool
    shown: int
    matches: tuple[int, ...] | None


def folded(text: str) -> str:
    """A text for comparing: small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


class QueueLanes:
    """Six lanes of rows and the list they make.

    `sparse` says whether rows not read yet take their place in the list; without it only rows that
    were read show.
    """

    def __init__(self) -> None:
        self.collapsed: set[Lane] = {"later_today"}
        self.needle = ""
        self.sparse = False
        self._rows: dict[Lane, dict[int, QueueRow]] = {lane: {} for lane in SHOWN_LANES}
        self._counts: dict[Lane, int] = dict.fromkeys(SHOWN_LANES, 0)
        # By the number of the lead id, which is cheaper than the id; made when first asked for.
        self._where: dict[int, tuple[Lane, int]] | None = {}
        self._sections: list[_Section] = []
        self._starts: list[int] = []
        self._lines = _BARS
        self._loading = True

    # Facts

    def set_page(self, page: QueuePage) -> None:
        """Takes the first rows and the counts; what was read before is forgotten."""
        self._loading = False
        by_lane: dict[Lane, list[QueueRow]] = {lane: [] for lane in SHOWN_LANES}
        for row in page.rows:
            by_lane[row.lane].append(row)
        self._rows = {lane: dict(enumerate(rows)) for lane, rows in by_lane.items()}
        self._where = None
        self._counts = {
            lane: max(page.counts.get(lane, 0), len(self._rows[lane])) for lane in SHOWN_LANES
        }

    def put(self, lane: Lane, offset: int, rows: Sequence[QueueRow]) -> None:
        """Adds rows of a lane that were read later, the first of them at `offset`."""
        known, where = dict(self._rows[lane]), dict(self._places())
        for position, row in enumerate(rows, offset):
            known[position] = row
            where[row.lead_id.int] = (lane, position)
        self._rows, self._where = self._rows | {lane: known}, where
        self._counts[lane] = max(self._counts[lane], offset + len(rows))

    def replace(self, row: QueueRow) -> bool:
        """Swaps in new facts of a person; False if they have no place in that lane yet."""
        lane, position = self._place_of(row.lead_id)
        if lane != row.lane:
            return False
        self._rows[row.lane][position] = row
        return True

    def drop(self, lead_id: UUID) -> bool:
        """Takes a person out; False if they were not there."""
        lane, gone = self._place_of(lead_id)
        if lane is None:
            return False
        kept = {p - (p > gone): row for p, row in self._rows[lane].items() if p != gone}
        self._rows = self._rows | {lane: kept}
        self._counts[lane] -= 1
        self._where = None
        return True

    def _places(self) -> dict[int, tuple[Lane, int]]:
        """Where everybody stands who was read."""
        if self._where is None:
            self._where = {
                row.lead_id.int: (lane, position)
                for lane, rows in self._rows.items()
                for position, row in rows.items()
            }
        return self._where

    def _place_of(self, lead_id: UUID) -> tuple[Lane | None, int]:
        return self._places().get(lead_id.int, (None, 0))

    def count(self, lane: Lane | None = None) -> int:
        """How many rows a lane, or the whole queue, has."""
        return self._counts[lane] if lane is not None else sum(self._counts.values())

    def row_of(self, lead_id: UUID) -> QueueRow | None:
        """The row of a person, if it was read."""
        lane, position = self._place_of(lead_id)
        return self._rows[lane][position] if lane is not None else None

    def first(self, lane: Lane) -> QueueRow | None:
        """The first row of a lane, if it was read."""
        return self._rows[lane].get(0)

    def lead_ids(self, lane: Lane) -> list[UUID]:
        """The people of a lane that were read."""
        return [row.lead_id for row in self._rows[lane].values()]

    # The list

    def arrange(self, matches: Callable[[QueueRow], bool]) -> None:
        """Works out which line holds what; `matches` is asked only while a filter is set."""
        self._sections = []
        if self._loading:
            return
        for lane in SHOWN_LANES:
            section = self._filtered(lane, matches) if self.needle else self._whole(lane)
            if section.total or (not self.needle and self._shown_empty(lane)):
                self._sections.append(section)
        self._starts = []
        self._lines = 0
        for section in self._sections:
            self._starts.append(self._lines)
            self._lines += 1 + section.shown
        if self.needle and not self._sections:
            self._lines = 1

    def _shown_empty(self, lane: Lane) -> bool:
        clear = lane == "due_now" and not any(self._counts[one] for one in _WORK)
        return clear or lane in ALWAYS_SHOWN

    def _whole(self, lane: Lane) -> _Section:
        count = self._counts[lane]
        opened = lane not in self.collapsed
        shown = 0
        if opened:
            shown = count if self.sparse else len(self._rows[lane])
            if not count:
                shown = 1
        return _Section(lane, count, opened, shown, None)

    def _filtered(self, lane: Lane, matches: Callable[[QueueRow], bool]) -> _Section:
        rows = self._rows[lane]
        found = tuple(p for p in sorted(rows) if matches(rows[p]))
        return _Section(lane, len(found), opened=True, shown=len(found), matches=found)

    @property
    def matching(self) -> int:
        """How many people the sections hold: with a filter those that match it."""
        return sum(section.total for section in self._sections)

    @property
    def lines(self) -> int:
        """How many lines the list has."""
        return self._lines

    def entry(self, line: int) -> QueueEntry:
        """What a line holds."""
        if self._loading:
            return UnreadRow(None, line)
        if not self._sections:
            return Sentence(None)
        at = bisect_right(self._starts, line) - 1
        section = self._sections[at]
        within = line - self._starts[at] - 1
        if within < 0:
            return Head(section.lane, section.total, section.opened)
        if not section.total:
            return Sentence(section.lane)
        position = section.matches[within] if section.matches is not None else within
        return self._rows[section.lane].get(position) or UnreadRow(section.lane, position)

    def odd_lines(self) -> list[tuple[int, bool]]:
        """The lines that are no person's: (line, whether it is a head rather than a sentence)."""
        if not self._sections:
            return [] if self._loading else [(0, False)]
        odd: list[tuple[int, bool]] = []
        for start, section in zip(self._starts, self._sections, strict=True):
            odd.append((start, True))
            if not section.total and section.shown:
                odd.append((start + 1, False))
        return odd

    def line_of(self, lead_id: UUID) -> int | None:
        """The line of a person, None if it does not show."""
        lane, position = self._place_of(lead_id)
        for start, section in zip(self._starts, self._sections, strict=True):
            if section.lane != lane:
                continue
            if section.matches is not None:
                if position not in section.matches:
                    return None
                return start + 1 + section.matches.index(position)
            return start + 1 + position if position < section.shown else None
        return None

    def same_lines(self, other: "QueueLanes") -> bool:
        """Whether both lists have the same people in the same lines."""
        return (
            self._sections == other._sections
            and self._loading == other._loading
            and all(_same_people(rows, other._rows[lane]) for lane, rows in self._rows.items())
        )

    def copy(self) -> "QueueLanes":
        """A copy to change while views still look at this one.

        Both hold the same rows: whatever changes where somebody stands makes new ones.
        """
        twin = QueueLanes()
        twin.collapsed = set(self.collapsed)
        twin.needle, twin.sparse = self.needle, self.sparse
        twin._rows, twin._where = self._rows, self._where
        twin._counts = self._counts.copy()
        twin._sections, twin._starts = self._sections, self._starts
        twin._lines, twin._loading = self._lines, self._loading
        return twin


def _same_people(one: Mapping[int, QueueRow], other: Mapping[int, QueueRow]) -> bool:
    """Whether the same people stand at the same positions."""
    return one is other or (
        one.keys() == other.keys()
        and all(row.lead_id.int == other[p].lead_id.int for p, row in one.items())
    )
