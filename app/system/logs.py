"""The log: a small rotating file for support that never holds what identifies a person."""

import logging
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.system.paths import make_private

FILE_NAME = "touchline.log"
_FILE_BYTES = 1_000_000
_KEPT_FILES = 4

_SIGNS = r"[\s()./\-‐-–·]"
_PERSONAL = re.compile(
    # What only looks like a number of a person comes first and stays: ids, digests, instants.
    r"(?P<keep>\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b[0-9a-f]{32}\b|\b[0-9a-f]{64}\b"
    r"|\b0x[0-9a-f]+\b"
    r"|\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?(?![\d-]))"
    r"|(?P<link>\b(?:mailto|tel|sms|smsto|callto):[^\s'\"<>]+"
    r"|\b(?:linkedin\.com|wa\.me|whatsapp\.com)/[^\s'\"<>]+)"
    rf"|(?P<number>\+?\(?\d(?:{_SIGNS}{{0,3}}\d){{6,}})",
    re.IGNORECASE,
)
# Bounded in front, else a long word would cost its length squared.
_EMAIL = re.compile(r"[^\s@<>\"',;:()\[\]=]{1,64}(?:@|%40)[^\s@<>\"',;:()\[\]=]+")


def redact(text: str) -> str:
    """`text` with everything that looks like a phone number, an address or a profile replaced.

    Names cannot be told from other words: they must never be logged in the first place.
    """
    if "@" in text or "%40" in text:
        text = _EMAIL.sub("[email]", text)
    return _PERSONAL.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    return match.group() if match.lastgroup == "keep" else f"[{match.lastgroup}]"


class RedactingFormatter(logging.Formatter):
    """Redacts message and traceback alike; leaves what the logger itself adds in front."""

    def __init__(self, prefix: str) -> None:
        super().__init__("%(message)s")
        self._prefix = logging.Formatter(prefix, validate=False)

    def format(self, record: logging.LogRecord) -> str:
        """The line, its prefix untouched and the rest redacted."""
        told = redact(super().format(record))
        # A copy without text: the prefix must not bring the traceback along a second time.
        bare = logging.makeLogRecord(
            record.__dict__ | {"exc_info": None, "exc_text": None, "stack_info": None}
        )
        return f"{self._prefix.format(bare)}{told}"


class _PrivateFile(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        make_private(Path(self.baseFilename))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A log that cannot be written (full disk, folder gone) must not stop the work."""

    def close(self) -> None:
        """What is left is written now, if the disk takes it."""
        with suppress(OSError):
            super().close()


class _Terminal(logging.StreamHandler[TextIOWrapper]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Standard error may be closed or a broken pipe."""


def start_logging(folder: Path | None = None, *, terminal: bool = True) -> Callable[[], None]:
    """Log to `folder`/touchline.log (nowhere if None), warnings also to standard error.

    The product's own records count from INFO, other packages' from WARNING. Returns what undoes
    it. Never raises: the file is opened with the first record.
    """
    handlers: list[logging.Handler] = []
    if folder is not None:
        file = _PrivateFile(
            os.fspath(folder / FILE_NAME),
            maxBytes=_FILE_BYTES,
            backupCount=_KEPT_FILES,
            encoding="utf-8",
            errors="backslashreplace",
            delay=True,
        )
        file.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: "))
        handlers.append(file)
    if terminal and sys.stderr is not None:
        stream = _Terminal()
        stream.setLevel(logging.WARNING)
        stream.setFormatter(RedactingFormatter("touchline: "))
        handlers.append(stream)

    root, own = logging.getLogger(), logging.getLogger("app")
    before = root.level, own.level
    root.setLevel(logging.WARNING)
    own.setLevel(logging.INFO)
    for handler in handlers:
        root.addHandler(handler)

    def stop() -> None:
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(before[0])
        own.setLevel(before[1])

    return stop
