"""The data behind the import is whole: no name twice, no code without words, no stale zones."""

import json
import re
import tomllib
from collections import Counter
from importlib import resources

import pytest

from app.core.folded import folded
from app.services.importing.tables import FIELDS
from tests.importing import RESOURCES, import_tables, resource


def test_a_column_name_stands_in_one_field_only() -> None:
    names = tomllib.loads(resource("import", "headers.toml"))
    names.pop("fillers")
    listed = Counter(folded(n) for tongues in names.values() for t in tongues.values() for n in t)
    assert [name for name, count in listed.items() if count > 1] == []
    assert set(names) <= set(FIELDS)


def test_names_are_written_as_they_are_compared() -> None:
    names = tomllib.loads(resource("import", "headers.toml"))
    written = [*names.pop("fillers")]
    written += [n for tongues in names.values() for t in tongues.values() for n in t]
    assert [name for name in written if folded(name) != name] == []


def test_a_word_has_one_meaning() -> None:
    values = tomllib.loads(resource("import", "values.toml"))
    assert set(values["yes"]).isdisjoint(values["no"])
    assert set(values["agreed"]).isdisjoint([*values["yes"], *values["no"]])
    for name in ("stage", "temperature", "language", "months"):
        words = Counter(folded(word) for listed in values[name].values() for word in listed)
        assert [word for word, count in words.items() if count > 1] == [], name


def test_both_languages_say_the_same() -> None:
    english, spanish = (json.loads(resource("import", f"words.{t}.json")) for t in ("en", "es"))
    assert english.keys() == spanish.keys()
    for code, words in english.items():
        for part in ("text", "fix"):
            slots = [set(re.findall(r"{(\w+)}", w[code][part])) for w in (english, spanish)]
            assert slots[0] == slots[1], (code, part)
            assert words[part]
            assert spanish[code][part]


CODES = [
    "no_country", "too_short", "too_long", "wrong_length", "not_in_use", "other_country",
    "contains_letter", "is_date", "not_a_number", "two_numbers", "double_zero",
    "unknown_country_code", "rounded", "decimal", "rewritten", "not_an_address", "two_addresses",
    "no_contact", "empty_row", "unknown_country", "region_elsewhere", "ambiguous_date",
    "unreadable_date", "date_in_future", "ambiguous_dates", "mixed_dates", "unclear_consent",
    "unclear_opt_out", "unreadable_age", "unreadable_value", "unknown_stage",
    "unknown_temperature", "unknown_language", "formula_text", "nul_removed", "invisible_removed",
    "shortened", "too_many_cells", "too_few_cells", "unclosed_quote", "merged_other_name",
    "shared_number", "shared_address", "bytes_mended", "no_header", "mapping_column_missing",
    "more_like_this", "unknown_calling_code", "refusal_found", "looks_like_refusal", "refusal_kept",
    "refusal_lost", "counted_date", "title_rows", "shared_column", "other_owner",
]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_finding_has_words(code: str) -> None:
    for language in ("en", "es"):
        assert import_tables(language).wording[code]["text"]


def test_countries_are_named_in_the_language() -> None:
    args: dict[str, str | int] = {"digits": 7, "needs": "9", "country": "DE"}
    assert import_tables("en").say("too_short", "text", args) == "7 digits, Germany needs 9"
    assert import_tables("es").say("too_short", "text", args) == "7 cifras, Alemania necesita 9"


def test_zones_of_countries_are_those_of_the_bundled_tables() -> None:
    """Run installer/build_country_data.py after an update of tzdata."""
    ours = json.loads(resource("zones", "country_zones.json"))
    package = resources.files("tzdata.zoneinfo")
    first_line = (package / "tzdata.zi").read_text("utf-8").partition("\n")[0]
    assert ours["tzdata"] == first_line.removeprefix("# version ")
    table = (package / "zone.tab").read_text("utf-8").splitlines()
    listed = [line.split("\t")[2] for line in table if line and not line.startswith("#")]
    assert sorted(z for zones in ours["countries"].values() for z in zones) == sorted(listed)


def test_rules_are_of_the_schema_that_is_read() -> None:
    rules = tomllib.loads((RESOURCES / "contact_rules.toml").read_text(encoding="utf-8"))
    assert rules["schema"] == 1
    assert len(rules["rule"]) == 66
