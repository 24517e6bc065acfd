"""The keys under which numbers and addresses are kept as digests, and how a digest is made."""

import hashlib
import hmac
from collections.abc import Iterable

import msgspec

# Entries of before keys had numbers of their own were made with the profile's first key.
FIRST_KEY = 1
_ID_BYTES = 6


class DigestKey(msgspec.Struct, frozen=True, kw_only=True):
    """One secret of an organisation. `key_id` says which it is without telling it."""

    key_id: int
    secret: bytes


class KeyRing(msgspec.Struct, frozen=True, kw_only=True):
    """Every key held, the newest first: with that one new entries are made.

    Further keys come with a team. None is ever taken away, so no entry is lost.
    """

    keys: tuple[DigestKey, ...]

    @property
    def newest(self) -> DigestKey:
        """The key of new entries."""
        return self.keys[0]

    @property
    def own(self) -> DigestKey:
        """The key the profile was made with. It never changes."""
        return self.keys[-1]

    def digests(self, values: Iterable[str]) -> tuple[str, ...]:
        """The digests of values under the newest key: what an entry keeps."""
        secret = self.newest.secret
        return tuple(dict.fromkeys(digest(secret, value) for value in values))

    def every_digest(self, values: Iterable[str]) -> tuple[str, ...]:
        """The digests of values under each key held: by these an entry is looked up."""
        asked = tuple(values)
        return tuple(digest(key.secret, value) for key in self.keys for value in asked)


def key_id_of(secret: bytes) -> int:
    """The number of a key, the same on every machine. Tells nothing about the secret."""
    made = hmac.new(secret, b"key id", hashlib.sha256).digest()
    return int.from_bytes(made[:_ID_BYTES], "big")


def ring_of(*secrets: bytes) -> KeyRing:
    """A ring of secrets, the newest first."""
    return KeyRing(keys=tuple(DigestKey(key_id=key_id_of(s), secret=s) for s in secrets))


def digest(secret: bytes, value: str) -> str:
    """HMAC-SHA256 (hex) of a normalised number or address.

    Keyed, because numbers are few and a plain hash of one can be reversed by trying them all.
    """
    return hmac.new(secret, value.encode(), hashlib.sha256).hexdigest()
