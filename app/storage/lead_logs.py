"""The log as reports read it: lead by lead, one SELECT, without anything personal."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec

from app.core.metrics.history import TYPES, LeadLog
from app.storage import driver, mappers, schema
from app.storage.cells import micros_of, uuid_of

_COLUMNS = [column.name for column in schema.activity.columns if column.name != "seq"]
_LEAD = _COLUMNS.index("lead_id")
# People of one company share the number of the first of them. The lead is found by its id; the
# index on the log's lead_id gives both the leads one after the other and each in its own order.
LEAD_LOGS = f"""WITH who AS MATERIALIZED (
SELECT lead_id, zone, CASE trim(company) WHEN '' THEN 0
ELSE min(no) OVER (PARTITION BY lower(trim(company))) END AS account FROM lead)
SELECT {", ".join(f"a.{name}" for name in _COLUMNS)}, w.zone, w.account
FROM activity a LEFT JOIN who w ON w.lead_id = a.lead_id
WHERE a.lead_id IN (SELECT lead_id FROM activity WHERE occurred_at >= ?1
UNION SELECT lead_id FROM touch WHERE state = 'planned')
AND a.occurred_at <= ?2 AND a.type IN (SELECT value FROM json_each(?3))
ORDER BY a.lead_id, a.seq"""  # noqa: S608 - names of our own columns
_TYPES = msgspec.json.encode(TYPES).decode()


def read(connection: driver.Connection, since: datetime, now: datetime) -> Iterator[LeadLog]:
    """The logs until `now` of leads with activity from `since` or something planned."""
    values = (micros_of(since), micros_of(now), _TYPES)
    with driver.friendly():
        rows = connection.execute(LEAD_LOGS, values)
        for lead_id, mine in groupby(rows, key=_lead_of):
            yield _log_of(uuid_of(lead_id), list(mine))


def _lead_of(row: mappers.Row) -> Any:
    return row[_LEAD]


def _log_of(lead_id: UUID, rows: list[mappers.Row]) -> LeadLog:
    zone, account = rows[0][-2:]
    return LeadLog(
        lead_id=lead_id,
        zone=zone or "",
        account=account or 0,
        events=tuple(mappers.event_from(row) for row in rows),
    )
