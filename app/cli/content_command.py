"""content: the cases, documents and offers that texts refer to."""

from argparse import Namespace
from collections.abc import Sequence

from app.cli.answer import Answer, table
from app.cli.parser import Commands, a_file, add_command, add_group
from app.cli.session import Session
from app.cli.values import a_day, a_number, file_text, words
from app.core.messages.content import CONTENT_KINDS, MOST_ENTRIES, ContentEntry, parse_content
from app.services.working.content_list import (
    add_content,
    read_content,
    remove_content,
    save_content,
)


def add_to(commands: Commands) -> None:
    """Add `content` with its commands list, add, remove and set."""
    content = add_group(commands, "content", "what texts refer to: cases, documents, offers")
    add_command(content, "list", _list, "every entry with its number")
    add = add_command(content, "add", _add, "put one more on the list")
    add.add_argument("kind", choices=CONTENT_KINDS)
    add.add_argument("title", metavar="TITLE", type=words)
    add.add_argument("--link", metavar="URL", default="", help="where it can be read")
    add.add_argument("--language", metavar="L", default="", help="en, es, ...; default: any")
    for name in ("interest", "industry"):
        add.add_argument(
            f"--{name}", metavar="WORDS", action="append", default=[], help="only for these"
        )
    add.add_argument("--added-on", metavar="D", type=a_day, help="default: today")
    remove = add_command(content, "remove", _remove, "take one off the list")
    remove.add_argument("number", metavar="N", type=a_number(1, MOST_ENTRIES))
    put = add_command(content, "set", _set, "put the list of a file in the place of this one")
    put.add_argument("file", metavar="FILE", type=a_file)


def _list(session: Session, args: Namespace) -> Answer:
    return _answer(read_content(session.read().desk))


def _add(session: Session, args: Namespace) -> Answer:
    entry = ContentEntry(
        kind=args.kind,
        title=args.title,
        link=args.link,
        language=args.language,
        interests=tuple(args.interest),
        industries=tuple(args.industry),
        added_on=args.added_on,
    )
    return _answer(add_content(session.write().desk, entry))


def _remove(session: Session, args: Namespace) -> Answer:
    return _answer(remove_content(session.write().desk, args.number))


def _set(session: Session, args: Namespace) -> Answer:
    entries = parse_content(file_text(args.file, "content"), args.file.name)
    return _answer(save_content(session.write().desk, entries))


def _answer(entries: Sequence[ContentEntry]) -> Answer:
    return Answer(
        document=[
            {
                "number": number,
                "kind": one.kind,
                "title": one.title,
                "link": one.link,
                "language": one.language,
                "interests": one.interests,
                "industries": one.industries,
                "added_on": one.added_on,
            }
            for number, one in enumerate(entries, 1)
        ],
        lines=table(
            ("No", "Kind", "Title", "Link", "Language", "For", "Since"),
            [
                (
                    number,
                    one.kind,
                    one.title,
                    one.link,
                    one.language or "any",
                    ", ".join((*one.interests, *one.industries)) or "everybody",
                    one.added_on.isoformat() if one.added_on else "",
                )
                for number, one in enumerate(entries, 1)
            ],
        ),
    )
