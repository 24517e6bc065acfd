"""What widgets ask for when they need words; the catalogue itself is handed in."""

from typing import Protocol

from app.core.reason import Args


class Words(Protocol):
    """Reasons and other words in the reader's language."""

    def text(self, code: str, args: Args | None = None) -> str:
        """The words of a reason for a chip with room."""
        ...

    def short(self, code: str, args: Args | None = None) -> str:
        """The words of a reason for a narrow chip."""
        ...

    def sentence(self, code: str, args: Args | None = None) -> str:
        """A reason as a whole sentence."""
        ...

    def chip(self, code: str) -> str:
        """The kind of chip of a reason."""
        ...

    def icon(self, code: str) -> str:
        """The icon of a reason's chip, "" for none."""
        ...

    def plain(self, key: str, args: Args | None = None) -> str:
        """Any other words by their key."""
        ...

    def clock(self, seconds: int) -> str:
        """Seconds as m:ss."""
        ...

    def duration(self, minutes: int) -> str:
        """Minutes as "18 min", "1 h 52" or "3 d"."""
        ...
