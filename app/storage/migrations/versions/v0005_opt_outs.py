"""Opt-outs by scope and key, do-not-call lists, and consents with their evidence."""

from alembic import op

revision = "0005"
down_revision = "0004"

CONSENT = """CREATE TABLE consent (
    lead_id BLOB NOT NULL,
    consent_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    channel TEXT NOT NULL,
    granted INTEGER NOT NULL,
    basis TEXT NOT NULL,
    source TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    expires_at INTEGER,
    purpose TEXT NOT NULL,
    wording TEXT NOT NULL,
    evidence TEXT NOT NULL,
    withdraws BLOB,
    PRIMARY KEY (lead_id, consent_id)
) WITHOUT ROWID, STRICT"""
SUPPRESSION = """CREATE TABLE suppression (
    suppression_id BLOB NOT NULL,
    lead_id BLOB,
    position INTEGER NOT NULL,
    scope TEXT NOT NULL,
    channels TEXT NOT NULL,
    digests TEXT NOT NULL,
    lifted INTEGER NOT NULL,
    key_id INTEGER NOT NULL,
    suspected INTEGER NOT NULL,
    PRIMARY KEY (suppression_id)
) WITHOUT ROWID, STRICT"""
STATEMENTS = (
    "CREATE TEMP TABLE kept AS SELECT * FROM consent",
    "DROP TABLE consent",
    CONSENT,
    (
        "INSERT INTO consent SELECT lead_id, consent_id, position, channel, granted, basis, "
        "source, recorded_at, expires_at, 'contact', '', '', NULL FROM kept"
    ),
    "DROP TABLE kept",
    "CREATE TEMP TABLE kept AS SELECT * FROM suppression",
    "DROP TABLE suppression",
    SUPPRESSION,
    "CREATE INDEX suppression_of_lead ON suppression (lead_id)",
    # Every entry so far was made with the profile's first key, whose number was 1.
    (
        "INSERT INTO suppression SELECT suppression_id, lead_id, position, scope, channels, "
        "digests, lifted, 1, 0 FROM kept"
    ),
    "DROP TABLE kept",
    """CREATE TABLE digest_key (
    key_id INTEGER NOT NULL,
    secret BLOB NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (key_id)
) STRICT""",
    """CREATE TABLE registry (
    registry TEXT NOT NULL,
    country TEXT NOT NULL,
    valid_until_on TEXT NOT NULL,
    loaded_at INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    PRIMARY KEY (registry)
) WITHOUT ROWID, STRICT""",
    """CREATE TABLE registry_digest (
    digest BLOB NOT NULL,
    registry TEXT NOT NULL,
    PRIMARY KEY (digest, registry)
) WITHOUT ROWID, STRICT""",
)


def upgrade() -> None:
    """Make consent and suppression anew with more columns; create keys and do-not-call lists."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
