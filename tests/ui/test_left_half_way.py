"""A form or note that is left half way waits for its own touch, and lets go of the keyboard."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateEdit, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.services.people.leads import add_lead
from app.ui.dialogs.add_lead import AddLeadDialog
from app.ui.dialogs.contact_dialog import ContactDialog
from app.ui.dialogs.edit_person import EditPersonDialog
from app.ui.widgets.dock.strip_panel import StripPanel
from app.ui.widgets.parts.modal_dialog import ModalDialog
from tests.ui.workplace import NOW, Hands, Workplace, at_work, person

FIRST, SECOND, NEW = "Person1 Ejemplo", "Person2 Ejemplo", "Person9 Ejemplo"
T = TypeVar("T", bound=QWidget)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    """A desk with two people who came in days ago; the first of them is open."""
    people = [person(n, received_at=NOW - timedelta(days=1 + n)) for n in (1, 2)]
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *people) as made:
        made.window.activateWindow()
        go_to(made, FIRST)
        yield made


def go_to(place: Workplace, name: str) -> None:
    """A click on their row."""
    row = next(row for row in place.rows() if row.name == name)
    place.window.workspace.select(row.lead_id)
    place.wait_for(name)


def take_new(place: Workplace) -> None:
    """Somebody comes in and F8 takes them."""
    add_lead(place.desk, person(9), at=place.clock.now())
    place.qtbot.waitUntil(place.window.banner.isVisible)
    place.press(Qt.Key.Key_F8)
    place.wait_for(NEW)


def strip(place: Workplace) -> StripPanel:
    found = place.window.workspace.touch.dock.findChild(StripPanel)
    assert found is not None
    return found


def asks(place: Workplace) -> bool:
    """Whether a question is open."""
    return place.window.workspace.touch.dock.strip_open


def callbacks(place: Workplace, name: str) -> list[date]:
    """The days for which a call back is planned with them."""
    with place.desk.store.read() as reader:
        (hit,) = reader.search(name.split(maxsplit=1)[0], 5)
        planned = reader.work(hit.lead_id).planned
    return [touch.due_at.date() for touch in planned if touch.kind == "callback"]


def field(place: Workplace, kind: type[T]) -> T:
    """The editor of this kind that shows."""

    def shown() -> list[T]:
        return [w for w in strip(place).findChildren(kind) if w.isVisible()]

    place.qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0]


def test_f8_keeps_the_form_and_takes_the_cursor_out(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_5)
    place.press(Qt.Key.Key_4)
    day = field(place, QDateEdit)
    qtbot.waitUntil(day.hasFocus)
    day.setDate(QDate(2026, 11, 27))
    take_new(place)
    assert place.window.workspace.queue.view.hasFocus()
    assert not asks(place)
    go_to(place, FIRST)
    assert asks(place)
    kept = field(place, QDateEdit)
    assert kept.date() == QDate(2026, 11, 27)
    place.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: callbacks(place, FIRST) == [date(2026, 11, 27)])
    go_to(place, SECOND)
    assert not asks(place)


def test_a_reason_in_words_waits_too_and_is_nobody_elses(place: Workplace) -> None:
    place.press(Qt.Key.Key_S)
    place.press(Qt.Key.Key_5)
    words = field(place, QLineEdit)
    place.qtbot.waitUntil(words.hasFocus)
    place.type("waits for her")
    go_to(place, SECOND)
    assert not asks(place)
    go_to(place, FIRST)
    kept = field(place, QLineEdit)
    assert kept.text() == "waits for her"
    place.press(Qt.Key.Key_Escape)
    place.press(Qt.Key.Key_Escape)
    go_to(place, SECOND)
    go_to(place, FIRST)
    assert not asks(place)


def test_an_answer_that_was_logged_does_not_come_back(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_S)
    place.press(Qt.Key.Key_1)
    place.wait_for(SECOND)
    qtbot.waitUntil(lambda: place.window.status_data.undo_seconds > 0)
    place.press(Qt.Key.Key_Z, CTRL)
    place.wait_for(FIRST)
    assert not asks(place)


@pytest.mark.parametrize("way", ["f8", "name", "notice"])
def test_the_cursor_leaves_the_note_with_the_person(
    place: Workplace, qtbot: QtBot, way: str
) -> None:
    place.press(Qt.Key.Key_N)
    place.type("asks for fees")
    if way == "f8":
        take_new(place)
    else:
        lead_id = next(row.lead_id for row in place.rows() if row.name == SECOND)
        assert place.start.joined is not None
        if way == "name":
            place.start.joined.extras.people.show_person(lead_id)
        else:
            place.start.joined.bridge.clicked.emit(lead_id)
        place.wait_for(SECOND)
    assert place.window.workspace.queue.view.hasFocus()
    assert place.window.workspace.touch.dock.note() == ""
    go_to(place, FIRST)
    assert place.window.workspace.touch.dock.note() == "asks for fees"


def test_a_letter_on_the_way_to_somebody_is_for_whoever_is_shown(
    place: Workplace, qtbot: QtBot
) -> None:
    """The next touch is being read; what is typed still stands in the note of the one before."""
    row = next(row for row in place.rows() if row.name == SECOND)
    place.window.workspace.select(row.lead_id)
    place.window.workspace.touch.dock.note_edited.emit("for the first")
    place.wait_for(SECOND)
    place.desktop.controller.session.save_draft()
    go_to(place, FIRST)
    qtbot.waitUntil(lambda: place.window.workspace.touch.dock.note() == "for the first")
    go_to(place, SECOND)
    assert place.window.workspace.touch.dock.note() == ""


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ((Qt.Key.Key_N, CTRL), AddLeadDialog),
        ((Qt.Key.Key_L, CTRL), ContactDialog),
        ((Qt.Key.Key_E, CTRL), EditPersonDialog),
    ],
)
def test_a_dialog_that_gave_way_comes_back_as_it_was(
    place: Workplace, keys: tuple[Qt.Key, Qt.KeyboardModifier], kind: type[ModalDialog]
) -> None:
    place.press(*keys)
    line = line_of(place, kind)
    QTest.keyClicks(line, "Quintana")
    typed = line.text()
    QTest.keyClick(line, Qt.Key.Key_F8)  # nobody waits: nothing happens
    assert line.isVisible()
    add_lead(place.desk, person(9), at=place.clock.now())
    place.qtbot.waitUntil(lambda: place.desktop.first_contacts.most_urgent() is not None)
    QTest.keyClick(line, Qt.Key.Key_F8)
    place.wait_for(NEW)
    assert not line.isVisible()
    go_to(place, FIRST)
    place.press(*keys)
    assert line_of(place, kind) is line
    assert line.text() == typed
    assert line.isVisible()


def test_an_empty_form_does_not_wait(place: Workplace) -> None:
    place.press(Qt.Key.Key_N, CTRL)
    line = line_of(place, AddLeadDialog)
    add_lead(place.desk, person(9), at=place.clock.now())
    place.qtbot.waitUntil(lambda: place.desktop.first_contacts.most_urgent() is not None)
    QTest.keyClick(line, Qt.Key.Key_F8)
    place.wait_for(NEW)
    place.press(Qt.Key.Key_N, CTRL)
    assert line_of(place, AddLeadDialog) is not line


def line_of(place: Workplace, kind: type[ModalDialog]) -> QLineEdit:
    """The field that has the focus in the dialog of this kind, once it shows."""
    assert place.start.joined is not None
    extras = place.start.joined.extras
    place.qtbot.waitUntil(lambda: isinstance(extras.dialog, kind) and extras.dialog.isVisible())
    assert extras.dialog is not None
    found = extras.dialog.focusWidget()
    assert isinstance(found, QLineEdit)
    return found


def held(place: Workplace, name: str) -> bool:
    with place.desk.store.read() as reader:
        (hit,) = reader.search(name.split(maxsplit=1)[0], 5)
        return any(one.suspected for one in reader.work(hit.lead_id).suppressions)


@pytest.mark.parametrize(
    ("note", "is_held"), [("no llamar nunca mas", True), ("call at six", False)]
)
def test_a_refusal_that_is_noted_and_never_logged_holds(
    place: Workplace, qtbot: QtBot, note: str, is_held: bool
) -> None:
    place.press(Qt.Key.Key_N)
    place.type(note)
    place.press(Qt.Key.Key_Escape)
    go_to(place, SECOND)
    if is_held:
        qtbot.waitUntil(lambda: held(place, FIRST))
    go_to(place, FIRST)
    assert held(place, FIRST) == is_held
    assert place.window.workspace.touch.dock.note() == note


def test_a_refusal_that_is_noted_holds_when_the_window_is_closed(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    one = person(1, received_at=NOW - timedelta(days=2))
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), one) as made:
        made.window.activateWindow()
        made.press(Qt.Key.Key_N)
        made.type("pide la baja")
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), waiting=True) as again:
        qtbot.waitUntil(lambda: held(again, FIRST))


def test_what_waits_for_the_writer_when_the_window_closes_is_written(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """The writer is busy just then; the store closes only once it is through."""
    one = person(1, received_at=NOW - timedelta(days=2))
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), one) as made:
        made.window.activateWindow()
        busy = Event()
        made.start.tasks.command(lambda: busy.wait(0.5), lambda _: None, lambda _: None)
        made.press(Qt.Key.Key_N)
        made.type("half a note")
    with at_work(tmp_path / "p", qapp, qtbot, Hands()) as again:
        assert again.window.workspace.touch.dock.note() == "half a note"
