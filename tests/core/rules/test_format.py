"""A rules file is read whole, or refused with file, rule and field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.files.toml_file import FileError
from app.core.rules.format import parse_rules
from app.system.resources import read_texts
from tests.core.playing import library

SHIPPED = read_texts("rules")["default.toml"]
RULE = """
version = 1
[[rules]]
key = "one"
order = 1
[rules.when]
signals = ["click"]
[rules.then]
action = "refer"
"""


INSERT = """action = "insert"
[[rules.then.steps]]
key = "a"
channel = "email"
template = "nothing"
title = { en = "a" }
objective = { en = "a" }"""


def problems(text: str) -> list[str]:
    lib = library()
    templates = {key: template.channels for key, template in lib.templates.items()}
    try:
        parse_rules(text, "default.toml", templates=templates, scripts=lib.scripts.keys())
    except FileError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_what_ships_is_read_without_a_problem() -> None:
    assert problems(SHIPPED) == []
    assert library().problems == ()


def test_an_example_is_read() -> None:
    assert problems(RULE) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key = "one"', "", "rule 1, key: It is missing"),
        ("order = 1", "order = -1", "rule one, order"),
        ('["click"]', '["clack"]', "line 7, rule one when, signals"),
        ('signals = ["click"]', "", "rule one when, signals: Without a signal"),
        ('action = "refer"', 'action = "sing"', "line 9, rule one then, action"),
        ('action = "refer"', 'action = "reroute"', "rule one then, to: It is missing"),
        ('action = "refer"', 'action = "finish"', "rule one then, reason: It is missing"),
        ('action = "refer"', 'action = "move"', "rule one then, within"),
        ('action = "refer"', 'action = "pause"', "rule one, then: It does not say how long"),
        ('action = "refer"', 'action = "refer"\nto = "x"', "rule one then, to: No such field"),
        ('["click"]', '["click"]\nabout = ["maybe"]', "rule one when, about"),
        ('["click"]', '["click"]\nopens = 2', "rule one when, opens"),
        ('["click"]', '["click"]\nstates = ["none"]', "rule one, when: Without a plan"),
        ("order = 1", "order = 1\nleast_confidence = 200", "rule one, least_confidence"),
        ("[rules.when]", "[rules.wen]", "rule one, when: It is missing"),
        (
            'action = "refer"',
            INSERT,
            "rule one then step a, template",
        ),
    ],
)
def test_what_is_wrong_is_named_with_file_rule_and_field(old: str, new: str, said: str) -> None:
    found = problems(RULE.replace(old, new))
    assert all(line.startswith("default.toml") for line in found)
    assert any(said in line for line in found), found


@pytest.mark.parametrize("action", ["reroute", "break_up", "finish", "opt_out"])
def test_on_opens_alone_nothing_ends_and_nobody_is_rerouted(action: str) -> None:
    then = {"finish": 'reason = "not_interested"', "opt_out": ""}.get(action, 'to = "other"')
    weak = RULE.replace('["click"]', '["open"]\nopens_in_plan = 9')
    text = weak.replace('action = "refer"', f'action = "{action}"\n{then}')
    assert any("Opens are weak evidence" in line for line in problems(text))
    more = text.replace("opens_in_plan = 9", 'opens_in_plan = 9\nvisited = "pricing"')
    assert problems(more) == []


def test_two_rules_have_two_names_and_two_places() -> None:
    second = RULE.replace("version = 1", "")
    found = problems(RULE + second)
    assert any("key: Another rule has it" in line for line in found)
    assert any("order: Another rule has it" in line for line in found)


@given(st.integers(0, len(SHIPPED)), st.integers(0, 200))
def test_a_damaged_file_is_refused_or_read_but_nothing_else(at: int, cut: int) -> None:
    problems(SHIPPED[:at] + SHIPPED[at + cut :])
