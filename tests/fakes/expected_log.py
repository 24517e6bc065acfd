"""The announcement of a log record that a test is about."""

from typing import Protocol


class ExpectLog(Protocol):
    """Announce a log record of level WARNING or above; the test fails if it does not come."""

    def __call__(self, pattern: str, *, logger: str = "") -> None:
        """`pattern` is searched in the message; `logger` is the logger's name or a parent's."""
