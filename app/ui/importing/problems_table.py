"""What is odd about a file, line by line, with the fix that a person may accept."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QObject,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.importing.plan_words import TONES
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
from app.ui.importing.sheets import ProblemRow, Sheet
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.model_index import ModelIndex
from app.ui.widgets.parts.plain_tip import plain_tip
from app.ui.words import say

ROW = 46
VALUE, WRONG, ACT = 2, 3, 4
_BUTTON_HEIGHT = 28
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROW_LEAST, _BUTTON_COLUMN = 45, 92


class ProblemsModel(ProofModel):
    """The lines of one tab."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[ProblemRow] = ()
        self.heads = (say("import.row"), say("import.name"), "", "", "")

    def show_sheet(self, sheet: Sheet) -> None:
        """Shows the lines of another tab, or the same ones anew."""
        self.beginResetModel()
        self._rows = sheet.rows
        self.heads = (say("import.row"), say("import.name"), sheet.value_head, sheet.wrong_head, "")
        self.endResetModel()

    def problem(self, row: int) -> ProblemRow:
        """The line of a row."""
        return self._rows[row]

    def rowCount(self, parent: ModelIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """A cell of the file can be corrected."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = index.column() == VALUE and self._rows[index.row()].cell is not None
        return usual | Qt.ItemFlag.ItemIsEditable if editable else usual

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for speech, tooltips and the editor."""
        row = self._rows[index.row()]
        more = f", {row.more}" if row.more else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return (str(row.row), row.name, row.value, f"{row.wrong}{more}", "")[index.column()]
        if role == Qt.ItemDataRole.EditRole:
            return row.value
        if role == Qt.ItemDataRole.AccessibleTextRole:
            args = {"row": str(row.row), "name": row.name, "value": row.value, "wrong": row.wrong}
            if row.suggestion:
                return say("import.problem_fix", **args, fix=row.more)
            return say("import.problem", **args)
        if role == Qt.ItemDataRole.ToolTipRole:
            shown = ("", row.name, row.value, f"{row.wrong}{more}", "")[index.column()][:300]
            return plain_tip(f"{shown}\n{row.tip}".strip()) or None
        return None


class _CellEdit(QLineEdit):
    """Enter keeps, Esc drops."""

    kept = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.kept.emit(self.text())
            return
        super().keyPressEvent(event)


class _ProblemsDelegate(QStyledItemDelegate):
    """Paints the lines and their buttons."""

    edited = Signal(object, str)

    def __init__(self, table: ProofTable, model: ProblemsModel) -> None:
        super().__init__(table)
        self._table = table
        self._theme = table.theme
        self._model = model

    def button_box(self, rect: QRect, row: ProblemRow) -> QRectF:
        """Where the button of a line is inside its cell, empty when it has none."""
        if not row.act:
            return QRectF()
        theme = self._theme
        wide = round(theme.text_width(self._label(row), "small", 500)) + theme.px(20)
        high = theme.px(_BUTTON_HEIGHT)
        top = rect.top() + (rect.height() - 1 - high) / 2
        return QRectF(rect.right() + 1 - theme.px(PAD) - wide, top, wide, high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Paints one cell."""
        rect: QRect = option.rect
        row, theme = self._model.problem(index.row()), self._theme
        current = self._table.hasFocus() and self._table.currentIndex().row() == index.row()
        paint_ground(painter, theme, rect, "bg.selected" if current else "bg.panel")
        first = index.column() == 0
        box = QRectF(rect.adjusted(PAD if first else 0, 0, 0 if first else -10, -1))
        if first:
            words = str(row.row) if row.row else ""
            paint_words(painter, theme, box, words, color="text.muted")
        elif index.column() == 1:
            paint_words(painter, theme, box, row.name, weight=500)
        elif index.column() == VALUE:
            paint_words(painter, theme, box, row.value)
        elif index.column() == WRONG:
            self._paint_wrong(painter, box, row)
        else:
            self._paint_button(painter, rect, row, focused=current)

    def _paint_wrong(self, painter: QPainter, box: QRectF, row: ProblemRow) -> None:
        theme = self._theme
        if not row.more:
            paint_words(painter, theme, box, row.wrong, font="small", color="text.secondary")
            return
        high = theme.line_height("small")
        top = box.center().y() - high
        upper = QRectF(box.left(), top, box.width(), high)
        paint_words(painter, theme, upper, row.wrong, font="small", color="text.secondary")
        lower = upper.translated(0, high)
        color = TONES[row.tone]
        if row.suggestion:
            at = QPointF(lower.left(), lower.center().y())
            wide = paint_icon(painter, theme, "arrow-right", at, color=color, size=12)
            lower.adjust(wide + theme.px(5), 0, 0, 0)
        paint_words(
            painter,
            theme,
            lower,
            row.more,
            font="small",
            weight=500 if row.suggestion else 400,
            color=color,
        )

    def _paint_button(
        self, painter: QPainter, rect: QRect, row: ProblemRow, *, focused: bool
    ) -> None:
        box = self.button_box(rect, row)
        if box.isEmpty():
            return
        theme = self._theme
        hovered = self._table.isEnabled() and box.contains(self._table.hovered)
        if row.act == "fix" or hovered or focused:
            ground = "bg.hover" if hovered else "bg.panel"
            edge = "border.strong" if row.act == "fix" else ground
            paint_control(painter, theme, box, ground=ground, edge=edge, focused=focused)
        painter.setFont(theme.font("small", 500))
        color = "text.primary" if row.act == "fix" else "text.secondary"
        painter.setPen(theme.color(color if self._table.isEnabled() else "text.disabled"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._label(row))

    def _label(self, row: ProblemRow) -> str:
        if row.act in ("apart", "together"):
            return say(f"import.{row.act}")
        return say("import.use_one") if row.act == "fix" else say("import.edit")

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: ModelIndex
    ) -> QWidget:
        """A field with the text of the file."""
        row = self._model.problem(index.row())
        edit = _CellEdit(row.value, parent)
        edit.setAccessibleName(say("import.correct_row", row=row.row))
        edit.selectAll()

        def keep(text: str) -> None:
            self.closeEditor.emit(edit)
            if text.strip() != row.value:
                self.edited.emit(row.cell, text.strip())

        edit.kept.connect(keep)
        return edit

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter is the field's own: it keeps and closes. Esc and a lost focus close, as usual."""
        enter = isinstance(event, QKeyEvent) and event.key() in _ENTER
        return False if enter else super().eventFilter(editor, event)

    def setEditorData(self, editor: QWidget, index: ModelIndex) -> None:
        """The field has its text already."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: ModelIndex) -> None:
        """Only Enter keeps what was typed; a press elsewhere leaves the file as it is."""

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: ModelIndex
    ) -> None:
        """As high as any field, across the cell."""
        rect: QRect = option.rect
        high = self._theme.size("field")
        top = rect.top() + (rect.height() - 1 - high) // 2
        editor.setGeometry(rect.left() - 8, top, rect.width(), high)


class ProblemsTable(ProofTable):
    """`fix_accepted` carries a ProblemRow, `corrected` a cell and its new text.

    `parted` carries a row, and whether it is to be kept apart or merged again.

    Enter or Space presses the button of a line, F2 edits its cell.
    """

    fix_accepted = Signal(object)
    corrected = Signal(object, str)
    parted = Signal(int, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, ROW, parent)
        self.problems = ProblemsModel(self)
        self.setModel(self.problems)
        self._delegate = _ProblemsDelegate(self, self.problems)
        self._delegate.edited.connect(self.corrected)
        self.setItemDelegate(self._delegate)
        self._share()

    def show_sheet(self, sheet: Sheet, name: str) -> None:
        """Shows a tab; the cursor stays at its place in the list."""
        at = self.currentIndex().row()
        self.problems.show_sheet(sheet)
        self.setAccessibleName(name)
        self._share()
        if self.hasFocus() and self.problems.rowCount():
            place = min(max(at, 0), self.problems.rowCount() - 1)
            self.setCurrentIndex(self.problems.index(place, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not index.isValid() or held:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._press(index.row())
        elif event.key() == Qt.Key.Key_F2:
            self._edit(index.row())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position()
        index = self.indexAt(at.toPoint())
        if index.isValid() and index.column() == ACT:
            row = self.problems.problem(index.row())
            if self._delegate.button_box(self.visualRect(index), row).contains(at):
                self._press(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == VALUE:
            self._edit(index.row())

    def _share(self) -> None:
        """The first column holds the longest row number there is, which is the last one's."""
        rows = self.problems.rowCount()
        last = str(self.problems.problem(rows - 1).row) if rows else ""
        wide = PAD + self._theme.text_width(last, "base") / self._theme.text_scale + 12
        # What is wrong, and what to do, are sentences; names and cells are short.
        self.set_shares((max(_ROW_LEAST, wide), 0.27, 0.25, 0.48, _BUTTON_COLUMN))

    def _press(self, at: int) -> None:
        row = self.problems.problem(at)
        if row.act in ("apart", "together"):
            self.parted.emit(row.row, row.act == "apart")
        elif row.act == "fix":
            self.fix_accepted.emit(row)
        elif row.act == "edit":
            self._edit(at)

    def _edit(self, at: int) -> None:
        if self.problems.problem(at).cell is not None:
            index = self.problems.index(at, VALUE)
            self.setCurrentIndex(index)
            self.edit(index)
