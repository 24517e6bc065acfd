"""lead add, lead show, lead find: people."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterable
from dataclasses import asdict
from typing import get_args
from zoneinfo import ZoneInfo

from app.cli import lead_edit_command
from app.cli.answer import Answer, facts, local, one_line, table
from app.cli.parser import Commands, add_command, add_group
from app.cli.profile_commands import known_country, known_zone
from app.cli.queue_commands import touch_document, touch_lines
from app.cli.session import Session
from app.cli.values import a_day, a_moment_or_day, a_number, a_source, an_id, in_utc, words
from app.core.consent.consent import ConsentState
from app.core.errors import Refused
from app.core.people.lead import (
    CONSENT_OF,
    ConsentChannel,
    ContactPoint,
    Direction,
    Lead,
    Temperature,
)
from app.core.people.main_language import assumed_language
from app.core.people.phone import display
from app.services.contact.local_zone import confirm_zone, zones_said
from app.services.people.lead_card import LeadCard, lead_card
from app.services.people.lead_entry import LeadEntry, read_entry
from app.services.people.leads import add_lead, find
from app.services.working.outlook import outlook

_OLDEST = 120
_DEAREST = 10**12
_MOST_HITS = 1_000
_FOUND = 50
_CHANNELS = get_args(ConsentChannel)


def add_to(commands: Commands) -> None:
    """Add `lead` with its commands."""
    lead = add_group(commands, "lead", "add, show and find people")
    add = add_command(lead, "add", _add, "add a person, or more facts about one who is known")
    text = ("first", "last", "region", "city", "language", "company", "interest", "note")
    longer = ("job-title", "industry", "occasion", "asked-for", "research-note")
    for name in (*text, *longer):
        add.add_argument(f"--{name}", metavar="TEXT", default="")
    add.add_argument("--source", metavar="TEXT", type=a_source, default="")
    add.add_argument(
        "--phone", metavar="N", action="append", default=[], help="may be given several times"
    )
    add.add_argument("--email", metavar="ADDRESS", action="append", default=[])
    add.add_argument("--linkedin", metavar="URL", default="")
    add.add_argument("--country", metavar="CC", default="", help="ISO 3166")
    add.add_argument("--zone", metavar="Z", help="their IANA zone, if it is known better")
    add.add_argument("--received-at", metavar="INSTANT", type=a_moment_or_day, help="default: now")
    add.add_argument("--age", metavar="YEARS", type=a_number(1, _OLDEST))
    add.add_argument(
        "--value", metavar="N", type=a_number(0, _DEAREST), help="whole currency units"
    )
    add.add_argument("--temperature", choices=get_args(Temperature))
    add.add_argument("--direction", choices=get_args(Direction), default="inbound")
    add.add_argument(
        "--consent", choices=_CHANNELS, action="append", default=[], help="they agreed to it"
    )
    add.add_argument(
        "--refused", choices=_CHANNELS, action="append", default=[], help="they refused it"
    )
    add.add_argument(
        "--column",
        metavar="NAME=TEXT",
        type=_a_column,
        action="append",
        default=[],
        help='what a column of a list would say: "Customer=yes"',
    )
    lead_edit_command.add_to(lead)
    show = add_command(lead, "show", _show, "facts, consent, contact windows, plan and history")
    show.add_argument("lead", metavar="ID", type=an_id)
    show.add_argument("--channel", choices=sorted(CONSENT_OF), default="call", help="for the hours")
    zone = add_command(lead, "zone", _zone, "keep where a person says they are")
    zone.add_argument("lead", metavar="ID", type=an_id)
    zone.add_argument(
        "where", metavar="WHERE", type=words, help='a zone, a city, or the time there: "14:20"'
    )
    zone.add_argument(
        "--until", metavar="D", type=a_day, help="the last day of a stay; without it, for good"
    )
    search = add_command(lead, "find", _find, "people by the beginning of a name, or by digits")
    search.add_argument("text", metavar="TEXT", type=words)
    search.add_argument("--limit", metavar="N", type=a_number(1, _MOST_HITS), default=_FOUND)


def _add(session: Session, args: Namespace) -> Answer:
    opened = session.write()
    desk = opened.desk
    received_at = args.received_at
    entry = LeadEntry(
        first_name=args.first,
        last_name=args.last,
        phones=tuple(args.phone),
        emails=tuple(args.email),
        profile=args.linkedin,
        country=known_country(args.country, opened.zones) if args.country else "",
        region=args.region,
        city=args.city,
        zone=known_zone(args.zone, opened.zones) if args.zone else "",
        language=args.language,
        company=args.company,
        job_title=args.job_title,
        interest=args.interest,
        industry=args.industry,
        occasion=args.occasion,
        asked_for=args.asked_for,
        research_note=args.research_note,
        source=args.source,
        direction=args.direction,
        received_at=received_at and in_utc(received_at.at, desk.identity.zone),
        received_on=received_at and received_at.on,
        age=args.age,
        value=args.value,
        temperature=args.temperature,
        # A refusal wins over an agreement to the same.
        consents={**dict.fromkeys(args.consent, True), **dict.fromkeys(args.refused, False)},
        note=args.note,
        extra=dict(args.column),
    )
    done = add_lead(desk, read_entry(entry, opened.zones, desk.identity.country))
    if done.lead_id is None:
        return Answer(
            document={"lead_id": None, "added": done.added},
            lines=["They asked not to be contacted: not stored."],
        )
    after = outlook(desk, done.lead_id)
    said = {"new": "Added", "merged": "Known already, merged"}.get(done.added, done.added)
    return Answer(
        document={"added": done.added, **touch_document(after)},
        lines=[f"{said}: {done.lead_id}", *touch_lines(session, after)],
    )


def _a_column(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise ArgumentTypeError('expected a heading and a text, such as "Customer=yes"')
    return name, value


def _find(session: Session, args: Namespace) -> Answer:
    hits = find(session.read().desk, args.text, args.limit)
    return Answer(
        document=[asdict(hit) for hit in hits],
        lines=table(
            ("Name", "Company", "Phone", "Place", "Id"),
            [(h.name, h.company, _phone(h.phone), h.place, h.lead_id) for h in hits],
        ),
    )


def _phone(value: str) -> str:
    return display(value) if value.startswith("+") else value


def _zone(session: Session, args: Namespace) -> Answer:
    desk = session.write().desk
    answer = zones_said(desk, args.lead, args.where)
    until_on = args.until or answer.until_on
    if len(answer.choices) > 1:
        named = ", ".join(f"{c.zone} ({c.there:%H:%M})" for c in answer.choices)
        raise Refused(
            "several_zones", f"That fits several time zones: {named}.", "Name one of them."
        )
    zone = answer.choices[0].zone
    changes = confirm_zone(desk, args.lead, zone, until_on=until_on)
    after = outlook(desk, args.lead)
    until = until_on.isoformat() if until_on else None
    said = f"They are in {zone}" + (f" until {until}." if until else ".")
    document = {"zone": zone, "until": until, "undo_id": changes.undo_id, **touch_document(after)}
    return Answer(document=document, lines=[said, *touch_lines(session, after)])


def _show(session: Session, args: Namespace) -> Answer:
    desk = session.read().desk
    card = lead_card(desk, args.lead, channel=args.channel, at=session.now())
    after = outlook(desk, args.lead, at=session.now())
    return Answer(
        document={**_facts(card), **touch_document(after), **_surroundings(card)},
        lines=_lines(session, card) + touch_lines(session, after) + _history(session, card),
    )


def _facts(card: LeadCard) -> dict[str, object]:
    lead = card.lead
    return {
        "lead_id": lead.lead_id,
        "name": lead.name,
        "first": lead.first_name,
        "last": lead.last_name,
        "points": [
            {"kind": p.kind, "value": p.value, "status": p.status, "note": p.note}
            for p in lead.points
        ],
        "country": lead.country,
        "region": lead.region,
        "city": lead.city,
        "zones": lead.zones,
        "language": lead.language,
        "assumed_language": assumed_language(lead),
        "company": lead.company,
        "job_title": lead.job_title,
        "interest": lead.interest,
        "industry": lead.industry,
        "occasion": lead.occasion,
        "asked_for": lead.asked_for,
        "research_note": lead.research_note,
        "source": lead.source,
        "direction": lead.direction,
        "received_at": None if lead.received_on else lead.received_at,
        "received_on": lead.received_on and lead.received_on.isoformat(),
        "added_at": lead.added_at,
        "age": lead.age,
        "value": lead.value,
        "temperature": lead.temperature,
        "prefers": lead.prefers,
        "owner_id": lead.owner_id,
        "extra": lead.extra,
    }


def _surroundings(card: LeadCard) -> dict[str, object]:
    return {
        "consent": dict(card.consents),
        "suppressed": card.suppressed,
        "held": card.held,
        "opt_outs": [
            {"scope": e.scope, "channels": e.channels, "suspected": e.suspected}
            for e in card.opt_outs
        ],
        "lists": [
            {"registry": one.registry, "valid_until": one.valid_until.isoformat()}
            for one in card.listings
        ],
        "consents": [
            {
                "channel": c.channel,
                "granted": c.granted,
                "purpose": c.purpose,
                "basis": c.basis,
                "wording": c.wording,
                "source": c.source,
                "recorded_at": c.recorded_at,
                "evidence": c.evidence,
                "expires_at": c.expires_at,
                "withdraws": c.withdraws,
            }
            for c in card.work.consents
        ],
        "contact_windows": {
            "channel": card.hours_of,
            "date": card.today_on.isoformat(),
            "zone": card.zone,
            "zone_known": card.zone_known,
            "open": [{"opens_at": start, "closes_at": end} for start, end in card.open_today],
        },
        "timeline": [
            {
                "activity_id": entry.event_id,
                "at": entry.at,
                "type": entry.code,
                "detail": entry.detail,
                "text": entry.text,
                "message": entry.message,
                "undone": entry.undone,
            }
            for entry in card.timeline
        ],
    }


def _lines(session: Session, card: LeadCard) -> list[str]:
    lead, zone = card.lead, card.zone
    hours = ", ".join(
        f"{local(start, zone)[-5:]} to {local(end, zone)[-5:]}" for start, end in card.open_today
    )
    return [
        *facts(
            [
                ("Name", lead.name),
                ("Job", ", ".join(p for p in (lead.job_title, lead.company) if p)),
                *_points(lead.points),
                ("Place", ", ".join(p for p in (lead.city, lead.region, lead.country) if p)),
                ("Local time", local(session.now(), zone) if card.zone_known else "unknown"),
                ("Source", session.words().plain(f"source.{lead.source}") if lead.source else ""),
                ("Received", _received(lead, session.zone())),
                ("Language", _language(lead)),
                ("Interest", lead.interest),
                ("Industry", lead.industry),
                ("Occasion", lead.occasion),
                ("Asked for", lead.asked_for),
                ("Found out", lead.research_note),
                (
                    "Consent",
                    ", ".join(_consent(card, name, state) for name, state in card.consents),
                ),
                ("Do not contact", ", ".join(sorted(card.suppressed))),
                ("Closed until read", ", ".join(sorted(card.held))),
                ("On lists", ", ".join(one.registry for one in card.listings)),
                (f"Open today ({card.hours_of})", hours or "closed"),
            ]
        ),
        "",
    ]


def _consent(card: LeadCard, channel: ConsentChannel, state: ConsentState) -> str:
    """What holds; of an enquiry what it is: a yes to an answer, for a while."""
    ends = card.consent_ends.get(channel)
    if state != "given" or channel not in card.asked or ends is None:
        return f"{channel} {state}"
    until = ends.astimezone(ZoneInfo(card.zone)).date()
    return f"{channel} asked to be contacted (until {until.isoformat()})"


def _language(lead: Lead) -> str:
    assumed = assumed_language(lead)
    return f"{assumed}, assumed from the country" if assumed else lead.language


def _received(lead: Lead, zone: str) -> str:
    """When they came in, on the wall clock of `zone`; a day of which no time is known stays one."""
    on = lead.received_on
    return local(lead.received_at, zone) if on is None else f"{on:%a %Y-%m-%d}"


def _points(points: Iterable[ContactPoint]) -> list[tuple[str, str]]:
    return [
        (
            point.kind.capitalize(),
            _phone(point.value) + ("" if point.status == "usable" else f" ({point.status})"),
        )
        for point in points
    ]


def _history(session: Session, card: LeadCard) -> list[str]:
    zone = session.zone()
    lines = table(
        ("At", "Activity", "What"),
        [
            (
                local(entry.at, zone),
                entry.code + (" (undone)" if entry.undone else ""),
                entry.detail.get("outcome")
                or entry.detail.get("reason")
                or entry.detail.get("step_key")
                or entry.detail.get("touch.step_key", ""),
            )
            for entry in card.timeline
        ],
    )
    notes = [f"Note, {local(e.at, zone)}: {one_line(e.text)}" for e in card.timeline if e.text]
    return ["", *lines, *notes]
