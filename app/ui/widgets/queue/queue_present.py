"""What holds for the rows of the queue at this instant: their slots, reasons and local times."""

from datetime import datetime, timedelta, tzinfo
from uuid import UUID
from zoneinfo import ZoneInfo

from app.services.store.queue_rows import QueueRow
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.words import Words
from app.ui.widgets.queue.queue_slot import LiveCall, TimeMark, TimeSlots

_TAKEN_FOR = timedelta(seconds=2)
# What was put off on the clock of the rep is told on it.
_ON_OUR_CLOCK = "snoozed"


class QueuePresent:
    """The present instant, and what happened a moment ago or is still going on.

    `local` is the zone of the rep.
    """

    def __init__(self, theme: Theme, words: Words, local: tzinfo) -> None:
        self.local = local
        self.call: LiveCall | None = None
        self._words = words
        self._slots = TimeSlots(theme.tokens.at("state"), words, local)
        self._now: datetime | None = None
        self._minute: datetime | None = None
        self._clocks: dict[str, str] = {}
        self._arrived: dict[UUID, datetime] = {}
        self._taken: dict[UUID, tuple[str, datetime]] = {}
        self._hold = timedelta(milliseconds=theme.tokens.at("motion.newRowHoldMs"))

    @property
    def now(self) -> datetime | None:
        """The instant of the last tick or page, None before the first."""
        return self._now

    def set_now(self, now: datetime) -> list[UUID]:
        """Time goes on; gives the people whose row has to go now."""
        if now.replace(second=0, microsecond=0) != self._minute:
            self._minute = now.replace(second=0, microsecond=0)
            self._clocks.clear()
        self._now = now
        for lead_id in [k for k, since in self._arrived.items() if now - since >= self._hold]:
            del self._arrived[lead_id]
        gone = [k for k, (_, until) in self._taken.items() if now >= until]
        for lead_id in gone:
            del self._taken[lead_id]
        return gone

    def arrive(self, lead_id: UUID) -> None:
        """A new lead came in: its row is outlined for a while."""
        if self._now is not None:
            self._arrived[lead_id] = self._now

    def take(self, lead_id: UUID, by: str) -> None:
        """Somebody else took this person: muted for 2 s, then gone."""
        if self._now is not None:
            self._taken[lead_id] = (by, self._now + _TAKEN_FOR)

    def slot(self, row: QueueRow) -> TimeMark:
        """The time slot of a row at the present instant."""
        return self._slots.slot(row, self._now or row.due_at, self.call)

    def reason_code(self, row: QueueRow, slot: TimeMark) -> tuple[str, int | None]:
        """The reason to show now, and the seconds it counts, if it does."""
        if row.lead_id in self._taken:
            return "taken", None
        if slot.reason:
            seconds = slot.args.get("seconds") if slot.args else None
            return slot.reason, seconds if isinstance(seconds, int) else None
        if row.lead_id in self._arrived:
            return "just_arrived", ((self._now or row.due_at) - row.received_at).seconds
        return row.reason, None

    def reason_args(self, row: QueueRow, slot: TimeMark) -> dict[str, str | int]:
        """Every argument that the reason, the row and the clock can give."""
        now = self._now or row.due_at
        args: dict[str, str | int] = {"zone": row.zone}
        if row.opens_at is not None:
            args["opens_at"] = row.opens_at.isoformat()
        if row.lane == "replies":
            args["minutes"] = max((now - row.due_at) // timedelta(minutes=1), 0)
        args["age_s"] = max((now - row.received_at) // timedelta(seconds=1), 0)
        args.update((k, v) for k, v in row.reason_args.items() if v != "")
        args.update(slot.args or {})
        if row.reason == _ON_OUR_CLOCK:
            del args["zone"]
        if row.lead_id in self._taken:
            args["by"] = self._taken[row.lead_id][0]
        return args

    def reason_words(self, row: QueueRow, slot: TimeMark) -> tuple[str, str, str]:
        """The reason to show now as (text, short text, sentence)."""
        code, _ = self.reason_code(row, slot)
        args, words = self.reason_args(row, slot), self._words
        return words.text(code, args), words.short(code, args), words.sentence(code, args)

    def just_arrived(self, lead_id: UUID) -> bool:
        """Whether a row still carries its arrival outline."""
        return lead_id in self._arrived

    def taken(self, lead_id: UUID) -> bool:
        """Whether somebody else took this person a moment ago."""
        return lead_id in self._taken

    def local_time(self, row: QueueRow) -> str:
        """HH:MM where the person is, "" if that is not known."""
        if not row.zone or self._now is None:
            return ""
        found = self._clocks.get(row.zone)
        if found is None:
            try:
                found = f"{self._now.astimezone(ZoneInfo(row.zone)):%H:%M}"
            except (KeyError, ValueError, OSError):
                found = ""
            self._clocks[row.zone] = found
        return found
