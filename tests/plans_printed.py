"""Every plan for each weekday of its beginning: `python3 dev.py plans [KEY ...]`.

One line a touch, as if nobody ever answered; a last column marks what looks odd: a call at a
weekend or at lunch, a touch less than two hours after the one before it, one that comes before it.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.bootstrap.desk import read_library, read_rules
from app.core.cadence.cadence import Role
from app.core.contact.rules import RuleBook
from app.services.cadences.played import PlannedStep, plan
from app.services.desk.library import CadenceLibrary

MADRID = ZoneInfo("Europe/Madrid")
# A Monday with no public holiday in Spain for weeks.
MONDAY = date(2027, 2, 1)
_ARRIVES = time(10)
_LUNCH = (time(12, 30), time(14))
_SATURDAY = 5
_APART = timedelta(hours=2)
_FIRST_ROUNDS = 60


@cache
def _library() -> CadenceLibrary:
    return read_library()


@cache
def _rules() -> RuleBook:
    return read_rules()


class Line(NamedTuple):
    """One touch of a plan that began on a weekday, and what looks odd about it."""

    weekday: int
    touch: PlannedStep
    at: datetime
    odd: tuple[str, ...]


def lines_of(key: str, weekday: int, role: Role | None = None) -> Iterator[Line]:
    """The touches of the first weeks of a plan that begins at ten on a weekday (Monday = 0)."""
    library = _library()
    begins = datetime.combine(MONDAY + timedelta(days=weekday), _ARRIVES, MADRID)
    steps = plan(
        library,
        key,
        begins.astimezone(UTC),
        rules=_rules(),
        zones=(MADRID.key,),
        desk_zone=MADRID.key,
        country="ES",
        role=role,
    )
    cadence = library.cadence(key)
    business = cadence.market == "business"
    before: PlannedStep | None = None
    for step in steps:
        at = step.effective_at.astimezone(MADRID)
        if at - begins > timedelta(days=_FIRST_ROUNDS):
            return
        soon = cadence.step(step.step).after_s is not None
        odd = _odd(step, at, None if soon else before, business=business)
        yield Line(weekday, step, at, tuple(odd))
        before = step


def _odd(
    step: PlannedStep, at: datetime, before: PlannedStep | None, *, business: bool
) -> Iterator[str]:
    spoken = step.channel in ("call", "voicemail")
    if business and spoken and at.weekday() >= _SATURDAY:
        yield "a call at the weekend"
    if business and spoken and _LUNCH[0] <= at.time() < _LUNCH[1]:
        yield "a call at lunch"
    if before is None:
        return
    if step.effective_at < before.effective_at:
        yield "before the one ahead of it"
    alone = step.touch != before.touch
    if alone and step.effective_at - before.effective_at < _APART:
        yield "close on the one before"


def every_plan(keys: Sequence[str] = ()) -> Iterator[tuple[str, Role | None]]:
    """Each plan, or those named; one with roles once for each."""
    library = _library()
    for cadence in library.list():
        if keys and cadence.key not in keys:
            continue
        yield from ((cadence.key, role) for role in cadence.roles or (None,))


def main(keys: Sequence[str]) -> None:
    """Print them."""
    for key, role in every_plan(keys):
        for weekday in range(7):
            sys.stdout.write(
                f"\n{key} {role or ''}, from a {MONDAY + timedelta(days=weekday):%A}\n"
            )
            for line in lines_of(key, weekday, role):
                sys.stdout.write(
                    f"  {line.touch.touch:>2} day {line.touch.day:>2}  {line.at:%a %d %b %H:%M}  "
                    f"{line.touch.channel:<16} {', '.join(line.odd)}\n"
                )


if __name__ == "__main__":
    main(sys.argv[1:])
