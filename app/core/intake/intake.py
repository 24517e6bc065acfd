"""Whoever comes in, as facts and events: somebody new, or more about somebody known.

Nothing is looked up here: who is known, and by what their points are barred, is found before.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from app.core.consent.consent import ANSWER, ASKED, ENQUIRY_LASTS, Consent, consent_state
from app.core.consent.key_ring import KeyRing
from app.core.consent.suppression import (
    EVERY_CHANNEL,
    Suppression,
    closures,
    matchable,
    points_of_channels,
)
from app.core.ids import keyed_id
from app.core.log.events import (
    Body,
    ConsentRecorded,
    LeadAdded,
    LeadRevised,
    SignalReceived,
    Suppressed,
)
from app.core.people.lead import ConsentChannel, ContactPoint, Direction, Lead
from app.core.people.new_lead import NewLead, NewPoint
from app.core.people.person_facts import PERSONAL
from app.core.work.enrolment import LeadWork
from app.core.work.signal import USUAL_CONFIDENCE, Signal, SignalKind

# Sources of people who asked to be contacted. Whoever is typed in without one has not said so; a
# list that is imported says in its own columns who agreed to what.
ENQUIRIES = frozenset(
    {
        "web_form",
        "web",
        "phone",
        "phone_enquiry",
        "inbound_call",
        "chat",
        "inbound_chat",
        "email",
        "demo_request",
        "contact_sales",
        "pricing_inquiry",
    }
)
# A key such as "fair_2026_11" may hold a date, none holds a number or a text.
_MOST_DIGITS, _LONGEST = 8, 60


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """Where and when somebody comes in.

    They become people of `owner_id`; digests are made with `ring`, `now` is a UTC instant.
    """

    owner_id: UUID
    ring: KeyRing
    new_id: Callable[[], UUID]
    now: datetime


class ComeIn(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of whoever came in: the facts to keep, and what happened, in its order.

    `score_moved` is a score that is another one than was known, for the rules to act on.
    """

    lead: Lead
    bodies: tuple[Body, ...]
    score_moved: Signal | None = None


def points_of(intake: Intake, lead_id: UUID, points: Collection[NewPoint]) -> list[ContactPoint]:
    """The points as they are kept.

    Their ids follow from lead and value, so that a second import finds the same points.
    """
    return [
        ContactPoint(
            point_id=keyed_id(intake.ring.own.secret, lead_id, f"{new.kind}/{new.value}"),
            kind=new.kind,
            value=new.value,
            status=new.status,
            note=new.note,
        )
        for new in points
    ]


def newcomer(intake: Intake, new: NewLead, lead_id: UUID) -> ComeIn:
    """Somebody nobody knows yet. Nobody is received later than now."""
    received_at = min(new.received_at or intake.now, intake.now)
    lead = Lead(
        lead_id=lead_id,
        points=tuple(points_of(intake, lead_id, new.points)),
        source=new.source,
        direction=new.direction,
        received_at=received_at,
        received_on=new.received_on,
        added_at=intake.now,
        owner_id=intake.owner_id,
        temperature=new.temperature,
        stage=new.stage,
        zones=new.zones,
        extra=dict(new.extra),
        **new.facts(),
    )
    added = LeadAdded(
        owner_id=lead.owner_id,
        source=_source_key(lead.source),
        direction=lead.direction,
        received_at=received_at,
        stage=new.stage,
        temperature=lead.temperature,
    )
    # What they bring with them is no movement of a plan that has not begun.
    given = _score_moved(intake, new.score or 0)
    brought = (SignalReceived(signal=given),) if given else ()
    return ComeIn(lead=lead, bodies=(added, *brought, *_agreed(intake, lead, new)))


def more_about(
    intake: Intake, new: NewLead, stored: Lead, work: LeadWork, revision: int, *, held: bool
) -> ComeIn:
    """More about somebody known: what was empty is filled, what is known is never overwritten.

    Refusals and opt-outs are added, an agreement is only where nothing was known. `revision` is the
    current one of their facts, `held` whether a suspected refusal waits already.
    """
    known = {(p.kind, p.value) for p in stored.points}
    fresh = [p for p in new.points if (p.kind, p.value) not in known]
    points = tuple(points_of(intake, stored.lead_id, fresh))
    filled = {
        name: getattr(new, name)
        for name in PERSONAL
        if getattr(new, name) and not getattr(stored, name)
    }
    lead = stored.revised(points, filled, new.zones)
    revised: tuple[Body, ...] = ()
    if lead != stored:
        fields = tuple(sorted([*filled, *(["points"] if points else [])]))
        revised = (LeadRevised(revision=revision + 1, fields=fields, source="import"),)
    known_score = sum(h.signal.points for h in work.signals if h.signal.kind == "score_change")
    return ComeIn(
        lead=lead,
        bodies=(*revised, *_news(intake, new, lead, work, held=held)),
        score_moved=_score_moved(intake, 0 if new.score is None else new.score - known_score),
    )


