"""The profile: one folder that holds everything of one workplace, readable by its user alone."""

import errno
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from app.core.errors import Refused, TouchlineError

_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NOT_A_FOLDER = {errno.ENOTDIR, errno.EEXIST}


@dataclass(frozen=True, slots=True)
class Profile:
    """The places inside a profile folder. Naming them touches nothing; `prepare` makes them."""

    folder: Path

    @property
    def database(self) -> Path:
        """The store."""
        return self.folder / "touchline.db"

    @property
    def contact_rules(self) -> Path:
        """Newer contact rules than those that ship, if the team put a file here."""
        return self.folder / "contact_rules.toml"

    @property
    def routing(self) -> Path:
        """A routing table instead of the one that ships, if the team put a file here."""
        return self.folder / "routing.toml"

    @property
    def window_settings(self) -> Path:
        """What the window remembers (sizes, places), as an ini file."""
        return self.folder / "ui.ini"

    @property
    def lock(self) -> Path:
        """Held by the one running window of this profile."""
        return self.folder / "lock"

    @property
    def backups(self) -> Path:
        """Folder of verified copies of the store."""
        return self.folder / "backups"

    @property
    def logs(self) -> Path:
        """Folder of logs and crash reports."""
        return self.folder / "logs"

    def exists(self) -> bool:
        """Whether a workplace was set up here."""
        return self.database.is_file()

    def prepare(self) -> None:
        """Make the folder and its rooms, for this user alone, and prove that it takes data.

        A folder that is already there keeps its own permissions. Raises TouchlineError with code
        profile_unwritable, profile_not_a_folder, disk_full or profile_unusable.
        """
        place = self.folder
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            for place in (self.folder, self.backups, self.logs):
                place.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
            place = self.folder
            _prove_writable(self.folder)
        except OSError as error:
            raise explain(error, place) from error


def default_folder() -> Path:
    """Where the profile is unless another folder is named."""
    name = "Touchline" if sys.platform in ("win32", "darwin") else "touchline"
    return user_data_path(name, appauthor=False) / "default"


def make_private(path: Path) -> None:
    """Create `path` empty with mode 0600, or take group and others off one that is there.

    Raises OSError.
    """
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, _PRIVATE_FILE))
    os.chmod(path, _PRIVATE_FILE)


def write_private(path: Path, content: bytes) -> None:
    """Write `path` whole, mode 0600: readers see the old content or the new, never a part.

    Raises OSError.
    """
    handle, unfinished = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)
        raise


def shown(path: Path) -> str:
    """`path` as a sentence may show it: the home folder, which often is a name, reads "~"."""
    home = Path.home()
    return f"~{os.sep}{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def explain(error: OSError, path: Path) -> TouchlineError:
    """What a failure of the file system at `path` means, in the user's words."""
    if error.errno == errno.ENAMETOOLONG:
        return TouchlineError(
            "name_too_long",
            "The name of the file or folder is too long for this disk.",
            "Choose a shorter one.",
        )
    place = shown(path)
    if error.errno in _FULL:
        return TouchlineError(
            "disk_full",
            f"The disk that holds {place} is full, so nothing can be saved.",
            "Free some space on it, then start again. What was saved before is safe.",
        )
    if error.errno in _CLOSED:
        return TouchlineError(
            "profile_unwritable",
            f"{place} cannot be written to.",
            "Ask for write permission on this folder, or choose another one with --profile.",
        )
    if error.errno in _NOT_A_FOLDER:
        return TouchlineError(
            "profile_not_a_folder",
            f"A file stands where the folder {place} should be.",
            "Move that file away, or choose another folder with --profile.",
        )
    what = os.strerror(error.errno) if error.errno else type(error).__name__
    return TouchlineError(
        "profile_unusable",
        f"{place} cannot be used: {what}.",
        "Choose another folder with --profile.",
    )


def _prove_writable(folder: Path) -> None:
    # Only real bytes meet a full disk or a spent quota; making an empty file does not.
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"\0" * 4096)
        probe.flush()


def put_private(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write new files into `folder`, mode 0600, all or none; the folder is made if need be.

    Raises Refused where one of them is there already, else as `explain` says.
    """
    if any((folder / name).exists() for name in files):
        raise Refused(
            "file_exists",
            "There is such a file in that folder already.",
            "Choose another folder, or move the file away.",
        )
    written: list[Path] = []
    try:
        folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        for name, content in files.items():
            write_private(folder / name, content)
            written.append(folder / name)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise explain_folder(error, folder) from error


def explain_folder(error: OSError, folder: Path) -> TouchlineError:
    """What it means that files could not be written into a folder somebody chose."""
    if error.errno in _FULL:
        return explain(error, folder)
    return TouchlineError(
        "folder_unwritable",
        f"{shown(folder)} cannot be written to.",
        "Choose another folder, or ask for write permission on it.",
    )
