"""Whether the plan was followed: in time, in order, not skipped; and what is overdue now."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from uuid import UUID

from app.core.cadence.cadence import LATE_AFTER_S
from app.core.contact.business_time import at_local, local_date
from app.core.metrics.case import Case, CountedUnit, Lens
from app.core.metrics.history import History
from app.core.work.touch import Touch

# A promise is kept within a quarter of an hour before or after its time.
PROMISE = timedelta(minutes=15)
DAY = timedelta(days=1)
# Nobody dials, hears it ring and logs that in less.
INSTANT = timedelta(seconds=5)
BULK, BULK_WITHIN = 5, timedelta(minutes=1)
_WORST = ("open", "skipped", "late", "early", "in_time")
_PLANNED = ("step", "callback", "meeting", "inserted")


def pace(histories: Iterable[History]) -> dict[UUID, str]:
    """Outcomes logged faster than work can be done: event -> "instant" or "bulk".

    Instant came less than 5 s after the same rep's last one; bulk is one of five or more within
    a minute.
    """
    by_rep: dict[UUID, list[tuple[datetime, UUID]]] = defaultdict(list)
    for h in histories:
        # A message left on the call is an action of its own, but no further work.
        for w in (w for w in h.worked if w.attempted):
            by_rep[w.actor_id].append((w.at, w.event_id))
    found: dict[UUID, str] = {}
    for logged in by_rep.values():
        logged.sort()
        recent: deque[tuple[datetime, UUID]] = deque()
        for at, event_id in logged:
            if recent and at - recent[-1][0] < INSTANT:
                found.setdefault(event_id, "instant")
            recent.append((at, event_id))
            while at - recent[0][0] > BULK_WITHIN:
                recent.popleft()
            if len(recent) >= BULK:
                found.update((one, "bulk") for _, one in recent)
    return found


def late_from(touch: Touch, h: History, lens: Lens) -> datetime:
    """When a touch becomes late; the hours of Saturday and Sunday there do not count."""
    if touch.kind in ("callback", "meeting"):
        return touch.due_at + PROMISE
    step = lens.step(h.cadence_of(touch), touch)
    clock = h.work.first_contact
    if step and step.first_contact:
        ends = clock.deadline_at if clock else None
        return ends or weekday_time(touch.due_at, LATE_AFTER_S, h.zone)
    return weekday_time(touch.due_at, step.late_after_s if step else LATE_AFTER_S, h.zone)


def weekday_time(at: datetime, seconds: int, zone: str) -> datetime:
    """`seconds` after `at`, Saturdays and Sundays of `zone` left out."""
    left = timedelta(seconds=seconds)
    while True:
        on = local_date(at, zone)
        # By Thursday, a day ends on a weekday: most touches need no closer look.
        if on.weekday() < 4 and left <= DAY:
            return at + left
        midnight = at_local(on + DAY, time(0), zone)
        if on.weekday() >= 5:
            at = midnight
        elif at + left <= midnight:
            return at + left
        else:
            left -= midnight - at
            at = midnight


def followed(h: History, lens: Lens, speed: dict[UUID, str]) -> Iterator[Case]:
    """Touches that fell due in the period, each with what became of it.

    A touch of several actions is as good as the one that was followed least.
    """
    worst: dict[CountedUnit, tuple[Touch, str]] = {}
    for touch in h.work.touches:
        part = _part(touch, h, lens)
        unit = lens.unit(h.cadence_of(touch), touch)
        if part and (unit not in worst or _WORST.index(part) < _WORST.index(worst[unit][1])):
            worst[unit] = touch, part
    for unit, (touch, part) in worst.items():
        fell_at = min(touch.due_at, touch.settled_at or touch.due_at)
        if not lens.period.holds(fell_at):
            continue
        last = next((w for w in reversed(h.worked) if w.touch.touch_id == touch.touch_id), None)
        if last is not None:
            group = lens.of_work(h, last)
        else:
            group = lens.of_touch(h, fell_at, touch, h.cadence_of(touch))
        yield Case(group, unit, part == "in_time", part=part)
        # How fast it was logged says nothing of the time at which it was done: it stands beside.
        fast = _fast(touch, h, speed)
        if fast and part not in ("open", "skipped"):
            yield Case(group, unit, None, part=fast)


def _part(touch: Touch, h: History, lens: Lens) -> str:
    """in_time, late, early, skipped or open; "" for what nobody was to do."""
    if touch.kind not in _PLANNED or touch.state == "cancelled" or _no_clock(touch, h, lens):
        return ""
    if touch.state == "skipped":
        if touch.touch_id in h.by_rule:
            return "late" if touch.outcome == "late" else ""
        return "skipped"
    if touch.state == "planned":
        late = lens.period.now >= late_from(touch, h, lens)
        return "open" if late and _on(touch, h) else ""
    return _timing(touch, h, lens) or "in_time"


def _timing(touch: Touch, h: History, lens: Lens) -> str:
    done_at, clock = touch.settled_at or touch.due_at, h.work.first_contact
    step = lens.step(h.cadence_of(touch), touch)
    if step and step.first_contact and clock is not None and clock.attempted_at is not None:
        done_at = min(done_at, clock.attempted_at)
    if done_at > late_from(touch, h, lens):
        return "late"
    if touch.kind in ("callback", "meeting"):
        return "early" if touch.due_at - done_at > PROMISE else ""
    return "early" if local_date(done_at, h.zone) < local_date(touch.due_at, h.zone) else ""


def _fast(touch: Touch, h: History, speed: dict[UUID, str]) -> str:
    mine = (speed.get(w.event_id, "") for w in h.worked if w.touch.touch_id == touch.touch_id)
    return next((how for how in mine if how), "")


def _no_clock(touch: Touch, h: History, lens: Lens) -> bool:
    """A first contact that could not be made in time, such as of an old list, was nobody's task."""
    step, clock = lens.step(h.cadence_of(touch), touch), h.work.first_contact
    return bool(step and step.first_contact and clock and clock.state == "not_startable")


def _on(touch: Touch, h: History) -> bool:
    """Whether an open touch is to be worked: its plan does not stand still."""
    if touch.kind != "step":
        return True
    states = {e.enrolment_id: e.state for e in h.work.enrolments}
    return touch.enrolment_id is None or states.get(touch.enrolment_id) == "active"


def overdue(h: History, lens: Lens) -> Iterator[Case]:
    """Open touches that are due; a hit is late, its value how long ago it fell due."""
    yield from _open(h, lens, at_once=True)


def overdue_a_day(h: History, lens: Lens) -> Iterator[Case]:
    """The same; a hit is late and fell due more than a day of weekdays ago."""
    yield from _open(h, lens, at_once=False)


def _open(h: History, lens: Lens, *, at_once: bool) -> Iterator[Case]:
    now = lens.period.now
    for touch in h.work.planned:
        if touch.kind not in _PLANNED or touch.due_at > now or not _on(touch, h):
            continue
        late_at = late_from(touch, h, lens)
        if not at_once:
            day = int(DAY.total_seconds())
            late_at = max(late_at, weekday_time(touch.due_at, day, h.zone))
        group = lens.of_touch(h, touch.due_at, touch, h.cadence_of(touch))
        since = (now - touch.due_at).total_seconds()
        yield Case(group, touch.touch_id, now > late_at, since)
