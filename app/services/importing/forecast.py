"""What would become of an import plan if it were stored now: counted before anything is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.core.consent.suppression import EVERY_CHANNEL, closures, matchable, organisations_met
from app.core.people.lead import ContactPoint
from app.core.people.one_person import full_name, names_differ
from app.core.people.phone_variants import variants
from app.services.desk.desk import Desk
from app.services.importing.plan import ImportPlan
from app.services.people.lead_draft import LeadDraft
from app.services.people.same_person import Described, PointKey, described, known_as
from app.services.store.reader import Reader

# As many people as one question to the store asks for.
_PORTION = 200
# Of people who share a number, as many are compared.
_MOST_COMPARED = 8
# More names than these nobody reads.
_MOST_SOURCES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Places of drafts in the plan: who is new, known here already, or asked for no contact.

    Together they are all drafts. People who are known are merged, people who asked for no contact
    on any channel are not stored. `other_names` are the names under which people are known here, by
    place, where theirs in the file cannot be the same. `unknown_sources` are the sources in the
    file that the routing table does not know, each with how many people have it, the most first.
    """

    new: tuple[int, ...] = ()
    known: tuple[int, ...] = ()
    suppressed: tuple[int, ...] = ()
    other_names: Mapping[int, str] = field(default_factory=dict)
    unknown_sources: tuple[tuple[str, int], ...] = ()


def unknown_sources(desk: Desk, plan: ImportPlan) -> tuple[tuple[str, int], ...]:
    """The sources of a plan that lead nowhere of their own, with how many people have each."""
    table = desk.library.routing
    counts = Counter(
        draft.source for draft in plan.drafts if draft.source and not table.knows(draft.source)
    )
    return tuple(counts.most_common(_MOST_SOURCES))


def forecast(desk: Desk, plan: ImportPlan) -> Forecast:
    """Look every person of a plan up, in the order in which they would be stored.

    The rules are those of storing: a known number or address merges, and only somebody who is not
    known can be left out for an opt-out.
    """
    new: list[int] = []
    known: list[int] = []
    suppressed: list[int] = []
    other_names: dict[int, str] = {}
    met: dict[PointKey, list[Described]] = {}
    with desk.store.read() as reader:
        for start in range(0, len(plan.drafts), _PORTION):
            drafts = list(plan.drafts[start : start + _PORTION])
            portion = [_keys(draft) for draft in drafts]
            stored = frozenset(reader.leads_at([key for keys in portion for key in keys]))
            barred = _barred(desk, reader, drafts)
            for place, keys in enumerate(portion, start=start):
                draft = plan.drafts[place]
                who = described(draft.name, draft.points, apart=draft.apart)
                lead = None if stored.isdisjoint(keys) else known_as(reader, who, keys)
                if lead is not None and names_differ(who.name, full_name(lead)):
                    other_names[place] = full_name(lead)
                if lead is not None or _is_met(who, keys, met):
                    known.append(place)
                elif place - start in barred:
                    suppressed.append(place)
                    continue
                else:
                    new.append(place)
                for key in keys:
                    met.setdefault(key, []).append(who)
    return Forecast(
        new=tuple(new),
        known=tuple(known),
        suppressed=tuple(suppressed),
        other_names=other_names,
        unknown_sources=unknown_sources(desk, plan),
    )


def _is_met(who: Described, keys: list[PointKey], met: Mapping[PointKey, list[Described]]) -> bool:
    """Whether an earlier draft will be stored as the same person."""
    return any(
        not who.is_other(key[0], other.name, other.numbers)
        for key in keys
        for other in met.get(key, ())[:_MOST_COMPARED]
    )


def _keys(draft: LeadDraft) -> list[PointKey]:
    return [
        (point.kind, form)
        for point in draft.points
        if point.status != "unparsed"
        for form in (variants(point.value) if point.kind == "phone" else (point.value,))
    ]


def _barred(desk: Desk, reader: Reader, portion: list[LeadDraft]) -> frozenset[int]:
    """Who of a portion asked for no contact at all. Hardly anybody, so all are asked at once."""
    points = [_points(draft) for draft in portion]
    digests = [
        desk.ring.every_digest(
            (*matchable(mine), *organisations_met(draft.company, mine, desk.free_mail))
        )
        for draft, mine in zip(portion, points, strict=True)
    ]
    if not reader.barriers(dict.fromkeys(d for one in digests for d in one)).entries:
        return frozenset()
    return frozenset(
        place
        for place, one in enumerate(digests)
        if EVERY_CHANNEL in closures(points[place], reader.barriers(one).entries, desk.ring).closed
    )


def _points(draft: LeadDraft) -> tuple[ContactPoint, ...]:
    return tuple(
        ContactPoint(point_id=UUID(int=n), kind=p.kind, value=p.value, status=p.status)
        for n, p in enumerate(draft.points)
    )
