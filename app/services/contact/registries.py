"""Do-not-call lists from a file: read, stored as digests alone, and followed at once.

The numbers of a list are read line by line; of each only its digest is kept. A list of the same
name takes the place of the former one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from app.core.errors import BadInput
from app.core.log.events import RegistryLoaded
from app.core.people.phone import parse_phone
from app.core.people.phone_variants import variants
from app.core.team.who_may import require
from app.services.csv_text import decode
from app.services.desk.desk import Desk
from app.services.desk.recording import advance_lead, publish_changes
from app.services.ports import Progress
from app.services.store.records import Changes, Registry

# Rows of one transaction: none lasts so long that a rep's key would wait for it.
_SLICE = 2_000
_LEADS = 25
_TICK = 2_000
_SHOWN = 20
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_READY = re.compile(r"\+[1-9][0-9]{7,14}")
_BETWEEN = re.compile(r"[;,\t|]")
# Where a further number may begin: at "+" or 00, behind a slash, else after any blank.
_SEVERAL = tuple(map(re.compile, (r"[\s/]+(?=\+|00)", r"\s*/\s*", r"\s+")))
_ABROAD = re.compile(r"\s*\(?00\)?[\s.-]?(?=[1-9])")
_SPLIT_US = re.compile(r"([2-9][0-9]{2})[;,\t|]([0-9]{7})\b")


class LoadCancelled(Exception):
    """Reading the file was stopped; nothing was stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberList:
    """The numbers of a file as digests. `bad` counts lines without a number, `at` their lines."""

    digests: frozenset[bytes]
    numbers: int
    bad: int
    at: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """How far storing a list is. Once `done` equals `total`, `leads` were looked at anew."""

    done: int
    total: int
    added: int = 0
    removed: int = 0
    leads: int = 0


