"""The log as reports read it: lead by lead, one SELECT, without anything personal."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec

from app.core.accounts.account import account_id
from app.core.metrics.history import TYPES, LeadLog
from app.core.work.touch import Touch
from app.storage import driver, mappers, schema
from app.storage.cells import micros_of, uuid_of

_COLUMNS = [column.name for column in schema.activity.columns if column.name != "seq"]
_LEAD = _COLUMNS.index("lead_id")
# The company stands folded in the table that FTS5 keeps for the search, as c1. The lead is found by
# its id; the index on the log's lead_id gives both the leads one after the other and each in order.
LEAD_LOGS = f"""WITH who AS MATERIALIZED (
SELECT l.lead_id, l.zone, c.c1 AS company FROM lead l
LEFT JOIN lead_search_content c ON c.id = l.no)
SELECT {", ".join(f"a.{name}" for name in _COLUMNS)}, w.zone, w.company
FROM activity a LEFT JOIN who w ON w.lead_id = a.lead_id
WHERE a.lead_id IN (SELECT lead_id FROM activity WHERE occurred_at >= ?1
UNION SELECT lead_id FROM touch WHERE state = 'planned')
AND a.occurred_at <= ?2 AND a.type IN (SELECT value FROM json_each(?3))
ORDER BY a.lead_id, a.seq"""  # noqa: S608 - names of our own columns
# A plan knows the zone that it counts in.
TRIED_CALLS = f"""SELECT e.zone, {", ".join(f"t.{c.name}" for c in schema.touch.columns)}
FROM touch t JOIN enrolment e ON e.lead_id = t.lead_id AND e.enrolment_id = t.enrolment_id
WHERE t.state = 'done' AND t.settled_at >= ?1 AND t.channel = 'call'
AND t.kind <> 'meeting'"""  # noqa: S608 - as above
_TYPES = msgspec.json.encode(TYPES).decode()


def read(connection: driver.Connection, since: datetime, now: datetime) -> Iterator[LeadLog]:
    """The logs until `now` of leads with activity from `since` or something planned."""
    values = (micros_of(since), micros_of(now), _TYPES)
    with driver.friendly():
        rows = connection.execute(LEAD_LOGS, values)
        for lead_id, mine in groupby(rows, key=_lead_of):
            yield _log_of(uuid_of(lead_id), list(mine))


def tried_calls(connection: driver.Connection, since: datetime) -> Iterator[tuple[str, Touch]]:
    """The zone and touch of calls worked from `since` on."""
    with driver.friendly():
        for row in connection.execute(TRIED_CALLS, (micros_of(since),)):
            yield row[0], mappers.touch_from(row[1:])


def _lead_of(row: mappers.Row) -> Any:
    return row[_LEAD]


def _log_of(lead_id: UUID, rows: list[mappers.Row]) -> LeadLog:
    zone, company = rows[0][-2:]
    events = tuple(mappers.event_from(row) for row in rows)
    account = _account(events[0].org_id, company) if company else None
    return LeadLog(lead_id=lead_id, zone=zone or "", account=account, events=events)


_account = lru_cache(maxsize=65536)(account_id)
