"""cadence list, show and check: the plans that people are worked by, and what is wrong in one."""

from argparse import Namespace

from app.cli import version_commands
from app.cli.answer import Answer, facts, local, table
from app.cli.parser import Commands, a_file, add_command, add_group
from app.cli.session import Session
from app.cli.text_commands import add_texts, problem_document
from app.cli.values import file_text, words
from app.core.cadence.cadence import Cadence
from app.core.cadence.checks import Advice
from app.core.contact.business_time import local_date
from app.core.files.toml_file import FileError, Problem
from app.core.texts import in_language
from app.services.cadences.advice import StepNote, advise, notes_on, said
from app.services.desk.library import CadenceLibrary, dangling, read_cadence, texts_at_fault


def add_to(commands: Commands) -> None:
    """Add `cadence` with its commands."""
    cadence = add_group(commands, "cadence", "the plans that people are worked by")
    add_command(cadence, "list", _list, "every cadence, the hottest first")
    show = add_command(cadence, "show", _show, "one cadence with its steps")
    show.add_argument("key", metavar="KEY", type=words)
    check = add_command(cadence, "check", _check, "what is wrong, or may be better, in a file")
    check.add_argument("file", metavar="FILE", type=a_file)
    check.add_argument(
        "--notes", action="store_true", help="with what reps noted on its steps since its review"
    )
    add_texts(cadence)
    version_commands.add_to(cadence)


def library_of(session: Session) -> CadenceLibrary:
    """The cadences of the profile, or those that ship where there is none."""
    if session.profile.exists():
        session.read()
    return session.library()


def _list(session: Session, args: Namespace) -> Answer:
    cadences = library_of(session).list()
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
    cadence = library_of(session).cadence(args.key)
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
    if args.notes:
        session.require_profile()
    library = library_of(session)
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    advice: tuple[Advice, ...] = ()
    notes: tuple[StepNote, ...] = ()
    failure: FileError | None = None
    try:
        cadence, warnings = read_cadence(library, file_text(args.file, "cadence"), args.file.name)
        if lost := dangling((cadence,), {*library.cadences, cadence.key}):
            raise FileError(args.file.name, lost)
        if session.profile.exists():
            with session.read().desk.store.read() as reader:
                notes = notes_on(reader, cadence)
        today = local_date(session.now(), session.zone())
        advice = advise(library, cadence, today, notes)
    except FileError as error:
        problems = (*error.problems, *texts_at_fault(library, error))
        failure = FileError(args.file.name, problems)
    words = session.words()
    lines = [f"Warning: {warning}" for warning in warnings]
    lines += [f"{_about(one, args.file.name)}: {said(one, words)}" for one in advice]
    if failure is None:
        lines.append(f"{args.file.name} can be used.")
    document: dict[str, object] = {
        "file": args.file.name,
        "problems": [problem_document(problem) for problem in problems],
        "warnings": [problem_document(warning) for warning in warnings],
        "advice": [
            {
                "code": f"message_{one.lint}" if one.lint else one.code,
                "step": one.step,
                "role": one.role,
                "message": said(one, words),
            }
            for one in advice
        ],
    }
    if args.notes:
        document["notes"] = [
            {"step": note.step, "lead_id": note.lead_id, "at": note.at, "text": note.text}
            for note in notes
        ]
        rows = [(n.step, local(n.at, session.zone()), n.lead_id, n.text) for n in notes]
        lines += ["", *table(("Step", "When", "Lead", "Note"), rows)]
    return Answer(document=document, lines=lines, failure=failure)


def _about(advice: Advice, file: str) -> str:
    return f"Advice, step {advice.step}" if advice.step else f"Advice, {file}"
