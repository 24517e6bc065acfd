"""Storing the refusals of a list that no lead of it carries."""

from collections.abc import Iterable
from datetime import datetime

from app.core.consent.suppression import EVERY_CHANNEL, Suppression
from app.core.log.events import Suppressed
from app.core.people.email_variants import email_keys
from app.core.people.phone_variants import variants
from app.services.desk.desk import Desk
from app.services.desk.recording import advance_others
from app.services.importing.plan import PointRefusal
from app.services.store.unit_of_work import UnitOfWork


def close_points(
    desk: Desk, uow: UnitOfWork, refusals: Iterable[PointRefusal], now: datetime
) -> None:
    """Close numbers and addresses, whoever has them, and everybody known with one of them.

    What was closed before stays as it is. Works inside the caller's transaction.
    """
    for refusal in refusals:
        keys = variants(refusal.value) if refusal.kind == "phone" else email_keys(refusal.value)
        digests = desk.ring.digests(keys)
        if _is_closed(uow, desk.ring.every_digest(keys), refusal.channels):
            continue
        entry = Suppression(
            suppression_id=desk.new_id(),
            scope="person" if EVERY_CHANNEL in refusal.channels else "channel",
            channels=refusal.channels,
            digests=digests,
            key_id=desk.ring.newest.key_id,
        )
        (event,) = uow.append(None, [Suppressed(suppression=entry, why="import")], now)
        known = uow.leads_sharing((refusal.kind, key) for key in keys)
        advance_others(desk, uow, known, event.event_id, now)


def _is_closed(uow: UnitOfWork, digests: tuple[str, ...], channels: tuple[str, ...]) -> bool:
    closed = {
        channel
        for entry in uow.barriers(digests).entries
        if not entry.suspected and not entry.lifted
        for channel in entry.channels
    }
    return EVERY_CHANNEL in closed or closed.issuperset(channels)
