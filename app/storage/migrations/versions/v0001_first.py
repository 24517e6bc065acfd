"""The first schema. New files are made from the declared tables; a test holds the two together."""

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = (
    """CREATE TABLE activity (
    seq INTEGER NOT NULL,
    event_id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    dev_seq INTEGER NOT NULL,
    actor_id BLOB NOT NULL,
    occurred_at INTEGER NOT NULL,
    zone TEXT NOT NULL,
    boot_id TEXT NOT NULL,
    mono_us INTEGER NOT NULL,
    hub_offset_us INTEGER,
    type TEXT NOT NULL,
    v INTEGER NOT NULL,
    lead_id BLOB,
    cause_id BLOB,
    body BLOB NOT NULL,
    PRIMARY KEY (seq),
    UNIQUE (event_id),
    UNIQUE (device_id, dev_seq)
) STRICT""",
    "CREATE INDEX activity_of_lead ON activity (lead_id)",
    """CREATE TABLE alert (
    lead_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    deadline_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (lead_id, kind, deadline_at)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX alert_due ON alert (due_at)
WHERE state = 'planned'""",
    """CREATE TABLE consent (
    lead_id BLOB NOT NULL,
    consent_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    channel TEXT NOT NULL,
    granted INTEGER NOT NULL,
    basis TEXT NOT NULL,
    source TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    expires_at INTEGER,
    PRIMARY KEY (lead_id, consent_id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE draft (
    touch_id BLOB NOT NULL,
    lead_id BLOB NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (touch_id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE enrolment (
    lead_id BLOB NOT NULL,
    enrolment_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    cadence_key TEXT NOT NULL,
    cadence_version INTEGER NOT NULL,
    zone TEXT NOT NULL,
    state TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    paused_until INTEGER,
    why TEXT NOT NULL,
    last_step TEXT NOT NULL,
    last_occurrence INTEGER NOT NULL,
    last_done_at INTEGER,
    attempts INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    finished_at INTEGER,
    finish_reason TEXT,
    PRIMARY KEY (lead_id, enrolment_id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE lane_count (
    owner_id BLOB NOT NULL,
    lane TEXT NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (owner_id, lane)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE lead (
    no INTEGER NOT NULL,
    lead_id BLOB NOT NULL,
    revision INTEGER NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    name TEXT NOT NULL,
    company TEXT NOT NULL,
    job_title TEXT NOT NULL,
    country TEXT NOT NULL,
    region TEXT NOT NULL,
    city TEXT NOT NULL,
    place TEXT NOT NULL,
    language TEXT NOT NULL,
    interest TEXT NOT NULL,
    source TEXT NOT NULL,
    direction TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    value INTEGER,
    temperature TEXT,
    age INTEGER,
    zone TEXT NOT NULL,
    zones TEXT NOT NULL,
    zone_confirmed INTEGER NOT NULL,
    prefers TEXT NOT NULL,
    extra TEXT NOT NULL,
    PRIMARY KEY (no),
    UNIQUE (lead_id)
) STRICT""",
    """CREATE TABLE lead_state (
    lead_id BLOB NOT NULL,
    owner_id BLOB NOT NULL,
    stage TEXT NOT NULL,
    temperature TEXT,
    unusable TEXT NOT NULL,
    clock_state TEXT,
    clock_received_at INTEGER,
    clock_starts_at INTEGER,
    clock_deadline_at INTEGER,
    clock_wall_deadline_at INTEGER,
    clock_attempted_at INTEGER,
    clock_reached_at INTEGER,
    clock_breached_at INTEGER,
    clock_why TEXT,
    PRIMARY KEY (lead_id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX lead_state_clock ON lead_state (owner_id, clock_received_at)
WHERE clock_state <> 'not_startable'""",
    """CREATE TABLE outbox (
    event_id BLOB NOT NULL,
    dev_seq INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL,
    not_before INTEGER,
    PRIMARY KEY (event_id)
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX outbox_pending ON outbox (priority, dev_seq)
WHERE state = 'pending'""",
    """CREATE TABLE profile (
    id INTEGER NOT NULL,
    org_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    rep_id BLOB NOT NULL,
    rep_name TEXT NOT NULL,
    company TEXT NOT NULL,
    zone TEXT NOT NULL,
    country TEXT NOT NULL,
    sandbox INTEGER NOT NULL,
    demo INTEGER NOT NULL,
    secret BLOB NOT NULL,
    key_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (id = 1)
) STRICT""",
    """CREATE TABLE setting (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE suppression (
    suppression_id BLOB NOT NULL,
    lead_id BLOB,
    position INTEGER NOT NULL,
    scope TEXT NOT NULL,
    channels TEXT NOT NULL,
    digests TEXT NOT NULL,
    lifted INTEGER NOT NULL,
    PRIMARY KEY (suppression_id)
) WITHOUT ROWID, STRICT""",
    "CREATE INDEX suppression_of_lead ON suppression (lead_id)",
    """CREATE TABLE suppression_digest (
    digest TEXT NOT NULL,
    suppression_id BLOB NOT NULL,
    key_id INTEGER NOT NULL,
    PRIMARY KEY (digest, suppression_id)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE touch (
    lead_id BLOB NOT NULL,
    touch_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    enrolment_id BLOB,
    kind TEXT NOT NULL,
    step_key TEXT NOT NULL,
    occurrence INTEGER NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    planned_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    snoozed_until INTEGER,
    escalated INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    settled_at INTEGER,
    PRIMARY KEY (lead_id, touch_id)
) WITHOUT ROWID, STRICT""",
    "CREATE UNIQUE INDEX touch_by_id ON touch (touch_id)",
    """CREATE INDEX touch_done ON touch (settled_at)
WHERE state = 'done'""",
    """CREATE TABLE activity_text (
    event_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    lead_id BLOB NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (event_id, kind),
    FOREIGN KEY(lead_id) REFERENCES lead (lead_id) ON DELETE CASCADE
) STRICT""",
    "CREATE INDEX activity_text_of_lead ON activity_text (lead_id)",
    """CREATE TABLE lead_point (
    lead_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    point_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    status TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (lead_id, position),
    FOREIGN KEY(lead_id) REFERENCES lead (lead_id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX lead_point_value ON lead_point (kind, value)
WHERE status <> 'unparsed'""",
    """CREATE TABLE queue (
    lead_id BLOB NOT NULL,
    owner_id BLOB NOT NULL,
    touch_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    lane TEXT NOT NULL,
    sort_key BLOB NOT NULL,
    due_at INTEGER NOT NULL,
    effective_at INTEGER NOT NULL,
    opens_at INTEGER,
    closes_at INTEGER,
    lane_until INTEGER,
    deadline_at INTEGER,
    first_contact TEXT NOT NULL,
    step_no INTEGER NOT NULL,
    step_count INTEGER NOT NULL,
    day INTEGER NOT NULL,
    reason TEXT NOT NULL,
    reason_args TEXT NOT NULL,
    more INTEGER NOT NULL,
    PRIMARY KEY (lead_id),
    FOREIGN KEY(lead_id) REFERENCES lead (lead_id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT""",
    """CREATE INDEX queue_callbacks ON queue (owner_id, sort_key, lead_id)
WHERE lane = 'callbacks'""",
    """CREATE INDEX queue_due_now ON queue (owner_id, sort_key, lead_id)
WHERE lane = 'due_now'""",
    """CREATE INDEX queue_first_contact ON queue (owner_id, sort_key, lead_id)
WHERE lane = 'first_contact'""",
    """CREATE INDEX queue_later_today ON queue (owner_id, sort_key, lead_id)
WHERE lane = 'later_today'""",
    """CREATE INDEX queue_replies ON queue (owner_id, sort_key, lead_id)
WHERE lane = 'replies'""",
    """CREATE INDEX queue_until ON queue (lane, lane_until)
WHERE lane_until IS NOT NULL""",
    """CREATE INDEX queue_upcoming ON queue (owner_id, sort_key, lead_id)
WHERE lane = 'upcoming'""",
    """CREATE INDEX queue_waiting ON queue (owner_id, sort_key, lead_id)
WHERE lane = 'waiting'""",
    """CREATE VIRTUAL TABLE lead_search USING fts5(
name, company, digits, tokenize = 'ascii', prefix = '1 2 3 4 5', detail = none)""",
    """CREATE TRIGGER queue_came AFTER INSERT ON queue BEGIN
INSERT INTO lane_count (owner_id, lane, people) VALUES (NEW.owner_id, NEW.lane, 1)
ON CONFLICT (owner_id, lane) DO UPDATE SET people = people + 1;
END""",
    """CREATE TRIGGER queue_went AFTER DELETE ON queue BEGIN
UPDATE lane_count SET people = people - 1
WHERE owner_id = OLD.owner_id AND lane = OLD.lane;
END""",
    """CREATE TRIGGER queue_moved AFTER UPDATE OF owner_id, lane ON queue
WHEN OLD.lane <> NEW.lane OR OLD.owner_id <> NEW.owner_id BEGIN
UPDATE lane_count SET people = people - 1
WHERE owner_id = OLD.owner_id AND lane = OLD.lane;
INSERT INTO lane_count (owner_id, lane, people) VALUES (NEW.owner_id, NEW.lane, 1)
ON CONFLICT (owner_id, lane) DO UPDATE SET people = people + 1;
END""",
    """CREATE TRIGGER activity_kept BEFORE DELETE ON activity
BEGIN SELECT RAISE(ABORT, 'the log is never deleted'); END""",
    """CREATE TRIGGER activity_fixed BEFORE UPDATE ON activity
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END""",
)


def upgrade() -> None:
    """Create the tables, indexes and triggers of the first schema."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
