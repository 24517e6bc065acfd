from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import from_micros, to_micros
from app.system import ids
from app.system.clock import FixedClock, SystemClock
from app.system.ids import IdMint

AT = datetime(2026, 11, 18, 10, 42, 7, 123456, tzinfo=UTC)


class SetClock(FixedClock):
    """Says each of the given instants in turn, then stays at the last."""

    def __init__(self, instants: list[datetime]) -> None:
        super().__init__(instants[-1])
        self._coming = list(instants)

    def now(self) -> datetime:
        return self._coming.pop(0) if self._coming else super().now()


def millis_of(id_: UUID) -> int:
    return id_.int >> 80


def test_shape_is_version_7() -> None:
    id_ = IdMint(FixedClock(AT)).uuid7()
    assert id_.version == 7
    assert id_.variant == RFC_4122
    assert millis_of(id_) == to_micros(AT) // 1000


def test_ids_of_one_millisecond_are_in_order() -> None:
    mint = IdMint(FixedClock(AT))
    minted = [mint.uuid7() for _ in range(5000)]
    assert minted == sorted(minted)
    assert len(set(minted)) == len(minted)


@given(st.lists(st.integers(0, 4_000_000_000_000_000), min_size=1, max_size=50))
def test_order_of_minting_survives_any_jump_of_the_clock(micros: list[int]) -> None:
    mint = IdMint(SetClock([from_micros(m) for m in micros]))
    minted = [mint.uuid7() for _ in micros]
    assert minted == sorted(minted)
    assert len(set(minted)) == len(minted)


def test_ids_follow_the_clock_again_once_it_has_caught_up() -> None:
    later = AT + timedelta(hours=1)
    mint = IdMint(SetClock([AT, AT - timedelta(minutes=5), later]))
    first, behind, ahead = mint.uuid7(), mint.uuid7(), mint.uuid7()
    assert first < behind < ahead
    assert millis_of(behind) == millis_of(first)
    assert millis_of(ahead) == to_micros(later) // 1000


def test_a_full_millisecond_borrows_from_the_next() -> None:
    mint = IdMint(FixedClock(AT))
    mint.uuid7()
    mint._tail = ids._TAIL_MAX
    over = mint.uuid7()
    assert millis_of(over) == to_micros(AT) // 1000 + 1
    assert mint.uuid7() > over


def test_an_instant_before_1970_still_gives_an_id() -> None:
    assert millis_of(IdMint(FixedClock(datetime(1969, 1, 1, tzinfo=UTC))).uuid7()) == 0


def test_threads_never_share_an_id() -> None:
    mint = IdMint(SystemClock())
    with ThreadPoolExecutor(8) as pool:
        minted = list(pool.map(lambda _: mint.uuid7(), range(4000)))
    assert len(set(minted)) == 4000


def test_two_processes_at_one_instant_do_not_collide() -> None:
    assert IdMint(FixedClock(AT)).uuid7() != IdMint(FixedClock(AT)).uuid7()
