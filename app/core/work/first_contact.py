"""The 5-minute clock of a new lead: when it starts, when it ends, what it says meanwhile."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

# A first attempt within five minutes is the promise the product is built around.
WINDOW = timedelta(minutes=5)
SECOND_BREACH = timedelta(hours=24)
# With so much of it left the window is running out, and then in its last minute.
RUNNING_OUT = timedelta(minutes=2)
LAST_MINUTE = timedelta(minutes=1)

ClockState = Literal["running", "attempted", "breached", "breached_attempted", "not_startable"]
AlertKind = Literal["arrival", "two_minutes", "breach", "day"]
WindowStage = Literal["calm", "running_out", "last_minute", "missed"]


class FirstContact(msgspec.Struct, frozen=True, kw_only=True):
    """The clock of one lead. Instants are aware UTC.

    Two deadlines are kept: `wall_deadline_at` counts from `received_at` without a pause,
    `deadline_at` only while the person may be contacted (it begins at `starts_at`).
    """

    state: ClockState
    received_at: datetime
    starts_at: datetime | None = None
    deadline_at: datetime | None = None
    wall_deadline_at: datetime | None = None
    attempted_at: datetime | None = None
    reached_at: datetime | None = None
    breached_at: datetime | None = None
    why: str = ""


def window_stage(left: timedelta) -> WindowStage:
    """How a window stands of which `left` is to come; below zero it is missed.

    It changes at exactly 2:00 and 1:00, and at 0:00 it still runs.
    """
    if left < timedelta(0):
        return "missed"
    if left <= LAST_MINUTE:
        return "last_minute"
    return "running_out" if left <= RUNNING_OUT else "calm"


def start_clock(
    received_at: datetime,
    added_at: datetime,
    opens_at: datetime | None,
    deadline_at: datetime | None = None,
    *,
    why: str = "not_permitted",
    late: bool = False,
) -> FirstContact:
    """The clock of a lead that came in at `added_at` and may first be contacted at `opens_at`.

    `deadline_at` is given where the contact window shuts before five minutes of it have passed.
    A lead that arrives more than five minutes after it was received, or nobody knows when (`late`,
    an old list), raises no alarm; one that can never be contacted (`opens_at` None, for the reason
    `why`) has no clock.
    """
    if late or added_at - received_at > WINDOW:
        return FirstContact(state="not_startable", received_at=received_at, why="imported_late")
    if opens_at is None:
        return FirstContact(state="not_startable", received_at=received_at, why=why)
    starts_at = max(received_at, opens_at)
    return FirstContact(
        state="running",
        received_at=received_at,
        starts_at=starts_at,
        deadline_at=deadline_at or starts_at + WINDOW,
        wall_deadline_at=received_at + WINDOW,
    )


def attempt(clock: FirstContact, at: datetime, *, reached: bool) -> FirstContact:
    """The clock after an attempt by a person at `at`; only the first attempt ends it."""
    reached_at = clock.reached_at or (at if reached else None)
    if clock.attempted_at is not None or clock.state in ("attempted", "breached_attempted"):
        return msgspec.structs.replace(clock, reached_at=reached_at)
    if clock.deadline_at is None:
        return msgspec.structs.replace(clock, attempted_at=at, reached_at=reached_at)
    in_time = at <= clock.deadline_at
    return msgspec.structs.replace(
        clock,
        state="attempted" if in_time else "breached_attempted",
        attempted_at=at,
        reached_at=reached_at,
        breached_at=None if in_time else clock.deadline_at,
    )


def breach(clock: FirstContact, at: datetime) -> FirstContact:
    """The clock once its window has ended without an attempt."""
    return msgspec.structs.replace(clock, state="breached", breached_at=at)


def call_off(clock: FirstContact, why: str) -> FirstContact:
    """The clock of a person who may no longer be contacted: nobody can be late any more."""
    return FirstContact(state="not_startable", received_at=clock.received_at, why=why)


def second_breach_at(clock: FirstContact) -> datetime | None:
    """When a day has passed without an attempt; None for a clock that never ran."""
    return clock.starts_at + SECOND_BREACH if clock.starts_at else None


def alerts_of(clock: FirstContact | None) -> tuple[tuple[AlertKind, datetime], ...]:
    """The alerts a clock still calls for, each with the instant it is due."""
    if clock is None or clock.starts_at is None or clock.deadline_at is None:
        return ()
    if clock.state not in ("running", "breached"):
        return ()
    return (
        ("arrival", clock.starts_at),
        ("two_minutes", clock.deadline_at - RUNNING_OUT),
        ("breach", clock.deadline_at),
        ("day", clock.starts_at + SECOND_BREACH),
    )
