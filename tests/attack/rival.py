"""One of several programs at the same profile: `win FOLDER SEED` or `add FOLDER SEED`.

`win` logs the touches that it reads, in an order of its own, and says those that it won. `add` adds
somebody for each line that it reads, with the profile opened anew, and says who is stored.
"""

import random
import sys
from pathlib import Path
from uuid import UUID

from app.bootstrap.desk import open_desk
from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import TouchlineError
from app.core.people.new_lead import NewLead, NewPoint
from app.services.people.leads import add_lead
from app.services.working.touches import log_outcome
from app.system.clock import FixedClock, SystemClock
from app.system.paths import Profile
from tests.attack.kills import MORNING


def _say(value: object) -> None:
    sys.stdout.write(f"{value}\n")
    sys.stdout.flush()


def win(folder: Path, seed: int, touches: list[UUID]) -> None:
    """Log all of them; whoever comes second is refused."""
    desk = open_desk(Profile(folder), FixedClock(MORNING)).desk
    random.Random(seed).shuffle(touches)
    for touch_id in touches:
        try:
            log_outcome(desk, LogOutcome(touch_id=touch_id, outcome="no_answer"))
        except TouchlineError as error:
            if error.code != "touch_settled":
                _say(f"! {error.code}")
        else:
            _say(touch_id)


def add(folder: Path, seed: int) -> None:
    """Add people until somebody kills this; or what stood in the way."""
    for n, _ in enumerate(sys.stdin):
        phone = NewPoint(kind="phone", value=f"+447{seed}{n:08d}")
        try:
            opened = open_desk(Profile(folder), SystemClock())
            try:
                add_lead(opened.desk, NewLead(points=(phone,), country="GB"))
            finally:
                opened.close()
        except TouchlineError as error:
            _say(f"! {error.code}")
        else:
            _say(phone.value)


if __name__ == "__main__":
    if sys.argv[1] == "win":
        win(Path(sys.argv[2]), int(sys.argv[3]), [UUID(line.strip()) for line in sys.stdin])
    else:
        add(Path(sys.argv[2]), int(sys.argv[3]))
