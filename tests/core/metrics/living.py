"""Leads that live through a plan, many beside each other, and the figures of their logs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.core.cadence.cadence import Cadence
from app.core.log.events import Body, SignalReceived
from app.core.log.projection import apply_all
from app.core.log.undo import take_back
from app.core.metrics.case import Lens, Period, hot_plans, plans_of
from app.core.metrics.dimensions import Dimension
from app.core.metrics.history import History, LeadLog, history
from app.core.metrics.measure import Figure, Result, measure
from app.core.work.signal import Signal, SignalKind
from tests.builders import REP, make_event, make_lead, uid
from tests.core.playing import MONDAY, Play

ELSE = UUID("00000000-0000-7000-8000-0000000000e1")
SINCE, UNTIL = MONDAY - timedelta(days=1), MONDAY + timedelta(days=30)


class Life(Play):
    """Play of lead `n`, whose events have ids of their own and are logged by `actor_id`."""

    def __init__(
        self,
        n: int = 1,
        plan: Cadence | str = "b2c_standard",
        *,
        at: datetime = MONDAY,
        actor_id: UUID = REP,
        account: UUID | None = None,
        received_at: datetime | None = None,
        enrolled: bool = True,
        **facts: Any,
    ) -> None:
        self.number = n
        self.actor_id = actor_id
        self.account = account
        received = received_at or at
        lead = make_lead(n, received_at=received, added_at=at, owner_id=actor_id, **facts)
        super().__init__(lead, plan, at=at, enrolled=enrolled)

    def append(self, bodies: Sequence[Body]) -> UUID | None:
        first: UUID | None = None
        for body in bodies:
            event_id = uid(len(self.log) + 1 + 10_000 * self.number, 0xEE)
            self.log.append(
                make_event(
                    body,
                    len(self.log) + 1,
                    event_id=event_id,
                    occurred_at=self.now,
                    lead_id=self.lead.lead_id,
                    cause_id=first,
                    actor_id=self.actor_id,
                )
            )
            first = first or event_id
        self.work = apply_all(self.work, ((body, self.now) for body in bodies))
        return first

    def after(self, **by: float) -> datetime:
        """Now goes on by the arguments of a timedelta."""
        self.now += timedelta(**by)
        return self.now

    def last(self, kind: type[Body]) -> UUID:
        """The id of the newest event of a type."""
        return next(e.event_id for e in reversed(self.log) if e.type == kind.__name__)

    def hear(self, kind: SignalKind, **facts: Any) -> None:
        """A signal of now, with nothing that acts on it."""
        signal = Signal(signal_id=uid(len(self.log), 0x51), kind=kind, at=self.now, **facts)
        self.append([SignalReceived(signal=signal)])

    def undo(self, event_id: UUID) -> None:
        self.append(take_back(self.lead.lead_id, self.log, event_id))

    def to_log(self) -> LeadLog:
        return LeadLog(
            lead_id=self.lead.lead_id,
            zone="Europe/Madrid",
            account=self.account,
            events=tuple(self.log),
        )

    def history(self, now: datetime = UNTIL) -> History:
        found = history(self.to_log(), now)
        assert found is not None
        return found


def lens(
    *lives: Life,
    now: datetime = UNTIL,
    by: Sequence[Dimension] = (),
    since: datetime = SINCE,
    **beside: Any,
) -> Lens:
    """A look at the month that begins the day before MONDAY."""
    cadences = {key: plan for life in lives for key, plan in life.cadences.items()}.values()
    plans, hot = plans_of(cadences), hot_plans(cadences)
    period = Period(since=since, until=UNTIL, now=now)
    return Lens(period=period, by=by, plans=plans, hot=hot, **beside)


def figures(
    *lives: Life, now: datetime = UNTIL, by: Sequence[Dimension] = (), **beside: Any
) -> dict[str, Figure]:
    """Every figure by its key; `beside` is what the log does not hold: tracked, costs."""
    histories = [life.history(now) for life in lives]
    look = lens(*lives, now=now, by=by, **beside)
    return {f.definition.key: f for f in measure(histories, look)}


def said(key: str, *lives: Life, now: datetime = UNTIL) -> Result:
    """One figure as a whole."""
    return figures(*lives, now=now)[key].all


def counted(key: str, *lives: Life, now: datetime = UNTIL) -> tuple[int, int]:
    """Numerator and denominator of one figure."""
    result = said(key, *lives, now=now)
    return result.numerator, result.denominator
