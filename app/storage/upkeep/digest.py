"""A SHA-256 beside each backup. SQLite's own check overlooks most bits that flip in a row."""

import os
from hashlib import file_digest
from pathlib import Path

from app.core.errors import TouchlineError

_ENDING = ".sha256"


def digest_file(copy: Path) -> Path:
    """Where the digest of `copy` is kept."""
    return copy.with_name(copy.name + _ENDING)


def digest_of(copy: Path) -> str:
    """The digest of what is in the file now, in hex. Raises OSError."""
    with copy.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def reserve(copy: Path) -> bool:
    """Take the name `copy` for oneself, by an empty digest; False when somebody has it.

    Raises OSError.
    """
    try:
        os.close(os.open(digest_file(copy), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    return not copy.exists()


def write_digest(copy: Path, digest: str) -> None:
    """Keep the digest as sha256sum writes it. Raises OSError."""
    handle = os.open(digest_file(copy), os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{digest}  {copy.name}\n")
        file.flush()
        os.fsync(file.fileno())


def is_changed(copy: Path) -> bool:
    """Whether `copy` is no longer what was written; False where no digest was kept.

    Raises TouchlineError when it cannot be read.
    """
    try:
        kept = digest_file(copy).read_text(encoding="utf-8", errors="replace").split()
        return bool(kept) and kept[0] != digest_of(copy)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise TouchlineError(
            "backup_unreadable",
            "The backup cannot be read.",
            "Check the rights of the file and the disk it is on, or use another backup.",
        ) from error


def refuse_changed(copy: Path) -> None:
    """Raises TouchlineError backup_changed unless `copy` is as it was written."""
    if is_changed(copy):
        raise TouchlineError(
            "backup_changed",
            "This backup is not as it was written: its SHA-256 differs.",
            "Use another backup. The disk it lies on may be failing.",
        )
