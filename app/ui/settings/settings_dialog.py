"""Settings (Ctrl ,): how it looks and sounds, the desk's texts, and what it is made of."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSlider,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import TouchlineError
from app.services.desk.desk import Desk
from app.ui.settings.desk_texts import DeskTexts, read_texts, save_text
from app.ui.settings.preferences import TEXT_SIZES, Preferences
from app.ui.tasks import Tasks
from app.ui.theme.theme import Scheme, Theme
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.segmented_control import SegmentedControl
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.parts.view_data import ChannelChoice

_WIDE, _HIGH = 680, 560
_LABEL = 150
_SCHEMES: dict[Scheme, str] = {"system": "As the system", "light": "Light", "dark": "Dark"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutData:
    """What the last tab says. `profile` is who works here, in lines."""

    version: str
    qt_version: str
    profile: tuple[tuple[str, str], ...]


class SettingsDialog(ModalDialog):
    """Everything takes effect at once; texts are stored when their field is left.

    `compact_chosen`, `sound_chosen` (on, volume) and `sound_tried` are for whoever owns the parts.
    """

    compact_chosen = Signal(bool)
    sound_chosen = Signal(bool, float)
    sound_tried = Signal()

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        *,
        preferences: Preferences,
        about: AboutData,
        parent: QWidget,
    ) -> None:
        super().__init__(theme, parent.tr("Settings"), parent)
        self._desk = desk
        self._tasks = tasks
        self._preferences = preferences
        self._about = about
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Settings"))
        self._pages = QStackedWidget()
        self.scheme = SegmentedControl(theme, self.tr("Colours"))
        self.text_size = SegmentedControl(theme, self.tr("Text size"))
        self.rows = SegmentedControl(theme, self.tr("Rows of the queue"))
        self.sound = QCheckBox(self.tr("A tone when a lead comes in, at 2:00 and when missed"))
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.texts = DeskTexts(theme)
        self._lay_out(parent.height() - 40)
        self._connect()
        self._load()
        theme.changed.connect(self._show_look)

    def done(self, result: int) -> None:
        """What was typed last is stored as well."""
        self.texts.take_unsaved()
        super().done(result)

    # Inside: building

    def _lay_out(self, room: int) -> None:
        self.add_title(self.tr("Settings"))
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._pages, 1)
        for name, page in (
            (self.tr("Appearance"), self._appearance()),
            (self.tr("Sound"), self._sound()),
            (self.tr("Texts"), self._texts()),
            (self.tr("About"), self._about_page()),
        ):
            self.tabs.addTab(name)
            self._pages.addWidget(page)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.add_buttons(self.tr("Done"), key="Esc").clicked.connect(self.accept)
        high = min(self._theme.px(_HIGH), room)
        self.resize(self._theme.px(_WIDE), high)

    def _appearance(self) -> QWidget:
        page, column = _page()
        self._add_row(column, self.tr("Colours"), self.scheme)
        self._add_row(column, self.tr("Text size"), self.text_size)
        self._add_row(column, self.tr("Rows of the queue"), self.rows)
        column.addStretch(1)
        return page

    def _sound(self) -> QWidget:
        page, column = _page()
        column.addWidget(self.sound)
        self.volume.setRange(0, 100)
        self.volume.setPageStep(10)
        self.volume.setFixedWidth(self._theme.px(220))
        self.volume.setAccessibleName(self.tr("Volume"))
        self.hear = SmallButton(
            self._theme, self.tr("Play it"), icon="volume-2", look="default", height=32
        )
        row = self._add_row(column, self.tr("Volume"), self.volume)
        row.insertWidget(2, self.hear)
        note = self.tr("Some players know no volume and play at the system's.")
        column.addWidget(TextLabel(self._theme, note, font="small", color="text.muted", elide=True))
        column.addStretch(1)
        return page

    def _texts(self) -> QWidget:
        page, column = _page()
        note = self.tr("They fill the gaps in scripts and messages. Saved when you leave a field.")
        column.addWidget(TextLabel(self._theme, note, color="text.secondary", elide=True))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.texts)
        self.texts.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        column.addWidget(scroll, 1)
        return page

    def _about_page(self) -> QWidget:
        page, column = _page()
        about, theme = self._about, self._theme
        name = self.tr("Touchline {version}").format(version=about.version)
        column.addWidget(TextLabel(theme, name, font="script", weight=600))
        for label, value in about.profile:
            words = TextLabel(theme, value, elide=True)
            self._add_row(column, label, words, stretch=1)
        column.addSpacing(8)
        licences = QLabel(
            self.tr(
                "Touchline is under the MIT licence.\n\n"
                "Qt {qt} and PySide6, under the GNU Lesser General Public License, version 3: both "
                "are separate, unmodified libraries that you may replace by your own builds.\n\n"
                "Inter, the typeface, copyright The Inter Project Authors, under the SIL Open Font "
                "License 1.1.\n\n"
                "Lucide, the icons, copyright Lucide Icons and Contributors, under the ISC "
                "licence; some derive from Feather, copyright Cole Bemis, under the MIT licence."
            ).format(qt=about.qt_version)
        )
        licences.setTextFormat(Qt.TextFormat.PlainText)
        licences.setWordWrap(True)
        licences.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        column.addWidget(licences)
        column.addStretch(1)
        return page

    def _add_row(
        self, column: QVBoxLayout, label: str, control: QWidget, *, stretch: int = 0
    ) -> QHBoxLayout:
        words = TextLabel(self._theme, label, color="text.secondary")
        words.setFixedWidth(self._theme.px(_LABEL))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(words)
        row.addWidget(control, stretch)
        if not stretch:
            row.addStretch(1)
        column.addLayout(row)
        return row

    # Inside: what is chosen

    def _connect(self) -> None:
        self.scheme.chosen.connect(self._on_scheme)
        self.text_size.chosen.connect(self._on_text_size)
        self.rows.chosen.connect(self._on_rows)
        self.sound.toggled.connect(self._on_sound)
        self.volume.valueChanged.connect(self._on_sound)
        self.hear.clicked.connect(self.sound_tried)
        self.texts.edited.connect(self._on_text)

    def _load(self) -> None:
        kept = self._preferences
        self._show_look()
        self.rows.show_choices(
            _choices({"usual": self.tr("Comfortable"), "compact": self.tr("Compact")}),
            "compact" if kept.compact else "usual",
        )
        self.sound.blockSignals(True)
        self.volume.blockSignals(True)
        self.sound.setChecked(kept.sound_on)
        self.volume.setValue(round(kept.volume * 100))
        self.sound.blockSignals(False)
        self.volume.blockSignals(False)
        self._show_sound()
        self._tasks.read(
            lambda: read_texts(self._desk),
            self.while_open(self.texts.show_texts),
            self.while_open(self._on_unread),
        )

    def _show_look(self) -> None:
        theme = self._theme
        self.scheme.show_choices(_choices(_SCHEMES), theme.scheme)
        sizes = {str(size): f"{round(size * 100)} %" for size in TEXT_SIZES}
        nearest = min(TEXT_SIZES, key=lambda size: abs(size - theme.text_scale))
        self.text_size.show_choices(_choices(sizes), str(nearest))

    def _show_sound(self) -> None:
        for part in (self.volume, self.hear):
            part.setEnabled(self.sound.isChecked())

    def _on_scheme(self, code: str) -> None:
        scheme: Scheme = next((s for s in _SCHEMES if s == code), "system")
        self._preferences.choose_scheme(self._theme, scheme)

    def _on_text_size(self, code: str) -> None:
        self._preferences.choose_text_size(self._theme, float(code))

    def _on_rows(self, code: str) -> None:
        self._preferences.compact = code == "compact"
        self.compact_chosen.emit(code == "compact")

    def _on_sound(self) -> None:
        on, volume = self.sound.isChecked(), self.volume.value() / 100
        self._preferences.sound_on, self._preferences.volume = on, volume
        self._show_sound()
        self.sound_chosen.emit(on, volume)

    def _on_text(self, name: str, text: str) -> None:
        def saved(_: None) -> None:
            self.texts.show_saved(name)

        def failed(error: TouchlineError) -> None:
            self.texts.show_problem(name, error)

        def save() -> None:
            save_text(self._desk, name, text)

        self._tasks.command(save, self.while_open(saved), self.while_open(failed))

    def _on_unread(self, error: TouchlineError) -> None:
        for name in self.texts.lines:
            self.texts.show_problem(name, error)


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 12, 0, 0)
    column.setSpacing(12)
    return page, column


def _choices(named: dict[str, str] | dict[Scheme, str]) -> tuple[ChannelChoice, ...]:
    return tuple(ChannelChoice(code=code, label=label, icon="") for code, label in named.items())
