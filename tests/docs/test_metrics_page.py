"""docs/metrics.md defines every figure and every hint, once."""

import json
import re
from pathlib import Path

from app.core.metrics.catalogue import DEFINITIONS
from app.system.resources import resource_path

PAGE = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
# The codes in the first column of the tables.
NAMED = [
    code
    for line in PAGE.splitlines()
    if line.startswith("| `")
    for code in re.findall(r"`([\w.]+)`", line.split("|")[1])
]


def test_every_figure_and_hint_is_defined_once() -> None:
    words = json.loads(resource_path("i18n", "en.json").read_bytes())
    hints = [key.removeprefix("hint.") for key in words if key.startswith("hint.")]
    assert sorted(NAMED) == sorted([*(d.key for d in DEFINITIONS), *hints])
