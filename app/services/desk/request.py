"""Requests with an id of their own: asked again, because no answer came, they are done once.

What is kept of one stands in a setting, in the transaction that carried it out: digests under the
organisation's key, the event that came of it, and the part of the answer that no log repeats.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.core.consent.key_ring import KeyRing, digest
from app.core.errors import Refused
from app.services.store.reader import Reader
from app.services.store.unit_of_work import UnitOfWork

_PREFIX = "once."


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request by its `id`, any text its sender chose; `content` is all that was asked for."""

    id: str = field(repr=False)
    content: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What became of it the first time: its first event, and what else the answer was made of."""

    event_id: UUID | None
    answer: str


def request_named(request_id: str | None, what: str, asked: Mapping[str, object]) -> Request | None:
    """The request `what` with these arguments; None without an id."""
    if request_id is None:
        return None
    content = json.dumps([what, sorted(asked.items())], default=str, ensure_ascii=False)
    return Request(id=request_id, content=content)


def earlier(ring: KeyRing, reader: Reader, request: Request | None) -> Earlier | None:
    """What became of the same request, None where it comes for the first time.

    Raises Refused where something else came under its id.
    """
    kept = None if request is None else reader.setting(_key(ring, request))
    if request is None or kept is None:
        return None
    content, event_id, answer = json.loads(kept)
    if content != digest(ring.own.secret, request.content):
        raise Refused(
            "id_used",
            "Something else was asked for under that id already.",
            "Ask again with exactly what it was, or give this an id of its own.",
        )
    return Earlier(event_id=UUID(event_id) if event_id else None, answer=answer)


def remember(
    ring: KeyRing, uow: UnitOfWork, request: Request | None, event_id: UUID | None, answer: str = ""
) -> None:
    """Keep that the request was carried out. Part of the caller's transaction."""
    if request is not None:
        content = digest(ring.own.secret, request.content)
        kept = json.dumps([content, event_id.hex if event_id else "", answer])
        uow.save_setting(_key(ring, request), kept)


def _key(ring: KeyRing, request: Request) -> str:
    return _PREFIX + digest(ring.own.secret, request.id)
