"""The facts that a decision is made of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec
from msgspec.structs import replace

from app.core.cadence.cadence import Cadence
from app.core.consent.key_ring import KeyRing
from app.core.consent.suppression import Barriers, closures, in_force
from app.core.contact.history import (
    TriedElsewhere,
    attempts_of,
    heard_at,
    refused_at,
    wished_start,
)
from app.core.contact.policy import Snapshot
from app.core.contact.rules import RuleBook
from app.core.messages.template import Template
from app.core.people.lead import Lead
from app.core.planning.age_bands import AgeBands
from app.core.routing.known import route_facts
from app.core.routing.table import Routed, RoutingTable, route
from app.core.rules.rule import Ruleset
from app.core.team.takeover import Staff
from app.core.work.best_hours import CallCell
from app.core.work.enrolment import Enrolment, LeadWork


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All that a decision about one lead may depend on, beside the instant.

    `lead.points` already carry what the log says about unusable ones. `ring` keys the digests
    of an opt-out; `desk_zone` is the IANA zone of the desk, for leads whose own is unknown.
    `age_bands` say by which channels people of an age are reached.
    `tracked` are the channels that report what becomes of a message, `best_hours` what calls with
    everybody came to lately, by weekday and hour. `cadences` holds the newest version of each by
    key, `former` older ones that somebody may still be on, by key and version.
    `barriers` are the entries and lists that the person's numbers and addresses met, `elsewhere`
    what was tried with other leads of the same number. `account_id` is the account of the lead's
    company, None for a person without one. `routing` says which cadence a lead gets, `templates`
    are the messages by key. `staff` are the people who fill the roles that plans name.
    """

    lead: Lead
    work: LeadWork
    cadences: Mapping[str, Cadence]
    snapshot: Snapshot
    desk_zone: str
    ring: KeyRing
    ruleset: Ruleset = Ruleset()
    tracked: frozenset[str] = frozenset()
    best_hours: tuple[CallCell, ...] = ()
    age_bands: AgeBands = AgeBands()
    routing: RoutingTable = RoutingTable()
    templates: Mapping[str, Template] = {}
    barriers: Barriers = Barriers()
    elsewhere: TriedElsewhere = TriedElsewhere()
    former: Mapping[tuple[str, int], Cadence] = msgspec.field(default_factory=dict)
    account_id: UUID | None = None
    staff: Staff = msgspec.field(default_factory=dict)

    def plan_of(self, enrolment: Enrolment) -> Cadence | None:
        """Exactly the version that an enrolment is on, for its role; None where it is not known."""
        key, version = enrolment.cadence_key, enrolment.cadence_version
        cadence = self.cadences.get(key)
        if cadence is None or cadence.version != version:
            cadence = self.former.get((key, version))
        if cadence is None or enrolment.role is None:
            return cadence
        return cadence.for_role(enrolment.role)

    def routed(self, now: datetime) -> Routed:
        """Where the table sends the lead as things stand. Raises NotFound for nowhere."""
        known = route_facts(self.lead, self.work, self.routing, self.ruleset.points, now)
        return route(known, self.routing, self.cadences, self.lead.lead_id)

    def after(
        self, work: LeadWork, lead: Lead | None = None, barriers: Barriers | None = None
    ) -> "Facts":
        """The same facts once the work has gone on, with another lead or barriers if given."""
        lead, met = lead or self.lead, barriers or self.barriers
        found = closures(lead.points, in_force(met.entries, work.suppressions), self.ring)
        said_no = (at for at in (refused_at(work), self.elsewhere.refused_at) if at)
        snapshot = replace(
            self.snapshot,
            suppressed=found.closed,
            held=found.held,
            listings=met.listings,
            consents=work.consents,
            attempts=tuple(sorted((*attempts_of(work), *self.elsewhere.attempts))),
            refused_at=max(said_no, default=None),
            whatsapp_at=heard_at(work, "whatsapp"),
        )
        return replace(
            self, lead=lead.barring(found.barred), work=work, snapshot=snapshot, barriers=met
        )


class TextsInUse(Protocol):
    """The texts that decisions go by, each at its newest version, and the older ones in use."""

    @property
    def cadences(self) -> Mapping[str, Cadence]: ...
    @property
    def former(self) -> Mapping[tuple[str, int], Cadence]: ...
    @property
    def templates(self) -> Mapping[str, Template]: ...
    @property
    def ruleset(self) -> Ruleset: ...
    @property
    def age_bands(self) -> AgeBands: ...
    @property
    def routing(self) -> RoutingTable: ...


class HouseRules(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for every lead: contact rules, time-zone data, zone of the desk, keys, tracking.

    `tracked` are the channels that report what becomes of a message, `best_hours` what calls with
    everybody came to lately, `staff` those who fill the roles that plans name.
    """

    rules: RuleBook
    tz_version: str
    desk_zone: str
    ring: KeyRing
    tracked: frozenset[str] = frozenset()
    best_hours: tuple[CallCell, ...] = ()
    staff: Staff = msgspec.field(default_factory=dict)


def facts_about(
    lead: Lead,
    work: LeadWork,
    *,
    texts: TextsInUse,
    house: HouseRules,
    barriers: Barriers,
    elsewhere: TriedElsewhere,
    account_id: UUID | None,
) -> Facts:
    """The facts of a lead as stored, whoever stores it: a desk, or a place that serves many.

    `barriers` are what the person's points meet, `elsewhere` what was tried with others of their
    number. The answer judges, routes and decides without asking any further.
    """
    lead = lead.as_worked(work.unusable, work.stage)
    facts = Facts(
        lead=lead,
        work=work,
        cadences=texts.cadences,
        former=texts.former,
        snapshot=Snapshot(
            rules=house.rules,
            not_before=wished_start(lead.prefers),
            tz_version=house.tz_version,
        ),
        desk_zone=house.desk_zone,
        ring=house.ring,
        ruleset=texts.ruleset,
        tracked=house.tracked,
        best_hours=house.best_hours,
        staff=house.staff,
        account_id=account_id,
        age_bands=texts.age_bands,
        routing=texts.routing,
        templates=texts.templates,
        barriers=barriers,
        elsewhere=elsewhere,
    )
    return facts.after(work)
