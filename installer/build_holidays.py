"""Writes resources/holidays/days.json; run it once a year, or when the law makes a new holiday.

    python -m venv /tmp/holidays && /tmp/holidays/bin/pip install holidays
    /tmp/holidays/bin/python installer/build_holidays.py

Public holidays by calendar, for the years below: those of every country, and of every region that
resources/contact_rules.toml names. The package `holidays` is needed here only, never by the
product. Days that it lacks are listed in the rules file and added when that is read.
"""

import json
import tomllib
from pathlib import Path

import holidays  # type: ignore[import-not-found]  # installed for this tool alone

ROOT = Path(__file__).parents[1] / "resources"
YEARS = range(2026, 2029)


def wanted(rules: dict[str, object]) -> set[str]:
    """Calendars without additions: "ES", "BR/RJ"."""
    named: set[str] = set()
    listed, calendars = rules["rule"], rules["calendar"]
    if not isinstance(listed, list) or not isinstance(calendars, dict):
        raise TypeError("resources/contact_rules.toml has no rules")
    for rule in listed:
        named.add(rule.get("calendar", "auto"))
    named |= {calendar["base"] for calendar in calendars.values()}
    return {name for name in named if name != "auto" and not name.endswith("+")}


def days(calendar: str) -> list[str]:
    """Its holidays, as ISO dates in order."""
    country, _, region = calendar.partition("/")
    found = holidays.country_holidays(country, subdiv=region or None, years=YEARS)
    return sorted(day.isoformat() for day in found)


def main() -> None:
    """Write the file."""
    rules = tomllib.loads((ROOT / "contact_rules.toml").read_text("utf-8"))
    countries = {code for code in holidays.list_supported_countries() if len(code) == 2}
    calendars = {name: days(name) for name in sorted(wanted(rules) | countries)}
    lines = (f"  {json.dumps(name)}: {json.dumps(on)}" for name, on in calendars.items() if on)
    text = (
        "{\n"
        f' "source": "holidays {holidays.__version__}",\n'
        f' "years": [{YEARS.start}, {YEARS.stop - 1}],\n'
        ' "calendars": {\n' + ",\n".join(lines) + "\n }\n}\n"
    )
    (ROOT / "holidays").mkdir(exist_ok=True)
    (ROOT / "holidays" / "days.json").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
