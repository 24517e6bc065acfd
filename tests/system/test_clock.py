from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.system.clock import FixedClock, SystemClock


def test_now_is_aware_and_utc() -> None:
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert now.year >= 2025


def test_monotonic_never_falls() -> None:
    clock = SystemClock()
    readings = [clock.monotonic_s() for _ in range(100)]
    assert readings == sorted(readings)


def test_boot_id_is_the_same_all_through_a_process() -> None:
    clock = SystemClock()
    assert clock.boot_id
    assert clock.boot_id == clock.boot_id


def test_fixed_clock_stands_still_in_utc() -> None:
    at = datetime(2026, 11, 18, 10, 42, tzinfo=timezone(timedelta(hours=1)))
    clock = FixedClock(at)
    assert clock.now() == at
    assert clock.now().tzinfo is UTC
    assert clock.monotonic_s() == 0.0
    assert clock.boot_id != SystemClock().boot_id


def test_fixed_clock_refuses_an_instant_without_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        FixedClock(datetime(2026, 11, 18, 10, 42))  # noqa: DTZ001 - the very thing to refuse
