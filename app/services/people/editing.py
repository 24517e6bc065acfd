"""Changing what is known of a person: their facts, their numbers and addresses, and that again.

What it was before stands beside the event until the person is erased, so that it can be taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.core.consent.suppression import EVERY_CHANNEL
from app.core.engine.engine import Hold, decided
from app.core.errors import BadInput, Refused
from app.core.ids import keyed_id
from app.core.log.events import (
    EDIT_TAKEN_BACK,
    EDITED,
    Body,
    Event,
    LeadRevised,
    PointMarked,
    decode_body,
    holds,
)
from app.core.log.undo import revised_since, take_back
from app.core.people.lead import ContactPoint, Lead, PointKind, in_text, lead_of_text
from app.core.people.local_time import zones_for
from app.core.people.person_facts import TOLD
from app.core.people.phone import display
from app.core.people.visible import visible
from app.core.reading.told_refusals import note_refusal
from app.services.desk.desk import Desk
from app.services.desk.facts import facts_of, gather
from app.services.desk.recording import (
    advance_lead,
    append_and_place,
    publish_changes,
    refresh_other,
)
from app.services.desk.shared_numbers import leads_sharing_numbers
from app.services.people.lead_entry import read_mail_address, read_number, read_profile
from app.services.store.records import Changes
from app.services.store.unit_of_work import UnitOfWork

BEFORE = "before"
# What a person may change of another; where they came from and when stays as it was.
TEXTS = (
    "first_name",
    "last_name",
    "company",
    "job_title",
    "country",
    "region",
    "city",
    "language",
    "interest",
    "industry",
    "occasion",
    "asked_for",
    "research_note",
)
NUMBERS = ("age", "value")
_PLACE = frozenset({"country", "region", "city"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PointEntry:
    """A number, address or profile as it stands in the form, in the order in which it is used.

    `point_id` is that of the point it was, None for a further one. Not `usable`: it is marked.
    """

    kind: PointKind
    text: str
    usable: bool = True
    point_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadEdit:
    """What changes: `facts` by name (TEXTS, NUMBERS), and all `points` where they change at all.

    A point that is left out is marked as unusable, not forgotten.
    """

    facts: Mapping[str, str | int | None] = field(default_factory=dict)
    points: tuple[PointEntry, ...] | None = None


def entries_of(lead: Lead) -> tuple[PointEntry, ...]:
    """The points of a lead as a form begins with them."""
    return tuple(
        PointEntry(
            kind=p.kind,
            text=display(p.value) if p.kind == "phone" and p.status != "unparsed" else p.value,
            usable=p.status in ("usable", "barred"),
            point_id=p.point_id,
        )
        for p in lead.points
    )


def same_point(entry: PointEntry, text: str) -> bool:
    """Whether `text` names this number or address, however its digits are grouped."""
    said, has = text.strip().casefold(), entry.text.casefold()
    if entry.kind != "phone":
        return said == has
    return "".join(filter(str.isdigit, said)) == "".join(filter(str.isdigit, has)) != ""


def edit_lead(desk: Desk, lead_id: UUID, edit: LeadEdit, *, at: datetime | None = None) -> Changes:
    """Change a person, judge them anew, and place them anew. Undo takes it back.

    A number or address that wants no contact closes the person at once. Nothing is written where
    nothing changes. Raises NotFound, and BadInput for a country, number or address that is none,
    or where nothing would be left by which to know the person.
    """
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        before, work = uow.person(lead_id)
        facts = _facts(desk, before, edit.facts)
        lead = before.with_facts(facts)
        points: tuple[ContactPoint, ...] = lead.points
        marks: tuple[PointMarked, ...] = ()
        if edit.points is not None:
            points, marks = _points(desk, lead, work.unusable, edit.points)
        lead = lead.with_facts({"points": points})
        if not lead.name:
            raise BadInput(
                "empty_lead",
                "A lead needs a name, a number or an email address.",
                "Give at least one of them.",
            )
        fields = tuple(facts) + (("points",) if points != before.points or marks else ())
        if not fields:
            return Changes(leads=frozenset({lead_id}))
        if _PLACE & facts.keys() or "points" in fields:
            lead = _zoned(desk, lead)
        revision = uow.revision(lead_id) + 1
        uow.save_lead(lead, revision)
        revised = LeadRevised(revision=revision, fields=fields, source=EDITED)
        sharing = {*leads_sharing_numbers(uow, before), *leads_sharing_numbers(uow, lead)}
        after = facts_of(desk, uow, lead, work)
        held = decided(after, Hold(channels=_refused(desk, facts)), now)[0]
        bodies: tuple[Body, ...] = (revised, *marks, *held)
        event = append_and_place(desk, uow, after, bodies, now)[0]
        uow.add_text(event.event_id, lead_id, BEFORE, in_text(before))
        # What a closed number, or another place, means for the plan.
        advance_lead(desk, uow, lead_id, now, cause_id=event.event_id)
        for other in sharing:
            refresh_other(desk, uow, other, now)
        uow.commit()
    changes = Changes(
        leads=uow.placed | {lead_id},
        queue=True,
        suppressions=holds(held),
        undo_id=event.event_id,
        held=holds(held),
    )
    return publish_changes(desk, changes)


def _refused(desk: Desk, facts: Mapping[str, str | int | None]) -> tuple[str, ...]:
    """The channels that a text which was typed about them seems to refuse."""
    texts = (str(facts.get(name) or "") for name in TOLD)
    refused = {c for text in texts for c in note_refusal(text, desk.library.words)}
    return tuple(sorted({EVERY_CHANNEL} & refused or refused))


def take_back_edit(desk: Desk, uow: UnitOfWork, undone: Event, now: datetime) -> Event:
    """Make a person what they were before an edit; the event that says so. The caller commits.

    Raises Refused where they were changed again since, or the event is no edit.
    """
    body = decode_body(undone.type, undone.v, undone.body)
    lead_id = undone.lead_id
    former = uow.event_text(undone.event_id, BEFORE)
    if not isinstance(body, LeadRevised) or lead_id is None or not former:
        raise Refused("not_undoable", "This cannot be undone.", "Log what is right instead.")
    log = uow.log(lead_id)
    if revised_since(log, undone.event_id):
        raise Refused(
            "undo_not_last",
            "Something else was done for this person since.",
            "Undo that first, or correct it in the timeline of the person.",
        )
    back = take_back(lead_id, log, undone.event_id)
    revision = uow.revision(lead_id) + 1
    sharing = set(leads_sharing_numbers(uow, uow.lead(lead_id)))
    uow.save_lead(lead_of_text(former), revision)
    revised = LeadRevised(revision=revision, fields=body.fields, source=EDIT_TAKEN_BACK)
    events = append_and_place(desk, uow, gather(desk, uow, lead_id), (*back, revised), now)
    for other in sharing:
        refresh_other(desk, uow, other, now)
    return events[0]


def _facts(
    desk: Desk, lead: Lead, wanted: Mapping[str, str | int | None]
) -> dict[str, str | int | None]:
    """What differs from what is known, trimmed."""
    found: dict[str, str | int | None] = {}
    for name, value in wanted.items():
        if name not in TEXTS + NUMBERS:
            raise BadInput("no_such_field", "Nobody has such a field.", "Name another one.")
        said = " ".join(visible(value).split()) if isinstance(value, str) else value
        if name == "country" and isinstance(said, str):
            said = said.upper()
            if said and said not in desk.rules.tables.countries:
                raise BadInput(
                    "bad_country",
                    "That is no country code Touchline knows.",
                    "Use the two letters of ISO 3166, such as ES or MX.",
                )
        if name == "language" and isinstance(said, str):
            said = said.lower()
        if said != getattr(lead, name):
            found[name] = said
    return found


def _points(
    desk: Desk, lead: Lead, unusable: Sequence[UUID], entries: Sequence[PointEntry]
) -> tuple[tuple[ContactPoint, ...], tuple[PointMarked, ...]]:
    """The points in their order, and the marks that change: what was left out is marked."""
    known = {(p.kind, p.value): p for p in lead.points}
    by_id = {p.point_id: p for p in lead.points}
    kept: dict[UUID, ContactPoint] = {}
    wanted: dict[UUID, bool] = {}
    for entry in entries:
        if not entry.text.strip():
            continue
        was = by_id.get(entry.point_id) if entry.point_id is not None else None
        if was is not None and entry.text.strip() in (was.value, display(was.value)):
            point = was
        else:
            value = _read(desk, lead, entry)
            point_id = keyed_id(desk.ring.own.secret, lead.lead_id, f"{entry.kind}/{value}")
            new = ContactPoint(point_id=point_id, kind=entry.kind, value=value)
            point = known.get((entry.kind, value), new)
        if entry.usable and point.status == "unusable":
            point = point.usable()
        kept.setdefault(point.point_id, point)
        wanted.setdefault(point.point_id, entry.usable)
    left = {p.point_id: p for p in lead.points if p.point_id not in kept}
    marks = [
        PointMarked(point_id=point_id, usable=usable, why=EDITED)
        for point_id, usable in (*wanted.items(), *((one, False) for one in left))
        if usable == (point_id in unusable)
    ]
    return (*kept.values(), *left.values()), tuple(marks)


def _read(desk: Desk, lead: Lead, entry: PointEntry) -> str:
    if entry.kind == "phone":
        return read_number(entry.text, lead.country or desk.identity.country)
    if entry.kind == "linkedin":
        return read_profile(entry.text)
    return read_mail_address(entry.text)


def _zoned(desk: Desk, lead: Lead) -> Lead:
    """The lead in the zones that its numbers and its address allow; what they said stays."""
    if lead.zone_confirmed:
        return lead
    phones = [p.value for p in lead.points if p.kind == "phone" and p.status == "usable"]
    zones = zones_for(phones, lead.country, lead.region, lead.city, desk.rules.tables)
    return lead.with_facts({"zones": zones or lead.zones})
