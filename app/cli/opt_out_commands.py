"""optout, suppress, consent: who must not be contacted, and what a person agreed to."""

import sys
from argparse import Namespace
from datetime import date, datetime, time
from typing import get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from app.cli.answer import Answer, facts
from app.cli.parser import Commands, a_file, add_command
from app.cli.profile_commands import known_country
from app.cli.queue_commands import touch_document, touch_lines
from app.cli.session import Session
from app.cli.values import a_day, an_id, in_utc, list_bytes, words
from app.core.consent.suppression import SCOPES
from app.core.errors import BadInput
from app.core.people.lead import ConsentChannel
from app.services.contact.consents import ConsentAnswer, record_consent
from app.services.contact.opt_outs import OptedOut, opt_out_address, opt_out_lead, read_refusal
from app.services.contact.registries import Loading, NumberList, load_registry, read_numbers
from app.services.working.outlook import outlook

_CHANNELS = get_args(ConsentChannel)


def add_to(commands: Commands) -> None:
    """Add optout, suppress and consent."""
    out = add_command(commands, "optout", _optout, "do not contact a person, number or company")
    out.add_argument(
        "who", metavar="LEAD|ADDRESS", type=words, help="an id, number, address, domain or company"
    )
    out.add_argument("--scope", choices=SCOPES, default="person", help="default: person")
    out.add_argument("--channel", choices=_CHANNELS, default="", help="for --scope channel")
    out.add_argument(
        "--read",
        choices=("refusal", "none"),
        help="what the person wrote was read: an opt-out, or none",
    )
    load = add_command(commands, "suppress", _suppress, "load a do-not-call list", in_portions=True)
    load.add_argument("file", metavar="FILE", type=a_file)
    load.add_argument("--registry", metavar="NAME", type=words, required=True, help="its name")
    load.add_argument(
        "--valid-until", metavar="D", type=a_day, required=True, help="its last good day"
    )
    load.add_argument(
        "--country", metavar="CC", default="", help="of numbers without one (default: desk's)"
    )
    consent = add_command(commands, "consent", _consent, "record a yes or a no of a person")
    consent.add_argument("lead", metavar="LEAD", type=an_id)
    consent.add_argument("channel", metavar="CHANNEL", choices=_CHANNELS)
    consent.add_argument("answer", metavar="ANSWER", choices=("yes", "no"), help="yes or no")
    for name, what in (
        ("purpose", "what it is for"),
        ("basis", "why it counts"),
        ("wording", "the version of the words they agreed to"),
        ("evidence", "where the proof is"),
    ):
        consent.add_argument(f"--{name}", metavar="CODE", default="", help=what)
    consent.add_argument("--until", metavar="D", type=a_day, help="its last day")
    consent.add_argument("--note", metavar="TEXT", default="", help="what they said")
    consent.add_argument(
        "--own-act",
        action="store_true",
        help="they came forward anew: also opens what their opt-out closed",
    )


def _optout(session: Session, args: Namespace) -> Answer:
    desk = session.write().desk
    lead_id = _as_id(args.who)
    if args.read is not None:
        if lead_id is None:
            raise BadInput("needs_lead", "Say whose message was read.", "Name the lead by its id.")
        changes = read_refusal(desk, lead_id, refusal=args.read == "refusal")
        after = outlook(desk, lead_id)
        return Answer(
            document={"undo_id": changes.undo_id, **touch_document(after)},
            lines=["Recorded.", *touch_lines(session, after)],
        )
    how = {"scope": args.scope, "channel": args.channel}
    done = opt_out_lead(desk, lead_id, **how) if lead_id else opt_out_address(desk, args.who, **how)
    lines = _said(done)
    if not done.leads:
        lines.append(session.words().plain("optout.reached_nobody"))
    return Answer(document=_opted_out(done), lines=lines)


def _opted_out(done: OptedOut) -> dict[str, object]:
    return {
        "scope": done.scope,
        "channels": list(done.channels),
        "leads": sorted(str(lead_id) for lead_id in done.leads),
        "undo_id": done.changes.undo_id,
    }


def _said(done: OptedOut) -> list[str]:
    channels = "every channel" if "*" in done.channels else ", ".join(done.channels)
    return [
        "Opted out. Undo within 10 seconds takes it back.",
        *facts(
            [
                ("Scope", done.scope),
                ("Closed", channels),
                ("People it reached", len(done.leads)),
                ("Undo", done.changes.undo_id),
            ]
        ),
    ]


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _suppress(session: Session, args: Namespace) -> Answer:
    opened = session.write()
    desk, now = opened.desk, session.now()
    country = known_country(args.country, opened.zones) if args.country else ""
    numbers = read_numbers(
        desk, list_bytes(args.file, "text"), country=country, progress=_Teller("Read")
    )
    state = Loading(done=0, total=0)
    tell = _Teller("Stored")
    for state in load_registry(
        desk, numbers, args.registry, valid_until=args.valid_until, country=country
    ):
        tell(state.done, state.total)
    today = now.astimezone(ZoneInfo(desk.identity.zone)).date()
    return _loaded(args, numbers, state, fresh=args.valid_until >= today)


def _loaded(args: Namespace, numbers: NumberList, state: Loading, *, fresh: bool) -> Answer:
    lines = facts(
        [
            ("List", args.registry),
            ("Valid until", args.valid_until),
            ("Numbers", numbers.numbers),
            ("People it reached", state.leads),
            ("Lines without a number", numbers.bad),
            ("The first of them", ", ".join(map(str, numbers.at))),
        ]
    )
    if not fresh:
        lines.append("This list has run out. Its numbers stay closed; load a newer one.")
    return Answer(
        document={
            "registry": args.registry,
            "valid_until": args.valid_until.isoformat(),
            "fresh": fresh,
            "numbers": numbers.numbers,
            "bad": numbers.bad,
            "bad_lines": list(numbers.at),
            "leads": state.leads,
        },
        lines=lines,
    )


class _Teller:
    """Says on a terminal how far it is; says nothing where nobody looks."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        if self._shown and total:
            end = "\n" if done >= total else ""
            sys.stderr.write(f"\r{self._what} {done} of {total}{end}")
            sys.stderr.flush()


def _consent(session: Session, args: Namespace) -> Answer:
    desk = session.write().desk
    said = ConsentAnswer(
        channel=args.channel,
        granted=args.answer == "yes",
        purpose=args.purpose or "contact",
        basis=args.basis or "consent",
        wording=args.wording,
        evidence=args.evidence,
        expires_at=_end_of(args.until, desk.identity.zone) if args.until else None,
        own_act=args.own_act,
        words=args.note,
    )
    record_consent(desk, args.lead, said)
    after = outlook(desk, args.lead)
    return Answer(
        document={"channel": args.channel, "granted": said.granted, **touch_document(after)},
        lines=["Recorded.", *touch_lines(session, after)],
    )


def _end_of(day: date, zone: str) -> datetime:
    return in_utc(datetime.combine(day, time.max), zone)
