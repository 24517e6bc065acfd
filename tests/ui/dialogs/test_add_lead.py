"""A lead by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core.people.new_lead import NewLead, NewPoint
from app.services.people.leads import add_lead, find
from app.ui.dialogs.add_lead import AddLeadDialog
from app.ui.dialogs.lead_form import Typed, check
from app.ui.importing.places import country_names
from app.ui.theme.theme import Theme
from tests.importing import zone_tables
from tests.ui.dialogs.dialogs import desk_at, opened_in_front

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dialog(tmp_path: Path, theme: Theme, qtbot: QtBot, window: QWidget) -> Iterator[AddLeadDialog]:
    """Beside a desk that knows Person0 and Person1."""
    with desk_at(tmp_path / "p", people=2) as (opened, tasks):
        made = AddLeadDialog(
            theme,
            opened.desk,
            tasks,
            zones=opened.zones,
            countries=country_names(),
            parent=window,
        )
        opened_in_front(qtbot, made)
        yield made


def test_by_keyboard_from_the_first_field_to_the_queue(dialog: AddLeadDialog, qtbot: QtBot) -> None:
    added: list[tuple[object, str, bool]] = []
    dialog.added.connect(lambda *said: added.append(said))
    assert dialog.first.hasFocus()
    for text in ("Ines", "Lopes", "612 34 56 78", "Ines.Lopes@Example.com"):
        QTest.keyClicks(dialog.focusWidget(), text)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.note("phone") == "+34 612 34 56 78"
    dialog.consents["call"].setChecked(True)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(added) == 1)
    assert added[0][1:] == ("Ines Lopes", False)
    (hit,) = find(dialog._desk, "ines")
    with dialog._desk.store.read() as reader:
        lead, work = reader.lead(hit.lead_id), reader.work(hit.lead_id)
    assert [p.value for p in lead.points] == ["+34612345678", "ines.lopes@example.com"]
    assert lead.source == ""
    assert "Europe/Madrid" in lead.zones
    assert [(c.channel, c.granted) for c in work.consents] == [("call", True)]
    assert work.first_contact is not None


@pytest.mark.parametrize(
    ("phone", "note"),
    [
        ("612 34", "Too few digits."),
        ("612 34 56 7x", "Contains a letter."),
        ("12/03/1988", "A date, not a phone number."),
    ],
)
def test_a_number_that_cannot_be_dialled_is_said_at_once(
    phone: str, note: str, dialog: AddLeadDialog
) -> None:
    QTest.keyClicks(dialog.phone, phone)
    assert dialog.note("phone") == note
    assert not dialog.save.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()


def test_a_number_from_abroad_with_00_is_read(dialog: AddLeadDialog) -> None:
    QTest.keyClicks(dialog.phone, "0033 6 12 34 56 78")
    assert dialog.note("phone").startswith("+33 6 12 34 56 78")
    assert dialog.save.isEnabled()


def test_a_suggestion_is_offered_and_taken_by_hand(dialog: AddLeadDialog) -> None:
    QTest.keyClicks(dialog.phone, "612345678 / 912345678")
    assert dialog.use_fix.isVisible()
    assert dialog.use_fix.text() == "Use +34612345678"
    dialog.use_fix.click()
    assert dialog.note("phone").startswith("+34 612 34 56 78")
    assert dialog.save.isEnabled()
    assert not dialog.use_fix.isVisible()


def test_neither_number_nor_address_is_not_enough(dialog: AddLeadDialog) -> None:
    QTest.keyClicks(dialog.first, "Ines")
    assert dialog.said == "A phone number or an email is needed to reach them."
    QTest.keyClicks(dialog.email, "ines@")
    assert dialog.note("email") == "Not an email address."
    assert not dialog.save.isEnabled()


def test_somebody_known_is_said_before_and_merged(dialog: AddLeadDialog, qtbot: QtBot) -> None:
    added: list[tuple[object, str, bool]] = []
    dialog.added.connect(lambda *said: added.append(said))
    QTest.keyClicks(dialog.phone, "612345000")
    qtbot.waitUntil(lambda: dialog.said.startswith("Person0 Ejemplo is known already."))
    assert dialog.save.text() == "Add to them"
    QTest.keyClicks(dialog.email, "second@example.com")
    qtbot.waitUntil(lambda: dialog.said.startswith("Person0 Ejemplo is known already."))
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(added) == 1)
    assert added[0][2] is True
    (hit,) = find(dialog._desk, "Person0")
    with dialog._desk.store.read() as reader:
        values = [p.value for p in reader.lead(hit.lead_id).points]
    assert "second@example.com" in values


def people_at(dialog: AddLeadDialog, number: str) -> set[str]:
    return {hit.name for hit in find(dialog._desk, number)}


def test_two_who_share_a_number_are_kept_apart_by_a_tick(
    dialog: AddLeadDialog, qtbot: QtBot
) -> None:
    added: list[tuple[object, str, bool]] = []
    dialog.added.connect(lambda *said: added.append(said))
    QTest.keyClicks(dialog.phone, "612345000")
    qtbot.waitUntil(lambda: dialog.said.startswith("Person0 Ejemplo is known already."))
    assert not dialog.apart.isVisible()  # a number alone is nobody else's
    QTest.keyClicks(dialog.first, "Berta")
    qtbot.waitUntil(dialog.apart.isVisible)
    assert dialog.apart.text() == "Somebody else than Person0 Ejemplo"
    dialog.apart.setFocus()
    QTest.keyClick(dialog.apart, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.said == "Person0 Ejemplo has it too. They stay two people.")
    assert dialog.save.text() == "Add lead"
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(added) == 1)
    assert added[0][1:] == ("Berta", False)
    assert people_at(dialog, "612345000") == {"Person0 Ejemplo", "Berta"}


def test_the_tick_can_be_taken_back(dialog: AddLeadDialog, qtbot: QtBot) -> None:
    added: list[tuple[object, str, bool]] = []
    dialog.added.connect(lambda *said: added.append(said))
    QTest.keyClicks(dialog.first, "Berta")
    QTest.keyClicks(dialog.email, "person1@example.com")
    qtbot.waitUntil(dialog.apart.isVisible)
    for _ in range(2):
        QTest.keyClick(dialog.apart, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.said.startswith("Person1 Ejemplo is known already."))
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(added) == 1)
    # Named is who is known, not what was typed.
    assert added[0][1:] == ("Person1 Ejemplo", True)
    assert people_at(dialog, "person1@example.com") == {"Person1 Ejemplo"}


def test_of_several_at_one_number_the_right_one_is_named(
    dialog: AddLeadDialog, qtbot: QtBot
) -> None:
    """Person0's number is Berta's too: who types Berta is told of her, not of who came first."""
    shared = NewPoint(kind="phone", value="+34612345000")
    add_lead(dialog._desk, NewLead(first_name="Berta", points=(shared,), apart=True))
    QTest.keyClicks(dialog.first, "Berta")
    QTest.keyClicks(dialog.phone, "612345000")
    qtbot.waitUntil(lambda: dialog.said.startswith("Berta is known already."))
    wanted: list[object] = []
    dialog.open_requested.connect(wanted.append)
    dialog.open_known.click()
    (hit,) = find(dialog._desk, "Berta")
    assert wanted == [hit.lead_id]


def test_somebody_known_can_be_opened_instead(dialog: AddLeadDialog, qtbot: QtBot) -> None:
    wanted: list[object] = []
    dialog.open_requested.connect(wanted.append)
    QTest.keyClicks(dialog.email, "person1@example.com")
    qtbot.waitUntil(dialog.open_known.isVisible)
    dialog.open_known.click()
    (hit,) = find(dialog._desk, "Person1")
    assert wanted == [hit.lead_id]


def test_the_country_says_how_a_number_is_meant(dialog: AddLeadDialog) -> None:
    dialog.country.setCurrentIndex(dialog.country.findData("MX"))
    dialog.country.activated.emit(dialog.country.currentIndex())
    QTest.keyClicks(dialog.phone, "55 1234 5678")
    assert dialog.note("phone").startswith("+52 55 1234 5678")


def test_a_number_of_one_zone_says_whose_clock_counts(dialog: AddLeadDialog) -> None:
    QTest.keyClicks(dialog.phone, "+48 601 323 501")
    assert dialog.note("phone") == "+48 601 323 501, time of Warsaw"


def test_escape_adds_nobody(dialog: AddLeadDialog) -> None:
    QTest.keyClicks(dialog.phone, "612345678")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert find(dialog._desk, "612345678") == []


def test_a_new_lead_goes_before_the_dialog(dialog: AddLeadDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.take_requested):
        QTest.keyClick(dialog, Qt.Key.Key_F8)
    assert not dialog.isVisible()


def test_an_address_alone_is_enough_and_has_no_zone() -> None:
    checked = check(Typed(email="a@example.com"), "ES", zone_tables())
    assert checked.ready
    assert checked.keys == (("email", "a@example.com"),)
    assert checked.zones == ()


def test_two_fields_in_a_line_are_as_wide_as_each_other(dialog: AddLeadDialog) -> None:
    assert abs(dialog.first.width() - dialog.last.width()) <= 1
    assert abs(dialog.country.width() - dialog.source.width()) <= 1


def test_only_whoever_asked_us_may_be_called_without_a_tick(
    dialog: AddLeadDialog, qtbot: QtBot
) -> None:
    added: list[object] = []
    dialog.added.connect(lambda lead_id, *_: added.append(lead_id))
    dialog.first.setText("Ines")
    dialog.phone.setText("612 34 56 78")
    assert dialog.agreed.startswith("Nothing says that they asked us")
    dialog.source.setCurrentIndex(dialog.source.findData("referral"))
    assert dialog.agreed.startswith("Nothing says that they asked us")
    dialog.source.setCurrentIndex(dialog.source.findData("phone"))
    assert dialog.agreed.startswith("They asked us: an answer by phone is fine until ")
    dialog.source.setCurrentIndex(dialog.source.findData(""))
    dialog.save.click()
    qtbot.waitUntil(lambda: len(added) == 1)
    (hit,) = find(dialog._desk, "ines")
    with dialog._desk.store.read() as reader:
        assert reader.work(hit.lead_id).consents == ()
