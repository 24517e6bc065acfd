"""From arguments to an exit code: 0 done, 1 refused or failed with a sentence, 2 wrong usage."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from app import __version__
from app.cli import (
    account_command,
    cadence_commands,
    contact_commands,
    content_command,
    costs_command,
    doctor,
    enrolment_command,
    import_command,
    lead_commands,
    metrics_command,
    opt_out_commands,
    plan_commands,
    privacy_commands,
    profile_commands,
    queue_commands,
    route_command,
    signal_command,
    text_commands,
    tracking_command,
)
from app.cli.answer import Answer, as_json, error_document
from app.cli.house import House
from app.cli.parser import Misuse, Parser, check_text, shared
from app.cli.session import Session
from app.core.errors import TouchlineError
from app.services.wording import Wording
from app.system.crash import CrashReports
from app.system.logs import start_logging
from app.system.paths import Profile, explain
from app.system.resources import resource_path

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130
_ABOUT = (
    "The same services as in the window, for scripts and support. Without a command the desktop "
    "starts; --demo starts it over an invented workspace."
)


def main(arguments: Sequence[str], house: House) -> int:
    """Carry out one command; the exit code. What goes wrong is told in a sentence."""
    _steady(sys.stdout)
    _steady(sys.stderr)
    json_wanted = "--json" in arguments
    try:
        check_text(arguments)
        args = command_parser().parse_args(arguments)
    except Misuse as misuse:
        _complain("\n".join(part for part in (misuse.usage, misuse.message) if part))
        if json_wanted:
            error = TouchlineError("wrong_usage", misuse.message, "See --help.")
            _print(as_json(error_document(error)))
        return MISUSED
    except SystemExit:  # --help and --version have printed what was asked for
        return DONE
    return _carry_out(args, house)


def _carry_out(args: argparse.Namespace, house: House) -> int:
    session: Session | None = None
    try:
        with ExitStack() as stack:
            session = Session(house, args.profile, args.at, stack)
            logs = session.profile.logs
            stack.callback(start_logging(logs if logs.is_dir() else None))
            answer = args.run(session, args)
            if session.held:
                answer = _with_held(answer)
    except TouchlineError as error:
        answer = _failed(error)
    except KeyboardInterrupt:
        _complain("Stopped. What was done before stays.")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
        profile = Profile(args.profile or house.default_folder())
        if isinstance(error, OSError) and isinstance(error.filename, str):
            # A name, a right or a disk that no command thought of: nothing is broken inside.
            crash = explain(error, Path(error.filename))
        else:
            crash = _crashed(error, profile, house)
        if session is not None and session.stored and not args.in_portions:
            answer = _unshown(crash)
        else:
            answer = _failed(crash)
    return _tell(answer, json_wanted=args.json)


def _unshown(crash: TouchlineError) -> Answer:
    """The answer where what was asked is done and only telling of it broke."""
    said = Wording.load(resource_path("i18n", "en.json")).plain("cli.stored_unshown")
    _complain(f"{said}\n{crash.message}")
    return Answer(document={"stored": True, "answer": None}, lines=[said])


def _with_held(answer: Answer) -> Answer:
    """`answer`, and that what was written closed somebody until a person has read it."""
    said = Wording.load(resource_path("i18n", "en.json")).plain("cli.held")
    document = answer.document
    if isinstance(document, dict):
        document = {**document, "held_to_read": True}
    return replace(answer, document=document, lines=[*answer.lines, said])


def _failed(error: TouchlineError) -> Answer:
    return Answer(document={}, failure=error)


def _crashed(error: Exception, profile: Profile, house: House) -> TouchlineError:
    """The crash in a sentence; the report for support goes to the profile's logs."""
    told: list[str] = []
    CrashReports(profile.logs, house.clock, told.append).report(error)
    return TouchlineError("crashed", " ".join(told), "Run doctor; send the report to support.")


def _tell(answer: Answer, *, json_wanted: bool) -> int:
    failure = answer.failure
    document = answer.document
    if failure is not None:
        _complain("\n".join(part for part in (failure.message, failure.hint) if part))
        document = {**(document if isinstance(document, dict) else {}), **error_document(failure)}
    if json_wanted:
        printed = _print(as_json(document))
    else:
        printed = _print("\n".join(answer.lines)) if answer.lines else True
    return FAILED if failure is not None or not printed else DONE


def _print(text: str) -> bool:
    """Write `text` and a line end to standard output; returns whether it took them."""
    if sys.stdout is None:
        return False
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has had enough; nothing may be written when the interpreter ends either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    except OSError as error:
        _complain(f"The result could not be written: {os.strerror(error.errno or 0)}.")
        return False
    return True


def _complain(text: str) -> None:
    # Standard error may be closed, or a pipe that nobody reads.
    with suppress(OSError):
        if sys.stderr is not None:
            sys.stderr.write(f"{text}\n")


def _steady(stream: object) -> None:
    """UTF-8 whatever the terminal says, and no character that cannot be written."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def command_parser() -> Parser:
    """Every command with its arguments."""
    parser = Parser(prog="touchline", description=_ABOUT, parents=[shared(nested=False)])
    parser.add_argument("--version", action="version", version=f"Touchline {__version__}")
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", required=True, parser_class=Parser
    )
    for part in (
        profile_commands,
        import_command,
        lead_commands,
        account_command,
        cadence_commands,
        text_commands,
        content_command,
        plan_commands,
        queue_commands,
        contact_commands,
        route_command,
        enrolment_command,
        signal_command,
        tracking_command,
        metrics_command,
        opt_out_commands,
        costs_command,
        privacy_commands,
        doctor,
    ):
        part.add_to(commands)
    return parser
