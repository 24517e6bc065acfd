"""What the import page says about the people of a list, by mouse and by keyboard."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.ui.importing.columns_table import BECOMES
from app.ui.importing.import_page import ImportPage
from app.ui.importing.problems_table import ACT, WRONG
from app.ui.importing.source_names import SourceNames
from app.ui.theme.theme import Theme
from tests.ui.importing.importing import key, listed, page_at, reach, read, read_again

LEFT = Qt.MouseButton.LeftButton
SHARED = "Name,Phone\nAna Gil,612345671\nLuis Ruiz,612345671\n"
WHEN = "Name,Phone\nAna Gil,612345671\nLuis Ruiz,612345672\n"


def becomes(page: ImportPage, row: int) -> QPoint:
    """The middle of the list of fields of a column, in the table's viewport."""
    table = page.plan_panel.columns
    rect = table.visualRect(table.columns.index(row, BECOMES))
    return QPoint(rect.left() + 80, rect.center().y())


def press_button(page: ImportPage, row: int) -> None:
    """Click the button of a line on the right."""
    table = page.plan_panel.problems
    rect = table.visualRect(table.problems.index(row, ACT))
    QTest.mouseClick(table.viewport(), LEFT, pos=QPoint(rect.right() - 30, rect.center().y()))


def lanes(page: ImportPage) -> list[str]:
    with page._desk.store.read() as reader:
        found = reader.queue_page(page._desk.identity.rep_id, page._desk.clock.now(), 10)
    return [str(lane) for lane, count in found.counts.items() for _ in range(count)]


def test_a_column_is_mapped_by_mouse_alone(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, "Wer,Phone\nAna,612345671\n"))
        table = page.plan_panel.columns
        # A list that opens with the press would close with the release.
        QTest.mousePress(table.viewport(), LEFT, pos=becomes(page, 0))
        assert table.findChildren(QComboBox) == []
        QTest.mouseRelease(table.viewport(), LEFT, pos=becomes(page, 0))
        [combo] = table.findChildren(QComboBox)
        qtbot.waitUntil(combo.view().isVisible)
        wanted = combo.model().index(combo.findData("full_name"), 0)
        combo.view().scrollTo(wanted)
        at = combo.view().visualRect(wanted).center()
        QTest.mouseMove(combo.view().viewport(), at)
        QTest.mouseClick(combo.view().viewport(), LEFT, pos=at)
        qtbot.waitUntil(lambda: page.job.wishes.mapping == {"Wer": "full_name"})
        read_again(qtbot, page)
        assert page.job.result is not None
        assert page.job.result.plan.drafts[0].name == "Ana"


def test_an_unknown_source_is_asked_about_and_remembered(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    list_of = "Name,Phone,Source\nAna Gil,612345671,Ads 7\nLuis Ruiz,612345672,Ads 7\n"
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, list_of))
        row = page.plan_panel.people
        assert "Ads 7" in row.said
        QTest.mouseClick(row.sources, LEFT)
        [dialog] = page.findChildren(SourceNames)
        qtbot.waitUntil(dialog.isVisible)
        combo = dialog.choices["Ads 7"]
        assert combo.itemText(combo.findData("demo_request")) == "Demo request"
        combo.setCurrentIndex(combo.findData("demo_request"))
        key(dialog, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not page.plan_panel.people.sources.isVisible())
        read_again(qtbot, page)
        assert "Ads 7" not in page.plan_panel.people.said
        QTest.mouseClick(page.foot.primary, LEFT)
        reach(qtbot, page, "result")
        with page._desk.store.read() as reader:
            [lead_id, _] = reader.in_work(page._desk.identity.rep_id)
            enrolment = reader.work(lead_id).enrolment
        assert enrolment is not None
        assert enrolment.cadence_key == "demo_request"


def test_rows_of_the_list_of_fields_are_high_enough_to_hit(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, WHEN))
        table = page.plan_panel.columns
        QTest.mouseClick(table.viewport(), LEFT, pos=becomes(page, 0))
        [combo] = table.findChildren(QComboBox)
        qtbot.waitUntil(combo.view().isVisible)
        assert combo.view().visualRect(combo.model().index(0, 0)).height() >= theme.px(24)


