"""Two or more texts for one message, and which of them a person gets: nobody chooses.

The assignment is a hash of lead and step. It needs no store and no chance, every machine comes to
the same one, and asking again never draws again.
"""

from collections.abc import Iterable
from hashlib import sha256
from math import log
from uuid import UUID

import msgspec

from app.core.texts import Texts

# The text at the top of a file, beside which the variants stand.
FIRST = "A"
_BITS = 53


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """Another text of a message. `key` is a capital letter, `weight` its part in the whole.

    With the weight 0 nobody new gets it.
    """

    key: str
    weight: int
    subject: Texts
    body: Texts


def assigned(weights: Iterable[tuple[str, int]], lead_id: UUID, step: str) -> str:
    """The key of the variant that a lead gets at a step, "" where no weight is above 0.

    Each variant draws a time from the hash, the heavier the sooner, and the first one wins. So a
    changed weight or a new variant moves nobody but those who go to it, or leave what lost weight.
    """
    times = [
        (-log(_share(lead_id, step, key)) / weight, key) for key, weight in weights if weight > 0
    ]
    return min(times)[1] if times else ""


def _share(lead_id: UUID, step: str, key: str) -> float:
    """Above 0 and at most 1, evenly spread."""
    digest = sha256(f"{lead_id}/{step}/{key}".encode()).digest()
    return ((int.from_bytes(digest[:8], "big") >> (64 - _BITS)) + 1) / (1 << _BITS)
