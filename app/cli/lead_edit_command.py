"""lead edit: changing what is known of a person."""

from argparse import Namespace
from dataclasses import replace

from app.cli.answer import Answer
from app.cli.parser import Commands, add_command
from app.cli.queue_commands import touch_document, touch_lines
from app.cli.session import Session
from app.cli.values import a_number, an_id
from app.core.errors import BadInput
from app.core.people.lead import PointKind
from app.services.people.editing import (
    NUMBERS,
    TEXTS,
    LeadEdit,
    PointEntry,
    edit_lead,
    entries_of,
    same_point,
)
from app.services.working.outlook import outlook

_OLDEST = 120
_DEAREST = 10**12
_OPTIONS = {"first_name": "first", "last_name": "last"}
_KINDS: tuple[tuple[str, PointKind], ...] = (
    ("phone", "phone"),
    ("email", "email"),
    ("linkedin", "linkedin"),
)


def add_to(lead: Commands) -> None:
    """Add the command edit to those of `lead`."""
    edit = add_command(lead, "edit", _edit, "change facts, numbers and addresses of a person")
    edit.add_argument("lead", metavar="ID", type=an_id)
    for name in TEXTS:
        option = _OPTIONS.get(name, name.replace("_", "-"))
        edit.add_argument(f"--{option}", metavar="TEXT", dest=name, help=_HELP.get(name))
    edit.add_argument("--age", metavar="YEARS", type=a_number(1, _OLDEST))
    edit.add_argument("--value", metavar="N", type=a_number(0, _DEAREST))
    for name, kind in _KINDS:
        edit.add_argument(
            f"--{name}", metavar="TEXT", action="append", default=[], help=f"a further {kind}"
        )
    edit.add_argument(
        "--unusable",
        metavar="TEXT",
        action="append",
        default=[],
        help="mark a number or address as wrong; it stays on record",
    )
    edit.add_argument(
        "--put-first", metavar="TEXT", help="use this number or address before the others"
    )


_HELP = {"country": 'ISO 3166; "" empties a field'}


def _edit(session: Session, args: Namespace) -> Answer:
    desk = session.write().desk
    with desk.store.read() as reader:
        lead, work = reader.person(args.lead)
    known = entries_of(lead.as_worked(work.unusable, work.stage))
    facts = {n: getattr(args, n) for n in (*TEXTS, *NUMBERS) if getattr(args, n) is not None}
    further = [
        PointEntry(kind=kind, text=text) for name, kind in _KINDS for text in getattr(args, name)
    ]
    points = [*known, *further]
    for text in args.unusable:
        at = _place(points, text)
        points[at] = replace(points[at], usable=False)
    if args.put_first:
        points.insert(0, points.pop(_place(points, args.put_first)))
    changed = tuple(points) if tuple(points) != known else None
    changes = edit_lead(desk, args.lead, LeadEdit(facts=facts, points=changed))
    after = outlook(desk, args.lead)
    said = "Changed." if changes.undo_id else "Nothing was different."
    document = {"undo_id": changes.undo_id, **touch_document(after)}
    return Answer(document=document, lines=[said, *touch_lines(session, after)])


def _place(points: list[PointEntry], text: str) -> int:
    """Where a number or address stands. Raises BadInput."""
    found = next((n for n, point in enumerate(points) if same_point(point, text)), None)
    if found is None:
        raise BadInput(
            "no_such_point", "They have no such number or address.", "See lead show for theirs."
        )
    return found
