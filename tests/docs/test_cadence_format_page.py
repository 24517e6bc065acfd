"""docs/cadence-format.md: its examples work as they stand, and no field is left out."""

import re
from pathlib import Path
from typing import get_args

import pytest

from app.core.cadence.cadence import Cadence, Condition, Role, Step
from app.core.cadence.checks import AdviceCode
from app.core.messages.lint import LintCode
from app.core.messages.merge_field import FIELDS
from app.core.messages.script import STAGE_KEYS
from app.core.messages.template import Situation, Template
from app.core.people.lead import Channel
from app.services.desk.library import load_library
from app.system.resources import read_texts

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "cadence-format.md").read_text(encoding="utf-8")
EXAMPLES = {
    (found[1], found[2]): found[0].removeprefix("```toml\n").removesuffix("```")
    for found in re.finditer(r"```toml\n# (\w+): (\w+)\n.*?```", PAGE, re.DOTALL)
}
NAMED = set(re.findall(r"`([a-z0-9_]+)`", PAGE))
# Fields that carry their unit in the code and not in the file; and what no file says.
IN_FILE = {"within_s": "within", "after_s": "after", "late_after_s": "late_after"}
DERIVED = {"digest"}


def test_the_examples_work_as_they_stand() -> None:
    texts = {
        kind: {
            **read_texts(f"{kind}s"),
            **{f"{key}.toml": text for (of, key), text in EXAMPLES.items() if of == kind},
        }
        for kind in ("cadence", "template", "script")
    }
    assert sorted(EXAMPLES) == [
        ("cadence", "course_enquiry"),
        ("script", "short_call"),
        ("template", "short_answer"),
    ]
    library = load_library(
        cadences=texts["cadence"], templates=texts["template"], scripts=texts["script"]
    )
    assert [str(problem) for problem in (*library.problems, *library.warnings)] == []
    assert library.cadence("course_enquiry").steps
    assert library.template("short_answer").fields
    assert library.script("short_call").objections


@pytest.mark.parametrize("struct", [Cadence, Step, Template, Situation])
def test_every_field_is_described(struct: type[Cadence | Step | Template | Situation]) -> None:
    fields = {IN_FILE.get(field, field) for field in struct.__struct_fields__}
    if struct is Template:
        fields -= {"fields"}
    assert fields - DERIVED - NAMED == set()


def test_every_word_of_a_closed_list_is_described() -> None:
    words = {*get_args(Channel), *get_args(Condition), *get_args(Role), *STAGE_KEYS, *FIELDS}
    assert words - NAMED == set()


def test_every_shipped_cadence_is_listed() -> None:
    assert {file.removesuffix(".toml") for file in read_texts("cadences")} <= NAMED


def test_every_advice_is_listed() -> None:
    codes = {*get_args(AdviceCode), *get_args(LintCode)}
    assert codes - NAMED == set()
