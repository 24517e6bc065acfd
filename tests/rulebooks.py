"""Books of contact rules: the one that ships, and one of hours alone for tests of other things."""

import re
from functools import cache
from pathlib import Path

from app.core.contact.rules import RuleBook
from app.core.contact.rules_format import read_rule_book

RESOURCES = Path(__file__).parents[1] / "resources"

# The hours of the house, without holidays, caps, or minutes before the end.
_HOUSE = """
schema = 1
data_version = "2026-01-01-house"

[policy]
close_buffer_min = 0
unknown_region = "all_regions"
unknown_country = "block"
cap_scope = "company+number"
cap_counts = ["call", "sms", "whatsapp"]
saturday_is_preholiday = true

[[rule]]
id = "HOUSE-voice"
country = "*"
basis = "house"
force = "soft"
applies = ["call", "sms", "whatsapp"]
b2b = "yes"
consent = "none"
weekday = ["09:00-20:00"]
saturday = ["10:00-14:00"]
sunday = []
holiday = []
lift = "time_consent"
cite = "house rule"
cert = "high"
src = "M"

[[rule]]
id = "HOUSE-async"
country = "*"
basis = "house"
force = "soft"
applies = ["email", "linkedin"]
b2b = "yes"
consent = "none"
weekday = ["08:00-19:00"]
saturday = []
sunday = []
holiday = []
lift = "time_consent"
cite = "house rule"
cert = "high"
src = "M"

[nanp_split]
[country_zones]
[prefix_zones]
"""


def text(*parts: str) -> str:
    """A resource that ships."""
    return RESOURCES.joinpath(*parts).read_text(encoding="utf-8")


def book_of(rules: str) -> RuleBook:
    """The book of a rules file, everything beside it as it ships."""
    return read_rule_book(
        rules,
        text("zones", "country_zones.json"),
        text("zones", "regions.toml"),
        text("holidays", "days.json"),
        text("zones", "number_regions.json"),
    )


@cache
def shipped() -> RuleBook:
    """The rules that ship."""
    return book_of(text("contact_rules.toml"))


@cache
def house_hours() -> RuleBook:
    """The hours of the house and nothing else."""
    return book_of(_HOUSE)


@cache
def every_day() -> RuleBook:
    """The same hours on every day of the week, and on holidays."""
    hours = re.sub(r"(?m)^(saturday|sunday|holiday) = .*", r'\1 = ["08:00-20:00"]', _HOUSE)
    return book_of(hours)
