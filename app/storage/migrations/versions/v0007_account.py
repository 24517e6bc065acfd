"""Which of several people of an account somebody is: two columns, empty for all so far."""

from alembic import op

revision = "0007"
down_revision = "0006"

_COLUMNS = (
    "lead_id, enrolment_id, position, cadence_key, cadence_version, zone, state, started_at, "
    "paused_until, why, last_step, last_occurrence, last_done_at, attempts, conversation, "
    "finished_at, finish_reason"
)
# A table of this kind is made anew: a column added to it would stand behind its key.
STATEMENTS = (
    "CREATE TABLE enrolment_before AS SELECT * FROM enrolment",
    "DROP TABLE enrolment",
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
    role TEXT,
    account_id BLOB,
    PRIMARY KEY (lead_id, enrolment_id)
) WITHOUT ROWID, STRICT""",
    f"INSERT INTO enrolment ({_COLUMNS}) SELECT {_COLUMNS} FROM enrolment_before",  # noqa: S608 - names of our own
    "DROP TABLE enrolment_before",
    "CREATE INDEX enrolment_of_account ON enrolment (account_id) WHERE account_id IS NOT NULL",
)


def upgrade() -> None:
    """Make table enrolment anew with role and account_id, NULL for all there are."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
