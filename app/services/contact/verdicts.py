"""May this person, or this number, be contacted now? The verdict, and the rules behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from app.core.consent.consent import Consent
from app.core.consent.suppression import closures, matchable
from app.core.contact.policy import Snapshot, Verdict, judge
from app.core.contact.rules import RuleBook
from app.core.engine.facts import Facts
from app.core.people.lead import CONSENT_OF, Channel, ContactPoint, Lead, PointKind
from app.core.people.local_time import ZoneTables, zones_for
from app.core.reason import Reason
from app.core.work.touch import Touch
from app.services.desk.desk import Desk
from app.services.desk.facts import gather

ReasonWeight = Literal["hard", "soft", "note"]
_NOBODY = UUID(int=0)
_FORCES: Mapping[str, ReasonWeight] = {"soft": "soft", "note": "note"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A reason with what stands behind it: `rule`, where it is from, how sure that is, its note.

    `basis` says what kind of rule it is, `country` and `region` (ISO codes) where it holds; "*" is
    everywhere. All are "" where it is a fact about the person.
    """

    reason: Reason
    force: ReasonWeight
    rule: str = ""
    cite: str = ""
    certainty: str = ""
    note: str = ""
    basis: str = ""
    country: str = ""
    region: str = ""


def verdict_for_lead(
    desk: Desk,
    lead_id: UUID,
    channel: Channel,
    *,
    house: bool = True,
    consent: bool = False,
    at: datetime | None = None,
) -> Verdict:
    """The verdict for a stored person. Raises NotFound.

    Without `house` only what nobody may override; with `consent` as if they had agreed just now.
    """
    now = at or desk.clock.now()
    with desk.store.read() as reader:
        facts = gather(desk, reader, lead_id)
    agreed = _agreed(channel, now) if consent else ()
    snapshot = facts.snapshot.imagined(house=house, consents=agreed)
    return judge(_asked(facts, channel, now), facts.lead, now, snapshot)


def verdict_for_number(
    desk: Desk,
    phone: str,
    channel: Channel,
    tables: ZoneTables,
    *,
    country: str = "",
    region: str = "",
    city: str = "",
    consent: bool = False,
    house: bool = True,
    at: datetime | None = None,
) -> Verdict:
    """The verdict for a number (E.164) of which no more is known than what is said here."""
    now = at or desk.clock.now()
    kinds: tuple[tuple[PointKind, str], ...] = (("phone", phone), ("email", "@"), ("linkedin", "/"))
    points = tuple(
        ContactPoint(point_id=UUID(int=n), kind=kind, value=value)
        for n, (kind, value) in enumerate(kinds)
    )
    lead = Lead(
        lead_id=_NOBODY,
        owner_id=_NOBODY,
        points=points,
        received_at=now,
        added_at=now,
        country=country,
        region=region,
        city=city,
        zones=zones_for([phone], country, region, city, tables),
    )
    with desk.store.read() as reader:
        met = reader.barriers(desk.ring.every_digest(matchable(points[:1])))
    found = closures(points, met.entries, desk.ring)
    lead = lead.barring(found.barred)
    snapshot = Snapshot(
        rules=desk.rules,
        house=house,
        suppressed=found.closed,
        held=found.held,
        listings=met.listings,
        consents=_agreed(channel, now) if consent else (),
        tz_version=desk.tz_version,
    )
    return judge(_touch(channel, now), lead, now, snapshot)


def cited(verdict: Verdict, rules: RuleBook) -> tuple[Cited, ...]:
    """The reasons of a verdict, each with its force and where it comes from."""
    return tuple(_cited(one, rules) for one in verdict.reasons)


def _cited(one: Reason, rules: RuleBook) -> Cited:
    force = _FORCES.get(str(one.args.get("force")), "hard")
    rule = rules.by_id.get(str(one.args.get("rule", "")))
    if rule is None:
        return Cited(reason=one, force=force)
    return Cited(
        reason=one,
        force=force,
        rule=rule.rule_id,
        cite=rule.cite,
        certainty=rule.certainty,
        note=rule.note,
        basis=rule.basis,
        country=rule.country,
        region=rule.region,
    )


def _asked(facts: Facts, channel: Channel, now: datetime) -> Touch:
    """The promise that is open on this channel, which has its own slot, or else any touch."""
    promised = (t for t in facts.work.planned if t.kind in ("callback", "meeting"))
    return next((t for t in promised if t.channel == channel), _touch(channel, now))


def _touch(channel: Channel, now: datetime) -> Touch:
    """A touch beside a plan, with a text of it."""
    return Touch(
        touch_id=_NOBODY,
        kind="inserted",
        step_key="judge",
        channel=channel,
        planned_at=now,
        due_at=now,
    )


def _agreed(channel: Channel, now: datetime) -> tuple[Consent, ...]:
    name = CONSENT_OF[channel]
    if name is None:
        return ()
    return (
        Consent(
            consent_id=_NOBODY,
            channel=name,
            granted=True,
            basis="imagined",
            source="judge",
            recorded_at=now,
        ),
    )
