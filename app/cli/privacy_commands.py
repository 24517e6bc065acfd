"""audit, erase, export: what was done and why, and the rights of a person."""

from argparse import Namespace
from functools import partial
from pathlib import Path

import msgspec

from app.cli.answer import Answer, facts, local, table
from app.cli.parser import Commands, add_command
from app.cli.session import Session
from app.cli.values import a_number, an_id
from app.core.errors import Refused, TouchlineError
from app.core.log.audit import AuditLine
from app.services.desk.audit import audited
from app.services.people import erasure
from app.services.people.export import export
from app.system.paths import put_private

_LINES = 50
_MOST_LINES = 100_000


def add_to(commands: Commands) -> None:
    """Add audit, erase and export."""
    audit = add_command(commands, "audit", _audit, "what was dispatched, refused or agreed to")
    audit.add_argument("--lead", metavar="ID", type=an_id, help="about one person, erased or not")
    audit.add_argument("--limit", metavar="N", type=a_number(1, _MOST_LINES), default=_LINES)
    erase = add_command(
        commands, "erase", _erase, "delete a person's data for good", in_portions=True
    )
    erase.add_argument("lead", metavar="LEAD", type=an_id)
    erase.add_argument("--yes", action="store_true", help="without it: says what would go")
    hand_out = add_command(commands, "export", _export, "all that is kept about a person, in files")
    hand_out.add_argument("lead", metavar="LEAD", type=an_id)
    hand_out.add_argument("--to", metavar="DIR", type=Path, required=True, help="made if need be")


def _audit(session: Session, args: Namespace) -> Answer:
    lines = audited(session.read().desk.store, args.lead, args.limit)
    zone = session.zone()
    return Answer(
        document=[msgspec.structs.asdict(line) for line in lines],
        lines=table(
            ("No", "At", "What", "Channel", "Why", "Rules", "There"),
            [
                (
                    line.no,
                    local(line.at, zone),
                    line.kind,
                    line.channel,
                    line.code,
                    " ".join(line.rules),
                    _there(line),
                )
                for line in lines
            ],
        ),
    )


def _there(line: AuditLine) -> str:
    return local(line.at, line.zones[0]) if line.zones else ""


def _erase(session: Session, args: Namespace) -> Answer:
    desk = session.write().desk
    would = erasure.erasable(desk, args.lead)
    if not args.yes:
        return _asked_first(would)
    erasure.erase(desk, args.lead)
    failure: TouchlineError | None = None
    try:
        erasure.finish(desk, session.upkeep())
    except TouchlineError as error:
        failure = TouchlineError(
            "copies_left",
            f"The person is erased, but older copies may still hold them. {error.message}",
            "Put that right, then run doctor --repair.",
        )
    return Answer(
        document={"lead_id": args.lead, "erased": True, "copies_left": failure is not None},
        lines=["Erased. Their opt-out stays, as digests that name nobody."],
        failure=failure,
    )


def _asked_first(would: erasure.Erasable) -> Answer:
    goes = {"points": would.points, "texts": would.texts}
    return Answer(
        document={"lead_id": would.lead_id, "erased": False, "would_go": goes},
        lines=[
            *facts(
                [
                    ("Name", would.name),
                    ("Goes", f"facts, {would.points} numbers and addresses, {would.texts} texts"),
                    ("Stays", f"{would.activities} activities without names, the opt-out"),
                ]
            ),
            "Older backups go too; a fresh one takes their place.",
        ],
        failure=Refused(
            "needs_yes", "Nothing was erased yet: it cannot be taken back.", "Add --yes to do it."
        ),
    )


def _export(session: Session, args: Namespace) -> Answer:
    names = export(
        session.write().desk,
        args.lead,
        words_of=session.words_in,
        put=partial(put_private, args.to),
    )
    files = [str(args.to / name) for name in names]
    return Answer(
        document={"lead_id": args.lead, "files": files},
        lines=["Written, readable by you alone:", *files],
    )
