"""A process killed in the middle of its work loses nothing that it was told is saved."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.storage.unit_of_work import sql_store
from app.storage.upkeep import checks, replay
from tests.builders import REP, CountingMint, uid
from tests.fakes.clock import HandClock

ROOT = Path(__file__).parents[2]
ROUNDS = 5

# Adds a lead per transaction and works its touch in the next; says each number once it is saved.
_WORK = """
import sys
from datetime import timedelta
from pathlib import Path
from app.core.log.events import OutcomeLogged
from app.core.log.projection import apply
from app.storage.unit_of_work import sql_store
from tests.builders import NOW, CountingMint, make_placement, make_touch, uid
from tests.fakes.clock import HandClock
from tests.storage.filling import add, add_all
first = int(sys.argv[2])
store = sql_store(Path(sys.argv[1]), HandClock(), CountingMint(first * 1000))
for n in range(first, first + 100_000):
    add_all(store, n)
    with store.write() as unit:
        before = unit.work(uid(n, 1))
        body = OutcomeLogged(
            touch_id=make_touch(n).touch_id,
            outcome="no_answer",
            reached=False,
            settles=True,
            attempted=True,
        )
        unit.append(uid(n, 1), [body], NOW)
        unit.save_work(before, apply(before, body, NOW))
        unit.place(uid(n, 1), None)
        unit.commit()
    print(n, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_what_was_confirmed_outlasts_a_kill(path: Path) -> None:
    dice = random.Random(7)
    next_lead = 1
    for _ in range(ROUNDS):
        with subprocess.Popen(
            [sys.executable, "-c", _WORK, str(path), str(next_lead)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as worker:
            assert worker.stdout is not None
            wanted = dice.randrange(1, 30)
            confirmed = [int(worker.stdout.readline()) for _ in range(wanted)]
            worker.send_signal(signal.SIGKILL)
            confirmed += [int(line) for line in worker.stdout.read().split("\n")[:-1]]
        assert confirmed == list(range(next_lead, next_lead + len(confirmed)))
        assert checks.check(path) == []
        assert replay.replay(path) == []
        store = sql_store(path, HandClock(), CountingMint())
        with store.read() as reader:
            assert reader.identity().rep_id == REP
            for n in confirmed:
                (touch,) = reader.work(uid(n, 1)).touches
                assert touch.state == "done"
        store.database.close()
        # One lead more may have been begun.
        next_lead = confirmed[-1] + 2
