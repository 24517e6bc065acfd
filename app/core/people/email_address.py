"""Reading an email address as people type it."""

import re
from typing import Final

_MAX_ADDRESS: Final = 254
_LINK: Final = "mailto:"
_ENDS: Final = ",;. \t\r\n"
# Nothing but a name stands before the brackets: a second address there would be lost.
_NAMED: Final = re.compile(r"[^<>@]*<([^<>]*)>")

_ADDRESS = re.compile(
    r"[^\s@\"<>(),:;\[\]\\]+@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])"
)


def pasted_address(text: str) -> str | None:
    """The one address in what a mail program copies, None for none or several.

    That is an address with a name ("Ana <ana@firm.es>"), a link ("mailto:ana@firm.es?subject=") or
    an entry of a list ("ana@firm.es;").
    """
    said = _NAMED.sub(r"\1", text.strip().rstrip(_ENDS)).strip()
    if said[: len(_LINK)].casefold() == _LINK:
        said = said[len(_LINK) :].partition("?")[0]
    return read_address(said.strip().strip("'\""))


def read_address(text: str) -> str | None:
    """An email address in small letters, None when `text` is no address."""
    address = text.removeprefix("mailto:").lower()
    if len(address) > _MAX_ADDRESS or ".." in address or not _ADDRESS.fullmatch(address):
        return None
    local = address.partition("@")[0]
    return None if local.startswith(".") or local.endswith(".") else address
