"""Whether a database is in order: what doctor asks beside replay. Nothing here writes."""

from pathlib import Path

from app.services.upkeep import FileFault
from app.storage import driver

_REPORTED = 20


# Each counts rows that contradict each other; 0 is right.
_COUNTS: dict[str, str] = {
    # Each device counts 1, 2, 3 without gaps, save for what is written down as lost.
    "dev_seq_gap": """SELECT coalesce(sum(gap), 0) FROM (
        SELECT max(dev_seq) - count(*) - (
            SELECT coalesce(sum(json_extract(value, '$[2]') - json_extract(value, '$[1]') + 1), 0)
            FROM json_each((SELECT value FROM setting WHERE key = 'activities.lost'))
            WHERE json_extract(value, '$[0]') = lower(hex(device_id))
            AND json_extract(value, '$[2]') < max(dev_seq)) AS gap
        FROM activity GROUP BY device_id)""",
    "event_without_outbox": """SELECT count(*) FROM activity a
        WHERE a.device_id = (SELECT device_id FROM profile)
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.event_id = a.event_id)""",
    "outbox_without_event": """SELECT count(*) FROM outbox o
        WHERE NOT EXISTS (SELECT 1 FROM activity a WHERE a.event_id = o.event_id)""",
    "lane_count_wrong": """SELECT count(*) FROM (
        SELECT owner_id, lane, sum(people) AS n FROM (
            SELECT owner_id, lane, people FROM lane_count
            UNION ALL SELECT owner_id, lane, -count(*) FROM queue GROUP BY owner_id, lane)
        GROUP BY owner_id, lane HAVING n <> 0)""",
    "lead_without_state": """SELECT count(*) FROM lead l
        WHERE NOT EXISTS (SELECT 1 FROM lead_state s WHERE s.lead_id = l.lead_id)""",
    "lead_not_searchable": """SELECT count(*) FROM lead
        WHERE no NOT IN (SELECT rowid FROM lead_search)""",
    "search_without_lead": """SELECT count(*) FROM lead_search
        WHERE rowid NOT IN (SELECT no FROM lead)""",
    "queue_without_touch": """SELECT count(*) FROM queue q
        WHERE NOT EXISTS (SELECT 1 FROM touch t
            WHERE t.touch_id = q.touch_id AND t.state = 'planned')""",
}


def check(path: Path, *, key: driver.KeyHook | None = None) -> list[FileFault]:
    """Everything that is wrong with the file at `path`; empty when it is in order.

    Codes: damaged (then nothing else is looked at), reference_broken, those of the counts. Raises
    TouchlineError when the file cannot be read at all.
    """
    connection = driver.connect(path, read_only=True, key=key)
    try:
        with driver.friendly():
            connection.execute("BEGIN")
            return list(_findings(connection))
    finally:
        connection.close()


def _findings(connection: driver.Connection) -> list[FileFault]:
    try:
        damage = connection.execute(f"PRAGMA integrity_check({_REPORTED})").fetchall()
    except driver.DatabaseError:
        # Too damaged to be checked to the end.
        return [FileFault("damaged", 1)]
    if damage != [("ok",)]:
        return [FileFault("damaged", len(damage))]
    found = []
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        found.append(FileFault("reference_broken", len(broken)))
    for code, statement in _COUNTS.items():
        (count,) = connection.execute(statement).fetchone()
        if count:
            found.append(FileFault(code, count))
    return found
