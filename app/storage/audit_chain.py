"""The chain of the audit: continuing it in a transaction, and finding where it is broken."""

from typing import Literal, NamedTuple

from app.core.log.audit import (
    CHAIN_START,
    AuditEntry,
    AuditLine,
    chained,
    encode_line,
    person_digest,
)
from app.services.store.records import Identity
from app.storage import driver
from app.storage import statements as sql
from app.storage.mappers import Row

HEAD_SETTING = "audit.head"


class ChainBreak(NamedTuple):
    """The first line at which the chain does not hold.

    `missing`: no such line, or a line behind the last one that was written down; `changed`: it is
    not the line that followed the one before it; `unknown`: it was never written by the program.
    """

    no: int
    what: Literal["missing", "changed", "unknown"]


class ChainEnd:
    """Where the chain ends within one transaction of `who`; `head` is kept in the settings.

    The secret and its `key_id` make the digests of persons.
    """

    def __init__(self, head: str | None, who: Identity, secret: bytes, key_id: int) -> None:
        self._no, self._hash = _read_head(head)
        self._who = who
        self._secret = secret
        self._key_id = key_id

    @property
    def head(self) -> str:
        """Number and hash of the last line, in text."""
        return f"{self._no}:{self._hash.hex()}"

    def add(self, entry: AuditEntry) -> Row:
        """The row that continues the chain, of table audit."""
        person = entry.person
        if entry.lead_id is not None:
            person = person_digest(self._secret, entry.lead_id)
        self._no += 1
        raw = encode_line(
            AuditLine(
                no=self._no,
                kind=entry.kind,
                at=entry.at,
                person=person,
                key_id=self._key_id,
                device_id=self._who.device_id,
                actor_id=self._who.rep_id,
                channel=entry.channel,
                code=entry.code,
                state=entry.state,
                rules=entry.rules,
                rules_version=entry.rules_version,
                tz_version=entry.tz_version,
                zones=entry.zones,
                local=entry.local,
            )
        )
        self._hash = chained(self._hash, raw)
        return self._no, raw, self._hash


def _read_head(head: str | None) -> tuple[int, bytes]:
    if head is None:
        return 0, CHAIN_START
    no, _, digest = head.partition(":")
    return int(no), bytes.fromhex(digest)


def find_break(connection: driver.Connection) -> ChainBreak | None:
    """The first break of the chain, None where it holds. One line in memory at a time."""
    before, expected = CHAIN_START, 1
    for no, raw, stored in connection.execute("SELECT no, body, hash FROM audit ORDER BY no"):
        if no != expected:
            return ChainBreak(expected, "missing")
        if stored != chained(before, raw):
            return ChainBreak(no, "changed")
        before, expected = stored, no + 1
    row = connection.execute(sql.AUDIT_HEAD).fetchone()
    try:
        last, digest = _read_head(None if row is None else row[0])
    except ValueError:
        return ChainBreak(expected, "missing")
    if last >= expected:
        return ChainBreak(expected, "missing")
    if last < expected - 1:
        return ChainBreak(last + 1, "unknown")
    return None if digest == before else ChainBreak(last, "changed")
