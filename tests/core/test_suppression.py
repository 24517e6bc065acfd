"""Opt-outs: what they close, and how a person is found again."""

import pytest

from app.core.key_ring import digest
from app.core.suppression import Closures, closures, is_suppressed, matchable
from tests.builders import RING, SECRET, make_point, make_suppression


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
