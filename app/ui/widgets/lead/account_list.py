"""The other people of a company: who they are, which role they have, where they stand."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.lead.lead_data import ColleagueData
from app.ui.widgets.parts.painted_button import PaintedButton
from app.ui.widgets.parts.plain_tip import plain_tip

_PAD, _INSET = 5, 6


class _Colleague(PaintedButton):
    """Name and job in one line, role and state in the next; pressing it opens the person."""

    def __init__(self, theme: Theme, data: ColleagueData, parent: QWidget) -> None:
        super().__init__(theme, radius=6, parent=parent)
        self._data = data
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        said = ", ".join(part for part in (data.name, data.job, data.stands) if part)
        self.setAccessibleName(said)
        self.setToolTip(plain_tip(said))

    def sizeHint(self) -> QSize:
        high = self._theme.line_height("base") + self._theme.line_height("small") + 2 * _PAD
        return QSize(200, high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("bg.hover"))
            painter.drawRoundedRect(self.rect(), 6, 6)
        room = QRectF(self.rect()).adjusted(_INSET, _PAD, -_INSET, -_PAD)
        first = QRectF(room.left(), room.top(), room.width(), self._theme.line_height("base"))
        wide = self._theme.text_width(self._data.name, "base", 500)
        self._line(painter, first, self._data.name, "text.primary", 500)
        rest = first.adjusted(min(wide + 8, first.width()), 0, 0, 0)
        if self._data.job and rest.width() > 24:
            self._line(painter, rest, self._data.job, "text.muted", 400)
        below = QRectF(room.left(), first.bottom(), room.width(), self._theme.line_height("small"))
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color("text.secondary"))
        metrics = self._theme.metrics("small")
        painter.drawText(
            below, Qt.AlignmentFlag.AlignVCenter, _cut(metrics, self._data.stands, below)
        )

    def _line(self, painter: QPainter, room: QRectF, text: str, color: str, weight: int) -> None:
        painter.setFont(self._theme.font("base", weight))
        painter.setPen(self._theme.color(color))
        metrics = self._theme.metrics("base", weight)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, _cut(metrics, text, room))


class AccountList(QWidget):
    """Tab and arrows go from person to person; `opened` carries the id of one who was pressed."""

    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[ColleagueData, ...] = ()
        self._rows: list[PaintedButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)

    @property
    def people(self) -> tuple[PaintedButton, ...]:
        """The rows that are shown."""
        return tuple(self._rows)

    def show_people(self, people: tuple[ColleagueData, ...]) -> None:
        """Shows other people; the same ones stay, with the focus that one of them may have."""
        if people == self._shown:
            return
        self._shown = people
        self._rows = []
        while (item := self._column.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for one in people:
            row = _Colleague(self._theme, one, self)
            row.clicked.connect(lambda _on=False, lead_id=one.lead_id: self.opened.emit(lead_id))
            self._column.addWidget(row)
            self._rows.append(row)


def _cut(metrics: QFontMetricsF, text: str, room: QRectF) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
