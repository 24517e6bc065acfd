"""A WhatsApp message by the public wa.me link, which opens the app or WhatsApp Web."""

from urllib.parse import quote

from app.channels.uri_launcher import LONGEST_URI, dialable
from app.services.ports import Link


def whatsapp_link(number: str, text: str = "") -> Link:
    """A link that opens the chat with `number` (E.164) with `text` in its box.

    wa.me wants the number as digits alone. A text that is too long for a link is left over whole.
    Raises BadInput for a bad number.
    """
    bare = f"https://wa.me/{dialable(number).removeprefix('+')}"
    whole = f"{bare}?text={quote(text, safe='', errors='replace')}" if text else bare
    if len(whole) > LONGEST_URI:
        return Link(uri=bare, copy=number, text_left=text)
    return Link(uri=whole, copy=number)
