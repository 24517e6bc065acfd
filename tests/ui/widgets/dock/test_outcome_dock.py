"""Ten keys, a preview, strips, and the note."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDateEdit
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.widgets.dock.dock_data import OutcomeAnswer, StripAnswer
from app.ui.widgets.dock.note_box import NoteBox
from app.ui.widgets.dock.outcome_button import OutcomeButton, OutcomeMark
from app.ui.widgets.dock.outcome_dock import OutcomeDock
from app.ui.widgets.dock.preview_card import PreviewCard
from app.ui.widgets.dock.strip_panel import StripPanel
from app.ui.widgets.parts.size_class import SizeClass
from tests.ui.widgets import sample_outcomes
from tests.ui.widgets.finding import action_on, only, seen


class Dock:
    """A dock on screen and what came out of it."""

    def __init__(self, widget: OutcomeDock) -> None:
        self.widget = widget
        self.answers: list[OutcomeAnswer] = []
        self.snoozes: list[StripAnswer] = []
        widget.chosen.connect(self.answers.append)
        widget.snoozed.connect(self.snoozes.append)

    def press(self, keys: str) -> None:
        for key in keys:
            self.widget.act(action_on(key))

    def button(self, key: str) -> OutcomeButton:
        return next(b for b in self.widget.findChildren(OutcomeButton) if b.data.key == key)

    def marks(self) -> dict[str, OutcomeMark]:
        buttons = self.widget.findChildren(OutcomeButton)
        return {b.data.key: b.mark for b in buttons if b.mark is not OutcomeMark.NONE}

    @property
    def note(self) -> NoteBox:
        return only(self.widget, NoteBox)

    @property
    def preview(self) -> PreviewCard:
        return only(self.widget, PreviewCard)


@pytest.fixture
def dock(theme: Theme, qtbot: QtBot) -> Dock:
    widget = OutcomeDock(theme)
    qtbot.addWidget(widget)
    widget.show_dock(sample_outcomes.CALL_DOCK, fresh=True)
    widget.resize(768, 200)
    widget.show()
    return Dock(widget)


@pytest.mark.parametrize(
    ("key", "outcome"),
    [("2", "no_answer"), ("3", "voicemail"), ("4", "busy"), ("9", "do_not_contact")],
)
def test_one_key_logs(dock: Dock, key: str, outcome: str) -> None:
    dock.press(key)
    assert dock.answers == [OutcomeAnswer(outcome=outcome)]


@pytest.mark.parametrize(
    ("keys", "outcome", "option"),
    [
        ("11", "connected", "as_planned"),
        ("53", "call_back", "tomorrow"),
        ("62", "meeting", "converted"),
        ("82", "wrong_number", "stop"),
        ("S3", "skip", "missing"),
    ],
)
def test_a_strip_comes_first(dock: Dock, keys: str, outcome: str, option: str) -> None:
    dock.press(keys[0])
    assert dock.widget.strip_open
    assert dock.answers == []
    dock.press(keys[1])
    assert [(a.outcome, a.answer.option) for a in dock.answers if a.answer] == [(outcome, option)]


def test_a_key_pressed_twice_logs_once(dock: Dock) -> None:
    dock.press("222")
    assert len(dock.answers) == 1


def test_the_next_touch_takes_an_answer_again(dock: Dock) -> None:
    dock.press("2")
    dock.widget.show_dock(sample_outcomes.MESSAGE_DOCK, fresh=True)
    dock.press("1")
    assert [a.outcome for a in dock.answers] == ["no_answer", "sent"]


def test_a_refresh_does_not_unlock(dock: Dock) -> None:
    dock.press("2")
    dock.widget.show_dock(replace(sample_outcomes.CALL_DOCK, hint="Other"), fresh=False)
    dock.press("2")
    assert len(dock.answers) == 1
    dock.widget.take_again()
    dock.press("2")
    assert len(dock.answers) == 2


def test_digits_belong_to_the_open_strip(dock: Dock) -> None:
    dock.press("19")
    assert dock.answers == []
    assert dock.marks() == {"1": OutcomeMark.OPEN}


def test_esc_closes_the_strip_and_gives_the_digits_back(dock: Dock, qtbot: QtBot) -> None:
    dock.press("1")
    with qtbot.waitSignal(dock.widget.focus_left):
        dock.widget.act("escape")
    assert not dock.widget.strip_open
    dock.press("2")
    assert [a.outcome for a in dock.answers] == ["no_answer"]


def test_enter_and_esc_are_left_to_others_without_a_strip(dock: Dock) -> None:
    assert not dock.widget.act("primary")
    assert not dock.widget.act("escape")


def test_snooze(dock: Dock) -> None:
    dock.press("Z")
    assert dock.marks() == {}
    dock.press("2")
    assert dock.snoozes == [StripAnswer(option="later", when=sample_outcomes.their(18, 16))]
    assert dock.answers == []


def test_arrows_move_the_highlight_and_the_preview(dock: Dock) -> None:
    assert dock.marks() == {"2": OutcomeMark.HIGHLIGHTED}
    assert "What you asked for" in dock.preview.accessibleName()
    for _ in range(2):
        dock.widget.act("right")
    assert dock.marks() == {"4": OutcomeMark.HIGHLIGHTED}
    assert "15 min" in dock.preview.accessibleName()


def test_the_highlight_goes_around(dock: Dock) -> None:
    for _ in range(2):
        dock.widget.act("left")
    assert list(dock.marks()) == ["S"]


def test_hovering_previews(dock: Dock) -> None:
    for step in (20, 24):
        QTest.mouseMove(dock.button("4"), QPoint(step, 15))
    assert dock.marks() == {"4": OutcomeMark.HIGHLIGHTED}


def test_the_strip_of_a_highlighted_outcome_is_only_a_preview(dock: Dock) -> None:
    dock.widget.act("left")
    strip = only(dock.widget, StripPanel)
    assert strip.isVisible()
    assert not dock.widget.strip_open
    dock.press("3")
    assert [a.outcome for a in dock.answers] == ["voicemail"]


def test_arrows_walk_the_grid_from_inside(dock: Dock, qtbot: QtBot) -> None:
    dock.widget.focus_outcomes()
    qtbot.waitUntil(dock.button("2").hasFocus)
    QTest.keyClick(dock.button("2"), Qt.Key.Key_Down)
    assert dock.button("7").hasFocus()
    QTest.keyClick(dock.button("7"), Qt.Key.Key_Return)
    assert dock.widget.strip_open


def test_the_outcomes_are_one_stop(dock: Dock) -> None:
    stops = [
        b.data.key
        for b in dock.widget.findChildren(OutcomeButton)
        if b.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert stops == ["2"]


def test_a_click_logs(dock: Dock, qtbot: QtBot) -> None:
    QTest.mouseClick(dock.button("3"), Qt.MouseButton.LeftButton)
    assert [a.outcome for a in dock.answers] == ["voicemail"]


def test_the_note_goes_with_the_outcome(dock: Dock) -> None:
    dock.widget.focus_note()
    QTest.keyClicks(dock.note, "Evenings only ")
    dock.press("2")
    assert [a.note for a in dock.answers] == ["Evenings only"]


def test_the_note_is_said_as_it_is_typed(dock: Dock) -> None:
    typed: list[str] = []
    dock.widget.note_edited.connect(typed.append)
    QTest.keyClicks(dock.note, "hi")
    assert typed == ["h", "hi"]


def test_esc_leaves_the_note(dock: Dock, qtbot: QtBot) -> None:
    dock.widget.focus_note()
    with qtbot.waitSignal(dock.widget.focus_left):
        QTest.keyClick(dock.note, Qt.Key.Key_Escape)
    assert not dock.note.hasFocus()


@pytest.mark.parametrize("leave", ["Esc", "Enter"])
def test_a_closed_strip_does_not_send_the_focus_into_the_note(
    dock: Dock, qtbot: QtBot, leave: str
) -> None:
    dock.press("54")
    qtbot.waitUntil(lambda: any(w.hasFocus() for w in seen(dock.widget, QDateEdit)))
    if leave == "Esc":
        for _ in range(2):
            dock.widget.act("escape")
    else:
        dock.widget.act("primary")
        dock.widget.show_dock(sample_outcomes.MESSAGE_DOCK, fresh=True)
    assert not dock.note.hasFocus()
    assert not dock.widget.strip_open


def test_a_refresh_keeps_the_note_and_the_open_strip(dock: Dock) -> None:
    QTest.keyClicks(dock.note, "half a word")
    dock.press("5")
    later = replace(
        sample_outcomes.CALL_DOCK,
        outcomes=tuple(
            replace(o, next=sample_outcomes.QUICK) for o in sample_outcomes.CALL_OUTCOMES
        ),
    )
    dock.widget.show_dock(later, fresh=False)
    assert dock.widget.strip_open
    assert dock.widget.note() == "half a word"
    dock.widget.act("escape")
    dock.widget.act("left")
    assert "Quick check-in" in dock.preview.accessibleName()


def test_a_new_touch_brings_its_own_note(dock: Dock) -> None:
    QTest.keyClicks(dock.note, "for this one")
    dock.widget.show_dock(
        replace(sample_outcomes.MESSAGE_DOCK, note="kept from before"), fresh=True
    )
    assert dock.widget.note() == "kept from before"
    assert dock.marks() == {"1": OutcomeMark.HIGHLIGHTED}


def test_the_note_grows_up_to_120(dock: Dock) -> None:
    assert dock.note.sizeHint().height() == 52
    dock.note.set_note("one\ntwo\nthree\nfour")
    assert 52 < dock.note.sizeHint().height() <= 120
    dock.note.set_note("line\n" * 30)
    assert dock.note.sizeHint().height() == 120


def test_disabled_outcomes_take_no_key(dock: Dock) -> None:
    closed = replace(
        sample_outcomes.CALL_DOCK,
        outcomes=(
            replace(sample_outcomes.CALL_OUTCOMES[0], enabled=False),
            *sample_outcomes.CALL_OUTCOMES[1:],
        ),
    )
    dock.widget.show_dock(closed, fresh=True)
    assert not dock.widget.act("outcome_1")
    dock.widget.show_dock(replace(sample_outcomes.CALL_DOCK, enabled=False), fresh=True)
    assert not dock.widget.act("outcome_2")
    assert not dock.widget.act("snooze")
    assert dock.answers == []


def test_what_is_read_aloud(dock: Dock) -> None:
    assert dock.button("2").accessibleName() == (
        "2, No answer. Next: Email “What you asked for”, Tomorrow, Thu 19 Nov, 10:00 their time."
    )


@pytest.mark.parametrize(("height", "button"), [("full", 38), ("accordion", 36), ("short", 36)])
def test_buttons_never_shrink_below_36(dock: Dock, height: str, button: int) -> None:
    dock.widget.set_size_class(SizeClass("minimum", height))  # type: ignore[arg-type]  # one of three
    assert dock.button("1").sizeHint().height() == button


def test_a_short_window_has_one_line_of_40(dock: Dock) -> None:
    dock.widget.set_size_class(SizeClass("minimum", "short"))
    assert dock.preview.sizeHint().height() == 40
    assert dock.note.sizeHint().height() == 40
