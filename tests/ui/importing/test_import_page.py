"""The import page by keyboard, over real files and a real store."""

import os
import stat
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.core.people.new_lead import NewLead, NewPoint
from app.services.importing.mappings import load_mapping, save_mapping
from app.services.importing.tables import LEAVE_OUT
from app.services.people.leads import add_lead, find
from app.ui.importing.columns_table import BECOMES
from app.ui.importing.import_page import ImportPage
from app.ui.theme.theme import Theme
from tests.importing import SAMPLES, plan
from tests.ui.importing.importing import (
    CTRL,
    ENQUIRIES,
    Running,
    front,
    key,
    listed,
    page_at,
    reach,
    read,
    read_again,
)
from tests.ui.workplace import Hands

SPANISH = "Nombre;Teléfono;País;Correo\n"
BAD = (
    SPANISH + "Ana;612 34 56 O2;ES;ana@example.com\n"
    "Blas;612 34;ES;\n"
    "Carla;612 34 56 01;ES;carla@example.com\n"
)


def stored(page: ImportPage) -> int:
    with page._desk.store.read() as reader:
        found = reader.queue_page(page._desk.identity.rep_id, page._desk.clock.now(), 10)
    return sum(found.counts.values())


def test_a_real_list_from_file_to_queue(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        assert page.state == "choose"
        read(qtbot, page, ENQUIRIES)
        looked = page.job.result
        assert looked is not None
        assert page.head.note.startswith("enquiries_es.csv · 1,271 rows · semicolons")
        new, merged = len(looked.ahead.new), len(looked.plan.merged) + len(looked.ahead.known)
        assert page.foot.counts.text == f"{new:,} new · {merged} merged · 0 left out"
        assert page.foot.primary.text() == f"Import {new:,} leads"
        assert new + merged == looked.plan.rows
        key(page, Qt.Key.Key_Return, CTRL)
        reach(qtbot, page, "result")
        assert page.result_panel.title == f"{new:,} leads imported"
        assert page.result_panel.lines[0] == f"{new:,} new in the queue"
        assert page.foot.primary.text() == "Start working"
        with qtbot.waitSignal(page.finished):
            key(page, Qt.Key.Key_Return)


def test_the_columns_say_what_they_become_and_why(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, ENQUIRIES)
        model = page.plan_panel.columns.columns
        rows = {model.column(i).name: model.column(i) for i in range(model.rowCount())}
        assert rows["Fecha"].note == "day first, Madrid"
        assert rows["Acepta llamadas"].note == "sí = yes, no = no"
        assert rows["Teléfono"].note.endswith("problems")
        assert (rows["utm_id"].field, rows["utm_id"].note) == (LEAVE_OUT, "left out")


def test_a_fix_is_only_used_when_somebody_takes_it(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, BAD))
        problems = page.plan_panel.problems
        assert page.plan_panel.sentence.startswith("1 of 2 can be fixed.")
        assert "1 comes in without the number. 1 stays out" in page.plan_panel.sentence
        assert problems.problems.problem(0).suggestion == "+34612345602"
        assert page.foot.counts.text == "2 new · 0 merged · 1 left out"
        assert problems.hasFocus()
        key(page, Qt.Key.Key_Return)
        read_again(qtbot, page)
        looked = page.job.result
        assert looked is not None
        assert looked.plan.drafts[0].points[0].value == "+34612345602"
        assert problems.problems.rowCount() == 1
        assert not page.plan_panel.use_all.isVisible()


def test_a_number_without_a_country_is_of_the_desks_beside_a_country_column_too(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    rows = "Ana;612 34 56 01;;\nLea;6 12 34 56 78;FR;\n"
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, SPANISH + rows))
        looked = page.job.result
        assert looked is not None
        numbers = [draft.points[0].value for draft in looked.plan.drafts]
        assert numbers == ["+34612345601", "+33612345678"]


def test_all_fixes_at_once(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, ENQUIRIES)
        before = page.plan_panel.problems.problems.rowCount()
        fixes = int(page.plan_panel.use_all.text().split()[2])
        page.plan_panel.use_all.click()
        assert not page.foot.primary.isEnabled()
        read_again(qtbot, page)
        assert page.plan_panel.problems.problems.rowCount() == before - fixes
        assert "No fix is known" in page.plan_panel.sentence


