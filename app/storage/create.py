"""Making the database of a new profile."""

import os
from datetime import datetime
from glob import escape
from pathlib import Path

from app.core.clock import to_micros
from app.core.consent.key_ring import key_id_of
from app.core.errors import Refused
from app.services.store.records import Identity
from app.storage import driver, schema, version
from app.storage import statements as sql
from app.storage.upkeep.unfinished import sweep, unfinished

SECRET_BYTES = 32


def create(
    path: Path,
    identity: Identity,
    secret: bytes,
    at: datetime,
    key: driver.KeyHook | None = None,
) -> None:
    """A new database at `path`, mode 0600, for `identity`.

    `secret` is the organisation's key for digests, 32 random bytes. A failure leaves no file.
    Raises Refused when a file is there already, TouchlineError when it cannot be written.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"the secret must have {SECRET_BYTES} bytes")
    try:
        if path.exists():
            raise FileExistsError
        sweep(path.parent, escape(path.name))
        # Made beside and renamed whole: a kill in the middle leaves an empty profile.
        with unfinished(path) as part:
            _fill(part, identity, secret, at, key)
            _name(part, path)
    except FileExistsError as error:
        raise Refused(
            "profile_exists",
            "There is a database in this profile already.",
            "Choose another folder, or use the profile as it is.",
        ) from error
    except OSError as error:
        raise driver.store_missing() from error


def _name(part: Path, path: Path) -> None:
    """Give the file its name unless somebody else has it. Raises FileExistsError, OSError."""
    try:
        if os.name == "nt":
            os.rename(part, path)
        else:
            os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no second name for a file
        os.replace(part, path)


def _fill(
    path: Path, identity: Identity, secret: bytes, at: datetime, key: driver.KeyHook | None
) -> None:
    connection = driver.connect(path, key=key)
    try:
        with driver.friendly():
            connection.execute("BEGIN IMMEDIATE")
            make_tables(connection)
            connection.execute(
                sql.ADD_PROFILE,
                (
                    1,
                    identity.org_id.bytes,
                    identity.device_id.bytes,
                    identity.rep_id.bytes,
                    identity.rep_name,
                    identity.company,
                    identity.zone,
                    identity.country,
                    int(identity.sandbox),
                    int(identity.demo),
                    secret,
                    key_id_of(secret),
                    to_micros(at),
                ),
            )
            connection.execute("COMMIT")
    finally:
        connection.close()


def make_tables(connection: driver.Connection) -> None:
    """Every table, index and trigger, and the numbers that say what the file is.

    Part of the caller's transaction.
    """
    for statement in schema.ddl():
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {version.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version.SCHEMA_NUMBER}")
