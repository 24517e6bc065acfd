"""What became of a meeting, by keyboard: held, nobody came, moved."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDateEdit, QLineEdit
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import make_profile, open_desk
from app.core.engine.outcome_effects import LogOutcome
from app.services.people.leads import add_lead
from app.services.working.touches import log_outcome
from app.system.paths import Profile
from app.ui.widgets.dock.strip_panel import StripPanel
from tests.ui.workplace import NOW, Hands, Workplace, at_work, person

KEY = Qt.Key
HOUR = timedelta(hours=1)


def booked(folder: Path) -> Hands:
    """A profile with one person who has a meeting now, and a clock that stands at it."""
    clock = Hands(NOW - 2 * HOUR)
    make_profile(
        Profile(folder),
        clock,
        rep_name="Marta Solé",
        company="Campus Faro",
        zone="Europe/Madrid",
        country="ES",
    )
    opened = open_desk(Profile(folder), clock)
    lead_id = add_lead(opened.desk, person(1, received_at=clock.at)).lead_id
    assert lead_id is not None
    with opened.desk.store.read() as reader:
        (touch, *_) = reader.work(lead_id).planned
    command = LogOutcome(touch_id=touch.touch_id, outcome="meeting_booked", when=NOW)
    log_outcome(opened.desk, command, at=clock.at + HOUR / 60)
    opened.close()
    return Hands(NOW)


def outcomes(place: Workplace) -> list[str]:
    """What was logged, the oldest first."""
    with place.desk.store.read() as reader:
        (hit,) = reader.search("Person1", 5)
        lines = reader.timeline(hit.lead_id, 50)
    return [e.detail["outcome"] for e in reversed(lines) if e.code == "OutcomeLogged"]


@pytest.mark.parametrize(
    ("keys", "logged"),
    [
        ((KEY.Key_1, KEY.Key_1), "held"),
        ((KEY.Key_1, KEY.Key_4), "converted"),
        ((KEY.Key_2,), "no_show"),
        ((KEY.Key_5, KEY.Key_3), "moved"),
    ],
)
def test_a_meeting_says_what_became_of_it(
    tmp_path: Path,
    qapp: QApplication,
    qtbot: QtBot,
    keys: tuple[Qt.Key, ...],
    logged: str,
) -> None:
    clock = booked(tmp_path / "p")
    with at_work(tmp_path / "p", qapp, qtbot, clock) as place:
        place.wait_for("Person1 Ejemplo")
        for key in keys:
            place.press(key)
        qtbot.waitUntil(lambda: outcomes(place) == ["meeting_booked", logged])


def test_a_meeting_is_no_busy_line(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    clock = booked(tmp_path / "p")
    with at_work(tmp_path / "p", qapp, qtbot, clock) as place:
        place.wait_for("Person1 Ejemplo")
        place.press(KEY.Key_4)
        place.press(KEY.Key_2)
        qtbot.waitUntil(lambda: outcomes(place) == ["meeting_booked", "no_show"])


def test_a_meeting_says_with_whom(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1)) as place:
        place.press(KEY.Key_N)
        place.type("wants the evening group")
        place.press(KEY.Key_6, Qt.KeyboardModifier.ControlModifier)
        place.press(KEY.Key_1, Qt.KeyboardModifier.ControlModifier)
        strip = place.window.workspace.touch.dock.findChild(StripPanel)
        assert strip is not None
        qtbot.waitUntil(lambda: bool(strip.findChildren(QDateEdit)))
        for _ in range(6):  # through the parts of the date and of the time
            if isinstance(place.window.focusWidget(), QLineEdit):
                break
            place.press(KEY.Key_Tab)
        field = place.window.focusWidget()
        assert isinstance(field, QLineEdit)
        assert field.placeholderText() == "With whom?"
        place.type("Dr. Ruiz")
        place.press(KEY.Key_Return)
        qtbot.waitUntil(lambda: outcomes(place) == ["meeting_booked"])
        with place.desk.store.read() as reader:
            (hit,) = reader.search("Person1", 5)
            texts = [e.text for e in reader.timeline(hit.lead_id, 50) if e.text]
        assert texts == ["wants the evening group\nWith Dr. Ruiz"]
