"""The fixtures of the command line, and somebody to work with."""

from typing import Any

import pytest

from tests.cli.commands import Ask, _read_once, ask, folder, run, sandbox

__all__ = ["_read_once", "ask", "folder", "lead", "run", "sandbox"]


@pytest.fixture
def lead(sandbox: Ask) -> Any:
    """Ana, on the business plan, to whom the first mail went out."""
    facts = ("--first", "Ana", "--phone", "+34612345671", "--email", "ana@example.com")
    about = ("--company", "Muestra SL", "--direction", "outbound")
    more = (*about, "--consent", "call", "--consent", "email")
    added = sandbox("lead", "add", *facts, *more, "--at", "2026-11-23T09:30")
    sandbox("outcome", added["next"]["touch_id"], "sent", "--at", "2026-11-23T10:00")
    return added["lead_id"]
