"""Reading rows of the queue of whoever works here. For a thread beside the window."""

from app.core.queue.lane_names import Lane
from app.services.desk.desk import Desk
from app.services.store.queue_rows import QueuePage, QueueRow


def read_queue(desk: Desk, limit: int) -> QueuePage:
    """Read the first `limit` rows of every lane."""
    with desk.store.read() as reader:
        return reader.queue_page(desk.identity.rep_id, desk.clock.now(), limit)


def read_further(desk: Desk, lane: Lane, offset: int, count: int) -> tuple[QueueRow, ...]:
    """Read `count` rows of a lane from the one at `offset` (from 0) on."""
    with desk.store.read() as reader:
        page = reader.queue_page(desk.identity.rep_id, desk.clock.now(), offset + count, [lane])
    return page.rows[offset:]
