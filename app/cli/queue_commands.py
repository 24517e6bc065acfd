"""queue, outcome, skip, snooze, undo: whom to contact next, and what came of it."""

from argparse import ArgumentParser, Namespace
from datetime import datetime
from typing import get_args
from uuid import UUID

from app.cli.answer import Answer, facts, local, table
from app.cli.parser import Commands, add_command
from app.cli.session import Session
from app.cli.values import a_number, a_request_id, an_id, when, words
from app.core.engine.outcome_effects import LogOutcome
from app.core.engine.upkeep import HandBack, HandBackWay
from app.core.errors import NotFound
from app.core.planning.due import zone_for
from app.services.cadences.routing import in_words
from app.services.desk.desk import Desk
from app.services.desk.request import Request, request_named
from app.services.store.records import Changes
from app.services.working import touches
from app.services.working.outlook import Outlook, outlook
from app.services.working.queue_list import QueueLine, queue_at, queue_now, stuck_now

_MOST_ROWS = 10_000
_SHOWN_ROWS = 50


def add_to(commands: Commands) -> None:
    """Add queue, outcome, skip, snooze and undo."""
    queue = add_command(commands, "queue", _queue, "the people to contact, most urgent first")
    queue.add_argument("--owner", metavar="REP", type=words, help="name or id (default: you)")
    queue.add_argument(
        "--limit",
        metavar="N",
        type=a_number(1, _MOST_ROWS),
        default=_SHOWN_ROWS,
        help=f"how many rows (default: {_SHOWN_ROWS})",
    )
    queue.add_argument(
        "--stuck", action="store_true", help="whom no opening is in sight for, of every rep"
    )
    outcome = add_command(commands, "outcome", _outcome, "log what came of a touch")
    outcome.add_argument("touch", metavar="TOUCH", type=an_id, help="id, as queue prints it")
    outcome.add_argument("key", metavar="KEY", type=words, help='"2", "6.2" or a name: "converted"')
    outcome.add_argument("--note", metavar="T", default="", help="kept with it")
    outcome.add_argument(
        "--when", metavar="T", type=words, help='for a callback or meeting: ISO 8601 or "Thu 16:00"'
    )
    outcome.add_argument("--reason", metavar="R", default="", help="why, where an outcome has one")
    outcome.add_argument(
        "--hand-back",
        choices=get_args(HandBackWay),
        help="how the cadence goes on after a reply or a promise",
    )
    outcome.add_argument(
        "--cadence", metavar="KEY", default="", help="where --hand-back reroute leads"
    )
    add_request_id(outcome)
    skip = add_command(commands, "skip", _skip, "leave a touch out, for good")
    skip.add_argument("touch", metavar="TOUCH", type=an_id)
    skip.add_argument("reason", metavar="REASON", type=words, help="a code such as wrong_time")
    skip.add_argument("--note", metavar="T", default="")
    snooze = add_command(commands, "snooze", _snooze, "put a touch out of sight for a while")
    snooze.add_argument("touch", metavar="TOUCH", type=an_id)
    snooze.add_argument("until", metavar="WHEN", type=words, help='ISO 8601, "Thu 16:00" or "3 h"')
    undo = add_command(commands, "undo", _undo, "take back what was logged within 10 seconds")
    undo.add_argument("activity", metavar="ID", type=an_id, nargs="?", help="default: the last one")


def add_request_id(parser: ArgumentParser) -> None:
    """--id, by which a command that is asked again is done once."""
    parser.add_argument(
        "--id",
        metavar="ID",
        type=a_request_id,
        help="any text; the same id again, when no answer came, is done once and answered alike",
    )


def request_of(args: Namespace, *names: str) -> Request | None:
    """What was asked for by these arguments, under --id."""
    return request_named(args.id, args.command, {name: getattr(args, name) for name in names})


