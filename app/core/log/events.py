"""The activity log: every change as one immutable event that carries the decision taken.

Bodies hold ids, codes and instants only. `apply` (app.core.log.projection) turns them into state.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.core.cadence.cadence import Role
from app.core.consent.consent import Consent
from app.core.consent.suppression import Suppression
from app.core.errors import BadInput
from app.core.people.lead import Direction, Stage, Temperature
from app.core.work.best_hours import CallCell
from app.core.work.enrolment import Enrolment, FinishReason
from app.core.work.first_contact import FirstContact
from app.core.work.signal import Signal
from app.core.work.touch import Touch

# How a person of an account answered: in writing, in a conversation, with a date, with a no to all.
AccountAnswer = Literal["replied", "spoke", "meeting", "opted_out"]


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every event body; the class name is the type, `V` the version of the body."""


class LeadAdded(Body, frozen=True, kw_only=True):
    owner_id: UUID
    source: str
    direction: Direction
    received_at: datetime
    stage: Stage = "new"
    temperature: Temperature | None = None


# The sources of a LeadRevised that a person brought about by hand, and that took one back.
EDITED, EDIT_TAKEN_BACK = "edited", "edit_taken_back"


class LeadRevised(Body, frozen=True, kw_only=True):
    """Personal facts of the lead changed; what they are stands in the lead tables."""

    revision: int
    fields: tuple[str, ...]
    source: str


class LeadErased(Body, frozen=True, kw_only=True):
    """Everything personal of the lead is gone; the log and what follows from it stays."""


class StageChanged(Body, frozen=True, kw_only=True):
    stage: Stage


class PointMarked(Body, frozen=True, kw_only=True):
    point_id: UUID
    usable: bool
    why: str


class ConsentRecorded(Body, frozen=True, kw_only=True):
    consent: Consent


class Suppressed(Body, frozen=True, kw_only=True):
    suppression: Suppression
    why: str


class SuppressionLifted(Body, frozen=True, kw_only=True):
    suppression_id: UUID
    undoes: UUID


class SuppressionRead(Body, frozen=True, kw_only=True):
    """A person read what looked like a refusal, and says whether it is one."""

    suppression_id: UUID
    refusal: bool


class RegistryLoaded(Body, frozen=True, kw_only=True):
    """A do-not-call list took the place of the one of the same name. Its numbers stand elsewhere.

    `valid_until` is its last good day.
    """

    registry: str
    entries: int
    valid_until: date
    country: str = ""


class FirstContactSet(Body, frozen=True, kw_only=True):
    """The clock as decided: started, not startable, attempted or breached."""

    clock: FirstContact


class EnrolmentStarted(Body, frozen=True, kw_only=True):
    """A plan began. `why` and `args` are the reason: the line of the routing table, say.

    `starts_at` None: days count from the moment of the event.
    """

    enrolment_id: UUID
    cadence_key: str
    cadence_version: int
    zone: str
    why: str
    follows: UUID | None = None
    role: Role | None = None
    account_id: UUID | None = None
    starts_at: datetime | None = None
    args: Mapping[str, str | int] = msgspec.field(default_factory=dict)


class OwnerChanged(Body, frozen=True, kw_only=True):
    """Whoever fills the role that the plan names took the person over, and owns them from now."""

    owner_id: UUID
    role: str
    enrolment_id: UUID


class EnrolmentPaused(Body, frozen=True, kw_only=True):
    enrolment_id: UUID
    until: datetime | None
    why: str


class EnrolmentResumed(Body, frozen=True, kw_only=True):
    enrolment_id: UUID


class EnrolmentMoved(Body, frozen=True, kw_only=True):
    """The enrolment goes on with another version; `dropped` touches are planned no more."""

    enrolment_id: UUID
    cadence_version: int
    dropped: tuple[UUID, ...] = ()


class HandedToPerson(Body, frozen=True, kw_only=True):
    enrolment_id: UUID
    why: str


class EnrolmentFinished(Body, frozen=True, kw_only=True):
    enrolment_id: UUID
    reason: FinishReason
    then: str = ""


HandAct = Literal["start", "pause", "resume", "reroute", "finish"]


class DecidedByHand(Body, frozen=True, kw_only=True):
    """A person changed the plan of a lead by hand; what came of it are the events after this one.

    `enrolment_id` is the plan that was open, None before a start. `to` is the key of the cadence
    that follows, `until` the end of a pause, `reason` the code of an end.
    """

    act: HandAct
    enrolment_id: UUID | None = None
    to: str = ""
    until: datetime | None = None
    reason: str = ""


