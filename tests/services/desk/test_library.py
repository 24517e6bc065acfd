"""The library: what can be read is there, what cannot is named."""

import pytest

from app.core.errors import NotFound
from app.services.desk.library import CadenceLibrary, load_library

TEXTS = 'title = { en = "T" }\nobjective = { en = "O" }\n'


def plan(*, template: str = "hello", then: str = "", intent: int = 1) -> str:
    return f"""
    version = 1
    audience = "anyone"
    direction = "outbound"
    intent = {intent}
    first_day_label = 0
    goal = "meeting"
    name = {{ en = "Plan" }}
    {f'then = "{then}"' if then else ""}
    [[steps]]
    key = "mail"
    day = 0
    channel = "email"
    template = "{template}"
    {TEXTS}"""


HELLO = 'channels = ["email"]\nname = { en = "N" }\nsubject = { en = "S" }\nbody = { en = "B" }'


def library(**cadences: str) -> CadenceLibrary:
    files = {f"{key}.toml": text for key, text in cadences.items()}
    return load_library(cadences=files, templates={"hello.toml": HELLO}, scripts={})


def test_everything_is_found_by_key() -> None:
    lib = library(plan=plan())
    assert lib.problems == ()
    assert lib.cadence("plan").steps[0].template == "hello"
    assert lib.template("hello").body == {"en": "B"}


def test_an_unknown_key_says_what_exists() -> None:
    lib = library(plan=plan())
    with pytest.raises(NotFound, match="no cadence of that name") as caught:
        lib.cadence("plane")
    assert (caught.value.code, caught.value.hint) == ("no_cadence", "These exist: plan.")
    with pytest.raises(NotFound):
        lib.script("talk")


def test_a_broken_file_costs_nobody_the_others() -> None:
    lib = library(good=plan(), bad="=", worse=plan(template="gone"))
    assert set(lib.cadences) == {"good"}
    assert [p.file for p in lib.problems] == ["bad.toml", "worse.toml"]


def test_a_broken_template_is_missed_by_who_uses_it() -> None:
    lib = load_library(
        cadences={"plan.toml": plan()}, templates={"hello.toml": HELLO + "\nx = 1"}, scripts={}
    )
    assert not lib.cadences
    assert [(p.file, p.field) for p in lib.problems] == [
        ("hello.toml", "x"),
        ("plan.toml", "template"),
    ]


def test_what_follows_must_exist_but_the_plan_works() -> None:
    lib = library(plan=plan(then="plan"), other=plan(then="nowhere"))
    assert set(lib.cadences) == {"plan", "other"}
    assert [(p.file, p.field) for p in lib.problems] == [("other.toml", "then")]


def test_the_hottest_comes_first_in_the_list() -> None:
    lib = library(a=plan(intent=1), c=plan(intent=9), b=plan(intent=9))
    assert [cadence.key for cadence in lib.list()] == ["b", "c", "a"]
