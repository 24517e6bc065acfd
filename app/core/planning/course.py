"""What a due date depends on."""

from datetime import datetime

import msgspec

from app.core.cadence.cadence import Cadence, Market
from app.core.contact.jurisdiction import is_business
from app.core.contact.policy import Snapshot
from app.core.people.lead import Lead
from app.core.work.best_hours import CallCell
from app.core.work.enrolment import Enrolment
from app.core.work.touch import Touch


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """One lead on one plan at one instant (aware UTC).

    `touches` are all that there were with the lead, in order; `best_hours` what the calls of the
    last weeks say about hours, with everybody.
    """

    cadence: Cadence
    enrolment: Enrolment
    lead: Lead
    snapshot: Snapshot
    now: datetime
    touches: tuple[Touch, ...] = ()
    best_hours: tuple[CallCell, ...] = ()

    @property
    def market(self) -> Market:
        """Whose hours hold: those the plan is made for, else those of the person."""
        return self.cadence.market or ("business" if is_business(self.lead) else "consumer")
