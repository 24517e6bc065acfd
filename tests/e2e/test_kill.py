"""Whatever kills the program, and whenever: what was confirmed is there, and nothing is torn.

Five rounds belong to every test run; TOUCHLINE_KILL_ROUNDS=50 makes more of them.
"""

import os
import random
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import make_profile, open_desk
from app.core.log.events import OutcomeLogged, decode_body
from app.storage.upkeep import checks, replay
from app.system.clock import SystemClock
from app.system.paths import Profile
from tests.e2e import rep_at_work

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("TOUCHLINE_KILL_ROUNDS", "5"))
MOST_CONFIRMED = 60
_START_S = 20.0


def killed_at_work(folder: Path, first: int, dice: random.Random) -> list[tuple[int, UUID]]:
    """Let a rep work from number `first`, kill it at a random confirmation; all it confirmed."""
    with subprocess.Popen(
        [sys.executable, "-m", rep_at_work.__name__, str(folder), str(first)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as rep:
        assert rep.stdout is not None
        lines = [rep.stdout.readline() for _ in range(dice.randrange(1, MOST_CONFIRMED))]
        rep.kill()
        # What it confirmed while the kill was on its way; half a line was never said.
        lines += rep.stdout.read().splitlines(keepends=True)
    said = [line.split() for line in lines if line.endswith("\n")]
    return [(int(number), UUID(event_id)) for number, event_id in said]


@pytest.mark.timeout(60 + _START_S * ROUNDS)
def test_what_was_confirmed_survives_any_kill(tmp_path: Path) -> None:
    profile, clock = Profile(tmp_path / "profile"), SystemClock()
    make_profile(
        profile, clock, rep_name="Alex Example", company="", zone=rep_at_work.ZONE, country="GB"
    )
    dice = random.Random(20261122)
    confirmed: dict[UUID, int] = {}
    first = 0
    for _ in range(ROUNDS):
        said = killed_at_work(profile.folder, first, dice)
        assert [number for number, _ in said] == list(range(first, first + len(said)))
        confirmed.update((event_id, number) for number, event_id in said)
        # The person after the last may be there, only nobody was told so.
        first += len(said) + 1

        assert replay.replay(profile.database) == []
        assert checks.check(profile.database) == []
        opened = open_desk(profile, clock)
        try:
            with opened.store.read() as reader:
                for event_id, number in confirmed.items():
                    event = reader.event(event_id)
                    body = decode_body(event.type, event.v, event.body)
                    assert isinstance(body, OutcomeLogged)
                    wanted = rep_at_work.OUTCOMES[number % len(rep_at_work.OUTCOMES)]
                    assert body.outcome == wanted
                    assert event.lead_id is not None
                    texts = [entry.text for entry in reader.timeline(event.lead_id, 100)]
                    assert f"note {number}" in texts
        finally:
            opened.close()
    assert len(confirmed) >= ROUNDS
