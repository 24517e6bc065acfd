"""Each screen reads along an index, and says what the log says."""

import re
from datetime import timedelta

import pytest

from app.core.log.events import OutcomeLogged, StageChanged, TouchPlanned
from app.core.queue.lane_names import LANES, SHOWN_LANES
from app.services.store.records import DayNumbers
from app.storage import first_page, queries
from app.storage import statements as sql
from app.storage.unit_of_work import SqlStore
from tests.builders import (
    NOW,
    REP,
    make_clock,
    make_enrolment,
    make_lead,
    make_placement,
    make_touch,
    make_work,
    uid,
)
from tests.storage.filling import add, add_all

LEAD = uid(1, 1)
PENDING = "SELECT dev_seq FROM outbox WHERE state = 'pending' ORDER BY priority, dev_seq LIMIT 9"


def plan(store: SqlStore, statement: str) -> list[str]:
    """The steps SQLite takes for `statement`."""
    places = [int(n) for n in re.findall(r"\?(\d+)", statement)]
    count = max(places) if places else statement.count("?")
    with store.database.reading() as connection:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", (0,) * count).fetchall()
    return [row[3] for row in rows]


def test_the_page_walks_one_partial_index_per_lane_and_sorts_nothing(store: SqlStore) -> None:
    steps = plan(store, first_page.page_sql(SHOWN_LANES))
    walked = [s for s in steps if s.startswith(("SEARCH q", "SCAN q"))]
    assert walked == [f"SEARCH q USING INDEX queue_{lane} (owner_id=?)" for lane in SHOWN_LANES]
    assert not [s for s in steps if "TEMP B-TREE" in s or "MATERIALIZE" in s]
    leads = [s for s in steps if " l " in f"{s} "]
    assert len(leads) == len(SHOWN_LANES)
    assert all("lead_id=?" in s for s in leads)


def test_rows_to_place_anew_are_found_along_an_index(store: SqlStore) -> None:
    for statement in (queries.DUE_TO_PLACE, queries.NEXT_CHANGES):
        steps = plan(store, statement)
        used = [s for s in steps if "queue_until" in s]
        assert len(used) == len(LANES)
        assert not [s for s in steps if "SCAN queue" in s]


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (sql.LOG, "activity_of_lead"),
        (queries.TIMELINE, "activity_of_lead"),
        (sql.LEADS_AT, "lead_point_value"),
        (sql.DUE_ALERTS, "alert_due"),
        (sql.LEAD_OF_TOUCH, "touch_by_id"),
        (queries.CLOCKS, "lead_state_clock"),
        (queries.DONE, "touch_done"),
        (queries.TRIED, "touch_tried"),
        (sql.SUPPRESSIONS, "suppression_of_lead"),
        (
            PENDING,
            "outbox_pending",
        ),
    ],
)
def test_each_look_uses_its_index(store: SqlStore, statement: str, index: str) -> None:
    steps = plan(store, statement)
    assert any(index in s for s in steps), steps
    assert not [s for s in steps if "SCAN" in s and index not in s]


@pytest.mark.parametrize("statement", [sql.LOG, queries.TIMELINE])
def test_the_log_of_a_lead_comes_in_order_without_sorting(store: SqlStore, statement: str) -> None:
    assert not [s for s in plan(store, statement) if "TEMP B-TREE" in s]


def test_the_timeline_is_newest_first_with_codes_and_texts(store: SqlStore) -> None:
    touch = make_touch()
    with store.write() as unit:
        add(unit, 1)
        (event,) = unit.append(
            LEAD,
            [
                OutcomeLogged(
                    touch_id=touch.touch_id,
                    outcome="no_answer",
                    reached=False,
                    settles=True,
                    attempted=True,
                    ticks=("greeting", "question"),
                )
            ],
            NOW + timedelta(minutes=1),
        )
        unit.add_text(event.event_id, LEAD, "note", "rang twice")
        unit.append(LEAD, [StageChanged(stage="working")], NOW + timedelta(minutes=1))
        unit.commit()
    with store.read() as reader:
        entries = reader.timeline(LEAD, 3)
        everything = reader.timeline(LEAD, 100)
    assert [e.code for e in entries] == ["StageChanged", "OutcomeLogged", "TouchPlanned"]
    logged, planned = entries[1], entries[2]
    assert logged.event_id == event.event_id
    assert logged.at == NOW + timedelta(minutes=1)
    assert logged.text == "rang twice"
    assert logged.detail == {
        "channel": "call",
        "kind": "step",
        "step_key": "call_1",
        "touch_id": str(touch.touch_id),
        "outcome": "no_answer",
        "reached": "false",
        "settles": "true",
        "again": "false",
        "attempted": "true",
        "ticks": "greeting question",
    }
    assert planned.detail["touch.channel"] == "call"
    assert [e.code for e in everything][-1] == "LeadAdded"
    assert not any(e.undone for e in everything)


def test_the_numbers_of_the_day(store: SqlStore) -> None:
    start, end = NOW.replace(hour=0), NOW.replace(hour=0) + timedelta(days=1)
    waits = (("attempted", 60), ("attempted", 200), ("breached_attempted", 900), ("breached", None))
    with store.write() as unit:
        for n, (state, wait) in enumerate(waits, start=1):
            attempted_at = None if wait is None else NOW + timedelta(seconds=wait)
            done = make_touch(n, state="done", settled_at=NOW)
            clock = make_clock(state=state, attempted_at=attempted_at)
            unit.save_lead(make_lead(n), 1)
            unit.save_work(None, make_work(n, first_contact=clock, touches=(done,)))
        others = (
            make_work(11, first_contact=make_clock(state="running")),
            make_work(12, first_contact=make_clock(state="not_startable")),
            make_work(13, first_contact=make_clock(NOW - timedelta(days=1), state="breached")),
            make_work(14, first_contact=make_clock(state="breached"), owner_id=uid(3, 0xE)),
            make_work(15, touches=(make_touch(15, state="done", settled_at=end),)),
            make_work(16, touches=(make_touch(16, state="skipped", settled_at=NOW),)),
        )
        for work in others:
            unit.save_work(None, work)
        for n, lane in ((1, "due_now"), (2, "waiting"), (3, "upcoming")):
            unit.place(uid(n, 1), make_placement(n, lane=lane))
        unit.commit()
    with store.read() as reader:
        # 15 and 16 are running like 11; 12 never started, 13 was yesterday, 14 is another's.
        # Four of seven wait for an hour now, so the median is an hour or more.
        now = NOW + timedelta(hours=1)
        assert reader.day_numbers(REP, start, end, now) == DayNumbers(
            median_first_contact_s=3600.0,
            first_contact_above=True,
            in_window=2,
            startable=4,
            done=4,
            planned=6,
        )
        assert reader.day_numbers(uid(8), start, end, now) == DayNumbers()


def test_a_lead_keeps_every_enrolment(store: SqlStore) -> None:
    first = make_enrolment(1, state="finished", finish_reason="rerouted", finished_at=NOW)
    work = make_work(enrolments=(first, make_enrolment(2)), touches=())
    with store.write() as unit:
        unit.save_work(None, work)
        unit.append(LEAD, [TouchPlanned(touch=make_touch())], NOW)
        unit.commit()
    with store.read() as reader:
        assert reader.work(LEAD).enrolments == work.enrolments


def test_reads_of_many_leads_do_not_mix_them(store: SqlStore) -> None:
    add_all(store, *range(1, 20))
    with store.read() as reader:
        for n in range(1, 20):
            assert reader.lead(uid(n, 1)) == make_lead(n)
            assert reader.work(uid(n, 1)) == make_work(n)
