"""contact_rules.toml: what ships is read whole, and every mistake is named with its line."""

from datetime import date

import pytest

from app.core.contact.rules import Cap
from app.core.files.toml_file import FileError, Problem
from tests.rulebooks import book_of, shipped, text

SHIPPED = text("contact_rules.toml")


def problems(rules: str) -> tuple[Problem, ...]:
    with pytest.raises(FileError) as caught:
        book_of(rules)
    return caught.value.problems


def test_what_ships_is_read() -> None:
    book = shipped()
    assert (len(book.rules), book.data_version) == (66, "2026-12-01")
    assert book.policy.close_buffer_min == 2
    france = book.by_id["FR"]
    assert france.hours.weekday == ((600, 780), (840, 1200))
    assert (france.caps, france.refusal_days) == ((Cap(most=4, period="30d"),), 60)
    assert (france.certainty, france.lift) == ("high", "consent")
    assert book.by_id["VN-email"].hours.weekday == ((0, 1440),)
    assert book.by_id["US-OR"].hours.effective == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("calendar", "day"),
    [
        ("US/PA+", date(2027, 3, 26)),  # Good Friday
        ("US/PA+", date(2026, 6, 14)),
        ("US/PA+", date(2027, 11, 2)),
        ("US/RI+", date(2026, 11, 3)),
        ("US/LA+", date(2028, 8, 30)),
        ("ES", date(2026, 12, 8)),
        ("AU", date(2027, 1, 26)),
    ],
)
def test_calendars(calendar: str, day: date) -> None:
    assert day in shipped().calendars[calendar]


def test_every_calendar_reaches_to_the_last_year() -> None:
    book = shipped()
    for rule in book.rules:
        if rule.calendar not in ("", "auto"):
            years = {day.year for day in book.calendars[rule.calendar]}
            assert years == {2026, 2027, 2028}, rule.rule_id
    assert date(2027, 11, 2) not in book.calendars["US/RI+"]


@pytest.mark.parametrize(
    ("old", "new", "place", "field"),
    [
        ('lift = "consent"', 'lift = "consent"\nliftt = "none"', "rule US", "liftt"),
        ('weekday = ["08:00-21:00"]', 'weekday = ["21:00-08:00"]', "rule US", "weekday"),
        ('weekday = ["08:00-21:00"]', 'weekday = ["8-21"]', "rule US", "weekday"),
        ('weekday = ["08:00-21:00"]', 'weekday = ["08:00-24:30"]', "rule US", "weekday"),
        ('["08:00-21:00"]\ns', '["10:00-12:00", "09:00-11:00"]\ns', "rule US", "weekday"),
        ('weekday = ["08:00-21:00"]', 'weekday = "08:00-21:00"', "rule US", "weekday"),
        ('country = "US"', 'country = "XX"', "rule US", "country"),
        ('region = "AL"', 'region = "ZZ"', "rule US-AL", "region"),
        ('region = "AL"', 'region = "CT"', "rule US-CT", "applies"),
        ('id = "US-AL"', 'id = "US"', "rule US", "id"),
        ('calendar = "US/AL"', 'calendar = "US/QQ"', "rule US-AL", "calendar"),
        ("caps = [[3, \"24h\"]]", "caps = [[0, \"24h\"]]", "rule US-FL", "caps"),
        ("caps = [[3, \"24h\"]]", "caps = [[3, \"month\"]]", "rule US-FL", "caps"),
        ("caps = [[3, \"24h\"]]", "caps = 3", "rule US-FL", "caps"),
        ("refusal_days = 365", "refusal_days = -1", "rule US-WA", "refusal_days"),
        ('effective = "2026-01-01"', 'effective = "soon"', "rule US-OR", "effective"),
        ('consent = "optout"', 'consent = "maybe"', "rule US", "consent"),
        ('force = "hard"', 'force = "heavy"', "rule US", "force"),
        ('cite = "TCPA', 'citation = "TCPA', "rule US", "cite"),
        ('cert = "high"', 'cert = "sure"', "rule HOUSE-voice", "cert"),
        ('applies = ["call", "sms"]', 'applies = ["fax", "sms"]', "rule HOUSE-voice", "applies"),
        ('force = "soft"', 'force = "hard"', "rule HOUSE-voice", "force"),
        ('= "block"', '= "guess"', "policy", "unknown_country"),
        ("close_buffer_min = 2", "close_buffer_min = 900", "policy", "close_buffer_min"),
        ('= ["call", "sms", "whatsapp"]\nsaturday', '= ["fax"]\nsaturday', "policy", "cap_counts"),
        ("208 = [", "20 = [", "nanp_split", "20"),
        ('"America/Boise"', '"America/Bosie"', "nanp_split", "208"),
        ('GB = ["Europe/London"]', "GB = []", "country_zones", "GB"),
        ('"+353"   =', '"353" =', "prefix_zones", "353"),
        ('"easter-2"', '"easter"', "calendar US/PA+", "add"),
        ('base = "US/PA"', 'base = "US/P"', "calendar US/PA+", "base"),
        ("schema = 1", "schema = 2", "", "schema"),
        ('data_version = "2026-12-01"', 'data_version = "new"', "", "data_version"),
        ("[policy]", "[policies]", "", "policy"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_where_it_is(old: str, new: str, place: str, field: str) -> None:
    assert old in SHIPPED
    broken = SHIPPED.replace(old, new, 1)
    found = [p for p in problems(broken) if (p.place, p.field) == (place, field)]
    assert len(found) == 1
    assert found[0].fix
    if field not in ("policy", "cite"):
        assert found[0].line is not None


def test_all_mistakes_come_at_once_with_their_lines() -> None:
    broken = SHIPPED.replace('weekday = ["08:00-21:00"]', "weekday = [7]", 1)
    broken = broken.replace('calendar = "ZA"', 'calendar = "Z"')
    found = problems(broken)
    assert [p.place for p in found] == ["rule US", "rule ZA"]
    lines = broken.split("\n")
    for problem in found:
        assert problem.line is not None
        assert lines[problem.line - 1].startswith(problem.field)


@pytest.mark.parametrize("rules", ["", "schema = ", "[[rule]]", "rule = 3", "\x00", "a" * 300_000])
def test_what_is_no_rules_file_at_all(rules: str) -> None:
    assert problems(rules)


def test_a_line_less_in_the_newer_file_is_a_rule_less() -> None:
    start = SHIPPED.index('[[rule]]\nid = "SG"')
    end = SHIPPED.index("# ---------- holiday calendars")
    assert "SG" not in book_of(SHIPPED[:start] + SHIPPED[end:]).by_id
