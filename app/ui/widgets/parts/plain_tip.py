"""Tooltips that show what people wrote and never carry it out."""

import html

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """`text` so that a tooltip shows it letter by letter.

    Qt takes whatever looks like markup for a page: a name could load a picture from a far
    computer, or show a link.
    """
    if not Qt.mightBeRichText(text):
        return text
    return f"<span>{html.escape(text).replace(chr(10), '<br>')}</span>"
