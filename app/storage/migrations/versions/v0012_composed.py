"""The message that a rep chose or wrote for a touch, until it goes out and after."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create table composed."""
    op.get_bind().exec_driver_sql(
        """CREATE TABLE composed (
    touch_id BLOB NOT NULL,
    lead_id BLOB NOT NULL,
    template TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (touch_id)
) WITHOUT ROWID, STRICT"""
    )
