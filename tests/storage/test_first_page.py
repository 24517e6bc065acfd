"""The first paint reads little, imports little, and shows what every later page shows."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.errors import TouchlineError
from app.core.queue.lane_names import SHOWN_LANES
from app.core.reason import reason
from app.services.store.queue_rows import QueueRow
from app.storage import first_page, version
from app.storage.unit_of_work import SqlStore
from tests.builders import NOW, REP, make_lead, make_placement, make_touch, uid
from tests.storage.filling import add, add_all

ROOT = Path(__file__).parents[2]

_HEAVY = """
import sys
import app.storage.first_page
import app.storage.version
heavy = {"sqlalchemy", "alembic", "msgspec", "phonenumbers", "PySide6", "dataclasses", "logging"}
light = {"app.core.errors", "app.core.queue", "app.core.queue.lane_names"}
core = {m for m in sys.modules if m.startswith("app.core.")} - light
print(sorted(heavy & set(sys.modules)), sorted(core))
"""


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    said = subprocess.run(
        [sys.executable, "-c", _HEAVY],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=50,
    )
    assert said.stdout.strip() == "[] []"


def test_a_row_says_all_that_a_list_shows(store: SqlStore, path: Path) -> None:
    lead = make_lead(1, city="", zones=("America/Sao_Paulo",), received_at=NOW)
    placement = make_placement(
        1,
        lane="first_contact",
        opens_at=NOW + timedelta(minutes=1),
        closes_at=NOW + timedelta(hours=1),
        lane_until=NOW + timedelta(seconds=1),
        deadline_at=NOW + timedelta(minutes=4),
        first_contact="running",
        reason=reason("new_lead", source="web_form", left_s=240),
        more=2,
    )
    with store.write() as unit:
        add(unit, 1)
        unit.save_lead(lead, 2)
        unit.place(lead.lead_id, placement)
        unit.commit()
    first = first_page.read_first_page(path, NOW, 10)
    assert first.page.rows == (
        QueueRow(
            lane="first_contact",
            lead_id=lead.lead_id,
            touch_id=make_touch(1).touch_id,
            kind="step",
            name="Ana Prueba 1",
            channel="call",
            step_no=1,
            step_count=5,
            day=1,
            zone="America/Sao_Paulo",
            place="São Paulo",
            due_at=NOW,
            effective_at=NOW,
            opens_at=NOW + timedelta(minutes=1),
            closes_at=NOW + timedelta(hours=1),
            received_at=NOW,
            deadline_at=NOW + timedelta(minutes=4),
            first_contact="running",
            reason="new_lead",
            reason_args={"source": "web_form", "left_s": 240},
            more=2,
        ),
    )
    assert (first.rep_id, first.rep_name, first.company) == (REP, "Alex Example", "Example Ltd")
    assert (first.zone, first.sandbox, first.demo) == ("Europe/Madrid", False, False)
    with store.read() as reader:
        assert reader.queue_page(REP, NOW, 10) == first.page


def test_lanes_follow_each_other_and_rows_their_key(store: SqlStore, path: Path) -> None:
    keys = (b"\xff", b"", b"\x00\x01", b"\x00", b"\x7f")
    with store.write() as unit:
        n = 0
        for lane in (*reversed(SHOWN_LANES), "upcoming"):
            for key in keys:
                n += 1
                add(unit, n, lane=lane, sort_key=key)
        # The same key twice: the id decides.
        add(unit, 100, lane="due_now", sort_key=b"\x00")
        add(unit, 99, lane="due_now", sort_key=b"\x00")
        add(unit, 101, lane="due_now", owner_id=uid(5, 0xE))
        unit.commit()
    rows = first_page.read_first_page(path, NOW, 50).page.rows
    assert [r.lane for r in rows] == [
        lane for lane in SHOWN_LANES for _ in range(7 if lane == "due_now" else 5)
    ]
    # Within a lane the five rows were written in the order of `keys`.
    written = {lane: 5 * i for i, lane in enumerate(reversed(SHOWN_LANES))}
    for lane in SHOWN_LANES:
        order = [r.lead_id for r in rows if r.lane == lane]
        expected = [uid(written[lane] + i, 1) for i in (2, 4, 3, 5, 1)]
        if lane == "due_now":
            expected[2:2] = [uid(99, 1), uid(100, 1)]
        assert order == expected


def test_each_lane_has_a_limit_and_its_count(store: SqlStore, path: Path) -> None:
    with store.write() as unit:
        for n in range(1, 31):
            add(unit, n, lane=("due_now", "waiting", "upcoming")[n % 3])
        unit.commit()
    page = first_page.read_first_page(path, NOW, 4).page
    assert [r.lane for r in page.rows] == ["due_now"] * 4 + ["waiting"] * 4
    assert page.counts == {lane: 10 * (lane in ("due_now", "waiting")) for lane in SHOWN_LANES}
    with store.read() as reader:
        waiting = reader.queue_page(REP, NOW, 6, ("waiting",))
        assert [r.lane for r in waiting.rows] == ["waiting"] * 6
        assert waiting.counts == page.counts
        assert reader.queue_page(REP, NOW, 6, ()).rows == ()


def test_a_row_whose_time_has_passed_is_left_out_until_it_is_placed_anew(
    store: SqlStore,
) -> None:
    with store.write() as unit:
        add(unit, 1, lane_until=NOW)
        add(unit, 2, lane_until=NOW + timedelta(microseconds=1))
        add(unit, 3)
        add(unit, 4, lane="callbacks", lane_until=NOW - timedelta(hours=1))
        add(unit, 5, lane="callbacks", lane_until=NOW - timedelta(hours=2))
        unit.commit()
    with store.read() as reader:
        page = reader.queue_page(REP, NOW, 9)
        assert [r.lead_id for r in page.rows] == [uid(2, 1), uid(3, 1)]
        assert reader.due_to_place(NOW, 9) == [uid(5, 1), uid(4, 1), uid(1, 1)]
        assert reader.due_to_place(NOW, 2) == [uid(5, 1), uid(4, 1)]
        assert reader.next_change_at() == NOW - timedelta(hours=2)


def test_an_empty_queue(path: Path) -> None:
    first = first_page.read_first_page(path, NOW, 10)
    assert first.page.rows == ()
    assert set(first.page.counts.values()) == {0}


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(TouchlineError) as refused:
        first_page.read_first_page(tmp_path / "none.db", NOW, 10)
    assert refused.value.code == "store_missing"
    assert version.standing(tmp_path / "none.db") == "missing"


def test_the_page_can_be_read_while_another_writes(store: SqlStore, path: Path) -> None:
    add_all(store, 1)
    with store.write() as unit:
        add(unit, 2)
        unit.work(uid(2, 1))
        assert first_page.read_first_page(path, NOW, 9).page.counts["due_now"] == 1
        unit.commit()
    assert first_page.read_first_page(path, NOW, 9).page.counts["due_now"] == 2
