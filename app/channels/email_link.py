"""An email written in the mail program of the desktop, by a `mailto:` link (RFC 6068)."""

import re
from urllib.parse import quote

from app.channels.uri_launcher import LONGEST_URI
from app.core.errors import BadInput
from app.services.ports import Link

# One address, and nothing that could begin a second one, a name or a header.
_LOCAL = r"[^\s@<>,;:\"()\[\]\\]{1,64}"
_LABEL = r"[^\s@<>,;:\"'()\[\]\\/?#%&=+*!$|{}`^~.]{1,63}"
_ADDRESS = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+{_LABEL}")


def email_link(address: str, subject: str = "", text: str = "") -> Link:
    """A link that opens a mail to `address` with `subject` and `text` in it.

    What is too long for a link is left over: the text first, then the subject too. Raises BadInput
    if `address` is not one plain address.
    """
    to = f"mailto:{quote(address, safe='@', errors='replace')}"
    plain = _ADDRESS.fullmatch(address) is not None and address.isprintable()
    if not plain or len(to) > LONGEST_URI:
        raise BadInput(
            "address_not_usable",
            "This is not one plain email address.",
            "Correct the address of this person, then try again.",
        )
    # A subject is one line: a break in it could pass for a header.
    one_line = " ".join(subject.split())
    attempts = (
        (_headed(to, one_line, text), ""),
        (_headed(to, one_line, ""), text),
        (to, "\n\n".join(part for part in (one_line, text) if part)),
    )
    uri, left = next((uri, left) for uri, left in attempts if len(uri) <= LONGEST_URI)
    return Link(uri=uri, copy=address, text_left=left)


def _headed(to: str, subject: str, text: str) -> str:
    # Lines of a mail end in CR LF, in a link too.
    headers = {"subject": subject, "body": "\r\n".join(text.splitlines())}
    filled = "&".join(
        f"{name}={quote(value, safe='', errors='replace')}"
        for name, value in headers.items()
        if value
    )
    return f"{to}?{filled}" if filled else to