def test_a_fix_counts_for_the_same_number_in_another_column(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    # A number of Mayotte, written like a French one.
    text = "Name,Phone,Mobile,Email\nAna,+33639684840,+33639684840,ana@example.com\n"
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, text))
        key(page, Qt.Key.Key_Space)
        read_again(qtbot, page)
        assert page.plan_panel.problems.problems.rowCount() == 0
        assert page.job.result is not None
        assert page.job.result.plan.unusable == ()


def test_a_cell_is_corrected_by_hand(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, BAD))
        key(page, Qt.Key.Key_Down)
        key(page, Qt.Key.Key_F2)
        field = page.plan_panel.problems.findChild(QLineEdit)
        assert field is not None
        assert field.hasFocus()
        field.selectAll()
        QTest.keyClicks(field, "612 34 56 02")
        QTest.keyClick(field, Qt.Key.Key_Return)
        read_again(qtbot, page)
        assert page.foot.counts.text == "3 new · 0 merged · 0 left out"


def test_escape_leaves_a_cell_as_it_was(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, BAD))
        key(page, Qt.Key.Key_F2)
        field = page.plan_panel.problems.findChild(QLineEdit)
        assert field is not None
        QTest.keyClicks(field, "9")
        key(page, Qt.Key.Key_Escape)
        assert page.state == "plan"
        assert page.job.wishes.corrections == {}


def test_another_field_for_a_column(
    tmp_path: Path, theme: Theme, qtbot: QtBot, qapp: QApplication
) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, "Nombre;Teléfono;Aula\nAna;612345678;B2\n"))
        columns = page.plan_panel.columns
        columns.setFocus()
        columns.setCurrentIndex(columns.columns.index(2, 0))
        key(page, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: qapp.activePopupWidget() is not None)
        combo = columns.findChild(QComboBox)
        assert combo is not None
        combo.setCurrentIndex(combo.findData("city"))
        combo.activated.emit(combo.currentIndex())
        combo.hidePopup()
        read_again(qtbot, page)
        assert columns.columns.column(2).field == "city"
        assert columns.columns.column(2).note == "chosen"
        qtbot.waitUntil(lambda: columns.findChild(QComboBox) is None)
        assert columns.columns.flags(columns.columns.index(2, BECOMES)) & Qt.ItemFlag.ItemIsEditable


def test_a_saved_mapping_is_used_for_the_next_file_of_its_kind(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    path = listed(tmp_path, "Nombre;Teléfono;Aula\nAna;612345678;B2\n")
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, path)
        page.plan_panel.field_chosen.emit("Aula", "city")
        read_again(qtbot, page)
        page._save_mapping("  School  form ")
        qtbot.waitUntil(lambda: page.job.wishes.mapping_name == "School form")
        read_again(qtbot, page)
        assert load_mapping(page._desk, "School form")["Aula"] == "city"
        key(page, Qt.Key.Key_Escape)
        assert page.state == "choose"
        read(qtbot, page, path)
        assert page.job.wishes.mapping_name == "School form"
        assert page.plan_panel.mapping.text() == "School form"
        (draft,) = page.job.result.plan.drafts if page.job.result else ()
        assert draft.city == "B2"


