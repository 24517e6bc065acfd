"""Wherever the focus is, a ring says so."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from tests.ui.gallery import Workspace
from tests.ui.widgets import samples

SIZES = (QSize(1440, 868), QSize(1100, 668))
_AROUND = 6
# The first and the last of these lie on the edge of what has the focus.
_CORNERS = 24


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    made = Theme(request.param, 1.0)
    made.apply(qapp, styled=True)
    return made


@pytest.fixture(params=SIZES, ids=lambda s: f"{s.width()}")
def workspace(request: pytest.FixtureRequest, themed: Theme, qtbot: QtBot) -> Workspace:
    made = Workspace(themed, request.param)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.fill(samples.CALL, samples.ALERT)
    made.activateWindow()
    return made


def ring_pixels(image: QImage, area: QRect, theme: Theme) -> int:
    """How many pixels of an area have the colour of the ring."""
    ring = theme.color("focus.ring").rgb()
    return sum(
        image.pixel(x, y) == ring
        for x in range(max(0, area.left()), min(image.width(), area.right() + 1))
        for y in range(max(0, area.top()), min(image.height(), area.bottom() + 1))
    )


def ringed(workspace: Workspace, widget: QWidget, theme: Theme) -> float:
    """The part of the way around a widget that its ring covers, once for each pixel of width."""
    QCoreApplication.sendPostedEvents()
    place = QRect(widget.mapTo(workspace, QPoint(0, 0)), widget.size())
    area = place.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
    with_focus = ring_pixels(workspace.grab().toImage(), area, theme)
    widget.clearFocus()
    without = ring_pixels(workspace.grab().toImage(), area, theme)
    around = 2 * (place.width() + place.height())
    return (with_focus - without) / (2 * around)


def test_the_big_button_wears_its_ring(workspace: Workspace, themed: Theme) -> None:
    workspace.touch.big_button.setFocus(Qt.FocusReason.OtherFocusReason)
    face = workspace.touch.big_button.focusProxy()
    assert face is not None
    assert face.hasFocus()
    assert ringed(workspace, face, themed) > 0.85


def test_the_panel_of_the_person_wears_its_ring(themed: Theme, qtbot: QtBot) -> None:
    made = Workspace(themed, SIZES[0])
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.fill(samples.CALL)
    made.lead.setFocus(Qt.FocusReason.OtherFocusReason)
    assert made.lead.hasFocus()
    assert ringed(made, made.lead, themed) > 0.85


def test_every_stop_of_tab_shows_itself(workspace: Workspace, themed: Theme) -> None:
    workspace.touch.big_button.setFocus(Qt.FocusReason.OtherFocusReason)
    seen: set[int] = set()
    while True:
        focus = workspace.focusWidget()
        assert focus is not None
        if id(focus) in seen:
            break
        seen.add(id(focus))
        name = f"{type(focus).__name__} {focus.accessibleName()}"
        assert ringed(workspace, focus, themed) > 0.2, name
        focus.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert len(seen) > 12
