"""The audit: append-only lines in a chain of hashes."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create table audit, whose lines can neither be deleted nor changed."""
    run = op.get_bind().exec_driver_sql
    run(
        """CREATE TABLE audit (
    no INTEGER NOT NULL,
    body BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (no)
) STRICT"""
    )
    run(
        """CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never deleted'); END"""
    )
    run(
        """CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END"""
    )
