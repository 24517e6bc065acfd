"""Every statement of the hot paths, built from the tables and compiled to text once.

Parameters are positional, in the order of the columns or of the names given to `_compiled`.
"""

from sqlalchemy import ClauseElement, Table, bindparam, delete, select
from sqlalchemy.dialects import sqlite

from app.storage import schema

_dialect = sqlite.dialect(paramstyle="qmark")


def _compiled(statement: ClauseElement, *names: str, columns: list[str] | None = None) -> str:
    compiled = statement.compile(dialect=_dialect, column_keys=columns)
    order = compiled.positiontup or []  # type: ignore[attr-defined]
    if names and list(names) != order:
        raise AssertionError(f"parameters come in another order: {order}")
    return str(compiled)


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _key(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def _insert(table: Table, *, without: str = "") -> str:
    columns = [name for name in _names(table) if name != without]
    return _compiled(sqlite.insert(table), *columns, columns=columns)


def _upsert(table: Table, key: list[str], *, keep: tuple[str, ...] = ()) -> str:
    """Insert; where `key` exists already, update every other column but those of `keep`."""
    columns = _names(table)
    insert = sqlite.insert(table)
    changed = {n: insert.excluded[n] for n in columns if n not in key and n not in keep}
    statement = insert.on_conflict_do_update(index_elements=key, set_=changed)
    return _compiled(statement, *columns, columns=columns)


def _of_lead(table: Table, *order: str) -> str:
    """All rows of one lead."""
    wanted = select(table).where(table.c.lead_id == bindparam("lead_id"))
    return _compiled(wanted.order_by(*(table.c[name] for name in order)), "lead_id")


def _drop(table: Table, *key: str) -> str:
    statement = delete(table)
    for name in key:
        statement = statement.where(table.c[name] == bindparam(name))
    return _compiled(statement, *key)


# Rows of one lead
LEAD = _of_lead(schema.lead)
POINTS = _of_lead(schema.lead_point, "position")
JOURNEY = _of_lead(schema.lead_journey)
BRIEF = _of_lead(schema.lead_brief)
STATE = _of_lead(schema.lead_state)
ENROLMENTS = _of_lead(schema.enrolment, "position")
TOUCHES = _of_lead(schema.touch, "position")
CONSENTS = _of_lead(schema.consent, "position")
SUPPRESSIONS = _of_lead(schema.suppression, "position")
ENGAGEMENT = _of_lead(schema.engagement)

_logged = [c for c in schema.activity.columns if c.name != "seq"]
LOG = _compiled(
    select(*_logged)
    .where(schema.activity.c.lead_id == bindparam("lead_id"))
    .order_by(schema.activity.c.seq),
    "lead_id",
)
EVENT = _compiled(
    select(*_logged).where(schema.activity.c.event_id == bindparam("event_id")), "event_id"
)

# Writing, in the order in which a transaction writes them: what is referred to comes first.
SAVE_LEAD = _upsert(schema.lead, ["lead_id"], keep=("no",))
ADD_POINT = _insert(schema.lead_point)
DROP_POINTS = _drop(schema.lead_point, "lead_id")
SAVE_JOURNEY = _upsert(schema.lead_journey, _key(schema.lead_journey))
DROP_JOURNEY = _drop(schema.lead_journey, "lead_id")
SAVE_BRIEF = _upsert(schema.lead_brief, _key(schema.lead_brief))
DROP_BRIEF = _drop(schema.lead_brief, "lead_id")
SAVE_SEARCH = (
    "INSERT OR REPLACE INTO lead_search (rowid, name, company, digits) VALUES (?, ?, ?, ?)"
)
ADD_ACTIVITY = _insert(schema.activity, without="seq")
ADD_OUTBOX = _insert(schema.outbox)
SAVE_TEXT = _upsert(schema.activity_text, _key(schema.activity_text))
SAVE_STATE = _upsert(schema.lead_state, _key(schema.lead_state))
SAVE_ENROLMENT = _upsert(schema.enrolment, _key(schema.enrolment))
DROP_ENROLMENT = _drop(schema.enrolment, "lead_id", "enrolment_id")
SAVE_TOUCH = _upsert(schema.touch, _key(schema.touch))
DROP_TOUCH = _drop(schema.touch, "lead_id", "touch_id")
SAVE_CONSENT = _upsert(schema.consent, _key(schema.consent))
SAVE_SUPPRESSION = _upsert(schema.suppression, _key(schema.suppression))
SAVE_ENGAGEMENT = _upsert(schema.engagement, _key(schema.engagement))
DROP_ENGAGEMENT = _drop(schema.engagement, "lead_id")
ADD_DIGEST = _compiled(
    sqlite.insert(schema.suppression_digest).on_conflict_do_nothing(),
    *_names(schema.suppression_digest),
    columns=_names(schema.suppression_digest),
)
LIFT = "UPDATE suppression SET lifted = 1 WHERE suppression_id = ? AND lead_id IS NULL"
SAVE_QUEUE = _upsert(schema.queue, _key(schema.queue))
DROP_QUEUE = _drop(schema.queue, "lead_id")
CANCEL_ALERTS = "UPDATE alert SET state = 'cancelled' WHERE lead_id = ? AND state = 'planned'"
# What has fired stays fired.
PLAN_ALERT = (
    "INSERT INTO alert (lead_id, kind, deadline_at, due_at, state) VALUES (?, ?, ?, ?, 'planned') "
    "ON CONFLICT (lead_id, kind, deadline_at) DO UPDATE "
    "SET state = 'planned', due_at = excluded.due_at WHERE state NOT IN ('fired', 'handed')"
)
DUE_ALERTS = (
    "SELECT lead_id, kind, deadline_at, due_at FROM alert "
    "WHERE state = 'planned' AND due_at <= ? ORDER BY due_at, lead_id LIMIT ?"
)
FIRE_ALERT = "UPDATE alert SET state = 'fired' WHERE lead_id = ? AND kind = ? AND deadline_at = ?"
HAND_ALERT = "UPDATE alert SET state = 'handed' WHERE lead_id = ? AND kind = ? AND deadline_at = ?"
TELL_ALERT = "UPDATE alert SET state = 'fired' WHERE lead_id = ? AND state = 'handed'"
UNTOLD_ALERTS = "SELECT count(*) FROM alert WHERE state = 'handed'"
TAKE_UNTOLD_BACK = "UPDATE alert SET state = 'planned' WHERE state = 'handed'"
REARM_ALERTS = (
    "UPDATE alert SET state = 'planned' WHERE state IN ('fired', 'handed') AND due_at > ?"
)
SAVE_DRAFT = _upsert(schema.draft, _key(schema.draft))
DROP_DRAFT = _drop(schema.draft, "touch_id")
SAVE_COMPOSED = _upsert(schema.composed, _key(schema.composed))
DROP_COMPOSED = _drop(schema.composed, "touch_id")
SAVE_WORKPLACE = "UPDATE profile SET rep_name = ?, company = ?, zone = ?, country = ?"
SAVE_SETTING = _upsert(schema.setting, _key(schema.setting))
# What goes when a person is erased, by `lead_id`; the search entry goes too. Points and texts refer
# to the lead and would go with it, but nothing here relies on that.
ERASED = (
    schema.queue,
    schema.alert,
    schema.draft,
    schema.composed,
    schema.activity_text,
    schema.lead_journey,
    schema.lead_brief,
    schema.lead_point,
    schema.lead,
)
ERASE = tuple(_drop(table, "lead_id") for table in ERASED)
DROP_SEARCH = "DELETE FROM lead_search WHERE rowid = ?"
ADD_PROFILE = _insert(schema.profile)
ADD_CADENCE_VERSION = _insert(schema.cadence_version)
ADD_AUDIT = _insert(schema.audit)

WRITE_ORDER = (
    SAVE_LEAD,
    DROP_POINTS,
    ADD_POINT,
    DROP_JOURNEY,
    SAVE_JOURNEY,
    DROP_BRIEF,
    SAVE_BRIEF,
    SAVE_SEARCH,
    ADD_ACTIVITY,
    ADD_OUTBOX,
    SAVE_TEXT,
    SAVE_STATE,
    SAVE_ENROLMENT,
    SAVE_TOUCH,
    SAVE_CONSENT,
    SAVE_SUPPRESSION,
    ADD_DIGEST,
    SAVE_ENGAGEMENT,
    SAVE_QUEUE,
    CANCEL_ALERTS,
    PLAN_ALERT,
    ADD_AUDIT,
    SAVE_SETTING,
)

# Small reads
LEAD_NO = _compiled(
    select(schema.lead.c.no).where(schema.lead.c.lead_id == bindparam("lead_id")), "lead_id"
)
LAST_NO = "SELECT coalesce(max(no), 0) FROM lead"
LAST_DEV_SEQ = "SELECT coalesce(max(dev_seq), 0) FROM activity WHERE device_id = ?"
REVISION = "SELECT revision FROM lead WHERE lead_id = ?"
LEAD_OF_TOUCH = "SELECT lead_id FROM touch WHERE touch_id = ?"
TOUCH_PLACED = "SELECT touch_id FROM queue WHERE lead_id = ?"
PEOPLE_OF = (
    "SELECT DISTINCT lead_id FROM enrolment WHERE account_id = ? AND account_id IS NOT NULL "
    "ORDER BY lead_id"
)
COMPOSED = "SELECT template, subject, body FROM composed WHERE touch_id = ?"
DRAFT = "SELECT text FROM draft WHERE touch_id = ?"
EVENT_TEXT = "SELECT text FROM activity_text WHERE event_id = ? AND kind = ?"
TEXTS = (
    "SELECT (SELECT count(*) FROM activity_text WHERE lead_id = ?1) "
    "+ (SELECT count(*) FROM draft WHERE lead_id = ?1) "
    "+ (SELECT count(*) FROM composed WHERE lead_id = ?1)"
)
SETTING = "SELECT value FROM setting WHERE key = ?"
# The newest first; the profile's own is the oldest.
KEYS = (
    "SELECT key_id, secret FROM (SELECT key_id, secret, added_at FROM digest_key "
    "UNION ALL SELECT key_id, secret, -1 FROM profile) ORDER BY added_at DESC, key_id"
)
ADD_KEY = _compiled(
    sqlite.insert(schema.digest_key).on_conflict_do_nothing(),
    *_names(schema.digest_key),
    columns=_names(schema.digest_key),
)
CADENCE_VERSIONS = (
    "SELECT cadence_key, version, digest, published_at, published_by FROM cadence_version "
    "ORDER BY cadence_key, version"
)
CADENCE_TEXT = "SELECT text FROM cadence_version WHERE cadence_key = ? AND version = ?"
# Beside the lines, so that lines missing at the end show.
AUDIT_HEAD = "SELECT value FROM setting WHERE key = 'audit.head'"
AUDIT = "SELECT body FROM audit ORDER BY no DESC LIMIT ?"
AUDIT_OF = "SELECT body FROM audit WHERE instr(body, ?) ORDER BY no DESC LIMIT ?"
LEADS_AT = (
    "SELECT lead_id FROM lead_point WHERE kind = ? AND value = ? AND status <> 'unparsed' "
    "ORDER BY lead_id LIMIT 1"
)
ENTRIES_AT = (
    "SELECT s.* FROM json_each(?) j CROSS JOIN suppression_digest d ON d.digest = j.value "
    "JOIN suppression s USING (suppression_id) WHERE s.lifted = 0 ORDER BY j.key"
)
SHARING = (
    "SELECT lead_id FROM lead_point WHERE kind = ? AND value = ? AND status <> 'unparsed' "
    "ORDER BY lead_id LIMIT 200"
)
ALL_POINTS = "SELECT * FROM lead_point WHERE status <> 'unparsed' ORDER BY lead_id, position"
MAILBOXES = (
    "SELECT lead_id, value FROM lead_point WHERE kind = 'email' AND status <> 'unparsed' "
    "AND value >= ?1 AND value < ?1 || char(1114111) ORDER BY lead_id"
)
# Rare: the whole table is looked through. A domain below it is sent with the same end.
AT_DOMAIN = (
    "SELECT DISTINCT lead_id FROM lead_point WHERE kind = 'email' AND status <> 'unparsed' "
    "AND (substr(value, -length(?1) - 1) IN ('@' || ?1, '.' || ?1) "
    "OR substr(value, -length(?2) - 1) IN ('@' || ?2, '.' || ?2)) ORDER BY lead_id"
)
COMPANIES = "SELECT lead_id, company FROM lead WHERE company <> ''"
CAUSED = (
    "SELECT DISTINCT lead_id FROM activity WHERE seq > "
    "(SELECT seq FROM activity WHERE event_id = ?1) AND cause_id = ?1 AND lead_id IS NOT NULL"
)
REFUSALS = "SELECT * FROM suppression ORDER BY suppression_id"
WITHDRAWN = "SELECT * FROM consent WHERE granted = 0 ORDER BY lead_id, position"
NAMELESS_LEFT = (
    "SELECT s.lead_id FROM lead_state s LEFT JOIN lead l USING (lead_id) "
    "WHERE l.lead_id IS NULL ORDER BY s.lead_id"
)
REGISTRIES = _compiled(select(schema.registry).order_by(schema.registry.c.registry))
LISTED_AT = (
    "SELECT r.registry, r.valid_until_on FROM registry_digest d JOIN registry r USING (registry) "
    "WHERE d.digest = ?"
)
REGISTRY_DIGESTS = "SELECT digest FROM registry_digest WHERE registry = ?"
SAVE_REGISTRY = _upsert(schema.registry, _key(schema.registry))
DROP_REGISTRY_DIGEST = "DELETE FROM registry_digest WHERE digest = ? AND registry = ?"
ADD_REGISTRY_DIGEST = _compiled(
    sqlite.insert(schema.registry_digest).on_conflict_do_nothing(),
    *_names(schema.registry_digest),
    columns=_names(schema.registry_digest),
)
PHONES = "SELECT lead_id, value FROM lead_point WHERE kind = 'phone' AND status <> 'unparsed'"

# The reads of an import and of time passing, with the waiting rows that each of them must see. Any
# other read waits for all. Points that only come on top are looked up in memory
# (SqlUnitOfWork.leads_at).
MUST_SEE: dict[str, frozenset[str]] = {
    LEADS_AT: frozenset({DROP_POINTS}),
    ENTRIES_AT: frozenset({SAVE_SUPPRESSION, ADD_DIGEST}),
    LISTED_AT: frozenset(),
    REGISTRIES: frozenset(),
    LAST_DEV_SEQ: frozenset({ADD_ACTIVITY}),
    KEYS: frozenset(),
    AUDIT_HEAD: frozenset(),
    SETTING: frozenset({SAVE_SETTING}),
    STATE: frozenset({SAVE_STATE}),
    LEAD: frozenset({SAVE_LEAD}),
    POINTS: frozenset({DROP_POINTS, ADD_POINT}),
    JOURNEY: frozenset({DROP_JOURNEY, SAVE_JOURNEY}),
    BRIEF: frozenset({DROP_BRIEF, SAVE_BRIEF}),
    SHARING: frozenset({DROP_POINTS, ADD_POINT}),
    ENROLMENTS: frozenset({SAVE_ENROLMENT}),
    TOUCHES: frozenset({SAVE_TOUCH}),
    CONSENTS: frozenset({SAVE_CONSENT}),
    SUPPRESSIONS: frozenset({SAVE_SUPPRESSION}),
    ENGAGEMENT: frozenset({SAVE_ENGAGEMENT}),
}
