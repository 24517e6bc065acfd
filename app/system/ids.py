"""Where new ids come from: UUID version 7 as RFC 9562 lays it out, in order of minting."""

import secrets
import struct
import threading
from collections.abc import Iterator
from uuid import UUID

from app.core.clock import Clock, to_micros
from app.core.ids import id_of

_TAIL_BITS = 74
_TAIL_MAX = (1 << _TAIL_BITS) - 1
# Steps of 32 bits; asking the system for each one alone would take longer than all the rest.
_STEPS = struct.Struct("256I")


class IdMint:
    """Mints ids of which each sorts after the one before, within a millisecond and if time jumps.

    48 bits of Unix milliseconds, then 74 bits that start at random in every millisecond and grow
    by a random step (RFC 9562, section 6.2, method 2). Safe to share between threads.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._millis = -1
        self._tail = 0
        self._steps: Iterator[int] = iter(())

    def uuid7(self) -> UUID:
        """A new id. While the clock is behind the last id, the ids go on from that one."""
        millis = max(0, to_micros(self._clock.now()) // 1000)
        with self._lock:
            if millis > self._millis:
                self._millis, self._tail = millis, _fresh_tail()
            else:
                self._tail += 1 + self._step()
                if self._tail > _TAIL_MAX:
                    self._millis, self._tail = self._millis + 1, _fresh_tail()
            return _pack(self._millis, self._tail)

    def _step(self) -> int:
        step = next(self._steps, None)
        if step is None:
            self._steps = iter(_STEPS.unpack(secrets.token_bytes(_STEPS.size)))
            step = next(self._steps)
        return step


def _fresh_tail() -> int:
    # The top bit stays free, so that a millisecond has room to count in.
    return secrets.randbits(_TAIL_BITS - 1)


def _pack(millis: int, tail: int) -> UUID:
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    return id_of((millis & ((1 << 48) - 1)) << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
