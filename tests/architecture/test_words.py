"""The window says nothing that the catalogue does not: no literals, no key missing or left over."""

import ast
import json
import re
import string
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from app.system.resources import resource_path

ROOT = Path(__file__).parents[2]
WINDOW = sorted((ROOT / "app" / "ui").rglob("*.py"))
# Names that are the same in every language, names of keys, which the painter translates, and the
# kinds of entry in the log that are one plain word.
_NAMES = re.compile(
    r"Touchline|Inter|Fusion|Note|Suppressed|Q[A-Z]\w+(, .*)?|(Ctrl|Shift|Alt)([ +].*)?"
    r"|Enter|Return|Esc|Space|Click|Left|Right|Up|Down"
)
_SENTENCE = re.compile(
    r"[^\W\d_]{2,}[,.:;!?…]? +[^\W\d_]|[^\W\d_]{2,}[:,.…]? (?:$|\{)|^[ ,.]+[^\W\d_]{2,}"
)
_WORD = re.compile(r"^[A-ZÁÉÍÓÚÑ¿¡][a-záéíóúñ]+[…:.!?]?$")
_STYLE = re.compile(r"[a-z-]+: [^;]+;")

_SPEAKING = ("say", "around", "catalogue", "key_name", "error_words")

# Files whose words still stand in the code; the list only shrinks.
_NOT_YET: frozenset[str] = frozenset()


@lru_cache(maxsize=2)
def entries(language: str) -> dict[str, dict[str, str | dict[str, str]]]:
    made: dict[str, dict[str, str | dict[str, str]]] = json.loads(
        resource_path("i18n", f"{language}.json").read_bytes()
    )
    return made


@lru_cache(maxsize=512)
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def fields(value: object) -> set[str]:
    texts = value.values() if isinstance(value, dict) else [value]
    return {name for t in texts for _, name, _, _ in string.Formatter().parse(str(t)) if name}


def docstrings(module: ast.Module) -> set[int]:
    bodies = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, bodies) and node.body and isinstance(node.body[0], ast.Expr)
    }


def spoken(text: str) -> bool:
    """Whether a literal is words for a person rather than a code, a key, a style or a format."""
    if _NAMES.fullmatch(text) or _STYLE.search(text):
        return False
    return bool(_SENTENCE.search(text) or _WORD.match(text))


@lru_cache(maxsize=1)
def class_names() -> frozenset[str]:
    return frozenset(
        node.name
        for path in WINDOW
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    )


def for_the_log(node: ast.AST) -> bool:
    """Whether it writes to the log, which is for those who keep the product running."""
    func = node.func if isinstance(node, ast.Call) else None
    return isinstance(func, ast.Attribute) and ast.unparse(func.value).endswith("log")


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Every literal of a module that is words for a person; the holes of f-strings are {}."""
    module = tree(path)
    quiet = docstrings(module)
    logged = [node for node in ast.walk(module) if for_the_log(node)]
    quiet.update(id(part) for node in logged for part in ast.walk(node))
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            quiet.update(id(part) for part in ast.walk(node) if isinstance(part, ast.Constant))
            text = "".join(
                str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values
            )
            if spoken(text):
                yield node.lineno, text
        elif isinstance(node, ast.Constant) and id(node) not in quiet:
            text = node.value if isinstance(node.value, str) else ""
            if spoken(text) and text not in class_names():
                yield node.lineno, text


@pytest.mark.parametrize("path", WINDOW, ids=lambda p: str(p.relative_to(ROOT / "app" / "ui")))
def test_the_window_has_no_words_of_its_own(path: Path) -> None:
    found = [f"line {line}: {text!r}" for line, text in literals(path)]
    calls = [
        f"line {node.lineno}: tr()"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "tr"
    ]
    name = str(path.relative_to(ROOT / "app" / "ui"))
    if name in _NOT_YET:
        assert found or calls, f"{name} has its words in the catalogue: take it off the list"
    else:
        assert not found + calls, f"{name}: put these into resources/i18n and ask say() for them"


@pytest.mark.parametrize(
    ("text", "is_words"),
    [
        ("Skipped", True), ("goal {}", True), (" for {}", True), ("Call now", True),
        ("Log it", True),
        ("outcome_{}", False), ("OutcomeLogged", False), ("Ctrl Enter", False),
        ("text.muted", False),
        ("%H:%M", False), ("dock.log", False), (" · ", False), ("QLabel { border: none; }", False),
    ],
)  # fmt: skip
def test_words_are_told_from_codes(text: str, is_words: bool) -> None:
    assert spoken(text) == is_words


def test_no_word_is_asked_for_while_a_module_is_loaded() -> None:
    """Nobody has chosen a language then."""
    early = []
    for path in WINDOW:
        waiting: list[ast.AST] = [tree(path)]
        while waiting:
            node = waiting.pop()
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                    waiting += child.args.defaults
                    continue
                called = child.func if isinstance(child, ast.Call) else None
                if isinstance(called, ast.Name) and called.id in _SPEAKING:
                    early.append(f"{path.name}:{called.lineno}")
                waiting.append(child)
    assert not early


def asked(path: Path) -> Iterator[tuple[int, str, ast.Call]]:
    """(line, key as a regular expression, call) of everything a module asks the catalogue for."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        func = node.func
        named = isinstance(func, ast.Name) and func.id in ("say", "around")
        if not named and not (isinstance(func, ast.Attribute) and func.attr == "plain"):
            continue
        for key in _choices(node.args[0]):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield node.lineno, re.escape(key.value), node
            elif isinstance(key, ast.JoinedStr):
                yield node.lineno, _pattern(key), node


