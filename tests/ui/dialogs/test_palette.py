"""The palette by keyboard."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.core.people.new_lead import NewLead, NewPoint
from app.services.people.leads import add_lead
from app.services.store.records import LeadHit
from app.ui.actions import ACTIONS
from app.ui.dialogs.palette import Palette
from app.ui.dialogs.palette_list import (
    ActionLine,
    PersonLine,
    WordsLine,
    offered,
    outcomes_named,
)
from app.ui.theme.theme import Theme
from tests.ui.dialogs.dialogs import desk_at, opened_in_front
from tests.ui.widgets import sample_outcomes
from tests.ui.workplace import Hands, at_work, person


@pytest.fixture
def palette(tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget) -> Iterator[Palette]:
    """Twelve people called Person0 to Person11, and one Mateusz of another company."""
    with desk_at(tmp_path / "p", people=12) as (opened, tasks):
        add_lead(
            opened.desk,
            NewLead(
                first_name="Mateusz",
                last_name="Wójcik",
                company="Norte",
                points=(NewPoint(kind="phone", value="+48601323501"),),
            ),
        )
        made = Palette(theme, opened.desk, tasks, window)
        opened_in_front(qtbot, made)
        yield made


def people(palette: Palette) -> list[str]:
    return [line.hit.name for line in palette.model.lines if isinstance(line, PersonLine)]


def actions(palette: Palette) -> list[str]:
    return [line.action.name for line in palette.model.lines if isinstance(line, ActionLine)]


def ask(palette: Palette, qtbot: QtBot, text: str) -> None:
    """Type, and wait for the answer to all of it."""
    QTest.keyClicks(palette.field, text)
    qtbot.waitUntil(lambda: palette._asked is None and palette._answered == palette.field.text())


def test_it_opens_on_what_can_be_done(palette: Palette) -> None:
    assert palette.field.hasFocus()
    assert people(palette) == []
    assert {"import", "add_contact", "settings", "keys"} <= set(actions(palette))
    assert palette.width() == 640
    assert palette.list.height() == 8 * 40


def test_people_by_the_beginning_of_their_words(palette: Palette, qtbot: QtBot) -> None:
    chosen: list[LeadHit] = []
    palette.person_chosen.connect(chosen.append)
    ask(palette, qtbot, "wojc")
    assert people(palette) == ["Mateusz Wójcik"]
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert [hit.name for hit in chosen] == ["Mateusz Wójcik"]


def test_digits_search_numbers_however_they_are_written(palette: Palette, qtbot: QtBot) -> None:
    ask(palette, qtbot, "601 323")
    assert people(palette) == ["Mateusz Wójcik"]
    palette.field.clear()
    ask(palette, qtbot, "+34 612345004")
    assert people(palette) == ["Person4 Ejemplo"]
    palette.field.clear()
    ask(palette, qtbot, "3501")
    assert people(palette) == ["Mateusz Wójcik"]


def test_people_stand_before_actions_and_leave_them_room(palette: Palette, qtbot: QtBot) -> None:
    ask(palette, qtbot, "n")
    found = people(palette)
    assert found == ["Mateusz Wójcik"]  # by the company
    assert isinstance(palette.model.lines[0], PersonLine)
    assert "note" in actions(palette)
    palette.field.clear()
    ask(palette, qtbot, "ejemplo")
    assert len(people(palette)) == 12
    assert actions(palette) == []


def test_arrows_go_round_and_enter_takes_an_action(palette: Palette, qtbot: QtBot) -> None:
    chosen: list[str] = []
    palette.action_chosen.connect(chosen.append)
    ask(palette, qtbot, "sett")
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert chosen == ["settings"]


def test_enter_waits_for_the_answer_to_what_was_typed(palette: Palette, qtbot: QtBot) -> None:
    """Whoever types fast and presses Enter means the person typed, not the line from before."""
    chosen: list[LeadHit] = []
    palette.person_chosen.connect(chosen.append)
    QTest.keyClicks(palette.field, "person7")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(chosen) == 1)
    assert chosen[0].name == "Person7 Ejemplo"


def test_nobody_is_said_in_words_and_cannot_be_taken(palette: Palette, qtbot: QtBot) -> None:
    ask(palette, qtbot, "zzz")
    (line,) = palette.model.lines
    assert line == WordsLine("No one matches.")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_an_answer_after_the_end_is_not_heard(palette: Palette, qtbot: QtBot) -> None:
    QTest.keyClicks(palette.field, "person")
    with qtbot.waitSignal(palette.destroyed):
        palette.reject()


def test_every_offered_action_is_one_of_the_table() -> None:
    names = [action.name for action in offered("")]
    assert len(names) == len(set(names))
    assert all(action in ACTIONS for action in offered(""))
    # A slip of the hand must not come near these.
    without = {action.name for action in offered("") if not action.keys}
    assert {"export_person", "erase_person"} <= without
    assert without <= {action.name for action in ACTIONS if not action.keys}
    assert [action.name for action in offered("text lar")] == ["text_larger"]


def test_it_is_painted_in_the_dark_as_well(palette: Palette, theme: Theme, qtbot: QtBot) -> None:
    theme.set_scheme("dark")
    ask(palette, qtbot, "person")
    palette.grab()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dark", "theme_dark"),
        ("oscuro", "theme_dark"),
        ("delete", "erase_person"),
        ("borrar", "erase_person"),
        ("new person", "add_contact"),
        ("lista", "import"),
        ("shortcuts", "keys"),
        ("break", "availability"),
        ("posponer", "snooze"),
        ("zoom in", "text_larger"),
    ],
)
def test_things_are_found_by_other_words_in_both_languages(typed: str, name: str) -> None:
    assert name in [action.name for action in offered(typed)]


def test_what_is_wanted_most_stands_on_top(palette: Palette) -> None:
    assert actions(palette)[0] == "next_touch"


@pytest.mark.parametrize(
    ("typed", "name"), [("meeting", "outcome_6"), ("no ans", "outcome_2"), ("cita", "outcome_6")]
)
def test_the_outcomes_of_the_open_touch_are_found_by_name(typed: str, name: str) -> None:
    asked = sample_outcomes.CALL_DOCK.outcomes
    coded = [replace(o, code="meeting_booked") if o.key == "6" else o for o in asked]
    assert [line.action.name for line in outcomes_named(typed, coded)] == [name]
    assert outcomes_named("", coded) == ()


def test_an_outcome_chosen_in_the_palette_is_asked_about(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1)) as place:
        place.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: isinstance(qapp.activeModalWidget(), Palette))
        opened = qapp.activeModalWidget()
        assert isinstance(opened, Palette)
        ask(opened, qtbot, "meeting")
        QTest.keyClick(opened.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: place.window.workspace.touch.dock.strip_open)
        place.press(Qt.Key.Key_Escape)
