"""What was heard of a person and which rules fired: one row for whoever gave a signal."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create table engagement."""
    op.get_bind().exec_driver_sql(
        """CREATE TABLE engagement (
    lead_id BLOB NOT NULL,
    signals TEXT NOT NULL,
    firings TEXT NOT NULL,
    PRIMARY KEY (lead_id)
) WITHOUT ROWID, STRICT"""
    )
