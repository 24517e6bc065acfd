"""The columns of a file: what stands in the first row, and which field each becomes."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPointF,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.services.importing.tables import LEAVE_OUT
from app.ui.importing.plan_words import TONES, ColumnRow, field_choices, field_name
from app.ui.importing.proof_table import (
    NO_INDEX,
    PAD,
    ProofModel,
    ProofTable,
    paint_control,
    paint_ground,
    paint_icon,
    paint_words,
)
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.model_index import ModelIndex
from app.ui.widgets.parts.plain_tip import plain_tip
from app.ui.words import say

ROW = 40
BECOMES = 2
_COMBO = (35, 130, 28)  # left, width, height; what is left of it holds the arrow
# In the file, first row, arrow and combo, note.
_SHARES = (0.52, 0.48, 188.0, 110.0)


class ColumnsModel(ProofModel):
    """One row for each column of the file; the third cell can be edited."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads = (say("import.in_file"), say("import.first_value"), say("import.becomes"), "")
        self._rows: tuple[ColumnRow, ...] = ()

    def show_rows(self, rows: Sequence[ColumnRow]) -> None:
        """Shows other columns; the place in the list stays where the columns are the same."""
        same = [r.name for r in rows] == [r.name for r in self._rows]
        if same and rows:
            self._rows = tuple(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.heads) - 1))
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def column(self, row: int) -> ColumnRow:
        """The column of a row."""
        return self._rows[row]

    def rowCount(self, parent: ModelIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """The field can be chosen, the rest is to look at."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() == BECOMES else usual

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for speech, tooltips and the editor."""
        row = self._rows[index.row()]
        becomes = field_name(row.field)
        shown = (row.name, row.first_value, becomes, row.note)
        if role == Qt.ItemDataRole.DisplayRole:
            return shown[index.column()]
        if role == Qt.ItemDataRole.EditRole:
            return row.field
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return say(
                "import.column_spoken",
                name=row.name,
                value=row.first_value,
                becomes=becomes,
                note=row.note,
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(shown[index.column()][:300]) or None
        return None


class _FieldCombo(QComboBox):
    """Opens at once and goes as soon as its list closes."""

    closed = Signal()

    def hidePopup(self) -> None:  # noqa: N802 - Qt's name
        super().hidePopup()
        # The choice is told after the list has gone.
        QTimer.singleShot(0, self, self.closed.emit)


class _ColumnsDelegate(QStyledItemDelegate):
    """Paints the rows; the field is a combo that becomes real when it is pressed."""

    chosen = Signal(str, str)

    def __init__(self, table: ProofTable, model: ColumnsModel) -> None:
        super().__init__(table)
        self._table = table
        self._theme = table.theme
        self._model = model

    def combo_box(self, rect: QRect) -> QRectF:
        """Where the combo is inside its cell."""
        left, width, height = (self._theme.px(length) for length in _COMBO)
        top = rect.top() + (rect.height() - 1 - height) / 2
        return QRectF(rect.left() + left, top, min(width, rect.width() - left), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Paints one cell."""
        rect: QRect = option.rect
        row, theme = self._model.column(index.row()), self._theme
        paint_ground(painter, theme, rect)
        box = QRectF(rect.adjusted(PAD if index.column() == 0 else 0, 0, -8, -1))
        if index.column() == 0:
            paint_words(painter, theme, box, row.name, weight=500)
        elif index.column() == 1:
            paint_words(painter, theme, box, row.first_value, color="text.muted")
        elif index.column() == BECOMES:
            self._paint_combo(painter, rect, row, index)
        else:
            self._paint_note(painter, box, row)

    def _paint_combo(
        self, painter: QPainter, rect: QRect, row: ColumnRow, index: ModelIndex
    ) -> None:
        theme = self._theme
        middle = rect.top() + (rect.height() - 1) / 2
        at = QPointF(rect.left(), middle)
        paint_icon(painter, theme, "arrow-right", at, color="text.muted", size=13)
        box = self.combo_box(rect)
        focused = self._table.hasFocus() and self._table.currentIndex().row() == index.row()
        hovered = box.contains(self._table.hovered)
        enabled = self._table.isEnabled()
        ground = "bg.panel" if enabled and not hovered else "bg.hover" if enabled else "bg.subtle"
        paint_control(painter, theme, box, ground=ground, edge="border.strong", focused=focused)
        muted = row.field == LEAVE_OUT or not enabled
        side = theme.px(14)
        words = box.adjusted(theme.px(10), 0, -side - theme.px(12), 0)
        color = "text.muted" if muted else "text.primary"
        paint_words(painter, theme, words, field_name(row.field), font="small", color=color)
        left = box.right() - side - theme.px(8)
        at = QPointF(left, box.center().y())
        paint_icon(painter, theme, "chevron-down", at, color="text.secondary", size=14)

    def _paint_note(self, painter: QPainter, box: QRectF, row: ColumnRow) -> None:
        theme, color = self._theme, TONES[row.tone]
        if row.icon:
            at = QPointF(box.left(), box.center().y())
            wide = paint_icon(painter, theme, row.icon, at, color=color, size=13)
            box = box.adjusted(wide + theme.px(5), 0, 0, 0)
        paint_words(painter, theme, box.adjusted(0, 0, 8, 0), row.note, font="small", color=color)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: ModelIndex
    ) -> QWidget:
        """The list of fields, open."""
        combo = _FieldCombo(parent)
        combo.setAccessibleName(self._model.column(index.row()).name)
        combo.setFont(self._theme.font("small"))
        combo.setMaxVisibleItems(16)
        # Its usual height is that of a form; here it stands in a row.
        high = self._theme.px(_COMBO[2])
        combo.setStyleSheet(f"QComboBox, QComboBox:focus {{ min-height: {high - 4}px; }}")
        for field, name in field_choices():
            combo.addItem(name, field)
        column = self._model.column(index.row()).name
        combo.activated.connect(lambda at: self.chosen.emit(column, combo.itemData(at)))
        combo.closed.connect(lambda: self.closeEditor.emit(combo))
        QTimer.singleShot(0, combo, combo.showPopup)
        return combo

    def setEditorData(self, editor: QWidget, index: ModelIndex) -> None:
        """The field in force is the one that is marked."""
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(self._model.column(index.row()).field))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: ModelIndex) -> None:
        """The plan says what became of the choice; nothing is written here."""

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: ModelIndex
    ) -> None:
        """The real combo stands exactly where the painted one was."""
        editor.setGeometry(self.combo_box(option.rect).toRect())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Closing is the combo's own business: losing the focus to its list is no end."""
        return False


class ColumnsTable(ProofTable):
    """`field_chosen` carries the name of a column and the field it shall become.

    Enter, Space, F2 or a click opens the list of fields of a row.
    """

    field_chosen = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, ROW, parent)
        self.columns = ColumnsModel(self)
        self.setModel(self.columns)
        self._pressed = QModelIndex()
        self._delegate = _ColumnsDelegate(self, self.columns)
        self._delegate.chosen.connect(self.field_chosen)
        self.setItemDelegate(self._delegate)
        self.quiet_header.indents = {BECOMES: _COMBO[0]}
        self.set_shares(_SHARES)
        self.setAccessibleName(say("import.columns_of"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opens = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2)
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in opens and not held and self.currentIndex().isValid():
            self._open(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = self.indexAt(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # A list that opened with the press would take the release for a choice, and close.
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == BECOMES and index == self._pressed:
            self._open(index.row())

    def _open(self, row: int) -> None:
        index: QModelIndex = self.columns.index(row, BECOMES)
        self.setCurrentIndex(index)
        self.edit(index)
