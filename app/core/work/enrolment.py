"""One lead on one version of one cadence, and everything that is planned or was done for it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.core.cadence.cadence import Role
from app.core.consent.consent import Consent
from app.core.consent.suppression import Suppression
from app.core.ids import derived_id
from app.core.people.lead import Stage, Temperature
from app.core.work.first_contact import FirstContact
from app.core.work.signal import Firing, Heard
from app.core.work.touch import Touch

EnrolmentState = Literal["active", "paused", "with_person", "finished"]
FinishReason = Literal[
    "completed_silent",
    "converted",
    "meeting_booked",
    "not_interested",
    "unqualified",
    "opted_out",
    "unreachable",
    "max_attempts",
    "rerouted",
    "removed_by_manager",
]


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """State and position of an enrolment.

    `zone` is the IANA zone whose calendar counts the days. `last_step` and `last_done_at` say
    how far it got; `attempts` counts touches worked (the actions of one once), `conversation`
    says whether one reached the person. Days count from `started_at`, which may lie ahead: nobody
    is contacted before. `role` and `account_id` are set where several people of one account are
    worked together.
    """

    enrolment_id: UUID
    cadence_key: str
    cadence_version: int
    zone: str
    state: EnrolmentState = "active"
    started_at: datetime
    paused_until: datetime | None = None
    why: str = ""
    last_step: str = ""
    last_occurrence: int = 0
    last_done_at: datetime | None = None
    attempts: int = 0
    conversation: bool = False
    finished_at: datetime | None = None
    finish_reason: FinishReason | None = None
    role: Role | None = None
    account_id: UUID | None = None


class LeadWork(msgspec.Struct, frozen=True, kw_only=True):
    """All that the activity log says about one lead: what replay must give again.

    Nothing personal in it. `unusable` are ids of contact points found wrong while working.
    `enrolments` and `touches` are in the order in which they came to be, `signals` and `firings`
    (of rules) too, the newest 200 of each.
    """

    lead_id: UUID
    owner_id: UUID
    stage: Stage = "new"
    temperature: Temperature | None = None
    unusable: tuple[UUID, ...] = ()
    first_contact: FirstContact | None = None
    enrolments: tuple[Enrolment, ...] = ()
    touches: tuple[Touch, ...] = ()
    consents: tuple[Consent, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    signals: tuple[Heard, ...] = ()
    firings: tuple[Firing, ...] = ()

    @property
    def enrolment(self) -> Enrolment | None:
        """The enrolment that is not finished, if any (there is at most one)."""
        return next((e for e in self.enrolments if e.state != "finished"), None)

    @property
    def planned(self) -> tuple[Touch, ...]:
        """Touches still to be worked."""
        return tuple(t for t in self.touches if t.state == "planned")

    def touch(self, touch_id: UUID) -> Touch | None:
        """The touch of that id, whatever its state."""
        return next((t for t in self.touches if t.touch_id == touch_id), None)


def next_enrolment_id(work: LeadWork, cadence_key: str) -> UUID:
    """Derived, so that two devices which take the same decision agree on the id."""
    return derived_id(work.lead_id, f"{cadence_key}/{len(work.enrolments)}")
