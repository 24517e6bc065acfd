"""What is said on a call: objective, script, objections."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.size_class import SizeClass
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.touch.objections_view import ObjectionsView
from app.ui.widgets.touch.script_view import ScriptView
from app.ui.widgets.touch.touch_data import TouchData
from app.ui.words import say


class CallPage(QWidget):
    """With full height everything is open; with less the script folds, and the objections wait
    behind their button in its header. Signals are those of `script` and `objections`.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: TouchData | None = None
        self._room = SizeClass()
        self._wanted = False
        self._word = TextLabel(theme, font="script", color="text.muted")
        self._objective = TextLabel(theme, font="script", weight=500, elide=True)
        self._missing = TextLabel(
            theme,
            say("script.missing"),
            color="warn.text",
            elide=True,
        )
        self.script = ScriptView(theme)
        self.objections = ObjectionsView(theme)
        self.objections.hide()
        self.script.objections_wanted.connect(self._toggle)
        objective = QHBoxLayout()
        objective.setSpacing(10)
        objective.addWidget(self._word)
        objective.addWidget(self._objective, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(objective)
        for part in (self.script, self._missing, self.objections):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.set_size_class(self._room)

    def show_call(self, data: TouchData, *, fresh: bool) -> None:
        """Shows the words of a touch; a `fresh` one closes the objections again."""
        self._data = data
        self._wanted = self._wanted and not fresh
        self._objective.setText(data.objective)
        for label in (self._word, self._objective):
            label.setVisible(bool(data.objective))
        self.script.setVisible(data.script is not None)
        self._missing.setVisible(data.script is None)
        if data.script is not None:
            self.script.show_script(data.script)
        self.objections.show_objections(data.objections)
        self._fold()

    def set_size_class(self, room: SizeClass) -> None:
        """Fits it to the window."""
        self._room = room
        self._column.setSpacing(10 if room.height == "full" else 8)
        self._word.setText(say("script.goal") if room.rail else say("script.objective"))
        self._fold()

    def act(self, name: str) -> bool:
        """Ticks, opens the objections, and picks one by the digit that follows."""
        if self._data is None:
            return False
        if name == "tick":
            return self._data.script is not None and self.script.tick_next()
        if name == "objections" and self._data.objections and not self._wanted:
            self._toggle()
        return self.objections.act(name)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [*self.script.stops(), *self.objections.stops()]

    def _toggle(self) -> None:
        self._wanted = not self._wanted
        self._fold()

    def _fold(self) -> None:
        if self._data is None:
            return
        folded = self._room.height != "full"
        offered = bool(self._data.objections)
        self.script.set_folded(folded, objections=offered)
        stands_alone = self._data.script is None
        self.objections.setVisible(offered and (not folded or self._wanted or stands_alone))
