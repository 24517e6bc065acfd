"""account show and enrol: the people of one company, worked together."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from datetime import datetime
from typing import get_args
from uuid import UUID

from app.cli.answer import Answer, facts, local, table
from app.cli.parser import Commands, add_command, add_group
from app.cli.session import Session
from app.cli.values import an_id, words
from app.core.cadence.cadence import Role
from app.core.reason import Reason
from app.services.people.accounts import (
    AccountPlan,
    Person,
    Wanted,
    account,
    enrol_account,
    propose,
)
from app.services.wording import Wording

_ROLES: tuple[Role, ...] = get_args(Role)


def add_to(commands: Commands) -> None:
    """Add `account` with its commands show and enrol."""
    group = add_group(commands, "account", "several people of one company, worked together")
    show = add_command(group, "show", _show, "the people of a company and where each stands")
    _add_who(show)
    enrol = add_command(
        group, "enrol", _enrol, "put the people of a company on a plan by role", in_portions=True
    )
    _add_who(enrol)
    enrol.add_argument(
        "--cadence", metavar="KEY", type=words, help="default: the plan with roles that ships"
    )
    enrol.add_argument(
        "--role",
        metavar="LEAD=ROLE",
        type=_a_role,
        action="append",
        default=[],
        help=f"may be given several times; {', '.join(_ROLES)}",
    )
    enrol.add_argument(
        "--without", metavar="LEAD", type=an_id, action="append", default=[], help="leave out"
    )
    enrol.add_argument(
        "--move", action="store_true", help="also those who are on another plan: it ends for them"
    )
    enrol.add_argument(
        "--dry-run", action="store_true", help="say what would happen, and change nothing"
    )


def _add_who(parser: ArgumentParser) -> None:
    parser.add_argument("who", metavar="WHO", type=words, help="a company's name, or a lead's id")


def _a_role(text: str) -> tuple[UUID, Role]:
    lead, _, named = text.partition("=")
    role = next((one for one in _ROLES if one == named.strip()), None)
    if role is None:
        raise ArgumentTypeError(f"expected LEAD=ROLE with one of {', '.join(_ROLES)}")
    return an_id(lead.strip()), role


def _show(session: Session, args: Namespace) -> Answer:
    found = account(session.read().desk, args.who, at=session.now())
    said = session.words()
    return Answer(
        document={
            "company": found.company,
            "people": [_person(person) for person in found.people],
        },
        lines=[
            *facts([("Company", found.company), ("People", len(found.people))]),
            "",
            *table(
                ("Name", "Job", "Role", "Plan", "Stands", "Next", "Id"),
                [
                    (
                        person.name,
                        person.job_title,
                        _role(said, person.role),
                        person.cadence_name,
                        said.plain(f"plan_state.{person.standing}", person.standing_args),
                        _next(said, person.next_channel, person.next_at, person.zone),
                        person.lead_id,
                    )
                    for person in found.people
                ],
            ),
        ],
    )


def _person(person: Person) -> dict[str, object]:
    return {
        "lead_id": person.lead_id,
        "name": person.name,
        "job_title": person.job_title,
        "role": person.role,
        "cadence": person.cadence_key,
        "state": person.standing,
        "why": person.why,
        "begins_at": person.begins_at,
        "paused_until": person.until,
        "next_channel": person.next_channel or None,
        "next_at": person.next_at,
    }


def _role(said: Wording, role: Role | None) -> str:
    return said.plain(f"role.{role}") if role else ""


def _next(said: Wording, channel: str, at: datetime | None, zone: str) -> str:
    return f"{said.plain(f'channel.{channel}')}, {local(at, zone)}" if channel else ""


def _enrol(session: Session, args: Namespace) -> Answer:
    wanted = Wanted(
        cadence_key=args.cadence or "",
        roles=dict(args.role),
        without=frozenset(args.without),
        moves=args.move,
    )
    if args.dry_run:
        plan = propose(session.read().desk, args.who, wanted, at=session.now())
    else:
        plan, _ = enrol_account(session.write().desk, args.who, wanted)
    return Answer(
        document={
            "company": plan.company,
            "cadence": plan.cadence_key,
            "enrolled": not args.dry_run,
            "starts": [
                {
                    "lead_id": start.lead_id,
                    "name": start.name,
                    "job_title": start.job_title,
                    "role": start.role,
                    "channel": start.channel,
                    "due_at": start.due_at,
                    "effective_at": start.effective_at,
                    "leaves": start.leaves or None,
                }
                for start in plan.starts
            ],
            "left_out": [
                {
                    "lead_id": out.lead_id,
                    "name": out.name,
                    "job_title": out.job_title,
                    "reason": out.why.code,
                    "reason_args": out.why.args,
                }
                for out in plan.left_out
            ],
            "advice": [advice.code for advice in plan.advice],
        },
        lines=_plan_lines(session.words(), plan, would=args.dry_run),
    )


def _plan_lines(said: Wording, plan: AccountPlan, *, would: bool) -> Sequence[str]:
    verb = "Would begin" if would else "Begin"
    lines = [
        *facts(
            [
                ("Company", plan.company),
                ("Plan", plan.cadence_name),
                (verb, len(plan.starts)),
                ("Left out", len(plan.left_out)),
            ]
        ),
        "",
        *table(
            ("Role", "Name", "Job", "First touch", "Leaves", "Id"),
            [
                (
                    _role(said, start.role),
                    start.name,
                    start.job_title,
                    _next(said, start.channel, start.effective_at, start.zone),
                    start.leaves,
                    start.lead_id,
                )
                for start in plan.starts
            ],
        ),
    ]
    if plan.left_out:
        rows = [(o.name, o.job_title, _sentence(said, o.why), o.lead_id) for o in plan.left_out]
        lines += ["", *table(("Left out", "Job", "Because", "Id"), rows)]
    return [*lines, *(f"Advice: {_sentence(said, advice)}" for advice in plan.advice)]


def _sentence(said: Wording, why: Reason) -> str:
    return said.sentence(why.code, why.args)