def _choices(key: ast.expr) -> list[ast.expr]:
    return [*_choices(key.body), *_choices(key.orelse)] if isinstance(key, ast.IfExp) else [key]


def _pattern(key: ast.JoinedStr) -> str:
    parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in key.values)
    return "".join(parts)


def test_every_key_that_is_asked_for_is_there_with_its_arguments() -> None:
    wrong = []
    for path in sorted((ROOT / "app").rglob("*.py")):
        if path.name == "wording.py":
            continue
        for line, pattern, call in asked(path):
            found = [key for key in entries("en") if re.fullmatch(pattern, key)]
            where = f"{path.relative_to(ROOT)}:{line}: {pattern}"
            if not found:
                wrong.append(f"{where} is not in the catalogue")
            given = {k.arg for k in call.keywords}
            of_say = isinstance(call.func, ast.Name) and call.func.id in ("say", "around")
            if of_say and None not in given:
                texts = [fields(entries("en")[key].get("text", "")) for key in found]
                lacking = set.intersection(*texts) - given if texts else set()
                homeless = given - set().union(*texts) - {"count"}
                if lacking or homeless:
                    wrong.append(f"{where} lacks {lacking}, has no place for {homeless}")
    assert not wrong


def test_no_key_is_left_over() -> None:
    """A key is used where it stands in the code, or where an f-string makes it of known codes."""
    modules = [tree(path) for path in sorted((ROOT / "app").rglob("*.py"))]
    nodes = [node for module in modules for node in ast.walk(module)]
    constants = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    made = {_pattern(n) for n in nodes if isinstance(n, ast.JoinedStr)}
    patterns = {pattern for pattern in made if re.match(r"([a-z_]+|\.\+)\\\.", pattern)}
    files = [p for end in ("toml", "json") for p in ROOT.joinpath("resources").rglob(f"*.{end}")]
    known = " ".join(p.read_text(encoding="utf-8") for p in files if p.parent.name != "i18n")
    for path in (ROOT / "app").rglob("*.py"):
        known += path.read_text(encoding="utf-8")
    codes = set(re.findall(r"[^\W_]+", known))

    def used(key: str) -> bool:
        group, _, rest = key.partition(".")
        fits = [pattern for pattern in patterns if re.fullmatch(pattern, key)]
        named = any(not p.startswith(".+") for p in fits) or (fits and group in constants)
        return key in constants or bool(named and set(re.findall(r"[^\W_]+", rest)) <= codes)

    left = [key for key in entries("en") if not used(key)]
    assert not left


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_keys_stand_in_order(language: str) -> None:
    """So that two people who add words meet in the same line only if they add the same word."""
    keys = list(entries(language))
    assert keys == sorted(keys), "one entry a line, in the order of the keys"


# What only commands can run into, and what names things that are known to nobody beforehand.
_AS_RAISED = frozenset(
    {
        "backup_changed",
        "backup_unreadable",
        "bad_address",
        "bad_audit",
        "bad_code",
        "bad_costs",
        "bad_dimension",
        "bad_event",
        "bad_period",
        "bad_reason",
        "bad_registry",
        "bad_signal",
        "bad_source",
        "bad_tracking",
        "free_mail",
        "id_used",
        "link_not_allowed",
        "needs_channel",
        "needs_evidence",
        "no_number",
        "no_numbers",
        "no_route",
        "no_such_field",
        "no_such_role",
        "no_version",
        "not_a_list",
        "not_of_account",
        "nothing_to_close",
        "other_channel",
        "published_before",
        "store_older",
        "unknown_outcome",
        "version_low",
        "version_taken",
    }
)
_ERRORS = ("TouchlineError", "NotFound", "Refused", "BadInput")


def raised() -> Iterator[str]:
    """The codes of the errors that core, services, channels and storage raise."""
    for part in ("core", "services", "channels", "storage"):
        for path in sorted((ROOT / "app" / part).rglob("*.py")):
            for node in ast.walk(tree(path)):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = node.func.id if isinstance(node.func, ast.Name) else ""
                code = node.args[0]
                if name in _ERRORS and isinstance(code, ast.Constant):
                    yield str(code.value)


def test_an_error_the_window_can_show_has_words_in_both_languages() -> None:
    without = {code for code in raised() if f"error.{code}" not in entries("en")}
    assert not without - _AS_RAISED
    for language in ("en", "es"):
        for key, entry in entries(language).items():
            assert not key.startswith("error.") or (entry["text"] and entry["hint"]), key
