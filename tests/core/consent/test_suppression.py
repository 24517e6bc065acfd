"""Opt-outs: what they close, and how a person is found again."""

import pytest

from app.core.consent.key_ring import digest, key_id_of, ring_of
from app.core.consent.suppression import (
    NUMBER_CHANNELS,
    Closures,
    closures,
    in_force,
    is_suppressed,
    matchable,
    organisation_keys,
    points_of_channels,
)
from tests.builders import RING, SECRET, make_lead, make_point, make_suppression


def test_all_entries_in_force_add_up() -> None:
    entries = (
        make_suppression(1, channels=("call",)),
        make_suppression(2, channels=("sms", "whatsapp")),
        make_suppression(3, channels=("*",), lifted=True),
    )
    assert closures((), entries, RING).closed == {"call", "sms", "whatsapp"}
    assert closures((), (), RING) == Closures()


@pytest.mark.parametrize(
    ("closed", "channel", "expected"),
    [
        ({"*"}, "task", True),
        ({"*"}, "call", True),
        ({"call"}, "voicemail", True),
        ({"call"}, "sms", False),
        ({"call", "email", "sms", "whatsapp", "linkedin"}, "direct_mail", False),
        (set(), "call", False),
    ],
)
def test_a_channel_is_closed_by_its_own_entry_or_by_all(
    closed: set[str], channel: str, expected: bool
) -> None:
    assert is_suppressed(frozenset(closed), channel) is expected


def test_a_person_is_found_under_every_way_of_writing_the_number() -> None:
    one = matchable((make_point(1, value="+525512345678"),))
    other = matchable((make_point(2, value="+5215512345678"),))
    assert set(one) == set(other)
    assert {digest(SECRET, value) for value in one} & {digest(SECRET, value) for value in other}


def test_text_that_is_no_number_finds_nobody() -> None:
    points = (
        make_point(1, value="call me maybe", status="unparsed"),
        make_point(2, value="+34612345678", status="unusable"),
        make_point(3, kind="email", value="a@example.com"),
    )
    assert matchable(points) == ("+34612345678", "a@example.com")


def test_a_digest_needs_the_secret() -> None:
    assert digest(SECRET, "+34612345678") != digest(b"other", "+34612345678")
    assert digest(SECRET, "+34612345678") == digest(SECRET, "+34612345678")
    assert len(digest(SECRET, "x")) == 64


def test_an_entry_about_a_number_bars_that_number_alone() -> None:
    one, other = make_point(1, value="+525512345678"), make_point(2, value="+34612345678")
    entry = make_suppression(
        scope="number", channels=NUMBER_CHANNELS, digests=RING.digests(["+5215512345678"])
    )
    found = closures((one, other), (entry,), RING)
    assert not found.closed
    assert found.barred == {one.point_id}
    lead = make_lead(points=(one, other)).barring(found.barred)
    assert [p.status for p in lead.points] == ["barred", "usable"]
    assert lead.barring(frozenset()) == make_lead(points=(one, other))


def test_what_is_suspected_holds_and_does_not_close() -> None:
    entries = (make_suppression(1, suspected=True), make_suppression(2, channels=("sms",)))
    found = closures((), entries, RING)
    assert found.closed == {"sms"}
    assert found.held == {"*"}


def test_of_one_entry_the_last_that_is_known_counts() -> None:
    entry = make_suppression(1)
    assert in_force((entry,), (make_suppression(1, lifted=True),)) == ()
    assert in_force((entry, entry), ()) == (entry,)


def test_every_key_held_is_tried_and_new_entries_take_the_newest() -> None:
    both = ring_of(b"newer", SECRET)
    assert set(RING.digests(["x"])) < set(both.every_digest(["x"]))
    assert both.digests(["x"]) == (digest(b"newer", "x"),)
    assert both.own.secret == SECRET
    assert both.newest.key_id == key_id_of(b"newer") != both.own.key_id


@pytest.mark.parametrize(
    ("company", "mail", "expected"),
    [
        ("Acme, S.L.", "ana@acme.example", ("company/acmesl", "@acme.example")),
        ("ACME SL", "ana@gmail.com", ("company/acmesl",)),
        ("", "ana@Acme.Example", ("@acme.example",)),
        ("---", "nobody", ()),
    ],
)
def test_organisations_are_found_by_name_and_domain(
    company: str, mail: str, expected: tuple[str, ...]
) -> None:
    point = make_point(1, kind="email", value=mail)
    assert organisation_keys(company, (point,), frozenset({"gmail.com"})) == expected


def test_a_channel_goes_by_its_own_kind_of_point() -> None:
    phone, mail = make_point(1), make_point(2, kind="email", value="a@example.com")
    assert points_of_channels((phone, mail), ("sms", "whatsapp")) == (phone,)
    assert points_of_channels((phone, mail), ("email",)) == (mail,)
    assert points_of_channels((phone, mail), ("*",)) == (phone, mail)
