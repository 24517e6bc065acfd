"""A rep at work, through the real window and the keyboard."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import open_desk
from app.core.engine.outcome_effects import LogOutcome
from app.services.store.records import Changes
from app.services.working.touches import log_outcome
from app.system.paths import Profile
from app.ui.workspace import queue_reading
from app.ui.workspace.session import Undoable
from tests.ui.workplace import NOW, Hands, Workplace, at_work, person

CTRL = Qt.KeyboardModifier.ControlModifier


def outcomes(place: Workplace, name: str) -> list[str]:
    """The outcomes of a person's log that still hold, oldest first."""
    with place.desk.store.read() as reader:
        (hit,) = reader.search(name, 5)
        timeline = reader.timeline(hit.lead_id, 50)
    logged = [e for e in timeline if e.code == "OutcomeLogged" and not e.undone]
    return [e.detail["outcome"] for e in reversed(logged)]


def test_one_key_logs_and_the_next_touch_is_there(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    people = [person(n, received_at=NOW - timedelta(seconds=60 - n)) for n in range(3)]
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *people) as place:
        place.wait_for("Person0 Ejemplo")
        place.press(Qt.Key.Key_2)
        place.wait_for("Person1 Ejemplo")
        place.press(Qt.Key.Key_3)
        place.wait_for("Person2 Ejemplo")
        qtbot.waitUntil(lambda: len(place.rows()) == 1)
        assert outcomes(place, "Person0") == ["no_answer"]
        assert outcomes(place, "Person1") == ["voicemail_left"]
        place.press(Qt.Key.Key_2)
        qtbot.waitUntil(lambda: place.shown() == "")
        qtbot.waitUntil(lambda: place.rows() == ())


def test_a_key_between_two_people_is_for_neither(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    people = [person(n, received_at=NOW - timedelta(seconds=60 - n)) for n in range(2)]
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *people) as place:
        place.wait_for("Person0 Ejemplo")
        controller = place.desktop.controller
        controller.act("down")
        assert place.shown() == "Person0 Ejemplo"
        controller.act("primary")
        controller.act("outcome_2")
        assert not controller.act("why")
        place.wait_for("Person1 Ejemplo")
        assert len(place.rows()) == 2
        place.press(Qt.Key.Key_2)
        qtbot.waitUntil(lambda: len(place.rows()) == 1)
        assert (outcomes(place, "Person0"), outcomes(place, "Person1")) == ([], ["no_answer"])


def test_whoever_was_just_logged_is_not_next_though_the_rows_are_older(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    people = [person(n, received_at=NOW - timedelta(seconds=60 - n)) for n in range(3)]
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *people) as place:
        place.wait_for("Person0 Ejemplo")
        controller = place.desktop.controller
        again: list[bool] = []

        def go_on(logged: Undoable) -> None:
            """The outcome is on the disk by then, the rows with it are still being read."""
            controller.act("next_touch")
            again.append(controller.session.touch_id == logged.touch_id)

        controller.logged.connect(go_on)
        place.press(Qt.Key.Key_2)
        qtbot.waitUntil(lambda: len(place.rows()) == 2)
        place.wait_for("Person1 Ejemplo")
        place.press(Qt.Key.Key_2)
        place.wait_for("Person2 Ejemplo")
        qtbot.waitUntil(lambda: len(again) == 2)
        assert again == [False, False]


def test_undo_brings_back_touch_note_and_ticks(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, person(1), person(2)) as place:
        first = place.shown()
        place.press(Qt.Key.Key_Space)
        place.press(Qt.Key.Key_Space)
        place.press(Qt.Key.Key_N)
        place.type("asks about fees")
        place.press(Qt.Key.Key_2, CTRL)
        qtbot.waitUntil(lambda: place.shown() not in ("", first))
        qtbot.waitUntil(lambda: "Logged" in place.window.status_data.before)
        place.press(Qt.Key.Key_Z, CTRL)
        place.wait_for(first)
        session = place.desktop.controller.session
        assert len(session.ticks) == 2
        qtbot.waitUntil(lambda: place.window.workspace.touch.dock.note() == "asks about fees")
        assert outcomes(place, first.split()[0]) == []
        assert len(place.rows()) == 2


def test_undo_is_over_after_ten_seconds(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, person(1), person(2)) as place:
        first = place.shown()
        place.press(Qt.Key.Key_2)
        qtbot.waitUntil(lambda: outcomes(place, first.split()[0]) == ["no_answer"])
        qtbot.waitUntil(lambda: place.window.status_data.undo_seconds > 0)
        clock.turn(seconds=11)
        place.press(Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda: place.window.status_data.undo_seconds == 0)
        assert outcomes(place, first.split()[0]) == ["no_answer"]


