"""Gaps, tasks and the text of the plan in the middle of the window, by keyboard and mouse."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.core.engine.by_hand import ReroutePlan
from app.core.people.new_lead import NewLead, NewPoint
from app.services.cadences.publishing import examine, publish
from app.services.desk.commands import carry_out_for
from app.services.people.leads import find
from app.ui.widgets.touch.message_gaps import GapBar
from app.ui.widgets.touch.message_view import _ReadText
from app.ui.words import say
from tests.ui.workplace import Hands, Workplace, at_work, person

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def nameless() -> NewLead:
    """Somebody of whom only an address is known, and the sales plan writes at once."""
    points = (NewPoint(kind="email", value="nobody@example.com"),)
    return person(1, first_name="", last_name="", points=points, source="contact_sales")


@contextmanager
def written(folder: Path, app: QApplication, qtbot: QtBot, one: NewLead) -> Iterator[Workplace]:
    with at_work(folder, app, qtbot, Hands(), one) as place:
        place.come_forward()
        yield place


def editors(place: Workplace) -> list[QLineEdit]:
    (bar,) = place.window.workspace.touch.findChildren(GapBar)
    return [line for line in bar.findChildren(QLineEdit) if line.isVisible()]


def has_fewer(place: Workplace, count: int) -> bool:
    """Whether a gap is filled."""
    return len(editors(place)) < count


def outcomes(place: Workplace) -> list[str]:
    with place.desk.store.read() as reader:
        (lead_id,) = {e.lead_id for e in map(reader.event, reader.latest(("LeadAdded",), 5))}
        assert lead_id is not None
        lines = reader.timeline(lead_id, 50)
    return [e.detail["outcome"] for e in lines if e.code == "OutcomeLogged" and not e.undone]


def test_a_missing_field_is_filled_where_it_is_missed(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with written(tmp_path / "p", qapp, qtbot, nameless()) as place:
        big = place.window.workspace.touch.big_button
        qtbot.waitUntil(lambda: big.data.code == "gaps")
        assert big.data.text.startswith("Fill ")
        place.press(KEY.Key_1)
        assert outcomes(place) == []
        assert editors(place)[0].hasFocus()
        place.press(KEY.Key_Escape)
        place.press(KEY.Key_F2)
        while editors(place):
            editor = editors(place)[0]
            assert editor.hasFocus()
            count = len(editors(place))
            QTest.keyClicks(editor, "Ana")
            QTest.keyClick(editor, KEY.Key_Return)
            qtbot.waitUntil(partial(has_fewer, place, count))
        qtbot.waitUntil(lambda: big.data.code != "gaps")
        assert big.data.look != "disabled"
        assert find(place.desk, "Ana")
        place.press(KEY.Key_1)
        qtbot.waitUntil(lambda: outcomes(place) == ["sent"])


def test_letters_typed_in_the_text_of_the_plan_are_no_commands(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    points = (NewPoint(kind="email", value="ana@example.com"),)
    one = person(1, points=points, source="list", direction="outbound", company="Muestra SL")
    with written(tmp_path / "p", qapp, qtbot, one) as place:
        touch = place.window.workspace.touch
        text = next(t for t in touch.findChildren(_ReadText) if t.isVisible())
        QTest.mouseClick(text, LEFT)
        assert text.hasFocus()
        for key in (KEY.Key_1, KEY.Key_S, KEY.Key_Z, KEY.Key_X, KEY.Key_T):
            place.press(key)
        assert not touch.dock.strip_open
        assert outcomes(place) == []
        place.press(KEY.Key_Escape)
        place.press(KEY.Key_S)
        assert touch.dock.strip_open


WITH_A_TASK = """
version = 1
audience = "People who are taken over"
direction = "inbound"
intent = 85
first_day_label = 1
goal = "meeting"
name = { en = "Handover", es = "Traspaso" }
[[steps]]
key = "take_over"
day = 0
channel = "task"
task = { en = "Take this person over.", es = "Hazte cargo de esta persona." }
title = { en = "Take over", es = "Traspaso" }
objective = { en = "One contact for all.", es = "Un solo contacto para todo." }
"""


def test_a_task_says_what_to_do_and_is_done(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with written(tmp_path / "p", qapp, qtbot, person(1)) as place:
        lead_id = place.rows()[0].lead_id
        publish(place.desk, examine(place.desk, WITH_A_TASK, "handover.toml"))
        carry_out_for(place.desk, lead_id, ReroutePlan(cadence_key="handover"))
        session, touch = place.desktop.controller.session, place.window.workspace.touch
        with place.desk.store.read() as reader:
            planned = reader.work(lead_id).planned
        session.open(next(t.touch_id for t in planned if t.channel == "task"))

        def is_task() -> bool:
            at_hand = session.at_hand
            return at_hand is not None and at_hand.card.touch.channel == "task"

        qtbot.waitUntil(is_task)
        data = touch._data
        assert data is not None
        assert data.message is not None
        assert data.message.to_name == ""
        assert data.message.subject_label == say("message.task")
        assert "Take this person over" in data.message.body[0].text
        labels = {o.key: (o.label, o.enabled) for o in data.dock.outcomes}
        assert labels["1"] == ("Done", True)
        assert labels["8"][1] is False
        assert touch.big_button.data.text == "Mark done"
        place.press(KEY.Key_8)
        place.press(KEY.Key_Return)
        qtbot.waitUntil(lambda: outcomes(place) == ["sent"])


@pytest.mark.parametrize(
    ("key", "code"), [(KEY.Key_Right, "break"), (KEY.Key_B, "break"), (KEY.Key_A, "away")]
)
def test_availability_is_changed_by_the_keyboard(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, key: Qt.Key, code: str
) -> None:
    with written(tmp_path / "p", qapp, qtbot, person(1)) as place:
        marked = place.window.workspace.touch.dock._marked
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        place.press(KEY.Key_A, held)
        place.press(key)
        assert place.window.bar.available == code
        assert place.window.workspace.touch.dock._marked == marked
        place.press(KEY.Key_2)
        assert outcomes(place) == []
        place.press(KEY.Key_Escape)
        place.desktop.act("be_available")
        assert place.window.bar.available == "available"
