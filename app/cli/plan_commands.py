"""plan and judge: what the plans and the rules say, with and without a person."""

from argparse import Namespace
from typing import get_args

from app.cli.answer import Answer, facts, local, table
from app.cli.parser import Commands, add_command
from app.cli.profile_commands import known_country, known_zone
from app.cli.session import Session
from app.cli.values import a_moment, an_id, in_utc, words
from app.core.cadence.cadence import Role
from app.core.errors import BadInput
from app.core.people.lead import Channel
from app.core.people.local_time import zones_for
from app.services.cadences.played import plan
from app.services.contact.verdicts import Cited, cited, verdict_for_lead, verdict_for_number
from app.services.people.lead_entry import read_number
from app.services.wording import Wording

_TIERS = {
    "A": "A, they confirmed it",
    "B": "B, their address",
    "C": "C, their address and numbers, which differ",
    "D": "D, their numbers or country only",
    "E": "E, nothing",
}


def add_to(commands: Commands) -> None:
    """Add plan and judge."""
    planned = add_command(commands, "plan", _plan, "the touches if nobody ever answers")
    planned.add_argument("--cadence", metavar="KEY", type=words, required=True)
    planned.add_argument("--received", metavar="INSTANT", type=a_moment, required=True)
    planned.add_argument("--phone", metavar="N", default="", help="says in which zone they may be")
    planned.add_argument(
        "--country", metavar="CC", default="", help="of a number without one (default: desk's)"
    )
    planned.add_argument(
        "--role", choices=get_args(Role), help="of a plan for several people of one account"
    )
    planned.add_argument("--zone", metavar="Z", help="their IANA zone")

    judge = add_command(commands, "judge", _judge, "may this person be contacted now, and why not")
    judge.add_argument("--channel", choices=get_args(Channel), required=True)
    who = judge.add_mutually_exclusive_group(required=True)
    who.add_argument("--lead", metavar="ID", type=an_id)
    who.add_argument("--phone", metavar="N", type=words)
    for name in ("country", "region", "city"):
        judge.add_argument(f"--{name}", metavar="TEXT", default="")
    judge.add_argument("--consent", action="store_true", help="take it that they agreed")
    judge.add_argument(
        "--house", action="store_true", help="with the house's own rules, not the law alone"
    )


def _plan(session: Session, args: Namespace) -> Answer:
    desk_country = session.read().desk.identity.country if session.profile.exists() else ""
    tables, desk_zone = session.zones(), session.zone()
    zones: tuple[str, ...] = (desk_zone,)
    country = known_country(args.country, tables) if args.country else ""
    phone = read_number(args.phone, country or desk_country) if args.phone else ""
    if args.zone:
        zones = (known_zone(args.zone, tables),)
    elif phone or country:
        zones = zones_for([phone] if phone else [], country, "", "", tables)
        if not zones:
            raise BadInput(
                "zone_unknown",
                "That number says nothing about the time where they are.",
                "Name the zone with --zone.",
            )
    received_at = in_utc(args.received, desk_zone)
    said = session.words()
    steps = plan(
        session.library(),
        args.cadence,
        received_at,
        rules=session.rules(),
        zones=zones,
        desk_zone=desk_zone,
        phone=phone,
        country=country,
        role=args.role,
    )
    lines = table(
        ("Touch", "Day", "Channel", "Due", "Open from", "Objective"),
        [
            (
                step.touch,
                step.day,
                said.plain(f"channel.{step.channel}"),
                local(step.due_at, zones[0]),
                local(step.effective_at, zones[0]),
                step.objective,
            )
            for step in steps
        ],
    )
    return Answer(
        document=[
            {
                "touch": step.touch,
                "step": step.step,
                "day": step.day,
                "channel": step.channel,
                "objective": step.objective,
                "due_at": step.due_at,
                "effective_at": step.effective_at,
                "group": step.group,
            }
            for step in steps
        ],
        lines=[*lines, f"Times in {zones[0]}."],
    )


def _judge(session: Session, args: Namespace) -> Answer:
    opened = session.read()
    now = session.now()
    if args.lead is not None:
        verdict = verdict_for_lead(
            opened.desk,
            args.lead,
            args.channel,
            house=args.house,
            consent=args.consent,
            at=now,
        )
    else:
        country = known_country(args.country, opened.zones) if args.country else ""
        verdict = verdict_for_number(
            opened.desk,
            read_number(args.phone, country or opened.desk.identity.country),
            args.channel,
            opened.zones,
            country=country,
            region=args.region,
            city=args.city,
            consent=args.consent,
            house=args.house,
            at=now,
        )
    said = session.words()
    reasons = cited(verdict, opened.desk.rules)
    zone = verdict.zones[0] if verdict.zones else session.zone()
    return Answer(
        document={
            "state": verdict.state,
            "opens_at": verdict.opens_at,
            "closes_at": verdict.closes_at,
            "zones": verdict.zones,
            "tier": verdict.tier,
            "reasons": [
                {
                    "code": one.reason.code,
                    "force": one.force,
                    "rule": one.rule,
                    "cite": one.cite,
                    "certainty": one.certainty,
                    "note": one.note,
                    "text": said.sentence(one.reason.code, one.reason.args),
                }
                for one in reasons
            ],
            "rules_version": verdict.rules_version,
            "tz_version": verdict.tz_version,
        },
        lines=facts(
            [
                ("Verdict", verdict.state),
                ("Opens", local(verdict.opens_at, zone)),
                ("Closes", local(verdict.closes_at, zone)),
                ("Zones", ", ".join(verdict.zones) or "unknown"),
                ("Known by", _TIERS[verdict.tier]),
                *(line for one in reasons for line in _because(one, said)),
                ("Rules of", verdict.rules_version),
            ]
        ),
    )


def _because(one: Cited, said: Wording) -> list[tuple[str, object]]:
    """A reason in words, and below it the rule with its source and how sure that is."""
    lines: list[tuple[str, object]] = [
        ("Because", said.sentence(one.reason.code, one.reason.args)),
    ]
    if one.rule:
        may = "no override" if one.force == "hard" else "may be overridden"
        lines.append(("Rule", f"{one.rule}, {one.force}: {may}"))
        lines.append(("Source", f"{one.cite} (certainty {one.certainty})"))
    return lines
