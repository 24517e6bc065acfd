"""One transaction: all of it or nothing, in order, and visible to itself."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.core.errors import NotFound
from app.core.log.events import (
    ConsentRecorded,
    LeadRevised,
    OutcomeLogged,
    OutcomeUndone,
    StageChanged,
    Suppressed,
)
from app.core.log.projection import apply
from app.core.log.undo import undo
from app.core.work.first_contact import AlertKind
from app.storage.create import create
from app.storage.unit_of_work import SqlStore, sql_store
from app.storage.upkeep import checks, replay
from tests.builders import (
    DEVICE,
    NOW,
    ORG,
    REP,
    SECRET,
    CountingMint,
    make_clock,
    make_consent,
    make_identity,
    make_lead,
    make_placement,
    make_suppression,
    make_touch,
    make_work,
    uid,
)
from tests.fakes.clock import HandClock
from tests.storage.filling import add, add_all

LEAD = uid(1, 1)


def test_nothing_stays_without_commit(store: SqlStore) -> None:
    with store.write() as unit:
        add(unit, 1)
        assert unit.work(LEAD) == make_work()
    with store.read() as reader, pytest.raises(NotFound):
        reader.work(LEAD)


def test_nothing_stays_after_an_exception(store: SqlStore) -> None:
    def fail() -> None:
        with store.write() as unit:
            add(unit, 1)
            unit.lead(LEAD)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with store.read() as reader:
        assert reader.log(LEAD) == []
    add_all(store, 1)


def test_a_committed_unit_of_work_takes_no_more(store: SqlStore) -> None:
    def go_on() -> None:
        with store.write() as unit:
            unit.commit()
            add(unit, 1)

    with pytest.raises(RuntimeError, match="committed"):
        go_on()


def test_one_write_transaction_at_a_time(store: SqlStore) -> None:
    def nest() -> None:
        with store.write(), store.write():
            pass

    with pytest.raises(RuntimeError, match="open already"):
        nest()
    add_all(store, 1)


def test_events_carry_who_when_and_where(store: SqlStore, clock: HandClock) -> None:
    clock.advance(seconds=2)
    with store.write() as unit:
        first, second = unit.append(
            LEAD, [StageChanged(stage="working"), StageChanged(stage="won")], NOW
        )
        (third,) = unit.append(None, [StageChanged(stage="lost")], NOW, cause_id=first.event_id)
        unit.commit()
    assert [e.dev_seq for e in (first, second, third)] == [1, 2, 3]
    assert (first.cause_id, second.cause_id) == (None, first.event_id)
    assert (third.cause_id, third.lead_id) == (first.event_id, None)
    assert (first.org_id, first.device_id, first.actor_id) == (ORG, DEVICE, REP)
    assert (first.boot_id, first.mono_us, first.zone) == ("boot-1", 1_002_000_000, "Europe/Madrid")
    assert (first.type, first.v, first.body) == ("StageChanged", 1, b'{"stage":"working"}')
    with store.read() as reader:
        assert list(reader.log(LEAD)) == [first, second]
        assert reader.event(third.event_id) == third
        with pytest.raises(NotFound):
            reader.event(uid(99))


def test_device_numbers_have_no_gaps_over_rollbacks_and_openings(
    store: SqlStore, path: Path, clock: HandClock
) -> None:
    body = StageChanged(stage="working")
    with store.write() as unit:
        unit.append(LEAD, [body, body], NOW)
        unit.commit()
    with store.write() as unit:
        unit.append(LEAD, [body], NOW)
    other = sql_store(path, clock, CountingMint(100))
    with other.write() as unit:
        assert [e.dev_seq for e in unit.append(LEAD, [body], NOW)] == [3]
        unit.commit()
    other.database.close()
    with store.write() as unit:
        assert [e.dev_seq for e in unit.append(LEAD, [body, body], NOW)] == [4, 5]
        unit.commit()
    assert checks.check(path) == []


def test_refusals_leave_the_machine_first(store: SqlStore, path: Path) -> None:
    refusal = make_consent(2, granted=False)
    with store.write() as unit:
        unit.append(LEAD, [StageChanged(stage="lost")], NOW)
        unit.append(LEAD, [ConsentRecorded(consent=make_consent(1))], NOW)
        unit.append(LEAD, [ConsentRecorded(consent=refusal)], NOW)
        unit.append(LEAD, [Suppressed(suppression=make_suppression(), why="asked")], NOW)
        unit.commit()
    with store.database.reading() as connection:
        rows = connection.execute(
            "SELECT dev_seq, priority, state FROM outbox WHERE state = 'pending' "
            "ORDER BY priority, dev_seq"
        ).fetchall()
    assert rows == [(3, 0, "pending"), (4, 0, "pending"), (1, 1, "pending"), (2, 1, "pending")]


def test_the_log_is_never_changed_nor_deleted(store: SqlStore) -> None:
    add_all(store, 1)
    for statement in ("DELETE FROM activity", "UPDATE activity SET type = 'x'"):
        with store.database.writing() as connection, pytest.raises(Exception, match="never"):
            connection.execute(statement)


def test_a_unit_of_work_sees_what_it_has_written(store: SqlStore) -> None:
    with store.write() as unit:
        add(unit, 1)
        assert unit.lead(LEAD) == make_lead()
        assert unit.revision(LEAD) == 1
        assert unit.leads_at([("phone", "+34612000002"), ("phone", "+1")]) == {
            ("phone", "+34612000002"): LEAD
        }
        assert unit.lead_of_touch(make_touch().touch_id) == LEAD
        assert [row.lead_id for row in unit.queue_page(REP, NOW, 5).rows] == [LEAD]
        unit.place(LEAD, None)
        assert unit.queue_page(REP, NOW, 5).rows == ()
        unit.place(LEAD, make_placement(lane="callbacks"))
        unit.place(LEAD, make_placement(lane="replies"))
        assert unit.queue_page(REP, NOW, 5).counts["replies"] == 1
        unit.save_lead(make_lead(first_name="Eva"), 2)
        unit.save_lead(make_lead(first_name="Zoe"), 3)
        assert unit.lead(LEAD).first_name == "Zoe"
        assert [hit.name for hit in unit.search("zoe", 5)] == ["Zoe Prueba 1"]
        assert unit.search("eva", 5) == []


def test_undo_gives_the_records_back_as_they_were(store: SqlStore, path: Path) -> None:
    add_all(store, 1)
    before = make_work()
    touch = before.touches[0]
    later = NOW + timedelta(minutes=2)
    clock = make_clock(state="attempted", attempted_at=later)
    worked = OutcomeLogged(
        touch_id=touch.touch_id, outcome="no_answer", reached=False, settles=True, attempted=True
    )
    with store.write() as unit:
        (event,) = unit.append(LEAD, [worked], later)
        after = replace(apply(before, worked, later), first_contact=clock)
        after = replace(after, touches=(*after.touches, make_touch(1, "email_1", channel="email")))
        unit.save_work(before, after)
        unit.commit()
    with store.write() as unit:
        now = unit.work(LEAD)
        assert now == after
        body = undo(event.event_id, before, now)
        unit.append(LEAD, [body], later, cause_id=event.event_id)
        restored = apply(now, body, later)
        assert restored == before
        unit.save_work(now, restored)
        unit.commit()
    with store.read() as reader:
        assert reader.work(LEAD) == before
        entries = reader.timeline(LEAD, 2)
        assert [(e.code, e.undone) for e in entries] == [
            ("OutcomeUndone", False),
            ("OutcomeLogged", True),
        ]


def test_alerts_fire_once(store: SqlStore) -> None:
    deadline = NOW + timedelta(minutes=5)
    due: list[tuple[AlertKind, datetime]] = [
        ("arrival", NOW),
        ("two_minutes", NOW + timedelta(minutes=3)),
        ("breach", deadline),
    ]
    with store.write() as unit:
        unit.plan_alerts(LEAD, deadline, due)
        assert unit.take_alerts(NOW - timedelta(seconds=1), 10) == []
        unit.commit()
    with store.write() as unit:
        (arrival,) = unit.take_alerts(NOW, 10)
        assert (arrival.lead_id, arrival.kind, arrival.due_at) == (LEAD, "arrival", NOW)
        assert arrival.deadline_at == deadline
        unit.commit()
    with store.write() as unit:
        assert unit.take_alerts(NOW, 10) == []
        assert unit.next_change_at() == NOW + timedelta(minutes=3)
        late = unit.take_alerts(NOW + timedelta(hours=1), 1)
        assert [a.kind for a in late] == ["two_minutes"]
        # Not committed: it is still to come.
    with store.write() as unit:
        late = unit.take_alerts(NOW + timedelta(hours=1), 10)
        assert [a.kind for a in late] == ["two_minutes", "breach"]
        unit.commit()
    with store.read() as reader:
        assert reader.next_change_at() is None


def test_alerts_planned_again_after_an_undo_leave_out_what_has_fired(store: SqlStore) -> None:
    deadline = NOW + timedelta(minutes=5)
    later = NOW + timedelta(minutes=3)
    with store.write() as unit:
        unit.plan_alerts(LEAD, deadline, [("arrival", NOW), ("two_minutes", later)])
        unit.take_alerts(NOW, 10)
        unit.commit()
    with store.write() as unit:  # an attempt ends them
        unit.plan_alerts(LEAD, None, [])
        assert unit.take_alerts(later, 10) == []
        unit.commit()
    with store.write() as unit:  # its undo brings them back
        unit.plan_alerts(LEAD, deadline, [("arrival", NOW), ("two_minutes", later)])
        assert [a.kind for a in unit.take_alerts(later, 10)] == ["two_minutes"]
        # Another deadline is another promise.
        unit.plan_alerts(LEAD, later, [("arrival", NOW)])
        unit.plan_alerts(LEAD, later, [("arrival", NOW)])
        assert [a.kind for a in unit.take_alerts(later, 10)] == ["arrival"]
        unit.commit()


def test_drafts_settings_and_texts(store: SqlStore) -> None:
    touch_id = make_touch().touch_id
    with store.write() as unit:
        add(unit, 1)
        (event,) = unit.append(LEAD, [StageChanged(stage="working")], NOW)
        unit.add_text(event.event_id, LEAD, "note", "asked for prices")
        unit.save_draft(touch_id, LEAD, "half a note")
        unit.save_setting("theme", "dark")
        unit.save_setting("theme", "light")
        unit.commit()
    with store.read() as reader:
        assert reader.draft(touch_id) == "half a note"
        assert reader.setting("theme") == "light"
        assert reader.setting("none") is None
        assert reader.timeline(LEAD, 1)[0].text == "asked for prices"
    with store.write() as unit:
        unit.save_draft(touch_id, LEAD, "")
        assert unit.draft(touch_id) == ""
        unit.commit()


def test_a_deleted_draft_is_gone_from_the_disk(store: SqlStore, path: Path) -> None:
    with store.write() as unit:
        unit.save_draft(make_touch().touch_id, LEAD, "a very private remark")
        unit.commit()
    with store.write() as unit:
        unit.save_draft(make_touch().touch_id, LEAD, "")
        unit.commit()
    store.database.close()
    assert b"very private remark" not in path.read_bytes()


def test_another_process_is_noticed(store: SqlStore, path: Path, clock: HandClock) -> None:
    before = store.database.data_version()
    add_all(store, 1)
    assert store.database.data_version() == before
    other = sql_store(path, clock, CountingMint(100))
    add_all(other, 2)
    other.database.close()
    assert store.database.data_version() != before


def test_many_leads_at_once_are_the_same_as_one_by_one(store: SqlStore, path: Path) -> None:
    add_all(store, *range(1, 301))
    add_all(store, 301)
    assert checks.check(path) == []
    assert replay.replay(path) == []
    with store.read() as reader:
        assert reader.lead(uid(250, 1)) == make_lead(250)
        assert reader.queue_page(REP, NOW, 1).counts["due_now"] == 301


LANES = ("first_contact", "replies", "callbacks", "due_now", "later_today", "waiting", "upcoming")
moves = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.none() | st.sampled_from(LANES),
        st.sampled_from([REP, uid(5, 0xE)]),
        st.booleans(),
    ),
    max_size=25,
)


@given(moves)
def test_people_per_lane_are_what_the_queue_holds(
    steps: list[tuple[int, str | None, UUID, bool]],
) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "touchline.db"
        create(file, make_identity(), SECRET, NOW)
        store = sql_store(file, HandClock(), CountingMint())
        add_all(store, 1, 2, 3, 4)
        move_about(store, steps)
        store.database.close()


def move_about(store: SqlStore, steps: list[tuple[int, str | None, UUID, bool]]) -> None:
    where: dict[int, tuple[str, UUID]] = {}
    with store.write() as unit:
        for n in range(1, 5):
            unit.place(uid(n, 1), None)
        for n, lane, owner, look in steps:
            where.pop(n, None)
            if lane is None:
                unit.place(uid(n, 1), None)
            else:
                unit.place(uid(n, 1), make_placement(n, lane=lane, owner_id=owner))
                where[n] = (lane, owner)
            if look:
                unit.next_change_at()
        for owner in (REP, uid(5, 0xE)):
            counts = unit.queue_page(owner, NOW, 10).counts
            expected = {
                lane: sum(place == (lane, owner) for place in where.values()) for lane in counts
            }
            assert counts == expected
        unit.commit()


def test_bodies_that_change_nothing_here_are_kept(store: SqlStore, path: Path) -> None:
    add_all(store, 1)
    with store.write() as unit:
        unit.append(LEAD, [LeadRevised(revision=2, fields=("city",), source="rep")], NOW)
        unit.append(
            LEAD,
            [
                OutcomeUndone(
                    undoes=uid(1),
                    stage="new",
                    unusable=(),
                    first_contact=make_work().first_contact,
                    enrolments=(),
                    touches=(),
                    removed_enrolments=(),
                    removed_touches=(),
                )
            ],
            NOW,
        )
        unit.commit()
    assert replay.replay(path) == []


def test_what_belongs_to_a_lead_goes_with_it(store: SqlStore, path: Path) -> None:
    add_all(store, 1, 2)
    with store.write() as unit:
        (event,) = unit.append(LEAD, [StageChanged(stage="working")], NOW)
        unit.add_text(event.event_id, LEAD, "note", "private")
        unit.commit()
    with store.database.writing() as connection:
        connection.execute("DELETE FROM lead WHERE lead_id = ?", (LEAD.bytes,))
        left = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("lead_point", "activity_text", "queue", "activity")
        }
        connection.execute("COMMIT")
    assert left == {"lead_point": 2, "activity_text": 0, "queue": 1, "activity": 9}
    assert [finding.code for finding in checks.check(path)] == ["search_without_lead"]
