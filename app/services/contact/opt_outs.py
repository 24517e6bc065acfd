"""Do not contact: an opt-out of a person, a number, an address or a whole organisation.

docs/opt-out.md says what each scope closes, and what undo and a new consent open again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.consent.suppression import (
    EVERY_CHANNEL,
    NUMBER_CHANNELS,
    TWINS,
    Scope,
    Suppression,
    matchable,
    organisation_keys,
    points_of_channels,
)
from app.core.engine.engine import Hold, OptOut, ReadRefusal, decided
from app.core.errors import BadInput, Refused
from app.core.log.events import Event, Suppressed, SuppressionLifted, decode_body
from app.core.log.projection import apply_all
from app.core.log.undo import take_back_of_another
from app.core.people.lead import Lead, PointKind
from app.core.reading.told_refusals import note_refusal
from app.services.contact.addresses import Address, read_address
from app.services.desk.commands import carry_out
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.recording import (
    SAME_PERSON,
    advance_lead,
    advance_others,
    append_and_place,
    append_for_one,
    close_same_person,
    publish_changes,
)
from app.services.desk.shared_numbers import leads_of_organisation, leads_sharing_numbers
from app.services.store.reader import Reader
from app.services.store.records import Changes
from app.services.store.unit_of_work import UnitOfWork

_CHANNELS = (*NUMBER_CHANNELS, "email", "linkedin")


@dataclass(frozen=True, slots=True, kw_only=True)
class OptedOut:
    """What an opt-out closed: `leads` are all whom it reached."""

    changes: Changes
    scope: Scope
    channels: tuple[str, ...]
    leads: frozenset[UUID]


def opt_out_lead(
    desk: Desk,
    lead_id: UUID,
    *,
    scope: Scope = "person",
    channel: str = "",
    at: datetime | None = None,
) -> OptedOut:
    """Close a stored person, one channel of theirs, their numbers, or their whole organisation.

    Raises NotFound, BadInput where the channel is missing or unknown, Refused where the person
    has no number or organisation to close.
    """
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        lead = uow.lead(lead_id)
        channels = _channels(scope, channel, None)
        keys = _keys_of_lead(desk, lead, scope, channels)
        return _close_lead(desk, uow, lead_id, _entry(desk, scope, channels, keys), now)


def opt_out_address(
    desk: Desk,
    text: str,
    *,
    scope: Scope = "person",
    channel: str = "",
    at: datetime | None = None,
) -> OptedOut:
    """The same for a number or an address, whether we know somebody with it or not.

    For an organisation `text` is a mail domain, an address there, or the company's name. An
    opt-out of the person closes all that is known of them. Raises BadInput for what is neither
    a number nor an address, or does not fit the scope.
    """
    now = at or desk.clock.now()
    address = read_address(desk, text, scope)
    channels = _channels(scope, channel, address.kind)
    with desk.store.write() as uow:
        known = _known(uow, address)
        if scope == "person" and known:
            lead = uow.lead(known[0])
            keys = dict.fromkeys((*matchable(lead.points), *address.keys))
            entry = _entry(desk, scope, channels, tuple(keys))
            return _close_lead(desk, uow, lead.lead_id, entry, now)
        entry = _entry(desk, scope, channels, address.keys)
        (event,) = uow.append(None, [Suppressed(suppression=entry, why="asked")], now)
        advance_others(desk, uow, known, event.event_id, now)
        close_same_person(desk, uow, known, now, cause_id=event.event_id)
        uow.commit()
        return _told(desk, uow, entry, event)


def read_refusal(
    desk: Desk, lead_id: UUID, *, refusal: bool, at: datetime | None = None
) -> Changes:
    """Somebody read what looked like an opt-out, and says whether it is one.

    Raises NotFound, Refused when there is nothing to read.
    """
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        facts = gather(desk, uow, lead_id)
        bodies, after = decided(facts, ReadRefusal(refusal=refusal), now)
        events = append_and_place(desk, uow, facts, bodies, now, after=after)
        advance_lead(desk, uow, lead_id, now, cause_id=events[0].event_id)
        uow.commit()
    changes = Changes(
        leads=uow.placed | {lead_id}, queue=True, suppressions=True, undo_id=events[0].event_id
    )
    return publish_changes(desk, changes)


def hold_for_note(desk: Desk, touch_id: UUID, note: str, *, at: datetime | None = None) -> Changes:
    """A note was left without an outcome: what it seems to refuse is closed until it was read.

    The note is kept in the timeline then; it stays the draft of its touch. Raises NotFound.
    """
    refused = note_refusal(note, desk.library.words)
    if not refused:
        return Changes()
    return carry_out(desk, touch_id, Hold(channels=refused), at=at, note=note)


def restore_others(
    desk: Desk, uow: UnitOfWork, undone: Event, cause_id: UUID, now: datetime
) -> None:
    """Give every other lead back what the undone event took from it, but for those erased since.

    Rows come last: what closes one lead may stand with another.
    """
    concerned: dict[UUID, None] = {}
    for lead_id in uow.caused_by(undone.event_id):
        if lead_id == undone.lead_id or not uow.revision(lead_id):
            continue
        concerned[lead_id] = None
        bodies = take_back_of_another(lead_id, uow.log(lead_id), undone.event_id)
        if bodies:
            facts = gather(desk, uow, lead_id)
            restored = apply_all(facts.work, ((body, now) for body in bodies))
            append_for_one(desk, uow, facts, bodies, now, after=restored, cause_id=cause_id)
            if any(isinstance(body, SuppressionLifted) for body in bodies):
                concerned.update(dict.fromkeys(leads_sharing_numbers(uow, facts.lead)))
    if concerned and undone.lead_id is not None:
        concerned[undone.lead_id] = None
    for lead_id in concerned:
        advance_lead(desk, uow, lead_id, now, cause_id=cause_id)


def lift_of_nobody(desk: Desk, uow: UnitOfWork, undone: Event, now: datetime) -> None:
    """Take back an opt-out of a number or address that was no lead of ours. Raises Refused."""
    body = decode_body(undone.type, undone.v, undone.body)
    if not isinstance(body, Suppressed) or body.why == SAME_PERSON:
        raise Refused("not_undoable", "This cannot be undone.", "Log what is right instead.")
    entry = body.suppression
    if all(e.suppression_id != entry.suppression_id for e in uow.barriers(entry.digests).entries):
        raise Refused("undone_before", "This was undone already.", "Nothing more to do.")
    lift = SuppressionLifted(suppression_id=entry.suppression_id, undoes=undone.event_id)
    (event,) = uow.append(None, [lift], now)
    restore_others(desk, uow, undone, event.event_id, now)


def _channels(scope: Scope, channel: str, kind: PointKind | None) -> tuple[str, ...]:
    if scope == "number":
        return NUMBER_CHANNELS
    if scope != "channel":
        return (EVERY_CHANNEL,)
    wanted = channel or ("email" if kind == "email" else "")
    if wanted not in _CHANNELS:
        raise BadInput(
            "needs_channel",
            "An opt-out from a channel needs to say which.",
            f"Add --channel with one of {', '.join(_CHANNELS)}.",
        )
    if kind is not None and (wanted == "email") != (kind == "email"):
        raise BadInput(
            "other_channel", "This channel does not use such an address.", "Name another channel."
        )
    return TWINS.get(wanted, (wanted,))


def _keys_of_lead(
    desk: Desk, lead: Lead, scope: Scope, channels: tuple[str, ...]
) -> tuple[str, ...]:
    if scope == "organisation":
        keys = organisation_keys(lead.company, lead.points, desk.free_mail)
    else:
        keys = matchable(points_of_channels(lead.points, channels))
    if not keys and scope in ("organisation", "number"):
        raise Refused(
            "nothing_to_close",
            f"This person has no {scope} that could be closed.",
            "Opt the person out instead: --scope person.",
        )
    return keys


def _entry(desk: Desk, scope: Scope, channels: tuple[str, ...], keys: Sequence[str]) -> Suppression:
    return Suppression(
        suppression_id=desk.new_id(),
        scope=scope,
        channels=channels,
        digests=desk.ring.digests(keys),
        key_id=desk.ring.newest.key_id,
    )


def _close_lead(
    desk: Desk, uow: UnitOfWork, lead_id: UUID, entry: Suppression, now: datetime
) -> OptedOut:
    facts = gather(desk, uow, lead_id)
    bodies, after = decided(facts, OptOut(suppression=entry, why="asked"), now)
    events = append_and_place(desk, uow, facts, bodies, now, after=after)
    # What a closed channel or number means for the plan.
    advance_lead(desk, uow, lead_id, now, cause_id=events[0].event_id)
    uow.commit()
    return _told(desk, uow, entry, events[0])


def _told(desk: Desk, uow: UnitOfWork, entry: Suppression, event: Event) -> OptedOut:
    changes = Changes(leads=uow.placed, queue=True, suppressions=True, undo_id=event.event_id)
    return OptedOut(
        changes=publish_changes(desk, changes),
        scope=entry.scope,
        channels=entry.channels,
        leads=uow.placed,
    )


def _known(reader: Reader, address: Address) -> Sequence[UUID]:
    """The leads that an address concerns."""
    if address.kind is None:
        return leads_of_organisation(reader, address.keys)
    return reader.leads_sharing((address.kind, key) for key in address.keys)
