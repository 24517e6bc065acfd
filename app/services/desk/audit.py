"""The audit: what goes into it when a person dials or sends, and reading it.

Opt-outs and consents go in by themselves with their events (`UnitOfWork.append`); everything else
by `UnitOfWork.audit`, in the transaction of the act. docs/privacy.md says what a line holds.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.core.cadence.cadence import SPOKEN
from app.core.engine.engine import Command, Dial, verdict_at_dispatch
from app.core.engine.facts import Facts
from app.core.engine.outcome_effects import LogOutcome
from app.core.engine.unplanned import LogContact, contact_touch, find_contact_outcome, is_attempt
from app.core.log.audit import AuditEntry, AuditKind, AuditLine, dispatch_entry
from app.core.work.outcome import find_outcome
from app.core.work.touch import Touch
from app.services.store.unit_of_work import Store


def dispatch_of(facts: Facts, command: Command, now: datetime) -> AuditEntry | None:
    """The line for a command by which a person dials or sends, None for every other.

    Dialling while the person may not be contacted is of kind refused, or override where a reason
    was given and nothing hard was against it. A message that was sent
    already cannot be refused any more; the verdict of that instant stands in its line.
    """
    if isinstance(command, LogContact):
        return _unplanned(facts, command, now)
    if not isinstance(command, Dial | LogOutcome):
        return None
    touch = facts.work.touch(command.touch_id)
    if touch is None or touch.state != "planned":
        return None
    kind: AuditKind = "sent"
    if isinstance(command, LogOutcome) and not _sends(touch, command.outcome):
        return None
    verdict, code = verdict_at_dispatch(facts, touch, now), ""
    if isinstance(command, Dial):
        kind = "dial" if verdict.state == "open" else "refused"
        if command.anyway and verdict.overridable:
            kind, code = "override", command.anyway
    return dispatch_entry(kind, touch, facts.work.lead_id, verdict, now, code=code)


def _unplanned(facts: Facts, command: LogContact, now: datetime) -> AuditEntry | None:
    """The line for a contact outside the plan, with the verdict of `now`; None for no attempt."""
    outcome = find_contact_outcome(command.way, command.channel, command.outcome)
    if not is_attempt(command, outcome):
        return None
    touch = contact_touch(command, outcome, now)
    kind: AuditKind = "dial" if command.channel in SPOKEN else "sent"
    verdict = verdict_at_dispatch(facts, touch, now)
    return dispatch_entry(kind, touch, facts.work.lead_id, verdict, now)


def _sends(touch: Touch, outcome: str) -> bool:
    return find_outcome(touch.channel, outcome, touch.kind).code == "sent"


def audited(store: Store, lead_id: UUID | None = None, limit: int = 50) -> Sequence[AuditLine]:
    """The newest lines, newest first; those about one lead, also after their erasure."""
    with store.read() as reader:
        return reader.audited(lead_id, limit)
