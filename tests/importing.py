"""The shipped tables of an import, and short ways to plan one."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from app.core.people.local_time import ZoneTables, read_zone_tables
from app.services.importing.plan import ImportFinding, ImportOptions, ImportPlan
from app.services.importing.reading import plan_import
from app.services.importing.tables import ImportTables, read_import_tables
from app.services.people.lead_draft import LeadDraft

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
RESOURCES = Path(__file__).parents[1] / "resources"
SAMPLES = Path(__file__).parent / "data"


def resource(*parts: str) -> str:
    """The text of a shipped file."""
    return RESOURCES.joinpath(*parts).read_text(encoding="utf-8")


@cache
def zone_tables() -> ZoneTables:
    """The shipped zone tables."""
    return read_zone_tables(
        resource("contact_rules.toml"),
        resource("zones", "country_zones.json"),
        resource("zones", "regions.toml"),
    )


@cache
def import_tables(language: str = "en") -> ImportTables:
    """The shipped import tables, in words of `language`."""
    return read_import_tables(
        headers=resource("import", "headers.toml"),
        values=resource("import", "values.toml"),
        countries=resource("import", "countries.json"),
        wording=resource("import", f"words.{language}.json"),
        zones=zone_tables(),
        language=language,
    )


def plan(data: str | bytes, **options: Any) -> ImportPlan:
    """The plan for a file, given as text (UTF-8) or bytes; `options` as in ImportOptions."""
    raw = data.encode() if isinstance(data, str) else data
    facts = {"now": NOW, "zone": "Europe/Madrid", **options}
    return plan_import(raw, tables=import_tables(), options=ImportOptions(**facts))


def sample(name: str) -> bytes:
    """A file of tests/data."""
    return (SAMPLES / name).read_bytes()


def only(found: ImportPlan) -> LeadDraft:
    """The one person of a plan."""
    (draft,) = found.drafts
    return draft


def codes(findings: tuple[ImportFinding, ...]) -> list[tuple[int, str]]:
    """(row, code) of findings."""
    return [(f.row, f.code) for f in findings]
