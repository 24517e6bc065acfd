"""A rep who works without a pause until killed: start it with the folder of a profile.

Says the id of each activity once the call that logged it has returned, never before.
"""

import sys
from datetime import timedelta
from itertools import count
from pathlib import Path

from app.bootstrap.desk import open_desk
from app.core.engine.outcome_effects import LogOutcome
from app.core.people.new_lead import NewLead, NewPoint
from app.services.people.leads import add_lead
from app.services.working.outlook import outlook
from app.services.working.touches import log_outcome
from app.system.clock import SystemClock
from app.system.paths import Profile

OUTCOMES = ("no_answer", "call_back", "do_not_contact", "voicemail_left", "converted", "busy")
ZONE = "Europe/London"


def work(folder: Path, first: int) -> None:
    """Add a person, call them, log what came of it; again and again."""
    clock = SystemClock()
    desk = open_desk(Profile(folder), clock).desk
    for n in count(first):
        new = NewLead(
            first_name=f"Person {n}",
            points=(NewPoint(kind="phone", value=f"+4477009{n:07d}"),),
            country="GB",
            zones=(ZONE,),
        )
        lead_id = add_lead(desk, new).lead_id
        assert lead_id is not None
        touch = outlook(desk, lead_id).upcoming
        assert touch is not None
        outcome = OUTCOMES[n % len(OUTCOMES)]
        when = clock.now() + timedelta(days=1) if outcome == "call_back" else None
        command = LogOutcome(touch_id=touch.touch_id, outcome=outcome, when=when)
        changes = log_outcome(desk, command, note=f"note {n}")
        sys.stdout.write(f"{n} {changes.undo_id}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
