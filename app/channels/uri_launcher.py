"""Opens links with the programs of the desktop, and says what may stand in one."""

import logging
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from app.core.errors import BadInput
from app.services.ports import Launch, Launched, NoHandler

if sys.platform == "win32":
    import os
    import winreg

_log = logging.getLogger(__name__)

# Windows hands no more than 2,083 characters of a link to a program; mail programs cut earlier.
LONGEST_URI = 2000
SCHEMES = frozenset({"tel", "sms", "mailto", "https"})

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
# What RFC 3986 lets stand in a URI, less the quote, which some desktops' scripts trip over.
_SPELLED = re.compile(r"[A-Za-z0-9\-._~:/?#@!$&()*+,;=%]+")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

# How long a helper of the desktop may take before it is taken to be the opened program itself.
_OPENER_S = 5.0
_LOOK_UP_S = 5.0


def dialable(number: str) -> str:
    """`number` itself if it is E.164 ("+" and 7 to 15 digits, no other sign).

    Raises BadInput for anything else: a number is never guessed.
    """
    if _E164.fullmatch(number) is None:
        raise BadInput(
            "number_not_dialable",
            "This number cannot be used as it is written.",
            "Correct the number of this person, then try again.",
        )
    return number


def check_uri(uri: str) -> str:
    """The scheme of `uri` if the product may open it.

    Raises BadInput for a scheme other than SCHEMES, a character that no URI has, more than
    LONGEST_URI characters, or a web address that names a user or no host.
    """
    scheme, colon, rest = uri.partition(":")
    known = (
        colon == ":"
        and rest != ""
        and scheme in SCHEMES
        and len(uri) <= LONGEST_URI
        and _SPELLED.fullmatch(uri) is not None
        and _PERCENT.search(uri) is None
    )
    if known and scheme == "https":
        parts = urlsplit(uri)
        known = rest.startswith("//") and bool(parts.hostname) and "@" not in parts.netloc
    if not known:
        raise BadInput("link_not_allowed", "This link cannot be opened from here.")
    return scheme


class DesktopLauncher:
    """Hands links to the desktop: by `xdg-open` or `gio`, by the Windows shell, or by `open`.

    No command shell is ever part of it. A link is only handed over where a program is registered
    for its scheme: some desktops would open a browser with a phone number otherwise.
    """

    def launch(self, uri: str, done: Callable[[Launch], None]) -> None:
        """Open `uri` on a thread of its own, then call `done` there. Raises BadInput."""
        check_uri(uri)
        threading.Thread(target=lambda: done(self.open(uri)), name="open-link", daemon=True).start()

    def open(self, uri: str) -> Launch:
        """Open `uri` and wait until the desktop has taken it, some seconds at most.

        Raises BadInput.
        """
        scheme = check_uri(uri)
        try:
            opened = _open(uri, scheme)
        except OSError as error:
            # The text of the error may hold the link, and so a number.
            _log.info("opening a %s link failed: %s", scheme, type(error).__name__)
            opened = False
        return Launched() if opened else NoHandler(scheme)

    def can_open(self, scheme: str) -> bool:
        """Whether a program is registered for links of `scheme`. May take a moment."""
        return scheme in SCHEMES and _has_handler(scheme)


if sys.platform == "win32":

    def _has_handler(scheme: str) -> bool:
        chosen = (
            r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations"
            rf"\{scheme}\UserChoice"
        )
        return _has_value(winreg.HKEY_CURRENT_USER, chosen, "ProgId") or _has_value(
            winreg.HKEY_CLASSES_ROOT, scheme, "URL Protocol"
        )

    def _has_value(root: int, key: str, value: str) -> bool:
        try:
            with winreg.OpenKey(root, key) as opened:
                winreg.QueryValueEx(opened, value)
        except OSError:
            return False
        return True

    def _open(uri: str, scheme: str) -> bool:
        if not _has_handler(scheme):
            return False
        os.startfile(uri)  # noqa: S606 - the link was checked and has a known scheme
        return True

elif sys.platform == "darwin":

    def _has_handler(scheme: str) -> bool:
        return True  # Only trying tells; `open` says so without opening anything else.

    def _open(uri: str, scheme: str) -> bool:
        return _run_opener(["/usr/bin/open", uri])

else:

    def _has_handler(scheme: str) -> bool:
        kind = f"x-scheme-handler/{scheme}"
        if (tool := shutil.which("xdg-mime")) is not None:
            return _answer([tool, "query", "default", kind]).strip() != ""
        if (tool := shutil.which("gio")) is not None:
            # Without a program it names the scheme only; with one, a desktop file too.
            return ".desktop" in _answer([tool, "mime", kind])
        return False

    def _open(uri: str, scheme: str) -> bool:
        # xdg-open knows browsers of its own, so the web alone needs no registered program.
        if scheme != "https" and not _has_handler(scheme):
            return False
        if (tool := shutil.which("xdg-open")) is not None:
            return _run_opener([tool, uri])
        if (tool := shutil.which("gio")) is not None:
            return _run_opener([tool, "open", uri])
        return False

    def _answer(command: Sequence[str]) -> str:
        try:
            return subprocess.run(  # noqa: S603 - a tool of the desktop and fixed words
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                errors="replace",
                timeout=_LOOK_UP_S,
                check=False,
            ).stdout
        except subprocess.TimeoutExpired:
            return ""


if sys.platform != "win32":

    def _run_opener(command: Sequence[str]) -> bool:
        # A session of its own: what is opened outlives this program and its terminal.
        opener = subprocess.Popen(  # noqa: S603 - a tool of the desktop and a checked link
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return opener.wait(_OPENER_S) == 0
        except subprocess.TimeoutExpired:
            # Some desktops run the program in place of the helper: then it is open by now. Its end
            # is awaited aside, so that no dead process stays behind.
            threading.Thread(target=opener.wait, name="opened-program", daemon=True).start()
            return True