@pytest.mark.parametrize(
    ("keys", "outcome"),
    [
        ((Qt.Key.Key_1, Qt.Key.Key_1), "connected"),
        ((Qt.Key.Key_1, Qt.Key.Key_2), "send_information"),
        ((Qt.Key.Key_4,), "busy"),
        ((Qt.Key.Key_5, Qt.Key.Key_3), "call_back"),
        ((Qt.Key.Key_6, Qt.Key.Key_2), "converted"),
        ((Qt.Key.Key_7, Qt.Key.Key_1, Qt.Key.Key_Return), "not_interested"),
        ((Qt.Key.Key_8, Qt.Key.Key_2), "wrong_contact"),
        ((Qt.Key.Key_9,), "do_not_contact"),
    ],
)
def test_every_key_logs_its_outcome(
    tmp_path: Path,
    qapp: QApplication,
    qtbot: QtBot,
    keys: tuple[Qt.Key, ...],
    outcome: str,
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1)) as place:
        for key in keys:
            place.press(key)
        qtbot.waitUntil(lambda: outcomes(place, "Person1") == [outcome])


def test_a_skip_needs_its_reason(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1)) as place:
        place.press(Qt.Key.Key_S)
        place.press(Qt.Key.Key_Escape)
        assert len(place.rows()) == 1
        place.press(Qt.Key.Key_S)
        place.press(Qt.Key.Key_3)
        qtbot.waitUntil(lambda: place.rows() == ())


def test_digits_belong_to_the_note_while_it_is_written(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1)) as place:
        place.press(Qt.Key.Key_N)
        place.press(Qt.Key.Key_2)
        place.type("2 children")
        place.press(Qt.Key.Key_Escape)
        assert outcomes(place, "Person1") == []
        assert "2 children" in place.window.workspace.touch.dock.note()


def test_everything_is_as_it_was_after_a_restart(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    people = [person(n, received_at=NOW - timedelta(seconds=n)) for n in range(1, 6)]
    with at_work(tmp_path / "p", qapp, qtbot, clock, *people) as place:
        place.press(Qt.Key.Key_2)
        qtbot.waitUntil(lambda: len(place.rows()) == 4)
        qtbot.waitUntil(lambda: place.shown() == "Person4 Ejemplo")
        place.press(Qt.Key.Key_N)
        place.type("half a note")
        before = place.rows()
    with at_work(tmp_path / "p", qapp, qtbot, clock) as place:
        assert place.rows() == before
        place.wait_for("Person4 Ejemplo")
        qtbot.waitUntil(lambda: place.window.workspace.touch.dock.note() == "half a note")


def test_calling_stops_the_clock(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, person(1)) as place:
        clock.turn(seconds=63)
        place.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: place.rows()[0].first_contact == "attempted")
        assert place.rows()[0].reason_args == {"seconds": 63}


def test_a_call_keeps_its_touch_when_its_row_leaves_what_was_read(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [person(n, received_at=NOW - timedelta(days=n)) for n in range(1, 6)]
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *people) as place:
        called, view = place.shown(), place.window.workspace.queue.view
        place.press(Qt.Key.Key_Return)
        # A row of an old list keeps its place while its call lasts; others may push it out.
        qtbot.waitUntil(lambda: bool(place.rows()))
        assert place.rows()[0].name == called
        monkeypatch.setattr(queue_reading, "PAGE", 0)
        with qtbot.waitSignal(view.selection_lost):
            place.desktop.controller.queue.refresh()
        assert place.shown() == called
        monkeypatch.setattr(queue_reading, "PAGE", 200)
        place.press(Qt.Key.Key_2)
        qtbot.waitUntil(lambda: outcomes(place, called.split()[0]) == ["no_answer"])


def test_a_touch_logged_by_another_program_gives_way_to_the_next(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    people = [person(n, received_at=NOW - timedelta(seconds=60 - n)) for n in range(2)]
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *people) as place:
        place.wait_for("Person0 Ejemplo")
        other = open_desk(Profile(tmp_path / "p"), place.clock)
        command = LogOutcome(touch_id=place.rows()[0].touch_id, outcome="no_answer")
        log_outcome(other.desk, command)
        other.close()
        place.desktop.controller.on_changes(Changes())
        place.wait_for("Person1 Ejemplo")


def test_the_menu_of_a_touch_copies_numbers(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1)) as place:
        touch = place.window.workspace.touch
        touch.menu_requested.emit(touch)
        (menu,) = place.window.workspace.findChildren(QMenu)
        (copy,) = [a for a in menu.actions() if "+34" in a.text()]
        copy.trigger()
        assert qapp.clipboard().text() == "+34612345001"
        menu.close()


def test_after_dialling_the_button_asks_for_the_outcome(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1)) as place:
        button = place.window.workspace.touch.big_button
        place.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: button.data.code == "choose")
        assert button.data.text == "Choose the outcome"
        assert button.data.look == "outline"
        assert [link.text for link in button.data.links] in (["Call again"], ["Copy again"])
        place.press(Qt.Key.Key_2)
        qtbot.waitUntil(lambda: place.shown() == "" or button.data.code != "choose")
