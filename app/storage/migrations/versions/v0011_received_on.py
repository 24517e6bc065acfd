"""A day on which somebody came in stays a day where nobody knows the time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from alembic import op

revision = "0011"
down_revision = "0010"

_LISTED = (
    "SELECT l.lead_id, l.received_at FROM lead l JOIN lead_state s USING (lead_id) "
    "WHERE s.clock_why = 'imported_late' AND l.received_at < l.added_at"
)
_SAVE = "UPDATE lead SET received_on = ? WHERE lead_id = ?"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    """Add lead.received_on, and fill it for leads of a list that came at midnight of the desk."""
    connection = op.get_bind()
    connection.exec_driver_sql("ALTER TABLE lead ADD COLUMN received_on TEXT")
    row = connection.exec_driver_sql("SELECT zone FROM profile").fetchone()
    zone = _zone(row[0]) if row is not None else None
    if zone is None:
        return
    # A list read the midnight of the desk where it had no time.
    days = []
    for lead_id, received_at in connection.exec_driver_sql(_LISTED):
        local = (_EPOCH + timedelta(microseconds=received_at)).astimezone(zone)
        if (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
            days.append((local.date().isoformat(), lead_id))
    for values in days:
        connection.exec_driver_sql(_SAVE, values)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
