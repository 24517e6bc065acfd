"""Which role a job title speaks for, and who of several people is which; from data of the team.

The table is resources/accounts/roles.toml; docs/accounts.md says how it is used.
"""

from collections.abc import Collection, Sequence
from typing import get_args
from uuid import UUID

import msgspec

from app.core.cadence.cadence import Role
from app.core.files.toml_file import FileError, Problem, TomlFile
from app.core.files.toml_table import root_table
from app.core.folded import folded

_ROLES: tuple[Role, ...] = get_args(Role)
_MAX_LINES = 100


class TitleLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table: folded words that speak for a role."""

    role: Role
    words: tuple[str, ...]


class RoleTable(msgspec.Struct, frozen=True, kw_only=True):
    """The lines in their order, and the role of whoever fits none."""

    lines: tuple[TitleLine, ...] = ()
    otherwise: Role = "champion"

    def role_of(self, job_title: str) -> Role:
        """The role of the first line that has a word of the title."""
        said = f" {folded(job_title)} "
        for line in self.lines:
            if any(f" {word} " in said for word in line.words):
                return line.role
        return self.otherwise


def parse_roles(text: str, file: str) -> tuple[RoleTable, tuple[Problem, ...]]:
    """The table of `text`. Raises FileError with all problems, each with its place and field."""
    source = TomlFile(text, file)
    root = root_table(source)
    root.integer("version", 1, 1_000_000)
    otherwise = root.choice("otherwise", _ROLES)
    lines = []
    for table in root.tables("titles", "line", _MAX_LINES):
        role = table.choice("role", _ROLES)
        words = tuple(dict.fromkeys(folded(word) for word in table.words("words")))
        if not words or not all(words):
            table.add("words", "There is no word to look for.", 'Write words = ["finance"], say.')
        lines.append(TitleLine(role=role, words=words))
        table.finish()
    root.finish()
    if source.problems:
        raise FileError(file, source.problems)
    return RoleTable(lines=tuple(lines), otherwise=otherwise), tuple(source.warnings)


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of an account, the most promising first in any list. `chosen` by a person."""

    lead_id: UUID
    job_title: str
    chosen: Role | None = None


def cast(
    people: Sequence[Candidate],
    table: RoleTable,
    roles: Sequence[Role],
    most: int,
    beside: Collection[Role] = (),
) -> dict[UUID, Role]:
    """The role of each of at most `most` people: those chosen, one for each role, then the rest.

    There is one champion where anybody can be: of several the first, the others speak for the
    business; where nobody is, the last of a role that has two. What was chosen stays. `beside` are
    the roles of those who are on the plan already and stay as they are.
    """
    found = {p.lead_id: p.chosen or _within(table.role_of(p.job_title), roles) for p in people}
    chosen = {p.lead_id for p in people if p.chosen is not None}
    taken = [p.lead_id for p in people if p.chosen is not None]
    held = {found[lead_id] for lead_id in taken} | set(beside)
    for p in people:
        if p.lead_id not in chosen and found[p.lead_id] not in held:
            held.add(found[p.lead_id])
            taken.append(p.lead_id)
    taken += [p.lead_id for p in people if p.lead_id not in taken]
    mine = {lead_id: found[lead_id] for lead_id in taken[:most]}
    _one_champion(mine, chosen, roles, beside)
    return mine


def _within(role: Role, roles: Sequence[Role]) -> Role:
    return role if role in roles else roles[0]


def _one_champion(
    mine: dict[UUID, Role], chosen: set[UUID], roles: Sequence[Role], beside: Collection[Role]
) -> None:
    champions = [lead_id for lead_id, role in mine.items() if role == "champion"]
    free = [lead_id for lead_id in champions if lead_id not in chosen]
    if champions:
        first: UUID | None = next((i for i in champions if i in chosen), champions[0])
        if "champion" in beside:
            first = None
        for lead_id in free:
            if lead_id != first and "business" in roles:
                mine[lead_id] = "business"
    elif "champion" in roles and "champion" not in beside:
        held = list(mine.values())
        doubled = [
            lead_id
            for lead_id, role in mine.items()
            if lead_id not in chosen and held.count(role) > 1
        ]
        if doubled:
            mine[doubled[-1]] = "champion"
