"""What follows from a command: facts and an instant in, events out.

`decide` reads nothing and changes nothing. The events it returns carry the decisions, so that
applying them again needs neither this module nor the cadence.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

import msgspec
from msgspec.structs import replace

from app.core.consent.suppression import Suppression
from app.core.contact.policy import Verdict, judge
from app.core.engine.by_hand import ByHand, by_hand, refuse_opted_out
from app.core.engine.clock_set_back import ComeBack, come_back
from app.core.engine.closing import close, hold, read_refusal, refuse_unread
from app.core.engine.correcting import Correct, correct
from app.core.engine.decision import (
    Run,
    after_touch,
    attempted,
    enrol,
    keep_in_sight,
    leave,
    open_touch,
    set_stage,
    siblings_of,
)
from app.core.engine.erasure import Erase, erase
from app.core.engine.facts import Facts
from app.core.engine.other_channel import UseChannel, use_channel
from app.core.engine.outcome_effects import LogOutcome, log_outcome
from app.core.engine.rule_effects import Observe, consider, observe
from app.core.engine.unplanned import LogContact, log_contact
from app.core.engine.upkeep import hand_back, pass_time
from app.core.engine.version_move import MoveVersion, move
from app.core.errors import Refused
from app.core.log import events as ev
from app.core.work.enrolment import LeadWork
from app.core.work.place import Place
from app.core.work.touch import Touch


class Enrol(msgspec.Struct, frozen=True, kw_only=True):
    """Start the lead on a cadence. Refused while another enrolment is open.

    `why` and `args` are the reason. Who opted out comes back on a cadence by a manager's decision
    alone. `place` is for a plan of several people of one account. With `moves`, whoever is on
    another plan leaves it. `late` says that nobody knows when they asked: no first-contact clock.
    """

    cadence_key: str
    why: str
    args: Mapping[str, str | int] = {}
    by_manager: bool = False
    place: Place = Place()
    moves: bool = False
    late: bool = False


class Dial(msgspec.Struct, frozen=True, kw_only=True):
    """A person dialled or opened a message: the attempt that ends the first-contact clock.

    `anyway` is the code of a reason to do so where nothing hard is against it: for this once.
    """

    touch_id: UUID
    anyway: str = ""


class Skip(msgspec.Struct, frozen=True, kw_only=True):
    """Leave one action of a touch out, with a reason that the team lead sees."""

    touch_id: UUID
    reason: str


class Snooze(msgspec.Struct, frozen=True, kw_only=True):
    """Take a touch, with all its open actions, out of sight until `until`."""

    touch_id: UUID
    until: datetime


class ReadRefusal(msgspec.Struct, frozen=True, kw_only=True):
    """A person read what looked like an opt-out: it is one, or it is none."""

    refusal: bool


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """Something was written about the person that seems to refuse `channels`, or ("*",)."""

    channels: tuple[str, ...]


class OptOut(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody asked for no contact; `why` is a code. For all channels it ends every plan."""

    suppression: Suppression
    why: str


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """Time has passed: breaches, ends of pauses, steps that are late or no longer permitted."""


Command = (
    Enrol
    | Dial
    | LogOutcome
    | LogContact
    | Correct
    | Skip
    | Snooze
    | Tick
    | ComeBack
    | Observe
    | ReadRefusal
    | Hold
    | OptOut
    | UseChannel
    | MoveVersion
    | Erase
    | ByHand
)


def decide(facts: Facts, command: Command, now: datetime) -> tuple[ev.Body, ...]:
    """The events that follow from `command` at `now` (aware UTC), in their order.

    Raises Refused when the command does not fit the facts (a touch already worked, a second
    enrolment, dialling while the person may not be contacted), BadInput for an outcome the
    channel does not have, NotFound for an unknown cadence.
    """
    return decided(facts, command, now)[0]


