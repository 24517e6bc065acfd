"""A window that is worked in without a pause until it is killed: start it with its
profile and the instant it begins at.

Says the id of each outcome once the window has said that it is logged, never before.
"""

import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer

from app.bootstrap.start import DesktopStart
from app.system.clock import ShiftedClock, SystemClock
from app.system.paths import Profile
from app.system.resources import resource_path
from app.ui.application import make_application
from app.ui.workspace.session import Undoable

_BREATH_MS = 5


def work(folder: Path, begins_at: datetime) -> None:
    """Log "no answer" for whoever is open, and go on as soon as the window takes it."""
    app = make_application(sys.argv[:1], resource_path("icons", "touchline.svg"))
    with ExitStack() as stack:
        clock = ShiftedClock(SystemClock(), begins_at)
        start = DesktopStart(Profile(folder), clock, app, stack, demo=False)
        start.begin()

        def logged(done: Undoable) -> None:
            sys.stdout.write(f"{done.event_id}\n")
            sys.stdout.flush()

        def go_on() -> None:
            if start.joined is None:
                return
            if not heard:
                start.joined.desktop.controller.logged.connect(logged)
                heard.append(True)
            start.joined.desktop.controller.act("outcome_2")

        heard: list[bool] = []
        timer = QTimer()
        timer.timeout.connect(go_on)
        timer.start(_BREATH_MS)
        app.exec()


if __name__ == "__main__":
    work(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
