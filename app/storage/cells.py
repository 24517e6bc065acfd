"""Cells of a row to values of the program. Standard library only: the first paint uses it.

A page of the queue holds thousands of such cells, so these are written for speed.
"""

from datetime import UTC, datetime, timedelta
from json import JSONDecoder
from uuid import UUID, SafeUUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_new = object.__new__
_put = object.__setattr__
_number = int.from_bytes
_unknown = SafeUUID.unknown
_read_json = JSONDecoder().raw_decode


def uuid_of(raw: bytes) -> UUID:
    """The id of 16 bytes.

    UUID(bytes=...) gives the same but takes three times as long, for checks of its arguments that
    a column of ids makes needless.
    """
    made = _new(UUID)
    _put(made, "int", _number(raw, "big"))
    _put(made, "is_safe", _unknown)
    return made


def some_uuid_of(raw: bytes | None) -> UUID | None:
    """`uuid_of` for a column that may be empty."""
    return None if raw is None else uuid_of(raw)


def instant_of(micros: int) -> datetime:
    """The aware UTC instant of microseconds since 1970, exact."""
    return _EPOCH + timedelta(0, 0, micros)


def some_instant_of(micros: int | None) -> datetime | None:
    """`instant_of` for a column that may be empty."""
    return None if micros is None else _EPOCH + timedelta(0, 0, micros)


def micros_of(instant: datetime) -> int:
    """Microseconds since 1970 of an aware instant."""
    return (instant - _EPOCH) // _MICROSECOND


def args_of(text: str) -> dict[str, str | int]:
    """The arguments of a reason; "" stands for none."""
    if not text:
        return {}
    args: dict[str, str | int] = _read_json(text)[0]
    return args
