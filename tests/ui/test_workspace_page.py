"""The page stands with its queue alone, and takes in what belongs beside it later."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QSplitter
from pytestqt.qtbot import QtBot

from app.services.wording import Wording
from app.ui.theme.theme import Theme
from app.ui.widgets.lead.lead_panel import LeadPanel
from app.ui.widgets.touch.touch_panel import TouchPanel
from app.ui.workspace.page import WorkspacePage
from app.ui.workspace.panes import make_panes

WIDE, NARROW = (1440, 900), (1200, 800)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "ui.ini"), QSettings.Format.IniFormat)


def shown(
    theme: Theme, words: Wording, settings: QSettings, qtbot: QtBot, size: tuple[int, int]
) -> WorkspacePage:
    page = WorkspacePage(theme, words, ZoneInfo("Europe/Madrid"), settings, make_panes)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    qtbot.waitExposed(page)
    return page


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_queue_stands_where_it_will_stay(
    theme: Theme, words: Wording, settings: QSettings, qtbot: QtBot, size: tuple[int, int]
) -> None:
    page = shown(theme, words, settings, qtbot, size)
    assert not page.findChildren(TouchPanel)
    assert not page.findChildren(LeadPanel)
    before = page.queue.geometry()
    assert page.touch.isVisible()
    assert page.queue.geometry() == before


def test_touch_and_person_come_in_their_order(
    theme: Theme, words: Wording, settings: QSettings, qtbot: QtBot
) -> None:
    page = shown(theme, words, settings, qtbot, WIDE)
    panes = (page.queue, page.touch, page.lead)
    assert all(pane.isVisible() for pane in panes)
    lefts = [pane.mapTo(page, pane.rect().topLeft()).x() for pane in panes]
    assert lefts == sorted(lefts)
    assert page.touch.width() > page.queue.width() > page.lead.width() > 0


def test_the_person_waits_behind_the_rail_where_there_is_little_room(
    theme: Theme, words: Wording, settings: QSettings, qtbot: QtBot
) -> None:
    page = shown(theme, words, settings, qtbot, NARROW)
    assert page.touch.isVisible()
    assert page.lead.isHidden()
    page.toggle_lead()
    assert page.lead.isVisible()


def test_sizes_that_a_person_chose_come_back(
    theme: Theme, words: Wording, settings: QSettings, qtbot: QtBot
) -> None:
    page = shown(theme, words, settings, qtbot, WIDE)
    assert page.touch.isVisible()
    (splitter,) = page.findChildren(QSplitter)
    splitter.setSizes([400, 738, 300])
    page.save()
    again = shown(theme, words, settings, qtbot, WIDE)
    assert again.queue.width() == 400
    assert again.touch.isVisible()
    assert (again.queue.width(), again.lead.width()) == (400, 300)
