"""Searching while somebody types."""

import random

from app.core.folded import folded
from app.storage.unit_of_work import sql_store
from app.system.clock import FixedClock
from app.system.ids import IdMint
from app.system.paths import Profile
from benchmarks import bare_store, generate
from benchmarks.generate import NOW
from benchmarks.measure import Figure, Setting, Times, settle_memory

_PEOPLE = 40
_SHOWN = 50
_LONGEST = 10
_GET = "SELECT lead_id, name, company, place FROM lead WHERE no = ?"
_LIKE = (
    "SELECT lead_id, name, company, place FROM lead "
    "WHERE name LIKE ?1 OR company LIKE ?1 ORDER BY name LIMIT 50"
)


def search(setting: Setting) -> list[Figure]:
    """Every beginning of some names, companies and numbers, as the keys come."""
    path = Profile(setting.profile).database
    clock = FixedClock(NOW)
    store = sql_store(path, clock, IdMint(clock).uuid7)
    bare = bare_store.connect(path)
    dice = random.Random(7)
    ours, gets, likes = Times(), Times(), Times()
    settle_memory()
    for number, text in enumerate(_typed(dice, setting)):
        with store.read() as reader:
            ours.of(lambda text=text: reader.search(text, _SHOWN))  # type: ignore[misc]
        wanted = [(dice.randrange(setting.leads) + 1,) for _ in range(_SHOWN)]
        gets.of(lambda wanted=wanted: [bare.execute(_GET, one).fetchone() for one in wanted])  # type: ignore[misc]
        if number % 10 == 0:
            like = (f"%{text}%",)
            likes.of(lambda like=like: bare.execute(_LIKE, like).fetchall())  # type: ignore[misc]
    bare.close()
    store.database.close()
    return [
        Figure(
            benchmark="search",
            what="a keystroke, p99",
            value=ours.p99 / gets.p50,
            unit="x",
            goal=6.0,
            ours_s=ours.p50,
            p99_s=ours.p99,
            limit_s=gets.p50,
            against=f"{_SHOWN} leads by their row number",
        ),
        Figure(
            benchmark="search",
            what="a keystroke, p50",
            value=ours.p50 / likes.p50,
            unit="x",
            goal=1 / 20,
            ours_s=ours.p50,
            limit_s=likes.p50,
            against="LIKE over all leads",
        ),
    ]


def _typed(dice: random.Random, setting: Setting) -> list[str]:
    found: list[str] = []
    chosen = {dice.randrange(setting.leads) for _ in range(setting.times(_PEOPLE))}
    for number, one in enumerate(generate.people(min(setting.leads, max(chosen) + 1))):
        if number in chosen:
            lead = one.lead
            for whole in (lead.name, lead.company, lead.points[0].value[3:]):
                found += [folded(whole)[:n] for n in range(1, min(len(whole), _LONGEST) + 1)]
    dice.shuffle(found)
    return found
