"""Whoever is worked can be seen in the list, and a filter is left for somebody it shows."""

from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.services.store.queue_rows import QueuePage
from app.ui.widgets.queue.queue_model import QueueModel
from app.ui.widgets.queue.queue_panel import QueuePanel
from app.ui.widgets.queue.queue_view import QueueView
from tests.ui.widgets.queue_rows import make_page, make_row, make_running, picture_page


def long_page(*before: int) -> QueuePage:
    """Sixty people who are due, after those of `before` in Replies."""
    replied = [make_row(n, "replies") for n in before]
    return make_page(*replied, *(make_row(n) for n in range(1, 61) if n not in before))


def in_sight(view: QueueView, model: QueueModel, number: int) -> bool:
    line = model.line_of(UUID(int=number))
    assert line is not None
    top = view.rowViewportPosition(line)
    return 0 <= top <= view.height() - view.rowHeight(line)


def typed(panel: QueuePanel, text: str) -> QLineEdit:
    panel.open_filter()
    line = panel.findChild(QLineEdit)
    assert line is not None
    QTest.keyClicks(line, text)
    return line


def test_the_selected_row_is_seen_when_its_person_changes_lane(
    view: QueueView, model: QueueModel
) -> None:
    model.set_page(long_page())
    view.select_row(UUID(int=40))
    model.set_page(long_page(40))
    assert in_sight(view, model, 40)
    model.set_page(long_page())
    assert in_sight(view, model, 40)


def test_the_selected_row_is_seen_when_many_come_in_above_it(
    view: QueueView, model: QueueModel
) -> None:
    model.set_page(long_page())
    view.select_row(UUID(int=3))
    arrived = [make_running(n, 200) for n in range(900, 930)]
    model.set_page(make_page(*arrived, *long_page().rows))
    assert in_sight(view, model, 3)


def test_whoever_scrolled_away_is_left_there(view: QueueView, model: QueueModel) -> None:
    model.set_page(long_page())
    view.select_row(UUID(int=3))
    view.verticalScrollBar().setValue(1500)
    model.set_page(make_page(make_running(900, 200), *long_page().rows))
    assert not in_sight(view, model, 3)


def test_a_marked_row_is_seen(view: QueueView, model: QueueModel) -> None:
    model.set_page(long_page())
    view.mark(UUID(int=55))
    assert in_sight(view, model, 55)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down])
def test_the_filter_is_left_for_the_first_it_shows(
    panel: QueuePanel, view: QueueView, model: QueueModel, key: Qt.Key
) -> None:
    model.set_page(picture_page())
    view.select_row(UUID(int=1))
    QTest.keyClick(typed(panel, "pune"), key)
    assert view.lead_id == UUID(int=7)
    assert panel.focusWidget() is view


def test_enter_keeps_whoever_is_open_and_shown(
    panel: QueuePanel, view: QueueView, model: QueueModel
) -> None:
    model.set_page(picture_page())
    view.select_row(UUID(int=7))
    QTest.keyClick(typed(panel, "a"), Qt.Key.Key_Return)
    assert view.lead_id == UUID(int=7)


@pytest.mark.parametrize("step", ["select_next", "select_previous"])
def test_j_and_k_go_to_the_first_match_when_the_filter_hides_the_open_row(
    panel: QueuePanel, view: QueueView, model: QueueModel, step: str
) -> None:
    model.set_page(picture_page())
    view.select_row(UUID(int=11))
    typed(panel, "pune")
    assert getattr(view, step)()
    assert view.lead_id == UUID(int=7)


def test_the_count_says_how_many_the_filter_shows(panel: QueuePanel, model: QueueModel) -> None:
    model.set_page(picture_page())
    typed(panel, "pune")
    assert panel.count_text == "1 of 69"
    panel.close_filter()
    assert panel.count_text == "69"


def test_a_long_queue_groups_the_digits_of_its_count(panel: QueuePanel, model: QueueModel) -> None:
    page = picture_page()
    model.set_page(page._replace(counts={**page.counts, "later_today": 1_233}))
    assert panel.count_text == "1,251"


def test_a_right_click_selects_and_asks_for_the_menu(
    view: QueueView, model: QueueModel, qtbot: QtBot
) -> None:
    model.set_page(picture_page())
    line = model.line_of(UUID(int=7))
    assert line is not None
    spot = QPoint(100, view.rowViewportPosition(line) + 20)
    there = view.viewport().mapToGlobal(spot)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, there)
    with qtbot.waitSignal(view.menu_requested) as told:
        QApplication.sendEvent(view.viewport(), event)
    assert told.args == [UUID(int=7), there]
    assert view.lead_id == UUID(int=7)


def test_the_menu_key_asks_for_the_menu_of_the_selected_row(
    view: QueueView, model: QueueModel, qtbot: QtBot
) -> None:
    model.set_page(picture_page())
    view.select_row(UUID(int=2))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    with qtbot.waitSignal(view.menu_requested) as told:
        QApplication.sendEvent(view.viewport(), event)
    assert told.args[0] == UUID(int=2)
    assert view.rect().contains(view.mapFromGlobal(told.args[1]))


def test_the_selected_row_is_seen_when_the_list_becomes_lower(
    panel: QueuePanel, view: QueueView, model: QueueModel
) -> None:
    model.set_page(long_page())
    view.select_row(UUID(int=12))
    assert in_sight(view, model, 12)
    panel.resize(351, 300)
    assert in_sight(view, model, 12)