def test_people_who_share_a_number_can_be_kept_apart_and_merged_again(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, SHARED))
        page.plan_panel.tabs.choose("duplicates")
        model = page.plan_panel.problems.problems
        line = model.problem(0)
        assert (line.name, line.value, line.wrong) == (
            "Luis Ruiz",
            "Ana Gil",
            "same number as row 2",
        )
        press_button(page, 0)
        qtbot.waitUntil(lambda: page.job.wishes.keep_apart == frozenset({3}))
        read_again(qtbot, page)
        qtbot.waitUntil(lambda: model.problem(0).act == "together")
        assert page.foot.primary.text() == "Import 2 leads"
        press_button(page, 0)
        qtbot.waitUntil(lambda: page.foot.primary.text() == "Import 1 lead")
        press_button(page, 0)
        qtbot.waitUntil(lambda: page.foot.primary.text() == "Import 2 leads")
        key(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        reach(qtbot, page, "result")
        assert len(lanes(page)) == 2


def test_who_is_known_under_another_name_can_be_kept_apart(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        for rows, leads in (("Ana Gil,612345671\n", 1), ("Luis Ruiz,612345671\n", 2)):
            read(qtbot, page, listed(tmp_path, f"Name,Phone\n{rows}"))
            if leads == 2:
                page.plan_panel.tabs.choose("duplicates")
                line = page.plan_panel.problems.problems.problem(0)
                assert (line.name, line.value) == ("Luis Ruiz", "Ana Gil")
                press_button(page, 0)
                qtbot.waitUntil(lambda: page.foot.primary.text() == "Import 1 lead")
            key(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            reach(qtbot, page, "result")
            assert len(lanes(page)) == leads


def test_the_lines_about_a_merge_name_both_people(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, SHARED))
        page.plan_panel.tabs.choose("other")
        model = page.plan_panel.problems.problems
        shown = [model.data(model.index(0, column)) for column in range(WRONG + 1)]
        assert shown[:3] == ["3", "Luis Ruiz", "Ana Gil"]


def test_who_has_no_time_starts_no_clock_and_that_is_said(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, WHEN))
        panel = page.plan_panel
        assert panel.people.said.startswith("2 without a time of enquiry")
        assert panel.people.just_now.isVisible()
        key(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        reach(qtbot, page, "result")
        assert "first_contact" not in lanes(page)


def test_a_short_list_may_have_come_in_just_now(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, WHEN))
        QTest.mouseClick(page.plan_panel.people.just_now, LEFT)
        read_again(qtbot, page)
        qtbot.waitUntil(lambda: page.plan_panel.people.just_now.text() == "They came in earlier")
        assert page.job.result is not None
        assert [draft.just_now for draft in page.job.result.plan.drafts] == [True, True]


def test_a_long_list_cannot_have_come_in_just_now(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        rows = "".join(f"P{n},6123450{n}\n" for n in range(10, 60))
        read(qtbot, page, listed(tmp_path, f"Name,Phone\n{rows}"))
        assert page.plan_panel.people.said.startswith("50 without")
        assert not page.plan_panel.people.just_now.isVisible()


def test_people_without_names_are_told(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        text = "Wer,Phone,Date\nAna,612345671,2026-11-20\n"
        read(qtbot, page, listed(tmp_path, text))
        assert page.plan_panel.people.said == "1 without a name."


def test_escape_asks_before_it_drops_a_mapping(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, "Wer,Phone\nAna,612345671\n"))
        page.plan_panel.field_chosen.emit("Wer", "full_name")
        read_again(qtbot, page)
        states = []
        for _ in range(2):
            key(page, Qt.Key.Key_Escape)
            states.append(page.state)
        assert states == ["plan", "choose"]


def test_the_counts_of_reading_are_those_of_the_plan(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        told: list[tuple[int, int]] = []
        page.job.progressed.connect(lambda done, total: told.append((done, total)))
        read(qtbot, page, listed(tmp_path, WHEN + ",\n,\n,\n"))
        assert told[-1] == (2, 2)


def test_people_whom_nobody_can_call_are_told(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    with page_at(tmp_path / "p", theme, qtbot) as page:
        text = "Name,Phone,Email,Date\nAna,,ana@x.es,2026-11-20\nEva,612345671,,2026-11-20\n"
        read(qtbot, page, listed(tmp_path, text))
        assert page.plan_panel.people.said == "1 without a number."


def test_a_source_that_nobody_knows_is_told(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    lines = "Name,Phone,Source\nAna Gil,612345671,Live Chat\nLuis Ruiz,612345672,Zeppelin\n"
    with page_at(tmp_path / "p", theme, qtbot) as page:
        read(qtbot, page, listed(tmp_path, lines))
        assert "Zeppelin" in page.plan_panel.people.said
        assert "Live Chat" not in page.plan_panel.people.said
