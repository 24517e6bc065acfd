"""cadence versions, compare, publish and move: what was published, and who follows which."""

from argparse import Namespace
from uuid import UUID

from app.cli.answer import Answer, local, table
from app.cli.parser import Commands, a_file, add_command
from app.cli.session import Session
from app.cli.values import a_number, file_text, words
from app.core.cadence.cadence import Cadence
from app.core.cadence.versions import Comparison, FieldChange, Side, compare
from app.core.errors import Refused
from app.core.metrics.versions import VersionNumbers
from app.services.cadences.publishing import (
    Edition,
    People,
    examine,
    move_people,
    people_behind,
    publish,
    version_of,
)
from app.services.desk.desk import Desk
from app.services.reports import numbers_of
from app.services.wording import Wording

_MOST_VERSION = 1_000_000


def add_to(cadence: Commands) -> None:
    """Add versions, compare, publish and move to the commands of `cadence`."""
    versions = add_command(cadence, "versions", _versions, "every published version of a cadence")
    versions.add_argument("key", metavar="KEY", type=words)

    compared = add_command(cadence, "compare", _compare, "two versions of a cadence side by side")
    compared.add_argument("key", metavar="KEY", type=words)
    compared.add_argument("before", metavar="V1", type=a_number(1, _MOST_VERSION))
    compared.add_argument("after", metavar="V2", type=a_number(1, _MOST_VERSION))

    published = add_command(
        cadence, "publish", _publish, "make a file the newest version", in_portions=True
    )
    published.add_argument("file", metavar="FILE", type=a_file)
    people = published.add_mutually_exclusive_group()
    people.add_argument(
        "--move", action="store_true", help="move those who have not come to the first change"
    )
    people.add_argument("--keep", action="store_true", help="leave everybody where they are")

    moved = add_command(
        cadence, "move", _move, "move people to the newest version who still can", in_portions=True
    )
    moved.add_argument("key", metavar="KEY", type=words)
    for parser in (published, moved):
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")


def _versions(session: Session, args: Namespace) -> Answer:
    desk = session.read().desk
    newest = desk.library.cadence(args.key).version
    with desk.store.read() as reader:
        stored = [one for one in reader.cadence_versions() if one.cadence_key == args.key]
        people = {
            one.version: sum(1 for _ in reader.on_version(args.key, one.version)) for one in stored
        }
    return Answer(
        document={
            "cadence": args.key,
            "versions": [
                {
                    "version": one.version,
                    "newest": one.version == newest,
                    "published_at": one.published_at,
                    "published_by": _name(desk, one.published_by),
                    "people": people[one.version],
                    "digest": one.digest,
                }
                for one in reversed(stored)
            ],
        },
        lines=table(
            ("Version", "Published", "By", "People on it"),
            [
                (
                    one.version,
                    local(one.published_at, session.zone()),
                    _name(desk, one.published_by) or "the product",
                    people[one.version],
                )
                for one in reversed(stored)
            ],
        ),
    )


def _name(desk: Desk, who: UUID | None) -> str | None:
    """A person's name where they work here, else their id; None for the product."""
    if who is None:
        return None
    return desk.identity.rep_name if who == desk.identity.rep_id else str(who)


def _compare(session: Session, args: Namespace) -> Answer:
    desk = session.read().desk
    before = version_of(desk.library, args.key, args.before)
    after = version_of(desk.library, args.key, args.after)
    found = compare(before, after)
    counted = numbers_of(desk, args.key, (before.version, after.version), session.now())
    with desk.store.read() as reader:
        people = [
            one
            for one in people_behind(desk.library, reader, after)
            if one.version == before.version
        ]
    said = session.words()
    return Answer(
        document={
            "cadence": args.key,
            "before": before.version,
            "after": after.version,
            "fields": [_change(change) for change in found.fields],
            "steps": [
                {
                    "step": step.step,
                    "what": step.what,
                    "fields": [_change(change) for change in step.fields],
                }
                for step in found.steps
            ],
            "table": [
                {"before": _side(line.before), "after": _side(line.after)} for line in found.table
            ],
            "numbers": [_numbers(one) for one in counted],
            "people": [_people(one) for one in people],
        },
        lines=[
            *_side_by_side(found, before, after, said),
            *_changes(found, said),
            *(_counted(one, said) for one in counted),
            *(_told(one, said) for one in people),
        ],
    )


def _change(change: FieldChange) -> dict[str, object]:
    return {"field": change.field, "before": change.before, "after": change.after}


def _side(side: Side | None) -> dict[str, object] | None:
    return None if side is None else {"step": side.step, "day": side.day, "channel": side.channel}


