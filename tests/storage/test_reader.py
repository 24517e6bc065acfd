"""Reads say what was written, of one instant, and that something is missing."""

from collections.abc import Iterable
from dataclasses import replace as replace_version
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.core.consent.key_ring import digest
from app.core.errors import NotFound, TouchlineError
from app.core.log.events import (
    Suppressed,
    SuppressionLifted,
    decode_body,
)
from app.core.log.projection import apply_all
from app.services.store.reader import Reader
from app.services.store.records import PublishedVersion
from app.storage import driver
from app.storage.unit_of_work import SqlStore
from app.storage.upkeep import replay
from tests.builders import (
    NOW,
    REP,
    SECRET,
    make_lead,
    make_suppression,
    make_work,
    uid,
)
from tests.storage.filling import add, add_all

LEAD = uid(1, 1)


def closed(reader: Reader, digests: Iterable[str]) -> set[str]:
    """The channels that entries in force close for these digests."""
    return {c for entry in reader.barriers(digests).entries for c in entry.channels}


def test_what_is_unknown_is_said_to_be_missing(store: SqlStore) -> None:
    with store.read() as reader:
        for look in (reader.lead, reader.work, reader.lead_of_touch):
            with pytest.raises(NotFound):
                look(uid(99))
        assert reader.log(uid(99)) == []
        assert reader.timeline(uid(99), 5) == []
    with store.write() as unit:
        assert unit.revision(uid(99)) == 0


def test_only_the_first_unparsed_text_is_not_a_way_to_a_lead(store: SqlStore) -> None:
    point = replace(make_lead().points[0], value="see card", status="unparsed")
    with store.write() as unit:
        add(unit, 1)
        unit.save_lead(make_lead(points=(point,)), 2)
        unit.commit()
    with store.read() as reader:
        assert reader.leads_at([("phone", "see card"), ("phone", "+34612000002")]) == {}


def test_a_number_held_by_two_leads_leads_to_the_older(store: SqlStore) -> None:
    shared = make_lead(1).points
    with store.write() as unit:
        for n in (3, 1, 2):
            unit.save_lead(make_lead(n, points=shared), 1)
        unit.commit()
    with store.read() as reader:
        assert set(reader.leads_at((p.kind, p.value) for p in shared).values()) == {uid(1, 1)}


def test_the_log_folds_to_the_work_that_was_saved(store: SqlStore, path: Path) -> None:
    add_all(store, 1)
    with store.read() as reader:
        bodies = [(decode_body(e.type, e.v, e.body), e.occurred_at) for e in reader.log(LEAD)]
        start = replace(make_work(), enrolments=(), touches=(), first_contact=None)
        assert apply_all(start, [(b, at) for b, at in bodies if b is not None]) == make_work()
    assert replay.replay(path) == []


def test_an_opt_out_closes_channels_for_its_digests_until_it_is_lifted(store: SqlStore) -> None:
    entry = make_suppression(1, channels=("sms", "whatsapp"))
    everything = make_suppression(2, digests=(entry.digests[0], digest(SECRET, "x")))
    before, after = make_work(), make_work(suppressions=(entry, everything))
    with store.write() as unit:
        unit.save_work(None, before)
        unit.save_work(before, after)
        unit.commit()
    with store.read() as reader:
        assert closed(reader, entry.digests) == {"sms", "whatsapp", "*"}
        assert closed(reader, [digest(SECRET, "x")]) == {"*"}
        assert closed(reader, [digest(SECRET, "y")]) == set()
    lifted = replace(after, suppressions=(entry, replace(everything, lifted=True)))
    with store.write() as unit:
        unit.save_work(after, lifted)
        assert closed(unit, entry.digests) == {"sms", "whatsapp"}
        unit.commit()


def test_an_opt_out_of_nobody_we_know_closes_its_number(store: SqlStore, path: Path) -> None:
    first, second = make_suppression(1), make_suppression(2)
    with store.write() as unit:
        unit.append(None, [Suppressed(suppression=s, why="call") for s in (second, first)], NOW)
        (event,) = unit.append(None, [Suppressed(suppression=make_suppression(3), why="x")], NOW)
        lift = SuppressionLifted(suppression_id=second.suppression_id, undoes=event.event_id)
        unit.append(None, [lift], NOW)
        unit.commit()
    with store.read() as reader:
        assert closed(reader, first.digests) == {"*"}
        assert closed(reader, second.digests) == set()
    assert replay.replay(path) == []


def test_a_reader_sees_one_instant(store: SqlStore) -> None:
    add_all(store, 1)
    with store.read() as reader:
        assert reader.queue_page(REP, NOW, 5).counts["due_now"] == 1
        add_all(store, 2)
        assert reader.queue_page(REP, NOW, 5).counts["due_now"] == 1
    with store.read() as reader:
        assert reader.queue_page(REP, NOW, 5).counts["due_now"] == 2


@pytest.mark.parametrize("look", [False, True], ids=["waiting", "written"])
def test_a_unit_of_work_finds_the_numbers_it_has_just_added(store: SqlStore, look: bool) -> None:
    """As an import does, which meets the same person twice in one file."""
    shared = make_lead(1).points
    phone = (shared[0].kind, shared[0].value)
    unknown = ("phone", "+34699999999")
    with store.write() as unit:
        for n in (1, 2):
            assert unit.leads_at([unknown]) == {}
            unit.save_lead(make_lead(n, points=shared), 1)
            unit.save_work(None, make_work(n))
            if look:
                unit.lead(uid(n, 1))
            assert unit.leads_at([phone, unknown]) == {phone: uid(1, 1)}
        # The first loses the number, so it is the second's alone.
        unit.save_lead(make_lead(1, points=()), 2)
        assert unit.leads_at([phone]) == {phone: uid(2, 1)}
        text = replace(shared[0], value="n/a", status="unparsed")
        unit.save_lead(make_lead(3, points=(text,)), 1)
        assert unit.leads_at([("phone", "n/a")]) == {}
        unit.commit()
    with store.read() as reader:
        assert reader.leads_at([phone]) == {phone: uid(2, 1)}


def test_a_unit_of_work_sees_the_opt_outs_it_has_just_added(store: SqlStore) -> None:
    entry = make_suppression()
    with store.write() as unit:
        unit.save_lead(make_lead(1), 1)
        assert closed(unit, entry.digests) == set()
        unit.save_work(None, make_work(suppressions=(entry,)))
        assert closed(unit, entry.digests) == {"*"}
        unit.commit()


def test_a_published_version_is_kept_word_for_word_and_never_changes(
    store: SqlStore, path: Path
) -> None:
    one = PublishedVersion(
        cadence_key="plan", version=2, digest="d", published_at=NOW, published_by=REP
    )
    shipped = replace_version(one, version=1, published_by=None)
    with store.write() as unit:
        unit.add_cadence_version(one, "version = 2 # ñ\n")
        unit.add_cadence_version(shipped, "version = 1\n")
        unit.commit()
    with store.read() as reader:
        assert reader.cadence_versions() == [shipped, one]
        assert reader.cadence_text("plan", 2) == "version = 2 # ñ\n"
        with pytest.raises(NotFound):
            reader.cadence_text("plan", 3)
    with store.write() as unit, pytest.raises(TouchlineError):
        unit.add_cadence_version(one, "another")
    connection = driver.connect(path)
    for change in ("DELETE FROM cadence_version", "UPDATE cadence_version SET text = ''"):
        with pytest.raises(driver.DatabaseError, match="published"):
            connection.execute(change)
    connection.close()
