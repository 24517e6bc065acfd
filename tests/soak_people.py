"""Thousands of invented people through weeks at a real desk; each day nobody may have fallen out.

`python3 dev.py soak --people 10000 --days 60 [--seed N]`, through the services and a real store.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from app.bootstrap.desk import make_profile, open_desk
from app.core.queue.ranking import place
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.working.passing_time import catch_up
from app.storage.upkeep.replay import replay
from app.system.paths import Profile
from tests.builders import CountingMint
from tests.fakes.clock import HandClock
from tests.invented import Crowd
from tests.standing import standing

# A Monday, six in the morning in Madrid.
BEGIN = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
# When reps sit down, in hours from the beginning of a day; between them time passes by itself.
_SHIFTS = (3, 6, 9, 13)
_TELL_EVERY = 5
_ROWS = 20_000


class Told(NamedTuple):
    """What came of it: who stood where at the end, what was done and refused, what went wrong."""

    people: int
    standing: Counter[str]
    done: Counter[str]
    refused: Counter[str]
    fallen: list[str]
    replayed: list[str]


def live(folder: Path, *, people: int, days: int, seed: int, tell: bool = False) -> Told:
    """`people` come in over the first half of `days`, and live at one desk until the end."""
    clock = HandClock(BEGIN)
    profile = Profile(folder)
    make_profile(
        profile, clock, rep_name="Marta", company="Faro", zone="Europe/Madrid", country="ES"
    )
    opened = open_desk(profile, clock)
    began = time.monotonic()
    try:
        # The same ids for the same seed, by which ties in the queue are broken.
        crowd = Crowd(replace(opened.desk, new_id=CountingMint()), clock, seed)
        fallen: list[str] = []
        found: Counter[str] = Counter()
        for day in range(days):
            _day(crowd, day, people, max(1, days // 2))
            whole = day % _TELL_EVERY == _TELL_EVERY - 1 or day == days - 1
            found, missing = _look(crowd, whole=whole)
            fallen += [f"day {day + 1}: {one}" for one in missing]
            if tell and whole:
                _say(day, found, fallen, time.monotonic() - began)
            if len(fallen) > 50:
                break
    finally:
        opened.close()
    replayed = [str(one) for one in replay(profile.database)]
    return Told(len(crowd.people), found, crowd.done, crowd.refused, fallen, replayed)


def _day(crowd: Crowd, day: int, people: int, arriving: int) -> None:
    """Arrivals, four shifts at the queue, what is heard between them, and what people change."""
    desk, clock, dice = crowd.desk, crowd.clock, crowd.dice
    if dice.random() < 0.05:
        clock.is_set_back(40)
    new = people * (day + 1) // arriving - people * day // arriving if day < arriving else 0
    for number, hour in enumerate(_SHIFTS):
        clock.at = max(clock.at, BEGIN + timedelta(days=day, hours=hour))
        for _ in range(new * (number + 1) // 4 - new * number // 4):
            crowd.comes_in(max(4, people // 12))
            clock.advance(seconds=1)
        catch_up(desk)
        _shift(crowd, share=0.5)
        for lead_id in _some(crowd, 0.012):
            crowd.is_heard(lead_id)
        for lead_id in _some(crowd, 0.004):
            crowd.changes(lead_id)
    clock.at = max(clock.at, BEGIN + timedelta(days=day, hours=18))
    catch_up(desk)


def _shift(crowd: Crowd, *, share: float) -> None:
    with crowd.desk.store.read() as reader:
        page = reader.queue_page(crowd.desk.identity.rep_id, crowd.clock.now(), _ROWS)
    for row in page.rows:
        if row.lane in ("waiting", "later_today", "upcoming"):
            continue
        if crowd.dice.random() < share:
            crowd.is_worked(row)
            crowd.clock.advance(milliseconds=300)


def _some(crowd: Crowd, share: float) -> Iterable[UUID]:
    there = [one for one in crowd.people if one not in crowd.erased]
    return crowd.dice.sample(there, min(len(there), round(len(there) * share)))


def _look(crowd: Crowd, *, whole: bool) -> tuple[Counter[str], list[str]]:
    """Who stands where, and who nowhere; where `whole`, everybody's place in the queue as well."""
    desk, now = crowd.desk, crowd.clock.now()
    found: Counter[str] = Counter()
    missing: list[str] = []
    with desk.store.read() as reader:
        for lead_id in crowd.people:
            if lead_id in crowd.erased:
                found["erased"] += 1
                continue
            facts = gather(desk, reader, lead_id)
            where = standing(facts, now)
            lost = not where
            if whole and facts.work.planned and place(facts, now) is None:
                lost = True
            if lost:
                missing.append(_plain(desk, lead_id, facts.work.planned))
            found[where or "NOWHERE"] += 1
    return found, missing


def _plain(desk: Desk, lead_id: UUID, planned: Iterable[object]) -> str:
    with desk.store.read() as reader:
        work = reader.work(lead_id)
        log = [event.type for event in reader.log(lead_id)[-8:]]
    plans = [(e.cadence_key, e.state, e.finish_reason, e.paused_until) for e in work.enrolments]
    return f"{lead_id} stage {work.stage}, plans {plans}, planned {list(planned)}, log {log}"


def _say(day: int, found: Counter[str], fallen: list[str], took_s: float) -> None:
    places = ", ".join(f"{count} {name}" for name, count in sorted(found.items()))
    line = f"day {day + 1:>3} ({took_s:.0f} s): {sum(found.values())} people: {places}"
    sys.stdout.write(f"{line}; fallen out: {len(fallen)}\n")
    sys.stdout.flush()


def report(told: Told, seed: int) -> int:
    """Print what came of it; 0 where nobody fell out and the log tells the same."""
    for name, count in sorted(told.done.items()):
        sys.stdout.write(f"  {name:<28} {count:>8}\n")
    sys.stdout.write(f"  refused, without effect      {sum(told.refused.values()):>8}\n")
    for line in told.fallen[:20]:
        sys.stdout.write(f"FALLEN OUT {line}\n")
    for line in told.replayed[:20]:
        sys.stdout.write(f"REPLAY {line}\n")
    places = ", ".join(f"{n} {name}" for name, n in sorted(told.standing.items()))
    sys.stdout.write(
        f"{told.people} people, seed {seed}: {places}\n"
        f"fallen out: {len(told.fallen)}; differences on replay: {len(told.replayed)}\n"
    )
    return int(bool(told.fallen or told.replayed))


def main(people: int, days: int, seed: int) -> int:
    """The whole of it in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        told = live(Path(folder) / "profile", people=people, days=days, seed=seed, tell=True)
    return report(told, seed)
