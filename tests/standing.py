"""Where somebody stands: exactly one of a few places, or nowhere, which must never happen."""

from datetime import datetime

from app.core.consent.suppression import EVERY_CHANNEL
from app.core.engine.facts import Facts
from app.core.planning.ways import reachable

# Ends after which nobody is to be contacted by a plan, with the place they lead to.
_ENDS = {
    "converted": "won",
    "not_interested": "lost",
    "unqualified": "lost",
    "opted_out": "opted out",
    "removed_by_manager": "taken off by a manager",
}


def standing(facts: Facts, now: datetime) -> str:
    """The place of a person at `now`; "" where they have fallen out of all of them.

    A reply to answer comes before a promise, a promise before a pause, a pause before a touch.
    """
    work = facts.work
    kinds = {touch.kind for touch in work.planned}
    enrolment = work.enrolment
    if "reply" in kinds:
        return "waits for a person"
    if kinds & {"callback", "meeting"}:
        return "promise"
    if enrolment is not None:
        return _on_a_plan(facts, now)
    if kinds:
        return "open touch"
    last = work.enrolments[-1] if work.enrolments else None
    if EVERY_CHANNEL in facts.snapshot.suppressed:
        return "opted out"
    if work.stage in ("won", "lost"):
        return work.stage
    if last is not None and last.finish_reason in _ENDS:
        return _ENDS[last.finish_reason]
    return "unreachable" if not reachable(facts.lead, facts.snapshot, now) else ""


def _on_a_plan(facts: Facts, now: datetime) -> str:
    """Somebody with an open plan and no promise: it rests until a date, or has an open touch."""
    work, enrolment = facts.work, facts.work.enrolment
    own = [t for t in work.planned if enrolment and t.enrolment_id == enrolment.enrolment_id]
    open_plans = sum(one.state != "finished" for one in work.enrolments)
    if enrolment is None or not own or open_plans > 1:
        return ""
    if enrolment.state == "paused":
        until = enrolment.paused_until
        return "pause" if until is not None and until > now else ""
    if enrolment.state != "active" or EVERY_CHANNEL in facts.snapshot.suppressed:
        return ""
    nurture = enrolment.cadence_key.startswith("nurture_long") or (
        enrolment.cadence_key == "nurture_elsewhere"
    )
    return "nurture" if nurture else "open touch"
