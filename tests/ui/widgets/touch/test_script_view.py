"""The script: what is current, what is said, what is folded."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.touch.script_row import TickBox
from app.ui.widgets.touch.script_view import ScriptView
from tests.ui.widgets import samples
from tests.ui.widgets.finding import only


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> ScriptView:
    made = ScriptView(theme)
    qtbot.addWidget(made)
    made.show_script(samples.SCRIPT)
    made.resize(720, 300)
    made.show()
    return made


def current(view: ScriptView) -> str:
    return next((row.data.key for row in view.rows if row.current), "")


def texts(view: ScriptView) -> list[str]:
    return [label.text() for label in view.findChildren(TextLabel)]


def test_the_first_line_is_current(view: ScriptView) -> None:
    assert current(view) == "greeting"
    assert "0 of 5 said" in texts(view)


def test_ticking_goes_on_to_the_next(view: ScriptView) -> None:
    said: list[frozenset[str]] = []
    view.said_changed.connect(said.append)
    assert view.tick_next()
    assert view.tick_next()
    assert said == [frozenset({"greeting"}), frozenset({"greeting", "reason"})]
    assert current(view) == "question"
    assert "2 of 5 said" in texts(view)


def test_there_is_an_end(view: ScriptView) -> None:
    assert [view.tick_next() for _ in range(6)] == [True] * 5 + [False]
    assert current(view) == ""


def test_a_line_can_be_ticked_out_of_turn_and_taken_back(view: ScriptView, qtbot: QtBot) -> None:
    third = view.rows[2]
    QTest.mouseClick(third, Qt.MouseButton.LeftButton)
    assert view.said() == {"question"}
    assert current(view) == "greeting"
    QTest.mouseClick(only(third, TickBox), Qt.MouseButton.LeftButton)
    assert view.said() == frozenset()


def test_ticks_stay_when_the_same_script_is_shown_again(view: ScriptView) -> None:
    view.tick_next()
    view.show_script(replace(samples.SCRIPT, live=True))
    assert view.said() == {"greeting"}


def test_stored_ticks_are_shown(view: ScriptView) -> None:
    view.show_script(replace(samples.SCRIPT, said=frozenset({"greeting", "reason"})))
    assert current(view) == "question"


def test_a_gap_is_read_as_a_question(view: ScriptView) -> None:
    line = replace(samples.SCRIPT.lines[0], text=samples.spans("Hello [?first name]."))
    view.show_script(replace(samples.SCRIPT, lines=(line,)))
    names = [child.accessibleName() for child in view.rows[0].children() if child.isWidgetType()]  # type: ignore[attr-defined]  # widgets have one
    assert "Hello (first name?)." in names


def test_folded_lines_are_one_line_high(view: ScriptView) -> None:
    view.set_folded(True, objections=True)
    heights = [row.heightForWidth(700) for row in view.rows]
    assert heights[1:] == [32] * 4
    assert heights[0] == 36
    view.tick_next()
    assert view.rows[0].heightForWidth(700) == 32
    assert view.rows[1].heightForWidth(700) == 56


def test_folded_it_offers_the_objections(view: ScriptView, qtbot: QtBot) -> None:
    button = next(b for b in view.findChildren(SmallButton) if b.text() == "If they object")
    assert not button.isVisible()
    view.set_folded(True, objections=True)
    with qtbot.waitSignal(view.objections_wanted):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_another_language_can_be_chosen(view: ScriptView, qtbot: QtBot) -> None:
    button = next(b for b in view.findChildren(SmallButton) if b.text() == "English")
    assert button.isEnabled()
    view.show_script(replace(samples.SCRIPT, languages=samples.SCRIPT.languages[:1]))
    assert not button.isEnabled()