def touch_document(outlook: Outlook) -> dict[str, object]:
    """Where a person stands and the next touch, as JSON has it."""
    clock, enrolment, upcoming = outlook.clock, outlook.enrolment, outlook.upcoming
    return {
        "lead_id": outlook.lead_id,
        "stage": outlook.stage,
        "first_contact": None
        if clock is None
        else {
            "state": clock.state,
            "starts_at": clock.starts_at,
            "deadline_at": clock.deadline_at,
            "attempted_at": clock.attempted_at,
            "why": clock.why,
        },
        "enrolment": None
        if enrolment is None
        else {
            "cadence": enrolment.cadence_key,
            "state": enrolment.state,
            "why": enrolment.why,
            "began": None
            if outlook.because is None
            else {"code": outlook.because.code, "args": outlook.because.args},
            "paused_until": enrolment.paused_until,
            "finish_reason": enrolment.finish_reason,
            "role": enrolment.role,
        },
        "next": None
        if upcoming is None
        else {
            "touch_id": upcoming.touch_id,
            "kind": upcoming.kind,
            "touch": upcoming.touch,
            "step": upcoming.step,
            "day": upcoming.day,
            "channel": upcoming.channel,
            "title": upcoming.title,
            "objective": upcoming.objective,
            "due_at": upcoming.due_at,
            "effective_at": upcoming.effective_at,
            "lane": upcoming.lane,
            "assignee": upcoming.assignee or None,
        },
    }


def touch_lines(session: Session, outlook: Outlook) -> list[str]:
    """The same for people, on their wall clock."""
    said, enrolment, upcoming = session.words(), outlook.enrolment, outlook.upcoming
    if upcoming is None:
        why = (enrolment.finish_reason or enrolment.state) if enrolment else ""
        return [f"Nothing more is planned{f' ({why})' if why else ''}."]
    kind = upcoming.title or said.plain(f"kind.{upcoming.kind}")
    number = f"touch {upcoming.touch}, day {upcoming.day}" if upcoming.touch else ""
    return facts(
        [
            ("Next", f"{said.plain(f'channel.{upcoming.channel}')}: {kind}"),
            (
                "Plan",
                ", ".join(p for p in (enrolment.cadence_key if enrolment else "", number) if p),
            ),
            ("Because", in_words(outlook.because, said) if outlook.because else ""),
            ("When", f"{local(upcoming.effective_at, outlook.zone)} in {outlook.zone}"),
            ("Touch", upcoming.touch_id),
        ]
    )


def _owner(desk: Desk, wanted: str | None) -> UUID:
    who = desk.identity
    if wanted is None or wanted.casefold() == who.rep_name.casefold():
        return who.rep_id
    try:
        return UUID(wanted)
    except ValueError:
        raise NotFound(
            "no_rep", "There is no rep of that name here.", "Leave --owner out, or name an id."
        ) from None


def _queue(session: Session, args: Namespace) -> Answer:
    desk = session.read().desk
    owner_id = _owner(desk, args.owner)
    if session.has_at:
        rows = queue_at(desk, owner_id, session.now(), limit=args.limit, stuck=args.stuck)
    elif args.stuck:
        rows = stuck_now(desk, limit=args.limit)
    else:
        rows = queue_now(desk, owner_id, limit=args.limit)
    said, zone = session.words(), desk.identity.zone
    lines = table(
        ("#", "Lane", "Name", "Channel", "Step", "When", "Why", "Touch"),
        [
            (
                row.position,
                said.plain(f"lane.{row.lane}"),
                row.name,
                said.plain(f"channel.{row.channel}"),
                f"{row.step_no} of {row.step_count}"
                if row.step_no
                else said.plain(f"kind.{row.kind}"),
                local(row.deadline_at if row.lane == "first_contact" else row.effective_at, zone),
                said.text(row.reason.code, row.reason.args),
                row.touch_id,
            )
            for row in rows
        ],
    )
    if rows:
        lines.append(f"Times in {zone}.")
    return Answer(document=[_row(row) for row in rows], lines=lines)


