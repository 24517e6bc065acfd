"""The cadences, templates and scripts a team works with, read once and looked up by key."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from app.core.accounts.roles import RoleTable, parse_roles
from app.core.cadence.cadence import Cadence
from app.core.cadence.format import parse_cadence
from app.core.errors import NotFound
from app.core.files.toml_file import FileError, Problem
from app.core.messages.format import parse_script, parse_template
from app.core.messages.script import Script
from app.core.messages.template import Template
from app.core.planning.age_bands import AgeBands, parse_age_bands
from app.core.reading.reply_words import ReplyWords, parse_words
from app.core.routing.format import parse_routing
from app.core.routing.table import RoutingTable
from app.core.rules.format import parse_rules
from app.core.rules.rule import Ruleset

_Kind = TypeVar("_Kind", Cadence, Template, Script)
_Whole = TypeVar("_Whole", Ruleset, ReplyWords, RoleTable, AgeBands)


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceLibrary:
    """Everything that could be read; what could not be is missing here and named in `problems`.

    `warnings` are advice about files that are in use. `ruleset` is the rules in force,
    `words` those by which a reply is recognised, `roles` those of an account by job title,
    `age_bands` the channels of people of an age,
    `routing` says which cadence a lead gets.
    `cadences` are the newest versions by key, `former` the older ones by key and version.
    """

    cadences: Mapping[str, Cadence]
    templates: Mapping[str, Template]
    scripts: Mapping[str, Script]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    ruleset: Ruleset = field(default_factory=Ruleset)
    words: ReplyWords = field(default_factory=ReplyWords)
    roles: RoleTable = field(default_factory=RoleTable)
    age_bands: AgeBands = field(default_factory=AgeBands)
    routing: RoutingTable = field(default_factory=RoutingTable)
    former: Mapping[tuple[str, int], Cadence] = field(default_factory=dict)

    def cadence(self, key: str) -> Cadence:
        """The cadence called `key`. Raises NotFound."""
        return _found(self.cadences, key, "cadence")

    def template(self, key: str) -> Template:
        """The template called `key`. Raises NotFound."""
        return _found(self.templates, key, "template")

    def script(self, key: str) -> Script:
        """The script called `key`. Raises NotFound."""
        return _found(self.scripts, key, "script")

    def versions(self, key: str) -> tuple[Cadence, ...]:
        """Every version of a cadence, the newest first. Raises NotFound."""
        newest = self.cadence(key)
        older = (cadence for cadence in self.former.values() if cadence.key == key)
        return newest, *sorted(older, key=lambda one: -one.version)

    def every_version(self) -> tuple[Cadence, ...]:
        """All cadences in all versions."""
        return *self.cadences.values(), *self.former.values()

    def list(self) -> tuple[Cadence, ...]:
        """All cadences, the hottest intent first, then by key."""
        return tuple(sorted(self.cadences.values(), key=lambda one: (-one.intent, one.key)))


def load_library(
    *,
    cadences: Mapping[str, str],
    templates: Mapping[str, str],
    scripts: Mapping[str, str],
    rules: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
    accounts: Mapping[str, str] | None = None,
    adapt: Mapping[str, str] | None = None,
    routing: Mapping[str, str] | None = None,
    free_mail: frozenset[str] = frozenset(),
) -> CadenceLibrary:
    """Read the texts of files, given by file name ("b2c_standard.toml").

    A file that cannot be used costs nobody the others: it is left out, its problems are kept. Of
    `rules`, `words`, `accounts`, `adapt` and `routing` one file is read, the first by name. Raises
    FileError for a faulty routing table: nobody may be sent astray in silence. `free_mail` are mail
    domains shared by strangers: an address of any other is one at work.
    """
    problems: list[Problem] = []
    warnings: list[Problem] = []
    read_templates = _read(templates, parse_template, problems, warnings)
    read_scripts = _read(scripts, parse_script, problems, warnings)
    written = {key: template.channels for key, template in read_templates.items()}
    parse = partial(parse_cadence, templates=written, scripts=read_scripts.keys())
    read_cadences = _read(cadences, parse, problems, warnings)
    problems += dangling(read_cadences.values(), read_cadences)
    parse_ruleset = partial(parse_rules, templates=written, scripts=read_scripts.keys())
    ruleset = _first(rules, parse_ruleset, problems, warnings) or Ruleset()
    read_words = _first(words, parse_words, problems, warnings) or ReplyWords()
    read_roles = _first(accounts, parse_roles, problems, warnings) or RoleTable()
    age_bands = _first(adapt, parse_age_bands, problems, warnings) or AgeBands()
    table = RoutingTable(words=read_words)
    if routing:
        file = min(routing)
        table, advice = parse_routing(
            routing[file], file, cadences=read_cadences, words=read_words, free_mail=free_mail
        )
        warnings += advice
    return CadenceLibrary(
        cadences=read_cadences,
        templates=read_templates,
        scripts=read_scripts,
        problems=tuple(problems),
        warnings=tuple(warnings),
        ruleset=ruleset,
        words=read_words,
        roles=read_roles,
        age_bands=age_bands,
        routing=table,
    )


def read_cadence(
    library: CadenceLibrary, text: str, file: str
) -> tuple[Cadence, tuple[Problem, ...]]:
    """A cadence that uses the library's texts, with warnings. Raises FileError."""
    return parse_cadence(
        text,
        file,
        templates={key: one.channels for key, one in library.templates.items()},
        scripts=library.scripts.keys(),
    )


def texts_at_fault(library: CadenceLibrary, error: FileError) -> tuple[Problem, ...]:
    """Why the templates and scripts that a cadence names in vain are not there: their problems."""
    return tuple(
        problem
        for problem in library.problems
        if any(f'"{problem.file.removesuffix(".toml")}"' in one.what for one in error.problems)
    )


def _first(
    files: Mapping[str, str] | None,
    parse: Callable[[str, str], tuple[_Whole, tuple[Problem, ...]]],
    problems: list[Problem],
    warnings: list[Problem],
) -> _Whole | None:
    if not files:
        return None
    file = min(files)
    try:
        thing, advice = parse(files[file], file)
    except FileError as error:
        problems += error.problems
        return None
    warnings += advice
    return thing


def _read(
    files: Mapping[str, str],
    parse: Callable[[str, str], tuple[_Kind, tuple[Problem, ...]]],
    problems: list[Problem],
    warnings: list[Problem],
) -> dict[str, _Kind]:
    read: dict[str, _Kind] = {}
    for file, text in sorted(files.items()):
        try:
            thing, advice = parse(text, file)
        except FileError as error:
            problems += error.problems
        else:
            read[thing.key] = thing
            warnings += advice
    return read


def dangling(cadences: Iterable[Cadence], known: Collection[str]) -> list[Problem]:
    """Cadences that hand over to one that is not there: they still work until their end."""
    return [
        Problem(
            file=f"{cadence.key}.toml",
            field="then",
            what=f'There is no cadence "{cadence.then}".',
            fix="Write it, name another, or remove the field.",
        )
        for cadence in cadences
        if cadence.then is not None and cadence.then not in known
    ]


def _found(things: Mapping[str, _Kind], key: str, noun: str) -> _Kind:
    if key not in things:
        raise NotFound(
            f"no_{noun}",
            f"There is no {noun} of that name.",
            f"These exist: {', '.join(sorted(things)) or 'none'}.",
        )
    return things[key]
