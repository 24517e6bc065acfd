"""The list behind the queue: order, lanes, filter, what stays when facts change."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.services.store.queue_rows import QueueRow
from app.services.wording import Wording
from app.ui.theme.theme import Theme
from app.ui.widgets.queue.queue_lanes import Head, Sentence, UnreadRow
from app.ui.widgets.queue.queue_model import QueueModel
from app.ui.widgets.queue.queue_slot import LiveCall
from tests.ui.widgets.queue_rows import (
    MADRID,
    NOW,
    make_page,
    make_row,
    make_running,
    minutes,
    picture_page,
    seconds,
)


@pytest.fixture
def model(theme: Theme, words: Wording) -> QueueModel:
    return QueueModel(theme, words, ZoneInfo(MADRID))


def lines(model: QueueModel) -> list[str]:
    """Every line in short: heads with their count, names, sentences."""
    found = []
    for line in range(model.rowCount()):
        entry = model.entry(line)
        if isinstance(entry, Head):
            found.append(f"{entry.lane} {entry.total}")
        elif isinstance(entry, QueueRow):
            found.append(entry.name)
        elif isinstance(entry, Sentence):
            found.append(model.sentence(entry))
        else:
            found.append("...")
    return found


def names(model: QueueModel) -> list[str]:
    rows = (model.row_at(line) for line in range(model.rowCount()))
    return [row.name for row in rows if row is not None]


def test_bars_stand_in_until_the_first_page(model: QueueModel) -> None:
    assert lines(model) == ["..."] * 6
    assert model.count() == 0


def test_lanes_in_their_order_with_later_today_closed(model: QueueModel) -> None:
    model.set_page(picture_page())
    assert lines(model) == [
        "first_contact 2",
        "Lucía Fernández Ortega",
        "Mateusz Wójcik",
        "replies 2",
        "Chloé Lefèvre",
        "Oluwaseun Adeyemi",
        "callbacks 1",
        "Ioana Dumitrescu",
        "due_now 4",
        "Fatma Yıldız",
        "Priya Nair",
        "Giulia Conti",
        "Callum Fraser",
        "later_today 51",
        "waiting 9",
        "Beatriz Almeida",
        "Anneliese Vogt",
    ]
    assert model.count() == 69


def test_qt_finds_the_model_consistent(model: QueueModel, qtbot: QtBot) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_page(picture_page())
    model.toggle_lane("later_today")
    model.set_filter("a")
    model.set_page(make_page(make_row(1)))
    model.tick(NOW + seconds(1))
    assert tester.model() is model


def test_empty_lanes_that_stay_say_so(model: QueueModel) -> None:
    model.set_page(make_page(make_row(1)))
    assert lines(model) == [
        "first_contact 0",
        "No one is waiting for a first call.",
        "replies 0",
        "All replies answered.",
        "due_now 1",
        "Person 1",
    ]


def test_a_clear_queue_names_who_comes_next(model: QueueModel) -> None:
    model.set_page(
        make_page(
            make_row(1, "later_today", effective_at=NOW + minutes(200)),
            make_row(2, "waiting", name="Beatriz Almeida", opens_at=NOW + minutes(138)),
        )
    )
    assert lines(model)[4:6] == ["due_now 0", "Queue clear. Next at 13:00, Beatriz Almeida."]
    model.set_page(make_page())
    assert lines(model)[4:] == ["due_now 0", "Queue clear."]


def test_a_closed_lane_keeps_its_count_and_is_remembered(model: QueueModel, qtbot: QtBot) -> None:
    model.set_page(picture_page())
    with qtbot.waitSignal(model.collapsed_changed) as told:
        model.toggle_lane("replies")
    assert told.args == [["later_today", "replies"]]
    assert "Chloé Lefèvre" not in names(model)
    assert "replies 2" in lines(model)
    model.set_collapsed([])
    assert "Chloé Lefèvre" in names(model)


def test_a_filter_finds_names_places_and_reasons_without_accents(model: QueueModel) -> None:
    model.set_page(picture_page())
    model.set_filter("lucia")
    assert lines(model) == ["first_contact 1", "Lucía Fernández Ortega"]
    model.set_filter("  WHATSAPP pune ")
    assert names(model) == ["Priya Nair"]
    model.set_filter("holiday")
    assert names(model) == ["Anneliese Vogt"]
    model.set_filter("person 50")  # Later today is closed, but the filter looks inside
    assert names(model) == ["Person 50"]
    model.set_filter("nobody at all")
    assert lines(model) == ["No one matches."]
    model.set_filter("")
    assert len(names(model)) == 11


def test_a_page_while_a_filter_is_set_stays_filtered(model: QueueModel) -> None:
    model.set_page(picture_page())
    model.set_filter("person")
    model.set_page(make_page(make_row(1), make_row(2, name="Other")))
    assert names(model) == ["Person 1"]


def test_equal_places_repaint_and_do_not_reset(model: QueueModel, qtbot: QtBot) -> None:
    model.set_page(picture_page())
    with (
        qtbot.assertNotEmitted(model.modelReset),
        qtbot.waitSignal(model.dataChanged),
    ):
        model.set_page(picture_page())


def test_changed_facts_of_a_person_in_place(model: QueueModel, qtbot: QtBot) -> None:
    model.set_page(picture_page())
    line = model.line_of(UUID(int=8))
    assert line is not None
    row = model.row_at(line)
    assert row is not None
    with qtbot.waitSignal(model.dataChanged) as told:
        assert model.apply_rows([row._replace(unsent=True)])
    assert told.args is not None
    assert told.args[0].row() == line
    changed = model.row_at(line)
    assert changed is not None
    assert changed.unsent


def test_only_a_page_can_say_where_a_moved_person_belongs(model: QueueModel) -> None:
    model.set_page(picture_page())
    before = lines(model)
    assert not model.apply_rows([make_row(8, "replies"), make_row(77)])
    assert lines(model) == before


def test_new_first_contacts_are_outlined_for_six_seconds(model: QueueModel) -> None:
    model.set_page(make_page(make_running(1, 200)))
    assert not model.present.just_arrived(UUID(int=1))  # there from the start
    model.set_page(make_page(make_running(1, 200), make_running(2, 288), make_row(3)))
    arrived = model.row_at(2)
    assert arrived is not None
    assert model.present.just_arrived(UUID(int=2))
    assert not model.present.just_arrived(UUID(int=3))
    slot = model.present.slot(arrived)
    assert model.present.reason_words(arrived, slot)[0] == "New · 12 s ago"
    model.tick(NOW + seconds(5))
    assert model.present.just_arrived(UUID(int=2))
    model.tick(NOW + seconds(6))
    assert not model.present.just_arrived(UUID(int=2))


def test_a_row_that_stays_does_not_arrive_again(model: QueueModel) -> None:
    model.set_page(make_page(make_running(1, 200)))
    model.set_page(make_page(make_running(1, 199)))
    assert not model.present.just_arrived(UUID(int=1))


def test_a_person_taken_elsewhere_is_muted_and_gone_after_two_seconds(
    model: QueueModel, qtbot: QtBot
) -> None:
    model.set_page(make_page(make_row(1), make_row(2)))
    model.mark_taken(UUID(int=1), "Kwame")
    row = model.row_at(5)
    assert row is not None
    assert model.present.reason_words(row, model.present.slot(row))[0] == "Taken by Kwame"
    assert not model.flags(model.index(5, 0)) & Qt.ItemFlag.ItemIsEnabled
    model.tick(NOW + seconds(1))
    assert names(model) == ["Person 1", "Person 2"]
    with qtbot.waitSignal(model.counts_changed):
        model.tick(NOW + seconds(2))
    assert names(model) == ["Person 2"]
    assert model.count("due_now") == 1


def test_rows_not_read_yet_take_their_place_and_are_asked_for(
    model: QueueModel, qtbot: QtBot
) -> None:
    asked: list[tuple[str, int, int]] = []
    model.rows_wanted.connect(lambda *what: asked.append(what))
    rows = [make_row(n) for n in range(1, 201)]
    model.set_page(make_page(*rows, due_now=100_000))
    assert model.rowCount() == 100_005
    assert asked == []
    assert isinstance(model.entry(5 + 200), UnreadRow)
    assert isinstance(model.entry(5 + 399), UnreadRow)
    assert isinstance(model.entry(5 + 99_999), UnreadRow)
    assert asked == [("due_now", 200, 200), ("due_now", 99_800, 200)]
    with qtbot.assertNotEmitted(model.modelReset):
        model.add_rows("due_now", 200, [make_row(n) for n in range(201, 401)])
    read = model.row_at(5 + 200)
    assert read is not None
    assert read.name == "Person 201"
    assert model.line_of(UUID(int=400)) == 5 + 399


def test_only_read_rows_show_while_nobody_answers(model: QueueModel) -> None:
    model.set_page(make_page(make_row(1), due_now=100_000))
    assert lines(model)[-2:] == ["due_now 100000", "Person 1"]


def test_time_only_goes_on_with_ticks_and_newer_pages(model: QueueModel) -> None:
    model.set_page(make_page(make_running(1, 100)))
    model.tick(NOW + seconds(30))
    model.set_page(make_page(make_running(1, 100), at=NOW + seconds(29)))
    assert model.present.now == NOW + seconds(30)


def test_local_times_follow_the_minute(model: QueueModel) -> None:
    row = make_row(1, zone="Asia/Kolkata")
    model.set_page(make_page(row))
    assert model.present.local_time(row) == "15:12"
    model.tick(NOW + seconds(60))
    assert model.present.local_time(row) == "15:13"
    assert model.present.local_time(make_row(2, zone="")) == ""
    assert model.present.local_time(make_row(2, zone="Atlantis/City")) == ""


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            make_running(1, 192, name="Lucía Fernández Ortega"),
            (
                "Lucía Fernández Ortega. First contact, 3 minutes 12 left. Call 1 of 5, day 0."
                " New from web form. 10:42 in Madrid."
            ),
        ),
        (
            make_running(1, -68),
            (
                "Person 1. First contact, window missed by 1 minute 8. Call 1 of 5, day 0."
                " The first-contact window was missed. 10:42 in Madrid."
            ),
        ),
        (
            make_row(1, "replies", due_at=NOW - minutes(21), reason="replied", channel="email"),
            (
                "Person 1. Replies, 21 min waiting. Email 1 of 5, day 0. Replied 21 min ago."
                " 10:42 in Madrid."
            ),
        ),
        (
            make_row(
                1,
                "waiting",
                opens_at=NOW + timedelta(hours=22, minutes=18),
                reason="holiday",
                zone="",
                place="",
            ),
            (
                "Person 1. Waiting, opens Thu 09:00. Call 1 of 5, day 0. Public holiday there."
                " Local time unknown."
            ),
        ),
        (
            make_row(1, "callbacks", kind="callback", step_no=0, unsent=True, due_at=NOW),
            (
                "Person 1. Callbacks, 10:42 now. Call, Callback."
                " The next step of the plan is due. 10:42 in Madrid. waiting to send."
            ),
        ),
    ],
)
def test_a_row_read_aloud(model: QueueModel, row: QueueRow, said: str) -> None:
    model.set_page(make_page(row))
    line = model.line_of(row.lead_id)
    assert line is not None
    assert model.index(line, 0).data(Qt.ItemDataRole.AccessibleTextRole) == said


def test_heads_and_sentences_read_aloud(model: QueueModel) -> None:
    model.set_page(make_page(make_row(1, "later_today")))
    read = [
        model.index(line, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for line in range(model.rowCount())
    ]
    assert read == [
        "First contact, 0",
        "No one is waiting for a first call.",
        "Replies, 0",
        "All replies answered.",
        "Due now, 0",
        "Queue clear. Next at 10:42, Person 1.",
        "Later today, 1, collapsed",
    ]


def test_a_tooltip_never_takes_text_for_markup(model: QueueModel) -> None:
    shown = {"name": "<img src=x>", "reason_args": {"source": "<b>"}}
    model.set_page(make_page(make_running(1, 200, **shown)))
    tip = model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    step = "Call 1 of 5, day 0"
    assert tip == f"<span>&lt;img src=x&gt;<br>{step}<br>New from &lt;b&gt;.</span>"


def test_a_live_call_repaints_both_people(model: QueueModel, qtbot: QtBot) -> None:
    model.set_page(picture_page())
    touched: list[int] = []
    model.dataChanged.connect(lambda top, _bottom: touched.append(top.row()))
    model.set_live_call(LiveCall(lead_id=UUID(int=1), after_s=10, late=False))
    model.set_live_call(LiveCall(lead_id=UUID(int=8), after_s=10, late=False))
    model.set_live_call(None)
    assert touched == [1, 1, 11, 11]
