"""Settings take effect at once and are there the next time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.services.desk.tracking import read_tracking, track
from app.services.wording import Wording
from app.services.working.content_list import read_content
from app.services.working.merge_values import desk_values
from app.system.resources import resource_path
from app.ui.application import make_theme, window_settings
from app.ui.settings.preferences import Preferences
from app.ui.settings.settings_dialog import AboutData, SettingsDialog
from app.ui.theme.theme import Theme
from app.ui.widgets.dock.outcome_button import OutcomeButton
from app.ui.widgets.dock.outcome_dock import OutcomeDock
from app.ui.words import speak
from tests.ui.dialogs.dialogs import desk_at, opened_in_front
from tests.ui.widgets.samples import CALL

ABOUT = AboutData(
    version="0.1.0", qt_version="6.11.0", profile=(("Who works here", "Marta, Faro"),)
)


@contextmanager
def dialog_at(
    folder: Path, theme: Theme, qtbot: QtBot, window: QWidget
) -> Iterator[SettingsDialog]:
    """The dialog over the profile in `folder`, its texts read."""
    with desk_at(folder) as (opened, tasks):
        made = SettingsDialog(
            theme,
            opened.desk,
            tasks,
            preferences=Preferences(window_settings(folder / "ui.ini")),
            about=ABOUT,
            kept=tuple,
            back_up=lambda _: None,
            places=(("Europe/Madrid", "Europe/Lisbon"), {"ES": "Spain", "PT": "Portugal"}),
            parent=window,
        )
        opened_in_front(qtbot, made)
        qtbot.waitUntil(made.texts.lines["price"].isEnabled)
        yield made


def stored(dialog: SettingsDialog) -> dict[str, object]:
    with dialog._desk.store.read() as reader:
        return dict(desk_values(reader))


def press(dialog: SettingsDialog, key: Qt.Key) -> None:
    focus = dialog.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def test_the_look_changes_live_and_stays(
    tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget
) -> None:
    folder = tmp_path / "p"
    with dialog_at(folder, theme, qtbot, window) as dialog:
        dialog.scheme.focus_chosen()
        press(dialog, Qt.Key.Key_Right)
        assert theme.dark
        dialog.text_size.focus_chosen()
        press(dialog, Qt.Key.Key_Right)
        assert theme.text_scale == 1.15
        heard: list[bool] = []
        dialog.compact_chosen.connect(heard.append)
        dialog.rows.focus_chosen()
        press(dialog, Qt.Key.Key_Right)
        assert heard == [True]
        dialog.grab()
    kept = window_settings(folder / "ui.ini")
    again = make_theme(theme._app, kept)  # type: ignore[arg-type]  # it was applied to one
    assert (again.scheme, again.text_scale) == ("dark", 1.15)
    assert Preferences(kept).compact


def test_whoever_wants_no_motion_gets_none(
    tmp_path: Path, theme: Theme, qapp: QApplication, qtbot: QtBot, window: QWidget
) -> None:
    folder = tmp_path / "p"
    dock = OutcomeDock(theme)
    qtbot.addWidget(dock)
    with dialog_at(folder, theme, qtbot, window) as dialog:
        assert theme.motion_ms("fadeMs") == 120
        dialog.still.setFocus()
        press(dialog, Qt.Key.Key_Space)
        assert theme.motion_ms("fadeMs") == 0
        assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)
        dock.show_dock(CALL.dock, fresh=True)
        dock.set_resting(True)
        # At once, without an event loop that lets a fade go on.
        (strength,) = {button.strength for button in dock.findChildren(OutcomeButton)}
        assert strength < 0.5
    assert make_theme(qapp, window_settings(folder / "ui.ini")).still
    theme.set_still(False)


def test_the_language_is_kept_for_the_next_start(
    tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget
) -> None:
    folder = tmp_path / "p"
    with dialog_at(folder, theme, qtbot, window) as dialog:
        dialog.language.focus_chosen()
        press(dialog, Qt.Key.Key_Right)
        press(dialog, Qt.Key.Key_Right)
        assert "next start" in dialog.later.text()
        with qtbot.waitSignal(dialog.restart_wanted):
            dialog.restart.click()
        assert not dialog.isVisible()
    assert Preferences(window_settings(folder / "ui.ini")).language == "es"


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_tab_is_seen_whole(
    tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget, language: str
) -> None:
    speak(Wording.load(resource_path("i18n", f"{language}.json")))
    with dialog_at(tmp_path / "p", theme, qtbot, window) as dialog:
        assert dialog.tabs.sizeHint().width() <= dialog.tabs.width()
        assert dialog.width() <= 960


def test_sound_is_told_and_kept(
    tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget
) -> None:
    folder = tmp_path / "p"
    with dialog_at(folder, theme, qtbot, window) as dialog:
        told: list[tuple[bool, float]] = []
        dialog.sound_chosen.connect(lambda on, volume: told.append((on, volume)))
        dialog.tabs.setCurrentIndex(1)
        dialog.volume.setFocus()
        press(dialog, Qt.Key.Key_PageDown)
        assert told == [(True, 0.7)]
        with qtbot.waitSignal(dialog.sound_tried):
            dialog.hear.click()
        dialog.sound.setFocus()
        press(dialog, Qt.Key.Key_Space)
        assert told[-1] == (False, 0.7)
        assert not dialog.volume.isEnabled()
    kept = Preferences(window_settings(folder / "ui.ini"))
    assert (kept.sound_on, kept.volume) == (False, 0.7)


def test_a_text_is_stored_when_its_field_is_left(
    tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget
) -> None:
    folder = tmp_path / "p"
    with dialog_at(folder, theme, qtbot, window) as dialog:
        dialog.tabs.setCurrentIndex(2)
        line = dialog.texts.lines["callback_number"]
        line.setFocus()
        QTest.keyClicks(line, "+34 910  123 456 ")
        press(dialog, Qt.Key.Key_Tab)
        qtbot.waitUntil(lambda: dialog.texts.note("callback_number") == "Saved")
        assert stored(dialog) == {"callback_number": "+34 910 123 456"}
    with dialog_at(folder, theme, qtbot, window) as dialog:
        assert dialog.texts.lines["callback_number"].text() == "+34 910 123 456"


def test_a_text_that_was_not_left_is_stored_on_closing(
    tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget
) -> None:
    folder = tmp_path / "p"
    with dialog_at(folder, theme, qtbot, window) as dialog:
        dialog.tabs.setCurrentIndex(2)
        dialog.texts.lines["offer"].setFocus()
        QTest.keyClicks(dialog.texts.lines["offer"], "evening classes")
        desk = dialog._desk
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

        def found() -> bool:
            with desk.store.read() as reader:
                return desk_values(reader) == {"offer": "evening classes"}

        qtbot.waitUntil(found)


def test_a_link_that_no_browser_opens_is_refused(
    tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget
) -> None:
    with dialog_at(tmp_path / "p", theme, qtbot, window) as dialog:
        line = dialog.texts.lines["calendar_link"]
        dialog.tabs.setCurrentIndex(2)
        line.setFocus()
        QTest.keyClicks(line, "book me")
        press(dialog, Qt.Key.Key_Tab)
        qtbot.waitUntil(
            lambda: (
                dialog.texts.note("calendar_link")
                == "A link begins with https://. Enter the whole address."
            )
        )
        assert stored(dialog) == {}
        line.clear()
        QTest.keyClicks(line, "https://example.com/book")
        line.editingFinished.emit()
        qtbot.waitUntil(lambda: dialog.texts.note("calendar_link") == "Saved")


def test_about_names_what_it_is_made_of(
    tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget
) -> None:
    with dialog_at(tmp_path / "p", theme, qtbot, window) as dialog:
        dialog.tabs.setCurrentIndex(3)
        words = " ".join(label.text() for label in dialog.findChildren(QLabel))
        for name in ("Touchline 0.1.0", "Inter", "Lucide", "GNU Lesser General Public License"):
            assert name in words


def test_what_somebody_broke_by_hand_reads_as_the_usual(tmp_path: Path) -> None:
    file = tmp_path / "ui.ini"
    file.write_text("[sound]\nvolume=loud\non=perhaps\n[queue]\ncompact=\n", encoding="utf-8")
    kept = Preferences(window_settings(file))
    assert kept.volume == 0.8
    assert not kept.compact


def test_the_workplace_changes_and_is_there_at_the_next_start(
    tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget
) -> None:
    folder = tmp_path / "p"
    with dialog_at(folder, theme, qtbot, window) as dialog:
        page = dialog.workplace
        dialog.tabs.setCurrentIndex(3)
        qtbot.waitUntil(page.isEnabled)
        page.name.setFocus()
        page.name.selectAll()
        QTest.keyClicks(page.name, "Bea Two")
        page.company.setText("Nueva SL")
        page.country.setCurrentIndex(page.country.findData("PT"))
        page.zone.setCurrentIndex(page.zone.findData("Europe/Lisbon"))
        QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "next start" in page.said.text())
    with desk_at(folder) as (opened, _):
        who = opened.desk.identity
        found = (who.rep_name, who.company, who.country, who.zone)
        assert found == ("Bea Two", "Nueva SL", "PT", "Europe/Lisbon")


def test_a_workplace_without_a_name_is_refused_in_words(
    tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget
) -> None:
    with dialog_at(tmp_path / "p", theme, qtbot, window) as dialog:
        page = dialog.workplace
        dialog.tabs.setCurrentIndex(3)
        qtbot.waitUntil(page.isEnabled)
        page.name.clear()
        QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "are needed" in page.said.text())


def test_what_is_sent_is_added_changed_and_taken_out(
    tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget
) -> None:
    folder = tmp_path / "p"
    with dialog_at(folder, theme, qtbot, window) as dialog:
        dialog.tabs.setCurrentIndex(3)
        page = dialog.content
        qtbot.waitUntil(page.isEnabled)
        for title in ("The stock guide", "The price list"):
            page.add.setFocus()
            press(dialog, Qt.Key.Key_Space)
            row = page.rows[-1]
            assert row.lines["title"].hasFocus()
            QTest.keyClicks(row.lines["title"], title)
            QTest.keyClicks(row.lines["link"], "faro.example")
        page.save.click()
        qtbot.waitUntil(lambda: page.said.text().startswith("A link begins with https://"))
        for row in page.rows:
            row.lines["link"].clear()
            QTest.keyClicks(row.lines["link"], "https://faro.example/guide")
        QTest.keyClicks(page.rows[0].lines["interests"], "stock lists, counting")
        page.save.click()
        qtbot.waitUntil(lambda: page.said.text() == "Saved")
    with dialog_at(folder, theme, qtbot, window) as dialog:
        dialog.tabs.setCurrentIndex(3)
        page = dialog.content
        qtbot.waitUntil(page.isEnabled)
        assert [row.lines["title"].text() for row in page.rows] == [
            "The stock guide",
            "The price list",
        ]
        QTest.mouseClick(page.rows[1].out, Qt.MouseButton.LeftButton)
        page.save.click()
        qtbot.waitUntil(lambda: page.said.text() == "Saved")
        (entry,) = read_content(dialog._desk)
        assert (entry.title, entry.interests) == ("The stock guide", ("stock lists", "counting"))


def test_tracking_is_set_by_ticks_and_what_is_connected_stays(
    tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget
) -> None:
    folder = tmp_path / "p"
    with dialog_at(folder, theme, qtbot, window) as dialog:
        page = dialog.tracking
        qtbot.waitUntil(page.isEnabled)
        assert not any(box.isChecked() for box in page.boxes.values())
        dialog.tabs.setCurrentIndex(5)
        assert page.isVisible()
        tick = QPoint(10, page.boxes["email"].height() // 2)
        QTest.mouseClick(page.boxes["email"], Qt.MouseButton.LeftButton, pos=tick)
        qtbot.waitUntil(lambda: page.said.text() != "")
        track(dialog._desk, ["sms"], "mailbox")
    with dialog_at(folder, theme, qtbot, window) as dialog:
        page = dialog.tracking
        qtbot.waitUntil(page.isEnabled)
        assert page.boxes["email"].isChecked()
        assert page.boxes["sms"].isChecked()
        assert not page.boxes["sms"].isEnabled()
        dialog.tabs.setCurrentIndex(5)
        page.boxes["email"].setFocus()
        press(dialog, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: page.said.text() != "")
        qtbot.waitUntil(lambda: read_tracking(dialog._desk)[0] == frozenset())
        assert read_tracking(dialog._desk) == (frozenset(), frozenset({"sms"}))
