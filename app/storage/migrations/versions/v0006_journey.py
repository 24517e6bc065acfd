"""Where people are who travel, and what holds once they are home again."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create table lead_journey."""
    op.get_bind().exec_driver_sql(
        """CREATE TABLE lead_journey (
    lead_id BLOB NOT NULL,
    ends_at INTEGER NOT NULL,
    home_zones TEXT NOT NULL,
    home_confirmed INTEGER NOT NULL,
    PRIMARY KEY (lead_id),
    FOREIGN KEY(lead_id) REFERENCES lead (lead_id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT"""
    )
