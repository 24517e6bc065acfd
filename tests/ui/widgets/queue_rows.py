"""Queue rows as on the design's pictures; the people are invented."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.core.queue.lane_names import Lane
from app.services.store.queue_rows import QueuePage, QueueRow

# 10:42:00 in Madrid on a Wednesday, when the pictures were taken.
NOW = datetime(2026, 11, 18, 9, 42, tzinfo=UTC)
MADRID = "Europe/Madrid"


def seconds(amount: float) -> timedelta:
    return timedelta(seconds=amount)


def minutes(amount: float) -> timedelta:
    return timedelta(minutes=amount)


def make_row(number: int, lane: Lane = "due_now", **facts: Any) -> QueueRow:
    """A valid row; ids follow from `number`."""
    values: dict[str, Any] = {
        "lane": lane,
        "lead_id": UUID(int=number),
        "touch_id": UUID(int=1_000_000 + number),
        "kind": "step",
        "name": f"Person {number}",
        "channel": "call",
        "step_no": 1,
        "step_count": 5,
        "day": 0,
        "zone": MADRID,
        "place": "Madrid",
        "due_at": NOW,
        "effective_at": NOW,
        "opens_at": None,
        "closes_at": None,
        "received_at": NOW - minutes(2),
        "deadline_at": None,
        "first_contact": "",
        "reason": "step_due",
        "reason_args": {},
    }
    return QueueRow(**{**values, **facts})


def make_running(number: int, left_s: float, **facts: Any) -> QueueRow:
    """A first contact whose window has `left_s` seconds left."""
    return make_row(
        number,
        "first_contact",
        **{
            "first_contact": "running",
            "deadline_at": NOW + seconds(left_s),
            "received_at": NOW + seconds(left_s) - minutes(5),
            "reason": "new_inquiry",
            "reason_args": {"source": "web_form"},
            **facts,
        },
    )


def make_page(*rows: QueueRow, at: datetime = NOW, **counts: int) -> QueuePage:
    """A page with as many rows per lane as given, or more by `counts`."""
    found: dict[Any, int] = {}
    for row in rows:
        found[row.lane] = found.get(row.lane, 0) + 1
    found.update(counts)
    return QueuePage(rows=rows, counts=found, at=at)


def picture_page() -> QueuePage:
    """The queue of the first picture."""
    later = make_row(
        50, "later_today", effective_at=NOW + minutes(18), due_at=NOW + minutes(18), zone=MADRID
    )
    return make_page(
        make_running(1, 192, name="Lucía Fernández Ortega"),
        make_running(
            2,
            281,
            name="Mateusz Wójcik",
            zone="Europe/Warsaw",
            place="Warsaw",
            reason_args={"source": "referral"},
        ),
        make_row(
            3,
            "replies",
            name="Chloé Lefèvre",
            channel="email",
            step_count=3,
            day=1,
            zone="Europe/Paris",
            place="Lyon",
            due_at=NOW - minutes(21),
            kind="reply",
            reason="replied",
        ),
        make_row(
            4,
            "replies",
            name="Oluwaseun Adeyemi",
            channel="whatsapp",
            step_count=2,
            day=2,
            zone="Europe/London",
            place="London",
            due_at=NOW - minutes(4),
            kind="reply",
            reason="replied",
        ),
        make_row(
            5,
            "callbacks",
            name="Ioana Dumitrescu",
            kind="callback",
            step_no=2,
            day=4,
            zone="Europe/Bucharest",
            place="Bucharest",
            due_at=NOW + minutes(3),
            reason="promised",
            reason_args={"at": (NOW + minutes(3)).isoformat(), "zone": "Europe/Bucharest"},
        ),
        make_row(
            6,
            name="Fatma Yıldız",
            zone="Europe/Istanbul",
            place="Istanbul",
            deadline_at=NOW - seconds(68),
            first_contact="breached",
            reason="window_missed",
        ),
        make_row(
            7,
            name="Priya Nair",
            channel="whatsapp",
            step_count=2,
            day=2,
            zone="Asia/Kolkata",
            place="Pune",
            effective_at=NOW - minutes(18),
            reason="overdue",
            reason_args={"days": 1},
        ),
        make_row(8, name="Giulia Conti", step_no=2, day=4, zone="Europe/Rome", place="Bologna"),
        make_row(
            9,
            name="Callum Fraser",
            channel="email",
            step_count=3,
            day=1,
            zone="Europe/London",
            place="Glasgow",
        ),
        later,
        make_row(
            10,
            "waiting",
            name="Beatriz Almeida",
            step_no=2,
            day=4,
            zone="America/Sao_Paulo",
            place="São Paulo",
            opens_at=datetime(2026, 11, 18, 12, 0, tzinfo=UTC),
            reason="night",
            reason_args={"opens_at": "2026-11-18T12:00:00+00:00", "zone": "America/Sao_Paulo"},
        ),
        make_row(
            11,
            "waiting",
            name="Anneliese Vogt",
            step_no=3,
            day=6,
            zone="Europe/Berlin",
            place="Dresden",
            opens_at=datetime(2026, 11, 19, 8, 0, tzinfo=UTC),
            reason="holiday",
        ),
        later_today=51,
        waiting=9,
    )
