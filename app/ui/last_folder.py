"""Where a file was chosen last: the next one is seldom far from it, in this run and later ones."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QSettings

_KEY = "files/folder"


class LastFolder:
    """One for the window; without `settings` it is remembered for the run alone."""

    settings: ClassVar[QSettings | None] = None
    _this_run: ClassVar[Path | None] = None

    @classmethod
    def path(cls) -> str:
        """The folder, "" where there is none, or none any more."""
        kept = cls._this_run
        if kept is None and cls.settings is not None:
            kept = Path(str(cls.settings.value(_KEY, "") or "."))
        return str(kept) if kept is not None and kept.is_absolute() and kept.is_dir() else ""

    @classmethod
    def remember(cls, folder: Path) -> None:
        """A file was chosen in `folder`."""
        cls._this_run = folder
        if cls.settings is not None:
            cls.settings.setValue(_KEY, str(folder))
