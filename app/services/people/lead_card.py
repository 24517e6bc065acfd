"""What the screen shows of one person: facts, consent, hours, plan and history."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from app.core.cadence.cadence import Cadence
from app.core.consent.consent import ASKED, ConsentState, consent_state, latest_consent
from app.core.consent.suppression import Listing, Suppression, in_force, is_suppressed
from app.core.contact.business_time import Stretch, local_date
from app.core.contact.days import DayOff, day_off, open_on
from app.core.engine.facts import Facts
from app.core.errors import NotFound
from app.core.log.events import DecidedByHand, type_of
from app.core.people.lead import CONSENT_OF, ConsentChannel, Lead, place_of
from app.core.planning.due import zone_for
from app.core.planning.slots import slots
from app.core.texts import in_language
from app.core.work.enrolment import Enrolment, LeadWork
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.people.accounts import Account, others_of
from app.services.store.reader import Reader
from app.services.store.records import TimelineEntry

StripState = Literal["done", "current", "planned", "skipped"]
SHOWN_CONSENTS: tuple[ConsentChannel, ...] = ("call", "email", "whatsapp")
TIMELINE = 60
# So many others of the company are shown with a person.
COLLEAGUES = 4
# An endless plan shows this many steps beyond the current one.
_AHEAD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StripStep:
    """One step of the plan as the lead panel draws it; `day` as numbered on screen."""

    channel: str
    title: str
    day: int
    state: StripState


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadCard:
    """Everything about one person.

    `consents` say for each shown channel what holds; an opt-out reads "refused". Of a channel in
    `asked` it holds because they asked to be contacted: for an answer, until its end. `held` are
    channels closed until somebody has read what looks like a refusal, `opt_outs` all entries in
    force that concern the person, `listings` the do-not-call lists with one of their numbers.
    `open_today` are the spans (aware UTC) in which `hours_of` is open on the person's local
    date `today_on`, none where the channel is `barred` by an opt-out or a refusal not read yet;
    `day_off` says what else shuts it: holiday, weekend or "". `deadline_at` is
    None unless a first contact is running. `account` has the others of the company, the first
    few; `account_size` counts all. `names` are those of people that the timeline names by id, and
    of cadences it names by key.
    """

    lead: Lead
    place: str
    zone: str
    zone_known: bool
    consents: tuple[tuple[ConsentChannel, ConsentState], ...]
    suppressed: frozenset[str]
    held: frozenset[str]
    opt_outs: tuple[Suppression, ...]
    listings: tuple[Listing, ...]
    consent_ends: Mapping[ConsentChannel, datetime]
    asked: frozenset[ConsentChannel]
    hours_of: ConsentChannel
    today_on: date
    open_today: tuple[Stretch, ...]
    barred: bool
    day_off: DayOff
    enrolment: Enrolment | None
    cadence_name: str
    cadence_version: int
    first_day_label: int
    step_no: int
    step_count: int
    day: int
    steps: tuple[StripStep, ...]
    timeline: Sequence[TimelineEntry]
    work: LeadWork
    account: Account
    account_size: int
    names: Mapping[str, str]


def lead_card(
    desk: Desk, lead_id: UUID, *, channel: str = "call", at: datetime | None = None
) -> LeadCard:
    """The card of a person, hours for `channel`. Raises NotFound."""
    now = at or desk.clock.now()
    with desk.store.read() as reader:
        facts = gather(desk, reader, lead_id)
        timeline = reader.timeline(lead_id, TIMELINE)
        account, account_size = others_of(desk, reader, facts, now, COLLEAGUES)
        names = _names(reader, timeline) | _plans(desk, timeline)
    lead, work = facts.lead.as_of(now), facts.work
    zone = zone_for(lead, desk.identity.zone)
    hours_of = CONSENT_OF[channel] or "call"
    barred = is_suppressed(facts.snapshot.suppressed | facts.snapshot.held, channel)
    today = local_date(now, zone)
    enrolment = work.enrolment or (work.enrolments[-1] if work.enrolments else None)
    cadence = facts.plan_of(enrolment) if enrolment else None
    steps = _strip(cadence, enrolment, work, desk.language) if cadence and enrolment else ()
    current = next((n for n, s in enumerate(steps, start=1) if s.state == "current"), len(steps))
    return LeadCard(
        lead=lead,
        place=place_of(lead),
        zone=zone,
        zone_known=bool(lead.zones),
        consents=tuple((name, _consent(facts, name, now)) for name in SHOWN_CONSENTS),
        suppressed=facts.snapshot.suppressed,
        held=facts.snapshot.held,
        opt_outs=in_force(facts.barriers.entries, work.suppressions),
        listings=facts.snapshot.listings,
        consent_ends=_ends(facts, now),
        asked=_asked(facts, now),
        hours_of=hours_of,
        today_on=today,
        open_today=() if barred else open_on(lead, channel, facts.snapshot, today, zone),
        barred=barred,
        day_off=day_off(lead, channel, facts.snapshot, today),
        enrolment=enrolment,
        cadence_name=in_language(cadence.name, desk.language) if cadence else "",
        cadence_version=cadence.version if cadence else 0,
        first_day_label=cadence.first_day_label if cadence else 0,
        step_no=current,
        step_count=len(steps),
        day=steps[current - 1].day if steps else 0,
        steps=steps,
        timeline=timeline,
        work=work,
        account=account,
        account_size=account_size,
        names=names,
    )


def _plans(desk: Desk, timeline: Sequence[TimelineEntry]) -> dict[str, str]:
    """What the cadences are called to which somebody was moved, by key."""
    by_hand = [entry.detail for entry in timeline if entry.code == type_of(DecidedByHand)]
    moved = {detail.get("to", "") for detail in by_hand}
    known = desk.library.cadences
    return {key: in_language(known[key].name, desk.language) for key in moved if key in known}


def _names(reader: Reader, timeline: Sequence[TimelineEntry]) -> dict[str, str]:
    """Who is meant by the ids of the timeline; whoever is not here any more is left out."""
    found: dict[str, str] = {}
    for by in dict.fromkeys(entry.detail.get("by", "") for entry in timeline):
        if by:
            with suppress(NotFound):
                lead = reader.lead(UUID(by))
                found[by] = lead.first_name or lead.name
    return found


def _consent(facts: Facts, name: ConsentChannel, now: datetime) -> ConsentState:
    if is_suppressed(facts.snapshot.suppressed, name):
        return "refused"
    return consent_state(facts.snapshot.consents, name, now)


def _ends(facts: Facts, now: datetime) -> dict[ConsentChannel, datetime]:
    """Until when a consent that was given holds, where it has an end."""
    latest = {c: latest_consent(facts.snapshot.consents, c, now) for c in SHOWN_CONSENTS}
    return {c: one.expires_at for c, one in latest.items() if one and one.expires_at}


def _asked(facts: Facts, now: datetime) -> frozenset[ConsentChannel]:
    """The channels that an enquiry alone opens."""
    latest = {c: latest_consent(facts.snapshot.consents, c, now) for c in SHOWN_CONSENTS}
    return frozenset(c for c, one in latest.items() if one and one.granted and one.basis == ASKED)


def _strip(
    cadence: Cadence, enrolment: Enrolment, work: LeadWork, reads: str
) -> tuple[StripStep, ...]:
    settled = {
        (t.step_key, t.occurrence): t.state
        for t in work.touches
        if t.kind == "step" and t.enrolment_id == enrolment.enrolment_id
    }
    strip: list[StripStep] = []
    ahead = 0
    for slot in slots(cadence):
        state = _state(settled.get((slot.step.key, slot.occurrence)), enrolment)
        ahead += state == "planned"
        if ahead > _AHEAD and slot.step.repeat_days:
            break
        strip.append(
            StripStep(
                channel=slot.step.channel,
                title=in_language(slot.step.title, reads),
                day=slot.day + cadence.first_day_label,
                state=state,
            )
        )
    return tuple(strip)


def _state(touch_state: str | None, enrolment: Enrolment) -> StripState:
    if touch_state == "done":
        return "done"
    if touch_state in ("skipped", "cancelled"):
        return "skipped"
    if touch_state == "planned" and enrolment.state != "finished":
        return "current"
    return "planned"
