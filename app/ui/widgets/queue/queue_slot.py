"""The time slot of a queue row: what its left 64 pixels say at a given instant.

Free of Qt: colours are token names, so that every state can be tested without a window.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from math import ceil
from typing import Any, NamedTuple
from uuid import UUID

from app.core.reason import Args
from app.core.work.first_contact import WINDOW, WindowStage, window_stage
from app.services.store.queue_rows import QueueRow
from app.ui.widgets.parts.words import Words

_SECOND = timedelta(seconds=1)
_NO_ARGS: Args = {}
# The name of each stage in the theme.
_STATES: Mapping[WindowStage, str] = {
    "calm": "calm",
    "running_out": "runningOut",
    "last_minute": "lastMinute",
    "missed": "missed",
}


class TimeMark(NamedTuple):
    """What to paint: shape "" (words only), "ring" or "disc"; one or two lines of text.

    `says` names what is counted, `seconds` how much of it: left, missed, called, waiting, late,
    promise, later, opens or now. `reason` and `args` replace the row's own reason when time or a
    call has overtaken it.
    """

    top: str
    bottom: str = ""
    shape: str = ""
    fraction: float = 1.0
    ring: str = ""
    color: str = "text.primary"
    stroke: int = 0
    bold: bool = True
    says: str = "now"
    seconds: int = 0
    reason: str = ""
    args: Args | None = None


class LiveCall(NamedTuple):
    """The call that is going on with a person: dialled `after_s` into the first-contact window."""

    lead_id: UUID
    after_s: int
    late: bool
    connected_at: datetime | None = None


class TimeSlots:
    """Works out slots. `states` is the token group "state", `local` the zone of the rep."""

    def __init__(self, states: Mapping[str, Any], words: Words, local: tzinfo) -> None:
        self._first = states["firstContact"]
        self._plain = states["queueSlot"]
        self._words = words
        self._local = local

    def slot(self, row: QueueRow, now: datetime, call: LiveCall | None = None) -> TimeMark:
        """The slot of a row at `now`; `call` is the live call if it is with this person."""
        if call is not None and call.lead_id == row.lead_id:
            return self._called(row, call, now)
        if row.lane == "first_contact" or row.reason == "window_missed":
            slot = self._first_contact(row, now)
            if slot is not None:
                return slot
        return self._by_lane(row, now)

    # First contact

    def _first_contact(self, row: QueueRow, now: datetime) -> TimeMark | None:
        if row.first_contact in {"attempted", "breached_attempted"}:
            seconds = row.reason_args.get("seconds")
            if isinstance(seconds, int):
                return self._frozen(seconds, late=row.first_contact != "attempted")
            return None
        return self._counting(row.deadline_at, now) if row.deadline_at is not None else None

    def _counting(self, deadline_at: datetime, now: datetime) -> TimeMark:
        left_s = ceil((deadline_at - now) / _SECOND)
        if now > deadline_at:
            return self._missed((now - deadline_at) // _SECOND)
        stage = window_stage(timedelta(seconds=left_s))
        reason = "" if stage == "calm" else stage
        state = self._first[_STATES[stage]]
        return TimeMark(
            self._words.clock(left_s),
            shape="ring",
            fraction=min(timedelta(seconds=left_s) / WINDOW, 1.0),
            ring=state["ring"],
            color=state["text"],
            stroke=state["stroke"],
            says="left",
            seconds=left_s,
            reason=reason,
        )

    def _missed(self, late_s: int) -> TimeMark:
        state = self._first["missed"]
        top, bottom = f"+{self._words.clock(late_s)}", ""
        if late_s >= 600:
            amount, _, unit = self._words.duration(late_s // 60).partition(" ")
            top, bottom = f"+{amount}", unit.partition(" ")[0]
        return TimeMark(
            top,
            bottom,
            shape="disc",
            ring=state["fill"],
            color=state["text"],
            says="missed",
            seconds=late_s,
            reason="window_missed",
        )

    def _frozen(
        self, seconds: int, *, late: bool, reason: str = "", args: Args = _NO_ARGS
    ) -> TimeMark:
        state = self._first["attemptedLate" if late else "attempted"]
        return TimeMark(
            self._words.clock(seconds) if seconds < 3600 else self._words.duration(seconds // 60),
            shape="ring",
            ring=state["ring"],
            color=state["text"],
            stroke=3,
            says="called",
            seconds=seconds,
            reason=reason,
            args=args or None,
        )

    def _called(self, row: QueueRow, call: LiveCall, now: datetime) -> TimeMark:
        reason = "called_late" if call.late else "called_in"
        seconds = call.after_s
        if call.connected_at is not None:
            reason, seconds = "on_call", max((now - call.connected_at) // _SECOND, 0)
        if not row.first_contact:
            plain = self._by_lane(row, now)
            if call.connected_at is None:
                return plain
            return plain._replace(reason=reason, args={"seconds": seconds})
        return self._frozen(call.after_s, late=call.late, reason=reason, args={"seconds": seconds})

    # The other lanes

    def _by_lane(self, row: QueueRow, now: datetime) -> TimeMark:
        if row.lane == "replies":
            minutes = max((now - row.due_at) // timedelta(minutes=1), 0)
            return TimeMark(
                self._words.duration(minutes),
                self._words.plain("slot.waiting"),
                color=self._plain["reply"]["text"],
                says="waiting",
            )
        if row.lane == "callbacks":
            return self._promise(row.due_at, now)
        if row.lane == "later_today":
            return TimeMark(
                f"{row.effective_at.astimezone(self._local):%H:%M}",
                color=self._plain["later"]["text"],
                says="later",
            )
        if row.lane == "waiting":
            return self._opening(row.opens_at, now)
        if row.reason == "overdue":
            return self._late(row.effective_at, now)
        return TimeMark(self._words.plain("slot.now"), color=self._plain["due"]["text"])

    def _promise(self, due_at: datetime, now: datetime) -> TimeMark:
        if now >= due_at + timedelta(minutes=1):
            return self._late(due_at, now)
        local = due_at.astimezone(self._local)
        minutes = max(ceil((due_at - now) / timedelta(minutes=1)), 0)
        bottom = self._words.plain("slot.now")
        if local.date() != now.astimezone(self._local).date():
            bottom = self._day(local, now)
        elif minutes > 0:
            bottom = self._words.plain("slot.in", {"duration": self._words.duration(minutes)})
        return TimeMark(
            f"{local:%H:%M}", bottom, color=self._plain["callback"]["text"], says="promise"
        )

    def _late(self, since: datetime, now: datetime) -> TimeMark:
        minutes = max((now - since) // timedelta(minutes=1), 0)
        return TimeMark(
            self._words.duration(minutes),
            self._words.plain("slot.late"),
            color=self._plain["overdue"]["text"],
            says="late",
        )

    def _opening(self, opens_at: datetime | None, now: datetime) -> TimeMark:
        color = self._plain["waiting"]["text"]
        if opens_at is None:
            return TimeMark("–", color=color, bold=False, says="")
        local = opens_at.astimezone(self._local)
        top, bottom = f"{local:%H:%M}", self._words.plain("slot.opens")
        if local.date() != now.astimezone(self._local).date():
            top, bottom = self._day(local, now), top
        return TimeMark(top, bottom, color=color, bold=False, says="opens")

    def _day(self, local: datetime, now: datetime) -> str:
        if (local.date() - now.astimezone(self._local).date()).days < 7:
            return self._words.plain(f"weekday.{local.isoweekday()}")
        return f"{local.day} {self._words.plain(f'month.{local.month}')}"
