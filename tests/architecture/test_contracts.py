"""The rules of docs/architecture.md that are worth a failing test."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")

# Names under which everything and nothing ends up.
NO_PURPOSE = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "base"}
MOST_LINES = 500
# The habit: a file stays under so many lines. How many do not may only fall.
USUAL_LINES = 300
LONG_FILES = 44

# Spelled so that this file does not name them itself.
INDEX_HOSTS = re.compile(
    r"p[y]pi\.(org|python)|p[y]thonhosted|deb\.d[e]bian\.org|npm[j]s\.org|/opt/p[y]pi",
    re.IGNORECASE,
)

# Where a package of ours is imported under another name than it is installed.
IMPORT_NAMES = {"pyside6-essentials": "PySide6"}
# Read by the standard library, not imported; plain data structures, free for all.
NEEDS_NO_HOME = {"tzdata", "msgspec"}


def repository_files() -> Iterator[Path]:
    """Every file of the checkout; what tools leave behind lives in folders with a dot."""
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [
            name
            for name in subfolders
            if name == ".ci"
            or not (name.startswith(".") or name in {"__pycache__", "build", "dist"})
        ]
        yield from (Path(folder, name) for name in names)


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imported_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_the_import_contracts_hold() -> None:
    """The contracts themselves stand in pyproject.toml."""
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as main; main()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_dependency_has_a_home() -> None:
    """A package that no contract names could be imported from anywhere."""
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    held = {name for contract in contracts for name in contract.get("forbidden_modules", ())}
    asked = [Requirement(text).name for text in PROJECT["project"]["dependencies"]]
    homeless = [n for n in asked if n not in NEEDS_NO_HOME and IMPORT_NAMES.get(n, n) not in held]
    assert homeless == []


def test_no_file_name_without_a_purpose() -> None:
    named = [
        path.relative_to(ROOT)
        for path in python_files("app", "tests", "benchmarks")
        if NO_PURPOSE & {path.stem, path.parent.name}
    ]
    assert named == []


def test_no_file_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*python_files("app", "tests", "benchmarks"), ROOT / "dev.py"]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_fewer_files_are_longer_than_usual() -> None:
    """Whoever makes one shorter lowers the number; a new long file is two files."""
    long = [
        path.relative_to(ROOT).as_posix()
        for path in python_files("app")
        if len(path.read_text(encoding="utf-8").splitlines()) > USUAL_LINES
    ]
    assert len(long) <= LONG_FILES, long


def public_kinds(tree: ast.Module) -> Iterator[str]:
    """Names of the public classes and type aliases that a module defines."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            name = node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        else:
            continue
        if name[0].isupper() and not name.isupper():
            yield name


def test_one_name_says_one_thing() -> None:
    homes: dict[str, list[str]] = {}
    for path in python_files("app"):
        for name in public_kinds(ast.parse(path.read_text(encoding="utf-8"))):
            homes.setdefault(name, []).append(path.relative_to(ROOT).as_posix())
    doubled = {name: found for name, found in homes.items() if len(found) > 1}
    assert not doubled, "give each of these a name of its own"


def test_no_test_imports_another() -> None:
    """What several tests share stands in a module that is no test: builders, fakes, cases."""
    wrong = [
        f"{path.relative_to(ROOT).as_posix()}: {name}"
        for path in python_files("tests", "benchmarks")
        for name in imported_names(ast.parse(path.read_text(encoding="utf-8")))
        if name.startswith("tests.") and name.rpartition(".")[2].startswith(("test_", "conftest"))
    ]
    assert not wrong


def test_migrations_import_no_app_code() -> None:
    """A migration must still do what it did when it was written."""
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "app").glob("*/migrations/**/*.py")
        for name in imported_names(ast.parse(path.read_text(encoding="utf-8")))
        if name == "app" or name.startswith("app.")
    ]
    assert found == []


def test_core_neither_prints_nor_opens() -> None:
    """What an import contract cannot see: builtins that reach outside."""
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.func.id}()"
        for path in python_files("app/core", "app/protocol")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"print", "open", "input", "eval", "exec", "__import__"}
    ]
    assert calls == []


def test_packages_import_nothing_by_themselves() -> None:
    """An `__init__` that imports makes every start pay for it and ties knots."""
    importing = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "app").rglob("__init__.py")
        if any(imported_names(ast.parse(path.read_text(encoding="utf-8"))))
    ]
    assert importing == []


@pytest.mark.parametrize("name", LOCKS)
def test_locks_pin_by_hash_and_name_no_server(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|--(extra-)?index-url|--find-links|-f)\b", text, re.MULTILINE)
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.IGNORECASE | re.MULTILINE)[1:]
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def pinned(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", text, re.MULTILINE))


def test_locks_agree_with_each_other_and_with_what_is_asked() -> None:
    runtime, dev = (pinned(name) for name in LOCKS)
    assert runtime.items() <= dev.items()
    for lock, asked in (
        (runtime, PROJECT["project"]["dependencies"]),
        (dev, PROJECT["dependency-groups"]["dev"]),
    ):
        for requirement in map(Requirement, asked):
            version = lock[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), requirement


def test_no_text_names_a_package_server() -> None:
    """The product must work behind a company mirror, and so must everything written about it."""
    naming = []
    for path in repository_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if found := INDEX_HOSTS.search(text):
            naming.append(f"{path.relative_to(ROOT)}: {found[0]}")
    assert naming == []
