"""A person for whom nothing is planned: to look at, not to work."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.lead.lead_data import LeadData
from app.ui.widgets.lead.lead_panel import LeadPanel
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say

_WIDE, _HIGH = 420, 640


class PersonDialog(ModalDialog):
    """The lead panel by itself, under the name. `start_requested` asks for a cadence."""

    start_requested = Signal()

    def __init__(self, theme: Theme, name: str, data: LeadData, parent: QWidget) -> None:
        super().__init__(theme, name, parent)
        self.add_title(name)
        note = say("person.nothing")
        line = QHBoxLayout()
        line.addWidget(TextLabel(theme, note, color="text.secondary", elide=True), 1)
        self.start = LinkButton(theme, say("person.start"), font="small")
        self.start.clicked.connect(self._start)
        line.addWidget(self.start)
        self.body.addLayout(line)
        self.panel = LeadPanel(theme)
        self.panel.show_lead(data)
        self.panel.close_requested.connect(self.reject)
        self.body.addWidget(self.panel, 1)
        self.add_buttons(say("dialog.close"), key="Esc").clicked.connect(self.accept)
        self.resize(theme.px(_WIDE), min(theme.px(_HIGH), parent.height() - 40))

    def _start(self) -> None:
        self.accept()
        self.start_requested.emit()
