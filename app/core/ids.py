"""Identity. Random ids are minted in app.system.ids; here ids are only derived."""

import hmac
from hashlib import sha1, sha256
from uuid import UUID, SafeUUID

# Fixed for ever: every device must derive the same touch id from the same plan.
_TOUCHES = UUID("6f1c2d0e-5b8a-5d3e-9a47-0c4e6b1f7d21")

_ID_BYTES = 16
_KIND_AND_FORM = (0xF << 76) | (0b11 << 62)
_DERIVED = (0x5 << 76) | (0b10 << 62)
_KEYED = (0x8 << 76) | (0b10 << 62)

_UNKNOWN = SafeUUID.unknown
_new = object.__new__
_put = object.__setattr__


def id_of(number: int) -> UUID:
    """The id that is `number`, from 0 to 2**128 - 1.

    UUID(int=...) gives the same but takes three times as long, for checks of its arguments that
    whoever has put the number together can do without.
    """
    made = _new(UUID)
    _put(made, "int", number)
    _put(made, "is_safe", _UNKNOWN)
    return made


def derived_id(origin: UUID, name: str) -> UUID:
    """The id that follows from another one and a name: uuid5 of RFC 9562, in half its time."""
    seen = sha1(origin.int.to_bytes(_ID_BYTES, "big") + name.encode(), usedforsecurity=False)
    number = int.from_bytes(seen.digest()[:_ID_BYTES], "big")
    return id_of(number & ~_KIND_AND_FORM | _DERIVED)


def keyed_id(secret: bytes, origin: UUID, name: str) -> UUID:
    """As `derived_id` for a name that must stay secret, such as a number: HMAC-SHA256, not a hash.

    Ids stay in the log for ever, and numbers are so few that a plain hash is found by trying.
    """
    seen = hmac.digest(secret, origin.bytes + name.encode(), sha256)
    return id_of(int.from_bytes(seen[:_ID_BYTES], "big") & ~_KIND_AND_FORM | _KEYED)


def touch_id(enrolment_id: UUID, step_key: str, occurrence: int) -> UUID:
    """The id of the `occurrence`-th (from 0) touch of a step: two devices that plan it agree."""
    return derived_id(_TOUCHES, f"{enrolment_id.hex}/{step_key}/{occurrence}")
