"""Bringing a list in: read, understood, stored; per row and as a whole."""

import csv
import io
import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import phonenumbers
from phonenumbers import timezone

from app.bootstrap.desk import ProfileDesk, make_profile, open_desk
from app.services.importing.plan import ImportOptions
from app.services.importing.reading import plan_import
from app.services.importing.run import run_import
from app.services.importing.tables import ImportTables, read_import_tables
from app.system.clock import ShiftedClock, SystemClock
from app.system.paths import Profile
from app.system.resources import resource_path
from benchmarks import bare_store
from benchmarks.generate import NOW
from benchmarks.measure import Figure, Pair, Setting, once, settle_memory
from benchmarks.names import company, name
from benchmarks.written import Written, recorded

_ROWS_PER_ROUND = 10_000
_ROUNDS = 3
_GOAL_S = 30.0
_GOAL_ROWS = 100_000
_AT_ONCE = 1_000
_HEADINGS = (
    *("First name", "Last name", "Email", "Phone number", "Company", "Country", "City"),
    *("Lead source", "Create date", "Campaign"),
)
# Country, code, how mobiles begin and how many digits follow, how often, a city.
_COUNTRIES = (
    ("Spain", "+34", "6", 8, 50, "Sevilla"),
    ("Mexico", "+52", "55", 8, 20, "Puebla"),
    ("United Kingdom", "+44", "74", 8, 10, "Leeds"),
    ("France", "+33", "6", 8, 10, ""),
    ("Germany", "+49", "1512", 7, 10, "Bremen"),
)


def import_list(setting: Setting) -> list[Figure]:
    """Rows in turn with their limit, then one long list for the clock on the wall."""
    pair = Pair()
    count = min(setting.leads, _ROWS_PER_ROUND)
    for number in range(-1, setting.times(_ROUNDS)):
        numbers, data = _file(count, seed=number)
        opened = _fresh(setting.folder / f"ours{number}")
        with recorded(opened.store.database) as written:
            ours = _bring_in(opened, data)
        opened.close()
        limit = _bare(setting.folder / f"bare{number}", numbers, written)
        if number >= 0:
            pair.ours.taken.append(ours / count)
            pair.limit.taken.append(limit / count)
    opened = _fresh(setting.folder / "whole")
    whole_s = _bring_in(opened, _file(setting.leads, seed=99)[1])
    opened.close()
    return [
        pair.figure(
            "import",
            "a row, planned and stored",
            goal=3.0,
            against="phonenumbers parse, valid, zones + raw executemany of the same rows",
        ),
        Figure(
            benchmark="import",
            what=f"{setting.leads} rows, in all",
            value=whole_s,
            unit="s",
            goal=_GOAL_S * setting.leads / _GOAL_ROWS,
            ours_s=whole_s,
        ),
    ]


def _bring_in(opened: ProfileDesk, data: bytes) -> float:
    """Seconds of planning and storing a file."""
    tables = _tables(opened)
    options = ImportOptions(now=opened.desk.clock.now(), zone="Europe/Madrid", country="ES")
    settle_memory()

    def work() -> None:
        plan = plan_import(data, tables=tables, options=options)
        for _ in run_import(opened.desk, plan, opened.zones):
            pass

    return once(work)


def _fresh(folder: Path) -> ProfileDesk:
    profile = Profile(folder)
    clock = ShiftedClock(SystemClock(), NOW)
    make_profile(
        profile,
        clock,
        rep_name="Robin Demo",
        company="Invented Ltd (demo)",
        zone="Europe/Madrid",
        country="ES",
    )
    return open_desk(profile, clock)


def _tables(opened: ProfileDesk) -> ImportTables:
    def text(file: str) -> str:
        return resource_path("import", file).read_text(encoding="utf-8")

    return read_import_tables(
        headers=text("headers.toml"),
        values=text("values.toml"),
        countries=text("countries.json"),
        wording=text("words.en.json"),
        zones=opened.zones,
        language="en",
    )


def _bare(folder: Path, numbers: Sequence[str], written: Written) -> float:
    """Seconds of what no import can do without: the numbering plan, and the rows on the disk."""
    _fresh(folder).close()
    store = bare_store.connect(Profile(folder).database, writes=True)
    kinds: dict[str, list[tuple[object, ...]]] = {}
    for statement, rows in written.statements:
        kinds.setdefault(statement, []).extend(rows)
    settle_memory()

    def work() -> None:
        for text in numbers:
            number = phonenumbers.parse(text, None)
            if phonenumbers.is_valid_number(number):
                timezone.time_zones_for_number(number)
        store.execute("BEGIN IMMEDIATE")
        for statement, rows in kinds.items():
            for start in range(0, len(rows), _AT_ONCE):
                store.executemany(statement, rows[start : start + _AT_ONCE])
        store.execute("COMMIT")

    seconds = once(work)
    store.close()
    return seconds


def _file(count: int, seed: int) -> tuple[list[str], bytes]:
    """Numbers, and the CSV they are in: a year of leads as another system gives them out."""
    dice = random.Random(seed)
    weights = [country[4] for country in _COUNTRIES]
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(_HEADINGS)
    numbers = []
    for number in range(count):
        country, code, begin, digits, _, city = dice.choices(_COUNTRIES, weights)[0]
        phone = f"{code}{begin}{dice.randrange(10**digits):0{digits}d}"
        numbers.append(phone)
        first, last = name(dice, 2), name(dice, 3)
        received_at = NOW - timedelta(days=dice.randrange(1, 365), seconds=dice.randrange(86_400))
        rows.writerow(
            (
                *(first, last, f"{first}.{last}.{number}@example.com".lower(), phone),
                *(company(dice), country, city, dice.choice(("Web form", "Event", "Referral"))),
                *(f"{received_at:%Y-%m-%d %H:%M}", f"c-{dice.randrange(20)}"),
            )
        )
    return numbers, text.getvalue().encode()
