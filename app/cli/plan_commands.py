"""cadence list, show and check; plan; judge: what the rules say, with and without a person."""

from argparse import Namespace
from pathlib import Path
from typing import get_args

from app.cli.answer import Answer, facts, local, table
from app.cli.parser import Commands, a_file, add_command, add_group
from app.cli.profile_commands import known_country, known_zone
from app.cli.session import Session
from app.cli.values import a_moment, an_id, in_utc, words
from app.core.cadence import Cadence
from app.core.cadence_format import parse_cadence
from app.core.errors import BadInput
from app.core.lead import Channel
from app.core.local_time import zones_for
from app.core.texts import in_language
from app.core.toml_file import FileError, Problem
from app.services.enrolments import plan
from app.services.lead_entry import read_number
from app.services.verdicts import Cited, cited, verdict_for_lead, verdict_for_number
from app.services.wording import Wording

_MOST_BYTES = 1_000_000
_TIERS = {
    "A": "A, they confirmed it",
    "B": "B, their address",
    "C": "C, their address and numbers, which differ",
    "D": "D, their numbers or country only",
    "E": "E, nothing",
}


def add_to(commands: Commands) -> None:
    """cadence, plan and judge."""
    cadence = add_group(commands, "cadence", "the plans that people are worked by")
    add_command(cadence, "list", _list, "every cadence, the hottest first")
    show = add_command(cadence, "show", _show, "one cadence with its steps")
    show.add_argument("key", metavar="KEY", type=words)
    check = add_command(cadence, "check", _check, "what is wrong with a cadence file")
    check.add_argument("file", metavar="FILE", type=a_file)

    planned = add_command(commands, "plan", _plan, "the touches if nobody ever answers")
    planned.add_argument("--cadence", metavar="KEY", type=words, required=True)
    planned.add_argument("--received", metavar="INSTANT", type=a_moment, required=True)
    planned.add_argument("--phone", metavar="N", default="", help="says in which zone they may be")
    planned.add_argument("--country", metavar="CC", default="")
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


def _list(session: Session, args: Namespace) -> Answer:
    cadences = session.library().list()
    return Answer(
        document=[_summary(cadence) for cadence in cadences],
        lines=table(
            ("Key", "Version", "Name", "Direction", "Touches", "Days", "Then"),
            [
                (
                    cadence.key,
                    cadence.version,
                    in_language(cadence.name, "en"),
                    cadence.direction,
                    len(cadence.touches),
                    _days(cadence),
                    cadence.then or "",
                )
                for cadence in cadences
            ],
        ),
    )


def _summary(cadence: Cadence) -> dict[str, object]:
    return {
        "key": cadence.key,
        "version": cadence.version,
        "name": cadence.name,
        "audience": cadence.audience,
        "direction": cadence.direction,
        "intent": cadence.intent,
        "goal": cadence.goal,
        "touches": len(cadence.touches),
        "days": _days(cadence),
        "then": cadence.then,
        "digest": cadence.digest,
    }


def _days(cadence: Cadence) -> int:
    return max(cadence.label_day(step) for step in cadence.steps)


def _show(session: Session, args: Namespace) -> Answer:
    cadence = session.library().cadence(args.key)
    steps = [
        {
            "touch": cadence.touch_no(step),
            "step": step.key,
            "day": cadence.label_day(step),
            "within_s": step.within_s,
            "after_s": step.after_s,
            "at": step.at.isoformat("minutes") if step.at else None,
            "between": [t.isoformat("minutes") for t in step.between] if step.between else None,
            "channel": step.channel,
            "title": step.title,
            "objective": step.objective,
            "group": step.group or "",
            "only_if": step.only_if,
            "skip_if": step.skip_if,
            "if_late": step.if_late,
            "adapt": step.adapt,
            "template": step.template,
            "script": step.script,
            "repeat_days": step.repeat_days,
        }
        for step in cadence.steps
    ]
    rows = [
        (
            cadence.touch_no(step),
            cadence.label_day(step),
            step.channel,
            in_language(step.title, "en"),
            in_language(step.objective, "en"),
        )
        for step in cadence.steps
    ]
    return Answer(
        document={**_summary(cadence), "steps": steps},
        lines=[
            *facts([("Name", in_language(cadence.name, "en")), ("For", cadence.audience)]),
            "",
            *table(("Touch", "Day", "Channel", "Title", "Objective"), rows),
        ],
    )


def _check(session: Session, args: Namespace) -> Answer:
    library = session.library()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    failure: FileError | None = None
    try:
        _, warnings = parse_cadence(
            _text(args.file),
            args.file.name,
            templates={key: one.channels for key, one in library.templates.items()},
            scripts=library.scripts.keys(),
        )
    except FileError as error:
        problems, failure = error.problems, error
    lines = [f"Warning: {warning}" for warning in warnings]
    if failure is None:
        lines.append(f"{args.file.name} can be used.")
    return Answer(
        document={
            "file": args.file.name,
            "problems": [_problem(problem) for problem in problems],
            "warnings": [_problem(warning) for warning in warnings],
        },
        lines=lines,
        failure=failure,
    )


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.file,
        "step": problem.place.removeprefix("step ") if problem.place.startswith("step ") else "",
        "place": problem.place,
        "field": problem.field,
        "line": problem.line,
        "message": problem.what,
        "fix": problem.fix,
    }


def _text(file: Path) -> str:
    """What a file says. Raises BadInput; devices and folders are no files."""
    try:
        if file.is_file() and file.stat().st_size <= _MOST_BYTES:
            return file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            "file_unreadable",
            "The file cannot be read as UTF-8 text.",
            "Check that it is there, may be read, and was saved as UTF-8.",
        ) from error
    raise BadInput(
        "no_file", "There is no such file, or it is far too long.", "Name a cadence file."
    )


def _plan(session: Session, args: Namespace) -> Answer:
    if session.profile.exists():
        session.read()
    tables, desk_zone = session.zones(), session.zone()
    zones: tuple[str, ...] = (desk_zone,)
    country = known_country(args.country, tables) if args.country else ""
    phone = read_number(args.phone, country) if args.phone else ""
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
