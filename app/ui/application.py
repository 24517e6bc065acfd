"""The desktop program around the window: Qt itself, and what stands before the first paint."""

from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, Qt, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from app.core.errors import TouchlineError
from app.services.wording import Wording
from app.system.paths import make_private
from app.system.resources import resource_path
from app.ui.main_window import MainWindow
from app.ui.settings.preferences import LANGUAGES, Language, Preferences
from app.ui.theme.theme import STYLE_ARGUMENTS, Scheme, Theme
from app.ui.words import error_words, speak
from app.ui.workspace.page import MakePanes

__all__ = [
    "QApplication",
    "make_application",
    "make_theme",
    "make_window",
    "make_words",
    "soon",
    "tell",
    "window_settings",
]

SCHEMES: tuple[Scheme, ...] = ("system", "light", "dark")


def make_application(arguments: Sequence[str], icon: Path) -> QApplication:
    """Qt, with what must be set before any window. Once in a process."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication([*arguments, *STYLE_ARGUMENTS])
    app.setApplicationName("Touchline")
    app.setDesktopFileName("touchline")
    app.setWindowIcon(QIcon(str(icon)))
    return app


def window_settings(file: Path) -> QSettings:
    """What the window of one profile remembers, in a file of that profile for its user alone."""
    # Qt keeps the rights of a file that is there, and gives a new one away.
    make_private(file)
    return QSettings(str(file), QSettings.Format.IniFormat)


def make_theme(app: QApplication, settings: QSettings) -> Theme:
    """The theme as the person chose it, applied."""
    wanted = settings.value("theme/scheme", "system")
    scheme: Scheme = next((s for s in SCHEMES if s == wanted), "system")
    try:
        scale = float(str(settings.value("theme/text_scale", 1.0)))
    except ValueError:
        scale = 1.0
    theme = Theme(scheme, scale)
    theme.apply(app, styled=True)
    if Preferences(settings).still:
        theme.set_still(True)
    return theme


def make_words(app: QApplication, settings: QSettings) -> Wording:
    """The catalogue of the language the person chose; the window and Qt's own dialogs speak it."""
    language = Preferences(settings).language
    if language == "system":
        language = system_language(QLocale.system().uiLanguages())
    QLocale.setDefault(QLocale(language))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language}", folder):
        app.installTranslator(translator)
    words = Wording.load(resource_path("i18n", f"{language}.json"))
    speak(words)
    return words


def system_language(wanted: Sequence[str]) -> Language:
    """The first of the languages a person reads, such as "es-MX", that there is a catalogue of."""
    for tag in wanted:
        for language in LANGUAGES:
            if tag.partition("-")[0].lower() == language:
                return language
    return "en"


def make_window(
    theme: Theme, words: Wording, zone: str, settings: QSettings, make_panes: MakePanes
) -> MainWindow:
    """The window with its queue, still empty; `zone` is the IANA zone of the rep.

    `make_panes` makes what stands beside the queue once it is asked for.
    """
    return MainWindow(theme, words, ZoneInfo(zone), settings, make_panes)


def tell(error: TouchlineError, over: QWidget | None = None) -> None:
    """Say what went wrong where no page can; waits until the person has read it."""
    message, hint = error_words(error)
    box = QMessageBox(QMessageBox.Icon.Warning, "Touchline", message, parent=over)
    box.setInformativeText(hint)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()


def soon(window: QWidget, act: Callable[[], None]) -> None:
    """Do something once what waits for the window was answered; never after its end."""
    QTimer.singleShot(0, window, act)
