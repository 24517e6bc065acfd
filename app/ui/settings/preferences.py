"""What the person chose for this window, kept in the profile's ui.ini."""

from typing import Literal

from PySide6.QtCore import QSettings

from app.ui.theme.theme import Scheme, Theme

TEXT_SIZES = (1.0, 1.15, 1.3)
Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")
_USUAL_VOLUME = 0.8


class Preferences:
    """Typed access; what somebody broke by hand in the file reads as the usual."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def keep_look(self, theme: Theme) -> None:
        """Remember scheme and text size of the theme."""
        self._settings.setValue("theme/scheme", theme.scheme)
        self._settings.setValue("theme/text_scale", theme.text_scale)

    def choose_scheme(self, theme: Theme, scheme: Scheme) -> None:
        """Change the colours now, and for the next start."""
        theme.set_scheme(scheme)
        self.keep_look(theme)

    def choose_text_size(self, theme: Theme, size: float) -> None:
        """Change the text size now, and for the next start."""
        theme.set_text_scale(size)
        self.keep_look(theme)

    @property
    def language(self) -> Language | Literal["system"]:
        """The language of the window, "system" for that of the computer."""
        kept = self._settings.value("language", "system")
        return next((one for one in LANGUAGES if one == kept), "system")

    @language.setter
    def language(self, language: Language | Literal["system"]) -> None:
        self._settings.setValue("language", language)

    def choose_still(self, theme: Theme, still: bool) -> None:
        """Let nothing move, or let it, now and for the next start."""
        theme.set_still(still)
        self._settings.setValue("theme/still", still)

    @property
    def still(self) -> bool:
        """Whether nothing is to move."""
        return self._flag("theme/still", usual=False)

    @property
    def compact(self) -> bool:
        """Whether rows of the queue are 44 px high instead of 52."""
        return self._flag("queue/compact", usual=False)

    @compact.setter
    def compact(self, compact: bool) -> None:
        self._settings.setValue("queue/compact", compact)

    @property
    def sound_on(self) -> bool:
        """Whether a new lead is heard."""
        return self._flag("sound/on", usual=True)

    @sound_on.setter
    def sound_on(self, on: bool) -> None:
        self._settings.setValue("sound/on", on)

    @property
    def volume(self) -> float:
        """From 0 to 1."""
        try:
            kept = float(str(self._settings.value("sound/volume", _USUAL_VOLUME)))
        except ValueError:
            return _USUAL_VOLUME
        return min(1.0, max(0.0, kept))

    @volume.setter
    def volume(self, volume: float) -> None:
        self._settings.setValue("sound/volume", volume)

    def _flag(self, key: str, *, usual: bool) -> bool:
        # An ini file gives the word back, not the value.
        return str(self._settings.value(key, usual)).lower() == "true"
