"""The demo shows every kind of touch, and everybody in it says what they wrote."""

from collections.abc import Iterator

import pytest

from app.bootstrap.desk import make_demo, open_desk
from app.services.demo.workplace import BEGINS_AT
from app.services.desk.desk import Desk
from app.services.store.queue_rows import QueuePage
from app.services.working.touch_card import touch_card
from app.system.clock import FixedClock
from app.system.paths import Profile


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A demo on its first morning."""
    profile, clock = Profile(tmp_path_factory.mktemp("demo") / "p"), FixedClock(BEGINS_AT)
    make_demo(profile, clock)
    opened = open_desk(profile, clock)
    yield opened.desk
    opened.close()


def queue(desk: Desk) -> QueuePage:
    with desk.store.read() as reader:
        return reader.queue_page(desk.identity.rep_id, BEGINS_AT, 200)


@pytest.mark.parametrize("channel", ["call", "email", "whatsapp", "sms", "linkedin_engage"])
def test_a_touch_of_every_kind_is_due(desk: Desk, channel: str) -> None:
    due = [row for row in queue(desk).rows if row.lane == "due_now" and row.channel == channel]
    assert due
    card = touch_card(desk, due[0].touch_id)
    assert card.verdict.state == "open"
    assert card.message or card.task or card.script


def test_every_lane_has_somebody(desk: Desk) -> None:
    counts = queue(desk).counts
    assert all(counts[lane] for lane in counts)
    assert sum(counts.values()) > 50


def test_whoever_replied_says_what_they_wrote(desk: Desk) -> None:
    replies = [row for row in queue(desk).rows if row.kind == "reply"]
    assert len(replies) == 2
    assert all("?" in touch_card(desk, row.touch_id).wrote for row in replies)


def test_nobody_can_be_reached_for_real(desk: Desk) -> None:
    """Addresses and profiles are of places that are kept for examples, or say that they are."""
    with desk.store.read() as reader:
        leads = [reader.lead(row.lead_id) for row in queue(desk).rows]
    points = [point for lead in leads for point in lead.points]
    assert all(p.value.endswith("@example.com") for p in points if p.kind == "email")
    assert all("touchline-demo" in p.value for p in points if p.kind == "linkedin")
    assert desk.identity.demo
