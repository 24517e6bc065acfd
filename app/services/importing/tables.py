"""What an import knows before it sees a file: names of columns, words in cells, countries, wording.

All of it is data in resources/import, handed in as text; a team may extend it.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.core.folded import folded
from app.core.people.local_time import ZoneTables

LEAVE_OUT: Final = "leave_out"
# Every field a column can become, in the order in which a list offers them.
FIELDS: Final = (
    "first_name",
    "last_name",
    "full_name",
    "phone",
    "mobile",
    "email",
    "calling_code",
    "country",
    "region",
    "city",
    "language",
    "company",
    "job_title",
    "interest",
    "industry",
    "occasion",
    "asked_for",
    "research_note",
    "source",
    "received_at",
    "age",
    "value",
    "temperature",
    "score",
    "stage",
    "owner",
    "consent:call",
    "consent:email",
    "consent:whatsapp",
    "consent:sms",
    "consent:any",
    "opt_out:all",
    "opt_out:email",
    "opt_out:call",
    "opt_out:number",
    "opt_out:sms",
    "opt_out:whatsapp",
    "note",
    LEAVE_OUT,
)
# Fields that several columns of one file may become.
SEVERAL: Final = frozenset(
    {"phone", "mobile", "email", "note", "owner", LEAVE_OUT}
    | {field for field in FIELDS if field.startswith(("consent:", "opt_out:"))}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTables:
    """The tables of an import.

    `headers` gives field and language ("" for any) of a folded column name, `fillers` are words to
    leave out of it, `name_words` {what a word in it tells: folded words}. `agreed` are words of
    consent in any column, `empty` cells that hold nothing. `refused_inside` finds a refusal among
    folded words, `refused_alone` are whole cells and names that are one, of which the
    `doubtful` mean other things too. `words` are {field: {folded word: value}} for stage,
    temperature and language. `spellings` gives the ISO code of a folded country name. `wording`
    is {code: {text, fix}}.
    """

    headers: Mapping[str, tuple[str, str]]
    fillers: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    agreed: frozenset[str]
    empty: frozenset[str]
    refused_inside: re.Pattern[str]
    refused_alone: frozenset[str]
    doubtful: frozenset[str]
    name_words: Mapping[str, frozenset[str]]
    words: Mapping[str, Mapping[str, str]]
    months: Mapping[str, int]
    country_names: Mapping[str, str]
    spellings: Mapping[str, str]
    wording: Mapping[str, Mapping[str, str]]
    zones: ZoneTables
    # Answers of `country`, which a list asks thousands of times for a dozen countries.
    _asked: dict[str, str] = field(default_factory=dict)

    def country(self, text: str) -> str:
        """The ISO 3166 code of a country's name or code, "" when it is unknown."""
        code = self._asked.get(text)
        if code is None:
            short = text.strip().upper()
            code = short if short in self.country_names else self.spellings.get(folded(text), "")
            if len(self._asked) < 10_000:
                self._asked[text] = code
        return code

    def says_refusal(self, plain: str) -> bool:
        """Whether a folded text is, or holds, words by which somebody wants no contact."""
        return plain in self.refused_alone or self.refused_inside.search(plain) is not None

    def say(self, code: str, part: str, args: Mapping[str, str | int]) -> str:
        """The words of a code; `part` is "text" or "fix". Countries are called by their names."""
        template = self.wording.get(code, {}).get(part, "")
        if "{" not in template:
            return template
        shown = {name: str(value) for name, value in args.items()}
        for name in ("country", "looks_like"):
            if name in shown:
                shown[name] = self.country_names.get(shown[name], shown[name])
        return template.format_map(shown)


def read_import_tables(
    *, headers: str, values: str, countries: str, wording: str, zones: ZoneTables, language: str
) -> ImportTables:
    """The tables out of the texts of headers.toml, values.toml, countries.json and words.*.json.

    `language` is en or es: in it countries are named. Raises ValueError or KeyError when a text is
    not what the product ships.
    """
    names: dict[str, Any] = tomllib.loads(headers)
    cells: dict[str, Any] = tomllib.loads(values)
    known: dict[str, Any] = json.loads(countries)
    fillers = frozenset(folded(word) for word in names.pop("fillers"))
    return ImportTables(
        headers={
            folded(name): (field, "" if tongue == "any" else tongue)
            for field, tongues in names.items()
            for tongue, listed in tongues.items()
            for name in listed
        },
        fillers=fillers,
        yes=frozenset(folded(word) for word in cells["yes"]),
        no=frozenset(folded(word) for word in cells["no"]),
        agreed=frozenset(folded(word) for word in cells["agreed"]),
        empty=_as_written(cells["empty"]) | frozenset(cells["empty_exactly"]),
        refused_inside=_any_of(cells["refusals"]["inside"]),
        refused_alone=frozenset((*cells["refusals"]["alone"], *cells["refusals"]["doubtful"])),
        doubtful=frozenset(cells["refusals"]["doubtful"]),
        name_words={tells: frozenset(listed) for tells, listed in cells["names"].items()},
        words={name: _by_word(cells[name]) for name in ("stage", "temperature", "language")},
        months={word: int(month) for word, month in _by_word(cells["months"]).items()},
        country_names={code: name[language] for code, name in known["names"].items()},
        spellings=known["spellings"],
        wording=json.loads(wording),
        zones=zones,
    )


def _by_word(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {folded(word): value for value, words in table.items() for word in words}


def _as_written(words: Iterable[str]) -> frozenset[str]:
    """Words as they are, in small letters and in capitals."""
    return frozenset(way for word in words for way in (word, word.lower(), word.upper()))


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds whole words of folded phrases; "*" stands for the rest of a word."""
    ways = "|".join(re.escape(phrase).replace(r"\*", r"\w*") for phrase in sorted(phrases))
    return re.compile(rf"\b(?:{ways})\b")
