"""When something breaks: a report for support without personal data, a sentence for the user."""

import faulthandler
import platform
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TextIO

from app import __version__
from app.core.clock import Clock
from app.system.paths import make_private, shown, write_private

NATIVE_FILE = "crash-native.txt"
_KEPT_REPORTS = 20


def describe(error: BaseException) -> str:
    """Types and places of `error` and what caused it; never its message, which may quote data."""
    return "\n".join(_lines(error))


def _lines(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    link: BaseException | None = error
    heading = ""
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield f"{heading}{type(link).__module__}.{type(link).__qualname__}"
        for frame in traceback.extract_tb(link.__traceback__):
            yield f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
        cause = link.__cause__
        heading = "caused by " if cause is not None else "while handling "
        link = cause or (None if link.__suppress_context__ else link.__context__)


def _place(file: str) -> str:
    root = Path(__file__).parents[2]
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


class CrashReports:
    """Catches what nobody caught, in every thread.

    Each different crash is written once in a session to `folder`/crash-*.txt (mode 0600, the
    newest 20 are kept) and told once. `tell` gets one plain sentence and may be called from any
    thread. A crash below Python is written to crash-native.txt.
    """

    def __init__(
        self, folder: Path, clock: Clock, tell: Callable[[str], None] | None = None
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._tell = tell or _tell_terminal
        self._known: set[str] = set()
        self._lock = threading.Lock()
        self._native: TextIO | None = None
        self._before = sys.excepthook, threading.excepthook

    def install(self) -> None:
        """Take over from Python's own handling until `uninstall`."""
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._main
        threading.excepthook = self._thread
        self._catch_native()

    def uninstall(self) -> None:
        """Put back what was there before `install`."""
        sys.excepthook, threading.excepthook = self._before
        if self._native is not None:
            faulthandler.disable()
            self._native.close()
            self._native = None

    def report(self, error: BaseException) -> None:
        """Write and tell a crash, unless the same one is known already. Never raises."""
        what = describe(error)
        with self._lock:
            if what in self._known:
                return
            self._known.add(what)
            path = self._write(what)
        told = f" A report without personal data is in {shown(path)}." if path else ""
        self._tell(f"Something went wrong inside Touchline; what was saved is safe.{told}")

    def _write(self, what: str) -> Path | None:
        now = self._clock.now()
        head = (
            f"Touchline {__version__}\n"
            f"Python {platform.python_version()}, {platform.system()} {platform.machine()}\n"
            f"{now:%Y-%m-%dT%H:%M:%SZ}, thread {threading.current_thread().name}\n\n"
        )
        path = self._folder / f"crash-{now:%Y%m%dT%H%M%S%f}-{len(self._known):02}.txt"
        try:
            write_private(path, f"{head}{what}\n".encode("utf-8", "backslashreplace"))
            reports = sorted(self._folder.glob("crash-2*.txt"))
            for old in reports[:-_KEPT_REPORTS]:
                old.unlink(missing_ok=True)
        except OSError:
            return None
        return path

    def _main(
        self, kind: type[BaseException], error: BaseException, where: TracebackType | None
    ) -> None:
        if issubclass(kind, Exception):
            self.report(error.with_traceback(where))
        else:
            # An interrupt from the keyboard is a wish, not a crash.
            self._before[0](kind, error, where)

    def _thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None and issubclass(caught.exc_type, Exception):
            self.report(caught.exc_value.with_traceback(caught.exc_traceback))
        else:
            self._before[1](caught)

    def _catch_native(self) -> None:
        path = self._folder / NATIVE_FILE
        try:
            make_private(path)
            # Held open for as long as the program runs: nothing can be opened in a crash.
            self._native = path.open("a", encoding="utf-8")
        except OSError:
            return
        faulthandler.enable(self._native)


def _tell_terminal(sentence: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"{sentence}\n")
