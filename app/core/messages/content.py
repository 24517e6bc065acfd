"""What a team can send: cases, documents and offers, and which of them suits a person.

A small list, kept once for the desk. Texts refer to what was chosen by `case_title`,
`resource_link`, `offer` and their like; where nothing suits, they say something else.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Literal, get_args
from urllib.parse import urlsplit

import msgspec

from app.core.errors import BadInput
from app.core.files.toml_file import FileError, TomlFile
from app.core.files.toml_table import TomlTable, root_table
from app.core.folded import folded
from app.core.messages.merge_field import Value
from app.core.people.person_facts import PersonFacts

ContentKind = Literal["offer", "resource", "case"]
CONTENT_KINDS: tuple[ContentKind, ...] = get_args(ContentKind)
MOST_ENTRIES = 200
_LONGEST = 300
# How much it says for an entry that it was made for what the person wants, or for their trade.
_FOR_INTEREST, _FOR_INDUSTRY = 2, 1


class ContentEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to send or to say.

    `title` is its name, of an offer the words themselves. `language` is an ISO 639-1 code, "" for
    any. `interests` and `industries` say whom it suits; empty means everybody. `added_on` is when
    it came onto the list.
    """

    kind: ContentKind
    title: str
    link: str = ""
    language: str = ""
    interests: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    added_on: date | None = None


def chosen(
    entries: Iterable[ContentEntry],
    kind: ContentKind,
    person: PersonFacts,
    language: str,
    *,
    but: str = "",
) -> ContentEntry | None:
    """What suits a person best of one kind, for a text in `language`; None where nothing does.

    What was made for their interest goes before what was made for their trade, and that before
    what is for everybody; of equals the newest. `but` names what they have already.
    """
    fitting = [
        (score, entry.language == language, entry.added_on or date.min, -at, entry)
        for at, entry in enumerate(entries)
        if entry.kind == kind and folded(entry.title) != folded(but)
        if (score := _suits(entry, person, language)) is not None
    ]
    return max(fitting, key=lambda one: one[:4])[4] if fitting else None


def newest(
    entries: Iterable[ContentEntry], person: PersonFacts, language: str, since: date
) -> ContentEntry | None:
    """The latest case or document that suits a person and came onto the list after `since`."""
    fitting = [
        entry
        for entry in entries
        if entry.kind != "offer" and entry.added_on is not None and entry.added_on > since
        if _suits(entry, person, language) is not None
    ]
    return max(fitting, key=lambda one: one.added_on or date.min) if fitting else None


def content_values(
    entries: Sequence[ContentEntry],
    person: PersonFacts,
    language: str,
    *,
    has_it: bool,
    since: date | None,
) -> dict[str, Value]:
    """The merge fields that the list fills for a person; `has_it`: they downloaded `asked_for`.

    `since` is when we wrote to them last: what came after is news to them.
    """
    asked = next((e for e in entries if e.link and _is_asked(e, person, language)), None)
    values: dict[str, Value] = {"asked_link": asked.link} if asked else {}
    offer = chosen(entries, "offer", person, language)
    if offer:
        values["offer"] = offer.title
    resource = chosen(entries, "resource", person, language, but=person.asked_for if has_it else "")
    case = chosen(entries, "case", person, language)
    news = newest(entries, person, language, since) if since else None
    for name, entry in (("resource", resource), ("case", case), ("news", news)):
        if entry:
            values |= {f"{name}_title": entry.title, f"{name}_link": entry.link}
    return {name: value for name, value in values.items() if value}


def _is_asked(entry: ContentEntry, person: PersonFacts, language: str) -> bool:
    named = person.asked_for != "" and folded(entry.title) == folded(person.asked_for)
    return named and entry.language in ("", language)


def _suits(entry: ContentEntry, person: PersonFacts, language: str) -> int | None:
    """How well an entry suits a person; None where it is for others."""
    if entry.language not in ("", language) or (entry.kind != "offer" and not entry.link):
        return None
    asked = (
        (entry.interests, person.interest, _FOR_INTEREST),
        (entry.industries, person.industry, _FOR_INDUSTRY),
    )
    met = [weight for words, known, weight in asked if _names(words, known)]
    return sum(met) if met or not (entry.interests or entry.industries) else None


def _names(words: Iterable[str], known: str) -> bool:
    said = f" {folded(known)} "
    return any(f" {folded(word)} " in said for word in words)


def checked(entry: ContentEntry) -> ContentEntry:
    """The entry as it is kept, trimmed. Raises BadInput for what cannot be sent."""
    title, link = " ".join(entry.title.split()), entry.link.strip()
    if not title or len(title) > _LONGEST:
        raise BadInput(
            "content_title", "An entry needs a name.", f"Write one of at most {_LONGEST} letters."
        )
    if link and not is_link(link):
        raise BadInput("bad_link", "A link begins with https://.")
    if entry.kind != "offer" and not link:
        raise BadInput(
            "content_link", "A case or a document needs a link.", "Paste where it can be read."
        )
    return msgspec.structs.replace(
        entry,
        title=title,
        link=link,
        language=entry.language.strip().lower(),
        interests=_words(entry.interests),
        industries=_words(entry.industries),
    )


def dated(entry: ContentEntry, on: date) -> ContentEntry:
    """The entry with the day it came onto the list; its own where it has one."""
    return msgspec.structs.replace(entry, added_on=entry.added_on or on)


def is_link(text: str) -> bool:
    """Whether a browser opens it."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    whole = not any(character.isspace() for character in text) and len(text) <= _LONGEST
    return parts.scheme in ("http", "https") and bool(parts.netloc) and whole


def parse_content(text: str, file: str) -> tuple[ContentEntry, ...]:
    """The list that a file holds. Raises FileError with every problem."""
    source = TomlFile(text, file, guide="resources/content/example.toml")
    root = root_table(source)
    tables = root.tables("entries", "entry", MOST_ENTRIES) if root.has("entries") else []
    entries = [_entry(table) for table in tables]
    root.finish()
    if source.problems:
        raise FileError(file, source.problems)
    return tuple(entries)


def in_text(entries: Sequence[ContentEntry]) -> str:
    """A list as one text that `of_text` reads."""
    return msgspec.json.encode(entries).decode()


def of_text(text: str) -> tuple[ContentEntry, ...]:
    """The list that `in_text` wrote; empty where the text is none."""
    try:
        return msgspec.json.decode(text, type=tuple[ContentEntry, ...])
    except (msgspec.DecodeError, UnicodeError):
        return ()


def _entry(table: TomlTable) -> ContentEntry:
    entry = ContentEntry(
        kind=table.choice("kind", CONTENT_KINDS),
        title=table.text("title"),
        link=table.text("link", required=False),
        language=table.text("language", required=False),
        interests=table.words("interests"),
        industries=table.words("industries"),
        added_on=table.calendar_date("added_on"),
    )
    table.finish()
    try:
        return checked(entry)
    except BadInput as error:
        if entry.title:
            table.add("link", error.message, error.hint)
        return entry


def _words(words: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(word.split()) for word in words if folded(word)))
