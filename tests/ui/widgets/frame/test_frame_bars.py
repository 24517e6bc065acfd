"""Top bar, status line, banner and mini bar."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.widgets.frame.alert_banner import AlertBanner
from app.ui.widgets.frame.frame_data import MiniBarData, MiniBarMode, SyncData
from app.ui.widgets.frame.mini_bar import MiniBar
from app.ui.widgets.frame.status_line import StatusLine
from app.ui.widgets.frame.top_bar import SyncPill, TopBar
from app.ui.widgets.parts.key_cap import KeyCap
from app.ui.widgets.parts.size_class import SizeClass
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.parts.view_data import ring_for
from tests.ui.widgets import samples
from tests.ui.widgets.finding import only


def button(widget: QWidget, name: str) -> QAbstractButton:
    return next(
        b
        for b in widget.findChildren(QAbstractButton)
        if name in (b.accessibleName(), b.text()) and b.isVisible()
    )


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(TextLabel) if label.isVisible()]


@pytest.fixture
def top(theme: Theme, qtbot: QtBot) -> TopBar:
    bar = TopBar(theme)
    qtbot.addWidget(bar)
    bar.resize(1440, 48)
    bar.show_bar(samples.TOP)
    bar.show()
    return bar


def test_search_opens_the_palette(top: TopBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(top.search_requested):
        QTest.mouseClick(button(top, "Search people, numbers, actions"), Qt.MouseButton.LeftButton)


def test_availability_is_chosen(top: TopBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(top.availability_chosen) as chosen:
        QTest.mouseClick(button(top, "Break"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["break"]
    top.open_availability()
    assert button(top, "Break").hasFocus()
    with qtbot.waitSignal(top.availability_chosen) as chosen:
        QTest.keyClick(button(top, "Break"), Qt.Key.Key_Right)
    assert chosen.args == ["away"]


def test_availability_is_a_menu_where_the_window_is_narrow(top: TopBar, qtbot: QtBot) -> None:
    top.set_size_class(SizeClass("narrow"))
    QTest.mouseClick(button(top, "Available"), Qt.MouseButton.LeftButton)
    menu = only(top, QMenu)
    with qtbot.waitSignal(top.availability_chosen) as chosen:
        menu.actions()[2].trigger()
    menu.close()
    assert chosen.args == ["away"]


def test_sync_in_words_long_and_short(top: TopBar, qtbot: QtBot) -> None:
    pill = only(top, SyncPill)
    assert pill.text() == "Synced 12 s ago"
    top.set_size_class(SizeClass("narrow"))
    assert pill.text() == "12 s ago"
    offline = SyncData(icon="cloud-off", text="Offline: 14 waiting", kind="warn")
    top.show_bar(replace(samples.TOP, sync=offline))
    assert pill.accessibleName() == "Offline: 14 waiting"
    with qtbot.waitSignal(top.sync_requested):
        QTest.mouseClick(pill, Qt.MouseButton.LeftButton)


def test_figures_are_read_with_their_goals(top: TopBar) -> None:
    names = [w.accessibleName() for w in top.findChildren(QWidget)]
    assert (
        "Median first contact: 2:38 goal 5:00; Within 5 minutes: 94 % goal 90; "
        "Touches today: 41 of 110"
    ) in names


def test_demo_data_is_marked(top: TopBar) -> None:
    def marked() -> bool:
        return any(
            w.isVisible() and w.accessibleName() == "Demo data" for w in top.findChildren(QWidget)
        )

    assert not marked()
    top.show_bar(replace(samples.TOP, demo=True))
    assert marked()


def test_the_profile_menu_belongs_to_the_initials(top: TopBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(top.profile_requested) as asked:
        QTest.mouseClick(button(top, "Marta Solé"), Qt.MouseButton.LeftButton)
    assert asked.args == [button(top, "Marta Solé")]


@pytest.fixture
def frame(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def status(theme: Theme, frame: QWidget) -> StatusLine:
    line = StatusLine(theme, frame)
    line.resize(1440, 28)
    line.show_status(samples.STATUS)
    frame.resize(1440, 28)
    frame.show()
    return line


def test_the_last_act_can_be_undone(status: StatusLine, qtbot: QtBot) -> None:
    names = [w.accessibleName() for w in status.findChildren(QWidget)]
    assert "Logged No answer for Henrik Olsen" in names
    assert "8 s" in words(status)
    with qtbot.waitSignal(status.undo_requested):
        QTest.mouseClick(button(status, "Undo"), Qt.MouseButton.LeftButton)


def test_after_ten_seconds_undo_is_gone(status: StatusLine) -> None:
    status.show_status(replace(samples.STATUS, undo_seconds=0))
    caps = [c.accessibleName() for c in status.findChildren(KeyCap) if c.isVisible()]
    assert "Ctrl Z" not in caps
    assert not [b for b in status.findChildren(QAbstractButton) if b.isVisible()]


def test_hints_without_room_are_left_out_from_the_left(status: StatusLine) -> None:
    def caps() -> list[str]:
        shown = [c for c in status.findChildren(KeyCap) if c.isVisible()]
        return [c.accessibleName() for c in shown][1:]

    assert caps() == ["J K", "Enter", "1–9", "N", "O", "?"]
    status.resize(700, 28)
    assert caps() == ["N", "O", "?"]
    status.resize(300, 28)
    assert caps() == ["?"]


@pytest.fixture
def banner(theme: Theme, qtbot: QtBot) -> AlertBanner:
    made = AlertBanner(theme)
    qtbot.addWidget(made)
    made.resize(1000, 48)
    made.show_alert(samples.ALERT)
    made.show()
    return made


def test_a_new_lead_offers_itself(banner: AlertBanner, qtbot: QtBot) -> None:
    assert "New lead: Joanna Kowalczyk" in words(banner)
    with qtbot.waitSignal(banner.call_requested) as call:
        QTest.mouseClick(button(banner, "Call Joanna now"), Qt.MouseButton.LeftButton)
    assert call.args == ["joanna"]
    with qtbot.waitSignal(banner.pass_requested) as handed:
        QTest.mouseClick(button(banner, "Pass on…"), Qt.MouseButton.LeftButton)
    assert handed.args == ["joanna"]


def test_without_a_team_nothing_is_passed_on(banner: AlertBanner) -> None:
    banner.show_alert(replace(samples.ALERT, pass_on=False))
    assert not banner.pass_button.isVisible()


@pytest.mark.parametrize(
    ("left", "word"),
    [(121, "New lead"), (120, "Running out"), (60, "Last minute"), (-1, "Window missed")],
)
def test_the_banner_says_how_urgent_it_is(banner: AlertBanner, left: int, word: str) -> None:
    banner.show_alert(replace(samples.ALERT, ring=ring_for(left)))
    assert f"{word}: Joanna Kowalczyk" in words(banner)


def test_the_banner_goes_away(banner: AlertBanner) -> None:
    banner.show_alert(None)
    assert not banner.isVisible()


MINI = MiniBarData(
    lead="joanna", name="Joanna Kowalczyk", ring=ring_for(288), place_line="Kraków 11:21"
)


@pytest.fixture
def mini(theme: Theme, qtbot: QtBot) -> MiniBar:
    bar = MiniBar(theme)
    qtbot.addWidget(bar)
    bar.show_lead(MINI)
    return bar


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (MINI, ["Joanna Kowalczyk", "New lead · Kraków 11:21"]),
        (
            replace(MINI, ring=ring_for(96), there="11:24 there"),
            ["Joanna Kowalczyk", "Running out", " · 11:24 there"],
        ),
        (
            replace(MINI, ring=ring_for(38), there="11:25 there"),
            ["Joanna Kowalczyk", "Last minute", " · 11:25 there"],
        ),
        (
            replace(MINI, ring=ring_for(-42)),
            ["Joanna Kowalczyk", "Window missed", " · call now"],
        ),
        (
            replace(MINI, more="1 more: Tariq Aziz, 4:55"),
            ["Joanna Kowalczyk", "1 more: Tariq Aziz, 4:55"],
        ),
        (
            replace(MINI, mode=MiniBarMode.ON_CALL),
            ["You are on a call", "Free reps can take this lead"],
        ),
    ],
)
def test_states_of_the_mini_bar(mini: MiniBar, data: MiniBarData, lines: list[str]) -> None:
    mini.show_lead(data)
    assert words(mini) == lines


def test_the_mini_bar_calls_or_keeps(mini: MiniBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(mini.call_requested) as call:
        QTest.mouseClick(button(mini, "Call"), Qt.MouseButton.LeftButton)
    assert call.args == ["joanna"]
    mini.show_lead(replace(MINI, mode=MiniBarMode.ON_CALL))
    with qtbot.waitSignal(mini.keep_requested) as kept:
        QTest.mouseClick(button(mini, "Keep lead"), Qt.MouseButton.LeftButton)
    assert kept.args == ["joanna"]


def test_the_mini_bar_never_takes_the_focus(mini: MiniBar) -> None:
    flags = mini.windowFlags()
    for flag in (
        Qt.WindowType.FramelessWindowHint,
        Qt.WindowType.WindowStaysOnTopHint,
        Qt.WindowType.WindowDoesNotAcceptFocus,
    ):
        assert flags & flag
    assert mini.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    stops = [w for w in mini.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert stops == []
    assert (mini.width(), mini.height()) == (352, 56)


def test_the_mini_bar_says_where_it_was_put(mini: MiniBar, qtbot: QtBot) -> None:
    places: list[QPoint] = []
    mini.moved.connect(places.append)
    mini.move(30, 30)
    assert places == []
    QTest.mousePress(
        mini, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 10)
    )
    QTest.mouseMove(mini, QPoint(60, 40))
    mini.move(80, 60)
    QTest.mouseRelease(mini, Qt.MouseButton.LeftButton)
    assert places[-1] == QPoint(80, 60)


def test_the_mini_bar_hides(mini: MiniBar) -> None:
    mini.show_lead(None)
    assert not mini.isVisible()
