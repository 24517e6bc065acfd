"""What texts refer to beside the interest: trade, occasion, what was asked for, what was found."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create table lead_brief."""
    op.get_bind().exec_driver_sql(
        """CREATE TABLE lead_brief (
    lead_id BLOB NOT NULL,
    industry TEXT NOT NULL,
    occasion TEXT NOT NULL,
    asked_for TEXT NOT NULL,
    research_note TEXT NOT NULL,
    PRIMARY KEY (lead_id),
    FOREIGN KEY(lead_id) REFERENCES lead (lead_id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT"""
    )
