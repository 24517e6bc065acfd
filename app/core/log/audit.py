"""The audit: what was dispatched, refused, overridden, opted out of, agreed to or erased, and why.

A line holds codes, instants and digests; who it is about stands in it as a keyed digest alone.
Lines form a chain: each carries the hash of the one before it, so that a line that was changed,
removed or moved shows.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from app.core.consent.suppression import EVERY_CHANNEL, Suppression
from app.core.contact.policy import Verdict
from app.core.errors import BadInput
from app.core.log.events import (
    Body,
    ConsentRecorded,
    Suppressed,
    SuppressionLifted,
    SuppressionRead,
)
from app.core.work.touch import Touch

AuditKind = Literal[
    "dial",
    "sent",
    "refused",
    "override",
    "opted_out",
    "opt_out_lifted",
    "consent_given",
    "consent_refused",
    "import_suppressed",
    "erased",
    "exported",
]
# What the first line continues.
CHAIN_START = bytes(hashlib.sha256().digest_size)


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What a use case says for the audit. `at` is aware UTC.

    Who it is about is `lead_id`, or where nobody is stored `person`, a digest made already.
    `channel` is a channel of touches for a dispatch, else a consent channel or "*". `code` says
    more by kind: why a dispatch was refused or overridden, where a consent is from. `state`,
    `rules` (ids), the versions, `zones` and `local` (ISO 8601, zone by zone) are those of the
    verdict at that instant, empty where none was asked for.
    """

    kind: AuditKind
    at: datetime
    lead_id: UUID | None = None
    person: str = ""
    channel: str = ""
    code: str = ""
    state: str = ""
    rules: tuple[str, ...] = ()
    rules_version: str = ""
    tz_version: str = ""
    zones: tuple[str, ...] = ()
    local: tuple[str, ...] = ()


class AuditLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line as it is kept, `no` from 1. `key_id` names the secret that made `person`."""

    no: int
    kind: AuditKind
    at: datetime
    person: str
    key_id: int
    device_id: UUID
    actor_id: UUID
    channel: str = ""
    code: str = ""
    state: str = ""
    rules: tuple[str, ...] = ()
    rules_version: str = ""
    tz_version: str = ""
    zones: tuple[str, ...] = ()
    local: tuple[str, ...] = ()


def dispatch_entry(
    kind: AuditKind, touch: Touch, lead_id: UUID, verdict: Verdict, at: datetime, *, code: str = ""
) -> AuditEntry:
    """A dispatch, a refusal or an override, with the verdict it rests on.

    A refusal without a `code` of its own carries that of the reason which decided.
    """
    first = verdict.reasons[0].code if kind == "refused" and verdict.reasons else ""
    rules = (str(reason.args["rule"]) for reason in verdict.reasons if reason.args.get("rule"))
    return AuditEntry(
        kind=kind,
        at=at,
        lead_id=lead_id,
        channel=touch.channel,
        code=code or first,
        state=verdict.state,
        rules=tuple(dict.fromkeys(rules)),
        rules_version=verdict.rules_version,
        tz_version=verdict.tz_version,
        zones=verdict.zones,
        local=tuple(
            at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds") for zone in verdict.zones
        ),
    )


def entries_of(lead_id: UUID | None, bodies: Iterable[Body], at: datetime) -> Iterator[AuditEntry]:
    """What the events of one command say for the audit: opt-outs and consents."""
    for body in bodies:
        match body:
            case Suppressed(suppression=entry, why=why):
                yield AuditEntry(
                    kind="opted_out",
                    at=at,
                    lead_id=lead_id,
                    person="" if lead_id else next(iter(entry.digests), ""),
                    channel=_channel(entry),
                    code=why,
                )
            case SuppressionRead(refusal=True):
                yield AuditEntry(
                    kind="opted_out", at=at, lead_id=lead_id, channel=EVERY_CHANNEL, code="read"
                )
            case SuppressionLifted() | SuppressionRead():
                yield AuditEntry(kind="opt_out_lifted", at=at, lead_id=lead_id)
            case ConsentRecorded(consent=consent):
                yield AuditEntry(
                    kind="consent_given" if consent.granted else "consent_refused",
                    at=at,
                    lead_id=lead_id,
                    channel=consent.channel,
                    code=consent.basis,
                )
            case _:
                pass


def _channel(entry: Suppression) -> str:
    return EVERY_CHANNEL if EVERY_CHANNEL in entry.channels else " ".join(entry.channels)


def person_digest(secret: bytes, lead_id: UUID) -> str:
    """HMAC-SHA256 (hex) under which a lead stands in the audit, before and after erasure."""
    return hmac.new(secret, b"lead:" + lead_id.bytes, hashlib.sha256).hexdigest()


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(AuditLine)


def encode_line(line: AuditLine) -> bytes:
    """The bytes of a line; the same line always gives the same bytes."""
    return _ENCODER.encode(line)


def decode_line(raw: bytes) -> AuditLine:
    """The line of `encode_line`. Raises BadInput for bytes that are none."""
    try:
        return _DECODER.decode(raw)
    except msgspec.MsgspecError as error:
        raise BadInput(
            "bad_audit", "A line of the audit cannot be read.", "Run doctor to see where it breaks."
        ) from error


def chained(before: bytes, raw: bytes) -> bytes:
    """The hash of a line: SHA-256 over the hash before it and its bytes."""
    return hashlib.sha256(before + raw).digest()
