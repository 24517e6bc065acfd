"""The tables, as docs/database.md describes them.

Types are the plain ones of SQLite; what a column means is in its name (`*_at`, `*_us`, `*_id`).
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, SchemaItem

from app.core.queue.lane_names import LANES

metadata = MetaData()


def _id(name: str, *, null: bool = False, refers: str | None = None) -> Column[bytes]:
    references = [ForeignKey(refers, ondelete="CASCADE")] if refers else []
    return Column(name, LargeBinary, *references, nullable=null)


def _int(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _table(name: str, *parts: SchemaItem, rowid: bool) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


profile = _table(
    "profile",
    Column("id", Integer, primary_key=True, autoincrement=False),
    _id("org_id"),
    _id("device_id"),
    _id("rep_id"),
    _text("rep_name"),
    _text("company"),
    _text("zone"),
    _text("country"),
    _int("sandbox"),
    _int("demo"),
    Column("secret", LargeBinary, nullable=False),
    _int("key_id"),
    _int("created_at"),
    CheckConstraint("id = 1"),
    rowid=True,
)

lead = _table(
    "lead",
    Column("no", Integer, primary_key=True),
    _id("lead_id"),
    _int("revision"),
    _text("first_name"),
    _text("last_name"),
    _text("name"),
    *map(_text, ("company", "job_title", "country", "region", "city", "place")),
    _text("language"),
    _text("interest"),
    _text("source"),
    _text("direction"),
    _int("received_at"),
    _int("added_at"),
    _int("value", null=True),
    _text("temperature", null=True),
    _int("age", null=True),
    _text("zone"),
    _text("zones"),
    _int("zone_confirmed"),
    _text("prefers"),
    _text("extra"),
    _text("received_on", null=True),
    UniqueConstraint("lead_id"),
    rowid=True,
)

lead_point = _table(
    "lead_point",
    _id("lead_id", refers="lead.lead_id"),
    _int("position"),
    _id("point_id"),
    _text("kind"),
    _text("value"),
    _text("status"),
    _text("note"),
    PrimaryKeyConstraint("lead_id", "position"),
    rowid=False,
)
Index(
    "lead_point_value",
    lead_point.c.kind,
    lead_point.c.value,
    sqlite_where=text("status <> 'unparsed'"),
)

lead_journey = _table(
    "lead_journey",
    _id("lead_id", refers="lead.lead_id"),
    _int("ends_at"),
    _text("home_zones"),
    _int("home_confirmed"),
    PrimaryKeyConstraint("lead_id"),
    rowid=False,
)

lead_brief = _table(
    "lead_brief",
    _id("lead_id", refers="lead.lead_id"),
    *map(_text, ("industry", "occasion", "asked_for", "research_note")),
    PrimaryKeyConstraint("lead_id"),
    rowid=False,
)

lead_state = _table(
    "lead_state",
    _id("lead_id"),
    _id("owner_id"),
    _text("stage"),
    _text("temperature", null=True),
    _text("unusable"),
    _text("clock_state", null=True),
    _int("clock_received_at", null=True),
    _int("clock_starts_at", null=True),
    _int("clock_deadline_at", null=True),
    _int("clock_wall_deadline_at", null=True),
    _int("clock_attempted_at", null=True),
    _int("clock_reached_at", null=True),
    _int("clock_breached_at", null=True),
    _text("clock_why", null=True),
    PrimaryKeyConstraint("lead_id"),
    rowid=False,
)
Index(
    "lead_state_clock",
    lead_state.c.owner_id,
    lead_state.c.clock_received_at,
    sqlite_where=text("clock_state <> 'not_startable'"),
)

enrolment = _table(
    "enrolment",
    _id("lead_id"),
    _id("enrolment_id"),
    _int("position"),
    _text("cadence_key"),
    _int("cadence_version"),
    _text("zone"),
    _text("state"),
    _int("started_at"),
    _int("paused_until", null=True),
    _text("why"),
    _text("last_step"),
    _int("last_occurrence"),
    _int("last_done_at", null=True),
    _int("attempts"),
    _int("conversation"),
    _int("finished_at", null=True),
    _text("finish_reason", null=True),
    _text("role", null=True),
    _id("account_id", null=True),
    PrimaryKeyConstraint("lead_id", "enrolment_id"),
    rowid=False,
)
Index(
    "enrolment_of_account",
    enrolment.c.account_id,
    sqlite_where=text("account_id IS NOT NULL"),
)

touch = _table(
    "touch",
    _id("lead_id"),
    _id("touch_id"),
    _int("position"),
    _id("enrolment_id", null=True),
    _text("kind"),
    _text("step_key"),
    _int("occurrence"),
    _text("channel"),
    _text("state"),
    _int("planned_at"),
    _int("due_at"),
    _int("snoozed_until", null=True),
    _int("escalated"),
    _int("tries"),
    _text("outcome"),
    _int("settled_at", null=True),
    _text("tried_at"),
    PrimaryKeyConstraint("lead_id", "touch_id"),
    rowid=False,
)
Index("touch_by_id", touch.c.touch_id, unique=True)
Index("touch_done", touch.c.settled_at, sqlite_where=text("state = 'done'"))
Index("touch_tried", touch.c.lead_id, sqlite_where=text("tries > 0 AND state <> 'done'"))

consent = _table(
    "consent",
    _id("lead_id"),
    _id("consent_id"),
    _int("position"),
    _text("channel"),
    _int("granted"),
    _text("basis"),
    _text("source"),
    _int("recorded_at"),
    _int("expires_at", null=True),
    _text("purpose"),
    _text("wording"),
    _text("evidence"),
    _id("withdraws", null=True),
    PrimaryKeyConstraint("lead_id", "consent_id"),
    rowid=False,
)

suppression = _table(
    "suppression",
    _id("suppression_id"),
    _id("lead_id", null=True),
    _int("position"),
    _text("scope"),
    _text("channels"),
    _text("digests"),
    _int("lifted"),
    _int("key_id"),
    _int("suspected"),
    PrimaryKeyConstraint("suppression_id"),
    rowid=False,
)
Index("suppression_of_lead", suppression.c.lead_id)

suppression_digest = _table(
    "suppression_digest",
    _text("digest"),
    _id("suppression_id"),
    _int("key_id"),
    PrimaryKeyConstraint("digest", "suppression_id"),
    rowid=False,
)

digest_key = _table(
    "digest_key",
    Column("key_id", Integer, primary_key=True, autoincrement=False),
    Column("secret", LargeBinary, nullable=False),
    _int("added_at"),
    rowid=True,
)

registry = _table(
    "registry",
    _text("registry"),
    _text("country"),
    _text("valid_until_on"),
    _int("loaded_at"),
    _int("entries"),
    PrimaryKeyConstraint("registry"),
    rowid=False,
)

registry_digest = _table(
    "registry_digest",
    Column("digest", LargeBinary, nullable=False),
    _text("registry"),
    PrimaryKeyConstraint("digest", "registry"),
    rowid=False,
)

engagement = _table(
    "engagement",
    _id("lead_id"),
    _text("signals"),
    _text("firings"),
    PrimaryKeyConstraint("lead_id"),
    rowid=False,
)

activity = _table(
    "activity",
    Column("seq", Integer, primary_key=True),
    _id("event_id"),
    _id("org_id"),
    _id("device_id"),
    _int("dev_seq"),
    _id("actor_id"),
    _int("occurred_at"),
    _text("zone"),
    _text("boot_id"),
    _int("mono_us"),
    _int("hub_offset_us", null=True),
    _text("type"),
    _int("v"),
    _id("lead_id", null=True),
    _id("cause_id", null=True),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("event_id"),
    UniqueConstraint("device_id", "dev_seq"),
    rowid=True,
)
Index("activity_of_lead", activity.c.lead_id)

activity_text = _table(
    "activity_text",
    _id("event_id"),
    _text("kind"),
    _id("lead_id", refers="lead.lead_id"),
    _text("text"),
    PrimaryKeyConstraint("event_id", "kind"),
    rowid=True,
)
Index("activity_text_of_lead", activity_text.c.lead_id)

outbox = _table(
    "outbox",
    _id("event_id"),
    _int("dev_seq"),
    _int("priority"),
    _text("state"),
    _int("not_before", null=True),
    PrimaryKeyConstraint("event_id"),
    rowid=False,
)
Index(
    "outbox_pending",
    outbox.c.priority,
    outbox.c.dev_seq,
    sqlite_where=text("state = 'pending'"),
)

queue = _table(
    "queue",
    _id("lead_id", refers="lead.lead_id"),
    _id("owner_id"),
    _id("touch_id"),
    _text("kind"),
    _text("channel"),
    _text("lane"),
    Column("sort_key", LargeBinary, nullable=False),
    _int("due_at"),
    _int("effective_at"),
    _int("opens_at", null=True),
    _int("closes_at", null=True),
    _int("lane_until", null=True),
    _int("deadline_at", null=True),
    _text("first_contact"),
    _int("step_no"),
    _int("step_count"),
    _int("day"),
    _text("reason"),
    _text("reason_args"),
    _int("more"),
    PrimaryKeyConstraint("lead_id"),
    rowid=False,
)
for _lane in LANES:
    Index(
        f"queue_{_lane}",
        queue.c.owner_id,
        queue.c.sort_key,
        queue.c.lead_id,
        sqlite_where=text(f"lane = '{_lane}'"),
    )
Index("queue_until", queue.c.lane, queue.c.lane_until, sqlite_where=text("lane_until IS NOT NULL"))

audit = _table(
    "audit",
    Column("no", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    rowid=True,
)

lane_count = _table(
    "lane_count",
    _id("owner_id"),
    _text("lane"),
    _int("people"),
    PrimaryKeyConstraint("owner_id", "lane"),
    rowid=False,
)

alert = _table(
    "alert",
    _id("lead_id"),
    _text("kind"),
    _int("deadline_at"),
    _int("due_at"),
    _text("state"),
    PrimaryKeyConstraint("lead_id", "kind", "deadline_at"),
    rowid=False,
)
Index("alert_due", alert.c.due_at, sqlite_where=text("state = 'planned'"))

cadence_version = _table(
    "cadence_version",
    _text("cadence_key"),
    _int("version"),
    _text("digest"),
    _text("text"),
    _int("published_at"),
    _id("published_by", null=True),
    PrimaryKeyConstraint("cadence_key", "version"),
    rowid=True,
)

draft = _table(
    "draft",
    _id("touch_id"),
    _id("lead_id"),
    _text("text"),
    PrimaryKeyConstraint("touch_id"),
    rowid=False,
)

composed = _table(
    "composed",
    _id("touch_id"),
    _id("lead_id"),
    *map(_text, ("template", "subject", "body")),
    PrimaryKeyConstraint("touch_id"),
    rowid=False,
)

setting = _table(
    "setting",
    _text("key"),
    _text("value"),
    PrimaryKeyConstraint("key"),
    rowid=False,
)

_ADD = """INSERT INTO lane_count (owner_id, lane, people) VALUES (NEW.owner_id, NEW.lane, 1)
ON CONFLICT (owner_id, lane) DO UPDATE SET people = people + 1;"""
_TAKE = """UPDATE lane_count SET people = people - 1
WHERE owner_id = OLD.owner_id AND lane = OLD.lane;"""
# What SQLAlchemy has no words for.
EXTRA_DDL: tuple[str, ...] = (
    """CREATE VIRTUAL TABLE lead_search USING fts5(
name, company, digits, tokenize = 'ascii', prefix = '1 2 3 4 5', detail = none)""",
    f"""CREATE TRIGGER queue_came AFTER INSERT ON queue BEGIN
{_ADD}
END""",
    f"""CREATE TRIGGER queue_went AFTER DELETE ON queue BEGIN
{_TAKE}
END""",
    f"""CREATE TRIGGER queue_moved AFTER UPDATE OF owner_id, lane ON queue
