"""The question after an outcome: digits, editors, and the way back."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDateEdit, QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.widgets.dock.dock_data import Strip, StripAnswer
from app.ui.widgets.dock.strip_editors import PreferRow, WhenEditor
from app.ui.widgets.dock.strip_option_button import StripOptionButton
from app.ui.widgets.dock.strip_panel import StripPanel
from app.ui.widgets.parts.text_label import TextLabel
from tests.ui.widgets import sample_outcomes
from tests.ui.widgets.finding import action_on, only


class Asked:
    """A strip on screen and what it answered."""

    def __init__(self, panel: StripPanel) -> None:
        self.panel = panel
        self.answers: list[StripAnswer] = []
        self.cancelled = 0
        panel.chosen.connect(self.answers.append)
        panel.cancelled.connect(self._on_cancelled)

    def ask(self, strip: Strip, keys: str = "") -> "Asked":
        self.panel.show_strip("Outcome", strip, active=True)
        for key in keys:
            assert self.panel.act(action_on(key))
        return self

    def editor(self) -> QLineEdit:
        return self.panel.findChildren(
            QLineEdit, options=Qt.FindChildOption.FindChildrenRecursively
        )[-1]

    def _on_cancelled(self) -> None:
        self.cancelled += 1


@pytest.fixture
def asked(theme: Theme, qtbot: QtBot) -> Asked:
    panel = StripPanel(theme)
    qtbot.addWidget(panel)
    panel.resize(400, 120)
    panel.show()
    return Asked(panel)


@pytest.mark.parametrize(
    ("strip", "keys", "expected"),
    [
        (sample_outcomes.CONNECTED, "1", StripAnswer(option="as_planned")),
        (sample_outcomes.CONNECTED, "2", StripAnswer(option="send_information")),
        (sample_outcomes.CONNECTED, "3", StripAnswer(option="someone_else")),
        (
            sample_outcomes.CALL_BACK,
            "1",
            StripAnswer(option="in_1_h", when=sample_outcomes.their(18, 11, 42)),
        ),
        (
            sample_outcomes.CALL_BACK,
            "2",
            StripAnswer(option="this_afternoon", when=sample_outcomes.their(18, 16)),
        ),
        (
            sample_outcomes.CALL_BACK,
            "3",
            StripAnswer(option="tomorrow", when=sample_outcomes.their(19, 10)),
        ),
        (sample_outcomes.MEETING, "2", StripAnswer(option="converted")),
        (
            sample_outcomes.NOT_INTERESTED,
            "12",
            StripAnswer(option="not_interested", reason="other_school"),
        ),
        (
            sample_outcomes.NOT_INTERESTED,
            "21",
            StripAnswer(option="unqualified", reason="no_degree"),
        ),
        (sample_outcomes.WRONG_NUMBER, "2", StripAnswer(option="stop")),
        (
            sample_outcomes.AWAY,
            "1",
            StripAnswer(option="days_7", when=sample_outcomes.their(25, 9)),
        ),
        (sample_outcomes.SKIP, "4", StripAnswer(option="wrong_step")),
        (
            sample_outcomes.SNOOZE,
            "3",
            StripAnswer(option="tomorrow", when=sample_outcomes.their(19, 9)),
        ),
    ],
)
def test_a_digit_answers(asked: Asked, strip: Strip, keys: str, expected: StripAnswer) -> None:
    assert asked.ask(strip, keys).answers == [expected]


@pytest.mark.parametrize(
    ("strip", "option"),
    [(sample_outcomes.CONNECTED, "as_planned"), (sample_outcomes.AWAY, "days_7")],
)
def test_enter_takes_the_preset(asked: Asked, strip: Strip, option: str) -> None:
    asked.ask(strip).panel.act("primary")
    assert [a.option for a in asked.answers] == [option]


def test_enter_answers_nothing_where_a_reason_is_required(asked: Asked) -> None:
    asked.ask(sample_outcomes.SKIP).panel.act("primary")
    asked.ask(sample_outcomes.NOT_INTERESTED, "2").panel.act("primary")
    assert asked.answers == []


def test_enter_passes_without_an_optional_reason(asked: Asked) -> None:
    asked.ask(sample_outcomes.NOT_INTERESTED, "1").panel.act("primary")
    assert asked.answers == [StripAnswer(option="not_interested")]


def test_digits_that_mean_nothing_are_kept_from_the_outcomes(asked: Asked) -> None:
    asked.ask(sample_outcomes.CONNECTED)
    assert asked.panel.act("outcome_9")
    assert asked.answers == []


def test_a_preview_takes_no_key(asked: Asked) -> None:
    asked.panel.show_strip("Connected", sample_outcomes.CONNECTED, active=False)
    assert not asked.panel.act("outcome_1")
    assert asked.answers == []


def test_a_time_is_picked_in_their_zone(asked: Asked) -> None:
    asked.ask(sample_outcomes.CALL_BACK, "4")
    editor = only(asked.panel, WhenEditor)
    assert editor is not None
    assert editor.value() == sample_outcomes.their(19, 16, 30)
    editor.set_value(sample_outcomes.their(20, 9, 15))
    asked.panel.act("primary")
    assert asked.answers == [StripAnswer(option="pick", when=sample_outcomes.their(20, 9, 15))]


def test_enter_inside_the_time_editor_answers(asked: Asked, qtbot: QtBot) -> None:
    asked.ask(sample_outcomes.CALL_BACK, "4")
    editor = only(asked.panel, WhenEditor)
    assert editor is not None
    QTest.keyClick(only(editor, QDateEdit), Qt.Key.Key_Return)
    assert [a.when for a in asked.answers] == [sample_outcomes.their(19, 16, 30)]


def test_a_meeting_has_a_time_and_an_adviser(asked: Asked) -> None:
    asked.ask(sample_outcomes.MEETING, "1").editor().setText("  Tomás Vidal ")
    asked.panel.act("primary")
    assert asked.answers == [
        StripAnswer(option="meeting", when=sample_outcomes.their(19, 18), text="Tomás Vidal")
    ]


def test_another_number_is_typed(asked: Asked, qtbot: QtBot) -> None:
    editor = asked.ask(sample_outcomes.WRONG_NUMBER, "1").editor()
    QTest.keyClicks(editor, "+34 600 000 009")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert asked.answers == [StripAnswer(option="other", text="+34 600 000 009")]


def test_nothing_typed_is_no_answer(asked: Asked) -> None:
    asked.ask(sample_outcomes.WRONG_NUMBER, "1").panel.act("primary")
    assert asked.answers == []


def test_a_reason_of_ones_own_words(asked: Asked) -> None:
    asked.ask(sample_outcomes.NOT_INTERESTED, "13").editor().setText("Moving abroad")
    asked.panel.act("primary")
    assert asked.answers == [
        StripAnswer(option="not_interested", reason="other", text="Moving abroad")
    ]


@pytest.mark.parametrize("digits", ["", "1", "13"])
def test_esc_leaves_the_whole_question(asked: Asked, digits: str) -> None:
    asked.ask(sample_outcomes.NOT_INTERESTED, digits)
    asked.panel.act("escape")
    assert asked.cancelled == 1
    assert asked.answers == []


def test_esc_inside_an_editor_leaves_it_too(asked: Asked, qtbot: QtBot) -> None:
    editor = asked.ask(sample_outcomes.WRONG_NUMBER, "1").editor()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert asked.cancelled == 1
    assert asked.answers == []


def test_the_first_conversation_asks_how_they_like_contact(asked: Asked) -> None:
    asked.ask(sample_outcomes.CONNECTED_FIRST)
    row = only(asked.panel, PreferRow)
    assert row is not None
    row.choose("whatsapp", "evening")
    asked.panel.act("outcome_1")
    assert asked.answers == [
        StripAnswer(option="as_planned", prefer_channel="whatsapp", prefer_time="evening")
    ]


def test_a_click_answers_like_its_digit(asked: Asked, qtbot: QtBot) -> None:
    asked.panel.show_strip("Connected", sample_outcomes.CONNECTED, active=False)
    button = asked.panel.findChildren(StripOptionButton)[1]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [a.option for a in asked.answers] == ["send_information"]


def test_words_that_were_not_understood_can_be_corrected(asked: Asked) -> None:
    asked.ask(sample_outcomes.SNOOZE, "5").editor().setText("Thu 46:00")
    asked.panel.act("primary")
    asked.panel.show_problem("No such time.")
    asked.editor().setText("Thu 16:00")
    asked.panel.act("primary")
    assert [a.text for a in asked.answers] == ["Thu 46:00", "Thu 16:00"]


def test_answers_carry_wall_time(asked: Asked) -> None:
    asked.ask(sample_outcomes.CALL_BACK, "1")
    (answer,) = asked.answers
    assert isinstance(answer.when, datetime)
    assert answer.when.tzinfo is None


def test_a_question_says_nothing_twice(asked: Asked) -> None:
    """After "Meeting booked" it need not say "Meeting" again: whose clock it is has the room."""
    asked.panel.show_strip("Meeting booked", sample_outcomes.MEETING, active=True)
    assert asked.panel.act(action_on("1"))
    words = [label.text() for label in asked.panel.findChildren(TextLabel)]
    assert f" → {sample_outcomes.MEETING.zone_label}" in words