def decided(
    facts: Facts, command: Command, now: datetime, *, refused: Collection[str] = ()
) -> tuple[tuple[ev.Body, ...], LeadWork]:
    """As `decide`, with the work as it stands after the events.

    `refused` are the channels that the note of it seems to refuse: held until a person has read it.
    """
    run = Run(facts, now)
    _DOES[type(command)](run, command)
    if refused:
        hold(run, refused)
    if not isinstance(command, Erase):
        keep_in_sight(run)
    return tuple(run.bodies), run.work


def _enrol(run: Run, command: Enrol) -> None:
    refuse_opted_out(run, by_manager=command.by_manager)
    former = run.enrolment if command.moves else None
    if former is not None:
        leave(run, former, command.cadence_key)
        if run.work.stage == "nurture":
            set_stage(run, "working")
    enrol(
        run,
        command.cadence_key,
        command.why,
        follows=former.enrolment_id if former else None,
        place=command.place,
        args=command.args,
        late=command.late,
    )


def verdict_at_dispatch(facts: Facts, touch: Touch, now: datetime) -> Verdict:
    """What is asked when a person dials or sends: what was shown may be out of date.

    Whoever was shown in time may still be called in the last minutes of the window.
    """
    return judge(touch, facts.lead, now, replace(facts.snapshot, offering=False))


def _dial(run: Run, command: Dial) -> None:
    """The one point at which the rules are a guarantee."""
    touch, anyway = open_touch(run, command.touch_id), command.anyway
    verdict = verdict_at_dispatch(run.facts, touch, run.now)
    if verdict.state != "open":
        if not anyway:
            raise _refusal(verdict)
        if not verdict.overridable:
            raise Refused(
                "no_override",
                "A rule is against this that nobody may set aside.",
                "The panel “Why?” names it. Your note is kept.",
            )
        rules = tuple(str(why.args["rule"]) for why in verdict.reasons if "rule" in why.args)
        version = verdict.rules_version
        run.add(
            ev.OverrideGiven(
                touch_id=touch.touch_id, reason=anyway, rules=rules, rules_version=version
            )
        )
    attempted(run, reached=False)


def _refusal(verdict: Verdict) -> Refused:
    if verdict.state == "blocked":
        return Refused(
            "not_permitted",
            "This person may not be contacted on this channel.",
            "See the reason on the card; another channel may be open.",
        )
    return Refused(
        "window_shut",
        "The contact window of this person is shut at this moment.",
        "The row comes back when it opens. Your note is kept.",
    )


def _skip(run: Run, command: Skip) -> None:
    touch = open_touch(run, command.touch_id)
    if touch.kind == "reply":
        refuse_unread(run)
    run.add(ev.TouchSkipped(touch_id=touch.touch_id, reason=command.reason))
    hand_back(run, touch, reached=False)
    after_touch(run)


def _snooze(run: Run, command: Snooze) -> None:
    touch = open_touch(run, command.touch_id)
    for action in (touch, *siblings_of(run, touch)):
        run.add(ev.TouchSnoozed(touch_id=action.touch_id, until=command.until))


def _log(run: Run, command: LogOutcome) -> None:
    outcome = log_outcome(run, command)
    keep_in_sight(run)
    consider(run, None, outcome)


_DOES: Mapping[type[Any], Callable[[Run, Any], object]] = {
    Enrol: _enrol,
    Dial: _dial,
    LogOutcome: _log,
    LogContact: log_contact,
    Correct: correct,
    Skip: _skip,
    Snooze: _snooze,
    Tick: lambda run, _: pass_time(run),
    ComeBack: lambda run, _: come_back(run),
    Observe: observe,
    ReadRefusal: lambda run, command: read_refusal(run, refusal=command.refusal),
    Hold: lambda run, command: hold(run, command.channels),
    OptOut: lambda run, command: close(run, command.suppression, command.why),
    UseChannel: lambda run, command: use_channel(run, open_touch(run, command.touch_id), command),
    MoveVersion: move,
    Erase: lambda run, _: erase(run),
    **dict.fromkeys(get_args(ByHand), by_hand),
}
