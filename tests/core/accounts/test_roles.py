"""Roles from job titles, by the table that ships, and who of several people is which."""

from typing import Any

import pytest

from app.core.accounts.roles import Candidate, RoleTable, cast, parse_roles
from app.core.cadence.cadence import Role
from app.core.files.toml_file import FileError
from tests.builders import uid
from tests.core.playing import library

ROLES: tuple[Role, ...] = ("champion", "technical", "business", "executive")
TABLE = library().roles


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("CTO", "technical"),
        ("Chief Technology Officer", "technical"),
        ("Solutions Architect", "technical"),
        ("Arquitecta de software", "technical"),
        ("IT Manager", "technical"),
        ("Directora de Tecnología", "technical"),
        ("Product Owner", "technical"),
        ("CFO", "business"),
        ("VP of Finance", "business"),
        ("Finance manager", "business"),
        ("Responsable de Compras", "business"),
        ("DIRECTORA FINANCIERA", "business"),
        ("CEO", "executive"),
        ("CEO & co-founder", "executive"),
        ("VP Sales", "executive"),
        ("Vice-President, Operations", "executive"),
        ("Consejera Delegada", "executive"),
        ("Director general", "executive"),
        ("Marketing manager", "champion"),
        ("Head of Training", "champion"),
        ("Critical thinker", "champion"),  # holds "it" only inside other words
        ("", "champion"),
    ],
)
def test_what_a_title_speaks_for(title: str, role: Role) -> None:
    assert TABLE.role_of(title) == role


def people(*titles: str, **chosen: Role) -> list[Candidate]:
    return [
        Candidate(lead_id=uid(n), job_title=title, chosen=chosen.get(f"p{n}"))
        for n, title in enumerate(titles, start=1)
    ]


@pytest.mark.parametrize(
    ("titles", "chosen", "roles"),
    [
        (["Trainer", "CTO", "CFO", "CEO"], {}, "champion technical business executive"),
        # Of several champions the first; the others speak for the business.
        (["Trainer", "Coach", "CEO"], {}, "champion business executive"),
        # Nobody carries it: the last of a role that has two does.
        (["CTO", "Architect", "CEO"], {}, "technical champion executive"),
        (["CTO", "CFO", "CEO"], {}, "technical business executive"),
        # What a person chose stays.
        (["Trainer", "Coach", "CEO"], {"p2": "champion"}, "business champion executive"),
        (["Trainer", "Coach"], {"p1": "champion", "p2": "champion"}, "champion champion"),
        (["CTO", "CFO", "CEO"], {"p3": "champion"}, "technical business champion"),
        (["CEO"], {}, "executive"),
    ],
)
def test_there_is_one_champion_where_there_can_be(
    titles: list[str], chosen: dict[str, Role], roles: str
) -> None:
    found = cast(people(*titles, **chosen), TABLE, ROLES, 5)
    assert [found[uid(n)] for n in range(1, len(titles) + 1)] == roles.split()


def test_of_many_each_role_comes_first_and_then_the_most_promising() -> None:
    titles = ["Trainer", "Coach", "Teacher", "Tutor", "Speaker", "CFO", "CTO", "CEO"]
    found = cast(people(*titles), TABLE, ROLES, 5)
    assert found == {
        uid(1): "champion",
        uid(6): "business",
        uid(7): "technical",
        uid(8): "executive",
        uid(2): "business",
    }
    chosen = cast(people(*titles, p5="technical"), TABLE, ROLES, 2)
    assert chosen == {uid(5): "technical", uid(1): "champion"}


def test_a_role_that_the_plan_does_not_have_becomes_its_first() -> None:
    found = cast(people("CTO", "Trainer"), TABLE, ("executive", "champion"), 5)
    assert found == {uid(1): "executive", uid(2): "champion"}


GOOD = 'version = 1\notherwise = "champion"\n[[titles]]\nrole = "technical"\nwords = ["CTO"]\n'


def test_a_table_is_read() -> None:
    table, advice = parse_roles(GOOD, "roles.toml")
    assert advice == ()
    assert (table.role_of("our cto"), table.role_of("Actor")) == ("technical", "champion")
    assert RoleTable().role_of("CTO") == "champion"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (GOOD.replace('"technical"', '"boss"'), ("line 1", "role")),
        (GOOD.replace('otherwise = "champion"\n', ""), ("", "otherwise")),
        (GOOD.replace('["CTO"]', "[]"), ("line 1", "words")),
        (GOOD.replace('words = ["CTO"]', ""), ("line 1", "words")),
        (GOOD.replace('["CTO"]', '["--"]'), ("line 1", "words")),
        (GOOD.replace("words", "word"), ("line 1", "word")),
        ('version = 1\notherwise = "champion"\n', ("", "titles")),
        ("version = ", ("", "")),
    ],
)
def test_what_is_wrong_is_named(text: str, place: tuple[str, str]) -> None:
    with pytest.raises(FileError) as refused:
        parse_roles(text, "roles.toml")
    found: Any = [(problem.place, problem.field) for problem in refused.value.problems]
    assert place in found or place == ("", "")
