"""Correcting an outcome later: a new event that names the one it corrects; nothing is edited.

What the plan does with it is little, and said in docs/queue.md.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec.structs import replace

from app.core.consent.suppression import EVERY_CHANNEL
from app.core.engine.closing import confirm_unread, end, opt_out
from app.core.engine.decision import Run, set_stage
from app.core.engine.outcome_effects import ENDS, mark_unusable
from app.core.engine.unplanned import find_contact_outcome, way_of
from app.core.engine.upkeep import drop_forbidden
from app.core.errors import Refused
from app.core.log import events as ev
from app.core.people.lead import Channel, point_for
from app.core.planning.ways import reachable
from app.core.work.outcome import Outcome, find_outcome
from app.core.work.touch import Touch

_OPTED_OUT = "do_not_contact"
# Outcomes that end a plan; none of them starts one again by being taken back.
TERMINAL = frozenset({"converted", "not_interested", "unqualified", _OPTED_OUT})


class Correct(msgspec.Struct, frozen=True, kw_only=True):
    """Event `corrects` had another outcome than it says.

    `former` is what it says by now, `touch_id` its touch, which it settled if `settled` is set.
    `marked` are the points it marked as wrong.
    """

    corrects: UUID
    outcome: str
    former: str
    touch_id: UUID
    settled: bool
    marked: tuple[UUID, ...] = ()


def correction_of(log: Sequence[ev.Event], event_id: UUID, outcome: str) -> Correct:
    """The command for an event of the log of a lead, which may be a correction itself.

    Raises Refused where it has no outcome, or was taken back.
    """
    bodies = {e.event_id: ev.decode_body(e.type, e.v, e.body) for e in log}
    first = event_id
    while isinstance(body := bodies.get(first), ev.OutcomeCorrected):
        first = body.corrects
    undone = {b.undoes for b in bodies.values() if isinstance(b, ev.OutcomeUndone)}
    if not isinstance(body, ev.OutcomeLogged | ev.ContactLogged) or undone & {first, event_id}:
        raise _not_correctable()
    if isinstance(body, ev.OutcomeLogged):
        touch_id, former, settled = body.touch_id, body.outcome, body.settles
    else:
        touch_id, former, settled = body.touch.touch_id, body.touch.outcome, True
    roots = {first}
    for event in log:
        later = bodies[event.event_id]
        if not isinstance(later, ev.OutcomeCorrected) or event.event_id in undone:
            continue
        if later.corrects in roots:
            roots.add(event.event_id)
            former = later.outcome
    return Correct(
        corrects=event_id,
        outcome=outcome,
        former=former,
        touch_id=touch_id,
        settled=settled,
        marked=tuple(
            mark.point_id
            for e in log
            if e.cause_id == first
            and isinstance(mark := bodies[e.event_id], ev.PointMarked)
            and not mark.usable
        ),
    )


def _not_correctable() -> Refused:
    return Refused(
        "not_correctable",
        "This line of the timeline has no outcome that could be corrected.",
        "Choose one that was logged, and not taken back.",
    )


def correct(run: Run, command: Correct) -> None:
    """Keep the correction. One to an end ends the plan; one from an end starts none.

    Raises BadInput for an outcome that the channel does not have, Refused for the same one.
    """
    touch = run.work.touch(command.touch_id)
    if touch is None:
        raise _not_correctable()
    outcome = _find(touch, command.outcome)
    if outcome.code == command.former:
        raise Refused("same_outcome", "That is what it says already.", "Nothing more to do.")
    run.add(
        ev.OutcomeCorrected(
            corrects=command.corrects,
            outcome=outcome.code,
            touch_id=command.touch_id if command.settled else None,
        )
    )
    _restore(run, command)
    if outcome.code == _OPTED_OUT:
        confirm_unread(run)
        opt_out(run, command.corrects, (EVERY_CHANNEL,), _OPTED_OUT)
        end(run, "opted_out", "lost")
    elif outcome.code in ENDS:
        end(run, *ENDS[outcome.code])
    elif outcome.code == "wrong_contact":
        _mark(run, touch.channel)


def _find(touch: Touch, wanted: str) -> Outcome:
    if touch.kind in ("inbound", "outbound"):
        return find_contact_outcome(way_of(touch), touch.channel, wanted)
    return find_outcome(touch.channel, wanted, touch.kind)


def _restore(run: Run, command: Correct) -> None:
    """Facts that the mistaken outcome set: the stage of an end, a number said to be wrong."""
    if command.former in TERMINAL and run.enrolment is None and run.work.stage in ("won", "lost"):
        set_stage(run, "working")
    if command.former != "wrong_contact":
        return
    for point_id in command.marked:
        run.add(ev.PointMarked(point_id=point_id, usable=True, why="corrected"))
    run.lead = replace(
        run.lead,
        points=tuple(
            replace(p, status="usable") if p.point_id in command.marked else p
            for p in run.lead.points
        ),
    )


def _mark(run: Run, channel: Channel) -> None:
    point = point_for(run.lead.points, channel)
    if point is not None:
        mark_unusable(run, point, "wrong_contact")
    if reachable(run.lead, run.facts.snapshot, run.now):
        drop_forbidden(run)
    else:
        end(run, "unreachable", None)
