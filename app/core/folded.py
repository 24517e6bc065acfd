"""How names are compared: without case, accents and punctuation."""

import re
import unicodedata
from functools import lru_cache

_WORDS = re.compile(r"[^\W_]+")


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Small letters and digits of `text`, one blank between words.

    "Teléfono móvil*" becomes "telefono movil".
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_WORDS.findall(plain))
