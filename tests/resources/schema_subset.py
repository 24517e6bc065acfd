"""What of JSON Schema (draft 7) the schema of cadences uses, enough to hold files against it.

A keyword that is not known here raises KeyError, so that no rule is passed over in silence.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Schema = Mapping[str, Any]
_TYPES: Mapping[str, type] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
}
_WORDS = {"$schema", "title", "description", "default", "definitions", "then"}


def faults(value: object, schema: Schema, root: Schema, at: str = "") -> list[str]:
    """Where `value` breaks `schema`, as "steps/0/channel: enum"; `root` resolves references."""
    if isinstance(value, date):
        value = value.isoformat()  # what editors hold against "format": "date"
    if "$ref" in schema:
        target: Any = root
        for part in str(schema["$ref"]).removeprefix("#/").split("/"):
            target = target[part]
        return faults(value, target, root, at)
    rules = schema.keys() - _WORDS
    found = [f"{at}: {rule}" for rule in rules if not _RULES[rule](value, schema, root)]
    for name, part in value.items() if isinstance(value, dict) else ():
        inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", True))
        if isinstance(inner, dict):
            found += faults(part, inner, root, f"{at}/{name}")
    for number, part in enumerate(value) if isinstance(value, list) else ():
        found += faults(part, schema.get("items", {}), root, f"{at}/{number}")
    for part in schema.get("allOf", ()):
        found += faults(value, part, root, at)
    return found


def _type(value: object, schema: Schema, root: Schema) -> bool:
    number = isinstance(value, int) and not isinstance(value, bool)
    return number if schema["type"] == "integer" else isinstance(value, _TYPES[schema["type"]])


def _enum(value: object, schema: Schema, root: Schema) -> bool:
    return any(type(one) is type(value) and one == value for one in schema["enum"])


def _known(value: object, schema: Schema, root: Schema) -> bool:
    if schema["additionalProperties"] is not False or not isinstance(value, dict):
        return True
    return not value.keys() - schema["properties"].keys()


def _names(value: object, schema: Schema, root: Schema) -> bool:
    names = value.keys() if isinstance(value, dict) else ()
    return not any(faults(name, schema["propertyNames"], root) for name in names)


def _if(value: object, schema: Schema, root: Schema) -> bool:
    return bool(faults(value, schema["if"], root)) or not faults(value, schema["then"], root)


def _required(value: object, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, dict) or set(schema["required"]) <= value.keys()


def _dependencies(value: object, schema: Schema, root: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    needs = schema["dependencies"].items()
    return all(set(needed) <= value.keys() for name, needed in needs if name in value)


def _one_of(value: object, schema: Schema, root: Schema) -> bool:
    return sum(not faults(value, part, root) for part in schema["oneOf"]) == 1


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _size(value: object) -> int:
    return len(value) if isinstance(value, dict | list) else 0


def _inside(value: object, schema: Schema, root: Schema) -> bool:
    return True  # `faults` goes down into it


_RULES: Mapping[str, Callable[[object, Schema, Schema], bool]] = {
    "type": _type,
    "enum": _enum,
    "pattern": lambda v, s, _: not isinstance(v, str) or bool(re.search(s["pattern"], v)),
    "minimum": lambda v, s, _: not isinstance(v, int) or v >= s["minimum"],
    "maximum": lambda v, s, _: not isinstance(v, int) or v <= s["maximum"],
    "minItems": lambda v, s, _: not isinstance(v, list) or _size(v) >= s["minItems"],
    "maxItems": lambda v, s, _: not isinstance(v, list) or _size(v) <= s["maxItems"],
    "minProperties": lambda v, s, _: not isinstance(v, dict) or _size(v) >= s["minProperties"],
    "required": _required,
    "additionalProperties": _known,
    "propertyNames": _names,
    "dependencies": _dependencies,
    "if": _if,
    "not": lambda v, s, root: bool(faults(v, s["not"], root)),
    "oneOf": _one_of,
    "format": lambda v, s, _: s["format"] == "date" and _is_day(v),
    "properties": _inside,
    "items": _inside,
    "allOf": _inside,
}
