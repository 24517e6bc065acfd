"""Publishing a version of a cadence: what it would mean, doing it, and moving people to it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.core.cadence.cadence import Cadence
from app.core.cadence.versions import can_move, first_changed_step, same_plan
from app.core.engine.engine import decided
from app.core.engine.version_move import MoveVersion
from app.core.errors import NotFound, Refused
from app.core.files.toml_file import FileError, Problem
from app.core.log.events import CadencePublished
from app.core.team.who_may import require
from app.services.cadences.versions import with_versions
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.library import CadenceLibrary, dangling, read_cadence, texts_at_fault
from app.services.desk.portions import nobody_waits, portion
from app.services.desk.recording import append_and_place, publish_changes
from app.services.store.reader import Reader
from app.services.store.records import Changes, OnVersion, PublishedVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Those on one earlier version: `can_move` of `on_it` have not come to the first change.

    `changed_step` is the key of that step in the earlier version, "" where none changed or steps
    were only added at the end.
    """

    version: int
    on_it: int
    can_move: int
    changed_step: str

    @property
    def passed(self) -> int:
        """Those who have come to it, and stay in any case."""
        return self.on_it - self.can_move


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A file that can be published, and what that means for the people on earlier versions."""

    cadence: Cadence
    text: str
    warnings: tuple[Problem, ...]
    people: tuple[People, ...]

    @property
    def on_earlier(self) -> int:
        """How many people are on earlier versions."""
        return sum(one.on_it for one in self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCount:
    """How far a move is: `done` of `total` people looked at, of whom `moved` were moved."""

    done: int
    total: int
    moved: int = 0


def examine(desk: Desk, text: str, file: str) -> Edition:
    """What publishing a file would mean. Nothing is changed.

    Raises FileError with every problem of the file, Refused where its number cannot be published.
    """
    library = desk.library
    try:
        cadence, warnings = read_cadence(library, text, file)
    except FileError as error:
        raise FileError(file, (*error.problems, *texts_at_fault(library, error))) from error
    lost = dangling((cadence,), {*library.cadences, cadence.key})
    if lost:
        raise FileError(file, lost)
    _refuse_number(library, cadence)
    with desk.store.read() as reader:
        people = tuple(people_behind(library, reader, cadence))
    return Edition(cadence=cadence, text=text, warnings=warnings, people=people)


def _refuse_number(library: CadenceLibrary, cadence: Cadence) -> None:
    if cadence.key not in library.cadences:
        return
    versions = library.versions(cadence.key)
    newest = versions[0]
    following = f"Write version = {newest.version + 1}."
    known = next((one for one in versions if one.digest == cadence.digest), None)
    if known is None and same_plan(newest, cadence):
        known = newest
    if known is not None:
        raise Refused(
            "published_before",
            f"This is version {known.version}, word for word: it is published already.",
            f"Change something first. To move people to version {newest.version} who are still "
            "behind, use cadence move.",
        )
    if any(one.version == cadence.version for one in versions):
        raise Refused(
            "version_taken",
            f"Version {cadence.version} is published, and a published version never changes.",
            following,
        )
    if cadence.version < newest.version:
        raise Refused(
            "version_low",
            f"Version {newest.version} is published already; a later one has a higher number.",
            following,
        )


def people_behind(library: CadenceLibrary, reader: Reader, to: Cadence) -> Iterator[People]:
    """Those on versions before `to`, the newest first, where there is anybody."""
    if to.key not in library.cadences:
        return
    for before in library.versions(to.key):
        if before.version >= to.version:
            continue
        people = list(reader.on_version(to.key, before.version))
        first = first_changed_step(before, to)
        changed = before.steps[first : first + 1] if first is not None else ()
        if people:
            yield People(
                version=before.version,
                on_it=len(people),
                can_move=sum(_can_move(before, to, one) for one in people),
                changed_step=changed[0].key if changed else "",
            )


def publish(desk: Desk, edition: Edition, *, at: datetime | None = None) -> Changes:
    """Publish what was examined: new enrolments follow it, everybody else stays where they are.

    Raises Refused where somebody else published that number meanwhile, and for whoever may not.
    """
    require(desk.identity.positions, "publish_cadence")
    now = at or desk.clock.now()
    cadence = edition.cadence
    with desk.store.write() as uow:
        stored = uow.cadence_versions()
        if any((one.cadence_key, one.version) == (cadence.key, cadence.version) for one in stored):
            raise Refused(
                "version_taken",
                f"Version {cadence.version} was published by somebody else just now.",
                "Look at it with cadence compare, and publish yours under the next number.",
            )
        published = PublishedVersion(
            cadence_key=cadence.key,
            version=cadence.version,
            digest=cadence.digest,
            published_at=now,
            published_by=desk.identity.rep_id,
        )
        uow.add_cadence_version(published, edition.text)
        body = CadencePublished(
            cadence_key=cadence.key, cadence_version=cadence.version, digest=cadence.digest
        )
        uow.append(None, [body], now)
        library = with_versions(desk.library, uow.cadence_versions(), uow.cadence_text)
        uow.commit()
    desk.shelf.library = library
    return publish_changes(desk, Changes(queue=True))


def move_people(desk: Desk, cadence_key: str, *, at: datetime | None = None) -> Iterator[MoveCount]:
    """Move everybody who still can to the newest version; each step is one transaction.

    Stopping between steps keeps what was done; called again it goes on with the rest. Raises
    NotFound.
    """
    now = at or desk.clock.now()
    to = desk.library.cadence(cadence_key)
    command = MoveVersion(cadence_key=to.key, version=to.version)
    leads = movable(desk, to)
    count = MoveCount(done=0, total=len(leads))
    yield count
    waiting = iter(leads)
    while count.done < count.total:
        moved: set[UUID] = set()
        with desk.store.write() as uow:
            for lead_id in portion(desk, waiting, nobody_waits):
                facts = gather(desk, uow, lead_id)
                bodies, after = decided(facts, command, now)
                if bodies:
                    append_and_place(desk, uow, facts, bodies, now, after=after)
                    moved.add(lead_id)
                count = replace(count, done=count.done + 1, moved=count.moved + bool(bodies))
            uow.commit()
        publish_changes(desk, Changes(leads=frozenset(moved), queue=True))
        yield count


def movable(desk: Desk, to: Cadence) -> list[UUID]:
    """Those on versions before `to` who have not come to the first change."""
    with desk.store.read() as reader:
        return [
            one.lead_id
            for before in desk.library.versions(to.key)
            if before.version < to.version
            for one in reader.on_version(to.key, before.version)
            if _can_move(before, to, one)
        ]


def _can_move(before: Cadence, to: Cadence, one: OnVersion) -> bool:
    """Whether somebody may go on with `to`; of a plan for several people, their part counts."""
    if one.role is not None:
        before, to = before.for_role(one.role), to.for_role(one.role)
    return can_move(before, to, one.begun)


def version_of(library: CadenceLibrary, cadence_key: str, version: int) -> Cadence:
    """A version of a cadence. Raises NotFound."""
    versions = library.versions(cadence_key)
    for cadence in versions:
        if cadence.version == version:
            return cadence
    raise NotFound(
        "no_version",
        "There is no such version of this cadence.",
        f"These exist: {', '.join(str(one.version) for one in reversed(versions))}.",
    )
