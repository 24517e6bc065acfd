"""Which saved mapping of columns is in force, and the ways to another one."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from app.ui.importing.proof_table import paint_control
from app.ui.theme.theme import Theme
from app.ui.widgets.parts.form_field import FormField
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.painted_button import PaintedButton
from app.ui.words import say

_HEIGHT = 28
_LONGEST = 180


class MappingButton(PaintedButton):
    """Opens a menu. `chosen` carries a name ("" for none), `save_requested` asks for a new one."""

    chosen = Signal(str)
    save_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, radius=6, parent=parent)
        self._names: tuple[str, ...] = ()
        self._name = ""
        self.clicked.connect(self._open)
        self.show_names((), "")

    def show_names(self, names: Sequence[str], name: str) -> None:
        """The saved mappings, and the one in force."""
        self._names, self._name = tuple(names), name
        self.setText(name or say("import.none"))
        words = say("import.mapping_is", name=self.text())
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def menu(self) -> QMenu:
        """The choices, made anew."""
        menu = QMenu(self)
        for name in self._names:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(name == self._name)
            action.triggered.connect(lambda _on=False, name=name: self.chosen.emit(name))
        if self._names:
            menu.addSeparator()
        by_name = menu.addAction(say("import.by_name"))
        by_name.triggered.connect(lambda: self.chosen.emit(""))
        save = menu.addAction(say("import.save_mapping_menu"))
        save.triggered.connect(self.save_requested)
        return menu

    def sizeHint(self) -> QSize:
        theme = self._theme
        label = theme.text_width(say("import.saved_mapping"), "small")
        name = min(theme.text_width(self.text(), "small", 500), theme.px(_LONGEST))
        return QSize(round(label + name) + theme.px(10 + 6 + 8 + 14 + 9) + 1, theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        ground = "bg.hover" if self._hovered and self.isEnabled() else "bg.panel"
        paint_control(painter, theme, QRectF(self.rect()), ground=ground, edge="border.strong")
        align = Qt.AlignmentFlag.AlignVCenter
        left = float(px(10))
        label = say("import.saved_mapping")
        wide = theme.text_width(label, "small")
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text.muted"))
        painter.drawText(QRectF(left, 0, wide + 1, self.height()), align, label)
        left += wide + px(6)
        side = px(14)
        room = self.width() - px(9) - side - px(8) - left
        painter.setFont(theme.font("small", 500))
        painter.setPen(theme.color("text.primary" if self.isEnabled() else "text.disabled"))
        metrics = theme.metrics("small", 500)
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room + 1)
        painter.drawText(QRectF(left, 0, room + 2, self.height()), align, shown)
        pixmap = theme.icon("chevron-down", side, "text.secondary", self.devicePixelRatioF())
        painter.drawPixmap(self.width() - px(9) - side, (self.height() - side) // 2, pixmap)

    def _open(self) -> None:
        self.menu().popup(self.mapToGlobal(self.rect().bottomLeft()))


class NameDialog(ModalDialog):
    """Asks for the name under which a mapping is saved; `named` carries it."""

    named = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(theme, say("import.save_mapping"), parent)
        self.setMinimumWidth(theme.px(420))
        self.add_title(say("import.save_mapping"))
        self.name = QLineEdit(name)
        self.name.setMaxLength(60)
        self.name.selectAll()
        hint = say("import.mapping_hint")
        self.body.addWidget(FormField(theme, say("import.name"), self.name, hint=hint))
        button = self.add_buttons(say("plan.save"), cancel=say("dialog.cancel"), key="Enter")
        button.clicked.connect(self._save)
        self.name.textChanged.connect(lambda text: button.setEnabled(bool(text.strip())))
        button.setEnabled(bool(name.strip()))
        self.name.setFocus()

    def _save(self) -> None:
        self.named.emit(self.name.text().strip())
        self.accept()
