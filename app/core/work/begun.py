"""Which steps of a plan have begun."""

from collections.abc import Iterable
from uuid import UUID

from app.core.work.touch import Touch, TouchKind, TouchState


def is_begun(kind: TouchKind, state: TouchState, tries: int) -> bool:
    """Whether a touch says that its step was come to: worked, left out, tried, or sent ahead."""
    return state in ("done", "skipped") or tries > 0 or (kind, state) == ("inserted", "planned")


def begun_steps(touches: Iterable[Touch], enrolment_id: UUID) -> frozenset[str]:
    """The keys of the steps that somebody has come to in an enrolment."""
    return frozenset(
        t.step_key
        for t in touches
        if t.enrolment_id == enrolment_id and is_begun(t.kind, t.state, t.tries)
    )