def _row(row: QueueLine) -> dict[str, object]:
    return {
        "position": row.position,
        "lane": row.lane,
        "lead_id": row.lead_id,
        "name": row.name,
        "kind": row.kind,
        "channel": row.channel,
        "step": row.step,
        "touch": row.step_no,
        "touches": row.step_count,
        "touch_id": row.touch_id,
        "due_at": row.due_at,
        "effective_at": row.effective_at,
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        "deadline_at": row.deadline_at,
        "reason": row.reason.code,
        "reason_args": row.reason.args,
        "score": row.score,
        "zone": row.zone,
        "more": row.more,
    }


def zone_of(desk: Desk, lead_id: UUID) -> str:
    """Where a person is: promises are made in their time. Raises NotFound."""
    with desk.store.read() as reader:
        return zone_for(reader.lead(lead_id), desk.identity.zone)


def lead_of(desk: Desk, touch_id: UUID) -> UUID:
    """Whose touch it is. Raises NotFound."""
    with desk.store.read() as reader:
        return reader.lead_of_touch(touch_id)


def carried_out(
    session: Session, desk: Desk, lead_id: UUID, changes: Changes, did: str, **facts: object
) -> Answer:
    """What was done, and where the person stands now."""
    after = outlook(desk, lead_id)
    document = {**facts, "undo_id": changes.undo_id, **touch_document(after)}
    return Answer(document=document, lines=[did, *touch_lines(session, after)])


def _outcome(session: Session, args: Namespace) -> Answer:
    desk = session.write().desk
    asked = ("touch", "key", "note", "when", "reason", "hand_back", "cadence")
    moment: datetime | None = None
    if args.when is not None:
        moment = when(args.when, session.now(), zone_of(desk, lead_of(desk, args.touch)))
    command = LogOutcome(
        touch_id=args.touch,
        outcome=args.key,
        when=moment,
        reason=args.reason,
        hand_back=_hand_back(args),
    )
    request = request_of(args, *asked)
    changes = touches.log_outcome(desk, command, note=args.note, request=request)
    lead_id = lead_of(desk, args.touch)
    with desk.store.read() as reader:
        touch = reader.work(lead_id).touch(args.touch)
    outcome = touch.outcome if touch else ""
    did = f"Logged: {outcome}."
    return carried_out(session, desk, lead_id, changes, did, touch_id=args.touch, outcome=outcome)


def _hand_back(args: Namespace) -> HandBack | None:
    if args.hand_back is None:
        return None
    return HandBack(way=args.hand_back, to=args.cadence, reason=args.reason)


def _skip(session: Session, args: Namespace) -> Answer:
    desk = session.write().desk
    changes = touches.skip(desk, args.touch, args.reason, note=args.note)
    lead_id = lead_of(desk, args.touch)
    facts = {"touch_id": args.touch, "reason": args.reason}
    return carried_out(session, desk, lead_id, changes, "Skipped.", **facts)


def _snooze(session: Session, args: Namespace) -> Answer:
    desk = session.write().desk
    until = when(args.until, session.now(), desk.identity.zone)
    changes = touches.snooze(desk, args.touch, until)
    said = f"Out of sight until {local(until, desk.identity.zone)}."
    lead_id = lead_of(desk, args.touch)
    return carried_out(session, desk, lead_id, changes, said, touch_id=args.touch, until=until)


def _undo(session: Session, args: Namespace) -> Answer:
    desk = session.write().desk
    undone = args.activity or touches.last_act(desk)
    changes = touches.undo(desk, undone)
    with desk.store.read() as reader:
        lead_id = reader.event(undone).lead_id
    said = session.words()
    lines = [said.plain("undo.done"), said.plain("undo.people", {"people": len(changes.leads)})]
    document: dict[str, object] = {"undone": undone, "leads": sorted(map(str, changes.leads))}
    if lead_id is None:  # a number or address, of nobody here or of several people
        return Answer(document=document, lines=lines)
    after = outlook(desk, lead_id)
    return Answer(
        document={**document, **touch_document(after)},
        lines=[*lines, *touch_lines(session, after)],
    )
