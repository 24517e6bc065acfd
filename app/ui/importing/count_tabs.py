"""Tabs with an icon, a word and a count; the one in front is underlined."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

from app.ui.theme.painting import draw_focus
from app.ui.theme.theme import Theme

_HEIGHT = 36
_PAD = 11
_GAP = 7
_ICON = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class TabData:
    """A tab. `color` is that of its icon."""

    code: str
    label: str
    icon: str
    color: str
    count: str = ""


class CountTabs(QTabBar):
    """The keys are those of any tab bar; labels and counts are painted."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tabs: tuple[TabData, ...] = ()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self._again)

    @property
    def code(self) -> str:
        """The tab in front, "" for none."""
        at = self.currentIndex()
        return self._tabs[at].code if 0 <= at < len(self._tabs) else ""

    def show_tabs(self, tabs: Sequence[TabData]) -> None:
        """Shows other tabs or counts; the one in front stays in front."""
        front = self.code
        self.blockSignals(True)
        while self.count() > len(tabs):
            self.removeTab(self.count() - 1)
        while self.count() < len(tabs):
            self.addTab("")
        self._tabs = tuple(tabs)
        for at, tab in enumerate(tabs):
            self.setTabText(at, f"{tab.label} {tab.count}")
            self.setAccessibleTabName(at, f"{tab.label}, {tab.count}")
        here = next((i for i, tab in enumerate(tabs) if tab.code == front), 0)
        self.setCurrentIndex(here)
        self.blockSignals(False)
        self._again()

    def choose(self, code: str) -> None:
        """Brings a tab to the front."""
        for at, tab in enumerate(self._tabs):
            if tab.code == code:
                self.setCurrentIndex(at)

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._wide(index), self._theme.px(_HEIGHT))

    def minimumTabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        return self.tabSizeHint(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at in range(min(self.count(), len(self._tabs))):
            self._paint_tab(painter, self.tabRect(at), self._tabs[at], at == self.currentIndex())

    def _wide(self, at: int) -> int:
        if at >= len(self._tabs):
            return 0
        theme, tab = self._theme, self._tabs[at]
        words = theme.text_width(tab.label, "base", 600) + theme.text_width(tab.count, "base")
        gaps = _GAP * (2 if tab.count else 1)
        return round(words) + theme.px(_ICON + gaps + 2 * _PAD)

    def _paint_tab(self, painter: QPainter, rect: QRect, tab: TabData, front: bool) -> None:
        theme, px = self._theme, self._theme.px
        middle = rect.center().y()
        side = px(_ICON)
        left = rect.left() + px(_PAD)
        pixmap = theme.icon(tab.icon, side, tab.color, self.devicePixelRatioF())
        painter.drawPixmap(left, middle - side // 2, pixmap)
        left += side + px(_GAP)
        weight = 600 if front else 400
        painter.setFont(theme.font("base", weight))
        painter.setPen(theme.color("text.primary" if front else "text.secondary"))
        align = Qt.AlignmentFlag.AlignVCenter
        wide = theme.text_width(tab.label, "base", 600)
        painter.drawText(QRectF(left, rect.top(), wide + 2, rect.height()), align, tab.label)
        left += round(theme.text_width(tab.label, "base", weight)) + px(_GAP)
        painter.setFont(theme.font("base"))
        painter.setPen(theme.color("text.muted"))
        painter.drawText(QRectF(left, rect.top(), 200, rect.height()), align, tab.count)
        if front:
            painter.fillRect(
                rect.left(), rect.bottom() - 1, rect.width(), 2, theme.color("accent.line")
            )
            if self.hasFocus():
                draw_focus(painter, theme, QRectF(rect).adjusted(1, 2, -1, -4), 4)

    def _again(self) -> None:
        # Sizes of tabs are kept until an icon or a text changes.
        self.setIconSize(QSize(self._theme.px(_ICON), self._theme.px(_ICON)))
        for at, tab in enumerate(self._tabs):
            self.setTabText(at, "")
            self.setTabText(at, f"{tab.label} {tab.count}")
        self.updateGeometry()
        self.update()