WHEN OLD.lane <> NEW.lane OR OLD.owner_id <> NEW.owner_id BEGIN
{_TAKE}
{_ADD}
END""",
    """CREATE TRIGGER activity_kept BEFORE DELETE ON activity
BEGIN SELECT RAISE(ABORT, 'the log is never deleted'); END""",
    """CREATE TRIGGER activity_fixed BEFORE UPDATE ON activity
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END""",
    """CREATE TRIGGER cadence_version_kept BEFORE DELETE ON cadence_version
BEGIN SELECT RAISE(ABORT, 'a published version is never deleted'); END""",
    """CREATE TRIGGER cadence_version_fixed BEFORE UPDATE ON cadence_version
BEGIN SELECT RAISE(ABORT, 'a published version is never changed'); END""",
    """CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never deleted'); END""",
    """CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END""",
)


def ddl() -> list[str]:
    """Every statement that makes an empty file into a database of this schema, in order."""
    dialect = sqlite.dialect()
    made: list[str] = []
    for table in metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made.extend(str(CreateIndex(index).compile(dialect=dialect)) for index in indexes)
    return [*made, *EXTRA_DDL]


# The log's projections: what replay rebuilds.
PROJECTIONS: tuple[Table, ...] = (
    lead_state,
    enrolment,
    touch,
    consent,
    suppression,
    suppression_digest,
    engagement,
)
