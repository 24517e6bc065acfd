"""All that the store can be asked, over one connection."""

from app.storage.read_cadences import SqlCadence
from app.storage.read_log import SqlLog
from app.storage.read_opt_outs import SqlOptOut
from app.storage.read_people import SqlPeople
from app.storage.read_profile import SqlProfile
from app.storage.read_queue import SqlQueue


class SqlReader(SqlPeople, SqlLog, SqlQueue, SqlOptOut, SqlCadence, SqlProfile):
    """Reads on one connection, inside the transaction its caller opened."""
