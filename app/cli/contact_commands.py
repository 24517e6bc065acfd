"""log and correct: contacts nobody planned, and outcomes that were others than logged."""

from argparse import Namespace
from uuid import UUID

from app.cli.answer import Answer
from app.cli.parser import Commands, add_command
from app.cli.queue_commands import add_request_id, carried_out, request_of, zone_of
from app.cli.session import Session
from app.cli.values import an_id, when, words
from app.core.engine.unplanned import CHANNELS, find_contact_outcome
from app.services.desk.desk import Desk
from app.services.working.contacts import Contact, correct, lead_at_number, log_contact


def add_to(commands: Commands) -> None:
    """Add log and correct."""
    log = add_command(commands, "log", _log, "log a contact that nobody planned")
    who = log.add_mutually_exclusive_group(required=True)
    who.add_argument("--lead", metavar="ID", type=an_id)
    who.add_argument("--number", metavar="N", type=words, help="a telephone number they have")
    log.add_argument(
        "--direction", choices=("in", "out"), required=True, help="in: they contacted us"
    )
    log.add_argument("--channel", choices=CHANNELS, required=True)
    log.add_argument("--outcome", metavar="KEY", type=words, required=True, help="as for outcome")
    log.add_argument("--when", metavar="T", type=words, help="for a callback or meeting")
    log.add_argument("--reason", metavar="R", default="", help="why, where an outcome has one")
    log.add_argument("--note", metavar="T", default="", help="kept with it")
    add_request_id(log)
    correction = add_command(commands, "correct", _correct, "say that an outcome was another one")
    correction.add_argument(
        "activity", metavar="ID", type=an_id, help="the activity, as lead show prints it"
    )
    correction.add_argument("outcome", metavar="OUTCOME", type=words)
    correction.add_argument("--note", metavar="T", default="", help="kept with it")


def _log(session: Session, args: Namespace) -> Answer:
    desk = session.write().desk
    lead_id, point_id = _who(desk, args)
    moment = when(args.when, session.now(), zone_of(desk, lead_id)) if args.when else None
    code = find_contact_outcome(args.direction, args.channel, args.outcome).code
    contact = Contact(
        way=args.direction,
        channel=args.channel,
        outcome=code,
        when=moment,
        reason=args.reason,
        point_id=point_id,
    )
    asked = ("lead", "number", "direction", "channel", "outcome", "when", "reason", "note")
    request = request_of(args, *asked)
    changes = log_contact(desk, lead_id, contact, note=args.note, request=request)
    facts = {"activity_id": changes.undo_id, "outcome": code}
    return carried_out(session, desk, lead_id, changes, f"Logged: {code}.", **facts)


def _who(desk: Desk, args: Namespace) -> tuple[UUID, UUID | None]:
    if args.number is None:
        return args.lead, None
    return lead_at_number(desk, args.number)


def _correct(session: Session, args: Namespace) -> Answer:
    desk = session.write().desk
    correction = correct(desk, args.activity, args.outcome, note=args.note)
    said = f"Corrected: {correction.outcome}."
    if correction.offers_start:
        said += " Their cadence has ended; enrolment start puts them on one."
    facts = {
        "corrects": args.activity,
        "outcome": correction.outcome,
        "offers_start": correction.offers_start,
    }
    lead_id = correction.lead_id
    return carried_out(session, desk, lead_id, correction.changes, said, **facts)
