"""What both tables of the import share: fixed rows, quiet heads, keys, an own paint."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.model_index import ModelIndex

HEAD = 30
PAD = 14
NO_INDEX = QModelIndex()


class QuietHeader(QHeaderView):
    """Small grey words, a line below, nothing to press."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.indents: dict[int, int] = {}
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802 - Qt's name
        """Paints one head."""
        painter.fillRect(rect, self._theme.color("bg.panel"))
        line = self._theme.color("border.default")
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, line)
        words = self.model().headerData(logical, Qt.Orientation.Horizontal)
        painter.setFont(self._theme.font("micro"))
        painter.setPen(self._theme.color("text.muted"))
        left = PAD if logical == 0 else self._theme.px(self.indents.get(logical, 0))
        painter.drawText(rect.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words or "")


class ProofModel(QAbstractTableModel):
    """A table whose words stand in its head; cells are painted from rows by the delegate."""

    heads: tuple[str, ...] = ()

    def columnCount(self, parent: ModelIndex = NO_INDEX) -> int:
        """As many as there are heads."""
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The words over a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        return None


class ProofTable(QTableView):
    """Rows of one height without a grid. Tab leaves it; arrows move inside."""

    def __init__(self, theme: Theme, row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row_height = row_height
        self._shares: tuple[float, ...] = ()
        self.hovered = QPoint(-1, -1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.quiet_header = QuietHeader(theme, self)
        self.setHorizontalHeader(self.quiet_header)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setCornerButtonEnabled(False)
        self._on_theme()
        theme.changed.connect(self._on_theme)

    @property
    def theme(self) -> Theme:
        """What delegates paint with."""
        return self._theme

    def set_shares(self, shares: tuple[float, ...]) -> None:
        """Widths of the columns: above 1 fixed pixels, else shares of what is left."""
        self._shares = shares
        self._fit()

    def row_px(self) -> int:
        """The height of a row, its line included."""
        return self._theme.px(self._row_height)

    def viewportEvent(self, event: Any) -> bool:
        """Widths follow the room that is left beside the scroll bar."""
        if event.type() == event.Type.Resize:
            self._fit()
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model() is not None:
            self.setCurrentIndex(self.model().index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(event.position().toPoint())

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self._hover(QPoint(-1, -1))

    def _hover(self, at: QPoint) -> None:
        before, self.hovered = self.indexAt(self.hovered), at
        now = self.indexAt(at)
        for index in (before, now):
            if index.isValid():
                self._update_row(index.row())

    def _update_row(self, row: int) -> None:
        top = self.rowViewportPosition(row)
        self.viewport().update(0, top, self.viewport().width(), self.row_px())

    def _fit(self) -> None:
        if not self._shares or self.model() is None:
            return
        px = self._theme.px
        room = self.viewport().width() - sum(px(s) for s in self._shares if s > 1)
        for column, share in enumerate(self._shares):
            wide = px(share) if share > 1 else max(1, int(room * share))
            self.setColumnWidth(column, wide)

    def _on_theme(self) -> None:
        self.horizontalHeader().setFixedHeight(self._theme.px(HEAD))
        self.verticalHeader().setDefaultSectionSize(self.row_px())
        self._fit()
        self.viewport().update()


def paint_ground(painter: QPainter, theme: Theme, rect: QRect, color: str = "bg.panel") -> None:
    """The ground of a cell and the line below it."""
    painter.fillRect(rect, theme.color(color))
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("border.default"))


def paint_words(
    painter: QPainter,
    theme: Theme,
    box: QRectF,
    text: str,
    *,
    font: str = "base",
    weight: int = 400,
    color: str = "text.primary",
) -> None:
    """One line, elided at its end."""
    metrics = theme.metrics(font, weight)
    shown = metrics.elidedText(
        " ".join(text[:200].split()), Qt.TextElideMode.ElideRight, box.width()
    )
    painter.setFont(theme.font(font, weight))
    painter.setPen(theme.color(color))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


def paint_icon(
    painter: QPainter, theme: Theme, name: str, at: QPointF, *, color: str, size: int
) -> float:
    """An icon to the right of `at`, centred on its height; how wide it is."""
    side = theme.px(size)
    pixmap = theme.icon(name, side, color, painter.device().devicePixelRatioF())
    painter.drawPixmap(round(at.x()), round(at.y() - side / 2), pixmap)
    return float(side)


def paint_control(
    painter: QPainter, theme: Theme, box: QRectF, *, ground: str, edge: str, focused: bool = False
) -> None:
    """The body of a button or a combo; a focused one has a stronger edge."""
    wide = 2 if focused else 1
    half = wide / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("focus.ring" if focused else edge), wide))
    painter.setBrush(theme.color(ground))
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), 5.5, 5.5)
    painter.restore()
