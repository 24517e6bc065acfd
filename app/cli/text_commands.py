"""template check, script check and cadence texts: what plans say, and what is wrong with it."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict

from app.cli.answer import Answer
from app.cli.parser import Commands, a_file, add_command, add_group
from app.cli.session import Session
from app.cli.values import file_text
from app.core.errors import NotFound
from app.core.files.toml_file import FileError, Problem
from app.core.messages.format import parse_script, parse_template
from app.core.messages.lint import LintFinding
from app.core.messages.proof import weak_script, weak_template
from app.services.cadences.specimens import as_page, read_all
from app.system.paths import shown, write_private

_LANGUAGES = ("en", "es")
# The findings of a file and its warnings. Raises FileError.
Read = Callable[[str, str], tuple[Sequence[LintFinding], tuple[Problem, ...]]]


def add_to(commands: Commands) -> None:
    """Add `template` and `script`, each with its command check."""
    for name, run, about in (
        ("template", _check_template, "the messages of plans"),
        ("script", _check_script, "what is said on calls"),
    ):
        group = add_group(commands, name, about)
        check = add_command(group, "check", run, "what is wrong, or may be better, in a file")
        check.add_argument("file", metavar="FILE", type=a_file)


def problem_document(problem: Problem) -> dict[str, object]:
    """A problem of a file as the commands that check one tell it."""
    return {
        "file": problem.file,
        "step": problem.place.removeprefix("step ") if problem.place.startswith("step ") else "",
        "place": problem.place,
        "field": problem.field,
        "line": problem.line,
        "message": problem.what,
        "fix": problem.fix,
    }


def _check_template(session: Session, args: Namespace) -> Answer:
    def read(text: str, file: str) -> tuple[Sequence[LintFinding], tuple[Problem, ...]]:
        template, warnings = parse_template(text, file)
        return weak_template(template), warnings

    return _check(session, args, "template", read)


def _check_script(session: Session, args: Namespace) -> Answer:
    def read(text: str, file: str) -> tuple[Sequence[LintFinding], tuple[Problem, ...]]:
        script, warnings = parse_script(text, file)
        return weak_script(script), warnings

    return _check(session, args, "script", read)


def _check(session: Session, args: Namespace, kind: str, read: Read) -> Answer:
    file = args.file.name
    findings: Sequence[LintFinding] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    failure: FileError | None = None
    try:
        findings, warnings = read(file_text(args.file, kind), file)
    except FileError as error:
        problems, failure = error.problems, error
    words = session.words()
    said = [(one.code, words.plain(f"lint.{one.code}", {"found": one.found})) for one in findings]
    lines = [f"Warning: {warning}" for warning in warnings]
    lines += [f"Advice, {file}: {text}" for _, text in said]
    if failure is None:
        lines.append(f"{file} can be used.")
    return Answer(
        document={
            "file": file,
            "problems": [problem_document(one) for one in problems],
            "warnings": [problem_document(one) for one in warnings],
            "advice": [{"code": f"message_{code}", "message": text} for code, text in said],
        },
        lines=lines,
        failure=failure,
    )


def add_texts(cadence: Commands) -> None:
    """`cadence texts`: everything that plans say, to be read before anybody else does."""
    texts = add_command(cadence, "texts", _texts, "every message and script as people would get it")
    texts.add_argument("key", metavar="KEY", nargs="?", help="one message or script alone")
    texts.add_argument("--language", metavar="L", action="append", help="en, es, ...")
    texts.add_argument("--html", metavar="FILE", type=a_file, help="write a page to read")


def _texts(session: Session, args: Namespace) -> Answer:
    if session.profile.exists():
        session.read()
    library = session.library()
    found = list(read_all(library, args.language or _LANGUAGES))
    if args.key:
        found = [one for one in found if one.key == args.key]
        if not found:
            raise NotFound("no_text", "There is no message or script of that name.")
    lines: list[str] = []
    for one in found:
        head = " · ".join(filter(None, (one.key, one.part, one.language, ", ".join(one.people))))
        lines += [head, *filter(None, (one.subject,)), one.body, ""]
    if args.html is not None:
        write_private(args.html, as_page(found, "Touchline").encode())
        lines = [f"{len(found)} texts in {shown(args.html)}."]
    return Answer(document=[asdict(one) for one in found], lines=lines)
