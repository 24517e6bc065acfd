"""resources/cadence.schema.json says the same as the loader, as far as a schema can."""

import json
import tomllib
from typing import Any, get_args

import pytest

from app.core.cadence.cadence import (
    Cadence,
    Condition,
    DayCount,
    FirstDayLabel,
    Goal,
    IfLate,
    Market,
    Prefer,
    PreferredTime,
    Role,
    Step,
)
from app.core.cadence.format import CadenceError, parse_cadence
from app.core.people.lead import Channel, Direction
from app.system.resources import read_texts, resource_path
from tests.resources.schema_subset import faults

SCHEMA = json.loads(resource_path("cadence.schema.json").read_text(encoding="utf-8"))
STEP = SCHEMA["definitions"]["step"]
# How a file spells what the code keeps with its unit, or under a longer name.
IN_FILE = {"within_s": "within", "after_s": "after", "late_after_s": "late_after"}
DERIVED = {"key", "digest"}

GOOD = """
version = 1
reviewed_on = 2026-11-22
audience = "Anyone who asked"
direction = "outbound"
intent = 40
first_day_label = 1
goal = "meeting"
name = { en = "Plan" }
[prefer.call]
days = ["tue"]
between = ["16:00", "17:00"]
[[steps]]
key = "first"
day = 0
at = "10:00"
channel = "call"
script = "talk"
title = { en = "T" }
objective = { en = "O" }
"""


def looked_at(text: str) -> list[str]:
    return faults(tomllib.loads(text), SCHEMA, SCHEMA)


def loads(text: str) -> bool:
    try:
        parse_cadence(text, "plan.toml", templates={}, scripts={"talk"})
    except CadenceError:
        return False
    return True


@pytest.mark.parametrize("file", read_texts("cadences"))
def test_every_shipped_cadence_fits_the_schema(file: str) -> None:
    text = read_texts("cadences")[file]
    assert looked_at(text) == []
    assert text.startswith("#:schema ../cadence.schema.json\n"), "editors find it by this line"


def test_schema_and_loader_know_the_same_fields() -> None:
    assert set(SCHEMA["properties"]) == set(Cadence.__struct_fields__) - DERIVED
    assert set(STEP["properties"]) == {IN_FILE.get(f, f) for f in Step.__struct_fields__}
    assert set(SCHEMA["properties"]["prefer"]["properties"]) == set(Prefer.__struct_fields__)
    preferred = SCHEMA["definitions"]["preferred"]["properties"]
    assert {"weekdays" if f == "days" else f for f in preferred} == set(
        PreferredTime.__struct_fields__
    )


@pytest.mark.parametrize(
    ("listed", "closed"),
    [
        (SCHEMA["definitions"]["channel"], Channel),
        (SCHEMA["definitions"]["condition"], Condition),
        (SCHEMA["properties"]["direction"], Direction),
        (SCHEMA["properties"]["market"], Market),
        (SCHEMA["properties"]["day_count"], DayCount),
        (SCHEMA["properties"]["goal"], Goal),
        (SCHEMA["properties"]["first_day_label"], FirstDayLabel),
        (STEP["properties"]["if_late"], IfLate),
        (STEP["properties"]["role"], Role),
    ],
)
def test_schema_and_loader_know_the_same_words(listed: dict[str, Any], closed: Any) -> None:
    assert listed["enum"] == list(get_args(closed))


def test_the_example_is_good_for_both() -> None:
    assert looked_at(GOOD) == []
    assert loads(GOOD)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("version = 1", "version = 0"),
        ("version = 1", "version = true"),
        ('audience = "Anyone who asked"', 'audience = " "'),
        ('audience = "Anyone who asked"', ""),
        ('"outbound"', '"sideways"'),
        ("intent = 40", "intent = 400"),
        ("intent = 40", "intent = 40\nmax_attempts = 0"),
        ("intent = 40", "intent = 40\nstagger_days = 31"),
        ("intent = 40", "intent = 40\naccount_pause_days = 0"),
        ("intent = 40", "intent = 40\ncolour = 3"),
        ("intent = 40", 'intent = 40\nmarket = "flea"'),
        ("reviewed_on = 2026-11-22", 'reviewed_on = "soon"'),
        ("reviewed_on = 2026-11-22", "reviewed_on = 2026-11-22T10:00:00Z"),
        ("reviewed_on = 2026-11-22", "reviewed_on = 20261122"),
        ("intent = 40", 'intent = 40\nday_count = "lunar"'),
        ("intent = 40", 'intent = 40\nthen = "Next Plan"'),
        ("first_day_label = 1", "first_day_label = 2"),
        ("first_day_label = 1", "first_day_label = true"),
        ('{ en = "Plan" }', "{}"),
        ('{ en = "Plan" }', '{ english = "Plan" }'),
        ('{ en = "Plan" }', '{ en = "" }'),
        ('["tue"]', "[]"),
        ('["tue"]', '["someday"]'),
        ('["16:00", "17:00"]', '["16:00"]'),
        ('key = "first"', ""),
        ("day = 0", "day = -1"),
        ("day = 0", "day = 0.5"),
        ("day = 0", 'day = 0\nafter = "1h"'),
        ('day = 0\nat = "10:00"', 'within = "soon"'),
        ('day = 0\nat = "10:00"', 'after = "1h"\nat = "10:00"'),
        ('day = 0\nat = "10:00"', ""),
        ('at = "10:00"', 'at = "25:00"'),
        ('at = "10:00"', 'at = "10:00"\nbetween = ["10:00", "11:00"]'),
        ('channel = "call"', 'channel = "fax"'),
        ('channel = "call"', 'channel = "email"'),
        ('channel = "call"', 'channel = "task"'),
        ('script = "talk"', ""),
        ('script = "talk"', 'script = "talk"\nif_late = "cry"'),
        ('script = "talk"', 'script = "talk"\nadapt = "yes"'),
        ('script = "talk"', 'script = "talk"\nrole = "chef"'),
        ('script = "talk"', 'script = "talk"\nonly_if = "sunny"'),
        ('script = "talk"', 'script = "talk"\nrepeat_days = 0'),
        ("[[steps]]", "[[step]]"),
    ],
)
def test_what_the_schema_refuses_the_loader_refuses(right: str, wrong: str) -> None:
    text = GOOD.replace(right, wrong, 1)
    assert looked_at(text)
    assert not loads(text)


def described(schema: dict[str, Any]) -> list[str]:
    """The names of properties for which an editor would show no explanation."""
    left = []
    for name, part in schema.get("properties", {}).items():
        target = part
        if "$ref" in part:
            target = SCHEMA["definitions"][part["$ref"].removeprefix("#/definitions/")]
        if not target.get("description", "").strip():
            left.append(name)
        left += described(part)
    return left


@pytest.mark.parametrize("schema", [SCHEMA, STEP, SCHEMA["definitions"]["preferred"]])
def test_an_editor_explains_every_field(schema: dict[str, Any]) -> None:
    assert described(schema) == []


def test_the_schema_is_found_from_where_the_files_are() -> None:
    for file, text in read_texts("cadences").items():
        named = text.split("\n", 1)[0].removeprefix("#:schema ")
        assert resource_path("cadences", file).parent.joinpath(named).resolve() == (
            resource_path("cadence.schema.json").resolve()
        )
