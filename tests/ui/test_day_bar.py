"""The touches of the day over the window: every one counts, against a goal that stands still."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.services.people.leads import add_lead
from app.services.working.contacts import Contact, log_contact
from tests.ui.workplace import NOW, Hands, Workplace, at_work, person


def touches(place: Workplace) -> str:
    """The touches of the day as the bar tells them."""
    names = (part.accessibleName() for part in place.window.top_bar.findChildren(QWidget))
    told = next((name for name in names if "Touches today: " in name), "")
    return told.rpartition("Touches today: ")[2]


def test_the_goal_is_that_of_the_morning(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    people = [person(n, received_at=NOW - timedelta(days=1 + n)) for n in range(3)]
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *people) as place:
        qtbot.waitUntil(lambda: touches(place) == "0 of 3")
        place.press(Qt.Key.Key_4)  # busy: due again in a quarter of an hour
        qtbot.waitUntil(lambda: touches(place) == "1 of 3")
        place.press(Qt.Key.Key_5)
        place.press(Qt.Key.Key_1)  # a promise
        qtbot.waitUntil(lambda: touches(place) == "2 of 3")
        new = add_lead(place.desk, person(7), at=place.clock.now()).lead_id
        assert new is not None
        unplanned = Contact(way="out", channel="call", outcome="no_answer")
        log_contact(place.desk, new, unplanned, at=place.clock.now())
        qtbot.waitUntil(lambda: touches(place) == "3 of 3")
    with at_work(tmp_path / "p", qapp, qtbot, Hands()) as place:
        qtbot.waitUntil(lambda: touches(place) == "3 of 3")
