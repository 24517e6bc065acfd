"""May this person be contacted on this channel now? One pure answer with its reasons."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from app.core.business_time import Interval, local_date, window_at
from app.core.consent import Consent, consent_state
from app.core.contact_rules import HOURS, OPT_IN, RULES_VERSION
from app.core.lead import CONSENT_OF, POINT_OF, Lead, point_for
from app.core.reason import Reason, reason
from app.core.suppression import is_suppressed
from app.core.touch import Touch

# A promise opens the window around the promised time, never earlier or for longer.
_PROMISE_BEFORE = timedelta(minutes=5)
_PROMISE_AFTER = timedelta(minutes=30)
SATURDAY = 5


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Open until `closes_at`, later from `opens_at` on, or blocked until a fact changes.

    `zones` are the candidate zones that were all asked, `tier` how well they are known: A
    confirmed, D from numbers or country only, E unknown. Instants are aware UTC; `opens_at` of a
    later verdict is None when nothing opens within 15 days.
    """

    state: Literal["open", "later", "blocked"]
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    reasons: tuple[Reason, ...] = ()
    zones: tuple[str, ...] = ()
    tier: Literal["A", "B", "C", "D", "E"] = "E"
    rules_version: str = RULES_VERSION
    tz_version: str = ""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What judge needs beside the touch and the lead.

    `suppressed` is the union over all entries that concern the person, whoever made them.
    """

    suppressed: frozenset[str] = frozenset()
    consents: tuple[Consent, ...] = ()
    tz_version: str = ""


def forbidden(lead: Lead, channel: str, snapshot: Snapshot, now: datetime) -> Reason | None:
    """Why `channel` is not permitted for the person at any hour, or None if it is."""
    if is_suppressed(snapshot.suppressed, channel):
        return reason("suppressed", channel=channel)
    if POINT_OF[channel] is not None and point_for(lead.points, channel) is None:
        return reason("no_channel", channel=channel)
    state = consent_state(snapshot.consents, channel, now)
    if state in ("refused", "expired"):
        return reason("no_consent", channel=channel, state=state)
    if state == "unknown" and CONSENT_OF[channel] in OPT_IN:
        return reason("no_consent", channel=channel, state=state)
    return None


def _closed(lead: Lead, now: datetime, opens_at: datetime | None, zone: str) -> Reason:
    """In words the rep can repeat: why the window is shut."""
    if opens_at is None:
        return reason("night", opens_at="", zone=zone)
    today = local_date(now, zone)
    weekend = today.weekday() >= SATURDAY and local_date(opens_at, zone) != today
    return reason("weekend" if weekend else "night", opens_at=opens_at.isoformat(), zone=zone)


def candidate_zones(lead: Lead) -> tuple[str, ...]:
    """The zones that all have to be open: a confirmed one stands alone."""
    return lead.zones[:1] if lead.zone_confirmed else lead.zones


def _promised_slot(touch: Touch) -> Interval | None:
    """The time the person agreed to. A further try after that is the rep's idea, not theirs."""
    if touch.kind not in ("callback", "meeting") or touch.tries:
        return None
    return touch.due_at - _PROMISE_BEFORE, touch.due_at + _PROMISE_AFTER


def _window(
    touch: Touch, name: str, zones: tuple[str, ...], at: datetime
) -> tuple[datetime | None, datetime | None]:
    return window_at(HOURS[name], zones, at, _promised_slot(touch))


def working_span(
    touch: Touch, lead: Lead, since: datetime, lasting: timedelta
) -> tuple[datetime, datetime] | None:
    """(start, end) of the first `lasting` of open time from `since` on.

    Time in which the window of the touch is shut does not count, so that the end may be a day
    later. None while no window is known, or none opens within 15 days. Whether the channel is
    permitted at all is not asked here.
    """
    name = CONSENT_OF[touch.channel]
    if name is None:
        return since, since + lasting
    zones = candidate_zones(lead)
    starts_at, at, left = None, since, lasting
    while zones:
        opens_at, closes_at = _window(touch, name, zones, at)
        if opens_at is None or closes_at is None:
            break
        at = max(at, opens_at)
        starts_at = starts_at or at
        if closes_at - at >= left:
            return starts_at, at + left
        left -= closes_at - at
        at = closes_at
    return None


def judge(touch: Touch, lead: Lead, now: datetime, snapshot: Snapshot) -> Verdict:
    """The verdict for one touch at one instant. Depends on its arguments alone.

    The first hard refusal decides. A channel without hours (post, task) is always open. The
    prospect's own promise opens its slot whatever the house's hours say.
    """
    zones = candidate_zones(lead)
    tier: Literal["A", "D", "E"] = "A" if lead.zone_confirmed else "D"
    tier = tier if zones else "E"

    def verdict(
        state: Literal["open", "later", "blocked"],
        why: Reason | None = None,
        opens_at: datetime | None = None,
        closes_at: datetime | None = None,
    ) -> Verdict:
        return Verdict(
            state=state,
            opens_at=opens_at,
            closes_at=closes_at,
            reasons=(why,) if why else (),
            zones=zones,
            tier=tier,
            tz_version=snapshot.tz_version,
        )

    refusal = forbidden(lead, touch.channel, snapshot, now)
    if refusal is not None:
        return verdict("blocked", refusal)
    name = CONSENT_OF[touch.channel]
    if name is None:
        return verdict("open")
    if not zones:
        return verdict("blocked", reason("zone_unknown"))
    opens_at, closes_at = _window(touch, name, zones, now)
    if opens_at is not None and opens_at <= now:
        return verdict("open", None, None, closes_at)
    return verdict("later", _closed(lead, now, opens_at, zones[0]), opens_at, closes_at)
