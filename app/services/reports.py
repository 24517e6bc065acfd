"""The reports: the log of a period in, figures and hints out (docs/metrics.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.core.contact.business_time import at_local, local_date
from app.core.errors import BadInput
from app.core.metrics.case import Lens, Period, hot_plans, plans_of
from app.core.metrics.cost import Costs, costs_from, costs_text
from app.core.metrics.dimensions import DIMENSIONS, Dimension
from app.core.metrics.hints import hints
from app.core.metrics.history import LeadLog, history
from app.core.metrics.measure import Figure, measure
from app.core.metrics.versions import VersionNumbers, numbers
from app.core.reason import Reason
from app.services.desk.desk import Desk
from app.services.desk.tracking import tracked_channels

USUAL_DAYS = 28
_COSTS = "costs"


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
    dimensions = _dimensions(by)
    with desk.store.read() as reader:
        # The period before stands beside this one in some figures.
        logs = reader.lead_logs(period.before.since, now)
        histories = [one for log in logs if (one := history(log, now)) is not None]
        tracked, entered = tracked_channels(reader), reader.setting(_COSTS)
    plans = (*desk.library.former.values(), *desk.library.cadences.values())
    lens = Lens(
        period=period,
        hot=hot_plans(desk.library.cadences.values()),
        by=dimensions,
        # A step that several versions have is looked at as the newest has it.
        plans=plans_of(plans),
        # Whatever an open or a click was heard of is tracked, connected or not.
        tracked=tracked | {trace.channel for h in histories for trace in h.traces},
        costs=costs_from(entered) if entered else None,
    )
    return Report(
        period=period,
        by=tuple(lens.by),
        figures=measure(histories, lens),
        hints=hints(histories, lens),
    )


def numbers_of(
    desk: Desk, cadence_key: str, versions: Sequence[int], now: datetime
) -> tuple[VersionNumbers, ...]:
    """What became of the people on these versions, as seen at `now`.

    Reads the log of everybody who ever was on the cadence: not for the GUI thread.
    """
    with desk.store.read() as reader:
        logs = [
            LeadLog(lead_id=lead_id, events=reader.log(lead_id))
            for lead_id in reader.enrolled_on(cadence_key)
        ]
    histories = [one for log in logs if (one := history(log, now)) is not None]
    return numbers(histories, cadence_key, versions, now)


def entered_costs(desk: Desk) -> Costs:
    """What touches cost, as it was entered; nothing where nobody did."""
    with desk.store.read() as reader:
        entered = reader.setting(_COSTS)
    return costs_from(entered) if entered else Costs()


def enter_costs(desk: Desk, costs: Costs) -> None:
    """Keep what touches cost, in the place of what was entered before."""
    with desk.store.write() as uow:
        uow.save_setting(_COSTS, costs_text(costs))
        uow.commit()


def _dimensions(wanted: Sequence[str]) -> tuple[Dimension, ...]:
    known = {str(dimension): dimension for dimension in DIMENSIONS}
    if any(name not in known for name in wanted):
        raise BadInput(
            "bad_dimension",
            "The figures cannot be split that way.",
            f"Use one of: {', '.join(DIMENSIONS)}.",
        )
    return tuple(known[name] for name in dict.fromkeys(wanted))
