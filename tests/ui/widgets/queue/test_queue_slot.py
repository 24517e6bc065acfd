"""The time slot: which state, which words, at which second."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.services.store.queue_rows import QueueRow
from app.services.wording import Wording
from app.system.resources import resource_path
from app.ui.theme.tokens import Tokens
from app.ui.widgets.queue.queue_slot import LiveCall, TimeMark, TimeSlots
from tests.ui.widgets.queue_rows import NOW, make_row, make_running, minutes, seconds

ZONE = ZoneInfo("Europe/Madrid")
SLOTS = TimeSlots(
    Tokens(resource_path("theme", "tokens.json")).at("state"),
    Wording.load(resource_path("i18n", "en.json"), ZONE),
    ZONE,
)


def slot(row: QueueRow, now: datetime = NOW, call: LiveCall | None = None) -> TimeMark:
    return SLOTS.slot(row, now, call)


@pytest.mark.parametrize(
    ("left_s", "top", "ring", "stroke", "reason"),
    [
        (300, "5:00", "accent.line", 3, ""),
        (121, "2:01", "accent.line", 3, ""),
        (120, "2:00", "warn.graphic", 4, "running_out"),
        (61, "1:01", "warn.graphic", 4, "running_out"),
        (60, "1:00", "breach.graphic", 4, "last_minute"),
        (0.4, "0:01", "breach.graphic", 4, "last_minute"),
        (0, "0:00", "breach.graphic", 4, "last_minute"),
    ],
)
def test_a_running_window(left_s: float, top: str, ring: str, stroke: int, reason: str) -> None:
    found = slot(make_running(1, left_s))
    assert (found.shape, found.top, found.ring, found.stroke, found.reason) == (
        "ring",
        top,
        ring,
        stroke,
        reason,
    )


def test_the_ring_empties_with_the_window() -> None:
    assert slot(make_running(1, 300)).fraction == 1.0
    assert slot(make_running(1, 75)).fraction == 0.25


@pytest.mark.parametrize(
    ("late", "top", "bottom"),
    [
        (seconds(1), "+0:01", ""),
        (seconds(68), "+1:08", ""),
        (seconds(599), "+9:59", ""),
        (minutes(12), "+12", "min"),
        (minutes(190), "+3", "h"),
    ],
)
def test_a_missed_window(late: timedelta, top: str, bottom: str) -> None:
    for row in (
        make_running(1, 0, deadline_at=NOW - late),
        make_row(1, deadline_at=NOW - late, first_contact="breached", reason="window_missed"),
    ):
        found = slot(row)
        assert (found.shape, found.top, found.bottom) == ("disc", top, bottom)
        assert found.reason == "window_missed"


def test_an_attempt_freezes_the_ring() -> None:
    row = make_running(
        1, 100, first_contact="attempted", reason="called_in", reason_args={"seconds": 123}
    )
    found = slot(row)
    assert (found.top, found.fraction, found.ring) == ("2:03", 1.0, "ok.graphic")
    late = row._replace(first_contact="breached_attempted", reason_args={"seconds": 370})
    assert (slot(late).top, slot(late).ring) == ("6:10", "breach.graphic")


def test_a_call_that_is_going_on_freezes_the_ring_and_counts_in_the_chip() -> None:
    row = make_running(1, 100)
    ringing = LiveCall(lead_id=row.lead_id, after_s=123, late=False)
    assert (slot(row, call=ringing).top, slot(row, call=ringing).reason) == ("2:03", "called_in")
    talking = LiveCall(lead_id=row.lead_id, after_s=123, late=False, connected_at=NOW - seconds(84))
    found = slot(row, call=talking)
    assert (found.top, found.reason, found.args) == ("2:03", "on_call", {"seconds": 84})
    assert slot(make_running(2, 100), call=talking).top == "1:40"


def test_a_call_in_another_lane_keeps_its_slot() -> None:
    row = make_row(1)
    talking = LiveCall(lead_id=row.lead_id, after_s=0, late=False, connected_at=NOW - seconds(9))
    found = slot(row, call=talking)
    assert (found.top, found.shape, found.reason) == ("now", "", "on_call")


@pytest.mark.parametrize(
    ("row", "top", "bottom", "color"),
    [
        (make_row(1, "replies", due_at=NOW - minutes(21)), "21 min", "waiting", "reply.text"),
        (make_row(1, "replies", due_at=NOW - minutes(112)), "1 h 52", "waiting", "reply.text"),
        (make_row(1, "callbacks", due_at=NOW + minutes(3)), "10:45", "in 3 min", "text.primary"),
        (make_row(1, "callbacks", due_at=NOW + minutes(67)), "11:49", "in 1 h 07", "text.primary"),
        (make_row(1, "callbacks", due_at=NOW), "10:42", "now", "text.primary"),
        (make_row(1, "callbacks", due_at=NOW - minutes(4)), "4 min", "late", "breach.text"),
        (make_row(1, "callbacks", due_at=NOW + timedelta(days=1)), "10:42", "Thu", "text.primary"),
        (make_row(1), "now", "", "text.primary"),
        (
            make_row(1, reason="overdue", effective_at=NOW - minutes(18)),
            "18 min",
            "late",
            "breach.text",
        ),
        (make_row(1, "later_today", effective_at=NOW + minutes(18)), "11:00", "", "text.primary"),
        (make_row(1, "waiting", opens_at=NOW + minutes(138)), "13:00", "opens", "wait.text"),
        (
            make_row(1, "waiting", opens_at=NOW + timedelta(hours=22, minutes=18)),
            "Thu",
            "09:00",
            "wait.text",
        ),
        (
            make_row(1, "waiting", opens_at=NOW + timedelta(days=9)),
            "27 Nov",
            "10:42",
            "wait.text",
        ),
        (make_row(1, "waiting", reason="no_consent"), "–", "", "wait.text"),
    ],
)
def test_the_other_lanes(row: QueueRow, top: str, bottom: str, color: str) -> None:
    found = slot(row)
    assert (found.shape, found.top, found.bottom, found.color) == ("", top, bottom, color)


def test_a_window_outside_their_hours_shows_the_opening_and_no_ring() -> None:
    row = make_row(
        1,
        "waiting",
        first_contact="running",
        deadline_at=NOW + minutes(143),
        opens_at=NOW + minutes(138),
        reason="new_waiting",
    )
    assert (slot(row).shape, slot(row).top) == ("", "13:00")


def test_an_old_breach_that_is_overdue_counts_from_when_it_was_due() -> None:
    row = make_row(
        1,
        first_contact="breached",
        deadline_at=NOW - timedelta(days=2),
        effective_at=NOW - timedelta(days=2),
        reason="overdue",
    )
    assert (slot(row).shape, slot(row).top, slot(row).bottom) == ("", "2 d", "late")
