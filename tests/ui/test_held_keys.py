"""One press is one act: held keys, quick taps and double clicks reach nobody who was not seen."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.people.new_lead import NewLead
from app.ui.dialogs.keys_dialog import KeysDialog
from app.ui.widgets.dock.outcome_button import OutcomeButton
from tests.ui.workplace import NOW, Hands, Workplace, at_work, person

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
KEY = Qt.Key


def several(count: int) -> list[NewLead]:
    """People who asked one second after the other, the first named first."""
    return [person(n, received_at=NOW - timedelta(seconds=60 - n)) for n in range(count)]


def logged(place: Workplace) -> list[str]:
    """Every outcome that holds, of everybody."""
    with place.desk.store.read() as reader:
        hits = reader.search("Person", 50)
        lines = [entry for hit in hits for entry in reader.timeline(hit.lead_id, 50)]
    return [
        e.detail.get("outcome", e.code)
        for e in lines
        if e.code in ("OutcomeLogged", "TouchSkipped", "TouchSnoozed") and not e.undone
    ]


def has_logged(place: Workplace, count: int) -> bool:
    """Whether so many outcomes hold."""
    return len(logged(place)) == count


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(KEY.Key_9, NONE), (KEY.Key_2, NONE), (KEY.Key_2, CTRL), (KEY.Key_4, NONE)],
)
def test_a_held_outcome_key_logs_one_person(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *several(8)) as place:
        place.wait_for("Person0 Ejemplo")
        place.hold(key, modifier)
        place.wait_for("Person1 Ejemplo")
        qtbot.waitUntil(lambda: len(logged(place)) == 1)
        assert len(place.rows()) >= 7


@pytest.mark.parametrize("key", [KEY.Key_S, KEY.Key_Z, KEY.Key_5, KEY.Key_7, KEY.Key_8, KEY.Key_1])
def test_a_held_key_opens_its_strip_and_answers_nothing(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, key: Qt.Key
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *several(2)) as place:
        place.wait_for("Person0 Ejemplo")
        place.hold(key)
        assert place.window.workspace.touch.dock.strip_open
        assert place.shown() == "Person0 Ejemplo"
        place.press(KEY.Key_Escape)
        place.press(KEY.Key_2)
        qtbot.waitUntil(lambda: logged(place) == ["no_answer"])


def test_a_held_enter_answers_one_strip_and_calls_nobody(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *several(3)) as place:
        place.wait_for("Person0 Ejemplo")
        place.press(KEY.Key_5)
        place.hold(KEY.Key_Return)
        place.wait_for("Person1 Ejemplo")
        qtbot.waitUntil(lambda: logged(place) == ["call_back"])
        states = {row.name: row.first_contact for row in place.rows()}
        assert states["Person1 Ejemplo"] == "running"


def test_a_held_enter_in_the_field_of_a_strip_says_nothing_yet(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """The key that opened the field is still down when it has the focus."""
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *several(2)) as place:
        place.wait_for("Person0 Ejemplo")
        place.press(KEY.Key_6)
        place.hold(KEY.Key_Return)
        assert place.window.workspace.touch.dock.strip_open
        assert logged(place) == []
        place.press(KEY.Key_Return)
        qtbot.waitUntil(lambda: logged(place) == ["meeting_booked"])


@pytest.mark.parametrize("key", [KEY.Key_9, KEY.Key_2])
def test_two_quick_taps_hit_one_person(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, key: Qt.Key
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *several(3)) as place:
        place.wait_for("Person0 Ejemplo")
        place.look()
        place.tap(key)
        place.wait_for("Person1 Ejemplo")
        place.tap(key)
        place.tap(KEY.Key_Return)
        assert place.desktop.controller.rest.holds
        qtbot.waitUntil(lambda: len(logged(place)) == 1)
        place.press(KEY.Key_3)
        place.wait_for("Person2 Ejemplo")
        qtbot.waitUntil(lambda: len(logged(place)) == 2)
        assert "voicemail_left" in logged(place)


def test_keys_rest_a_quarter_of_a_second_beyond_the_paint(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, *several(2)) as place:
        place.wait_for("Person0 Ejemplo")
        place.look()
        painted: list[str] = []
        place.window.workspace.touch.painted.connect(lambda: painted.append(place.shown()))
        place.tap(KEY.Key_2)
        place.wait_for("Person1 Ejemplo")
        qtbot.waitUntil(lambda: "Person1 Ejemplo" in painted)
        clock.turn(milliseconds=249)
        place.tap(KEY.Key_9)
        clock.turn(milliseconds=2)
        assert not place.desktop.controller.rest.holds
        place.tap(KEY.Key_3)
        qtbot.waitUntil(lambda: sorted(logged(place)) == ["no_answer", "voicemail_left"])


def test_a_double_click_on_an_outcome_hits_one_person(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *several(2)) as place:
        place.wait_for("Person0 Ejemplo")
        place.look()
        buttons = place.window.workspace.touch.dock.findChildren(OutcomeButton)
        stop = next(b for b in buttons if b.data.code == "do_not_contact")
        QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
        place.wait_for("Person1 Ejemplo")
        QTest.mouseDClick(stop, Qt.MouseButton.LeftButton)
        place.look()
        qtbot.waitUntil(lambda: logged(place) == ["do_not_contact"])
        assert place.shown() == "Person1 Ejemplo"


def test_the_sheet_of_keys_stays_while_its_key_is_down(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *several(1)) as place:
        place.press(KEY.Key_Question, Qt.KeyboardModifier.ShiftModifier)
        assert place.start.joined is not None
        sheet = place.start.joined.extras.dialog
        assert isinstance(sheet, KeysDialog)
        QTest.keyClick(sheet, KEY.Key_Escape)
        with qtbot.waitSignal(place.desktop.wants) as heard:
            place.press(KEY.Key_Question, Qt.KeyboardModifier.ShiftModifier)
        assert heard.args == ["keys"]


def test_undo_takes_back_one_after_the_other(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, *several(4)) as place:
        for number, key in enumerate((KEY.Key_2, KEY.Key_9, KEY.Key_4)):
            place.wait_for(f"Person{number} Ejemplo")
            place.press(key)
            clock.turn(seconds=2)
        qtbot.waitUntil(lambda: len(logged(place)) == 3)
        status = place.window.status
        for left, name, following in (
            (2, "Person2", "Next to undo: Do not contact for Person1 Ejemplo"),
            (1, "Person1", "Next to undo: No answer for Person0 Ejemplo"),
            (0, "Person0", ""),
        ):
            place.press(KEY.Key_Z, CTRL)
            place.wait_for(f"{name} Ejemplo")
            qtbot.waitUntil(partial(has_logged, place, left))
            data = place.window.status_data
            assert data.after.endswith(following)
            assert (data.undo_seconds > 0) == bool(following)
        assert status.isVisible()
        assert len(place.rows()) == 4
        place.press(KEY.Key_Z, CTRL)
        assert logged(place) == []


def test_undo_stops_at_what_is_older_than_ten_seconds(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, *several(3)) as place:
        place.wait_for("Person0 Ejemplo")
        place.press(KEY.Key_2)
        place.wait_for("Person1 Ejemplo")
        clock.turn(seconds=8)
        place.press(KEY.Key_3)
        place.wait_for("Person2 Ejemplo")
        clock.turn(seconds=4)
        place.press(KEY.Key_Z, CTRL)
        place.press(KEY.Key_Z, CTRL)
        place.wait_for("Person1 Ejemplo")
        qtbot.waitUntil(lambda: logged(place) == ["no_answer"])
        assert place.window.status_data.undo_seconds == 0


def test_undo_at_once_takes_back_what_is_being_written(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *several(3)) as place:
        place.wait_for("Person0 Ejemplo")
        place.press(KEY.Key_2)
        place.wait_for("Person1 Ejemplo")
        qtbot.waitUntil(lambda: len(logged(place)) == 1)
        place.press(KEY.Key_9)
        place.tap(KEY.Key_Z, CTRL)
        place.wait_for("Person1 Ejemplo")
        qtbot.waitUntil(lambda: logged(place) == ["no_answer"])