def _score_moved(intake: Intake, points: int) -> Signal | None:
    """A score that another program gives, by how much it is another one."""
    if not points:
        return None
    kind: SignalKind = "score_change"
    return Signal(
        signal_id=intake.new_id(),
        kind=kind,
        at=intake.now,
        confidence=USUAL_CONFIDENCE[kind],
        points=points,
    )


def _news(
    intake: Intake, new: NewLead, lead: Lead, work: LeadWork, *, held: bool
) -> tuple[Body, ...]:
    """The agreements and refusals in `new` that were not known of a lead."""
    closed = closures((), work.suppressions, intake.ring).closed
    asked = {c.channel for c in work.consents}
    refused = {c.channel for c in work.consents if not c.granted}
    news = new.but(
        consents=_unknown(new.consents, asked, refused),
        opt_outs=new.opt_outs - closed if EVERY_CHANNEL not in closed else frozenset(),
        held=frozenset() if EVERY_CHANNEL in closed or held else new.held,
    )
    # Whoever asks again renews what their last enquiry allowed.
    current = {c for c in asked if consent_state(work.consents, c, intake.now) != "expired"}
    refusing: set[ConsentChannel] = set() if _asked_for(new) else {"call"}
    return _agreed(intake, lead, news, current | refusing | new.consents.keys())


def _unknown(
    consents: Mapping[ConsentChannel, bool],
    asked: Collection[ConsentChannel],
    refused: Collection[ConsentChannel],
) -> Mapping[ConsentChannel, bool]:
    """A refusal that was not on record, and a yes where nothing was asked before."""
    return {
        channel: granted
        for channel, granted in consents.items()
        if channel not in refused and (not granted or channel not in asked)
    }


def _agreed(
    intake: Intake, lead: Lead, new: NewLead, answered: Collection[ConsentChannel] = ()
) -> tuple[Body, ...]:
    """What the columns of a file, or a form, say the person agreed to and refused.

    Whoever asked to be contacted agreed to a call, unless that was `answered` before.
    """
    source = _source_key(new.source or lead.source) or "entered"
    bodies: list[Body] = [
        ConsentRecorded(
            consent=Consent(
                consent_id=intake.new_id(),
                channel=channel,
                granted=granted,
                basis="consent",
                source=source,
                recorded_at=intake.now,
                evidence=f"stated:{source}",
            )
        )
        for channel, granted in sorted(new.consents.items())
    ]
    bodies += [
        ConsentRecorded(consent=_enquired(intake, new, channel, source))
        for channel in _asked_for(new)
        if channel not in answered
    ]
    if new.opt_outs:
        refusal = _refusal(intake, lead, new.opt_outs, suspected=False)
        bodies.append(Suppressed(suppression=refusal, why="import"))
    if new.held:
        # What looks like a refusal in a list closes the person until somebody has read it.
        suspicion = _refusal(intake, lead, new.held, suspected=True)
        bodies.append(Suppressed(suppression=suspicion, why="suspected"))
    return tuple(bodies)


def _refusal(
    intake: Intake, lead: Lead, refused: frozenset[str], *, suspected: bool
) -> Suppression:
    every = EVERY_CHANNEL in refused
    channels = (EVERY_CHANNEL,) if every else tuple(sorted(refused))
    about = points_of_channels(lead.points, channels)
    return Suppression(
        suppression_id=intake.new_id(),
        scope="person" if every else "channel",
        channels=channels,
        digests=intake.ring.digests(matchable(about)),
        key_id=intake.ring.newest.key_id,
        suspected=suspected,
    )


def _source_key(source: str) -> str:
    """A source as the log may hold it: a column of a file may hold anything, also an address."""
    digits = sum(c.isdigit() for c in source)
    return "other" if "@" in source or digits > _MOST_DIGITS or len(source) > _LONGEST else source


def _enquired(intake: Intake, new: NewLead, channel: ConsentChannel, source: str) -> Consent:
    """Asking to be contacted is a yes to an answer, for a while, with the enquiry as its proof."""
    asked_at = min(new.received_at or intake.now, intake.now)
    return Consent(
        consent_id=intake.new_id(),
        channel=channel,
        granted=True,
        basis=ASKED,
        source=source,
        recorded_at=intake.now,
        expires_at=asked_at + ENQUIRY_LASTS,
        purpose=ANSWER,
        evidence=f"enquiry:{asked_at.isoformat()}",
    )


def _asked_for(new: NewLead) -> tuple[ConsentChannel, ...]:
    """The call that an enquiry asks for, if they can be called and nothing says otherwise."""
    enquiry = asks_to_be_contacted(new.source, new.direction)
    phone = any(point.kind == "phone" and point.status == "usable" for point in new.points)
    refused = {EVERY_CHANNEL, "call"} & (new.opt_outs | new.held)
    said_no = bool(refused) or "call" in new.consents
    return ("call",) if enquiry and phone and not said_no else ()


def asks_to_be_contacted(source: str, direction: Direction = "inbound") -> bool:
    """Whether coming by `source` is to ask for an answer: they rang, wrote, or filled in a form."""
    return direction == "inbound" and source.lower() in ENQUIRIES
