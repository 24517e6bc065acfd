"""A window that is shut, opens or shuts while the rep looks on: through the keyboard."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.channels.registry import LinkSender
from app.core.people.new_lead import NewLead, NewPoint
from app.services.desk.audit import audited
from app.services.ports import Launch, Launched
from app.services.working.merge_values import SETTING_PREFIX
from app.ui.widgets.parts.link_button import LinkButton
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.widgets.touch.touch_data import ActionData
from app.ui.widgets.touch.why_sheet import WhySheet
from tests.ui.workplace import Hands, Workplace, at_work, person

# Half past eight in the evening in London: the house has shut, and the law has not.
EVENING = datetime(2026, 11, 18, 20, 30, tzinfo=UTC)
# Half past eight in the morning: messages may go out, and calls not yet.
MORNING = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)


def brit(at: datetime) -> NewLead:
    return person(
        1,
        first_name="Ann",
        points=(
            NewPoint(kind="phone", value="+447400123456"),
            NewPoint(kind="email", value="ann@example.com"),
        ),
        country="GB",
        city="London",
        zones=("Europe/London",),
        received_at=at,
    )


class Room(Workplace):
    """A workplace with eyes for the big button, its neighbour, the dock and the sheet."""

    @property
    def big(self) -> ActionData:
        return self.window.workspace.touch.big_button.data

    @property
    def side(self) -> ActionData | None:
        second = self.window.workspace.touch.second_button
        return second.data if second.isVisible() else None

    def tick(self, **span: float) -> None:
        """Time passes, and the window looks at the clock."""
        self.clock.turn(**span)
        self.desktop.controller.tick(self.clock.now())

    def wait_big(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: self.big.text == text)

    def open_first(self) -> None:
        """Show the person at the head of the rows, whatever their lane."""
        row = self.rows()[0]
        self.qtbot.waitUntil(lambda: self.window.workspace.select(row.lead_id))
        self.wait_for(row.name)

    def sheet(self) -> WhySheet | None:
        sheets = (w for w in self.window.findChildren(WhySheet) if w.isVisible())
        return next(sheets, None)

    def touch_id(self) -> UUID | None:
        return self.desktop.controller.session.touch_id


@contextmanager
def room(
    folder: Path, app: QApplication, qtbot: QtBot, at: datetime, *people: NewLead
) -> Iterator[Room]:
    with at_work(folder, app, qtbot, Hands(at), *people, waiting=True) as place:
        yield Room(place.start, qtbot, place.clock)


def launches(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The links that are handed to the machine from now on."""
    opened: list[str] = []

    class Launcher:
        def can_open(self, _scheme: str) -> bool:
            return True

        def launch(self, uri: str, done: Callable[[Launch], None]) -> None:
            opened.append(uri)
            done(Launched())

    start = place.desktop.controller.start
    monkeypatch.setattr(start, "_sender", LinkSender(Launcher()))
    monkeypatch.setattr(start, "handles", lambda _channel: True)
    place.desktop.controller.session.reload()
    return opened


def reads(widget: QWidget, text: str) -> bool:
    """Whether `text` stands on a label of the widget that is to be seen."""
    labels = widget.findChildren(TextLabel)
    return any(text in label.text() and label.isVisible() for label in labels)


