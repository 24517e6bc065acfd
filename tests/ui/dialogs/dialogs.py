"""Dialogs over a real store, in front of a window."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.bootstrap.desk import ProfileDesk, make_profile, open_desk
from app.services.people.leads import add_lead
from app.system.paths import Profile
from app.ui.tasks import Tasks
from app.ui.widgets.parts.modal_dialog import ModalDialog
from tests.ui.workplace import Hands, person


@contextmanager
def desk_at(folder: Path, people: int = 0) -> Iterator[tuple[ProfileDesk, Tasks]]:
    """A desk in Madrid with so many people, and the threads that work for it."""
    profile, clock = Profile(folder), Hands()
    if not profile.exists():
        make_profile(
            profile, clock, rep_name="Marta", company="Faro", zone="Europe/Madrid", country="ES"
        )
    opened, tasks = open_desk(profile, clock), Tasks()
    for n in range(people):
        add_lead(opened.desk, person(n))
    try:
        yield opened, tasks
    finally:
        tasks.stop()
        opened.close()


def opened_in_front(qtbot: QtBot, dialog: ModalDialog) -> None:
    """Open a dialog and wait until keys reach it."""
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
