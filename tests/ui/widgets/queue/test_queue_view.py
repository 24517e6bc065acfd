"""The list as a rep uses it: selection, scrolling, keys and clicks, what a second repaints."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.services.store.queue_rows import QueuePage
from app.ui.theme.theme import Theme
from app.ui.widgets.queue.queue_model import QueueModel
from app.ui.widgets.queue.queue_panel import QueuePanel
from app.ui.widgets.queue.queue_view import QueueView
from tests.ui.widgets.queue_rows import (
    NOW,
    make_page,
    make_row,
    make_running,
    picture_page,
    seconds,
)

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def long_page(first: int = 1, count: int = 60) -> QueuePage:
    return make_page(*(make_row(n) for n in range(first, first + count)))


def row_top(view: QueueView, model: QueueModel, number: int) -> int:
    line = model.line_of(UUID(int=number))
    assert line is not None
    return view.rowViewportPosition(line)


def test_heights_are_those_of_the_design(view: QueueView, model: QueueModel) -> None:
    model.set_page(make_page(make_row(1)))
    assert [view.rowHeight(line) for line in range(6)] == [27, 36, 27, 36, 27, 52]
    view.set_compact(True)
    assert [view.rowHeight(line) for line in range(6)] == [27, 36, 27, 36, 27, 44]


def test_heights_follow_the_lines_when_lanes_fill_and_empty(
    view: QueueView, model: QueueModel
) -> None:
    pages = (
        make_page(make_row(1)),
        make_page(*(make_running(n, 200) for n in range(1, 8))),
        picture_page(),
        make_page(),
        make_page(make_row(1), make_row(2, "replies")),
    )
    for page in pages:
        model.set_page(page)
        odd = {line: 27 if is_head else 36 for line, is_head in model.odd_lines()}
        found = [view.rowHeight(line) for line in range(model.rowCount())]
        assert found == [odd.get(line, 52) for line in range(model.rowCount())]


def test_rows_grow_with_the_text(view: QueueView, model: QueueModel, theme: Theme) -> None:
    model.set_page(make_page(make_row(1)))
    theme.set_text_scale(1.3)
    assert [view.rowHeight(line) for line in range(6)] == [35, 47, 35, 47, 35, 68]


def test_selecting_tells_who(view: QueueView, model: QueueModel, qtbot: QtBot) -> None:
    model.set_page(picture_page())
    with qtbot.waitSignal(view.selected) as told:
        assert view.select_row(UUID(int=8))
    assert told.args == [UUID(int=8), UUID(int=1_000_008)]
    with qtbot.assertNotEmitted(view.selected):
        view.select_row(UUID(int=8))
    assert not view.select_row(UUID(int=404))


def test_next_and_previous_step_over_heads_and_sentences(
    view: QueueView, model: QueueModel
) -> None:
    model.set_page(picture_page())
    assert view.select_first()
    seen = [view.lead_id]
    while view.select_next():
        seen.append(view.lead_id)
    assert [lead.int for lead in seen if lead] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert view.select_previous()
    assert view.lead_id == UUID(int=10)


def test_arrow_keys_step_from_person_to_person(
    view: QueueView, model: QueueModel, qtbot: QtBot
) -> None:
    model.set_page(picture_page())
    view.select_row(UUID(int=2))
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.lead_id == UUID(int=3)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.lead_id == UUID(int=2)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.lead_id == UUID(int=11)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.lead_id == UUID(int=1)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.lead_id == UUID(int=1)


def test_letters_never_search(view: QueueView, model: QueueModel, qtbot: QtBot) -> None:
    model.set_page(picture_page())
    view.select_row(UUID(int=1))
    QTest.keyClicks(view, "giu")
    assert view.lead_id == UUID(int=1)


def test_arrivals_never_move_the_selection(
    view: QueueView, model: QueueModel, qtbot: QtBot
) -> None:
    model.set_page(make_page(make_running(1, 200), make_row(2), make_row(3)))
    view.select_row(UUID(int=2))
    with qtbot.assertNotEmitted(view.selected):
        model.set_page(
            make_page(make_running(9, 299), make_running(1, 199), make_row(2), make_row(3))
        )
    assert view.lead_id == UUID(int=2)
    assert view.currentIndex().row() == model.line_of(UUID(int=2))
    assert view.selectionModel().isSelected(view.currentIndex())


def test_the_selection_follows_its_person_to_another_lane(
    view: QueueView, model: QueueModel, qtbot: QtBot
) -> None:
    model.set_page(make_page(make_running(1, 1), make_row(2)))
    view.select_row(UUID(int=1))
    with qtbot.assertNotEmitted(view.selected):
        model.set_page(make_page(make_row(1, reason="window_missed"), make_row(2)))
    assert view.currentIndex().row() == model.line_of(UUID(int=1))


def test_a_person_who_left_is_told_and_the_next_takes_their_line(
    view: QueueView, model: QueueModel, qtbot: QtBot
) -> None:
    model.set_page(make_page(*(make_row(n) for n in (1, 2, 3))))
    view.select_row(UUID(int=2))
    with qtbot.waitSignal(view.selection_lost):
        model.set_page(make_page(make_row(1), make_row(3)))
    assert view.lead_id is None
    assert view.select_next()
    assert view.lead_id == UUID(int=3)


def test_the_one_above_is_next_when_the_last_person_left(
    view: QueueView, model: QueueModel
) -> None:
    model.set_page(make_page(make_row(1), make_row(2)))
    view.select_row(UUID(int=2))
    model.set_page(make_page(make_row(1)))
    assert not view.select_next()
    assert view.select_previous()
    assert view.lead_id == UUID(int=1)


def test_a_closed_lane_hides_the_selected_person_without_losing_them(
    view: QueueView, model: QueueModel, qtbot: QtBot
) -> None:
    model.set_page(picture_page())
    view.select_row(UUID(int=8))
    with (
        qtbot.assertNotEmitted(view.selected),
        qtbot.assertNotEmitted(view.selection_lost),
    ):
        model.toggle_lane("due_now")
        model.toggle_lane("due_now")
    assert view.currentIndex().row() == model.line_of(UUID(int=8))


def test_selecting_somebody_in_a_closed_lane_opens_it(view: QueueView, model: QueueModel) -> None:
    model.set_page(picture_page())
    assert view.select_row(UUID(int=50))
    assert model.collapsed == frozenset()
    assert view.lead_id == UUID(int=50)


def test_what_is_read_stays_in_its_place_when_a_lead_comes_in(
    view: QueueView, model: QueueModel
) -> None:
    model.set_page(long_page())
    view.verticalScrollBar().setValue(900)
    before = row_top(view, model, 25)
    model.set_page(make_page(make_running(999, 299), *long_page().rows))
    assert row_top(view, model, 25) == before
    model.set_page(long_page(first=10, count=60))
    assert row_top(view, model, 25) == before


def test_at_the_top_a_new_lead_shows(view: QueueView, model: QueueModel) -> None:
    model.set_page(long_page())
    model.set_page(make_page(make_running(999, 299), *long_page().rows))
    assert view.verticalScrollBar().value() == 0
    assert row_top(view, model, 999) == 27


def test_the_selected_row_comes_into_sight(view: QueueView, model: QueueModel) -> None:
    model.set_page(long_page())
    view.select_row(UUID(int=55))
    top = row_top(view, model, 55)
    assert 0 <= top <= view.viewport().height() - 52


def test_the_top_row_brings_its_head_into_sight(view: QueueView, model: QueueModel) -> None:
    model.set_page(make_page(make_running(900, 200), *long_page().rows))
    view.verticalScrollBar().setValue(900)
    view.select_first()
    assert view.verticalScrollBar().value() == 0


def test_a_click_selects_and_a_double_click_opens(
    view: QueueView, model: QueueModel, qtbot: QtBot
) -> None:
    model.set_page(picture_page())
    spot = QPoint(100, row_top(view, model, 2) + 20)
    QTest.mouseClick(view.viewport(), LEFT, NO_KEYS, spot)
    assert view.lead_id == UUID(int=2)
    with qtbot.waitSignal(view.opened) as told:
        QTest.mouseDClick(view.viewport(), LEFT, NO_KEYS, spot)
    assert told.args == [UUID(int=2), UUID(int=1_000_002)]


def test_the_row_under_the_pointer_is_lit(view: QueueView, model: QueueModel, theme: Theme) -> None:
    model.set_page(picture_page())
    y = row_top(view, model, 8) + 3
    ground = view.grab().toImage().pixelColor(200, y)
    QTest.mouseMove(view.viewport(), QPoint(200, y + 20))
    lit = view.grab().toImage().pixelColor(200, y)
    assert (ground, lit) == (theme.color("bg.panel"), theme.color("bg.hover"))
    QTest.mouseMove(view.viewport(), QPoint(200, 5))
    assert view.grab().toImage().pixelColor(200, y) == ground


def test_a_click_on_a_head_closes_its_lane_and_leaves_the_selection(
    view: QueueView, model: QueueModel, qtbot: QtBot
) -> None:
    model.set_page(picture_page())
    view.select_row(UUID(int=1))
    QTest.mouseClick(view.viewport(), LEFT, NO_KEYS, QPoint(100, 27 + 104 + 10))
    assert "replies" in model.collapsed
    assert view.lead_id == UUID(int=1)


def test_a_sentence_cannot_be_selected(view: QueueView, model: QueueModel, qtbot: QtBot) -> None:
    model.set_page(make_page(make_row(1)))
    view.select_row(UUID(int=1))
    QTest.mouseClick(view.viewport(), LEFT, NO_KEYS, QPoint(100, 40))
    assert view.lead_id == UUID(int=1)


class _Repaints:
    """Collects which parts of a view were painted."""

    def __init__(self, view: QueueView, qtbot: QtBot) -> None:
        self._view = view
        self._qtbot = qtbot
        self._painted = QRegion()
        original = view.paintEvent

        def spy(event: QPaintEvent) -> None:
            self._painted = self._painted.united(event.region())
            original(event)

        view.paintEvent = spy  # type: ignore[method-assign]  # a look at what Qt asks for

    def after(self, change: Callable[[], object]) -> QRegion:
        """What is painted because of `change`."""
        self._view.window().repaint()
        self._painted = QRegion()
        change()
        self._qtbot.waitUntil(lambda: not self._painted.isEmpty())
        return self._painted


def test_a_second_repaints_only_the_slots_that_count(
    panel: QueuePanel, view: QueueView, model: QueueModel, qtbot: QtBot
) -> None:
    repaints = _Repaints(view, qtbot)
    model.set_page(picture_page())
    repaints.after(lambda: model.tick(NOW + seconds(1)))
    painted = repaints.after(lambda: model.tick(NOW + seconds(2)))
    assert painted.boundingRect().right() == 63
    counting = {
        number
        for number in range(1, 12)
        if painted.contains(QPoint(32, row_top(view, model, number) + 26))
    }
    # Two rings and one disc; everything else shows minutes.
    assert counting == {1, 2, 6}


def test_a_new_state_repaints_the_chip_too(
    panel: QueuePanel, view: QueueView, model: QueueModel, qtbot: QtBot
) -> None:
    repaints = _Repaints(view, qtbot)
    model.set_page(make_page(make_running(1, 122)))
    repaints.after(lambda: model.tick(NOW + seconds(1)))
    painted = repaints.after(lambda: model.tick(NOW + seconds(2)))
    assert painted.boundingRect().width() == 351


def test_the_filter_opens_filters_and_closes(
    panel: QueuePanel, view: QueueView, model: QueueModel, qtbot: QtBot
) -> None:
    model.set_page(picture_page())
    view.select_row(UUID(int=1))
    panel.open_filter()
    line = panel.focusWidget()
    assert line is not None
    QTest.keyClicks(line, "giulia")
    assert [r.name for r in map(model.row_at, range(model.rowCount())) if r] == ["Giulia Conti"]
    assert view.lead_id == UUID(int=1)
    with qtbot.waitSignal(panel.filter_closed):
        QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not panel.filtering
    assert model.rowCount() == 17
    assert view.currentIndex().row() == 1


def test_the_focus_alone_selects_nobody(view: QueueView, model: QueueModel) -> None:
    model.set_page(picture_page())
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.hasFocus()
    assert view.lead_id is None
    assert not view.currentIndex().isValid()


def test_down_goes_from_the_filter_to_the_list(
    panel: QueuePanel, view: QueueView, model: QueueModel, qtbot: QtBot
) -> None:
    model.set_page(picture_page())
    panel.open_filter()
    line = panel.focusWidget()
    assert line is not None
    QTest.keyClicks(line, "pune")
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert view.lead_id == UUID(int=7)
    assert panel.focusWidget() is view


def test_the_count_in_the_title_follows(panel: QueuePanel, model: QueueModel) -> None:
    model.set_page(picture_page())
    assert panel.count_text == "69"
    model.set_page(make_page(make_row(1)))
    assert panel.count_text == "1"
