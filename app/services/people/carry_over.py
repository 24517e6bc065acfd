"""What a restore must not forget: refusals, lists and erasures of the store it replaces.

An older copy knows nothing of whoever said no since. What the former store held is brought into
the restored one (their union), by events of its own, so that the log still gives what the tables
say. docs/opt-out.md and docs/database.md tell it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.core.consent.key_ring import KeyRing
from app.core.consent.suppression import Suppression, looked_up
from app.core.engine.engine import OptOut, decided
from app.core.log.events import Body, ConsentRecorded, RegistryLoaded, Suppressed
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.recording import advance_lead, append_and_place, publish_changes
from app.services.people.erasure import erase
from app.services.store.reader import Reader
from app.services.store.records import Changes
from app.services.store.unit_of_work import UnitOfWork

RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """How many of each came over from the store that was replaced."""

    opt_outs: int = 0
    consents: int = 0
    lists: int = 0
    erased: int = 0


def carry_over(desk: Desk, former: Reader, now: datetime) -> Carried:
    """Bring what `former` knows of refusals into the desk's store; `now` is aware UTC."""
    with desk.store.write() as uow:
        desk = replace(desk, ring=_one_ring(uow, former.ring(), now))
        opt_outs = _opt_outs(desk, uow, former, now)
        consents = _consents(desk, uow, former, now)
        lists = _lists(uow, former, now)
        uow.commit()
    gone = [lead_id for lead_id in former.erased() if _is_here(desk, lead_id)]
    for lead_id in gone:
        erase(desk, lead_id, at=now)
    publish_changes(desk, Changes(queue=True, suppressions=True))
    return Carried(opt_outs=opt_outs, consents=consents, lists=lists, erased=len(gone))


def _one_ring(uow: UnitOfWork, theirs: KeyRing, now: datetime) -> KeyRing:
    """Add the keys that only `theirs` has; returns the ring with every key of both."""
    mine = {key.key_id for key in uow.ring().keys}
    for key in sorted(theirs.keys, key=lambda key: key.key_id):
        if key.key_id not in mine:
            uow.add_key(key, now)
    return uow.ring()


def _opt_outs(desk: Desk, uow: UnitOfWork, former: Reader, now: datetime) -> int:
    known = {entry.suppression_id for _, entry in uow.refusals()}
    missed = [
        (lead_id, entry)
        for lead_id, entry in former.refusals()
        if not entry.lifted and entry.suppression_id not in known
    ]
    digests: set[str] = set()
    for lead_id, entry in missed:
        digests.update(entry.digests)
        if lead_id is not None and uow.revision(lead_id):
            _close(desk, uow, lead_id, entry, now)
        else:
            uow.append(None, [Suppressed(suppression=entry, why=RESTORED)], now)
    if digests:
        _look_anew(desk, uow, digests, now)
    return len(missed)


def _close(desk: Desk, uow: UnitOfWork, lead_id: UUID, entry: Suppression, now: datetime) -> None:
    facts = gather(desk, uow, lead_id)
    bodies: tuple[Body, ...] = (Suppressed(suppression=entry, why=RESTORED),)
    if not entry.suspected:
        bodies, _ = decided(facts, OptOut(suppression=entry, why=RESTORED), now)
    events = append_and_place(desk, uow, facts, bodies, now)
    advance_lead(desk, uow, lead_id, now, cause_id=events[0].event_id)


def _look_anew(desk: Desk, uow: UnitOfWork, digests: Iterable[str], now: datetime) -> None:
    """Everybody in work whose numbers or addresses an entry met: their rows go at once."""
    met = frozenset(digests)
    for lead_id in uow.in_work(desk.identity.rep_id):
        mine = desk.ring.every_digest(looked_up(uow.lead(lead_id), desk.free_mail))
        if not met.isdisjoint(mine):
            advance_lead(desk, uow, lead_id, now)


def _consents(desk: Desk, uow: UnitOfWork, former: Reader, now: datetime) -> int:
    count = 0
    for lead_id, consent in former.withdrawn():
        if not uow.revision(lead_id):
            continue
        facts = gather(desk, uow, lead_id)
        if all(known.consent_id != consent.consent_id for known in facts.work.consents):
            append_and_place(desk, uow, facts, [ConsentRecorded(consent=consent)], now)
            advance_lead(desk, uow, lead_id, now)
            count += 1
    return count


def _lists(uow: UnitOfWork, former: Reader, now: datetime) -> int:
    """A list of the same name keeps the numbers of both: an older one opens nobody."""
    here = {one.registry: one for one in uow.registries()}
    count = 0
    for one in former.registries():
        mine = here.get(one.registry)
        if mine is not None and mine.loaded_at >= one.loaded_at:
            continue
        uow.save_registry(one)
        uow.list_digests(one.registry, added=sorted(former.registry_digests(one.registry)))
        loaded = RegistryLoaded(
            registry=one.registry,
            entries=one.entries,
            valid_until=one.valid_until,
            country=one.country,
        )
        uow.append(None, [loaded], now)
        count += 1
    return count


def _is_here(desk: Desk, lead_id: UUID) -> bool:
    with desk.store.read() as reader:
        return lead_id not in reader.erased() and _is_known(reader, lead_id)


def _is_known(reader: Reader, lead_id: UUID) -> bool:
    return bool(reader.log(lead_id))
