"""The end of a plan, and opt-outs: what closes a way to a person, or all of them."""

from collections.abc import Collection
from uuid import UUID

from app.core.consent.suppression import (
    EVERY_CHANNEL,
    Scope,
    Suppression,
    closures,
    matchable,
    points_of_channels,
)
from app.core.engine.decision import Run, call_off_clock, finish, set_stage
from app.core.errors import Refused
from app.core.ids import derived_id
from app.core.log import events as ev
from app.core.people.lead import ContactPoint, Stage
from app.core.work.enrolment import FinishReason


def end(run: Run, why: FinishReason, stage: Stage | None, keep: Collection[UUID] = ()) -> None:
    """End the plan and cancel everything planned for the person except the touches `keep`.

    `stage` None leaves the stage.
    """
    if stage is not None:
        set_stage(run, stage)
    for other in run.work.planned:
        if other.touch_id not in keep:
            run.add(ev.TouchCancelled(touch_id=other.touch_id, why=why))
    finish(run, why, keep)


def opt_out(
    run: Run,
    said_in: UUID,
    channels: tuple[str, ...],
    why: str,
    *,
    points: tuple[ContactPoint, ...] | None = None,
    suspected: bool = False,
) -> None:
    """Close `channels` to the person; `said_in` is the touch or signal it was said in.

    `points` are the numbers or addresses it is about, all through which the channels go if not
    given. A suspected one holds until somebody has read it.
    """
    scope: Scope = "person" if EVERY_CHANNEL in channels else "channel"
    about = points_of_channels(run.lead.points, channels) if points is None else points
    run.add(
        ev.Suppressed(
            suppression=Suppression(
                suppression_id=derived_id(said_in, f"opt-out/{len(run.work.suppressions)}"),
                scope=scope,
                channels=channels,
                digests=run.facts.ring.digests(matchable(about)),
                key_id=run.facts.ring.newest.key_id,
                suspected=suspected,
            ),
            why=why,
        )
    )


def hold(run: Run, channels: Collection[str]) -> None:
    """What somebody noted looks like a refusal: `channels` are closed until a person has read it.

    Nothing is held twice, and nothing that is closed already.
    """
    found = closures((), run.work.suppressions, run.facts.ring)
    known = found.closed | found.held | run.facts.snapshot.suppressed
    new = tuple(sorted(set(channels) - known))
    if not new or EVERY_CHANNEL in known:
        return
    opt_out(run, run.lead.lead_id, new, "suspected", suspected=True)
    if {EVERY_CHANNEL, "call"} & {*new}:
        call_off_clock(run)


def close(run: Run, entry: Suppression, why: str) -> None:
    """Put an entry in force. One for all channels is the end of every plan of the person."""
    run.add(ev.Suppressed(suppression=entry, why=why))
    if EVERY_CHANNEL in entry.channels:
        confirm_unread(run)
        end(run, "opted_out", "lost")


def unread(run: Run) -> tuple[Suppression, ...]:
    """What looks like a refusal of this person and nobody has read yet."""
    return tuple(s for s in run.work.suppressions if s.suspected and not s.lifted)


def refuse_unread(run: Run) -> None:
    """Refuse to go on while a text of the person waits to be read. Raises Refused."""
    if unread(run):
        raise Refused(
            "read_first",
            "What they wrote looks like an opt-out. Nobody may write or call before it is read.",
            "Read it, then press 9 for an opt-out, or 0 if it is none.",
        )


def confirm_unread(run: Run) -> None:
    """Confirm the suspected opt-outs of the person: they were refusals."""
    for entry in unread(run):
        run.add(ev.SuppressionRead(suppression_id=entry.suppression_id, refusal=True))


def read_refusal(run: Run, *, refusal: bool) -> None:
    """Settle a suspected opt-out that somebody read: it is one for all channels, or it is none.

    Raises Refused when there is nothing to read.
    """
    waiting = unread(run)
    if not waiting:
        raise Refused("nothing_to_read", "There is nothing here to be read as an opt-out.", "")
    for entry in waiting:
        run.add(ev.SuppressionRead(suppression_id=entry.suppression_id, refusal=refusal))
    if refusal:
        end(run, "opted_out", "lost")