def test_the_menu_of_mappings_offers_all_and_none(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        save_mapping(page._desk, "Web form", {"Nombre": "last_name"})
        read(qtbot, page, listed(tmp_path, SPANISH + "Ana;612345678;ES;\n"))
        menu = page.plan_panel.mapping.menu()
        texts = [action.text() for action in menu.actions() if action.text()]
        assert texts == ["Web form", "Match columns by their names", "Save this mapping…"]
        menu.actions()[0].trigger()
        read_again(qtbot, page)
        assert page.plan_panel.columns.columns.column(0).field == "last_name"


def test_people_who_are_known_are_merged_and_said_so_before(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        known = NewPoint(kind="phone", value="+34612345601")
        add_lead(page._desk, NewLead(first_name="Carla", points=(known,)))
        read(qtbot, page, listed(tmp_path, BAD))
        assert page.foot.counts.text == "1 new · 1 merged · 1 left out"
        page.plan_panel.tabs.choose("duplicates")
        assert page.plan_panel.problems.problems.problem(0).wrong == "in your list already"
        key(page, Qt.Key.Key_Return, CTRL)
        reach(qtbot, page, "result")
        assert len(find(page._desk, "carla")) == 1


def test_whoever_asked_for_no_contact_is_never_imported(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    """Opting out holds for the number, whoever it comes in with."""
    text = "Name,Phone,Do not contact\nAna,+34612345601,yes\n"
    again = "Name,Phone\nAnother Name,+34612345601\nBea,+34612345602\n"
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, text))
        assert "1 refuses contact in the list itself" in page.plan_panel.foot
        key(page, Qt.Key.Key_Return, CTRL)
        reach(qtbot, page, "result")
        erase(page, "Ana")
        page.open_file(listed(tmp_path, again, "again.csv"))
        reach(qtbot, page, "plan")
        assert page.foot.counts.text == "1 new · 0 merged · 1 left out"
        page.plan_panel.tabs.choose("suppressed")
        assert page.plan_panel.problems.problems.problem(0).name == "Another Name"
        assert page.plan_panel.problems.problems.problem(0).act == ""
        key(page, Qt.Key.Key_Return, CTRL)
        reach(qtbot, page, "result")
        assert "1 asked for no contact and were not stored" in page.result_panel.lines


def erase(page: ImportPage, name: str) -> None:
    """Their number is no longer on file, only that it opted out."""
    (hit,) = find(page._desk, name)
    with page._desk.store.write() as uow:
        uow.save_lead(msgspec.structs.replace(uow.lead(hit.lead_id), points=()), 9)
        uow.commit()


def test_cancelling_keeps_what_was_stored(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot, Running()) as page:
        read(qtbot, page, ENQUIRIES)
        key(page, Qt.Key.Key_Return, CTRL)
        with qtbot.waitSignal(page.job.counted):
            pass
        page.foot.cancel.click()
        reach(qtbot, page, "result")
        assert page.result_panel.title.startswith("Stopped after ")
        done = int(page.result_panel.title.split()[2].replace(",", ""))
        assert 0 < done < 1_000
        assert stored(page) > 0
        page.open_file(ENQUIRIES)
        reach(qtbot, page, "plan")
        looked = page.job.result
        assert looked is not None
        assert len(looked.ahead.known) >= done


def test_reading_can_be_cancelled(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        page.open_file(ENQUIRIES)
        key(page, Qt.Key.Key_Escape)
        assert page.state == "choose"
        read(qtbot, page, listed(tmp_path, SPANISH + "Ana;612345678;ES;\n"))
        assert page.head.note.startswith("list.csv · 1 row ·")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 and more", "This is a workbook or an archive, not a text file."),
        (b"\x7fELF" + b"\x00\x00\x01\x02\x90" * 500, "This is not a text file."),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(
    content: bytes, said: str, tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with page_at(tmp_path / "p", theme, qtbot) as page:
        page.open_file(path)
        reach(qtbot, page, "choose")
        assert page.choose_panel._title.text() == said
        assert page.choose_panel.choose.isVisible()
        read(qtbot, page, listed(tmp_path, SPANISH + "Ana;612345678;ES;\n"))


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        page.open_file(tmp_path / "gone.csv")
        reach(qtbot, page, "choose")
        words = page.choose_panel._title.text()
        assert words == "The file cannot be read. It is not there any more."


def test_a_list_of_nobody_cannot_be_imported(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        page.open_file(listed(tmp_path, SPANISH + "Ana;;;\n"))
        reach(qtbot, page, "plan")
        assert page.foot.primary.text() == "Nothing to import"
        assert not page.foot.primary.isEnabled()
        key(page, Qt.Key.Key_Return, CTRL)
        assert page.state == "plan"


def test_the_hostile_file_is_shown_and_imported(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, SAMPLES / "hostile.csv")
        assert page.plan_panel.tabs.code == "other"
        model = page.plan_panel.problems.problems
        shown = [model.problem(i) for i in range(model.rowCount())]
        assert any(row.wrong == "starts like a formula, kept as text" for row in shown)
        for tab in ("numbers", "other", "duplicates", "suppressed", "ready"):
            page.plan_panel.tabs.choose(tab)
            page.grab()
        key(page, Qt.Key.Key_Return, CTRL)
        reach(qtbot, page, "result")
        assert page.result_panel.save.text() == "Save the 3 rows left out…"
        saved = tmp_path / "left-out.csv"
        page.save_rows(saved)
        qtbot.waitUntil(lambda: "Saved as left-out.csv" in page.result_panel._saved.text())
        assert len(saved.read_text(encoding="utf-8-sig").splitlines()) == 4
        if os.name == "posix":
            assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_rows_that_cannot_be_saved_say_why(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, SAMPLES / "hostile.csv")
        key(page, Qt.Key.Key_Return, CTRL)
        reach(qtbot, page, "result")
        page.save_rows(tmp_path / "missing" / "rows.csv")
        qtbot.waitUntil(lambda: page.result_panel._saved.text() != "")
        assert page.result_panel._saved.text().startswith("The file was not saved")


def test_the_template_is_understood_whole(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        path = tmp_path / "template.csv"
        page.save_template(path)
        qtbot.waitUntil(path.exists)
        qtbot.waitUntil(lambda: path.read_bytes().endswith(b"\n"))
        found = plan(path.read_bytes())
    assert [c.name for c in found.columns if c.field == LEAVE_OUT] == []
    assert [c.name for c in found.columns if c.how != "matched"] == []
    assert found.findings == ()
    assert found.drafts[0].name == "Ada Example"


def test_without_a_country_column_numbers_are_the_desks(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, "Name,Phone\nAna,612 34 56 78\n"))
        assert page.foot.counts.text.startswith("1 new")
        assert "numbers of ES" in page.plan_panel._facts.text()
        page.job.wish(country="")
        qtbot.waitUntil(lambda: page.foot.counts.text.startswith("0 new"))


def test_the_options_of_the_file_read_it_again(
    tmp_path: Path, theme: Theme, qtbot: QtBot, qapp: QApplication
) -> None:
    text = "Name,Phone,Date\nAna,+34612345678,03/04/2026 10:00\n"
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, text))
        assert page.plan_panel.columns.columns.column(2).note == "day or month first?"
        page.plan_panel.options.click()
        qtbot.waitUntil(lambda: qapp.activeModalWidget() is not None)
        dialog = qapp.activeModalWidget()
        assert dialog is not None
        front(qtbot, dialog)
        order = dialog.order  # type: ignore[attr-defined]  # the dialog of the options
        order.setCurrentIndex(order.findText("Month first: 11/18/2026"))
        zone = dialog.zone  # type: ignore[attr-defined]
        zone.setCurrentIndex(zone.findData("America/Bogota"))
        QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
        read_again(qtbot, page)
        assert page.plan_panel.columns.columns.column(2).note == "month first, Bogotá"
        looked = page.job.result
        assert looked is not None
        received = looked.plan.drafts[0].received_at
        assert received is not None
        assert received.isoformat() == "2026-03-04T15:00:00+00:00"


def test_a_dropped_file_is_read(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    path = listed(tmp_path, SPANISH + "Ana;612345678;ES;\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    with page_at(tmp_path / "p", theme, qtbot) as page:
        page.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), copy, data, left, none))
        event = QDropEvent(QPoint(9, 9), copy, data, left, none, QEvent.Type.Drop)
        page.dropEvent(event)
        reach(qtbot, page, "plan")


def test_back_and_skip(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        assert page.foot.skip.isVisible()
        assert not page.foot.back.isVisible()
        with qtbot.waitSignal(page.skipped):
            page.foot.skip.click()
    with page_at(tmp_path / "q", theme, qtbot, setting_up=False) as page:
        assert not page.foot.skip.isVisible()
        with qtbot.waitSignal(page.left):
            key(page, Qt.Key.Key_Escape)


@pytest.mark.parametrize(("width", "scale"), [(1440, 1.3), (960, 1.0)])
def test_it_fits_small_windows_and_large_text(
    width: int, scale: float, tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    theme.set_text_scale(scale)
    theme.set_scheme("dark")
    with page_at(tmp_path / "p", theme, qtbot, Hands()) as page:
        page.resize(width, 500)
        read(qtbot, page, listed(tmp_path, BAD))
        qtbot.waitUntil(lambda: page.width() == width)
        assert page.minimumSizeHint().width() <= width
        page.grab()
