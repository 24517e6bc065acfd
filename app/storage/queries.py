"""Reads with more to them than one row by its key: one SELECT per screen."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

import msgspec

from app.core.folded import folded
from app.core.log.events import OutcomeUndone, type_of
from app.core.metrics.interval import middle
from app.core.queue.lane_names import LANES
from app.core.reason import Reason
from app.core.work.begun import is_begun
from app.services.store.records import DayNumbers, LeadHit, OnVersion, TimelineEntry
from app.storage import driver, search
from app.storage.cells import instant_of, micros_of, uuid_of


class _AboutTouch(msgspec.Struct):
    """Of a body only the touch it names, if it names one."""

    touch_id: UUID | None = None


_UNDONE = type_of(OutcomeUndone)
_of_touch = msgspec.json.Decoder(_AboutTouch).decode
_any = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode

# The lane is literal so that each arm walks queue_until; the order of the arms is the urgency.
_DUE_ARM = """SELECT * FROM (SELECT lead_id FROM queue
WHERE lane = '{lane}' AND lane_until IS NOT NULL AND lane_until <= ?1
ORDER BY lane_until, lead_id LIMIT ?2)"""
_UNTIL_ARM = """SELECT min(lane_until) AS at FROM queue
WHERE lane = '{lane}' AND lane_until IS NOT NULL"""
_ALERT_ARM = "SELECT min(due_at) AS at FROM alert WHERE state = 'planned'"
_UNION = "\nUNION ALL\n"
DUE_TO_PLACE = _UNION.join(_DUE_ARM.format(lane=lane) for lane in LANES) + "\nLIMIT ?2"
NEXT_CHANGES = _UNION.join([*(_UNTIL_ARM.format(lane=lane) for lane in LANES), _ALERT_ARM])
IN_WORK = (
    "SELECT s.lead_id FROM lead_state s WHERE s.owner_id = ? AND EXISTS "
    "(SELECT 1 FROM touch t WHERE t.lead_id = s.lead_id AND t.state = 'planned') "
    "ORDER BY s.lead_id"
)
STUCK = (
    "SELECT lead_id FROM queue WHERE lane = 'waiting' AND reason = 'no_opening' "
    "ORDER BY due_at, lead_id LIMIT ?"
)
ON_VERSION = (
    "SELECT e.lead_id, e.role, t.step_key, t.kind, t.state, t.tries FROM enrolment e "
    "LEFT JOIN touch t ON t.lead_id = e.lead_id AND t.enrolment_id = e.enrolment_id "
    "WHERE e.cadence_key = ? AND e.cadence_version = ? AND e.state <> 'finished' "
    "ORDER BY e.lead_id"
)
ENROLLED_ON = "SELECT DISTINCT lead_id FROM enrolment WHERE cadence_key = ? ORDER BY lead_id"
NOTES = (
    "SELECT a.lead_id, a.occurred_at, a.body, n.text FROM activity_text n "
    "JOIN activity a ON a.event_id = n.event_id "
    "WHERE n.kind = 'note' AND a.occurred_at >= ? ORDER BY a.seq DESC"
)
STEP_OF = (
    "SELECT t.step_key FROM touch t "
    "JOIN enrolment e ON e.lead_id = t.lead_id AND e.enrolment_id = t.enrolment_id "
    "WHERE t.touch_id = ? AND e.cadence_key = ? AND t.kind IN ('step', 'inserted')"
)
LATEST = (
    "SELECT event_id FROM (SELECT event_id, dev_seq, type FROM activity "
    "WHERE device_id = (SELECT device_id FROM profile) ORDER BY dev_seq DESC LIMIT 1000) "
    "WHERE type IN (SELECT value FROM json_each(?)) ORDER BY dev_seq DESC LIMIT ?"
)
TIMELINE = (
    "SELECT a.event_id, a.occurred_at, a.type, a.body, a.cause_id, "
    "(SELECT group_concat(t.text, char(10)) FROM activity_text t "
    "WHERE t.event_id = a.event_id AND t.kind NOT IN ('before', 'sent')), "
    "(SELECT t.text FROM activity_text t WHERE t.event_id = a.event_id AND t.kind = 'sent') "
    "FROM activity a WHERE a.lead_id = ? ORDER BY a.seq DESC LIMIT ?"
)
STARTS = (
    "SELECT body FROM activity WHERE lead_id = ? AND type = 'EnrolmentStarted' ORDER BY seq DESC"
)
TOUCHES_SHORT = "SELECT touch_id, channel, kind, step_key FROM touch WHERE lead_id = ?"
# The names are read from the table FTS5 keeps them in: through FTS5 itself it takes twice as long.
FIND = (
    "SELECT s.rowid, c.c0 FROM lead_search s CROSS JOIN lead_search_content c ON c.id = s.rowid "
    "WHERE lead_search MATCH ? ORDER BY s.rowid DESC LIMIT ?"
)
HITS = (
    "SELECT l.lead_id, l.name, l.company, coalesce((SELECT p.value FROM lead_point p "
    "WHERE p.lead_id = l.lead_id AND p.kind = 'phone' ORDER BY p.position LIMIT 1), ''), l.place "
    "FROM json_each(?) j CROSS JOIN lead l ON l.no = j.value ORDER BY j.key"
)
# The same letters with other blanks ("S.L.", "SL") are one company: a few of them find it.
_BEGINNING = 3
# Columns c0 to c2 are name, company and ways, folded as the question is.
PEOPLE_AT = (
    "SELECT l.lead_id FROM lead_search s CROSS JOIN lead_search_content c ON c.id = s.rowid "
    "CROSS JOIN lead l ON l.no = c.id WHERE lead_search MATCH ? "
    "AND replace(c.c1, ' ', '') = ? ORDER BY l.lead_id"
)
CLOCKS = (
    "SELECT clock_state, clock_received_at, clock_starts_at, clock_attempted_at FROM lead_state "
    "WHERE owner_id = ? AND clock_received_at >= ? AND clock_received_at < ? "
    "AND clock_state <> 'not_startable'"
)
DONE = (
    "SELECT t.tried_at FROM touch t CROSS JOIN lead_state s USING (lead_id) "
    "WHERE t.state = 'done' AND t.settled_at >= ? AND t.settled_at < ? AND t.kind <> 'inbound' "
    "AND s.owner_id = ?"
)
TRIED = (
    "SELECT t.tried_at FROM touch t CROSS JOIN lead_state s USING (lead_id) "
    "WHERE t.tries > 0 AND t.state <> 'done' AND t.kind <> 'inbound' AND s.owner_id = ?"
)
OPEN = "SELECT coalesce(sum(people), 0) FROM lane_count WHERE owner_id = ? AND lane <> 'upcoming'"

# Nobody plans or takes in anybody at an instant to come, and no window is missed before its end.
AHEAD_OF = (
    "SELECT lead_id FROM touch WHERE state = 'planned' AND planned_at > :limit "
    "UNION SELECT lead_id FROM lead_state WHERE clock_state = 'running' "
    "AND clock_received_at > :limit "
    "UNION SELECT lead_id FROM lead_state WHERE clock_state = 'breached' "
    "AND clock_deadline_at > :now ORDER BY lead_id"
)
FIRED_EARLY = "SELECT count(*) FROM alert WHERE state IN ('fired', 'handed') AND due_at > ?"


def ahead_of(connection: driver.Connection, now: datetime, limit: datetime) -> list[UUID]:
    """Leads of whom something was decided after `limit`, or missed before its time."""
    values = {"now": micros_of(now), "limit": micros_of(limit)}
    return [uuid_of(lead_id) for (lead_id,) in connection.execute(AHEAD_OF, values)]


def due_to_place(connection: driver.Connection, now: datetime, limit: int) -> Sequence[UUID]:
    """Leads whose `lane_until` has passed, at most `limit`, most urgent lane first."""
    rows = connection.execute(DUE_TO_PLACE, (micros_of(now), limit))
    return [uuid_of(lead_id) for (lead_id,) in rows]


def next_change_at(connection: driver.Connection) -> datetime | None:
    """The earliest `lane_until` or planned alert; None where there is neither."""
    coming = [at for (at,) in connection.execute(NEXT_CHANGES) if at is not None]
    return instant_of(min(coming)) if coming else None


def in_work(connection: driver.Connection, owner_id: UUID) -> list[UUID]:
    """The leads of an owner with a planned touch."""
    return [uuid_of(lead_id) for (lead_id,) in connection.execute(IN_WORK, (owner_id.bytes,))]


def people_at(connection: driver.Connection, company: str) -> list[UUID]:
    """Everybody whose company is the same, however it is spelled; nobody for no company."""
    name = folded(company)
    if not name:
        return []
    values = (f'"{name.split()[0][:_BEGINNING]}"*', name.replace(" ", ""))
    return [uuid_of(lead_id) for (lead_id,) in connection.execute(PEOPLE_AT, values)]


def stuck(connection: driver.Connection, limit: int) -> list[UUID]:
    """Who waits, whoever owns them, and has no opening in sight; the longest due first."""
    return [uuid_of(lead_id) for (lead_id,) in connection.execute(STUCK, (limit,))]


def on_version(
    connection: driver.Connection, cadence_key: str, version: int
) -> Iterator[OnVersion]:
    """The open enrolments of a version, with the steps that their touches say were come to."""
    with driver.friendly():
        rows = connection.execute(ON_VERSION, (cadence_key, version))
        for (lead_id, role), mine in groupby(rows, key=lambda row: row[:2]):
            begun = {
                key for *_, key, kind, state, tries in mine if key and is_begun(kind, state, tries)
            }
            yield OnVersion(lead_id=uuid_of(lead_id), role=role, begun=frozenset(begun))


def step_notes(
    connection: driver.Connection, cadence_key: str, since: datetime
) -> list[tuple[str, UUID, datetime, str]]:
    """Notes that were logged with a touch of a step of the cadence, the newest first."""
    found = []
    for lead_id, at, body, text in connection.execute(NOTES, (micros_of(since),)).fetchall():
        touch_id = _of_touch(body).touch_id
        if touch_id is None:
            continue
        step = connection.execute(STEP_OF, (touch_id.bytes, cadence_key)).fetchone()
        if step is not None:
            found.append((step[0], uuid_of(lead_id), instant_of(at), text))
    return found


def latest(connection: driver.Connection, types: Sequence[str], limit: int) -> list[UUID]:
    """The newest events of these types among the latest thousand of this device."""
    wanted = _encode(types).decode()
    return [uuid_of(event_id) for (event_id,) in connection.execute(LATEST, (wanted, limit))]


def _flat(value: object, key: str, into: dict[str, str]) -> None:
    """Codes of a body by dotted key; lists joined by blanks, empty values left out."""
    match value:
        case None | "" | []:
            return
        case dict():
            for name, inner in value.items():
                _flat(inner, f"{key}.{name}" if key else name, into)
        case list():
            into[key] = " ".join(str(v) for v in value if not isinstance(v, dict | list))
        case bool():
            into[key] = "true" if value else "false"
        case _:
            into[key] = str(value)


def timeline(connection: driver.Connection, lead_id: UUID, limit: int) -> list[TimelineEntry]:
    """The newest `limit` events of a lead, newest first.

    `detail` holds the codes of the body by dotted key ("touch.channel"); an entry that names a
    touch also gets its "channel", "kind" and "step_key".
    """
    rows = connection.execute(TIMELINE, (lead_id.bytes, limit)).fetchall()
    touches = {
        str(uuid_of(touch_id)): {"channel": channel, "kind": kind, "step_key": step_key}
        for touch_id, channel, kind, step_key in connection.execute(TOUCHES_SHORT, (lead_id.bytes,))
    }
    undone: set[str] = set()
    entries = []
    for event_id, at, code, body, cause_id, text, message in rows:
        detail: dict[str, str] = {}
        _flat(_any(body), "", detail)
        detail = {**touches.get(detail.get("touch_id", ""), {}), **detail}
        if code == _UNDONE:
            undone.add(detail.get("undoes", ""))
        event = uuid_of(event_id)
        # Taking something back is caused by it, but not taken back with it.
        caused = cause_id is not None and code != _UNDONE
        cause = str(uuid_of(cause_id)) if caused else ""
        entries.append(
            TimelineEntry(
                event_id=event,
                at=instant_of(at),
                code=code,
                detail=detail,
                text=text or "",
                message=message or "",
                undone=str(event) in undone or cause in undone,
            )
        )
    return entries


def began(connection: driver.Connection, lead_id: UUID, enrolment_id: UUID) -> Reason | None:
    """The reason for which an enrolment began; None where the log has no start of it."""
    for (body,) in connection.execute(STARTS, (lead_id.bytes,)):
        found = _any(body)
        if found.get("enrolment_id") == str(enrolment_id):
            return Reason(code=found.get("why", ""), args=found.get("args", {}))
    return None


def search_leads(connection: driver.Connection, text: str, limit: int) -> list[LeadHit]:
    """People by the beginning of words of name, company or address, or by digits of a number."""
    match = search.question(text)
    if not match:
        return []
    wanted = folded(text)
    found = sorted(
        (search.score(wanted, name), name, no)
        for no, name in connection.execute(FIND, (match, search.CANDIDATES))
    )
    best = [no for _, _, no in found[:limit]]
    return [
        LeadHit(lead_id=uuid_of(lead_id), name=name, company=company, phone=phone, place=place)
        for lead_id, name, company, phone, place in connection.execute(
            HITS, (_encode(best).decode(),)
        )
    ]


def _within(tries: str, since: int, until: int) -> int:
    """How many of the instants of a JSON array lie in a span, all in microseconds."""
    return sum(since <= at < until for at in msgspec.json.decode(tries))


def day_numbers(
    connection: driver.Connection, rep_id: UUID, start: datetime, end: datetime, now: datetime
) -> DayNumbers:
    """The figures of the day for the leads a rep owns.

    First contacts count on the day their lead was received, once attempted or missed; a window
    that is still running is not counted yet, its wait until `now` is part of the median. `done`
    counts every touch made, also one that was tried and is due again; `planned` is that plus the
    people who are still in the queue of the day.
    """
    owner, since, until = rep_id.bytes, micros_of(start), micros_of(end)
    waits: list[float] = []
    open_for: list[float] = []
    in_window = startable = 0
    at = micros_of(now)
    clocks = connection.execute(CLOCKS, (owner, since, until))
    for state, received_at, starts_at, attempted_at in clocks:
        startable += state != "running"
        in_window += state == "attempted"
        if attempted_at is not None:
            waits.append((attempted_at - received_at) / 1e6)
        elif starts_at is None or starts_at <= at:
            open_for.append((at - received_at) / 1e6)
    median_s, above = middle(sorted(waits), sorted(open_for))
    # A touch that is done was made, whatever it took; of every other its tries of the day were.
    settled = connection.execute(DONE, (since, until, owner))
    done = sum(max(1, _within(tries, since, until)) for (tries,) in settled)
    tried = connection.execute(TRIED, (owner,))
    done += sum(_within(tries, since, until) for (tries,) in tried)
    (still_open,) = connection.execute(OPEN, (owner,)).fetchone()
    return DayNumbers(
        median_first_contact_s=median_s,
        first_contact_above=above,
        in_window=in_window,
        startable=startable,
        done=done,
        planned=done + still_open,
    )
