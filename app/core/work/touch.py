"""A planned action for a lead: the item in the queue."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.core.people.lead import Channel

# The last two are contacts nobody planned: settled as they come to be, of no plan.
TouchKind = Literal["step", "callback", "meeting", "reply", "inserted", "inbound", "outbound"]
TouchState = Literal["planned", "done", "skipped", "cancelled"]


class Touch(msgspec.Struct, frozen=True, kw_only=True):
    """One touch and what became of it. Instants are aware UTC.

    `due_at` never moves because a contact window is shut. `snoozed_until` hides a planned touch
    until then. `tries` counts how often a person tried to reach them by this touch, settled or not
    (busy, a callback nobody answered), and `tried_at` says when, in order.
    """

    touch_id: UUID
    enrolment_id: UUID | None = None
    kind: TouchKind = "step"
    step_key: str = ""
    occurrence: int = 0
    channel: Channel
    state: TouchState = "planned"
    planned_at: datetime
    due_at: datetime
    snoozed_until: datetime | None = None
    escalated: bool = False
    tries: int = 0
    outcome: str = ""
    settled_at: datetime | None = None
    tried_at: tuple[datetime, ...] = ()
