"""Where a person stands in the queue, and why."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.core.reason import Reason

# "upcoming" is not shown: what is due on a later day, or paused beyond today.
PlacementLane = Literal[
    "first_contact",
    "replies",
    "callbacks",
    "due_now",
    "later_today",
    "waiting",
    "upcoming",
]


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """The queue row of one person: a cache, derived from facts and an instant.

    `sort_key` compares bytewise within a lane, least first, and holds no clock. `lane_until` is
    the next instant at which lane or order changes by itself; from then on the row must be placed
    anew. `more` counts further planned touches of the same person.
    """

    lead_id: UUID
    owner_id: UUID
    touch_id: UUID
    kind: str
    channel: str
    lane: PlacementLane
    sort_key: bytes
    due_at: datetime
    effective_at: datetime
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    lane_until: datetime | None = None
    deadline_at: datetime | None = None
    first_contact: str = ""
    step_no: int = 0
    step_count: int = 0
    day: int = 0
    reason: Reason
    more: int = 0
