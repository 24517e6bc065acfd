"""What of a queue row stays from second to second: its texts, elided to fit, and its chip."""

from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from app.services.queue import Lane, QueueRow
from app.ui.theme.painting import chip_size, draw_chip
from app.ui.theme.text_cache import LaidOut, TextCache
from app.ui.theme.theme import Theme
from app.ui.widgets.words import Args, Words

# Widths of the view itself, one less than the pane because the splitter's line belongs to it.
NARROW_BELOW = 299
ICON_CHIP_BELOW = 267

LANE_ICONS: dict[Lane, str] = {
    "first_contact": "firstContact",
    "replies": "replies",
    "callbacks": "callbacks",
    "due_now": "dueNow",
    "later_today": "laterToday",
    "waiting": "waiting",
}

# At a text size of 100 %: where the words of a row begin and how far from the edge they end.
ROW_LEFT = 64
ROW_RIGHT = 12
_STEP_INDENT = 17
_GAP = 8
_KEPT_ROWS = 1024
_KEPT_CHIPS = 256


class Chip(NamedTuple):
    """A chip that was measured."""

    text: str
    kind: str
    icon: str
    width: float


class RowLook(NamedTuple):
    """Everything of a row that stays until its facts, the minute or the width change."""

    name: LaidOut
    more: LaidOut | None
    time: LaidOut
    step: LaidOut
    chip: Chip


class _Kept(NamedTuple):
    row: QueueRow
    seen: tuple[object, ...]
    look: RowLook


class RowLooks:
    """Arranges rows and remembers them."""

    def __init__(self, theme: Theme, words: Words, texts: TextCache) -> None:
        self._theme = theme
        self._words = words
        self._texts = texts
        self._rows: dict[UUID, _Kept] = {}
        self._chips: dict[tuple[object, ...], QPixmap] = {}
        theme.changed.connect(self._forget)

    def get(self, row: QueueRow, reason: tuple[str, Args], clock: str, width: int) -> RowLook:
        """The look of a row in a view of `width`; `clock` is the local time of the person."""
        code, args = reason
        seen = (width, code, clock, args.get("seconds"), args.get("age_s"))
        kept = self._rows.get(row.lead_id)
        if kept is None or kept.row is not row or kept.seen != seen:
            if len(self._rows) >= _KEPT_ROWS:
                self._rows.clear()
            look = self._arrange(row, reason, clock, width)
            kept = self._rows[row.lead_id] = _Kept(row, seen, look)
        return kept.look

    def _arrange(self, row: QueueRow, reason: tuple[str, Args], clock: str, width: int) -> RowLook:
        px = self._theme.px
        code, args = reason
        narrow = width < NARROW_BELOW
        room = width - px(ROW_LEFT) - px(ROW_RIGHT)
        chip = self._chip_of(row, code, args, width)
        place = clock if narrow or not row.place else f"{clock} {row.place}".strip()
        time = self._texts.get(place, "micro", room=room * 0.6)
        more = None
        extra = 0.0
        if row.more:
            more = self._texts.get(self._words.plain("row.more", {"more": row.more}), "small")
            extra += more.width + px(6)
        if row.unsent:
            extra += px(13) + px(6)
        left_for_name = max(room - time.width - px(_GAP) - extra, 1)
        name = self._texts.get(
            row.name, "base", 400 if row.lane == "waiting" else 600, room=left_for_name
        )
        left_for_step = max(room - px(_STEP_INDENT) - chip.width - px(_GAP), 1)
        step = self._texts.get(self._step(row, narrow=narrow), "small", room=left_for_step)
        return RowLook(name, more, time, step, chip)

    def _chip_of(self, row: QueueRow, code: str, args: Args, width: int) -> Chip:
        text = self._words.text(code, args)
        icon = self._words.icon(code)
        if width < NARROW_BELOW:
            text = self._words.short(code, args)
        if width < ICON_CHIP_BELOW:
            icon = icon or self._theme.tokens.at(f"icons.{LANE_ICONS[row.lane]}")
            text = ""
        return Chip(text, self._words.chip(code), icon, chip_size(self._theme, text, icon).width())

    def _step(self, row: QueueRow, *, narrow: bool) -> str:
        channel = self._words.plain(f"channel.{row.channel}")
        if row.step_no:
            facts = {"no": row.step_no, "count": row.step_count, "day": row.day}
            key = "row.step_short" if narrow else "row.step"
            return self._words.plain(key, {"channel": channel, **facts})
        if row.kind == "step":
            return channel
        kind = self._words.plain(f"kind.{row.kind}")
        return kind if narrow else f"{channel} · {kind}"

    def chip(self, chip: Chip, dpr: float, *, on_selected: bool) -> QPixmap:
        """A chip as a picture."""
        key = (chip.text, chip.kind, chip.icon, on_selected, dpr)
        found = self._chips.get(key)
        if found is None:
            if len(self._chips) >= _KEPT_CHIPS:
                self._chips.clear()
            found = self._chips[key] = self._render_chip(chip, dpr, on_selected=on_selected)
        return found

    def _render_chip(self, chip: Chip, dpr: float, *, on_selected: bool) -> QPixmap:
        size = chip_size(self._theme, chip.text, chip.icon)
        pixmap = QPixmap(round(size.width() * dpr + 0.5), round(size.height() * dpr))
        pixmap.setDevicePixelRatio(dpr)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_chip(
            painter,
            self._theme,
            QRectF(QPointF(0, 0), size),
            chip.text,
            kind=chip.kind,
            icon=chip.icon,
            on_selected=on_selected,
        )
        painter.end()
        return pixmap

    def _forget(self) -> None:
        self._rows.clear()
        self._chips.clear()
