"""Published versions of cadences: kept in the store for good, and read with the library.

A version never changes. What ships is taken into the store when a profile first meets it, so that
an update of the product leaves everybody on the version they are on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from app.core.cadence.cadence import Cadence
from app.core.files.toml_file import FileError, Problem
from app.services.desk.desk import Desk
from app.services.desk.library import CadenceLibrary, read_cadence
from app.services.store.records import PublishedVersion
from app.services.store.unit_of_work import Store

Versions = dict[tuple[str, int], Cadence]


def meet(
    store: Store,
    shipped: CadenceLibrary,
    read_texts: Callable[[], Mapping[str, str]],
    at: datetime,
) -> CadenceLibrary:
    """Keep what ships and was not met before; the library with every version of the store.

    `read_texts` gives the shipped files by name. A shipped file that says something else than the
    version of that number in the store stays out, with a warning.
    """
    with store.read() as reader:
        stored = {(one.cadence_key, one.version): one for one in reader.cadence_versions()}
    new = [c for c in shipped.cadences.values() if (c.key, c.version) not in stored]
    if new:
        texts = read_texts()
        with store.write() as uow:
            # Another process may have met them meanwhile.
            there = {(one.cadence_key, one.version) for one in uow.cadence_versions()}
            for cadence in new:
                if (cadence.key, cadence.version) not in there:
                    uow.add_cadence_version(as_published(cadence, at), texts[f"{cadence.key}.toml"])
            uow.commit()
    with store.read() as reader:
        library = with_versions(shipped, reader.cadence_versions(), reader.cadence_text)
    other = [c for c in shipped.cadences.values() if _differs(c, stored)]
    return replace(library, warnings=(*library.warnings, *map(_not_in_use, other)))


def as_published(cadence: Cadence, at: datetime) -> PublishedVersion:
    """A version that came with the product."""
    return PublishedVersion(
        cadence_key=cadence.key,
        version=cadence.version,
        digest=cadence.digest,
        published_at=at,
        published_by=None,
    )


def _differs(cadence: Cadence, stored: Mapping[tuple[str, int], PublishedVersion]) -> bool:
    there = stored.get((cadence.key, cadence.version))
    return there is not None and there.digest != cadence.digest


def _not_in_use(cadence: Cadence) -> Problem:
    return Problem(
        file=f"{cadence.key}.toml",
        field="version",
        what=f"Version {cadence.version} was published before and says something else.",
        fix="The published one is in use. A change needs the next number.",
    )


def with_versions(
    library: CadenceLibrary,
    stored: Sequence[PublishedVersion],
    text_of: Callable[[str, int], str],
) -> CadenceLibrary:
    """`library` with the published versions: the newest of each key in use, the others known.

    `text_of` gives the file of a key and number. A version that cannot be read any more is
    missing, and named in `problems`.
    """
    known = {(c.key, c.version): c for c in library.every_version()}
    versions: Versions = {}
    problems: list[Problem] = []
    for one in stored:
        name = one.cadence_key, one.version
        cadence = known.get(name)
        if cadence is None or cadence.digest != one.digest:
            try:
                cadence, _ = read_cadence(library, text_of(*name), f"{one.cadence_key}.toml")
            except FileError as error:
                problems += error.problems
                continue
        versions[name] = cadence
    newest = _newest(versions.values())
    return replace(
        library,
        cadences=newest,
        former={name: c for name, c in versions.items() if newest[c.key] is not c},
        problems=tuple(dict.fromkeys((*library.problems, *problems))),
    )


def _newest(cadences: Iterable[Cadence]) -> dict[str, Cadence]:
    found: dict[str, Cadence] = {}
    for cadence in sorted(cadences, key=lambda one: (one.key, one.version)):
        found[cadence.key] = cadence
    return found


def refresh(desk: Desk) -> None:
    """Take up what another process has published since the library was read."""
    with desk.store.read() as reader:
        stored = reader.cadence_versions()
        known = {(c.key, c.version) for c in desk.library.every_version()}
        if any((one.cadence_key, one.version) not in known for one in stored):
            desk.shelf.library = with_versions(desk.library, stored, reader.cadence_text)
