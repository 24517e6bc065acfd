"""Published versions of cadences to rows and back. A row holds its columns in their order."""

from app.services.store.records import PublishedVersion
from app.storage.cells import instant_of, micros_of, some_uuid_of
from app.storage.mappers import Row


def version_row(published: PublishedVersion, text: str) -> Row:
    """`published` with the text of its file as a row of table cadence_version."""
    return (
        published.cadence_key,
        published.version,
        published.digest,
        text,
        micros_of(published.published_at),
        published.published_by.bytes if published.published_by else None,
    )


def version_from(row: Row) -> PublishedVersion:
    """A row of table cadence_version without its text."""
    return PublishedVersion(
        cadence_key=row[0],
        version=row[1],
        digest=row[2],
        published_at=instant_of(row[3]),
        published_by=some_uuid_of(row[4]),
    )
