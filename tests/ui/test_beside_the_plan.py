"""What is done to a person beside the touch at hand, by keyboard in the running window."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.core.work.enrolment import LeadWork
from app.services.working.contacts import Contact, log_contact
from app.ui.dialogs.add_lead import AddLeadDialog
from app.ui.dialogs.contact_dialog import ContactDialog
from app.ui.dialogs.correct_dialog import CorrectDialog
from app.ui.dialogs.person_dialog import PersonDialog
from app.ui.dialogs.plan_dialog import PlanDialog
from app.ui.extras import Extras
from app.ui.widgets.lead.timeline_list import TimelineList
from app.ui.widgets.parts.modal_dialog import ModalDialog
from tests.ui.workplace import Hands, Workplace, at_work, person

T = TypeVar("T", bound=ModalDialog)
CTRL = Qt.KeyboardModifier.ControlModifier
SOMEBODY = "Person1 Ejemplo"


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    """A desk with three people at work."""
    people = [person(n) for n in range(3)]
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *people) as made:
        made.come_forward()
        yield made


def extras(place: Workplace) -> Extras:
    assert place.start.joined is not None
    return place.start.joined.extras


def dialog_of(place: Workplace, kind: type[T]) -> T:
    """The dialog that opens, once keys reach it."""
    place.qtbot.waitUntil(lambda: isinstance(extras(place).dialog, kind))
    found = extras(place).dialog
    assert isinstance(found, kind)
    return found


def work_of(place: Workplace, name: str) -> LeadWork:
    with place.desk.store.read() as reader:
        (hit,) = reader.search(name.split(maxsplit=1)[0], 5)
        return reader.work(hit.lead_id)


def lead_id_of(place: Workplace, name: str) -> UUID:
    return work_of(place, name).lead_id


def confirm(dialog: ModalDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)


def focus(dialog: QDialog) -> QWidget:
    """What has the focus in it."""
    found = dialog.focusWidget()
    assert found is not None
    return found


def open_person(place: Workplace, name: str = SOMEBODY) -> None:
    extras(place).people.show_person(lead_id_of(place, name))
    place.wait_for(name)


def _timeline_says(place: Workplace, line: str) -> bool:
    model = place.window.workspace.lead.findChild(TimelineList).model()  # type: ignore[union-attr]  # it is there from the start
    return any(line in str(model.index(row, 0).data()) for row in range(model.rowCount()))


def with_reply(place: Workplace) -> None:
    """Somebody wrote back, and their reply is open."""
    said = Contact(way="in", channel="sms", outcome="replied")
    log_contact(place.desk, lead_id_of(place, SOMEBODY), said)
    place.qtbot.waitUntil(lambda: any(row.kind == "reply" for row in place.rows()))
    open_person(place)
    session = place.desktop.controller.session
    place.qtbot.waitUntil(
        lambda: session.current is not None and session.current.card.touch.kind == "reply"
    )


# Contacts nobody planned


def test_ctrl_l_logs_their_call_and_undo_takes_it_back(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_L, CTRL)
    dialog = dialog_of(place, ContactDialog)
    assert dialog.who.hasFocus()
    QTest.keyClicks(dialog.who, "612345001")
    qtbot.waitUntil(lambda: dialog.person is not None)
    assert dialog.person is not None
    assert dialog.person.name == SOMEBODY
    dialog.outcome.setCurrentIndex(dialog.outcome.findData("connected"))
    QTest.keyClicks(dialog.note, "Asked for fees")
    confirm(dialog)
    qtbot.waitUntil(lambda: work_of(place, SOMEBODY).enrolments[0].state == "with_person")
    qtbot.waitUntil(lambda: place.window.status_data.undo_seconds > 0)
    assert place.window.status_data.after == f" for {SOMEBODY}"
    qtbot.waitUntil(lambda: any(row.kind == "reply" for row in place.rows()))
    place.window.workspace.queue.view.setFocus()
    place.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: work_of(place, SOMEBODY).enrolments[0].state == "active")


def test_arrows_choose_among_the_people_found(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_L, CTRL)
    dialog = dialog_of(place, ContactDialog)
    assert dialog.save.isEnabled()  # for whoever is open
    QTest.keyClicks(dialog.who, "e")
    assert not dialog.save.isEnabled()
    QTest.keyClicks(dialog.who, "jemplo")
    qtbot.waitUntil(lambda: dialog.people.count() == 3)
    first = dialog.person
    QTest.keyClick(dialog.who, Qt.Key.Key_Down)
    assert dialog.person not in (None, first)
    QTest.keyClick(dialog.who, Qt.Key.Key_Up)
    assert dialog.person == first


def test_enter_takes_the_person_found_and_logs_nothing(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_L, CTRL)
    dialog = dialog_of(place, ContactDialog)
    QTest.keyClicks(dialog.who, "612345001")
    qtbot.waitUntil(dialog.save.isEnabled)
    QTest.keyClick(dialog.who, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.save.isEnabled()
    assert dialog.ways.isAncestorOf(focus(dialog))


def test_tab_goes_down_the_form(place: Workplace) -> None:
    place.press(Qt.Key.Key_L, CTRL)
    dialog = dialog_of(place, ContactDialog)
    QTest.keyClick(dialog.who, Qt.Key.Key_Tab)
    assert dialog.ways.isAncestorOf(focus(dialog))
    QTest.keyClick(focus(dialog), Qt.Key.Key_Right)
    assert dialog.way == "out"
    QTest.keyClick(focus(dialog), Qt.Key.Key_Tab)
    assert dialog.channels.isAncestorOf(focus(dialog))
    QTest.keyClick(focus(dialog), Qt.Key.Key_Right)
    assert dialog.channel == "email"
    QTest.keyClick(focus(dialog), Qt.Key.Key_Tab)
    assert dialog.outcome.hasFocus()


def test_what_is_asked_follows_direction_and_channel(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_L, CTRL)
    dialog = dialog_of(place, ContactDialog)
    assert dialog.outcome.findData("no_answer") < 0
    dialog.ways.chosen.emit("out")
    assert dialog.outcome.currentData() == "no_answer"
    dialog.channels.chosen.emit("whatsapp")
    assert dialog.outcome.findData("sent") >= 0
    assert not dialog.when.isVisible()
    dialog.outcome.setCurrentIndex(dialog.outcome.findData("call_back"))
    assert dialog.when.isVisible()
    QTest.keyClicks(dialog.who, "person1")
    qtbot.waitUntil(dialog.save.isEnabled)
    confirm(dialog)
    qtbot.waitUntil(lambda: "needs a date" in dialog.said)
    QTest.keyClicks(dialog.when, "tomorrow 16:00")
    confirm(dialog)
    qtbot.waitUntil(lambda: any(t.kind == "callback" for t in work_of(place, SOMEBODY).planned))


def test_an_unknown_number_is_added(place: Workplace, qtbot: QtBot) -> None:
    place.press(Qt.Key.Key_L, CTRL)
    dialog = dialog_of(place, ContactDialog)
    QTest.keyClicks(dialog.who, "699 111 222")
    qtbot.waitUntil(dialog.add.isVisible)
    assert not dialog.save.isEnabled()
    dialog.add.click()
    add = dialog_of(place, AddLeadDialog)
    assert add.phone.text() == "699 111 222"


# Handing back


@pytest.mark.parametrize(
    ("keys", "cadence", "state"),
    [
        ("1", "b2c_standard", "active"),
        ("2", "b2c_standard", "active"),
        ("41", "b2c_standard", "finished"),
    ],
)
def test_a_reply_is_handed_back_by_digits(
    place: Workplace, qtbot: QtBot, keys: str, cadence: str, state: str
) -> None:
    with_reply(place)
    before = work_of(place, SOMEBODY).enrolments[0].cadence_key
    place.window.workspace.queue.view.setFocus()
    place.press(Qt.Key.Key_1)
    for key in keys:
        place.press(Qt.Key(ord(key)))
    qtbot.waitUntil(lambda: work_of(place, SOMEBODY).enrolments[0].state == state)
    assert work_of(place, SOMEBODY).enrolments[0].cadence_key == before
    skipped = [t for t in work_of(place, SOMEBODY).touches if t.outcome == "handed_back"]
    assert bool(skipped) == (keys == "2")


def test_a_reply_moves_them_to_another_cadence(place: Workplace, qtbot: QtBot) -> None:
    with_reply(place)
    place.window.workspace.queue.view.setFocus()
    place.press(Qt.Key.Key_1)
    place.press(Qt.Key.Key_3)
    dock = place.window.workspace.touch.dock
    place.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(work_of(place, SOMEBODY).enrolments) == 2)
    assert dock.isVisible()
    former, now = work_of(place, SOMEBODY).enrolments
    assert (former.finish_reason, now.state) == ("rerouted", "active")


# By hand


def test_ctrl_p_takes_somebody_off_and_undo_puts_them_back(place: Workplace, qtbot: QtBot) -> None:
    open_person(place)
    place.press(Qt.Key.Key_P, CTRL)
    dialog = dialog_of(place, PlanDialog)
    dialog.acts.chosen.emit("finish")
    assert dialog.save.text() == "End the cadence"
    confirm(dialog)
    qtbot.waitUntil(lambda: work_of(place, SOMEBODY).enrolment is None)
    place.window.workspace.queue.view.setFocus()
    qtbot.waitUntil(lambda: place.window.status_data.undo_seconds > 0)
    place.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: work_of(place, SOMEBODY).enrolment is not None)


def test_a_pause_in_words_and_what_cannot_be(place: Workplace, qtbot: QtBot) -> None:
    log_contact(
        place.desk,
        lead_id_of(place, SOMEBODY),
        Contact(way="out", channel="call", outcome="no_answer"),
    )
    open_person(place)
    place.press(Qt.Key.Key_P, CTRL)
    dialog = dialog_of(place, PlanDialog)
    assert dialog.act == "pause"
    QTest.keyClicks(dialog.until, "soonish")
    confirm(dialog)
    assert "no time" in dialog.said
    dialog.until.clear()
    QTest.keyClicks(dialog.until, "17/11")  # yesterday
    confirm(dialog)
    assert dialog.said == "That day has passed. Add the year, or choose a later day."
    dialog.until.clear()
    assert dialog.until.placeholderText().endswith(", 9/12")  # it lies ahead
    QTest.keyClicks(dialog.until, "24/11/2027 10:00")
    confirm(dialog)
    qtbot.waitUntil(lambda: work_of(place, SOMEBODY).enrolments[0].state == "paused")
    qtbot.waitUntil(lambda: _timeline_says(place, "Paused until Wed 24 Nov 2027, 10:00"))


def test_somebody_on_no_cadence_is_started(place: Workplace, qtbot: QtBot) -> None:
    said = Contact(way="in", channel="call", outcome="not_interested")
    log_contact(place.desk, lead_id_of(place, SOMEBODY), said)
    extras(place).people.show_person(lead_id_of(place, SOMEBODY))
    dialog_of(place, PersonDialog).start.click()
    dialog = dialog_of(place, PlanDialog)
    assert (dialog.act, dialog.acts.isVisible(), dialog.manager.isVisible()) == (
        *("start", False),
        False,
    )
    dialog.cadence.setCurrentIndex(dialog.cadence.findData("balanced"))
    confirm(dialog)
    qtbot.waitUntil(lambda: work_of(place, SOMEBODY).enrolment is not None)
    started = work_of(place, SOMEBODY).enrolment
    assert started is not None
    assert started.cadence_key == "balanced"


# Corrections


def test_c_corrects_a_line_of_the_timeline(place: Workplace, qtbot: QtBot) -> None:
    said = Contact(way="out", channel="call", outcome="no_answer")
    log_contact(place.desk, lead_id_of(place, SOMEBODY), said)
    open_person(place)
    timeline = place.window.workspace.lead.findChild(TimelineList)
    assert timeline is not None
    qtbot.waitUntil(lambda: timeline.model().rowCount() >= 2)
    timeline.setFocus()
    assert "No answer" in timeline.currentIndex().data()
    place.press(Qt.Key.Key_C)
    dialog = dialog_of(place, CorrectDialog)
    assert dialog.outcome.findData("no_answer") < 0
    dialog.outcome.setCurrentIndex(dialog.outcome.findData("not_interested"))
    confirm(dialog)
    qtbot.waitUntil(lambda: work_of(place, SOMEBODY).enrolment is None)
    with place.desk.store.read() as reader:
        codes = [e.code for e in reader.timeline(lead_id_of(place, SOMEBODY), 9)]
    assert {"OutcomeCorrected", "ContactLogged"} <= set(codes)


def test_a_correction_from_an_end_offers_a_start(place: Workplace, qtbot: QtBot) -> None:
    lead_id = lead_id_of(place, SOMEBODY)
    log_contact(place.desk, lead_id, Contact(way="in", channel="call", outcome="converted"))
    extras(place).people.show_person(lead_id)
    person_dialog = dialog_of(place, PersonDialog)
    timeline = person_dialog.findChild(TimelineList)
    assert timeline is not None
    timeline.setFocus()
    rows = range(timeline.model().rowCount())
    row = next(r for r in rows if "Converted" in timeline.model().index(r, 0).data())
    timeline.setCurrentIndex(timeline.model().index(row, 0))
    QTest.keyClick(timeline, Qt.Key.Key_C)
    dialog = dialog_of(place, CorrectDialog)
    dialog.outcome.setCurrentIndex(dialog.outcome.findData("connected"))
    confirm(dialog)
    assert dialog_of(place, PlanDialog).act == "start"