class TouchPlanned(Body, frozen=True, kw_only=True):
    """A touch is planned, or planned anew.

    `best_hour` is what calls with everybody came to, where that chose its time of day: it comes
    from outside this log of one person, and is kept here as it was.
    """

    touch: Touch
    best_hour: CallCell | None = None


class TouchMoved(Body, frozen=True, kw_only=True):
    """A planned touch is due at another time, or may come forward."""

    touch_id: UUID
    due_at: datetime
    why: str
    tries: int = 0


class OutcomeLogged(Body, frozen=True, kw_only=True):
    """A touch was worked. `ticks` are the script stages said, `variant` the text that was used.

    `settles` is False where the same touch comes again (busy). `attempted` is False for an action
    that was done with the one before it: a message left on the call. `again` where another action
    of the same touch was worked before. `when` is the date the outcome asked for: call back,
    meeting, or the end of an absence.
    """

    touch_id: UUID
    outcome: str
    reached: bool
    settles: bool
    attempted: bool
    again: bool = False
    ticks: tuple[str, ...] = ()
    reason: str = ""
    when: datetime | None = None
    variant: str = ""


class ContactLogged(Body, frozen=True, kw_only=True):
    """A contact nobody planned took place; `touch` is it, settled, of kind inbound or outbound.

    `enrolment_id` is the plan that was open then, `when` the date the outcome asked for.
    """

    touch: Touch
    reached: bool
    attempted: bool
    enrolment_id: UUID | None = None
    reason: str = ""
    when: datetime | None = None


class TouchSkipped(Body, frozen=True, kw_only=True):
    touch_id: UUID
    reason: str
    by_rule: bool = False


class TouchSnoozed(Body, frozen=True, kw_only=True):
    touch_id: UUID
    until: datetime


class TouchCancelled(Body, frozen=True, kw_only=True):
    touch_id: UUID
    why: str


class OverrideGiven(Body, frozen=True, kw_only=True):
    """A person went ahead at a time that rules, none of them hard, shut: once, with a reason.

    `reason` is a code; `rules` are the ids of what was set aside, of the file `rules_version`.
    """

    touch_id: UUID
    reason: str
    rules: tuple[str, ...] = ()
    rules_version: str = ""


class ZonesBefore(msgspec.Struct, frozen=True, kw_only=True):
    """What a lead said of its zones."""

    zones: tuple[str, ...] = ()
    confirmed: bool = False
    until: datetime | None = None
    home_zones: tuple[str, ...] = ()
    home_confirmed: bool = False


class ZoneConfirmed(Body, frozen=True, kw_only=True):
    """Where the person is was learnt; the lead carries it from `revision` on.

    `zone` is an IANA name, `until` the end of a journey. `before` is what held until then: the
    zones, whether they were confirmed, and the same of home during an earlier journey.
    """

    revision: int
    zone: str
    until: datetime | None = None
    before: ZonesBefore


class ZoneTakenBack(Body, frozen=True, kw_only=True):
    """Takes back the ZoneConfirmed event `undoes`: the zones are as they were before."""

    revision: int
    undoes: UUID


class SignalReceived(Body, frozen=True, kw_only=True):
    """What a prospect or a system did, and the enrolment that was open then."""

    signal: Signal
    enrolment_id: UUID | None = None


class RuleFired(Body, frozen=True, kw_only=True):
    """A rule acted. `cause` is the signal, None where working a touch brought it about.

    `touch_id` is the touch that the signal was about. What `before` and `after` mean follows
    from `action` (docs/rules.md).
    """

    firing_id: UUID
    rule: str
    action: str
    cause: UUID | None = None
    enrolment_id: UUID | None = None
    touch_id: UUID | None = None
    before: str = ""
    after: str = ""


class AccountAnswered(Body, frozen=True, kw_only=True):
    """Another person of the account, lead `by`, gave an answer; what it was is a code."""

    account_id: UUID
    by: UUID
    answer: AccountAnswer


class CadencePublished(Body, frozen=True, kw_only=True):
    """A version of a cadence that never changes again; its text stands in the store."""

    cadence_key: str
    cadence_version: int
    digest: str


