"""Docstrings say what the code does: no None that cannot come back, no error left unnamed."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "app").rglob("*.py"))
_NONE_COMES_BACK = re.compile(
    r"\b[Rr]eturns? None\b|[,;] (?:or |else )?None (?:when|where|if|for|while|unless|without)\b"
    r"|(?:^|[.:] )None (?:when|where|if|while|unless|without)\b"
)
# A function within one that is looked at answers for itself.
_OTHER_BODIES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


@lru_cache(maxsize=1)
def modules() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


@lru_cache(maxsize=1)
def errors() -> frozenset[str]:
    """The names of TouchlineError and of every class of the product that stands on it."""
    classes = [
        node
        for module in modules().values()
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef)
    ]
    known = {"TouchlineError"}
    while True:
        more = {c.name for c in classes if {ast.unparse(base) for base in c.bases} & known}
        if more <= known:
            return frozenset(known)
        known |= more


def functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            yield node


def said(function: ast.FunctionDef) -> str:
    return " ".join((ast.get_docstring(function) or "").split())


def untrue_none(function: ast.FunctionDef) -> bool:
    """Whether the docstring has None come back from a function whose annotation rules it out."""
    returned = ast.unparse(function.returns) if function.returns else "None"
    may_be = re.search(r"\b(?:None|Any|object)\b", returned)
    return may_be is None and _NONE_COMES_BACK.search(said(function)) is not None


def raised(function: ast.FunctionDef) -> set[str]:
    """The errors of the product that statements of its own body raise by name."""
    names = set()
    left: list[ast.AST] = list(function.body)
    while left:
        node = left.pop()
        if isinstance(node, _OTHER_BODIES):
            continue
        if isinstance(node, ast.Raise) and node.exc is not None:
            what = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            names.add(ast.unparse(what).rpartition(".")[2])
        left.extend(ast.iter_child_nodes(node))
    return names & errors()


def unnamed(function: ast.FunctionDef) -> set[str]:
    """The errors a public function raises and does not name behind "Raises"."""
    if function.name.startswith("_"):
        return set()
    promise = said(function).partition("Raises")[2]
    return {name for name in raised(function) if not re.search(rf"\b{name}\b", promise)}


def only(text: str) -> ast.FunctionDef:
    (function,) = functions(ast.parse(text))
    return function


def test_none_is_said_only_where_it_can_come_back() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path, module in modules().items()
        for function in functions(module)
        if untrue_none(function)
    ] == []


def test_a_public_function_of_core_and_services_names_the_errors_it_raises() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}: {sorted(unnamed(function))}"
        for path, module in modules().items()
        if path.relative_to(ROOT / "app").parts[0] in ("core", "services")
        for function in functions(module)
        if unnamed(function)
    ] == []


@pytest.mark.parametrize(
    ("returned", "says", "is_untrue"),
    [
        ("tuple[int, ...]", "The steps. None when there are none.", True),
        ("Iterator[int]", "The steps, or None where the plan has none.", True),
        ("int", "Returns None without one.", True),
        ("int | None", "The step, None when there is none.", False),
        ("int", "The days; `end` None means no end.", False),
    ],
)
def test_the_rule_on_none_bites(returned: str, says: str, is_untrue: bool) -> None:
    assert untrue_none(only(f'def f() -> {returned}:\n    """{says}"""\n')) is is_untrue


@pytest.mark.parametrize(
    ("says", "missing"),
    [
        ("Skip it.", {"Refused"}),
        ("Refused without a reason.", {"Refused"}),
        ("Skip it. Raises BadInput.", {"Refused"}),
        ("Skip it. Raises BadInput, Refused without a reason.", set()),
    ],
)
def test_the_rule_on_errors_bites(says: str, missing: set[str]) -> None:
    assert unnamed(only(f'def f() -> None:\n    """{says}"""\n    raise Refused("a")\n')) == missing
