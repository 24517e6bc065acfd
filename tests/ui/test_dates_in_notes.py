"""A date that the note names is offered, and counts once the rep confirms it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.work.enrolment import LeadWork
from app.services.store.records import TimelineEntry
from tests.ui.workplace import Hands, Workplace, at_work, person


def logged(place: Workplace) -> TimelineEntry | None:
    with place.desk.store.read() as reader:
        (hit,) = reader.search("Person1", 5)
        timeline = reader.timeline(hit.lead_id, 50)
    return next((e for e in timeline if e.code == "OutcomeLogged"), None)


def work(place: Workplace) -> LeadWork:
    with place.desk.store.read() as reader:
        (hit,) = reader.search("Person1", 5)
        return reader.work(hit.lead_id)


def note(place: Workplace, text: str) -> None:
    place.press(Qt.Key.Key_N)
    place.type(text)
    place.press(Qt.Key.Key_Escape)


def texts(place: Workplace) -> str:
    """What the open strip offers, as a screen reader says it."""
    strip = place.window.workspace.touch.dock._strip._strip
    return " | ".join(f"{o.key} {o.label} {o.hint}" for o in strip.options)


@pytest.mark.parametrize(
    "said",
    [
        (
            "Call me after January 15",
            "5 On Sat 16 Jan 2027 “after january 15”",
            datetime(2027, 1, 16, 8, tzinfo=UTC),
        ),
        (
            "llamame en dos semanas",
            "5 On Wed 2 Dec 2026 “en dos semanas”",
            datetime(2026, 12, 2, 8, tzinfo=UTC),
        ),
    ],
)
def test_enter_confirms_the_date_of_a_callback(
    tmp_path: Path,
    qapp: QApplication,
    qtbot: QtBot,
    said: tuple[str, str, datetime],
) -> None:
    text, offered, until = said
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1)) as place:
        place.wait_for("Person1 Ejemplo")
        note(place, text)
        place.press(Qt.Key.Key_5)
        assert offered in texts(place)
        assert logged(place) is None
        place.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: logged(place) is not None)
        entry = logged(place)
        assert entry is not None
        assert (entry.detail["outcome"], entry.text) == ("call_back", text)
        # Nine in the morning in Madrid.
        (callback,) = [t for t in work(place).planned if t.kind == "callback"]
        assert callback.due_at == until


def test_an_away_reply_rests_until_the_last_date_it_names(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    one = person(1, source="webinar", consents={"email": True})
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), one) as place:
        place.wait_for("Person1 Ejemplo")
        note(place, "Out of office from 3 December until 12 December")
        place.press(Qt.Key.Key_3)
        assert "3 Until Sat 12 Dec 2026" in texts(place)
        place.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: logged(place) is not None)
        enrolment = work(place).enrolment
        assert enrolment is not None
        assert enrolment.paused_until == datetime(2026, 12, 12, 8, tzinfo=UTC)


def test_without_a_date_the_usual_answers_stand(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1)) as place:
        place.wait_for("Person1 Ejemplo")
        note(place, "you may call, 24/7")
        place.press(Qt.Key.Key_5)
        assert "“" not in texts(place)
        place.press(Qt.Key.Key_Escape)
        # What is typed later is read too, and what is taken out again is gone.
        note(place, " after Christmas")
        place.press(Qt.Key.Key_5)
        assert "5 On Sat 26 Dec 2026" in texts(place)
        assert logged(place) is None
