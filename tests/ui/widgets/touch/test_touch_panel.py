"""The middle of the workspace: states, keys, and what a refresh leaves alone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.widgets.dock.dock_data import OutcomeAnswer
from app.ui.widgets.dock.note_box import NoteBox
from app.ui.widgets.parts.icon_button import IconButton
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.size_class import SizeClass
from app.ui.widgets.parts.small_button import SmallButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.parts.view_data import ring_for
from app.ui.widgets.touch.touch_data import ActionData, CallBoxData, MessageData
from app.ui.widgets.touch.touch_panel import TouchPanel
from tests.ui.widgets import samples
from tests.ui.widgets.finding import action_on, only, seen


@pytest.fixture
def panel(theme: Theme, qtbot: QtBot) -> TouchPanel:
    made = TouchPanel(theme)
    qtbot.addWidget(made)
    made.resize(768, 792)
    made.show_touch(samples.CALL)
    made.show()
    return made


def big(panel: TouchPanel) -> QAbstractButton:
    face = panel.big_button.focusProxy()
    assert isinstance(face, QAbstractButton)
    return face


def shown(panel: TouchPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(TextLabel) if label.isVisible()]


def test_ready(panel: TouchPanel, qtbot: QtBot) -> None:
    assert big(panel).isEnabled()
    assert big(panel).accessibleName() == "Call Lucía Fernández Ortega, +34 612 34 56 78"
    with qtbot.waitSignal(panel.action_triggered) as done:
        assert panel.act("primary")
    assert done.args == ["call"]
    assert {"Lucía Fernández Ortega", "Call 1 of 5 · Day 0 · Web enquiry", "0:00"} <= set(
        shown(panel)
    )


def test_outside_their_hours(panel: TouchPanel, qtbot: QtBot) -> None:
    action = samples.CALL_ACTIONS["outside hours"]
    panel.show_touch(replace(samples.CALL, action=action))
    assert not big(panel).isEnabled()
    assert big(panel).text() == "Opens 13:00 (09:00 in São Paulo)"
    with qtbot.assertNotEmitted(panel.action_triggered):
        panel.act("primary")


def test_calls_not_allowed_says_why(panel: TouchPanel, qtbot: QtBot) -> None:
    panel.show_touch(replace(samples.CALL, action=samples.CALL_ACTIONS["no consent"]))
    assert not big(panel).isEnabled()
    link = next(b for b in panel.findChildren(LinkButton) if b.text() == "Why?")
    with qtbot.waitSignal(panel.action_triggered) as done:
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert done.args == ["why"]


@pytest.mark.parametrize(
    ("state", "code", "text"),
    [
        ("copy", "copy", "Copy number"),
        ("dialled", "choose", "Choose the outcome"),
        ("taken", "next", "Go to next"),
    ],
)
def test_states_that_can_be_pressed(
    panel: TouchPanel, qtbot: QtBot, state: str, code: str, text: str
) -> None:
    panel.show_touch(replace(samples.CALL, action=samples.CALL_ACTIONS[state]))
    with qtbot.waitSignal(panel.action_triggered) as done:
        QTest.mouseClick(big(panel), Qt.MouseButton.LeftButton)
    assert done.args == [code]
    assert big(panel).text() == text


def test_the_box_of_a_call_on_the_own_phone(panel: TouchPanel) -> None:
    panel.show_touch(replace(samples.CALL, side=CallBoxData(state="Start it on your phone")))
    assert "Start it on your phone" in shown(panel)
    assert [b.accessibleName() for b in seen(panel, IconButton)] == ["More"]


def test_call_controls_say_what_was_pressed(panel: TouchPanel, qtbot: QtBot) -> None:
    live = tuple(replace(c, enabled=True) for c in samples.CALL_BOX.controls)
    side = replace(samples.CALL_BOX, timer="1:24", tone="ok", controls=live)
    panel.show_touch(replace(samples.CALL, side=side))
    qtbot.waitUntil(lambda: len(seen(panel, IconButton)) == 4)
    mute = next(b for b in seen(panel, IconButton) if b.accessibleName() == "Mute, M")
    with qtbot.waitSignal(panel.action_triggered) as done:
        QTest.mouseClick(mute, Qt.MouseButton.LeftButton)
    assert done.args == ["mute"]


def test_nobody_is_due(panel: TouchPanel) -> None:
    panel.show_touch(None)
    assert shown(panel) == ["Nothing due. New leads appear here."]
    assert not panel.act("outcome_2")
    assert not panel.act("primary")


def test_space_ticks(panel: TouchPanel) -> None:
    said: list[frozenset[str]] = []
    panel.said_changed.connect(said.append)
    assert panel.act("tick")
    assert said == [{"greeting"}]


def test_n_goes_to_the_note(panel: TouchPanel) -> None:
    assert panel.act("note")
    assert only(panel, NoteBox).hasFocus()


def test_o_then_a_digit_opens_an_answer_and_logs_nothing(panel: TouchPanel) -> None:
    logged: list[OutcomeAnswer] = []
    panel.dock.chosen.connect(logged.append)
    panel.act("objections")
    panel.act("outcome_3")
    assert panel.objections.open_key == "compare"
    assert logged == []
    panel.act("outcome_3")
    assert [a.outcome for a in logged] == ["voicemail"]


def test_an_open_strip_has_the_digits_before_all_else(panel: TouchPanel) -> None:
    logged: list[OutcomeAnswer] = []
    panel.dock.chosen.connect(logged.append)
    for key in ("1", "O", "2"):
        panel.act(action_on(key))
    assert [a.answer.option for a in logged if a.answer] == ["send_information"]


def test_enter_answers_the_strip_and_does_not_call(panel: TouchPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.action_triggered), qtbot.waitSignal(panel.dock.chosen):
        panel.act("outcome_1")
        panel.act("primary")


def test_a_second_later_nothing_but_the_clock_has_changed(panel: TouchPanel) -> None:
    panel.act("tick")
    panel.act("outcome_5")
    note = only(panel, NoteBox)
    QTest.keyClicks(note, "wants evenings")
    header = replace(samples.CALL_HEADER, ring=ring_for(191))
    panel.show_touch(replace(samples.CALL, header=header))
    assert panel.dock.strip_open
    assert panel.script.said() == {"greeting"}
    assert note.toPlainText() == "wants evenings"


def test_the_next_touch_starts_over(panel: TouchPanel) -> None:
    panel.act("tick")
    panel.act("outcome_5")
    QTest.keyClicks(only(panel, NoteBox), "old")
    panel.show_touch(replace(samples.CALL, touch="call-2"))
    assert not panel.dock.strip_open
    assert panel.dock.note() == ""


def test_the_menu_belongs_to_its_button(panel: TouchPanel, qtbot: QtBot) -> None:
    button = next(b for b in panel.findChildren(IconButton) if b.accessibleName() == "More")
    with qtbot.waitSignal(panel.menu_requested) as asked:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [button]


def test_without_a_script_the_objective_carries_the_call(panel: TouchPanel) -> None:
    panel.show_touch(replace(samples.CALL, script=None))
    assert "Script missing. Call with the objective." in shown(panel)
    assert not panel.act("tick")


def test_place_and_language_move_into_the_header(panel: TouchPanel) -> None:
    panel.set_size_class(SizeClass("narrow", "accordion"))
    assert {"Call 1 of 5 · Day 0 · Web enquiry", " · 10:43 in Madrid · English, Spanish"} <= set(
        shown(panel)
    )
    assert "Goal" in shown(panel)


def test_objections_hide_behind_their_button_where_height_is_short(panel: TouchPanel) -> None:
    panel.set_size_class(SizeClass("narrow", "accordion"))
    assert not panel.objections.isVisible()
    panel.act("objections")
    assert panel.objections.isVisible()
    panel.act("outcome_2")
    assert panel.objections.open_key == "time"


def tab_order(panel: TouchPanel) -> list[str]:
    """What Tab stops at, from the menu to the note."""
    found: list[str] = []
    at = panel.nextInFocusChain()
    while at is not None and at is not panel:
        if at.isVisible() and at.isEnabled() and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(at.accessibleName())
        at = at.nextInFocusChain()
    return found


def test_tab_goes_from_top_to_bottom(panel: TouchPanel) -> None:
    live = tuple(replace(c, enabled=True) for c in samples.CALL_BOX.controls)
    panel.show_touch(samples.MESSAGE)
    panel.show_touch(replace(samples.CALL, side=replace(samples.CALL_BOX, controls=live)))
    panel.act("right")
    QApplication.sendPostedEvents()
    assert tab_order(panel) == [
        "More",
        "Call Lucía Fernández Ortega, +34 612 34 56 78",
        "Mute, M",
        "Hold, H",
        "Keypad, K",
        "Language of the script: English",
        "Greeting",
        "Reason",
        "Open question",
        "Listen and value",
        "Next step",
        "Too expensive",
        "No time",
        "Just comparing",
        "Send me an email",
        "Call me later",
        "3, Voicemail. Next: Email “What you asked for”, Tomorrow, Thu 19 Nov, 10:00 their time.",
        "Note",
    ]


# Written touches


@pytest.fixture
def message(panel: TouchPanel) -> TouchPanel:
    panel.show_touch(samples.MESSAGE)
    return panel


def test_a_message_names_its_gap(message: TouchPanel) -> None:
    assert "Scholarship deadline is empty" in shown(message)
    assert big(message).text() == "Fill 1 missing field"
    assert {"Callum Fraser", "callum.fraser@example.com", "What you asked for"} <= set(
        shown(message)
    )
    assert not message.script.isVisible()


def test_several_gaps_in_one_sentence(message: TouchPanel, qtbot: QtBot) -> None:
    data = samples.MESSAGE.message
    assert data is not None
    gaps = tuple(
        replace(data.gaps[0], field=label, label=label, editable=False)
        for label in ("First name", "Deadline", "Price")
    )
    message.show_touch(replace(samples.MESSAGE, message=replace(data, gaps=gaps, without_gap="")))
    qtbot.waitUntil(lambda: "First name, Deadline and Price are empty" in shown(message))


def test_without_a_gap_there_is_no_bar(message: TouchPanel) -> None:
    data = samples.MESSAGE.message
    assert data is not None
    message.show_touch(replace(samples.MESSAGE, message=replace(data, gaps=())))
    assert not [text for text in shown(message) if "empty" in text]


def test_f2_goes_to_the_gap_and_enter_fills_it(message: TouchPanel, qtbot: QtBot) -> None:
    assert message.act("next_gap")
    editor = next(e for e in message.findChildren(QLineEdit) if e.hasFocus())
    assert editor.accessibleName() == "Scholarship deadline"
    with qtbot.waitSignal(message.gap_filled) as filled:
        QTest.keyClicks(editor, "30 November")
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert filled.args == ["scholarship_deadline", "30 November"]


def test_the_wording_without_the_field_can_be_asked_for(message: TouchPanel, qtbot: QtBot) -> None:
    link = next(b for b in message.findChildren(LinkButton) if "without it" in b.text())
    with qtbot.waitSignal(message.gap_skipped):
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("text", "code"), [("Copy text", "copy"), ("Open in mail app", "mail_app")]
)
def test_what_can_be_done_with_the_text(
    message: TouchPanel, qtbot: QtBot, text: str, code: str
) -> None:
    button = next(b for b in message.findChildren(SmallButton) if b.text() == text)
    with qtbot.waitSignal(message.action_triggered) as done:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done.args == [code]


def test_the_other_channel(message: TouchPanel, qtbot: QtBot) -> None:
    other = next(b for b in message.findChildren(QAbstractButton) if b.text() == "WhatsApp")
    with qtbot.waitSignal(message.channel_chosen) as done:
        QTest.mouseClick(other, Qt.MouseButton.LeftButton)
    assert done.args == ["whatsapp"]


def test_a_channel_without_consent_is_closed_and_says_so(message: TouchPanel, qtbot: QtBot) -> None:
    data = samples.MESSAGE.message
    assert data is not None
    closed = replace(data.channels[1], enabled=False, tip="No WhatsApp consent")
    shut = replace(data, channels=(data.channels[0], closed))
    message.show_touch(replace(samples.MESSAGE, message=shut))
    qtbot.waitUntil(lambda: "WhatsApp" in [b.text() for b in seen(message, QAbstractButton)])
    other = next(b for b in seen(message, QAbstractButton) if b.text() == "WhatsApp")
    assert not other.isEnabled()
    assert other.toolTip() == "No WhatsApp consent"


def test_the_disabled_second_button_says_when_it_is_ready(message: TouchPanel) -> None:
    face = next(
        b for b in message.findChildren(QAbstractButton) if b.accessibleName() == "Send email"
    )
    assert not face.isEnabled()
    assert face.accessibleDescription() == "Ready once the field is filled"


def test_a_profile_to_open_and_a_thing_to_mark_done(panel: TouchPanel, qtbot: QtBot) -> None:
    panel.show_touch(samples.LINKEDIN)
    with qtbot.waitSignal(panel.action_triggered) as done:
        panel.act("primary")
    assert done.args == ["open"]
    face = next(b for b in panel.findChildren(QAbstractButton) if b.accessibleName() == "Mark done")
    with qtbot.waitSignal(panel.action_triggered) as done:
        QTest.mouseClick(face, Qt.MouseButton.LeftButton)
    assert done.args == ["done"]


def test_a_task_is_a_text(panel: TouchPanel) -> None:
    task = replace(
        samples.LINKEDIN,
        touch="task-1",
        action=ActionData(code="done", text="Mark done", icon="check", key="Enter"),
        side=None,
        message=MessageData(to_name="Nikos Papadakis", body=samples.spans("Post the brochure.")),
    )
    panel.show_touch(task)
    assert big(panel).text() == "Mark done"
    assert "Subject" not in shown(panel)
    assert "Template" not in shown(panel)
