"""Reading the queue: a page of it, and which touch is next."""

from app.core.queue.lane_names import SHOWN_LANES, Lane
from app.services.store.queue_rows import next_row
from app.storage.unit_of_work import sql_store
from app.system.clock import FixedClock
from app.system.ids import IdMint
from app.system.paths import Profile
from benchmarks import bare_store
from benchmarks.generate import NOW, identity
from benchmarks.measure import Figure, Pair, Setting, take_turns

_PAGE = 200
_RUNS = 300
# What a page shows, along the index of one lane; no values are made of it.
_BARE = """SELECT * FROM (
SELECT q.lane, q.lead_id, q.touch_id, q.kind, l.name, q.channel, q.step_no, q.step_count, q.day,
 l.zone, l.place, q.due_at, q.effective_at, q.opens_at, q.closes_at, l.received_at, q.deadline_at,
 q.first_contact, q.reason, q.reason_args, q.more
FROM queue q CROSS JOIN lead l ON l.lead_id = q.lead_id
WHERE q.lane = '{lane}' AND q.owner_id = ? ORDER BY q.sort_key, q.lead_id LIMIT ?)"""
_BARE_NEXT = """SELECT q.lead_id, q.touch_id FROM queue q
WHERE q.lane = 'due_now' AND q.owner_id = ? ORDER BY q.sort_key, q.lead_id LIMIT 1"""


def queue_page(setting: Setting) -> list[Figure]:
    """The first 200 rows of the longest lane, and of every lane at once."""
    return [
        _pages(setting, ["due_now"]).figure(
            "queue_page", "200 rows in order", goal=1.6, against="raw sqlite3, indexed, joined"
        ),
        _pages(setting, list(SHOWN_LANES)).figure(
            "queue_page",
            "first 200 of each lane, as the window reads",
            goal=1.6,
            against="raw sqlite3, UNION ALL",
        ),
    ]


def _pages(setting: Setting, lanes: list[Lane]) -> Pair:
    path = Profile(setting.profile).database
    clock, owner = FixedClock(NOW), identity().rep_id
    store = sql_store(path, clock, IdMint(clock).uuid7)
    bare = bare_store.connect(path)
    statement = " UNION ALL ".join(_BARE.format(lane=lane) for lane in lanes)
    values = (owner.bytes, _PAGE) * len(lanes)

    def ours() -> None:
        with store.read() as reader:
            reader.queue_page(owner, NOW, _PAGE, lanes)

    pair = take_turns(
        ours, lambda: bare.execute(statement, values).fetchall(), setting.times(_RUNS), warm=5
    )
    bare.close()
    store.database.close()
    return pair


def next_touch(setting: Setting) -> list[Figure]:
    """Who is next, out of the rows that the window holds."""
    path = Profile(setting.profile).database
    clock, owner = FixedClock(NOW), identity().rep_id
    store = sql_store(path, clock, IdMint(clock).uuid7)
    with store.read() as reader:
        rows = reader.queue_page(owner, NOW, _PAGE).rows
    passing = frozenset(row.lead_id for row in rows[:20])
    bare = bare_store.connect(path)
    pair = take_turns(
        lambda: next_row(rows, NOW, passing),
        lambda: bare.execute(_BARE_NEXT, (owner.bytes,)).fetchone(),
        setting.times(_RUNS),
        warm=5,
    )
    bare.close()
    store.database.close()
    return [
        pair.figure(
            "next_touch",
            "next touch, 20 just logged",
            goal=1.0,
            against="one row by sqlite3",
        )
    ]
