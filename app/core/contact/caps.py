"""Limits on attempts: caps in a period, and the quiet days after a refusal."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

import msgspec

from app.core.contact.business_time import at_local, local_date
from app.core.contact.history import Attempt
from app.core.contact.jurisdiction import Bound
from app.core.contact.rules import Cap, ContactRule

_ROLLING = {"24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """A limit that is used up until `until` (aware UTC; None: for ever). `most` 0 is a refusal."""

    rule: ContactRule
    most: int
    period: str
    until: datetime | None


def counted(
    rule: ContactRule, attempts: Iterable[Attempt], cap_counts: tuple[str, ...]
) -> list[datetime]:
    """The attempts that a rule counts, in order: on its channels, and on those kin to them."""
    channels = {*rule.applies}
    if not channels.isdisjoint(cap_counts):
        channels.update(cap_counts)
    return [at for at, channel in attempts if channel in channels]


def limits_at(
    at: datetime,
    bounds: Iterable[Bound],
    zones: tuple[str, ...],
    *,
    attempts: tuple[Attempt, ...],
    refused_at: datetime | None,
    cap_counts: tuple[str, ...],
) -> Iterator[Limit]:
    """The limits that forbid an attempt at `at`, with the instant at which each ends."""
    for bound in bounds:
        rule, since = bound.rule, bound.hours.effective
        if since is not None and at.date() < since:
            continue
        if rule.refusal_days is not None and refused_at is not None and refused_at <= at:
            quiet = timedelta(days=rule.refusal_days)
            until = refused_at + quiet if rule.refusal_days else None
            if until is None or at < until:
                yield Limit(rule=rule, most=0, period="", until=until)
        made = [one for one in counted(rule, attempts, cap_counts) if one <= at]
        for cap in rule.caps if made else ():
            free_at = max(_free_at(cap, made, at, zone) for zone in zones)
            if free_at > at:
                yield Limit(rule=rule, most=cap.most, period=cap.period, until=free_at)


def _free_at(cap: Cap, made: list[datetime], at: datetime, zone: str) -> datetime:
    """When the cap next leaves room; `at` or before if it does already."""
    if len(made) < cap.most:
        return at
    rolling = _ROLLING.get(cap.period)
    if rolling is not None:
        return made[-cap.most] + rolling
    first = _first_day(cap, local_date(at, zone))
    used = sum(_first_day(cap, local_date(one, zone)) == first for one in made)
    if used < cap.most:
        return at
    return at_local(first + timedelta(days=1 if cap.period == "day" else 7), time.min, zone)


def _first_day(cap: Cap, on: date) -> date:
    return on if cap.period == "day" else on - timedelta(days=on.weekday())
