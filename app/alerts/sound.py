"""Three short tones, by whatever player the system has. Without one there is silence."""

import logging
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from app.services.ports import AlertTone

if sys.platform == "win32":
    import winsound

_log = logging.getLogger(__name__)

# A tone lasts less than one second; a sound server that is stuck holds its player for ever.
_LONGEST_S = 5.0
_STOP_S = 1.0
# Tones that come while others still wait say nothing new.
_MOST_WAITING = 2


class SystemSound:
    """Plays `folder`/<tone>.wav on a thread of its own.

    The volume counts where the player knows one: pw-play, paplay and afplay do, aplay and Windows
    play at the system's.
    """

    def __init__(self, folder: Path, *, enabled: bool = True, volume: float = 1.0) -> None:
        self._folder = folder
        self._wanted = (enabled, volume)
        self._tones: queue.Queue[AlertTone | None] = queue.Queue(_MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._stopped = False

    def set(self, *, enabled: bool, volume: float) -> None:
        """Take over the user's wish; `volume` from 0 to 1, values outside are brought inside."""
        self._wanted = (enabled, min(1.0, max(0.0, volume)))

    def play(self, tone: AlertTone) -> None:
        """Start a tone and return at once; nothing if sound is off or several tones wait."""
        enabled, volume = self._wanted
        if not enabled or volume == 0:
            return
        with self._lock:
            if self._stopped:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="sound", daemon=True)
                self._thread.start()
        try:
            self._tones.put_nowait(tone)
        except queue.Full:
            return

    def stop(self, wait_s: float = _STOP_S) -> None:
        """Play what waits, then nothing more. Waits for it `wait_s` at most."""
        with self._lock:
            self._stopped = True
            thread = self._thread
        if thread is not None:
            try:
                self._tones.put(None, timeout=wait_s)
            except queue.Full:
                return
            thread.join(wait_s)

    def _work(self) -> None:
        while (tone := self._tones.get()) is not None:
            if not _play(self._folder / f"{tone}.wav", self._wanted[1]):
                _log.info("no player for sounds")


if sys.platform == "win32":

    def _play(file: Path, volume: float) -> bool:
        try:
            winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
        except RuntimeError:
            return False
        return True

else:

    def _play(file: Path, volume: float) -> bool:
        return any(_run(command) for command in commands(file, volume))

    def commands(file: Path, volume: float) -> list[list[str]]:
        """The players that are installed, best first, each told to play `file` at `volume`."""
        known = (
            ["pw-play", f"--volume={volume:.2f}", str(file)],
            ["paplay", f"--volume={round(volume * 65536)}", str(file)],
            ["afplay", "-v", f"{volume:.2f}", str(file)],
            ["aplay", "-q", str(file)],
        )
        found = ((shutil.which(command[0]), command) for command in known)
        return [[path, *command[1:]] for path, command in found if path is not None]

    def _run(command: Sequence[str]) -> bool:
        try:
            ended = subprocess.run(  # noqa: S603 - a player of the system and a file of ours
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_LONGEST_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return ended.returncode == 0
