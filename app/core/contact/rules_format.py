"""Reads contact_rules.toml: every field checked, every problem named with its line.

A team may put a newer file of the same schema in place of the one that ships; what is wrong with
it is said at once, and nothing of a bad file is used.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Final, get_args

from app.core.contact import rules as book
from app.core.contact.holidays import HolidayTable, added_days, read_holidays
from app.core.contact.rules import (
    ANY_COUNTRY,
    Cap,
    ContactRule,
    Hours,
    OpenMinutes,
    Policy,
    RuleBook,
)
from app.core.files.toml_file import FileError, TomlFile, shown
from app.core.files.toml_table import TomlTable, root_table
from app.core.people.lead import ConsentChannel
from app.core.people.local_time import ZoneTables, find_region, read_zone_tables, with_exceptions

SCHEMA: Final = 1
_FILE: Final = "contact_rules.toml"
_GUIDE: Final = "the file that ships with Touchline, see docs/contact-hours.md"
_DAYS: Final = ("weekday", "saturday", "sunday", "holiday")
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}[a-z0-9.\-]{0,20}")
_ID = re.compile(r"[A-Za-z0-9_\-]{1,40}")
_AREA = re.compile(r"[2-9]\d{2}")
_PREFIX = re.compile(r"\+[1-9]\d{0,7}")
_DAY_MINUTES: Final = 24 * 60
_MOST_RULES: Final = 1000
_ZONE_TABLES: Final = (
    ("nanp_split", "area code"),
    ("country_zones", "country"),
    ("prefix_zones", "prefix"),
)
_NO_ZONES: Final = "[nanp_split]\n[country_zones]\n[prefix_zones]\n"
_CHANNELS: Final[tuple[str, ...]] = get_args(ConsentChannel)


def read_rule_book(
    contact_rules: str,
    country_zones: str,
    regions: str,
    holidays: str,
    number_regions: str,
    *,
    file: str = _FILE,
) -> RuleBook:
    """The book of rules out of the texts of contact_rules.toml and four resources.

    Those are zones/country_zones.json, zones/regions.toml, holidays/days.json and
    zones/number_regions.json. Raises FileError, which lists every problem of the rules file.
    """
    read = _Reader(TomlFile(contact_rules, file, guide=_GUIDE), read_holidays(holidays))
    places = read_zone_tables(_NO_ZONES, country_zones, regions)
    root = root_table(read.file)
    data_version, policy, rules, calendars = read.parts(root, places)
    if read.file.problems:
        raise FileError(file, read.file.problems)
    return RuleBook(
        data_version=data_version,
        policy=policy,
        rules=rules,
        calendars=calendars,
        tables=with_exceptions(places, root.content),
        number_regions={k: tuple(v) for k, v in json.loads(number_regions).items()},
        holidays_until=read.known.last_year,
    )


class _Reader:
    """One reading of the file; what is wrong gathers in `file`."""

    def __init__(self, file: TomlFile, known: HolidayTable) -> None:
        self.file = file
        self.known = known

    def parts(
        self, root: TomlTable, places: ZoneTables
    ) -> tuple[str, Policy, tuple[ContactRule, ...], Mapping[str, frozenset[date]]]:
        """Version, policy, rules and calendars."""
        root.integer("schema", SCHEMA, SCHEMA)
        version = root.text("data_version")
        if version and not _VERSION.fullmatch(version):
            root.add("data_version", f"{shown(version)} is no version.", "Begin with its date.")
        root.text("tzdata_min", required=False)
        policy = self._policy(root.table("policy"))
        for name, noun in _ZONE_TABLES:
            self._zones(root, name, noun, places)
        calendars = self._calendars(root)
        rules = self._rules(root, policy, calendars, places)
        root.finish()
        return version, policy, rules, calendars

    # Policy

    def _policy(self, table: TomlTable | None) -> Policy:
        if table is None:
            self.file.add("", "policy", "It is missing.", "Write [policy] and its fields.")
            return Policy()
        buffer = table.integer("close_buffer_min", 0, 60)
        # One choice each, so that a file which asks for another does not pass unnoticed.
        table.choice("unknown_region", ("all_regions",))
        table.choice("unknown_country", ("block",))
        table.choice("cap_scope", ("company+number",))
        counts = table.choices("cap_counts", _CHANNELS)
        eve = table.flag("saturday_is_preholiday")
        table.finish()
        return Policy(close_buffer_min=buffer, cap_counts=counts, saturday_is_preholiday=eve)

    # Zones

    def _zones(self, root: TomlTable, name: str, noun: str, places: ZoneTables) -> None:
        """Whether one of the zone tables can be used; app.core.people.local_time reads it."""
        table = root.table(name)
        if table is None:
            self.file.add("", name, "It is missing.", f"Write [{name}], if only with no line.")
            return
        zones = {zone for zones in places.countries.values() for zone in zones}
        for key, value in table.content.items():
            table.has(key)
            pattern = _AREA if name == "nanp_split" else _PREFIX
            right = key in places.countries if noun == "country" else pattern.fullmatch(key)
            if not right:
                table.add(key, f"{shown(key)} is no {noun}.", "Correct it or remove the line.")
            listed = value if isinstance(value, list) else []
            unknown = [zone for zone in listed if zone not in zones]
            if not listed or unknown or len({*listed}) < len(listed):
                what = shown(unknown[0] if unknown else value)
                table.add(key, f"{what} is no list of zones.", 'Write ["Europe/Madrid"].')

    # Calendars

    def _calendars(self, root: TomlTable) -> dict[str, frozenset[date]]:
        found = dict(self.known.calendars)
        table = root.table("calendar")
        for name, value in table.content.items() if table else ():
            line = self.file.line_with(f'[calendar."{name}"]') or self.file.line_with(name)
            place = f"calendar {name}"
            if not isinstance(value, dict):
                self.file.add(place, "", "It is no table.", "Write base and add.", line)
                continue
            for field in value.keys() - {"base", "add"}:
                self.file.add(place, field, "No such field exists here.", "Remove it.", line)
            base, additions = value.get("base"), value.get("add", [])
            if not isinstance(base, str) or base not in self.known.calendars:
                fix = "Name one of resources/holidays/days.json."
                self.file.add(place, "base", f"{shown(base)} is no calendar.", fix, line)
                continue
            found[name] = self.known.calendars[base] | self._added(place, additions, line)
        return found

    def _added(self, place: str, additions: object, line: int | None) -> frozenset[date]:
        years = range(self.known.first_year, self.known.last_year + 1)
        try:
            if isinstance(additions, list) and all(isinstance(one, str) for one in additions):
                return added_days(additions, years)
        except ValueError:
            pass
        fix = 'Write days such as "06-14", "easter-2", "election_day" in a list.'
        self.file.add(place, "add", f"{shown(additions)} are no days.", fix, line)
        return frozenset()

    # Rules

    def _rules(
        self,
        root: TomlTable,
        policy: Policy,
        calendars: Mapping[str, frozenset[date]],
        places: ZoneTables,
    ) -> tuple[ContactRule, ...]:
        rules: list[ContactRule] = []
        ids: set[str] = set()
        for index, listed in enumerate(root.tables("rule", "rule", _MOST_RULES)):
            place = f"rule {listed.content.get('id', index + 1)}"
            table = TomlTable(self.file, listed.content, place=place, section="rule", index=index)
            rule = self._rule(table, policy, calendars, places)
            if rule.rule_id in ids:
                table.add("id", "Another rule has this id.", "Give each rule one of its own.")
            ids.add(rule.rule_id)
            self._overlap(table, rule, rules)
            rules.append(rule)
        return tuple(rules)

    def _overlap(self, table: TomlTable, rule: ContactRule, before: list[ContactRule]) -> None:
        """Two rules for one place and channel would hide which of them was meant."""
        for other in before:
            place = (rule.country, rule.region, rule.to)
            same = place == (other.country, other.region, other.to)
            shared = sorted({*rule.applies} & {*other.applies})
            if same and shared:
                what = f"It covers {shared[0]}, which rule {other.rule_id} covers there already."
                table.add("applies", what, "Keep one of the two.")

    def _rule(
        self,
        table: TomlTable,
        policy: Policy,
        calendars: Mapping[str, frozenset[date]],
        places: ZoneTables,
    ) -> ContactRule:
        rule_id = table.text("id")
        if rule_id and not _ID.fullmatch(rule_id):
            table.add("id", f"{shown(rule_id)} cannot be an id.", "Use letters, digits and -.")
        country, region = self._place(table, places)
        calendar = self._calendar(table, calendars, country)
        rule = ContactRule(
            rule_id=rule_id,
            country=country,
            region=region,
            basis=table.choice("basis", get_args(book.Basis)),
            force=table.choice("force", get_args(book.Force)),
            applies=table.choices("applies", _CHANNELS),
            hours_for=table.choices("hours_for", _CHANNELS) if table.has("hours_for") else (),
            to=table.choice("to", get_args(book.Addressed), "everyone"),
            b2b=table.choice("b2b", get_args(book.Business)),
            consent=table.choice("consent", get_args(book.Asks)),
            hours=Hours(
                **{name: self._spans(table, name) for name in _DAYS},
                preholiday=self._spans(table, "preholiday") if table.has("preholiday") else None,
                holidays=calendars.get(calendar, frozenset()),
                saturday_is_preholiday=policy.saturday_is_preholiday,
                effective=self._effective(table),
            ),
            calendar=calendar,
            caps=self._caps(table),
            refusal_days=table.optional_integer("refusal_days", 0, 3660),
            lift=table.choice("lift", get_args(book.Lift)),
            cite=table.text("cite"),
            certainty=table.choice("cert", get_args(book.Certainty)),
            source=table.choice("src", ("P", "S", "M")),
            note=table.text("note", required=False),
        )
        if country == ANY_COUNTRY and rule.force == "hard":
            table.add("force", "No law is in force everywhere.", 'Write "soft".')
        table.finish()
        return rule

    def _place(self, table: TomlTable, places: ZoneTables) -> tuple[str, str]:
        country, region = table.text("country"), table.text("region", required=False)
        if country and country != ANY_COUNTRY and country not in places.countries:
            table.add("country", f"{shown(country)} is no country.", "Use ISO 3166, such as ES.")
        elif region:
            found = find_region(country, region, places)
            if found is None or found.code != region:
                what = f"{shown(region)} is no region of {country}."
                table.add("region", what, "Use the code of ISO 3166-2, such as FL.")
        return country, region

    def _calendar(
        self, table: TomlTable, calendars: Mapping[str, frozenset[date]], country: str
    ) -> str:
        calendar = table.text("calendar", required=False)
        known = calendar in calendars or (calendar == "auto" and country == ANY_COUNTRY)
        if calendar and not known:
            table.add("calendar", f"{shown(calendar)} is no calendar.", "Add it as [calendar].")
        return calendar

    def _effective(self, table: TomlTable) -> date | None:
        if not table.has("effective"):
            return None
        text = table.content["effective"]
        try:
            return date.fromisoformat(text if isinstance(text, str) else "")
        except ValueError:
            table.add("effective", f"{shown(text)} is no date.", 'Write "2026-01-31".')
            return None

    def _spans(self, table: TomlTable, field: str) -> tuple[OpenMinutes, ...]:
        """Spans such as ["09:00-13:00", "14:00-20:00"]: in order, none touching another."""
        if not table.has(field):
            table.add(field, "It is missing.", f'Write {field} = ["09:00-20:00"], [] for shut.')
            return ()
        value = table.content[field]
        read = [_span(text) for text in value] if isinstance(value, list) else [None]
        spans = tuple(span for span in read if span is not None)
        ends = [0, *(end for _, end in spans)]
        ordered = all(start < end for start, end in spans) and all(
            start > before or not before for (start, _), before in zip(spans, ends, strict=False)
        )
        if len(spans) < len(read) or not ordered or any(end > _DAY_MINUTES for end in ends):
            fix = f'Write spans in order: {field} = ["09:00-13:00", "14:00-20:00"].'
            table.add(field, f"{shown(value)} are no spans of a day.", fix)
            return ()
        return spans

    def _caps(self, table: TomlTable) -> tuple[Cap, ...]:
        if not table.has("caps"):
            return ()
        value = table.content["caps"]
        caps: list[Cap] = []
        for one in value if isinstance(value, list) else [None]:
            match one:
                case [int(most), str(period)] if 0 < most < 1000 and period in _PERIODS:
                    caps.append(Cap(most=most, period=_PERIODS[period]))
                case _:
                    what = f"{shown(one)} is no cap."
                    table.add("caps", what, 'Write [3, "24h"]: 24h, 7d, 30d, day or week.')
        return tuple(caps)


_PERIODS: Final[dict[str, book.CapPeriod]] = {period: period for period in get_args(book.CapPeriod)}


def _span(text: object) -> OpenMinutes | None:
    found = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    hours, minutes, until_hours, until_minutes = map(int, found.groups())
    return hours * 60 + minutes, until_hours * 60 + until_minutes
