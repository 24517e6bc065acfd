"""The bar on top: search, the figures of the day, availability, sync."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from app.ui.theme.painting import draw_frame, draw_key, key_size
from app.ui.theme.theme import Theme
from app.ui.widgets.frame.frame_data import MetricData, SyncData, TopBarData
from app.ui.widgets.parts.chip_label import ChipLabel
from app.ui.widgets.parts.painted_button import PaintedButton
from app.ui.widgets.parts.plain_tip import plain_tip
from app.ui.widgets.parts.segmented_control import SegmentedControl
from app.ui.widgets.parts.size_class import SizeClass
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.view_data import ChipData
from app.ui.words import say

_HEIGHT = 48
_SEARCH, _SEARCH_NARROW = 328, 190


class _Search(PaintedButton):
    """Looks like a field, opens the palette."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, radius=6)
        self._narrow = False
        self.setAccessibleName(say("bar.search"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def set_narrow(self, narrow: bool) -> None:
        """Shorter words in less room."""
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(
            _SEARCH_NARROW if self._narrow else _SEARCH,
            self._theme.size("field"),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = "bg.hover" if self._hovered else "bg.panel"
        box = QRectF(self.rect())
        draw_frame(painter, self._theme, box, 6, edge="border.control", ground=ground)
        side = self._theme.px(15)
        top = (self.height() - side) // 2
        pixmap = self._theme.icon("search", side, "text.muted", self.devicePixelRatioF())
        painter.drawPixmap(11, top, pixmap)
        cap = key_size(self._theme, "Ctrl K")
        box = QRectF(
            self.width() - 8 - cap.width(),
            round((self.height() - cap.height()) / 2),
            cap.width(),
            cap.height(),
        )
        draw_key(painter, self._theme, box, "Ctrl K")
        left = 11 + side + 8
        words = say("bar.search_short") if self._narrow else self.accessibleName()
        room = QRectF(left, 0, box.left() - left - 6, self.height())
        shown = self._theme.metrics("base").elidedText(
            words, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.setFont(self._theme.font("base"))
        painter.setPen(self._theme.color("text.muted"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class _Metrics(QWidget):
    """Figures with their goals, parted by lines."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._metrics: tuple[MetricData, ...] = ()
        self._narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_metrics(self, metrics: tuple[MetricData, ...], *, narrow: bool) -> None:
        """Shows other figures; narrow takes the short labels."""
        self._metrics, self._narrow = metrics, narrow
        self.setAccessibleName("; ".join(f"{m.label}: {m.value} {m.goal}".strip() for m in metrics))
        self.update()

    def sizeHint(self) -> QSize:
        high = self._theme.line_height("base") + self._theme.line_height("micro")
        return QSize(self._theme.px(340), high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = 0.0
        for place, metric in enumerate(self._metrics):
            wide = self._width(metric)
            if left + wide > self.width():
                return
            if place:
                painter.fillRect(
                    QRectF(round(left), 1, 1, self.height() - 2),
                    self._theme.color("border.default"),
                )
                left += 17
            self._paint_metric(painter, left, metric)
            left += wide + 16

    def _width(self, metric: MetricData) -> float:
        upper = self._theme.text_width(metric.value, "base", 600)
        upper += self._theme.text_width(f" {metric.goal}", "base")
        return max(upper, self._theme.text_width(self._label(metric), "micro"))

    def _label(self, metric: MetricData) -> str:
        return metric.short if self._narrow and metric.short else metric.label

    def _paint_metric(self, painter: QPainter, left: float, metric: MetricData) -> None:
        line = self._theme.line_height("base")
        box = QRectF(left, 0, 400, line)
        painter.setFont(self._theme.font("base", 600))
        painter.setPen(self._theme.color("text.primary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, metric.value)
        box.setLeft(left + self._theme.text_width(metric.value, "base", 600))
        painter.setFont(self._theme.font("base"))
        painter.setPen(self._theme.color("text.muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f" {metric.goal}")
        low = QRectF(left, line - 1, 400, self._theme.line_height("micro"))
        painter.setFont(self._theme.font("micro"))
        painter.drawText(low, Qt.AlignmentFlag.AlignVCenter, self._label(metric))


class SyncPill(PaintedButton):
    """How this computer stands with the others, in one pill; a press tries again."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, radius=14, parent=parent)
        self._data = SyncData(icon="", text="")
        self._narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sync(self, data: SyncData, *, narrow: bool) -> None:
        """Shows another state."""
        self._data, self._narrow = data, narrow
        self.setAccessibleName(data.text)
        self.setToolTip(plain_tip(data.text))
        self.setText(data.short if narrow and data.short else data.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = self._theme.text_width(self.text(), "small") + self._theme.px(14 + 6) + 19
        return QSize(round(wide + 0.49), self._theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, edge, words = {
            "plain": ("bg.panel", "border.default", "text.secondary"),
            "warn": ("warn.tint", "warn.tint", "warn.text"),
            "breach": ("breach.tint", "breach.tint", "breach.text"),
        }[self._data.kind]
        if self._hovered and self._data.kind == "plain":
            fill = "bg.hover"
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self._theme.color(edge), 1))
        painter.setBrush(self._theme.color(fill))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        side = self._theme.px(14)
        pixmap = self._theme.icon(self._data.icon, side, words, self.devicePixelRatioF())
        painter.drawPixmap(10, (self.height() - side) // 2, pixmap)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color(words))
        left = 10 + side + self._theme.px(6)
        room = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())


class _Avatar(PaintedButton):
    """The initials of the person who works here."""

    def sizeHint(self) -> QSize:
        side = self._theme.px(28)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("border.strong"), 1))
        painter.setBrush(self._theme.color("bg.hover" if self._hovered else "bg.sunken"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(self._theme.font("micro", 600))
        painter.setPen(self._theme.color("text.secondary"))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.text())


class TopBar(QWidget):
    """48 px high. `availability_chosen` carries a code; the others say what was pressed."""

    search_requested = Signal()
    availability_chosen = Signal(str)
    sync_requested = Signal()
    profile_requested = Signal(QWidget)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data = TopBarData()
        self._room = SizeClass()
        self._search = _Search(theme)
        self._metrics = _Metrics(theme)
        self._demo = ChipLabel(theme, ChipData(text=say("bar.demo"), kind="new"))
        self._choices = SegmentedControl(theme, say("bar.availability"))
        self._choice = SmallButton(
            theme, chevron=True, look="tinted", height=32, font="small", weight=600
        )
        self._sync = SyncPill(theme)
        self._avatar = _Avatar(theme, radius=14)
        self._search.clicked.connect(self.search_requested)
        self._choices.chosen.connect(self.availability_chosen)
        self._choice.clicked.connect(self._on_choice)
        self._sync.clicked.connect(self.sync_requested)
        self._avatar.clicked.connect(lambda: self.profile_requested.emit(self._avatar))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 1)
        self._row.setSpacing(12)
        self._row.addWidget(self._search)
        self._row.addSpacing(24)
        self._row.addWidget(self._metrics, 1)
        for widget in (self._demo, self._choices, self._choice, self._sync, self._avatar):
            self._row.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme)
        self.set_size_class(self._room)

    def show_bar(self, data: TopBarData) -> None:
        """Shows another state; cheap enough for every second."""
        self._data = data
        narrow = self._room.rail
        self._metrics.show_metrics(data.metrics, narrow=narrow)
        self._demo.setVisible(data.demo)
        offered = bool(data.availability)
        self._choices.setVisible(offered and not narrow)
        self._choice.setVisible(offered and narrow)
        self._choices.show_choices(data.availability, data.available)
        here = next((c for c in data.availability if c.code == data.available), None)
        if here is not None:
            self._choice.set_words(here.label, icon=here.icon)
        self._sync.setVisible(data.sync is not None)
        if data.sync is not None:
            self._sync.show_sync(data.sync, narrow=narrow)
        self._avatar.setText(data.initials)
        self._avatar.setAccessibleName(data.person or data.initials)
        self._avatar.setToolTip(plain_tip(data.person))
        self._avatar.setVisible(bool(data.initials))

    def set_size_class(self, room: SizeClass) -> None:
        """Short labels and a drop-down where the window is narrow."""
        self._room = room
        self._search.set_narrow(room.rail)
        item = self._row.itemAt(1)
        spacer = item.spacerItem() if item is not None else None
        if spacer is not None:
            spacer.changeSize(20 if room.rail else 24, 0)
        self._row.setSpacing(8 if room.rail else 12)
        self._row.invalidate()
        self.show_bar(self._data)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg.panel"))
        line = self._theme.color("border.default")
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)

    def open_availability(self) -> None:
        """Opens the choice by keyboard: the menu, or the focus on the control."""
        if self._choice.isVisible():
            self._on_choice()
        else:
            self._choices.focus_chosen()

    def _on_choice(self) -> None:
        menu = QMenu(self)
        for choice in self._data.availability:
            action = menu.addAction(self._theme.qicon(choice.icon or "circle-dot"), choice.label)
            action.setEnabled(choice.enabled)
            action.triggered.connect(
                lambda _on=False, code=choice.code: self.availability_chosen.emit(code)
            )
        menu.popup(self._choice.mapToGlobal(self._choice.rect().bottomLeft()))

    def _on_theme(self) -> None:
        self.updateGeometry()
        self.update()
