"""Text of a person without what nobody sees, and what makes the rest read otherwise.

Controls that turn the direction of a line can make a name read as another one, and blanks of no
width make two names of one. What letters need to join or stay apart (ZWJ, ZWNJ) is kept, and so are
the marks that right-to-left scripts use for themselves.
"""

import unicodedata

# Embeddings, overrides and isolates of direction; blanks of no width; joiners of words.
_HIDDEN = frozenset(
    "\u00ad\u180e\u200b\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\ufeff"
)


def visible(text: str) -> str:
    """`text` without hidden controls; line breaks and tabs become blanks."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text).strip()


def _shown(character: str) -> str:
    if character in _HIDDEN:
        return ""
    category = unicodedata.category(character)
    if category == "Cc":
        return " " if character.isspace() else ""
    return "" if category in ("Cs", "Co", "Cn") else character