def _numbers(one: VersionNumbers) -> dict[str, object]:
    share = one.conversion
    return {
        "version": one.version,
        "enrolled": one.enrolled,
        "open": one.open_now,
        "ended": share.denominator,
        "converted": share.numerator,
        "conversion": share.value,
        "low": share.low,
        "high": share.high,
        "small": share.small,
    }


def _people(one: People) -> dict[str, object]:
    return {
        "version": one.version,
        "people": one.on_it,
        "can_move": one.can_move,
        "passed": one.passed,
        "changed_step": one.changed_step,
    }


def _side_by_side(found: Comparison, before: Cadence, after: Cadence, said: Wording) -> list[str]:
    what = {step.step: said.plain(f"version.{step.what}") for step in found.steps}
    return table(
        (f"Version {before.version}", "", f"Version {after.version}", "", "Step", ""),
        [
            (*_cells(line.before, said), *_cells(line.after, said), key, what.get(key, ""))
            for line in found.table
            for key in {side.step for side in (line.before, line.after) if side}
        ],
    )


def _cells(side: Side | None, said: Wording) -> tuple[str, str]:
    if side is None:
        return "", ""
    return said.plain("version.day", {"day": side.day}), said.plain(f"channel.{side.channel}")


def _changes(found: Comparison, said: Wording) -> list[str]:
    """What changed, field by field, below an empty line; a long text is clipped."""
    every = [("", found.fields), *((step.step, step.fields) for step in found.steps)]
    rows = [
        (step, change.field, change.before, change.after)
        for step, changes in every
        for change in changes
    ]
    return ["", *table(("Step", "Field", "Before", "After"), rows), ""] if rows else [""]


def _counted(one: VersionNumbers, said: Wording) -> str:
    share = one.conversion
    return said.plain(
        "version.numbers",
        {
            "version": one.version,
            "enrolled": one.enrolled,
            "open": one.open_now,
            "converted": share.numerator,
            "ended": share.denominator,
        },
    )


def _told(one: People, said: Wording) -> str:
    args: dict[str, str | int] = {
        "version": one.version,
        "people": one.on_it,
        "can_move": one.can_move,
        "passed": one.passed,
        "step": one.changed_step,
    }
    return said.plain("version.people" if one.changed_step else "version.people_all", args)


def _publish(session: Session, args: Namespace) -> Answer:
    text = file_text(args.file, "cadence")
    desk = (session.read() if args.dry_run else session.write()).desk
    edition = examine(desk, text, args.file.name)
    said = session.words()
    told = [_told(one, said) for one in edition.people]
    if not (args.dry_run or args.move or args.keep) and edition.on_earlier:
        return Answer(
            document=_document(edition, published=False, moved=0),
            lines=told,
            failure=Refused(
                "move_or_keep",
                "Nothing was published: say what becomes of the people on earlier versions.",
                "Publish it again with --move or with --keep.",
            ),
        )
    moved = 0
    if not args.dry_run:
        publish(desk, edition)
        moved = _moved(desk, edition.cadence.key) if args.move else 0
    key, version = edition.cadence.key, edition.cadence.version
    outcome = "version.would_publish" if args.dry_run else "version.published"
    return Answer(
        document=_document(edition, published=not args.dry_run, moved=moved),
        lines=[
            *(f"Warning: {warning}" for warning in edition.warnings),
            *told,
            said.plain(outcome, {"version": version, "cadence": key}),
            *([said.plain("version.moved", {"moved": moved})] if args.move else []),
        ],
    )


def _document(edition: Edition, *, published: bool, moved: int) -> dict[str, object]:
    return {
        "cadence": edition.cadence.key,
        "version": edition.cadence.version,
        "published": published,
        "moved": moved,
        "people": [_people(one) for one in edition.people],
        "warnings": [str(warning) for warning in edition.warnings],
    }


def _move(session: Session, args: Namespace) -> Answer:
    desk = (session.read() if args.dry_run else session.write()).desk
    newest = desk.library.cadence(args.key)
    with desk.store.read() as reader:
        people = list(people_behind(desk.library, reader, newest))
    moved = 0 if args.dry_run else _moved(desk, args.key)
    said = session.words()
    return Answer(
        document={
            "cadence": args.key,
            "version": newest.version,
            "moved": moved,
            "people": [_people(one) for one in people],
        },
        lines=[
            *(_told(one, said) for one in people),
            *([] if args.dry_run else [said.plain("version.moved", {"moved": moved})]),
        ],
    )


def _moved(desk: Desk, cadence_key: str) -> int:
    """How many people were moved, portion by portion."""
    counts = list(move_people(desk, cadence_key))
    return counts[-1].moved
