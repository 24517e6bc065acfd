"""What of a queue row stays from second to second: its words and its chip, kept as a picture."""

from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap

from app.core.queue.lane_names import Lane
from app.services.store.queue_rows import QueueRow
from app.ui.theme.painting import chip_size, draw_chip
from app.ui.theme.text_cache import TextCache
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.words import Words
from app.ui.widgets.queue.queue_model import QueueModel
from app.ui.widgets.queue.queue_slot import TimeMark

# Widths of the view itself at a text size of 100 %, one less than the pane because the splitter's
# line belongs to it.
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
CHANNEL_ICONS = {
    "call": "call",
    "voicemail": "voicemail",
    "email": "email",
    "video_email": "videoEmail",
    "sms": "sms",
    "whatsapp": "whatsapp",
    "linkedin_connect": "socialConnect",
    "linkedin_message": "socialMessage",
    "linkedin_engage": "socialEngage",
    "direct_mail": "directMail",
    "task": "task",
}

# At a text size of 100 %: where the words of a row begin and how far from the edge they end.
ROW_LEFT = 64
ROW_RIGHT = 12
_STEP_INDENT = 18
_GAP = 8
_ICON = 13
_KEPT = 96


class _Kept(NamedTuple):
    row: QueueRow
    seen: tuple[object, ...]
    picture: QPixmap


class _Chip(NamedTuple):
    text: str
    kind: str
    icon: str


class RowWords:
    """Paints everything of a row but its time slot, and keeps the last pictures of it."""

    def __init__(self, theme: Theme, words: Words, model: QueueModel, texts: TextCache) -> None:
        self._theme = theme
        self._words = words
        self._model = model
        self._texts = texts
        self._kept: dict[UUID, _Kept] = {}
        icons = theme.tokens.at("icons")
        self._channel_icons = {channel: icons[name] for channel, name in CHANNEL_ICONS.items()}
        self._lane_icons = {lane: icons[name] for lane, name in LANE_ICONS.items()}
        theme.changed.connect(self._kept.clear)

    def paint(
        self, painter: QPainter, rect: QRect, row: QueueRow, slot: TimeMark, *, ground: str
    ) -> None:
        """Paints the row right of its slot on `ground`, a colour name. `rect` is the whole row."""
        dpr = painter.device().devicePixelRatioF()
        left = self._theme.px(ROW_LEFT)
        part = rect.adjusted(left, 0, 0, 0)
        if dpr != int(dpr):
            # A picture would have to be stretched between pixels.
            painter.fillRect(part, self._theme.color(ground))
            self._draw(painter, rect, row, slot, on_selected=ground == "bg.selected")
            return
        model = self._model
        seen = (
            part.size(),
            ground,
            dpr,
            model.present.local_time(row),
            model.present.taken(row.lead_id),
            *model.present.reason_code(row, slot),
        )
        kept = self._kept.get(row.lead_id)
        if kept is None or kept.seen != seen or kept.row != row:
            picture = QPixmap(part.size() * dpr)
            picture.setDevicePixelRatio(dpr)
            picture.fill(self._theme.color(ground))
            inner = QPainter(picture)
            whole = QRect(-left, 0, rect.width(), rect.height())
            self._draw(inner, whole, row, slot, on_selected=ground == "bg.selected")
            inner.end()
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            kept = self._kept[row.lead_id] = _Kept(row, seen, picture)
        painter.drawPixmap(part.topLeft(), kept.picture)

    def _draw(
        self, painter: QPainter, rect: QRect, row: QueueRow, slot: TimeMark, *, on_selected: bool
    ) -> None:
        theme, texts, px = self._theme, self._texts, self._theme.px
        # The design sets the lines for 52 px; a compact row moves both by half the difference.
        top = rect.top() - (theme.size("queueRow") - rect.height()) // 2
        left, right = rect.left() + px(ROW_LEFT), rect.right() + 1 - px(ROW_RIGHT)
        narrow = rect.width() < px(NARROW_BELOW)
        muted = row.lane == "waiting" or self._model.present.taken(row.lead_id)
        step_color = "text.muted" if muted else "text.secondary"

        # Second line: the chip is never cut, the step gives way to it.
        chip = self._chip_of(row, slot, rect.width())
        size = chip_size(theme, chip.text, chip.icon)
        place = QPointF(right - size.width(), top + px(27))
        draw_chip(
            painter,
            theme,
            QRectF(place, size),
            chip.text,
            kind=chip.kind,
            icon=chip.icon,
            on_selected=on_selected,
        )
        icon = self._channel_icons.get(row.channel, "square-check")
        self._icon(painter, icon, QPointF(left, top + px(30)), step_color)
        x = left + px(_STEP_INDENT)
        room = max(place.x() - px(_GAP) - x, 1)
        step = texts.get(self._step(row, narrow=narrow), "small")
        if step.width > room:
            # The icon names the channel too; only then is anything cut.
            step = texts.get(self._step(row, narrow=True), "small", room=room)
        texts.draw(painter, step, x, top + px(40), step_color)

        # First line: the name gives way to everything else.
        clock = self._model.present.local_time(row)
        time_text = clock if narrow or not row.place else f"{clock} {row.place}".strip()
        time = texts.get(time_text, "micro", room=(right - left) * 0.6)
        texts.draw(painter, time, right - time.width, top + px(19), "text.muted")
        self._name(painter, row, QPointF(left, top + px(20)), right - time.width - px(_GAP))

    def _name(self, painter: QPainter, row: QueueRow, at: QPointF, end: float) -> None:
        texts, px = self._texts, self._theme.px
        more = None
        extra = 0.0
        if row.more:
            more = texts.get(self._words.plain("row.more", {"more": row.more}), "small")
            extra += px(6) + more.width
        if row.unsent:
            extra += px(6) + px(_ICON)
        muted = row.lane == "waiting" or self._model.present.taken(row.lead_id)
        room = max(end - extra - at.x(), 1)
        name = texts.get(row.name, "base", 400 if row.lane == "waiting" else 600, room=room)
        texts.draw(painter, name, at.x(), at.y(), "text.muted" if muted else "text.primary")
        x = at.x() + name.width + px(6)
        if more is not None:
            texts.draw(painter, more, x, at.y(), "text.muted")
            x += more.width + px(6)
        if row.unsent:
            self._icon(painter, "cloud-off", QPointF(x, at.y() - px(11)), "text.muted")

    def _chip_of(self, row: QueueRow, slot: TimeMark, width: int) -> _Chip:
        code, _ = self._model.present.reason_code(row, slot)
        text, short, _ = self._model.present.reason_words(row, slot)
        icon = self._words.icon(code)
        if width < self._theme.px(NARROW_BELOW):
            text = short
        if width < self._theme.px(ICON_CHIP_BELOW):
            text, icon = "", icon or self._lane_icons[row.lane]
        return _Chip(text, self._words.chip(code), icon)

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

    def _icon(self, painter: QPainter, name: str, at: QPointF, color: str) -> None:
        dpr = painter.device().devicePixelRatioF()
        pixmap = self._theme.icon(name, self._theme.px(_ICON), color, dpr)
        # Icons sit on whole pixels, or their thin lines blur.
        painter.drawPixmap(QPointF(round(at.x()), round(at.y())), pixmap)
