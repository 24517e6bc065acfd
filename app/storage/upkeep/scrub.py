"""Overwriting what deleted rows leave behind inside the file.

SQLite overwrites a deleted row where it stands, but pages that were rearranged earlier may hold a
former copy of it in their unused part, and the search index keeps the words of deleted entries
until its parts are merged. Writing the few tables that hold people anew leaves neither. VACUUM
would do the same for the whole file, which takes half a minute where this takes seconds.
"""

from pathlib import Path

from app.core.errors import TouchlineError
from app.storage import driver

# Everything that holds names, numbers, addresses or texts, with what FTS5 keeps of them.
PERSONAL = (
    "lead",
    "lead_point",
    "lead_journey",
    "lead_brief",
    "activity_text",
    "draft",
    "composed",
    "lead_search_content",
    "lead_search_data",
    "lead_search_idx",
    "lead_search_docsize",
)


def scrub(path: Path, *, key: driver.KeyHook | None = None) -> None:
    """Leave nothing of deleted people in the file at `path`, nor in its write-ahead log.

    One short transaction for each table, so that others can write in between. Raises
    TouchlineError, store_locked while somebody reads an older state.
    """
    connection = driver.connect(path, key=key)
    try:
        with driver.friendly():
            # Rows go and come back as they were; what refers to them must not go with them.
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("INSERT INTO lead_search(lead_search) VALUES ('optimize')")
            for table in PERSONAL:
                _write_anew(connection, table)
            (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    if busy:
        raise TouchlineError(
            "store_locked",
            "Another program reads the database, so its older pages are still there.",
            "Close it, or wait a moment.",
        )


def _write_anew(connection: driver.Connection, table: str) -> None:
    """Take all rows out and put them back in their order; freed pages are overwritten."""
    run = connection.execute
    run("BEGIN IMMEDIATE")
    try:
        run(f"CREATE TEMP TABLE kept AS SELECT * FROM main.{table}")  # noqa: S608 - names of ours
        run(f"DELETE FROM main.{table}")  # noqa: S608
        run(f"INSERT INTO main.{table} SELECT * FROM temp.kept")  # noqa: S608
        run("DROP TABLE temp.kept")
        run("COMMIT")
    except BaseException:
        run("ROLLBACK")
        raise
