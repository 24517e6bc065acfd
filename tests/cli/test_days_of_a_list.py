"""A list that says on which day somebody came in, but not when: the day is the same everywhere."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.bootstrap.desk import open_desk
from app.core.messages.template import plain
from app.services.working.outlook import outlook
from app.services.working.touch_card import touch_card
from app.system.clock import FixedClock
from app.system.paths import Profile
from tests.cli.commands import Ask, Run

AT = "2026-11-23T16:00:00Z"


@pytest.fixture
def madrid(sandbox: Ask, tmp_path: Path) -> Ask:
    """A desk in Madrid with a list of people in New York."""
    rows = [
        "First name,Phone,Date,Language",
        "Ada,+1 212 555 0101,2026-11-20,en",
        "Eva,+1 212 555 0102,20/11/2026,es",
        "Ida,+1 212 555 0103,2026-11-20 00:00:00,en",
        "Leo,+1 212 555 0104,2026-11-20 17:30,en",
    ]
    file = tmp_path / "list.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    sandbox("import", file, "--source", "web_form", "--at", AT)
    return sandbox


def shown(ask: Ask, name: str) -> Any:
    [hit] = ask("lead", "find", name)
    return ask("lead", "show", hit["lead_id"], "--at", AT)


def script(folder: Path, lead: Any) -> str:
    """What the rep is to say on the next call."""
    opened = open_desk(Profile(folder), FixedClock(datetime.fromisoformat(AT)))
    try:
        touch = outlook(opened.desk, UUID(lead["lead_id"])).upcoming
        assert touch is not None
        card = touch_card(opened.desk, touch.touch_id)
        return " ".join(plain(line.parts) for line in card.script)
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Ada", "on Friday 20 November and"),
        ("Ida", "on Friday 20 November and"),
        ("Eva", "el viernes 20 de noviembre y"),
    ],
)
def test_a_day_is_said_as_the_day_it_is(madrid: Ask, folder: Path, name: str, says: str) -> None:
    lead = shown(madrid, name)
    assert (lead["received_on"], lead["received_at"]) == ("2026-11-20", None)
    assert says in script(folder, lead)


def test_a_time_that_is_known_is_said_on_the_clock_of_the_person(madrid: Ask, folder: Path) -> None:
    lead = shown(madrid, "Leo")
    assert (lead["received_on"], lead["received_at"]) == (None, "2026-11-20T16:30:00Z")
    assert "on Friday 20 November at 11:30 and" in script(folder, lead)


def test_show_and_export_tell_no_time_that_nobody_knows(
    madrid: Ask, run: Run, tmp_path: Path
) -> None:
    lead = shown(madrid, "Ada")
    said = run("lead", "show", lead["lead_id"], "--at", AT).out
    assert "Fri 2026-11-20\n" in said
    files = madrid("export", lead["lead_id"], "--to", tmp_path / "out", "--at", AT)["files"]
    texts = {Path(file).suffix: Path(file).read_text(encoding="utf-8") for file in files}
    document = json.loads(texts[".json"])
    facts, clock = document["facts"], document["first_contact"]
    assert (facts["received_on"], facts["received_at"]) == ("2026-11-20", None)
    assert clock["received_at"] is None
    assert "2026-11-20" in texts[".html"]
    assert "00:00" not in texts[".html"]


def test_somebody_entered_with_a_day_alone(sandbox: Ask) -> None:
    facts = ("--first", "Ana", "--phone", "+12125550101", "--received-at")
    added = sandbox("lead", "add", *facts, "2026-11-20", "--at", "2026-11-20T00:02")
    lead = sandbox("lead", "show", added["lead_id"])
    assert (lead["received_on"], lead["received_at"]) == ("2026-11-20", None)
    # Two minutes after midnight nobody can say that five of them run.
    assert lead["first_contact"]["state"] == "not_startable"
    later = sandbox(
        *("lead", "add", "--phone", "+12125550102", "--received-at", "2026-11-20T00:00"),
        *("--at", "2026-11-20T00:02"),
    )
    assert sandbox("lead", "show", later["lead_id"])["received_on"] is None