def read_numbers(
    desk: Desk,
    data: bytes,
    *,
    country: str = "",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> NumberList:
    """The numbers of the file `data`: one to a line, in its first cell; a header is passed over.
    Further numbers on a line count too.

    Without "+" a number is one of `country`, else of the desk's. `progress(done, total)` is told
    about lines. Raises LoadCancelled, and BadInput for a file without a single number.
    """
    digests: set[bytes] = set()
    seen: set[str] = set()
    bad: list[int] = []
    for no, text in _lines(data, progress, cancelled):
        found = _numbers(text, country or desk.identity.country)
        # A header names the column; digits in it would be a number gone wrong.
        if not found and (no > 1 or any(c.isdigit() for c in text)):
            bad.append(no)
        for e164 in found:
            if e164 not in seen:
                seen.add(e164)
                digests.update(map(bytes.fromhex, desk.ring.digests(variants(e164))))
    if not seen:
        raise BadInput(
            "no_numbers",
            "There is no telephone number in this file.",
            "It takes one number to a line; name the country of numbers that have none.",
        )
    return NumberList(
        digests=frozenset(digests), numbers=len(seen), bad=len(bad), at=tuple(bad[:_SHOWN])
    )


def _lines(
    data: bytes, progress: Progress | None, cancelled: Callable[[], bool] | None
) -> Iterator[tuple[int, str]]:
    """The lines of a file that say something, with their numbers from 1."""
    lines = decode(data).text.splitlines()
    for no, line in enumerate(lines, start=1):
        if no % _TICK == 0 or no == len(lines):
            if cancelled is not None and cancelled():
                raise LoadCancelled
            if progress is not None:
                progress(no, len(lines))
        text = line.strip().strip('"')
        if text and text[0] != "#":
            yield no, text


def _numbers(text: str, country: str) -> list[str]:
    """The numbers of one line in E.164.

    Whatever stands in a further cell counts only where the numbering plan knows it: an order
    number or a date closes nobody.
    """
    if _READY.fullmatch(text):
        return [text]
    split = _SPLIT_US.match(text)
    cells = [split[1] + split[2]] if split else [c.strip(' "') for c in _BETWEEN.split(text)]
    further = [e164 for cell in cells[1:] for e164 in _cell(cell, country)]
    return _cell(cells[0], country, vouched=True) + further


def _cell(cell: str, country: str, *, vouched: bool = False) -> list[str]:
    """The number of a cell, or the several that stand in it with blanks or slashes between."""
    whole = _read(cell, country, vouched=vouched)
    if whole is not None:
        return [whole]
    for between in _SEVERAL:
        parts = [_read(part, country) for part in between.split(cell.strip()) if part]
        found = [e164 for e164 in parts if e164 is not None]
        if len(found) == len(parts):
            return found
    return []


def _read(text: str, country: str, *, vouched: bool = False) -> str | None:
    """A number in E.164. 00 before it stands for "+", as in lists of many authorities."""
    dialled = _ABROAD.sub("+", text) if _ABROAD.match(text) else text
    return parse_phone(dialled, country or None, vouched=vouched).e164


def load_registry(
    desk: Desk,
    numbers: NumberList,
    name: str,
    *,
    valid_until: date,
    country: str = "",
    at: datetime | None = None,
) -> Iterator[Loading]:
    """Put the list `name` in force, in place of the former one of that name.

    Each step is one short transaction and yields how far it is. New numbers come before old ones
    go, so that stopping in between never opens a number that either list has. Raises BadInput for
    a name that is no key, Refused for whoever may not.
    """
    require(desk.identity.positions, "load_registry")
    now = at or desk.clock.now()
    if not _NAME.fullmatch(name):
        raise BadInput(
            "bad_registry",
            "This cannot be the name of a list.",
            "Use up to 40 small letters, digits, dots, - and _, such as robinson-es.",
        )
    with desk.store.read() as reader:
        former = reader.registry_digests(name)
    added, removed = numbers.digests - former, former - numbers.digests
    entry = Registry(
        registry=name,
        country=country,
        valid_until=valid_until,
        loaded_at=now,
        entries=numbers.numbers,
    )
    state = Loading(done=0, total=len(added) + len(removed), added=len(added), removed=len(removed))
    with desk.store.write() as uow:
        uow.save_registry(entry)
        uow.append(
            None,
            [
                RegistryLoaded(
                    registry=name,
                    entries=numbers.numbers,
                    valid_until=valid_until,
                    country=country,
                )
            ],
            now,
        )
        uow.commit()
    yield state
    for some in _portions(sorted(added)):
        with desk.store.write() as uow:
            uow.list_digests(name, added=some)
            uow.commit()
        state = replace(state, done=state.done + len(some))
        yield state
    for some in _portions(sorted(removed)):
        with desk.store.write() as uow:
            uow.list_digests(name, removed=some)
            uow.commit()
        state = replace(state, done=state.done + len(some))
        yield state
    concerned = _concerned(desk, added | removed)
    for start in range(0, len(concerned), _LEADS):
        some_leads = concerned[start : start + _LEADS]
        with desk.store.write() as uow:
            for lead_id in some_leads:
                advance_lead(desk, uow, lead_id, now)
            uow.commit()
        publish_changes(desk, Changes(leads=frozenset(some_leads), queue=True, suppressions=True))
        state = replace(state, leads=state.leads + len(some_leads))
        yield state


def _portions(digests: Sequence[bytes]) -> Iterator[list[bytes]]:
    left = iter(digests)
    while some := list(islice(left, _SLICE)):
        yield some


def _concerned(desk: Desk, digests: frozenset[bytes]) -> tuple[UUID, ...]:
    """The leads with one of these numbers."""
    if not digests:
        return ()
    with desk.store.read() as reader:
        found = {
            lead_id: None
            for lead_id, phone in reader.phones()
            if not digests.isdisjoint(map(bytes.fromhex, desk.ring.every_digest((phone,))))
        }
    return tuple(found)


def registries(desk: Desk) -> Sequence[Registry]:
    """The lists that are in force, by name; those that ran out are among them."""
    with desk.store.read() as reader:
        return reader.registries()
