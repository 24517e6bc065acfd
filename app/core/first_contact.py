"""The 5-minute clock of a new lead: when it starts, when it ends, what it says meanwhile."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

# A first attempt within five minutes is the promise the product is built around.
WINDOW = timedelta(minutes=5)
SECOND_BREACH = timedelta(hours=24)
TWO_MINUTES = timedelta(minutes=2)

ClockState = Literal["running", "attempted", "breached", "breached_attempted", "not_startable"]
AlertKind = Literal["arrival", "two_minutes", "breach", "day"]


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


def start_clock(
    received_at: datetime, added_at: datetime, opens_at: datetime | None
) -> FirstContact:
    """The clock of a lead that came in at `added_at` and may first be contacted at `opens_at`.

    A lead that arrives more than five minutes after it was received (an old list) raises no
    alarm; one that can never be contacted (`opens_at` None) has no clock to run.
    """
    if added_at - received_at > WINDOW:
        return FirstContact(state="not_startable", received_at=received_at, why="imported_late")
    if opens_at is None:
        return FirstContact(state="not_startable", received_at=received_at, why="not_permitted")
    starts_at = max(received_at, opens_at)
    return FirstContact(
        state="running",
        received_at=received_at,
        starts_at=starts_at,
        deadline_at=starts_at + WINDOW,
        wall_deadline_at=received_at + WINDOW,
    )


def attempt(clock: FirstContact, at: datetime, *, reached: bool) -> FirstContact:
    """The clock after an attempt by a person at `at`; only the first attempt ends it."""
    reached_at = clock.reached_at or (at if reached else None)
    if clock.attempted_at is not None or clock.state in ("attempted", "breached_attempted"):
        return msgspec.structs.replace(clock, reached_at=reached_at)
    state: ClockState = clock.state
    if clock.deadline_at is not None:
        state = "attempted" if at <= clock.deadline_at else "breached_attempted"
    return msgspec.structs.replace(clock, state=state, attempted_at=at, reached_at=reached_at)


def breach(clock: FirstContact, at: datetime) -> FirstContact:
    """The clock once its window has ended without an attempt."""
    return msgspec.structs.replace(clock, state="breached", breached_at=at)


def alerts_of(clock: FirstContact | None) -> tuple[tuple[AlertKind, datetime], ...]:
    """The alerts a clock still calls for, each with the instant it is due."""
    if clock is None or clock.starts_at is None or clock.deadline_at is None:
        return ()
    if clock.state not in ("running", "breached"):
        return ()
    return (
        ("arrival", clock.starts_at),
        ("two_minutes", clock.deadline_at - TWO_MINUTES),
        ("breach", clock.deadline_at),
        ("day", clock.deadline_at + SECOND_BREACH),
    )
