"""The right side: facts, consent, window, plan, timeline."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.widgets.lead.cadence_strip import CadenceStrip
from app.ui.widgets.lead.contact_window_bar import ContactWindowBar
from app.ui.widgets.lead.lead_data import LeadData, StepDotData, TimelineEntryData
from app.ui.widgets.lead.lead_panel import LeadPanel
from app.ui.widgets.lead.lead_rail import LeadRail
from app.ui.widgets.lead.timeline_list import TimelineList
from app.ui.widgets.parts.chip_label import ChipLabel
from app.ui.widgets.parts.view_data import ChipData
from tests.ui.widgets import samples
from tests.ui.widgets.finding import only


@pytest.fixture
def panel(theme: Theme, qtbot: QtBot) -> LeadPanel:
    made = LeadPanel(theme)
    qtbot.addWidget(made)
    made.resize(320, 792)
    made.show_lead(samples.LEAD)
    made.show()
    return made


def names(widget: QWidget) -> list[str]:
    return [w.accessibleName() for w in widget.findChildren(QWidget) if w.isVisible()]


def entries(panel: LeadPanel) -> list[str]:
    model = only(panel, TimelineList).model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def tab(panel: LeadPanel, text: str) -> QAbstractButton:
    return next(b for b in panel.findChildren(QAbstractButton) if b.text() == text)


def test_facts_are_read_with_their_labels(panel: LeadPanel) -> None:
    assert {"Prefers: Phone, mornings", "Phone: +34 612 34 56 78"} <= set(names(panel))


def test_every_state_of_consent_has_its_words(panel: LeadPanel, qtbot: QtBot) -> None:
    chips = (
        ChipData(text="Calls", kind="ok", icon="check", tip="Calls: consent given"),
        ChipData(text="Email", kind="breach", icon="ban", tip="Email: consent refused"),
        ChipData(text="SMS: ask", kind="outline", icon="circle-question-mark", tip="SMS: unknown"),
        ChipData(text="WhatsApp: renew", kind="warn", icon="clock-alert", tip="WhatsApp: expired"),
    )
    panel.show_lead(replace(samples.LEAD, consents=chips))

    def shown() -> list[str]:
        return [c.accessibleName() for c in panel.findChildren(ChipLabel) if c.isVisible()]

    qtbot.waitUntil(lambda: shown() == [c.tip for c in chips])


def test_the_window_says_itself(panel: LeadPanel) -> None:
    bar = only(panel, ContactWindowBar)
    assert bar.accessibleName() == "Calls allowed 9 to 20, now 10:42, open"


def test_parts_that_are_not_known_are_left_out(panel: LeadPanel) -> None:
    panel.show_lead(LeadData(facts=samples.LEAD.facts))
    assert not only(panel, ContactWindowBar).isVisible()
    assert not only(panel, CadenceStrip).isVisible()
    assert "No contact yet." in names(panel)


def test_the_timeline_is_read_line_by_line(panel: LeadPanel) -> None:
    assert entries(panel)[0] == (
        "Sent the fees form. “Can I study evenings and start in January?”. 10:40"
    )
    assert len(entries(panel)) == 8


@pytest.mark.parametrize(
    ("text", "count"), [("All", 8), ("Calls", 3), ("Messages", 3), ("Notes", 2)]
)
def test_tabs_keep_their_kind_and_its_heading(
    panel: LeadPanel, qtbot: QtBot, text: str, count: int
) -> None:
    QTest.mouseClick(tab(panel, text), Qt.MouseButton.LeftButton)
    assert len(entries(panel)) == count


def test_a_tab_without_entries_is_empty(panel: LeadPanel, qtbot: QtBot) -> None:
    calls = tuple(e for e in samples.LEAD.timeline if e.kind in ("call", "heading"))
    panel.show_lead(replace(samples.LEAD, timeline=calls))
    QTest.mouseClick(tab(panel, "Notes"), Qt.MouseButton.LeftButton)
    assert entries(panel) == []
    assert "No contact yet." in names(panel)


def test_all_entries_have_room(panel: LeadPanel) -> None:
    entry = TimelineEntryData(kind="note", title="Note " * 12, detail="word " * 80, time="22 May")
    panel.show_lead(replace(samples.LEAD, timeline=(entry,) * 20))
    listing = only(panel, TimelineList)
    hints = [listing.sizeHintForRow(row) for row in range(20)]
    assert listing.height() == sum(hints)
    assert hints[0] == 7 + 2 * 18 + 3 * 16 + 7


def test_older_entries_can_be_asked_for_again(panel: LeadPanel, qtbot: QtBot) -> None:
    problem = "Older entries not loaded. Try again"
    panel.show_lead(replace(samples.LEAD, timeline=(), timeline_problem=problem))
    assert "No contact yet." not in names(panel)
    with qtbot.waitSignal(panel.retry_requested):
        QTest.mouseClick(tab(panel, problem), Qt.MouseButton.LeftButton)


def test_close(panel: LeadPanel, qtbot: QtBot) -> None:
    button = next(
        b
        for b in panel.findChildren(QAbstractButton)
        if b.accessibleName() == "Close the lead panel"
    )
    with qtbot.waitSignal(panel.close_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("count", [1, 3, 10, 11, 24, 40])
@pytest.mark.parametrize("width", [248, 288, 348])
def test_steps_never_overlap_nor_leave(theme: Theme, qtbot: QtBot, count: int, width: int) -> None:
    strip = CadenceStrip(theme)
    qtbot.addWidget(strip)
    strip.show_steps([StepDotData(icon="phone", day=str(100 + i)) for i in range(count)])
    strip.resize(width, strip.heightForWidth(width))
    strip.show()
    boxes = strip.dot_boxes()
    assert len(boxes) == count
    for i, box in enumerate(boxes):
        assert box.width() >= 28
        assert strip.rect().contains(box.toRect())
        assert not any(box.intersects(other) for other in boxes[i + 1 :])


def test_the_rail_says_which_part_is_wanted(theme: Theme, qtbot: QtBot) -> None:
    rail = LeadRail(theme)
    qtbot.addWidget(rail)
    wanted: list[str] = []
    rail.section_wanted.connect(wanted.append)
    for button in rail.findChildren(QAbstractButton):
        button.click()
    assert wanted == ["", "facts", "window", "plan", "timeline"]
    assert rail.width() == 44
