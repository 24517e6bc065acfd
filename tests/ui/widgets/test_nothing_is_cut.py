"""Every label has the room for its words: at any text size, in any window, in both languages."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.wording import Wording
from app.system.resources import resource_path
from app.ui.theme.theme import Theme
from app.ui.widgets.dock.dock_data import DockData
from app.ui.widgets.dock.outcome_button import OutcomeButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.touch.touch_header import TouchHeader
from tests.ui.gallery import Workspace
from tests.ui.widgets import sample_outcomes, samples
from tests.ui.widgets.finding import only, seen

SIZES = (QSize(1440, 868), QSize(1100, 668), QSize(960, 608))
_LONG = {
    "wrong_number": "Número equivocado",
    "wrong_address": "Dirección equivocada",
    "away": "Ausente…",
    "call_back": "Volver a llamar…",
}


def in_spanish(dock: DockData) -> DockData:
    """The same outcomes as a rep who reads Spanish sees them."""
    words = Wording.load(resource_path("i18n", "es.json"))
    outcomes = tuple(
        replace(one, label=_LONG.get(one.code) or words.known(f"outcome.{one.code}") or one.label)
        for one in dock.outcomes
    )
    return replace(dock, outcomes=outcomes)


@pytest.fixture(params=[1.0, 1.15, 1.3])
def scaled(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    made = Theme("light", request.param)
    made.apply(qapp)
    return made


@pytest.fixture(params=SIZES, ids=lambda s: f"{s.width()}")
def workspace(request: pytest.FixtureRequest, scaled: Theme, qtbot: QtBot) -> Workspace:
    made = Workspace(scaled, request.param)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("dock", [sample_outcomes.CALL_DOCK, sample_outcomes.MESSAGE_DOCK])
def test_outcomes_show_their_whole_names(
    workspace: Workspace, dock: DockData, language: str
) -> None:
    shown = in_spanish(dock) if language == "es" else dock
    workspace.fill(replace(samples.CALL, dock=shown), samples.ALERT)
    QCoreApplication.sendPostedEvents()
    buttons = seen(workspace.touch, OutcomeButton)
    assert len(buttons) == 10
    assert [b.text() for b in buttons if b.is_cut] == []


@pytest.mark.parametrize("number", ["+34 612 34 56 78", "+52 55 8474 8464", "+44 20 7946 0018"])
def test_the_number_is_never_cut(workspace: Workspace, number: str) -> None:
    action = replace(samples.CALL.action, text=f"Call {number}")
    workspace.fill(replace(samples.CALL, action=action), samples.ALERT)
    QCoreApplication.sendPostedEvents()
    big = workspace.touch.big_button
    assert big.width() >= big.minimumSizeHint().width()
    assert not big.is_cut


def test_the_header_keeps_whose_time_it_is(workspace: Workspace) -> None:
    workspace.fill(samples.CALL)
    QCoreApplication.sendPostedEvents()
    header = only(workspace.touch, TouchHeader)
    for label in seen(header, TextLabel):
        if "Madrid" in label.text():
            assert label.width() >= label.sizeHint().width()
            assert label.x() + label.width() <= header.width()
