"""The list of cases, documents and offers that texts refer to, kept once for the desk."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from app.core.cadence.cadence import WRITTEN
from app.core.engine.facts import Facts
from app.core.errors import BadInput, NotFound
from app.core.messages.content import (
    MOST_ENTRIES,
    ContentEntry,
    checked,
    content_values,
    dated,
    in_text,
    of_text,
)
from app.core.messages.merge_field import Value
from app.core.planning.due import zone_for
from app.services.desk.desk import Desk
from app.services.desk.recording import publish_changes
from app.services.store.reader import Reader
from app.services.store.records import Changes
from app.services.store.unit_of_work import UnitOfWork
from app.services.working.merge_values import came_to_us

_SETTING = "content"


def read_content(desk: Desk) -> tuple[ContentEntry, ...]:
    """The list as it is stored."""
    with desk.store.read() as reader:
        return content_of(reader)


def content_of(reader: Reader) -> tuple[ContentEntry, ...]:
    """The list as a reader finds it; empty where what is stored is none."""
    return of_text(reader.setting(_SETTING) or "[]")


def save_content(desk: Desk, entries: Sequence[ContentEntry]) -> tuple[ContentEntry, ...]:
    """Put another list in its place; touches that show it are read anew.

    Entries without a day came onto it today. Raises BadInput for one that cannot be sent.
    """
    with desk.store.write() as uow:
        kept = _store(desk, uow, entries)
        uow.commit()
    publish_changes(desk, Changes())
    return kept


def add_content(desk: Desk, *entries: ContentEntry) -> tuple[ContentEntry, ...]:
    """The list with further entries at its end. Raises BadInput."""
    with desk.store.write() as uow:
        kept = _store(desk, uow, (*content_of(uow), *entries))
        uow.commit()
    publish_changes(desk, Changes())
    return kept


def remove_content(desk: Desk, number: int) -> tuple[ContentEntry, ...]:
    """The list without one entry, counted from 1. Raises NotFound."""
    with desk.store.write() as uow:
        entries = content_of(uow)
        if not 1 <= number <= len(entries):
            raise NotFound(
                "no_entry", "There is no entry of that number.", "See content list for them."
            )
        kept = _store(desk, uow, (*entries[: number - 1], *entries[number:]))
        uow.commit()
    publish_changes(desk, Changes())
    return kept


def values_for(reader: Reader, facts: Facts, language: str) -> dict[str, Value]:
    """The merge fields that the list fills for a person, for a text in `language`."""
    entries = content_of(reader)
    if not entries:
        return {}
    lead = facts.lead
    wrote = max(
        (t.settled_at for t in facts.work.touches if t.channel in WRITTEN and t.settled_at),
        default=None,
    )
    zone = ZoneInfo(zone_for(lead, facts.desk_zone))
    return content_values(
        entries,
        lead,
        language,
        has_it=came_to_us(facts).downloaded,
        since=wrote.astimezone(zone).date() if wrote else None,
    )


def _store(
    desk: Desk, uow: UnitOfWork, entries: Sequence[ContentEntry]
) -> tuple[ContentEntry, ...]:
    if len(entries) > MOST_ENTRIES:
        raise BadInput(
            "content_full",
            f"The list holds at most {MOST_ENTRIES} entries.",
            "Take out what nobody sends any more.",
        )
    today = desk.clock.now().astimezone(ZoneInfo(desk.identity.zone)).date()
    kept = tuple(dated(one, today) for one in map(checked, entries))
    uow.save_setting(_SETTING, in_text(kept))
    return kept
