"""Everything known of a person is changed in the window, by keyboard and mouse, and taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.people.lead import Lead
from app.services.contact.opt_outs import opt_out_address
from app.ui.dialogs.edit_person import EditPersonDialog
from app.ui.dialogs.palette import Palette
from app.ui.widgets.parts.icon_button import IconButton
from app.ui.words import say
from tests.ui.workplace import Hands, Workplace, at_work, person

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1), person(2)) as made:
        made.come_forward()
        yield made


def form(place: Workplace) -> EditPersonDialog:
    """The form, once it is open."""
    assert place.start.joined is not None
    extras = place.start.joined.extras
    place.qtbot.waitUntil(lambda: isinstance(extras.dialog, EditPersonDialog))
    assert isinstance(extras.dialog, EditPersonDialog)
    return extras.dialog


def lead(place: Workplace) -> Lead:
    """The person whose touch is open, as the store has them."""
    current = place.desktop.controller.session.current
    assert current is not None
    with place.desk.store.read() as reader:
        found, work = reader.person(current.card.lead.lead_id)
    return found.as_worked(work.unusable, work.stage)


def open_form(place: Workplace) -> EditPersonDialog:
    place.press(Qt.Key.Key_E, CTRL)
    return form(place)


def test_facts_are_changed_and_taken_back(place: Workplace, qtbot: QtBot) -> None:
    before = place.shown()
    dialog = open_form(place)
    QTest.keyClick(dialog.lines["last_name"], Qt.Key.Key_A, CTRL)
    QTest.keyClicks(dialog.lines["last_name"], "Nuevo")
    QTest.keyClicks(dialog.lines["age"], "44")
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    place.wait_for(f"{before.split()[0]} Nuevo")
    assert lead(place).age == 44
    panel = place.window.workspace.lead
    assert panel._data is not None
    titles = [(e.title, e.detail) for e in panel._data.timeline]
    assert ("Edited by hand", "Last name, Age") in titles
    qtbot.waitUntil(lambda: place.window.status_data.undo_seconds > 0)
    place.press(Qt.Key.Key_Z, CTRL)
    place.wait_for(before)
    assert lead(place).age is None


def test_numbers_are_added_ordered_and_taken_out_by_mouse(place: Workplace, qtbot: QtBot) -> None:
    dialog = open_form(place)
    old = lead(place).points[0].value
    QTest.mouseClick(dialog.points.adds["phone"], LEFT)
    new = dialog.points.rows[-1]
    QTest.keyClicks(new.line, "611 22 33 44")
    for _ in range(2):
        QTest.mouseClick(new.up, LEFT)
    mail = next(row for row in dialog.points.rows if row.kind == "email")
    out = next(b for b in mail.body.findChildren(IconButton) if b is not mail.up)
    QTest.mouseClick(out, LEFT)
    QTest.mouseClick(dialog.save, LEFT)
    wanted = [("+34611223344", "usable"), (old, "usable")]
    qtbot.waitUntil(lambda: [(p.value, p.status) for p in lead(place).points][:2] == wanted)
    assert [p.status for p in lead(place).points if p.kind == "email"] == ["unusable"]
    big = place.window.workspace.touch.big_button
    qtbot.waitUntil(lambda: "611 22 33 44" in big.data.text)


def test_a_number_that_is_none_is_said_in_the_form(place: Workplace, qtbot: QtBot) -> None:
    dialog = open_form(place)
    QTest.mouseClick(dialog.points.adds["phone"], LEFT)
    QTest.keyClicks(dialog.points.rows[-1].line, "12")
    QTest.mouseClick(dialog.save, LEFT)
    qtbot.waitUntil(lambda: "no phone number" in dialog.said)
    QTest.keyClicks(dialog.lines["age"], "x")
    QTest.mouseClick(dialog.save, LEFT)
    assert dialog.said == say("edit.no_number", field="Age")
    assert len(lead(place).points) == 2
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_number_that_wants_no_contact_takes_them_off_the_queue(
    place: Workplace, qtbot: QtBot
) -> None:
    opt_out_address(place.desk, "+34699112233")
    name = place.shown()
    dialog = open_form(place)
    QTest.mouseClick(dialog.points.adds["phone"], LEFT)
    QTest.keyClicks(dialog.points.rows[-1].line, "699112233")
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: name not in [row.name for row in place.rows()])


def test_the_palette_and_the_panel_open_the_form(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_K, CTRL)
    assert place.start.joined is not None
    palette = place.start.joined.extras.dialog
    assert isinstance(palette, Palette)
    QTest.keyClicks(palette.field, "edit")
    qtbot.waitUntil(lambda: palette._asked is None)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    QTest.keyClick(form(place), Qt.Key.Key_Escape)
    buttons = place.window.workspace.lead.findChildren(IconButton)
    pencil = next(b for b in buttons if b.accessibleName() == say("panel.edit"))
    QTest.mouseClick(pencil, LEFT)
    assert form(place).windowTitle() == "Edit this person"
