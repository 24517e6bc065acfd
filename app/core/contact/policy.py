"""May this person be contacted on this channel now? One pure answer with its reasons.

docs/contact-hours.md says in words which rules there are, and which of them come first.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from app.core.consent.consent import Consent, consent_state
from app.core.consent.suppression import NUMBER_CHANNELS, Listing, is_suppressed
from app.core.contact import business_time, jurisdiction
from app.core.contact.business_time import AllHours, Stretch, at_local, local_date
from app.core.contact.caps import Limit, limits_at
from app.core.contact.history import Attempt
from app.core.contact.jurisdiction import (
    Bound,
    Tier,
    candidate_zones,
    is_business,
    opt_in_rule,
    registry_rule,
    whereabouts,
)
from app.core.contact.reasons import (
    FREE_TEXT,
    NO_FREE_TEXT,
    is_free_text,
    notes_on,
    of_limit,
    opening,
    shut,
    shut_day,
)
from app.core.contact.rules import Hours, RuleBook
from app.core.people.lead import CONSENT_OF, POINT_OF, Lead, point_for
from app.core.reason import Reason, reason
from app.core.work.touch import Touch

# A promise opens the window around the promised time, never earlier or for longer.
_PROMISE_BEFORE = timedelta(minutes=5)
_PROMISE_AFTER = timedelta(minutes=30)
# Most windows open within two days; only a long weekend needs a look further ahead.
_NEAR_DAYS = 2
_HORIZON = timedelta(days=business_time.HORIZON_DAYS)
# On these nobody writes to a person who has not agreed to it, whatever the law of the place.
OPT_IN: frozenset[str] = frozenset({"sms", "whatsapp"})

VerdictState = Literal["open", "later", "blocked"]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Open until `closes_at`, later from `opens_at` on, or blocked until a fact changes.

    `zones` are the candidate zones that were all asked, `tier` how well they are known: A
    confirmed, B by an address that covers the numbers, C by an address and numbers that differ,
    D by numbers or country only, E unknown. Instants are aware UTC; `opens_at` of a later verdict
    is None when nothing opens within 15 days. The reason that decides comes first; the rule behind
    one is its argument `rule`. Until `reasons_until` a later verdict gives the same reasons. Each
    has a `force`: hard and soft ones close, a "note" says how it is done and closes nothing.
    """

    state: VerdictState
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    reasons: tuple[Reason, ...] = ()
    zones: tuple[str, ...] = ()
    tier: Tier = "E"
    rules_version: str = ""
    tz_version: str = ""
    reasons_until: datetime | None = None

    @property
    def overridable(self) -> bool:
        """Whether a person may go ahead all the same, with a reason: nothing hard is against it.

        A rule that is shut in some of the zones only, where no more than numbers tell which of
        them is theirs (tier D), does not stand in the way of who knows better.
        """
        return self.state != "open" and all(
            why.args.get("force") != "hard" or "unsure" in why.args for why in self.reasons
        )


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What judge needs beside the touch and the lead.

    `suppressed` is the union over all entries that concern the person, whoever made them; `held`
    the channels closed until somebody has read what looks like a refusal. `listings` are the
    do-not-call lists on which one of their numbers stands.
    `attempts` are (instant, consent channel) of every try, in order, `refused_at` the last no.
    `not_before` is the person's own wish, on their clock. Without `house` only what nobody may
    override is asked. While `offering`, a window shuts a little early, so that nobody is shown a
    person whom they can no longer call. `whatsapp_at` is when they last wrote on WhatsApp.
    """

    rules: RuleBook
    suppressed: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    listings: tuple[Listing, ...] = ()
    consents: tuple[Consent, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    refused_at: datetime | None = None
    not_before: time | None = None
    house: bool = True
    offering: bool = True
    whatsapp_at: datetime | None = None
    tz_version: str = ""

    def imagined(self, *, house: bool, consents: tuple[Consent, ...] = ()) -> "Snapshot":
        """The same, asked with or without the house, and as if there were further consents."""
        return replace(self, house=house, consents=(*self.consents, *consents))


def refusals(lead: Lead, channel: str, snapshot: Snapshot, now: datetime) -> Iterator[Reason]:
    """Why `channel` is not permitted for the person at any hour, what decides first."""
    lead = lead.as_of(now)
    kind = POINT_OF[channel]
    usable = kind is None or point_for(lead.points, channel) is not None
    barred = not usable and any(p.kind == kind and p.status == "barred" for p in lead.points)
    if barred or is_suppressed(snapshot.suppressed, channel):
        yield reason("suppressed", channel=channel, force="hard")
    if is_suppressed(snapshot.held, channel):
        yield reason("unread_refusal", channel=channel, force="hard")
    name = CONSENT_OF[channel]
    if snapshot.listings and name in NUMBER_CHANNELS:
        yield from _listed(lead, name, snapshot)
    if not usable and not barred:
        yield reason("no_channel", channel=channel, force="hard")
    state = consent_state(snapshot.consents, channel, now)
    if name is None or state == "given":
        return
    rule = opt_in_rule(lead, name, snapshot.rules, now.date())
    if rule is not None:
        yield reason("no_consent", channel=channel, state=state, rule=rule.rule_id, force="hard")
    elif state == "refused" or name in OPT_IN:
        yield reason("no_consent", channel=channel, state=state, force="hard")


def _listed(lead: Lead, channel: str, snapshot: Snapshot) -> Iterator[Reason]:
    """The do-not-call lists that close a channel: a call always, the rest where a rule says so."""
    rule = registry_rule(lead, channel, snapshot.rules)
    if rule is None and channel != "call":
        return
    for listing in snapshot.listings:
        yield reason(
            "registry",
            channel=channel,
            registry=listing.registry,
            valid_until=listing.valid_until.isoformat(),
            **({"rule": rule.rule_id} if rule else {}),
            force="hard",
        )


def forbidden(lead: Lead, channel: str, snapshot: Snapshot, now: datetime) -> Reason | None:
    """The first of `refusals`, or None if the channel is permitted."""
    return next(refusals(lead, channel, snapshot, now), None)


def is_question(why: Reason) -> bool:
    """Whether an answer could end a refusal: consent unknown or expired, or a text still unread."""
    missing = why.code == "no_consent" and why.args.get("state") in ("unknown", "expired")
    return missing or why.code == "unread_refusal"


def working_span(
    touch: Touch, lead: Lead, since: datetime, lasting: timedelta, snapshot: Snapshot
) -> tuple[datetime, datetime] | None:
    """(start, end) of the first `lasting` of open time from `since` on.

    Time in which the window of the touch is shut does not count, so that the end may be a day
    later. None while no window is known, or none opens within 15 days. Whether the channel is
    permitted at all is not asked here.
    """
    question = _Question(touch, lead.as_of(since), snapshot)
    if question.channel is None:
        return since, since + lasting
    starts_at, at, left = None, since, lasting
    while question.zones:
        opens_at, closes_at = question.window(at)
        if opens_at is None:
            break
        at = max(at, opens_at)
        starts_at = starts_at or at
        if closes_at is None or closes_at - at >= left:
            return starts_at, at + left
        left -= closes_at - at
        at = closes_at
    return None


def judge(touch: Touch, lead: Lead, now: datetime, snapshot: Snapshot) -> Verdict:
    """The verdict for one touch at one instant (aware UTC). Depends on its arguments alone.

    A channel without hours (post, task) is open unless it is refused. The prospect's own promise
    opens its slot, whatever the house's hours say, where no rule forbids even that. Of somebody
    who travels, what is open after their return is judged at home; the return ends every span.
    """
    lead = lead.as_of(now)
    verdict = _judge(touch, lead, now, snapshot)
    if lead.zone_until is None or verdict.state == "blocked":
        return verdict
    return _until_home(verdict, touch, lead, lead.zone_until, snapshot)


def _judge(touch: Touch, lead: Lead, now: datetime, snapshot: Snapshot) -> Verdict:
    """The verdict where the person is now, wherever they will be later."""
    question = _Question(touch, lead, snapshot)
    why = tuple(question.blocks(now))
    if why:
        return question.verdict("blocked", why)
    if question.channel is None:
        return question.verdict("open")
    opens_at, closes_at = question.opening(now)
    free_until = question.free_until
    if free_until is not None:
        if opens_at is None or opens_at >= free_until:
            return question.verdict("blocked", (NO_FREE_TEXT,))
        closes_at = min(closes_at or free_until, free_until)
    if opens_at is not None and opens_at <= now:
        return question.verdict("open", notes_on(touch), closes_at=closes_at)
    why, until = question.reasons(now, opens_at)
    return question.verdict("later", (*why, *notes_on(touch)), opens_at, closes_at, until)


def _until_home(
    verdict: Verdict, touch: Touch, lead: Lead, until: datetime, snapshot: Snapshot
) -> Verdict:
    """A verdict for a place that the person leaves at `until`: from then on home counts."""
    opens_at, closes_at = verdict.opens_at, verdict.closes_at
    reasons_until = min(verdict.reasons_until or until, until)
    if verdict.state == "open" or (opens_at is not None and opens_at < until):
        closes_at = min(closes_at or until, until)
        return replace(verdict, closes_at=closes_at, reasons_until=reasons_until)
    home = _judge(touch, lead.as_of(until), until, snapshot)
    opens_at = until if home.state == "open" else home.opens_at
    return replace(
        verdict,
        opens_at=opens_at,
        closes_at=home.closes_at,
        reasons=tuple(opening(why, opens_at, (*home.zones, "")[0]) for why in verdict.reasons),
        reasons_until=reasons_until,
    )


class _Question:
    """One touch, one lead, one snapshot: the rules that concern them, and when they leave room."""

    def __init__(self, touch: Touch, lead: Lead, snapshot: Snapshot) -> None:
        where = whereabouts(lead, snapshot.rules)
        self.touch = touch
        self.lead = lead
        self.snapshot = snapshot
        self.channel = CONSENT_OF[touch.channel]
        self.zones = candidate_zones(lead)
        self.tier = where.tier
        self.places = where.places
        self.bounds = (
            where.on(self.channel, house=snapshot.house, business=is_business(lead))
            if self.channel
            else ()
        )
        self.hours = all_hours(self.bounds, snapshot.not_before)

    def verdict(
        self,
        state: VerdictState,
        reasons: tuple[Reason, ...] = (),
        opens_at: datetime | None = None,
        closes_at: datetime | None = None,
        until: datetime | None = None,
    ) -> Verdict:
        return Verdict(
            state=state,
            opens_at=opens_at,
            closes_at=closes_at,
            reasons=reasons,
            zones=self.zones,
            tier=self.tier,
            rules_version=self.snapshot.rules.data_version,
            tz_version=self.snapshot.tz_version,
            reasons_until=until,
        )

    # What no waiting changes

    def blocks(self, now: datetime) -> Iterator[Reason]:
        yield from refusals(self.lead, self.touch.channel, self.snapshot, now)
        if self.channel is None:
            return
        if not self.zones:
            yield reason("zone_unknown", force="hard")
        elif not self.places:
            yield reason("country_unknown", force="hard")
        else:
            for limit in self._limits(now):
                if limit.until is None:
                    yield of_limit(limit, "")
            if is_free_text(self.touch) and (self.free_until is None or self.free_until <= now):
                yield NO_FREE_TEXT

    @property
    def free_until(self) -> datetime | None:
        """Until when the platform takes what the rep writes; None where it has no say."""
        heard_at = self.snapshot.whatsapp_at
        return heard_at + FREE_TEXT if heard_at is not None and is_free_text(self.touch) else None

    # When there is room

    def window(self, at: datetime) -> tuple[datetime | None, datetime | None]:
        """The window open at `at`, else the next one; no end stands for one beyond 15 days."""
        if not self.hours:
            return at, None
        for days in (_NEAR_DAYS, business_time.HORIZON_DAYS):
            until = business_time.covered_until(self.zones, at.date(), days)
            for start, end in self._windows(at, days):
                if at < end < until:
                    return start, end
                if at < end and days > _NEAR_DAYS:
                    return start, None
        return None, None

    def _windows(self, at: datetime, days: int) -> Iterable[Stretch]:
        windows = business_time.open_intervals(self.hours, self.zones, at.date(), days)
        early = self.snapshot.rules.policy.close_buffer_min
        if early and self.snapshot.house and self.snapshot.offering:
            shorter = timedelta(minutes=early)
            windows = tuple((s, e - shorter) for s, e in windows if e - s > shorter)
        slot = _promised_slot(self.touch)
        if slot is None or slot[1] <= at:
            return windows
        never = tuple(b.hours for b in self.bounds if b.rule.lift == "none")
        lawful = business_time.open_intervals(never, self.zones, slot[0].date(), _NEAR_DAYS)
        return business_time.united(windows, business_time.intersected(lawful, slot))

    def opening(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """The first room from `now` on that windows and limits leave, None beyond 15 days."""
        at = now
        while at <= now + _HORIZON:
            opens_at, closes_at = self.window(at)
            if opens_at is None or opens_at > now + _HORIZON:
                break
            start = max(at, opens_at)
            free_at = max((u for u in self._ends(start)), default=start)
            if free_at <= start:
                return start, closes_at
            at = free_at
        return None, None

    def _ends(self, at: datetime) -> Iterator[datetime]:
        return (limit.until for limit in self._limits(at) if limit.until is not None)

    def _limits(self, at: datetime) -> Iterator[Limit]:
        """The limits in force. A planned step of a cadence may go beyond those of the house."""
        snapshot = self.snapshot
        planned = self.touch.kind != "inserted" and not self.touch.tries
        bounds = (b for b in self.bounds if b.rule.force == "hard" or not planned)
        if not snapshot.attempts and snapshot.refused_at is None:
            return iter(())
        counts = snapshot.rules.policy.cap_counts
        return limits_at(
            at,
            bounds,
            self.zones,
            attempts=snapshot.attempts,
            refused_at=snapshot.refused_at,
            cap_counts=counts,
        )

    # Why not now

    def reasons(
        self, now: datetime, opens_at: datetime | None
    ) -> tuple[tuple[Reason, ...], datetime]:
        """What shuts the window at `now`, what decides first; and until when that is so."""
        found: list[Reason] = []
        limits = tuple(self._limits(now))
        changes = [limit.until for limit in limits if limit.until is not None]
        if self.snapshot.not_before is not None:
            wish = (_wish(self.snapshot.not_before),)
            if not all(business_time.is_open_at(wish, zone, now) for zone in self.zones):
                found.append(shut("own_wish", opens_at, self.zones[0], force="hard"))
        unsure = self._may_be_open(now)
        for force in ("hard", "soft"):
            seen: set[str] = set()
            for bound in self.bounds:
                if bound.rule.force == force and bound.rule.rule_id not in seen:
                    zone = self._shut_in(bound, now)
                    if zone is not None:
                        seen.add(bound.rule.rule_id)
                        found.append(self._closed(bound, now, opens_at, zone, unsure=unsure))
            instant = opens_at.isoformat() if opens_at else ""
            found += [of_limit(one, instant) for one in limits if one.rule.force == force]
        if not found:
            found.append(shut("closing", opens_at, self.zones[0], force="soft"))
        hours = (*(bound.hours for bound in self.bounds), *self.hours[-1:])
        changes += (_next_change(hours, now, zone) for zone in self.zones)
        return tuple(found), min(changes)

    def _shut_in(self, bound: Bound, now: datetime) -> str | None:
        """The first zone in which a rule is shut."""
        hours = (bound.hours,)
        return next((z for z in self.zones if not business_time.is_open_at(hours, z, now)), None)

    def _may_be_open(self, now: datetime) -> bool:
        """Whether, for all that numbers tell, one of the zones is theirs in which it is open."""
        if self.tier != "D":
            return False
        hours = tuple(b.hours for b in self.bounds if b.rule.force == "hard")
        return any(business_time.is_open_at(hours, zone, now) for zone in self.zones)

    def _closed(
        self, bound: Bound, now: datetime, opens_at: datetime | None, zone: str, *, unsure: bool
    ) -> Reason:
        """The reason why the window is shut."""
        code = shut_day(bound.hours, local_date(now, zone), opens_at, zone)
        rule = bound.rule
        more = {"unsure": self.tier} if unsure and rule.force == "hard" else {}
        return shut(code, opens_at, self.zones[0], force=rule.force, rule=rule.rule_id, **more)


_DAY = timedelta(days=1)


def forget() -> None:
    """Drop everything that is kept to answer faster: for measurements."""
    for kept in (
        business_time.open_intervals,
        business_time.day_spans,
        all_hours,
        _next_change,
    ):
        kept.cache_clear()
    jurisdiction.forget()


@lru_cache(maxsize=4096)
def _next_change(hours: AllHours, now: datetime, zone: str) -> datetime:
    """When one of the hours opens or shuts next, or a day ends, in one zone."""
    there = now.astimezone(ZoneInfo(zone))
    minute, today = there.hour * 60 + there.minute, there.date()
    ahead = {
        edge for one in hours for span in one.on(today) for edge in span if minute < edge < 24 * 60
    }
    edges = (at_local(today, time(edge // 60, edge % 60), zone) for edge in ahead)
    return min((*(e for e in edges if e > now), at_local(today + _DAY, time.min, zone)))


@lru_cache(maxsize=4096)
def all_hours(bounds: tuple[Bound, ...], not_before: time | None) -> AllHours:
    """The hours of these rules, each once, and those of the person's own wish."""
    hours = tuple(dict.fromkeys(bound.hours for bound in bounds))
    return hours if not_before is None else (*hours, _wish(not_before))


@lru_cache(maxsize=1440)
def _wish(not_before: time) -> Hours:
    """ "Never before eleven", as hours of every day."""
    spans = ((not_before.hour * 60 + not_before.minute, 24 * 60),)
    return Hours(weekday=spans, saturday=spans, sunday=spans)


def _promised_slot(touch: Touch) -> Stretch | None:
    """The time the person agreed to. A further try after that is the rep's idea, not theirs."""
    if touch.kind not in ("callback", "meeting") or touch.tries:
        return None
    return touch.due_at - _PROMISE_BEFORE, touch.due_at + _PROMISE_AFTER
