"""What a screen reader says for a line of the queue. Free of Qt."""

from datetime import tzinfo

from app.services.store.queue_rows import QueueRow
from app.ui.widgets.parts.words import Words
from app.ui.widgets.queue.queue_lanes import Head
from app.ui.widgets.queue.queue_slot import TimeMark


class QueueSpeech:
    """Puts lines into words; `local` is the zone of the rep."""

    def __init__(self, words: Words, local: tzinfo) -> None:
        self._words = words
        self._local = local

    def head(self, head: Head) -> str:
        """A lane head, e.g. "Replies, 2"."""
        lane = self._words.plain(f"lane.{head.lane}")
        key = "say.head" if head.opened else "say.collapsed"
        return self._words.plain(key, {"lane": lane, "count": head.total})

    def row(self, row: QueueRow, slot: TimeMark, reason: str, clock: str) -> str:
        """A person: name, lane and time, step, why, and their local time."""
        words = self._words
        place = words.plain("say.no_place")
        if clock and row.place:
            place = words.plain("say.place", {"clock": clock, "place": row.place})
        elif clock:
            place = clock
        lane = words.plain(f"lane.{row.lane}")
        time = self._time(row, slot)
        parts = [row.name, f"{lane}, {time}" if time else lane, self.step(row), reason, place]
        if row.unsent:
            parts.append(words.plain("row.unsent"))
        return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)

    def step(self, row: QueueRow) -> str:
        """The touch in words, e.g. "Call 1 of 5, day 0"."""
        channel = self._words.plain(f"channel.{row.channel}")
        if row.step_no:
            return self._words.plain(
                "say.step",
                {"channel": channel, "no": row.step_no, "count": row.step_count, "day": row.day},
            )
        if row.kind == "step":
            return channel
        return f"{channel}, {self._words.plain(f'kind.{row.kind}')}"

    def _time(self, row: QueueRow, slot: TimeMark) -> str:
        words = self._words
        if slot.says in {"left", "missed"}:
            minutes, seconds = divmod(slot.seconds, 60)
            return words.plain(f"say.{slot.says}", {"minutes_n": minutes, "seconds_n": seconds})
        if slot.says == "called":
            return words.plain("say.called", {"clock": words.clock(slot.seconds)})
        if slot.says == "opens" and row.opens_at is not None:
            clock = f"{row.opens_at.astimezone(self._local):%H:%M}"
            day = slot.top if slot.top != clock else ""
            return words.plain("say.opens", {"clock": f"{day} {clock}".strip()})
        if slot.says:
            return f"{slot.top} {slot.bottom}".strip()
        return ""
