"""Notifications by plyer: the portable way, without a click and without an answer."""

import sys

from app.services.ports import Delivery, Notice

if sys.platform == "win32":
    from plyer.platforms.win.notification import WindowsNotification
elif sys.platform != "darwin":
    import html
    import shutil

    # Not plyer's own choice: that one warns where dbus-python is missing, which is everywhere.
    from plyer.platforms.linux.notification import NotifySendNotification

# Windows keeps 64 and 256 UTF-16 units, the last one for the end; a longer title is lost whole.
LONGEST_TITLE = 63
LONGEST_BODY = 255


class PlyerNotifier:
    """Shows a notice and knows no more of it: it cannot be clicked, replaced or withdrawn.

    A stuck notification service blocks the caller, so only the chain should ask it. "shown" means
    that the notice was handed over.
    """

    name = "plyer"

    def notify(self, notice: Notice) -> Delivery:
        """Hand `notice` to the desktop. Raises what plyer raises."""
        handed_over = _hand_over(safe_title(notice.title), safe_body(notice.body))
        return "shown" if handed_over else "unavailable"

    def withdraw(self, key: str) -> None:
        """Nothing: plyer cannot take back what it has shown."""


def safe_title(text: str) -> str:
    """One line of at most 63 UTF-16 units that no program takes for an option."""
    return _no_option(_clipped(" ".join(_plain(text).split()), LONGEST_TITLE)) or "Touchline"


def safe_body(text: str) -> str:
    """At most 255 UTF-16 units that no program takes for an option."""
    return _no_option(_clipped(_plain(text).strip(), LONGEST_BODY))


def _plain(text: str) -> str:
    # A zero byte ends the text for other programs, half of a character pair ends it with an error.
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _no_option(text: str) -> str:
    return f"−{text[1:]}" if text.startswith("-") else text


def _clipped(text: str, most: int) -> str:
    if _units(text) <= most:
        return text
    kept = text[:most]
    while _units(kept) > most - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


if sys.platform == "win32":

    def _hand_over(title: str, body: str) -> bool:
        # After so many seconds plyer takes its icon away, and the notice with it.
        WindowsNotification().notify(title=title, message=body, app_name="Touchline", timeout=10)
        return True

elif sys.platform == "darwin":

    def _hand_over(title: str, body: str) -> bool:
        return False  # plyer needs pyobjus there, which is no longer built; the tray notifies.

else:

    def _hand_over(title: str, body: str) -> bool:
        if shutil.which("notify-send") is None:
            return False
        # notify-send reads backslashes as escapes, and the services behind it read tags.
        text = html.escape(body, quote=False).replace("\\", "\\\\")
        NotifySendNotification().notify(title=title, message=text, app_name="Touchline")
        return True
