"""What this organisation means by the sources of its lists: said once, kept, and routed by."""

import json
from collections.abc import Mapping
from dataclasses import replace

from app.core.errors import BadInput
from app.core.routing.table import source_key
from app.services.desk.desk import Desk
from app.services.store.reader import ProfileReader

_SETTING = "sources.meant"
# In the place of a source: it has no plan of its own, and nobody is asked about it again.
NO_SOURCE = "other"
_LONGEST = 120


def meant_sources(reader: ProfileReader) -> dict[str, str]:
    """{name as `source_key` writes it: the key of the source it stands for}."""
    kept = reader.setting(_SETTING)
    return {str(k): str(v) for k, v in json.loads(kept).items()} if kept else {}


def choosable_sources(desk: Desk) -> tuple[str, ...]:
    """The keys that a name may stand for: those of the routing table, and "other"."""
    return (*sorted(desk.library.routing.known_sources), NO_SOURCE)


def remember_sources(desk: Desk, means: Mapping[str, str]) -> None:
    """Keep what names of sources stand for, beside what was kept; "" forgets a name.

    Holds from now on for whoever comes in. Raises BadInput for a name that is empty or too long,
    and for a source that the routing table does not know.
    """
    allowed = frozenset(choosable_sources(desk))
    if any(not source_key(name) or len(name) > _LONGEST for name in means):
        raise BadInput(
            "bad_source_name",
            "A source has a name of at most 120 characters.",
            "Write it as the list has it.",
        )
    if any(key and key not in allowed for key in means.values()):
        raise BadInput(
            "bad_source",
            "The routing table knows no such source.",
            f"Use one of: {', '.join(sorted(allowed))}.",
        )
    with desk.store.write() as uow:
        kept = meant_sources(uow) | {source_key(name): key for name, key in means.items()}
        kept = {name: key for name, key in sorted(kept.items()) if key}
        uow.save_setting(_SETTING, json.dumps(kept, ensure_ascii=False))
        uow.commit()
    take_up_sources(desk)


def take_up_sources(desk: Desk) -> None:
    """Let the routing table in use know what is kept."""
    with desk.store.read() as reader:
        meant = meant_sources(reader)
    library = desk.library
    if meant != library.routing.meant:
        desk.shelf.library = replace(library, routing=library.routing.meaning(meant))
