"""Erasing a person: their data goes everywhere, what remains names nobody (docs/privacy.md).

It cannot be taken back. The act itself is one transaction; the traces that older copies keep (the
write-ahead log, backups) go right after it, and if that is interrupted, the next time.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.core.engine.engine import decided
from app.core.engine.erasure import Erase
from app.core.errors import NotFound, Refused
from app.core.log.audit import AuditEntry
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.recording import advance_others, publish_changes
from app.services.desk.shared_numbers import leads_concerned
from app.services.store.reader import Reader
from app.services.store.records import Changes

# Kept from the transaction of an erasure until the older copies are gone.
UNFINISHED = "erasure.unfinished"


class Copies(Protocol):
    """The older copies of the database that a profile keeps."""

    def purge(self, at: datetime) -> None:
        """Make a fresh backup where there were any, and remove every older copy.

        Folds the write-ahead log into the database first. Raises TouchlineError when something is
        in the way; then older copies may be left.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasable:
    """What would go: how many of each. For the question that comes before."""

    lead_id: UUID
    name: str
    points: int
    texts: int
    activities: int


def erasable(desk: Desk, lead_id: UUID) -> Erasable:
    """What erasing this person would take away. Raises NotFound, Refused as `erase` does."""
    with desk.store.read() as reader:
        _refuse_erased(reader, lead_id)
        lead = reader.lead(lead_id)
        return Erasable(
            lead_id=lead_id,
            name=lead.name,
            points=len(lead.points),
            texts=reader.texts(lead_id),
            activities=len(reader.log(lead_id)),
        )


def erase(desk: Desk, lead_id: UUID, *, at: datetime | None = None) -> Changes:
    """Erase a person for good; call `finish` after it.

    Their opt-out stays, as digests of every number and address, so that they are dropped when
    they come in again. Raises NotFound for an unknown id, Refused for somebody erased before.
    """
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        _refuse_erased(uow, lead_id)
        facts = gather(desk, uow, lead_id)
        bodies, after = decided(facts, Erase(), now)
        others = leads_concerned(desk, uow, facts.lead, after.suppressions)
        events = uow.append(lead_id, bodies, now)
        uow.save_work(facts.work, after)
        uow.erase_lead(lead_id)
        advance_others(desk, uow, others, events[0].event_id, now)
        uow.audit(AuditEntry(kind="erased", at=now, lead_id=lead_id))
        uow.save_setting(UNFINISHED, "yes")
        uow.commit()
    return publish_changes(
        desk, Changes(leads=uow.placed | {lead_id}, queue=True, suppressions=True)
    )


def is_unfinished(desk: Desk) -> bool:
    """Whether older copies may still hold somebody who was erased."""
    with desk.store.read() as reader:
        return reader.setting(UNFINISHED) == "yes"


def finish(desk: Desk, copies: Copies, *, at: datetime | None = None) -> None:
    """Remove what older copies hold of erased people, if there is anything to remove.

    Raises TouchlineError when it could not be done; it is then still unfinished.
    """
    if not is_unfinished(desk):
        return
    copies.purge(at or desk.clock.now())
    with desk.store.write() as uow:
        uow.save_setting(UNFINISHED, "no")
        uow.commit()


def _refuse_erased(reader: Reader, lead_id: UUID) -> None:
    """Raises Refused for somebody of whom the log alone is left."""
    reader.work(lead_id)
    try:
        reader.lead(lead_id)
    except NotFound:
        raise Refused(
            "erased_before",
            "This person's data was erased already.",
            "Nothing more to do.",
        ) from None
