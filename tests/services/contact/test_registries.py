"""Do-not-call lists: what is read of a file, what is stored, and whom it closes."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.errors import BadInput, Refused
from app.core.people.lead import Channel
from app.core.people.new_lead import NewLead, NewPoint
from app.services.contact.registries import (
    LoadCancelled,
    Loading,
    load_registry,
    read_numbers,
    registries,
)
from app.services.contact.verdicts import verdict_for_lead
from app.services.desk.desk import Desk
from app.services.people.leads import add_lead
from app.services.working.touches import dial
from tests.services.desks import NOW, open_at, rows

SOON = date(2026, 12, 18)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[ProfileDesk]:
    with open_at(tmp_path / "profile") as one:
        yield one


@pytest.fixture
def desk(opened: ProfileDesk) -> Desk:
    return opened.desk


def someone(desk: Desk, phone: str) -> UUID:
    new = NewLead(
        first_name="Ana",
        points=(NewPoint(kind="phone", value=phone),),
        country="ES",
        zones=("Europe/Madrid",),
        consents={"call": True, "sms": True},
    )
    added = add_lead(desk, new, at=NOW).lead_id
    assert added is not None
    return added


def load(desk: Desk, text: str, name: str = "robinson", until: date = SOON) -> Loading:
    numbers = read_numbers(desk, text.encode())
    *_, last = load_registry(desk, numbers, name, valid_until=until, at=NOW)
    return last


def why(desk: Desk, lead_id: UUID, channel: Channel = "call") -> tuple[str, str]:
    found = verdict_for_lead(desk, lead_id, channel, at=NOW, house=False)
    return found.state, found.reasons[0].code if found.reasons else ""


def test_a_listed_number_is_closed_at_once_and_open_when_it_left_the_list(desk: Desk) -> None:
    listed, free = someone(desk, "+34612345678"), someone(desk, "+34612345679")
    row = next(row for row in rows(desk) if row.lead_id == listed)
    done = load(desk, "phone\n612 34 56 78\n+34 600 000 000\n")
    assert (done.added, done.removed, done.leads) == (2, 0, 1)
    assert why(desk, listed) == why(desk, listed, "sms") == ("blocked", "registry")
    assert why(desk, free) == ("open", "")
    assert [row.lead_id for row in rows(desk)] == [free]
    with pytest.raises(Refused):
        dial(desk, row.touch_id, at=NOW)
    found = verdict_for_lead(desk, listed, "call", at=NOW)
    assert found.reasons[0].args["registry"] == "robinson"
    assert found.reasons[0].args["valid_until"] == "2026-12-18"
    assert found.reasons[0].args["rule"] == "ES"
    again = load(desk, "+34600000000\n+34600000001")
    assert (again.added, again.removed, again.leads) == (1, 1, 1)
    assert why(desk, listed) == ("open", "")
    assert [(one.registry, one.entries) for one in registries(desk)] == [("robinson", 2)]


def test_lists_of_other_names_stand_beside_each_other(desk: Desk) -> None:
    listed = someone(desk, "+34612345678")
    load(desk, "+34612345678", "one")
    load(desk, "+34612345678", "two", NOW.date() - timedelta(days=1))
    load(desk, "+34600000000", "one")
    assert why(desk, listed) == ("blocked", "registry")
    new = NewLead(points=(NewPoint(kind="phone", value="+34612345678"),), first_name="Eva")
    assert add_lead(desk, new, at=NOW).added == "merged"


def test_nothing_of_a_list_is_kept_but_digests(opened: ProfileDesk, tmp_path: Path) -> None:
    load(opened.desk, "+34612345678")
    opened.store.database.checkpoint()
    kept = b"".join(f.read_bytes() for f in (tmp_path / "profile").rglob("touchline.db*"))
    assert b"612345678" not in kept


@pytest.mark.parametrize(
    ("text", "numbers", "bad"),
    [
        ("+34612345678\n+34 612 345 678\n", 1, ()),
        ("teléfono;nombre\n612345678;Ana\n", 1, ()),
        ("# a list\n\n+34612345678\nnobody\n12\n", 1, (4, 5)),
        ('"+52 1 55 1234 5678"\n', 1, ()),
        ("\ufeff612345678\r\n612345679\r\n", 2, ()),
        ("612345678 x\n+1 305 555 0123,FL", 1, (1,)),
    ],
)
def test_what_is_read(desk: Desk, text: str, numbers: int, bad: tuple[int, ...]) -> None:
    read = read_numbers(desk, text.encode())
    assert (read.numbers, read.at) == (numbers, bad)


def test_numbers_in_two_cells_as_the_american_list_has_them(desk: Desk) -> None:
    both = read_numbers(desk, b"212,5550101\n305,5550123\n", country="US")
    assert both.numbers == 2
    assert both.digests == read_numbers(desk, b"+12125550101\n+13055550123").digests


def test_many_lines_can_be_stopped_and_say_how_far_they_are(desk: Desk) -> None:
    text = "\n".join(f"+346{n:08}" for n in range(12_000)).encode()
    told: list[tuple[int, int]] = []
    read = read_numbers(desk, text, progress=lambda done, total: told.append((done, total)))
    assert read.numbers == 12_000
    assert told[-1] == (12_000, 12_000)
    assert len(told) > 2
    with pytest.raises(LoadCancelled):
        read_numbers(desk, text, cancelled=lambda: True)
    steps = load_registry(desk, read, "robinson", valid_until=SOON, at=NOW)
    assert next(steps).done == 0
    assert 0 < next(steps).done < 12_000
    # What was stored stays; the next time brings the rest.
    *_, last = load_registry(desk, read, "robinson", valid_until=SOON, at=NOW)
    assert 0 < last.added < 12_000
    assert last.done == last.total


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"nothing here", "robinson", "no_numbers"),
        (b"", "robinson", "no_numbers"),
        (b"\x00\x01\xff", "robinson", "no_numbers"),
        (b"+34612345678", "Robinson List!", "bad_registry"),
    ],
)
def test_what_is_refused(desk: Desk, data: bytes, name: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        list(load_registry(desk, read_numbers(desk, data), name, valid_until=SOON, at=NOW))
    assert refused.value.code == code