class OutcomeUndone(Body, frozen=True, kw_only=True):
    """Takes back the event `undoes` and all it caused: the records as they were before.

    `owner_id` None: the owner had not changed.
    """

    undoes: UUID
    stage: Stage
    unusable: tuple[UUID, ...]
    first_contact: FirstContact | None
    enrolments: tuple[Enrolment, ...]
    touches: tuple[Touch, ...]
    removed_enrolments: tuple[UUID, ...]
    removed_touches: tuple[UUID, ...]
    removed_signals: tuple[UUID, ...] = ()
    removed_firings: tuple[UUID, ...] = ()
    unread: tuple[UUID, ...] = ()
    owner_id: UUID | None = None


class OutcomeCorrected(Body, frozen=True, kw_only=True):
    """A later correction of what an earlier event says; it names the one it corrects.

    `touch_id` is the touch that the corrected outcome settled, None where it settled none.
    """

    corrects: UUID
    outcome: str
    touch_id: UUID | None = None


_BODIES: tuple[type[Body], ...] = (
    LeadAdded,
    LeadRevised,
    LeadErased,
    StageChanged,
    PointMarked,
    ConsentRecorded,
    Suppressed,
    SuppressionLifted,
    SuppressionRead,
    RegistryLoaded,
    FirstContactSet,
    EnrolmentStarted,
    OwnerChanged,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentMoved,
    HandedToPerson,
    EnrolmentFinished,
    DecidedByHand,
    TouchPlanned,
    TouchMoved,
    OutcomeLogged,
    ContactLogged,
    TouchSkipped,
    TouchSnoozed,
    TouchCancelled,
    OverrideGiven,
    ZoneConfirmed,
    ZoneTakenBack,
    SignalReceived,
    RuleFired,
    AccountAnswered,
    CadencePublished,
    OutcomeUndone,
    OutcomeCorrected,
)
# Events by which somebody's wish for no contact, or the end of it, becomes known.
OPT_OUT_EVENTS = (Suppressed, SuppressionLifted, SuppressionRead)
# What a person does to a touch or a plan, logs or says, and may take back for a short while.
ACTS_OF_A_PERSON: tuple[type[Body], ...] = (
    OutcomeLogged,
    TouchSkipped,
    TouchSnoozed,
    DecidedByHand,
    ContactLogged,
    OutcomeCorrected,
    Suppressed,
    SuppressionRead,
)


def type_of(body: type[Body]) -> str:
    """The type under which events with such a body stand in the log."""
    return body.__name__


def types_of(*bodies: type[Body]) -> tuple[str, ...]:
    """The types under which events with such bodies stand in the log, in the order given."""
    return tuple(type_of(body) for body in bodies)


# (type, version of the body). An older version stays here with an upcaster once a newer exists.
TYPES: dict[tuple[str, int], type[Body]] = {(type_of(b), 1): b for b in _BODIES}
_DECODERS = {key: msgspec.json.Decoder(body) for key, body in TYPES.items()}
_ENCODER = msgspec.json.Encoder(order="deterministic")


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log with its envelope.

    `dev_seq` counts 1, 2, 3 on each device. `mono_us` is the device's monotonic clock within
    `boot_id`, `hub_offset_us` the last known difference to the hub's clock (both microseconds).
    `cause_id` is the event that brought this one about. `body` is the exact bytes that were stored.
    """

    event_id: UUID
    org_id: UUID
    device_id: UUID
    dev_seq: int
    actor_id: UUID
    occurred_at: datetime
    zone: str
    boot_id: str
    mono_us: int
    hub_offset_us: int | None
    type: str
    v: int
    lead_id: UUID | None
    cause_id: UUID | None
    body: bytes


def changes_opt_outs(bodies: Iterable[Body]) -> bool:
    """Whether one of the events closes somebody, or opens them again."""
    return any(isinstance(body, OPT_OUT_EVENTS) for body in bodies)


def holds(bodies: Iterable[Body]) -> bool:
    """Whether one of the events closes somebody until a text has been read."""
    return any(isinstance(body, Suppressed) and body.suppression.suspected for body in bodies)


def encode_body(body: Body) -> tuple[str, int, bytes]:
    """(type, version, bytes) of a body; the same body always gives the same bytes."""
    return type_of(type(body)), 1, _ENCODER.encode(body)


def decode_body(type_: str, v: int, body: bytes) -> Body | None:
    """The body, or None for a (type, version) this program does not know: kept, but skipped.

    Raises BadInput when a known type does not hold what it should.
    """
    decoder = _DECODERS.get((type_, v))
    if decoder is None:
        return None
    try:
        return decoder.decode(body)
    except msgspec.MsgspecError as error:
        raise BadInput(
            "bad_event",
            f"An activity of type {type_} cannot be read.",
            "Run doctor to see whether the database is damaged.",
        ) from error
