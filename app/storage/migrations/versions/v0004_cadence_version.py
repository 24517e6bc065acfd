"""Published versions of cadences, each with the text of its file: none ever changes."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create table cadence_version, whose rows can neither be deleted nor changed."""
    run = op.get_bind().exec_driver_sql
    run(
        """CREATE TABLE cadence_version (
    cadence_key TEXT NOT NULL,
    version INTEGER NOT NULL,
    digest TEXT NOT NULL,
    text TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    published_by BLOB,
    PRIMARY KEY (cadence_key, version)
) STRICT"""
    )
    run(
        """CREATE TRIGGER cadence_version_kept BEFORE DELETE ON cadence_version
BEGIN SELECT RAISE(ABORT, 'a published version is never deleted'); END"""
    )
    run(
        """CREATE TRIGGER cadence_version_fixed BEFORE UPDATE ON cadence_version
BEGIN SELECT RAISE(ABORT, 'a published version is never changed'); END"""
    )
