"""Settings (Ctrl ,): how it looks and sounds, the desk's texts, and what it is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import TouchlineError
from app.services.desk.desk import Desk
from app.services.ports import Progress
from app.services.upkeep import KeptBackup
from app.services.working.desk_texts import read_texts, save_text
from app.ui.settings.backups_page import BackupsPage
from app.ui.settings.content_page import ContentPage
from app.ui.settings.desk_texts import DeskTexts
from app.ui.settings.preferences import LANGUAGES, TEXT_SIZES, Preferences
from app.ui.settings.tracking_page import TrackingPage
from app.ui.settings.workplace_page import WorkplacePage
from app.ui.tasks import Tasks
from app.ui.theme.theme import Scheme, Theme
from app.ui.widgets.parts.clear_scroll import clear_scroll
from app.ui.widgets.parts.modal_dialog import ModalDialog
from app.ui.widgets.parts.segmented_control import SegmentedControl
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.parts.view_data import ChannelChoice
from app.ui.words import say

_WIDE, _HIGH = 680, 560
_LABEL = 150
_SCHEMES: tuple[Scheme, ...] = ("system", "light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutData:
    """What the last tab says. `profile` is who works here, in lines."""

    version: str
    qt_version: str
    profile: tuple[tuple[str, str], ...]


class SettingsDialog(ModalDialog):
    """Everything but the language takes effect at once; texts are stored when their field is left.

    `compact_chosen`, `sound_chosen` (on, volume), `sound_tried`, `restart_wanted` and
    `restore_wanted` (the file of a backup) are for whoever owns the parts.
    """

    compact_chosen = Signal(bool)
    sound_chosen = Signal(bool, float)
    sound_tried = Signal()
    restart_wanted = Signal()
    restore_wanted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        tasks: Tasks,
        *,
        preferences: Preferences,
        about: AboutData,
        kept: Callable[[], Sequence[KeptBackup]],
        back_up: Callable[[Progress], object],
        places: tuple[Sequence[str], Mapping[str, str]],
        parent: QWidget,
    ) -> None:
        """`kept` lists the backups, `back_up` makes another; both are called where files may be
        read. `places` are the zones and countries to choose from: IANA names, {ISO code: name}."""
        super().__init__(theme, say("settings.name"), parent)
        self._desk = desk
        self._tasks = tasks
        self._preferences = preferences
        self._about = about
        self._kept = kept
        self._back_up = back_up
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(say("settings.name"))
        self._pages = QStackedWidget()
        self.scheme = SegmentedControl(theme, say("settings.colours"))
        self.text_size = SegmentedControl(theme, say("settings.text_size"))
        self.still = QCheckBox(say("settings.still"))
        self.rows = SegmentedControl(theme, say("settings.rows"))
        self.language = SegmentedControl(theme, say("settings.language"))
        self.later = TextLabel(theme, font="small", color="text.muted", elide=True)
        self.restart = SmallButton(theme, say("settings.restart"), look="default")
        self.sound = QCheckBox(say("settings.tone"))
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.texts = DeskTexts(theme)
        self.content = ContentPage(theme)
        self.workplace = WorkplacePage(theme, *places)
        self.tracking = TrackingPage(theme)
        self.backups = BackupsPage(theme, desk.identity.zone)
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
        self.add_title(say("settings.name"))
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._pages, 1)
        for name, page in (
            (say("settings.appearance"), self._appearance()),
            (say("settings.sound"), self._sound()),
            (say("settings.texts"), self._texts()),
            (say("content.name"), self.content),
            (say("settings.workplace"), self.workplace),
            (say("settings.tracking"), self.tracking),
            (say("settings.backups"), self.backups),
            (say("settings.about"), self._about_page()),
        ):
            self.tabs.addTab(name)
            self._pages.addWidget(page)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.add_buttons(say("settings.done"), key="Esc").clicked.connect(self.accept)
        high = min(self._theme.px(_HIGH), room)
        margins = self.body.contentsMargins()
        # A tab that nobody sees is looked for in vain; in some languages they need more room.
        named = self.tabs.sizeHint().width() + margins.left() + margins.right()
        self.resize(max(self._theme.px(_WIDE), named), high)

    def _appearance(self) -> QWidget:
        page, column = _page()
        self._add_row(column, say("settings.colours"), self.scheme)
        self._add_row(column, say("settings.text_size"), self.text_size)
        self._add_row(column, say("settings.rows"), self.rows)
        self._add_row(column, say("settings.motion"), self.still)
        self._add_row(column, say("settings.language"), self.language)
        later = QHBoxLayout()
        later.addWidget(self.later, 1)
        later.addWidget(self.restart)
        self.restart.hide()
        column.addLayout(later)
        column.addStretch(1)
        return page

    def _sound(self) -> QWidget:
        page, column = _page()
        column.addWidget(self.sound)
        self.volume.setRange(0, 100)
        self.volume.setPageStep(10)
        self.volume.setFixedWidth(self._theme.px(220))
        self.volume.setAccessibleName(say("settings.volume"))
        self.hear = SmallButton(
            self._theme, say("settings.play"), icon="volume-2", look="default", height=32
        )
        row = self._add_row(column, say("settings.volume"), self.volume)
        row.insertWidget(2, self.hear)
        note = say("settings.volume_note")
        column.addWidget(TextLabel(self._theme, note, font="small", color="text.muted", elide=True))
        column.addStretch(1)
        return page

    def _texts(self) -> QWidget:
        page, column = _page()
        note = say("settings.texts_note")
        column.addWidget(TextLabel(self._theme, note, color="text.secondary", elide=True))
        scroll = clear_scroll(self.texts)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(scroll, 1)
        return page

    def _about_page(self) -> QWidget:
        page, column = _page()
        about, theme = self._about, self._theme
        name = say("settings.product", version=about.version)
        column.addWidget(TextLabel(theme, name, font="script", weight=600))
        for label, value in about.profile:
            words = TextLabel(theme, value, elide=True)
            self._add_row(column, label, words, stretch=1)
        column.addSpacing(8)
        licences = QLabel(say("settings.licences", qt=about.qt_version))
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
        self.still.toggled.connect(lambda on: self._preferences.choose_still(self._theme, on))
        self.language.chosen.connect(self._on_language)
        self.restart.clicked.connect(self._on_restart)
        self.sound.toggled.connect(self._on_sound)
        self.volume.valueChanged.connect(self._on_sound)
        self.hear.clicked.connect(self.sound_tried)
        self.texts.edited.connect(self._on_text)
        self.backups.restore_wanted.connect(self.restore_wanted)
        self.backups.backup_wanted.connect(self._on_backup_wanted)

    def _load(self) -> None:
        kept = self._preferences
        self._show_look()
        self.still.blockSignals(True)
        self.still.setChecked(kept.still)
        self.still.blockSignals(False)
        self.rows.show_choices(
            _choices(
                {"usual": say("settings.rows_usual"), "compact": say("settings.rows_compact")}
            ),
            "compact" if kept.compact else "usual",
        )
        languages = {code: say(f"language.own.{code}") for code in ("system", *LANGUAGES)}
        self.language.show_choices(_choices(languages), kept.language)
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
        self.content.load(self._desk, self._tasks, self.while_open)
        self.workplace.load(self._desk, self._tasks, self.while_open)
        self.tracking.load(self._desk, self._tasks, self.while_open)
        self._tasks.read(
            self._kept,
            self.while_open(self.backups.show_backups),
            self.while_open(self.backups.show_problem),
        )

    def _on_backup_wanted(self) -> None:
        moved = self.backups.moved.emit

        def make() -> Sequence[KeptBackup]:
            self._back_up(moved)
            return self._kept()

        self._tasks.long_read(
            make,
            self.while_open(self.backups.show_backups),
            self.while_open(self.backups.show_problem),
        )

    def _show_look(self) -> None:
        theme = self._theme
        schemes = {code: say(f"scheme.{code}") for code in _SCHEMES}
        self.scheme.show_choices(_choices(schemes), theme.scheme)
        sizes = {str(size): say("settings.percent", n=round(size * 100)) for size in TEXT_SIZES}
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

    def _on_language(self, code: str) -> None:
        """Kept at once; what stands on the screen keeps its words until the next start."""
        self._preferences.language = next((one for one in LANGUAGES if one == code), "system")
        self.later.setText(say("settings.language_later"))
        # A demo goes with its window, and what was chosen in it as well.
        self.restart.setVisible(not self._desk.identity.demo)

    def _on_restart(self) -> None:
        self.accept()
        self.restart_wanted.emit()

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


def _choices(named: Mapping[Scheme, str] | Mapping[str, str]) -> tuple[ChannelChoice, ...]:
    return tuple(ChannelChoice(code=code, label=label, icon="") for code, label in named.items())
