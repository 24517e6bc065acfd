"""Do not contact: who, on which channels, and how an entry is found again without clear text."""

import hashlib
import hmac
from typing import Literal
from uuid import UUID

import msgspec

from app.core.lead import CONSENT_OF, ContactPoint
from app.core.phone_variants import variants

Scope = Literal["channel", "person", "number", "organisation"]
EVERY_CHANNEL = "*"


class Suppression(msgspec.Struct, frozen=True, kw_only=True):
    """One opt-out. `channels` are consent channels, or ("*",) for all of them.

    `digests` are HMACs of the person's numbers and addresses, so that the same person
    coming in again under another id is still found.
    """

    suppression_id: UUID
    scope: Scope
    channels: tuple[str, ...]
    digests: tuple[str, ...] = ()
    lifted: bool = False


def digest(secret: bytes, value: str) -> str:
    """HMAC-SHA256 (hex) of a normalised number or address.

    Keyed, because numbers are few and a plain hash of one can be reversed by trying them all.
    """
    return hmac.new(secret, value.encode(), hashlib.sha256).hexdigest()


def suppressed_channels(entries: tuple[Suppression, ...]) -> frozenset[str]:
    """The union of all entries in force: opting out always wins."""
    return frozenset(c for e in entries if not e.lifted for c in e.channels)


def is_suppressed(channels: frozenset[str], channel: str) -> bool:
    """Whether `channel` is closed by `channels`; channels without consent need "*" to close."""
    name = CONSENT_OF[channel]
    return EVERY_CHANNEL in channels or (name is not None and name in channels)


def matchable(points: tuple[ContactPoint, ...]) -> tuple[str, ...]:
    """The normalised values of a lead by which an opt-out finds the person again.

    Of a number all ways of writing it: whoever opted out under one is not called under another.
    """
    found: dict[str, None] = {}
    for point in points:
        if point.status != "unparsed":
            forms = variants(point.value) if point.kind == "phone" else (point.value,)
            found.update(dict.fromkeys(forms))
    return tuple(found)
