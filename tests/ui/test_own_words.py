"""A message is chosen, written and sent in the middle of the window, by keyboard and mouse."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.core.people.new_lead import NewPoint
from app.services.store.records import TimelineEntry
from app.services.working.touch_card import TouchCard
from app.ui.widgets.touch.message_view import MessageView
from app.ui.words import say
from tests.ui.workplace import Hands, Workplace, at_work, person

KEY = Qt.Key
MAIL = (NewPoint(kind="email", value="ana@example.com"),)


@contextmanager
def written(folder: Path, app: QApplication, qtbot: QtBot, **facts: object) -> Iterator[Workplace]:
    """Somebody to whom the plan writes at once."""
    one = person(1, points=MAIL, **facts)
    with at_work(folder, app, qtbot, Hands(), one) as place:
        place.come_forward()
        qtbot.waitUntil(lambda: view(place).isVisible())
        yield place


def view(place: Workplace) -> MessageView:
    return place.window.workspace.touch.message


def card(place: Workplace) -> TouchCard:
    found = place.desktop.controller.session.at_hand
    assert found is not None
    return found.card


def logged(place: Workplace) -> list[TimelineEntry]:
    with place.desk.store.read() as reader:
        (lead_id,) = {e.lead_id for e in map(reader.event, reader.latest(("LeadAdded",), 5))}
        assert lead_id is not None
        return [e for e in reader.timeline(lead_id, 50) if e.code == "OutcomeLogged"]


def test_words_are_changed_hinted_at_sent_and_kept(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with written(tmp_path / "p", qapp, qtbot, source="contact_sales") as place:
        text = view(place).editor.text
        assert text.isVisible()
        place.press(KEY.Key_F2)
        qtbot.waitUntil(text.hasFocus)
        QTest.keyClick(text, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(text, "Just checking in 1 2 9. Any thoughts?")
        assert logged(place) == []
        hints = view(place).editor
        qtbot.waitUntil(lambda: bool(hints.hints))
        assert any("checking in" in hint.text() for hint in hints.hints)
        assert text.toPlainText() == "Just checking in 1 2 9. Any thoughts?"
        place.press(KEY.Key_1, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: len(logged(place)) == 1)
        (entry,) = logged(place)
        assert entry.message.endswith("\n\nJust checking in 1 2 9. Any thoughts?")


def test_typed_words_are_there_after_a_restart_and_go_back_to_the_plan(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    folder = tmp_path / "p"
    with written(folder, qapp, qtbot, source="contact_sales") as place:
        plan = view(place).editor.text.toPlainText()
        QTest.mouseClick(view(place).editor.text.viewport(), Qt.MouseButton.LeftButton)
        QTest.keyClick(view(place).editor.text, KEY.Key_Home, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(view(place).editor.text, "PS ")
        place.press(KEY.Key_Escape)
    with at_work(folder, qapp, qtbot, Hands()) as place:
        qtbot.waitUntil(lambda: view(place).isVisible())
        assert view(place).editor.text.toPlainText() == f"PS {plan}"
        place.desktop.controller._on_action("plan_text")
        qtbot.waitUntil(lambda: view(place).editor.text.toPlainText() == plan)


def test_another_message_of_the_step_is_chosen_by_keyboard(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with written(tmp_path / "p", qapp, qtbot, source="trial", company="Muestra SL") as place:
        first, second = (key for key, _ in card(place).templates)
        before = view(place).editor.text.toPlainText()
        place.press(KEY.Key_V)
        menu = next(m for m in view(place).choice.findChildren(QMenu) if m.isVisible())
        QTest.keyClick(menu, KEY.Key_Down)
        QTest.keyClick(menu, KEY.Key_Return)
        qtbot.waitUntil(lambda: card(place).template == second)
        assert first != second
        assert view(place).editor.text.toPlainText() != before
        assert view(place).choice.text() == card(place).message_name


def test_words_that_the_plan_keeps_do_not_look_as_if_they_could_be_changed(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    facts = {"source": "list", "direction": "outbound", "company": "Muestra SL"}
    with written(tmp_path / "p", qapp, qtbot, **facts) as place:
        assert not card(place).editable
        assert not view(place).editor.isVisible()
        assert not view(place).editor.subject.isVisible()
        assert not view(place).choice.isVisible()
        data = view(place)._data
        assert data is not None
        assert data.notes == (say("message.read_only"),)
