"""What was stored is never called a failure, whatever breaks while it is told."""

from typing import Any

import pytest

from app.cli import opt_out_commands, queue_commands
from tests.cli.commands import Ask, Run

AT = "2026-11-23T11:00"


@pytest.fixture
def touch(sandbox: Ask) -> Any:
    facts = ("--first", "Ana", "--phone", "+34612345671", "--consent", "call")
    return sandbox("lead", "add", *facts, "--at", AT)["next"]["touch_id"]


def _break(*_: object, **__: object) -> None:
    raise RuntimeError("telling broke")


def test_an_outcome_that_cannot_be_told_is_logged_all_the_same(
    run: Run, ask: Ask, touch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(queue_commands, "outlook", _break)
        said = run("outcome", touch, "converted", "--at", AT, "--json")
    assert said.code == 0
    assert said.document == {"stored": True, "answer": None}
    assert "done and stored" in said.err
    again = run("outcome", touch, "converted", "--at", AT, "--json")
    assert again.code == 1


def test_an_opt_out_that_cannot_be_told_holds(
    run: Run, ask: Ask, touch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(opt_out_commands, "_said", _break)
        said = run("optout", "+34612345671", "--at", AT)
    assert said.code == 0
    assert "done and stored" in said.out + said.err
    assert ask("queue", "--at", AT) == []


def test_what_breaks_before_anything_is_stored_is_a_failure(
    run: Run, touch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(opt_out_commands, "opt_out_address", _break)
        said = run("optout", "+34612345671", "--at", AT, "--json")
    assert (said.code, said.error) == (1, "crashed")
