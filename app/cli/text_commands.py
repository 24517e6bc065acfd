"""template check and script check: what is wrong, or may be better, in a text of one's own."""

from argparse import Namespace
from collections.abc import Callable, Sequence

from app.cli.answer import Answer
from app.cli.parser import Commands, a_file, add_command, add_group
from app.cli.session import Session
from app.cli.values import cadence_text
from app.core.files.toml_file import FileError, Problem
from app.core.messages.format import parse_script, parse_template
from app.core.messages.lint import LintFinding
from app.core.messages.proof import weak_script, weak_template

# The findings of a file and its warnings. Raises FileError.
Read = Callable[[str, str], tuple[Sequence[LintFinding], tuple[Problem, ...]]]


def add_to(commands: Commands) -> None:
    """The commands of `template` and `script`."""
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

    return _check(session, args, read)


def _check_script(session: Session, args: Namespace) -> Answer:
    def read(text: str, file: str) -> tuple[Sequence[LintFinding], tuple[Problem, ...]]:
        script, warnings = parse_script(text, file)
        return weak_script(script), warnings

    return _check(session, args, read)


def _check(session: Session, args: Namespace, read: Read) -> Answer:
    file = args.file.name
    findings: Sequence[LintFinding] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    failure: FileError | None = None
    try:
        findings, warnings = read(cadence_text(args.file), file)
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
