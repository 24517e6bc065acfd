"""Finds the touches that were tried and are not done: the figure of the day counts every try."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Create index touch_tried."""
    op.get_bind().exec_driver_sql(
        """CREATE INDEX touch_tried ON touch (lead_id)
WHERE tries > 0 AND state <> 'done'"""
    )
