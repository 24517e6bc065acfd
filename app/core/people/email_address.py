"""Reading an email address as people type it."""

import re
from typing import Final

_MAX_ADDRESS: Final = 254


_ADDRESS = re.compile(
    r"[^\s@\"<>(),:;\[\]\\]+@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])"
)


def read_address(text: str) -> str | None:
    """An email address in small letters, None when `text` is no address."""
    address = text.removeprefix("mailto:").lower()
    if len(address) > _MAX_ADDRESS or ".." in address or not _ADDRESS.fullmatch(address):
        return None
    local = address.partition("@")[0]
    return None if local.startswith(".") or local.endswith(".") else address
