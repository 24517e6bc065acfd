"""Who was left open beside a refused person, before whatever is theirs was closed with them.

Since that rule holds, an event closes it at once. What a profile learned earlier is found here:
the window closes it once, at its first start, and doctor whenever it is asked to.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from uuid import UUID

from app.core.consent.suppression import in_force, keys_of
from app.core.errors import NotFound
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.portions import SomebodyWaits, nobody_waits, portion
from app.services.desk.recording import close_same_person, publish_changes
from app.services.desk.same_person import refusals_of, widened
from app.services.desk.shared_numbers import leads_sharing_numbers
from app.services.store.reader import Reader
from app.services.store.records import Changes

# Set once everybody of the profile was looked at.
LOOKED_AT = "opt_outs.same_person"


def left_open(desk: Desk, reader: Reader) -> tuple[UUID, ...]:
    """The refused people of whom a number or address is not closed yet, by their ids."""
    return tuple(lead_id for lead_id in _refused(desk, reader) if _is_left(desk, reader, lead_id))


def close_left_open(
    desk: Desk,
    waits: SomebodyWaits = nobody_waits,
    *,
    at: datetime | None = None,
    once: bool = False,
) -> Iterator[Changes]:
    """Close every number and address of those left open, and with it whoever shares one.

    A step looks at some of them or closes some in one transaction, and ends at once when somebody
    `waits`. With `once` nothing happens in a profile that was looked at before.
    """
    with desk.store.read() as reader:
        if once and reader.setting(LOOKED_AT) is not None:
            return
        refused = iter(_refused(desk, reader))
    now = at or desk.clock.now()
    for first in refused:
        # Looking takes longer than closing: most have nothing left. Others pass in between.
        with desk.store.read() as reader:
            looked_at = portion(desk, chain((first,), refused), waits)
            left = iter([lead_id for lead_id in looked_at if _is_left(desk, reader, lead_id)])
        yield Changes()
        yield from _close(desk, left, now, waits)
    with desk.store.write() as uow:
        uow.save_setting(LOOKED_AT, "yes")
        uow.commit()


def _close(
    desk: Desk, left: Iterator[UUID], now: datetime, waits: SomebodyWaits
) -> Iterator[Changes]:
    for first in left:
        with desk.store.write() as uow:
            close_same_person(desk, uow, (first,), now, cause_id=None)
            for lead_id in portion(desk, left, waits):
                close_same_person(desk, uow, (lead_id,), now, cause_id=None)
            uow.commit()
        changes = Changes(leads=uow.placed, queue=True, suppressions=True)
        yield publish_changes(desk, changes)


def _refused(desk: Desk, reader: Reader) -> tuple[UUID, ...]:
    """Whoever refused, or has a number or address that somebody who is not stored refused with."""
    erased = frozenset(reader.erased())
    own: dict[UUID, None] = {}
    loose: set[str] = set()
    for lead_id, entry in reader.refusals():
        if not in_force((entry,)):
            continue
        if lead_id is None or lead_id in erased:
            loose.update(entry.digests)
        else:
            own[lead_id] = None
    if loose:
        for lead_id, point in reader.all_points():
            if lead_id not in own and not loose.isdisjoint(desk.ring.every_digest(keys_of(point))):
                own[lead_id] = None
    return tuple(own)


def _is_left(desk: Desk, reader: Reader, lead_id: UUID) -> bool:
    try:
        facts = gather(desk, reader, lead_id)
    except NotFound:
        return False
    others = leads_sharing_numbers(reader, facts.lead)
    return bool(widened(desk, facts.lead.points, refusals_of(reader, facts, others)))
