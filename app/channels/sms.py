"""A text message by the program that answers `sms:` links (RFC 5724)."""

from urllib.parse import quote

from app.channels.uri_launcher import LONGEST_URI, dialable
from app.services.ports import Link


def sms_link(number: str, text: str = "") -> Link:
    """A link that opens a message to `number` (E.164) with `text` in it, ready to be sent.

    A text that is too long for a link is left over whole. Raises BadInput for a bad number.
    """
    bare = f"sms:{dialable(number)}"
    whole = f"{bare}?body={quote(text, safe='', errors='replace')}" if text else bare
    if len(whole) > LONGEST_URI:
        return Link(uri=bare, copy=number, text_left=text)
    return Link(uri=whole, copy=number)
