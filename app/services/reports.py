"""The reports: the log of a period in, figures and hints out (docs/metrics.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.core.business_time import at_local, local_date
from app.core.errors import BadInput
from app.core.metrics.case import Lens, Period, plans_of
from app.core.metrics.definition import DIMENSIONS, Dimension
from app.core.metrics.hints import hints
from app.core.metrics.history import history
from app.core.metrics.measure import Figure, measure
from app.core.reason import Reason
from app.services.desk import Desk

USUAL_DAYS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of `period`, split by `by` where that has a meaning, and what they suggest."""

    period: Period
    by: tuple[Dimension, ...]
    figures: tuple[Figure, ...]
    hints: tuple[Reason, ...]


def usual_period(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """The last 28 days of `zone`, today included: from midnight to midnight."""
    tomorrow = local_date(now, zone) + timedelta(days=1)
    first = tomorrow - timedelta(days=USUAL_DAYS)
    return at_local(first, time(0), zone), at_local(tomorrow, time(0), zone)


def report(
    desk: Desk, *, since: datetime, until: datetime, now: datetime, by: Sequence[str] = ()
) -> Report:
    """Every figure from `since` until before `until`, as seen at `now` (aware UTC).

    Reads the whole log of the period at once: not for the GUI thread. Raises BadInput for a
    period that ends before it begins and for a dimension there is none of.
    """
    if since >= until:
        raise BadInput(
            "bad_period", "The period ends before it begins.", "Name an earlier beginning."
        )
    period = Period(since=since, until=until, now=now)
    lens = Lens(period=period, by=_dimensions(by), plans=plans_of(desk.library.cadences.values()))
    with desk.store.read() as reader:
        # The period before stands beside this one in some figures.
        logs = reader.lead_logs(period.before.since, now)
        histories = [one for log in logs if (one := history(log, now)) is not None]
    return Report(
        period=period,
        by=tuple(lens.by),
        figures=measure(histories, lens),
        hints=hints(histories, lens),
    )


def _dimensions(wanted: Sequence[str]) -> tuple[Dimension, ...]:
    known = {str(dimension): dimension for dimension in DIMENSIONS}
    if any(name not in known for name in wanted):
        raise BadInput(
            "bad_dimension",
            "The figures cannot be split that way.",
            f"Use one of: {', '.join(DIMENSIONS)}.",
        )
    return tuple(known[name] for name in dict.fromkeys(wanted))
