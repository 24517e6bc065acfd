"""enrolment start, pause, resume, reroute and finish: what is done to a plan by hand."""

from argparse import ArgumentParser, Namespace

from app.cli.answer import Answer, local
from app.cli.parser import Commands, RunCommand, add_command, add_group
from app.cli.queue_commands import carried_out, zone_of
from app.cli.session import Session
from app.cli.values import an_id, when, words
from app.core.engine.by_hand import (
    ByHand,
    FinishPlan,
    PausePlan,
    ReroutePlan,
    ResumePlan,
    StartPlan,
)
from app.core.engine.outcome_effects import ENDS
from app.services.working.passing_time import change_plan


def add_to(commands: Commands) -> None:
    """Add `enrolment` with its commands."""
    group = add_group(
        commands, "enrolment", "put a person on a cadence, or change how they are on it"
    )
    start = _add(group, "start", _start, "put somebody on a cadence")
    start.add_argument("cadence", metavar="CADENCE", type=words)
    start.add_argument(
        "--manager", action="store_true", help="a manager decides it, also after an opt-out"
    )
    pause = _add(group, "pause", _pause, "let the cadence rest until a date")
    pause.add_argument("until", metavar="WHEN", type=words, help='ISO 8601, "Thu 16:00" or "3 h"')
    resume = _add(group, "resume", _resume, "go on after a pause, or once a reply was answered")
    resume.add_argument("--next", action="store_true", help="without the step that comes next")
    reroute = _add(group, "reroute", _reroute, "move somebody to another cadence")
    reroute.add_argument("cadence", metavar="CADENCE", type=words)
    finish = _add(group, "finish", _finish, "end the cadence")
    finish.add_argument(
        "--reason",
        choices=tuple(ENDS),
        default="removed_by_manager",
        help=f"{', '.join(ENDS)} (default: removed_by_manager)",
    )


def _add(group: Commands, name: str, run: RunCommand, says: str) -> ArgumentParser:
    parser = add_command(group, name, run, says)
    parser.add_argument("lead", metavar="LEAD", type=an_id)
    parser.add_argument("--note", metavar="T", default="", help="kept with it")
    return parser


def _start(session: Session, args: Namespace) -> Answer:
    command = StartPlan(cadence_key=args.cadence, by_manager=args.manager)
    return _changed(session, args, command, f"On {args.cadence} now.")


def _pause(session: Session, args: Namespace) -> Answer:
    desk = session.write().desk
    zone = zone_of(desk, args.lead)
    until = when(args.until, session.now(), zone)
    said = f"Paused until {local(until, zone)} in {zone}."
    return _changed(session, args, PausePlan(until=until), said)


def _resume(session: Session, args: Namespace) -> Answer:
    return _changed(session, args, ResumePlan(skip=args.next), "The cadence goes on.")


def _reroute(session: Session, args: Namespace) -> Answer:
    command = ReroutePlan(cadence_key=args.cadence)
    return _changed(session, args, command, f"Moved to {args.cadence}.")


def _finish(session: Session, args: Namespace) -> Answer:
    return _changed(session, args, FinishPlan(reason=args.reason), "The cadence is over.")


def _changed(session: Session, args: Namespace, command: ByHand, said: str) -> Answer:
    desk = session.write().desk
    changes = change_plan(desk, args.lead, command, note=args.note)
    return carried_out(session, desk, args.lead, changes, said)
