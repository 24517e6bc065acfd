"""Contacts nobody planned: they rang, wrote to a telephone, or somebody called them unasked."""

from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

import msgspec

from app.core.cadence.cadence import SPOKEN
from app.core.contact.policy import forbidden
from app.core.engine.closing import end
from app.core.engine.decision import Run, attempted, set_stage
from app.core.engine.outcome_effects import (
    LogOutcome,
    check_when,
    follow_contact,
    hand_over,
    mark_unusable,
)
from app.core.engine.upkeep import drop_forbidden
from app.core.errors import BadInput
from app.core.log import events as ev
from app.core.people.lead import Channel, ContactPoint, point_for
from app.core.planning.ways import reachable
from app.core.work.outcome import Outcome, match_outcome, outcomes_of
from app.core.work.touch import Touch

ContactWay = Literal["in", "out"]
ContactChannel = Literal["call", "email", "sms", "whatsapp", "linkedin_message"]
CHANNELS: tuple[ContactChannel, ...] = get_args(ContactChannel)
# What only the other side can do, and what an inbound contact can be beside a conversation.
_THEIRS = frozenset({"replied", "away"})
_ALSO_IN = frozenset({"away", "wrong_contact"})
# Conversations after which the plan waits until a person hands it back.
_OPEN = frozenset({"connected", "send_information", "replied"})


class LogContact(msgspec.Struct, frozen=True, kw_only=True):
    """A contact outside the plan. `contact_id` is new; `outcome` is a digit, digit.sub or code.

    `point_id` is the number or address it was made by, None where that is not known.
    """

    contact_id: UUID
    way: ContactWay
    channel: Channel
    outcome: str
    when: datetime | None = None
    reason: str = ""
    point_id: UUID | None = None


def contact_outcomes(way: ContactWay, channel: Channel) -> tuple[Outcome, ...]:
    """The outcomes that a contact outside the plan can have, in the order of their keys."""
    if way == "in":
        return tuple(o for o in outcomes_of(channel) if o.reached or o.code in _ALSO_IN)
    return tuple(o for o in outcomes_of(channel) if o.code not in _THEIRS)


def find_contact_outcome(way: ContactWay, channel: Channel, wanted: str) -> Outcome:
    """The outcome named by digit, digit.sub or code. Raises BadInput for one it cannot have."""
    outcomes = contact_outcomes(way, channel)
    found = match_outcome(outcomes, wanted)
    if found is None:
        names = ", ".join(f"{o.key} {o.code}" for o in outcomes)
        raise BadInput(
            "unknown_outcome",
            "A contact of this kind has no such outcome.",
            f"Use one of: {names}.",
        )
    return found


def contact_touch(command: LogContact, outcome: Outcome, now: datetime) -> Touch:
    """The contact as it is kept: settled at once."""
    tried_at = (now,) if is_attempt(command, outcome) else ()
    return Touch(
        touch_id=command.contact_id,
        kind="inbound" if command.way == "in" else "outbound",
        channel=command.channel,
        state="done",
        planned_at=now,
        due_at=now,
        tries=len(tried_at),
        tried_at=tried_at,
        outcome=outcome.code,
        settled_at=now,
    )


def way_of(touch: Touch) -> ContactWay:
    """Who began a contact that was kept."""
    return "in" if touch.kind == "inbound" else "out"


def is_attempt(command: LogContact, outcome: Outcome) -> bool:
    """Whether we tried to reach them, which counts for caps."""
    return command.way == "out" and outcome.attempted


def log_contact(run: Run, command: LogContact) -> None:
    """Keep the contact, and what follows from it. Raises BadInput, and Refused for its date."""
    outcome = find_contact_outcome(command.way, command.channel, command.outcome)
    check_when(outcome, command.when, run.now)
    touch = contact_touch(command, outcome, run.now)
    enrolment = run.enrolment
    run.add(
        ev.ContactLogged(
            touch=touch,
            reached=outcome.reached,
            attempted=is_attempt(command, outcome),
            enrolment_id=enrolment.enrolment_id if enrolment else None,
            reason=command.reason,
            when=command.when,
        )
    )
    # A rep who takes their call has made the first contact too.
    if is_attempt(command, outcome) or (touch.channel in SPOKEN and outcome.reached):
        attempted(run, reached=outcome.reached)
    if run.work.stage == "new":
        set_stage(run, "working")
    if outcome.code == "wrong_contact":
        _wrong(run, _point(run, command))
    elif command.way == "in" and outcome.code in _OPEN:
        _open_conversation(run, touch)
    else:
        told = LogOutcome(
            touch_id=touch.touch_id,
            outcome=outcome.code,
            when=command.when,
            reason=command.reason,
        )
        follow_contact(run, touch, outcome, told)


def _open_conversation(run: Run, touch: Touch) -> None:
    """A person answers before the plan goes on; a second message waits with the first."""
    enrolment = run.enrolment
    plan = enrolment.enrolment_id if enrolment else None
    waits = enrolment is None or enrolment.state == "with_person"
    known = any(t.kind == "reply" and t.enrolment_id == plan for t in run.work.planned)
    if not (waits and known):
        hand_over(run, _answer_on(run, touch.channel), why="conversation")


def _answer_on(run: Run, channel: Channel) -> Channel:
    """How to answer: the way they came, or where that is not permitted the first that is."""
    ways = (channel, *(c for c in CHANNELS if c != channel))
    snapshot = run.facts.snapshot
    allowed = (c for c in ways if forbidden(run.lead, c, snapshot, run.now) is None)
    return next(allowed, channel)


def _point(run: Run, command: LogContact) -> ContactPoint | None:
    named = (p for p in run.lead.points if p.point_id == command.point_id)
    return next(named, None) or point_for(run.lead.points, command.channel)


def _wrong(run: Run, point: ContactPoint | None) -> None:
    if point is not None:
        mark_unusable(run, point, "wrong_contact")
    if not reachable(run.lead, run.facts.snapshot, run.now):
        end(run, "unreachable", None)
    else:
        drop_forbidden(run)