def test_who_waits_is_never_the_next_and_can_be_read(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with room(tmp_path / "p", qapp, qtbot, EVENING, brit(EVENING)) as place:
        assert place.shown() == ""
        assert not place.desktop.controller.go_next()
        place.open_first()
        place.wait_big("Opens Thu 10:00 (09:00 in London)")
        assert place.big.look == "disabled"
        place.press(Qt.Key.Key_Return)
        assert place.window.workspace.touch.script.isVisible()


def test_the_button_shuts_in_place_and_opens_again(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    late = datetime(2026, 11, 18, 19, 56, 30, tzinfo=UTC)
    with room(tmp_path / "p", qapp, qtbot, late, brit(late)) as place:
        place.wait_for("Ann Ejemplo")
        qtbot.waitUntil(lambda: place.big.look == "accent")
        place.press(Qt.Key.Key_N)
        place.type("wants evenings")
        # In its last two minutes nobody is offered anew, and this touch is in hand.
        place.tick(seconds=120)
        assert place.big.look == "accent"
        place.tick(seconds=89)
        assert place.big.look == "accent"
        place.tick(seconds=1)
        place.wait_big("Opens Thu 10:00 (09:00 in London)")
        assert place.window.workspace.touch.dock.note() == "wants evenings"
        assert place.shown() == "Ann Ejemplo"
        place.tick(hours=13)
        qtbot.waitUntil(lambda: place.big.look == "accent")
        assert place.window.workspace.touch.dock.note() == "wants evenings"


def test_a_dial_a_moment_too_late_is_refused_and_said(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = datetime(2026, 11, 18, 19, 57, 30, tzinfo=UTC)
    with room(tmp_path / "p", qapp, qtbot, late, brit(late)) as place:
        place.wait_for("Ann Ejemplo")
        opened = launches(place, monkeypatch)
        place.press(Qt.Key.Key_N)
        place.type("a note")
        place.press(Qt.Key.Key_Escape)
        place.clock.turn(seconds=155)
        place.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "is shut at this moment" in place.window.status_data.before)
        assert opened == []
        place.wait_big("Opens Thu 10:00 (09:00 in London)")
        assert place.window.workspace.touch.dock.note() == "a note"
        assert next(line.kind for line in audited(place.desk.store)) == "refused"


def test_another_channel_with_one_key(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    with room(tmp_path / "p", qapp, qtbot, MORNING, brit(MORNING)) as place:
        with place.desk.store.write() as uow:
            uow.save_setting(f"{SETTING_PREFIX}offer", "English lessons in the evening")
            uow.commit()
        place.open_first()
        qtbot.waitUntil(lambda: place.side is not None)
        assert place.side is not None
        assert (place.side.text, place.side.key) == ("Email is open now", "A")
        call_id = place.touch_id()
        place.press(Qt.Key.Key_A)
        qtbot.waitUntil(lambda: place.big.code in ("open", "copy_text"))
        assert place.touch_id() != call_id
        assert place.window.workspace.touch.message.isVisible()
        place.press(Qt.Key.Key_1)
        qtbot.waitUntil(lambda: [r.touch_id for r in place.rows()] == [call_id])
        assert place.rows()[0].lane == "waiting"


def test_why(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    with room(tmp_path / "p", qapp, qtbot, EVENING, brit(EVENING)) as place:
        place.open_first()
        place.wait_big("Opens Thu 10:00 (09:00 in London)")
        place.press(Qt.Key.Key_W)
        qtbot.waitUntil(lambda: place.sheet() is not None)
        sheet = place.sheet()
        assert sheet is not None
        (ground,) = sheet.data.grounds
        assert "09:00 their time" in ground.text
        assert ground.force.text == "Soft"
        assert "HOUSE-voice" in ground.source
        assert sheet.data.clocks == ("London · 20:30",)
        assert "2026-12-01" in sheet.data.versions
        assert "legal advice" in sheet.data.advice
        (scroll,) = sheet.findChildren(QScrollArea)
        assert scroll.verticalScrollBar().maximum() == 0
        # As high as what it says, not as the window would allow.
        assert sheet.height() < 360
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: place.sheet() is None)
        # The links in the button and under the contact window open the same.
        links = place.window.findChildren(LinkButton)
        shown = [link for link in links if link.text() == "Why?" and link.isVisible()]
        assert len(shown) == 2
        for link in shown:
            link.click()
            qtbot.waitUntil(lambda: place.sheet() is not None)
            again = place.sheet()
            assert again is not None
            QTest.keyClick(again, Qt.Key.Key_W)
            qtbot.waitUntil(lambda: place.sheet() is None)


def test_going_ahead_needs_a_reason_and_holds_once(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with room(tmp_path / "p", qapp, qtbot, EVENING, brit(EVENING)) as place:
        place.open_first()
        opened = launches(place, monkeypatch)
        qtbot.waitUntil(lambda: place.side is not None)
        assert place.side is not None
        assert (place.side.text, place.side.key) == ("Call anyway…", "C")
        place.press(Qt.Key.Key_C)
        dock = place.window.workspace.touch.dock
        assert dock.strip_open
        place.press(Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not dock.strip_open)
        place.press(Qt.Key.Key_C)
        place.press(Qt.Key.Key_5)
        place.type("Their boss rang us")
        place.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: opened == ["tel:+447400123456"])
        qtbot.waitUntil(lambda: not dock.strip_open)
        lines = audited(place.desk.store)
        assert (lines[0].kind, lines[0].code) == ("override", "other")
        # It held for that one call.
        place.press(Qt.Key.Key_C)
        place.press(Qt.Key.Key_1)
        qtbot.waitUntil(lambda: len(opened) == 2)
        assert [line.code for line in audited(place.desk.store)[:2]] == ["they_asked", "other"]
        place.press(Qt.Key.Key_2)
        qtbot.waitUntil(lambda: place.shown() == "")


def test_nothing_opens_what_is_hard(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    spaniard = person(3, received_at=EVENING + timedelta(hours=1))
    with room(tmp_path / "p", qapp, qtbot, EVENING + timedelta(hours=1), spaniard) as place:
        place.open_first()
        place.wait_big("Opens Thu 09:00")
        assert place.side is None
        place.press(Qt.Key.Key_C)
        assert not place.window.workspace.touch.dock.strip_open


AMERICAN = NewLead(
    first_name="Jo",
    points=(NewPoint(kind="phone", value="+18502010123"),),
    source="web_form",
    zones=("America/New_York", "America/Chicago"),
    consents={"call": True},
    received_at=MORNING,
)
LOST = NewLead(
    first_name="Sam",
    points=(NewPoint(kind="phone", value="+18005550123"),),
    source="web_form",
    consents={"call": True},
    received_at=datetime(2026, 11, 18, 18, 20, tzinfo=UTC),
)


def test_the_time_there_is_asked_kept_and_taken_back(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    noon = datetime(2026, 11, 18, 18, 20, tzinfo=UTC)
    with room(tmp_path / "p", qapp, qtbot, noon, LOST) as place:
        place.open_first()
        place.wait_big("Local time unknown")
        assert place.side is not None
        assert (place.side.text, place.side.key) == ("Ask the time there", "T")
        dock = place.window.workspace.touch.dock
        place.press(Qt.Key.Key_T)
        place.type("nowhere at all")
        place.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: reads(dock, "Touchline knows no place"))
        place.press(Qt.Key.Key_Escape)
        place.press(Qt.Key.Key_T)
        place.type("Denver")
        place.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: place.big.code in ("call", "copy"))
        assert place.rows()[0].zone == "America/Denver"
        qtbot.waitUntil(lambda: place.window.status_data.undo_seconds > 0)
        place.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        place.wait_big("Local time unknown")
        assert place.rows()[0].zone == ""


def test_a_time_that_fits_two_zones_asks_which(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    many = NewLead(
        first_name="Kim",
        points=(NewPoint(kind="phone", value="+18005550199"),),
        country="US",
        source="web_form",
        zones=("America/Denver", "America/Phoenix", "America/Chicago"),
        consents={"call": True},
        received_at=MORNING,
    )
    with room(tmp_path / "p", qapp, qtbot, MORNING, many) as place:
        place.open_first()
        place.press(Qt.Key.Key_T)
        place.type("1:30")
        place.press(Qt.Key.Key_Return)
        dock = place.window.workspace.touch.dock
        qtbot.waitUntil(lambda: reads(dock, "Which of these is it?"))
        place.press(Qt.Key.Key_2)
        qtbot.waitUntil(lambda: place.rows()[0].zone == "America/Phoenix")


def test_a_journey_is_said_with_its_end(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    with room(tmp_path / "p", qapp, qtbot, MORNING, AMERICAN) as place:
        place.open_first()
        place.press(Qt.Key.Key_T)
        place.type("Lima until Friday")
        place.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: place.rows()[0].zone == "America/Lima")
        lead = place.window.workspace.lead
        qtbot.waitUntil(lambda: reads(lead, "03:30 in Lima until Fri 20 Nov"))


def test_a_day_off_is_named_on_the_bar(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    christmas = datetime(2026, 12, 25, 10, 0, tzinfo=UTC)
    with room(tmp_path / "p", qapp, qtbot, christmas, person(4, received_at=christmas)) as place:
        place.open_first()
        lead = place.window.workspace.lead
        qtbot.waitUntil(lambda: reads(lead, "Public holiday there"))
