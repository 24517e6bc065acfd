"""Mappings of columns that were saved under a name, for the next file of the same kind."""

import json
from collections.abc import Mapping, Sequence

from app.core.errors import BadInput
from app.services.desk.desk import Desk
from app.services.importing.run import MAPPING_SETTING
from app.services.store.reader import Reader

# The names, as a JSON list: settings are found by their key only.
NAMES_SETTING = "import.mappings"
_LONGEST_NAME = 60


def mapping_names(desk: Desk) -> tuple[str, ...]:
    """The names under which mappings were saved, in the order of the alphabet."""
    with desk.store.read() as reader:
        return _names(reader)


def load_mapping(desk: Desk, name: str) -> dict[str, str]:
    """{column name: field} saved under `name`, empty when there is none that can be read."""
    with desk.store.read() as reader:
        return _mapping(reader, name)


def mapping_for(desk: Desk, columns: Sequence[str]) -> str:
    """The name of a mapping that was saved for exactly these columns, "" when there is none."""
    wanted = set(columns)
    with desk.store.read() as reader:
        for name in _names(reader):
            if set(_mapping(reader, name)) == wanted:
                return name
    return ""


def save_mapping(desk: Desk, name: str, mapping: Mapping[str, str]) -> str:
    """Save {column name: field} under a name, over the one that has it; the name as it was kept.

    Raises BadInput for a name that is empty or too long.
    """
    kept = " ".join(name.split())
    if not kept or len(kept) > _LONGEST_NAME:
        raise BadInput(
            "bad_mapping_name",
            "A saved mapping needs a name of at most 60 characters.",
            "Name it after the system the list comes from.",
        )
    with desk.store.write() as uow:
        names = sorted({*_names(uow), kept}, key=str.casefold)
        uow.save_setting(MAPPING_SETTING + kept, json.dumps(dict(mapping), ensure_ascii=False))
        uow.save_setting(NAMES_SETTING, json.dumps(names, ensure_ascii=False))
        uow.commit()
    return kept


def _names(reader: Reader) -> tuple[str, ...]:
    found = _json(reader.setting(NAMES_SETTING))
    return tuple(str(name) for name in found) if isinstance(found, list) else ()


def _mapping(reader: Reader, name: str) -> dict[str, str]:
    found = _json(reader.setting(MAPPING_SETTING + name))
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _json(text: str | None) -> object:
    """What a setting holds; a text that somebody broke by hand is as good as none."""
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None
