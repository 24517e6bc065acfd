"""The first start, by keyboard: a profile, then the first list, then work."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap.start import DesktopStart
from app.core.errors import Refused
from app.core.queue.lane_names import SHOWN_LANES
from app.services.wording import Wording
from app.services.working.content_list import read_content
from app.system.paths import Profile
from app.ui.setup.window import ProfileWish, SetupWindow
from app.ui.theme.theme import Theme
from tests.ui.importing.importing import CTRL, front, key, listed, reach
from tests.ui.workplace import Hands


@pytest.fixture
def window(theme: Theme, words: Wording, qtbot: QtBot) -> SetupWindow:
    made = SetupWindow(theme, words, zone="Europe/Madrid")
    qtbot.addWidget(made)
    made.show()
    front(qtbot, made)
    return made


@pytest.fixture
def start(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DesktopStart]:
    """The program over an empty folder, on a machine in Madrid."""
    monkeypatch.setenv("TZ", "Europe/Madrid")
    profile = Profile(tmp_path / "p")
    profile.prepare()
    with ExitStack() as stack:
        made = DesktopStart(profile, Hands(), qapp, stack, demo=False)
        made.begin()
        qtbot.addWidget(made.setup)
        front(qtbot, made.setup)
        yield made


def fill(window: SetupWindow, name: str = "Marta Sole", company: str = "Campus Faro") -> None:
    QTest.keyClicks(window.form.name, name)
    QTest.keyClicks(window.form.company, company)


def test_from_nothing_to_a_queue_with_people(
    start: DesktopStart, tmp_path: Path, qtbot: QtBot
) -> None:
    window = start.setup
    assert window.windowTitle() == "Touchline – Set up, step 1 of 3"
    key(window, Qt.Key.Key_Tab)
    assert window.form.name.hasFocus()
    fill(window)
    key(window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: window.page is not None)
    page = window.page
    assert page is not None
    assert window.windowTitle() == "Touchline – Set up, step 2 of 3"
    page.open_file(
        listed(tmp_path, "Nombre;Teléfono;Acepta llamadas\nAna;612345678;sí\nBea;612345679;sí\n")
    )
    reach(qtbot, page, "plan")
    assert page.foot.counts.text == "2 new · 0 merged · 0 left out"
    key(window, Qt.Key.Key_Return, CTRL)
    reach(qtbot, page, "result")
    assert window.windowTitle() == "Touchline – Set up, step 3 of 3"
    key(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: start.joined is not None)
    qtbot.addWidget(start.window)
    assert not window.isVisible()
    assert start.joined is not None
    identity = start.joined.desk.identity
    assert (identity.rep_name, identity.company) == ("Marta Sole", "Campus Faro")
    assert (identity.zone, identity.country) == ("Europe/Madrid", "ES")
    model = start.window.workspace.model
    qtbot.waitUntil(lambda: sum(model.count(lane) for lane in SHOWN_LANES) == 2)
    start.window.close()


def test_the_import_can_be_skipped(start: DesktopStart, qtbot: QtBot) -> None:
    window = start.setup
    fill(window)
    key(window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: window.page is not None)
    assert window.page is not None
    window.page.foot.skip.click()
    qtbot.waitUntil(lambda: start.joined is not None)
    qtbot.addWidget(start.window)
    start.window.close()


def test_what_is_missing_is_said_and_gets_the_focus(window: SetupWindow, qtbot: QtBot) -> None:
    wishes: list[ProfileWish] = []
    window.wanted.connect(wishes.append)
    key(window, Qt.Key.Key_Return, CTRL)
    assert wishes == []
    assert window.form.problem("name") == "Enter your name."
    assert window.form.problem("company") == "Enter the name of your company."
    assert window.form.name.hasFocus()
    QTest.keyClicks(window.form.name, "Marta")
    assert window.form.problem("name") == ""
    QTest.keyClicks(window.form.company, "Faro")
    key(window, Qt.Key.Key_Return, CTRL)
    assert wishes == [
        ProfileWish(
            kind="local", rep_name="Marta", company="Faro", zone="Europe/Madrid", country="ES"
        )
    ]


def test_the_first_offer_document_and_case_are_asked_for_and_kept(
    start: DesktopStart, qtbot: QtBot
) -> None:
    window = start.setup
    fill(window)
    QTest.keyClicks(window.content.lines["offer"], "evening classes")
    QTest.keyClicks(window.content.lines["case_title"], "A year at night")
    key(window, Qt.Key.Key_Return, CTRL)
    assert window.content.problem("case_link") == (
        "A case or a document needs a link. Paste where it can be read."
    )
    assert window.content.lines["case_link"].hasFocus()
    QTest.keyClicks(window.content.lines["case_link"], "https://faro.example/night")
    key(window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: window.page is not None)
    assert window.page is not None
    window.page.foot.skip.click()
    qtbot.waitUntil(lambda: start.joined is not None)
    qtbot.addWidget(start.window)
    assert start.joined is not None
    kept = [(one.kind, one.title) for one in read_content(start.joined.desk)]
    assert kept == [("offer", "evening classes"), ("case", "A year at night")]
    start.window.close()


def test_arrows_choose_a_way_and_pass_over_the_hub(window: SetupWindow) -> None:
    assert window.ways.code == "local"
    key(window, Qt.Key.Key_Right)
    assert window.ways.code == "demo"
    assert window.primary.text() == "Look around"
    key(window, Qt.Key.Key_Right)
    assert window.ways.code == "local"


def test_the_demo_asks_for_nothing(window: SetupWindow) -> None:
    wishes: list[ProfileWish] = []
    window.wanted.connect(wishes.append)
    key(window, Qt.Key.Key_Left)
    key(window, Qt.Key.Key_Return, CTRL)
    assert wishes == [ProfileWish(kind="demo")]
    key(window, Qt.Key.Key_Return, CTRL)
    assert len(wishes) == 1


def test_a_profile_that_cannot_be_made_can_be_tried_again(window: SetupWindow) -> None:
    wishes: list[ProfileWish] = []
    window.wanted.connect(wishes.append)
    fill(window)
    key(window, Qt.Key.Key_Return, CTRL)
    assert not window.primary.isEnabled()
    window.show_problem(Refused("disk_full", "The disk is full.", "Make room."))
    assert window._said.text == "The disk is full. Make room."
    key(window, Qt.Key.Key_Return, CTRL)
    assert len(wishes) == 2


def test_another_country_brings_its_zone_until_one_was_chosen(window: SetupWindow) -> None:
    form = window.form
    form.country.setCurrentIndex(form.country.findData("MX"))
    form.country.activated.emit(form.country.currentIndex())
    assert form.workplace.zone == "America/Mexico_City"
    form.zone.setCurrentIndex(form.zone.findData("Europe/Madrid"))
    form.zone.activated.emit(form.zone.currentIndex())
    form.country.setCurrentIndex(form.country.findData("CO"))
    form.country.activated.emit(form.country.currentIndex())
    assert form.workplace.zone == "Europe/Madrid"


def test_a_machine_without_a_place_asks_for_the_country(
    theme: Theme, words: Wording, qtbot: QtBot
) -> None:
    window = SetupWindow(theme, words, zone="UTC")
    qtbot.addWidget(window)
    fill(window)
    assert not window.form.check()
    assert window.form.problem("country") == "Choose your country."


def test_it_fits_a_small_dark_window(theme: Theme, words: Wording, qtbot: QtBot) -> None:
    theme.set_scheme("dark")
    theme.set_text_scale(1.3)
    window = SetupWindow(theme, words, zone="Europe/Madrid")
    qtbot.addWidget(window)
    window.resize(960, 640)
    window.show()
    assert window.minimumSizeHint().width() <= 960
    window.grab()
