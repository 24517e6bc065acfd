"""The versions of a cadence by what became of the people on each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec.structs import replace

from app.core.metrics.case import Lens, Period
from app.core.metrics.catalogue import DEFINITIONS
from app.core.metrics.history import History
from app.core.metrics.measure import Result, measure

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_CONVERSION = tuple(one for one in DEFINITIONS if one.key == "conversion")


class VersionNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """`enrolled` counts enrolments, `open_now` those that go on; `conversion` is of the ended.

    Whoever was moved counts on the version that they were moved to.
    """

    version: int
    enrolled: int
    open_now: int
    conversion: Result


def numbers(
    histories: Sequence[History], cadence_key: str, versions: Iterable[int], now: datetime
) -> tuple[VersionNumbers, ...]:
    """The numbers of these versions over all time, as seen at `now` (aware UTC)."""
    lens = Lens(period=Period(since=_EVER, until=now + timedelta(days=1), now=now))
    return tuple(
        _of_version(list(_on_version(histories, cadence_key, version)), version, lens)
        for version in versions
    )


def _of_version(histories: list[History], version: int, lens: Lens) -> VersionNumbers:
    spells = [spell for one in histories for spell in one.spells]
    [conversion] = measure(histories, lens, _CONVERSION)
    return VersionNumbers(
        version=version,
        enrolled=len(spells),
        open_now=sum(spell.finished_at is None for spell in spells),
        conversion=conversion.all,
    )


def _on_version(histories: Iterable[History], key: str, version: int) -> Iterator[History]:
    """Each history that was on the version, with those spells alone."""
    for one in histories:
        mine = tuple(
            spell
            for spell in one.spells
            if (spell.enrolment.cadence_key, spell.enrolment.cadence_version) == (key, version)
        )
        if mine:
            yield replace(one, spells=mine)
