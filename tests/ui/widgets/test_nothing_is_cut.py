"""Every label has the room for its words: at any text size, in any window, in both languages."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication

from app.services.wording import Wording
from app.system.resources import resource_path
from app.ui.widgets.dock.dock_data import DockData
from app.ui.widgets.dock.outcome_button import OutcomeButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.touch.touch_header import TouchHeader
from tests.ui.gallery import Workspace
from tests.ui.widgets import sample_outcomes, samples
from tests.ui.widgets.finding import only, seen

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


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("dock", [sample_outcomes.CALL_DOCK, sample_outcomes.MESSAGE_DOCK])
def test_outcomes_show_their_whole_names(
    any_workspace: Workspace, dock: DockData, language: str
) -> None:
    shown = in_spanish(dock) if language == "es" else dock
    any_workspace.fill(replace(samples.CALL, dock=shown), samples.ALERT)
    QCoreApplication.sendPostedEvents()
    buttons = seen(any_workspace.touch, OutcomeButton)
    assert len(buttons) == 10
    assert [b.text() for b in buttons if b.is_cut] == []


@pytest.mark.parametrize("number", ["+34 612 34 56 78", "+52 55 8474 8464", "+44 20 7946 0018"])
def test_the_number_is_never_cut(any_workspace: Workspace, number: str) -> None:
    action = replace(samples.CALL.action, text=f"Call {number}")
    any_workspace.fill(replace(samples.CALL, action=action), samples.ALERT)
    QCoreApplication.sendPostedEvents()
    big = any_workspace.touch.big_button
    assert big.width() >= big.minimumSizeHint().width()
    assert not big.is_cut


def test_the_header_keeps_whose_time_it_is(any_workspace: Workspace) -> None:
    any_workspace.fill(samples.CALL)
    QCoreApplication.sendPostedEvents()
    header = only(any_workspace.touch, TouchHeader)
    for label in seen(header, TextLabel):
        if "Madrid" in label.text():
            assert label.width() >= label.sizeHint().width()
            assert label.x() + label.width() <= header.width()
