"""When, and with whose leave, the law and the house let a person be contacted: one book of rules.

The rules are data (resources/contact_rules.toml; docs/contact-hours.md explains them), read by
app.core.contact.rules_format. Which of them concern a person is asked in
app.core.contact.jurisdiction.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal

import msgspec

from app.core.people.local_time import ZoneTables

Force = Literal["hard", "soft"]
Basis = Literal["statute", "regulation", "code", "guidance", "house"]
Business = Literal["yes", "no", "unclear"]
Addressed = Literal["everyone", "business"]
Asks = Literal["none", "optout", "optin", "optin_b2c"]
Certainty = Literal["high", "med", "low"]
Lift = Literal["none", "consent", "time_consent"]
CapPeriod = Literal["24h", "7d", "30d", "day", "week"]

# Open minutes of a local day, end exclusive; 1440 is midnight at its end.
OpenMinutes = tuple[int, int]
WHOLE_DAY: tuple[OpenMinutes, ...] = ((0, 1440),)
ANY_COUNTRY = "*"
SATURDAY, SUNDAY = 5, 6


class Hours(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The open spans of every day under one rule, its holidays known. Equal to itself alone.

    A day that is more than one thing (a Saturday that is a holiday) has what all of them leave
    open. Before `effective` the rule is not in force and everything is open.
    """

    weekday: tuple[OpenMinutes, ...] = WHOLE_DAY
    saturday: tuple[OpenMinutes, ...] = WHOLE_DAY
    sunday: tuple[OpenMinutes, ...] = WHOLE_DAY
    holiday: tuple[OpenMinutes, ...] = WHOLE_DAY
    preholiday: tuple[OpenMinutes, ...] | None = None
    holidays: frozenset[date] = frozenset()
    saturday_is_preholiday: bool = False
    effective: date | None = None

    def on(self, day: date) -> tuple[OpenMinutes, ...]:
        """The open spans of a date, in order."""
        if self.effective is not None and day < self.effective:
            return WHOLE_DAY
        weekday = day.weekday()
        spans = self.weekday
        if weekday >= SATURDAY:
            spans = self.saturday if weekday == SATURDAY else self.sunday
        if day in self.holidays:
            spans = common_spans(spans, self.holiday)
        if self.preholiday is not None and self._is_eve(day):
            spans = common_spans(spans, self.preholiday)
        return spans

    def _is_eve(self, day: date) -> bool:
        tomorrow = date.fromordinal(day.toordinal() + 1)
        saturday = self.saturday_is_preholiday and day.weekday() == SATURDAY
        return saturday or tomorrow in self.holidays


class Cap(msgspec.Struct, frozen=True, kw_only=True):
    """At most `most` attempts in a period: rolling, or of the calendar where the person is."""

    most: int
    period: CapPeriod


class ContactRule(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One rule as the file states it. Equal to itself alone.

    `region` is an ISO 3166-2 code without the country, "" for the whole country. `applies` are
    consent channels, `hours_for` those for which its hours hold, where not for all of them; `to`
    says whether they hold for people met in their work alone. `calendar` names the holidays,
    "auto" those of the person's country. `refusal_days` are quiet days after a no, 0 for ever,
    None for no such rule.
    """

    rule_id: str
    country: str
    region: str = ""
    basis: Basis
    force: Force
    applies: tuple[str, ...]
    hours_for: tuple[str, ...] = ()
    to: Addressed = "everyone"
    b2b: Business
    consent: Asks
    hours: Hours
    calendar: str = ""
    caps: tuple[Cap, ...] = ()
    refusal_days: int | None = None
    lift: Lift
    cite: str
    certainty: Certainty
    source: str = ""
    note: str = ""

    def asks_opt_in(self, *, business: bool) -> bool:
        """Whether nobody of this kind may be contacted who has not agreed to it."""
        if self.consent == "optin":
            return not business or self.b2b != "no"
        return self.consent == "optin_b2c" and not business


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """How the rules are applied; `cap_counts` are channels whose attempts count together."""

    close_buffer_min: int = 0
    cap_counts: tuple[str, ...] = ()
    saturday_is_preholiday: bool = False


class RuleBook(msgspec.Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """Everything the verdicts depend on beside the person. Equal to itself alone.

    `calendars` have the holidays by name. `number_regions` says in which regions a prefix of an
    E.164 number is, for countries whose regions have rules. `holidays_until` is the last year for
    which holidays are known.
    """

    data_version: str
    policy: Policy
    rules: tuple[ContactRule, ...]
    calendars: Mapping[str, frozenset[date]]
    tables: ZoneTables
    number_regions: Mapping[str, tuple[str, ...]]
    holidays_until: int

    @cached_property
    def by_id(self) -> dict[str, ContactRule]:
        """The rules by their ids."""
        return {rule.rule_id: rule for rule in self.rules}

    @cached_property
    def by_country(self) -> dict[str, tuple[ContactRule, ...]]:
        """The rules of each country; those of every country under "*"."""
        found: dict[str, list[ContactRule]] = {}
        for rule in self.rules:
            found.setdefault(rule.country, []).append(rule)
        return {country: tuple(rules) for country, rules in found.items()}

    @cached_property
    def _auto_hours(self) -> dict[tuple[str, str], Hours]:
        return {}

    def hours_in(self, rule: ContactRule, country: str) -> Hours:
        """The hours of a rule for a person in `country`, whose holidays it may ask for."""
        if rule.calendar != "auto":
            return rule.hours
        key = (rule.rule_id, country if country in self.calendars else "")
        hours = self._auto_hours.get(key)
        if hours is None:
            holidays = self.calendars.get(key[1], frozenset())
            hours = msgspec.structs.replace(rule.hours, holidays=holidays)
            self._auto_hours[key] = hours
        return hours


def common_spans(
    one: tuple[OpenMinutes, ...], other: tuple[OpenMinutes, ...]
) -> tuple[OpenMinutes, ...]:
    """What both leave open, in order."""
    if other in (one, WHOLE_DAY):
        return one
    return tuple((max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d))
