"""The docs keep up with the code: every page reachable, every name in them real."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
GLOSSARY = ROOT / "docs" / "glossary.md"

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# A path in code type; one with a placeholder or a star is a pattern, not a path.
PATH = re.compile(r"`((?:app|tests|benchmarks|resources|docs|\.ci)/[\w./-]*\w)`")
# `app/core/queue/ranking.py`: `place`
DECIDED = re.compile(r"`(app/[\w/]+\.py)`: `(\w+)`")
COMMAND = re.compile(r"\bdev\.py ([a-z]+)")


def pages() -> list[Path]:
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def targets(page: Path) -> list[str]:
    """The links of a page that stay inside the checkout."""
    found = LINK.findall(page.read_text(encoding="utf-8"))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings
    }


def page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def test_readme_names_the_two_commands() -> None:
    text = README.read_text(encoding="utf-8")
    assert all(
        line in text for line in ("python3 dev.py run", "python3 dev.py test", "py dev.py run")
    )


@pytest.mark.parametrize("page", pages(), ids=page_id)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in targets(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_reachable_from_the_readme() -> None:
    reached: set[Path] = set()
    ahead = [README]
    while ahead:
        page = ahead.pop()
        if page in reached:
            continue
        reached.add(page)
        linked = [(page.parent / link.partition("#")[0]).resolve() for link in targets(page)]
        ahead += [path for path in linked if path.suffix == ".md" and path.exists()]
    assert [page_id(page) for page in pages() if page not in reached] == []


def defined_in(path: Path) -> set[str]:
    """The names of the functions, classes and constants of a module."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            aims = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {name.id for name in aims if isinstance(name, ast.Name)}
    return found


@pytest.mark.parametrize("page", pages(), ids=page_id)
def test_what_a_page_says_is_decided_somewhere_is_defined_there(page: Path) -> None:
    named = DECIDED.findall(page.read_text(encoding="utf-8"))
    assert [f"{path}: {name}" for path, name in named if name not in defined_in(ROOT / path)] == []


@pytest.mark.parametrize("name", ["opt-out", "queue", "alerts", "rules", "metrics"])
def test_a_page_of_behaviour_says_where_it_is_decided(name: str) -> None:
    last = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8").splitlines()[-1]
    assert last.startswith("Decided in `")
    assert DECIDED.search(last)


@pytest.mark.parametrize("page", pages(), ids=page_id)
def test_paths_and_commands_in_a_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    gone = [path for path in PATH.findall(text) if not (ROOT / path).exists()]
    unknown = set(COMMAND.findall(text)) - dev.COMMANDS.keys()
    assert (gone, unknown) == ([], set())


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("0*.md")), ids=page_id)
def test_a_decision_has_date_status_and_alternatives(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.search(
        r"^Decided \d{4}-\d\d-\d\d\. Status: (in force|replaced by)", text, re.MULTILINE
    )
    parts = ("Situation", "Decision", "Alternatives", "What follows")
    assert [part for part in parts if f"**{part}.**" not in text] == []


def glossary() -> dict[str, str]:
    """Term -> its paragraph."""
    parts = re.split(r"^## (.+)$", GLOSSARY.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def words_of(name: str) -> list[str]:
    """`FirstContactClock`, `first_contact_clock` -> first, contact, clock."""
    return re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)


@cache
def spoken() -> str:
    """Every name that the code defines and every field it has, split into words."""
    return in_words(names_defined())


def in_words(names: set[str]) -> str:
    return "".join(f" {' '.join(words_of(name)).lower()} \n" for name in sorted(names))


def names_defined() -> set[str]:
    names: set[str] = set()
    for path in (ROOT / "app").rglob("*.py"):
        names.add(path.stem)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names.add(node.target.id)
            elif isinstance(node, ast.arg):
                names.add(node.arg)
    return names


@cache
def coded() -> str:
    """The code words: kinds, states and lanes are short strings."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py"))
    return in_words({word for text in texts for word in re.findall(r'"([a-z_]+)"', text)})


def is_in(term: str, words: str) -> bool:
    return re.search(rf" {re.escape(term.lower())}s? ", words) is not None


def test_glossary_has_no_word_that_the_code_does_not_use() -> None:
    terms = glossary()
    assert len(terms) > 10
    assert [term for term in terms if not is_in(term, spoken() + coded())] == []


def test_code_uses_no_word_that_the_glossary_replaces() -> None:
    replaced = {
        word.strip(): term
        for term, text in glossary().items()
        if (found := re.search(r"\bNot: ([^.]+)\.", text))
        for word in found[1].split(",")
    }
    assert replaced
    assert {word: term for word, term in replaced.items() if is_in(word, spoken())} == {}
