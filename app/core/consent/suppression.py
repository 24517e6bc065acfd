"""Do not contact: who, on which channels, and how an entry is found again without clear text.

docs/opt-out.md says in words what each scope closes.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from app.core.consent.key_ring import FIRST_KEY, KeyRing
from app.core.folded import folded
from app.core.people.email_variants import domain_of, domains_above, email_keys, read_domain
from app.core.people.lead import CONSENT_OF, ContactPoint, Lead
from app.core.people.phone_variants import variants

Scope = Literal["channel", "person", "number", "organisation"]
SCOPES: tuple[Scope, ...] = ("channel", "person", "number", "organisation")
EVERY_CHANNEL = "*"
# What goes over a telephone number.
NUMBER_CHANNELS: tuple[str, ...] = ("call", "sms", "whatsapp")
# SMS and WhatsApp of one number close together.
TWINS: dict[str, tuple[str, ...]] = dict.fromkeys(("sms", "whatsapp"), ("sms", "whatsapp"))
_KIND_OF = {**dict.fromkeys(NUMBER_CHANNELS, "phone"), "email": "email", "linkedin": "linkedin"}


class Suppression(msgspec.Struct, frozen=True, kw_only=True):
    """One opt-out. `channels` are consent channels, or ("*",) for all of them.

    `digests` are HMACs, under the key `key_id`, of the person's numbers and addresses, or of their
    organisation, so that the same person coming in again under another id is still found. While
    `suspected`, it is what looks like a refusal and nobody has read yet.
    """

    suppression_id: UUID
    scope: Scope
    channels: tuple[str, ...]
    digests: tuple[str, ...] = ()
    key_id: int = FIRST_KEY
    suspected: bool = False
    lifted: bool = False


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A number stands on a do-not-call list that was good until the end of `valid_until`."""

    registry: str
    valid_until: date


class Barriers(msgspec.Struct, frozen=True, kw_only=True):
    """What the numbers and addresses of a person met: entries in force, and lists."""

    entries: tuple[Suppression, ...] = ()
    listings: tuple[Listing, ...] = ()


class Closures(msgspec.Struct, frozen=True, kw_only=True):
    """What entries close: channels for good, channels until somebody has read, single numbers."""

    closed: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    barred: frozenset[UUID] = frozenset()


def closures(
    points: tuple[ContactPoint, ...], entries: Iterable[Suppression], ring: KeyRing
) -> Closures:
    """The union of all entries in force: opting out always wins.

    An entry about a number bars the points that are this number, and leaves the others.
    """
    closed: set[str] = set()
    held: set[str] = set()
    numbers: set[str] = set()
    for entry in entries:
        if entry.lifted:
            continue
        if entry.suspected:
            held.update(entry.channels)
        elif entry.scope == "number":
            numbers.update(entry.digests)
        else:
            closed.update(entry.channels)
    barred = frozenset(
        point.point_id
        for point in points
        if numbers and not numbers.isdisjoint(ring.every_digest(keys_of(point)))
    )
    return Closures(closed=frozenset(closed), held=frozenset(held), barred=barred)


def in_force(*groups: Iterable[Suppression]) -> tuple[Suppression, ...]:
    """The entries of all groups, each once; of one id the last counts."""
    found = {entry.suppression_id: entry for group in groups for entry in group}
    return tuple(entry for entry in found.values() if not entry.lifted)


def uncovered(
    points: tuple[ContactPoint, ...], entries: Iterable[Suppression], ring: KeyRing
) -> list[tuple[Scope, tuple[str, ...], tuple[str, ...]]]:
    """Of what a refusal of the person closes, (scope, channels, values) that no entry keeps.

    Only entries about a person or a channel of theirs go with the person. Of those that close
    everything, nothing smaller is asked.
    """
    about = [e for e in entries if e.scope in ("person", "channel") and not e.suspected]
    every = any(EVERY_CHANNEL in e.channels for e in about)
    named = {EVERY_CHANNEL} if every else {c for e in about for c in e.channels}
    found: dict[tuple[str, ...], list[str]] = {}
    for channel in sorted(named):
        kept = {d for e in about if {channel, EVERY_CHANNEL} & {*e.channels} for d in e.digests}
        missing = tuple(
            key
            for point in points_of_channels(points, (channel,))
            if kept.isdisjoint(ring.every_digest(keys_of(point)))
            for key in keys_of(point)
        )
        if missing:
            found.setdefault(missing, []).append(channel)
    scope: Scope = "person" if every else "channel"
    return [(scope, tuple(channels), missing) for missing, channels in found.items()]


def is_suppressed(channels: frozenset[str], channel: str) -> bool:
    """Whether `channel` is closed by `channels`; channels without consent need "*" to close."""
    name = CONSENT_OF[channel]
    return EVERY_CHANNEL in channels or (name is not None and name in channels)


def keys_of(point: ContactPoint) -> tuple[str, ...]:
    """The values under which a point is kept and found; none for text that is no point.

    Of a number all ways of writing it: whoever opted out under one is not called under another.
    """
    if point.status == "unparsed":
        return ()
    if point.kind == "phone":
        return variants(point.value)
    return email_keys(point.value) if point.kind == "email" else (point.value,)


def matchable(points: Iterable[ContactPoint]) -> tuple[str, ...]:
    """The values of all points by which an opt-out finds the person again, each once."""
    return tuple(dict.fromkeys(key for point in points for key in keys_of(point)))


def domain_key(domain: str) -> str:
    """The value under which everybody at a mail domain is found."""
    return f"@{read_domain(domain.strip().removeprefix('@'))}"


def company_key(name: str) -> str:
    """The value under which everybody of a company is found; "" for a name without letters."""
    plain = folded(name).replace(" ", "")
    return f"company/{plain}" if plain else ""


def organisation_keys(
    company: str, points: Iterable[ContactPoint], free_mail: frozenset[str]
) -> tuple[str, ...]:
    """The values under which an organisation is found: its name and mail domains.

    The domains of `free_mail` are shared by strangers and name no organisation.
    """
    keys = {company_key(company): None}
    for point in points:
        domain = domain_of(point.value) if point.kind == "email" else ""
        if point.status != "unparsed" and domain and domain not in free_mail:
            keys[domain_key(domain)] = None
    keys.pop("", None)
    return tuple(keys)


def looked_up(lead: Lead, free_mail: frozenset[str]) -> tuple[str, ...]:
    """Everything by which an entry may concern a lead."""
    return (*matchable(lead.points), *organisations_met(lead.company, lead.points, free_mail))


def organisations_met(
    company: str, points: Iterable[ContactPoint], free_mail: frozenset[str]
) -> tuple[str, ...]:
    """The values under which an entry about an organisation is found from within it.

    Whoever has an address at a domain below that of the organisation belongs to it.
    """
    found: dict[str, None] = {}
    for key in organisation_keys(company, points, free_mail):
        if key.startswith("@"):
            found.update(dict.fromkeys(map(domain_key, domains_above(key[1:]))))
        else:
            found[key] = None
    return tuple(found)


def points_of_channels(
    points: Iterable[ContactPoint], channels: tuple[str, ...]
) -> tuple[ContactPoint, ...]:
    """The points through which consent channels reach the person; all of them for "*"."""
    kinds = {_KIND_OF[channel] for channel in channels if channel != EVERY_CHANNEL}
    return tuple(p for p in points if EVERY_CHANNEL in channels or p.kind in kinds)
