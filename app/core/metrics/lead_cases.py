"""The cases of figures about people: how soon, how many answered, what came of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.core.metrics.case import Case, Lens, Period
from app.core.metrics.history import History, Spell
from app.core.metrics.responses import Response, WorkedOutcome
from app.core.work.enrolment import FinishReason
from app.core.work.first_contact import WINDOW, FirstContact

WEEK = timedelta(days=7)
LONG_WAIT = timedelta(minutes=15)
# Ends that say nothing about the plan: somebody moved the person elsewhere.
MOVED_AWAY: tuple[FinishReason, ...] = ("rerouted", "removed_by_manager")


def first_contacts(h: History, lens: Lens) -> Iterator[Case]:
    """Wall clock, from receipt to the first attempt. What could not start is named apart."""
    yield from _first_contacts(h, lens, working=False)


def first_contacts_working(h: History, lens: Lens) -> Iterator[Case]:
    """Working clock, from when the person might first be contacted."""
    yield from _first_contacts(h, lens, working=True)


def _first_contacts(h: History, lens: Lens, *, working: bool) -> Iterator[Case]:
    clock, now = h.work.first_contact, lens.period.now
    if clock is None or not lens.period.holds(h.received_at):
        return
    group = lens.of_lead(h, h.received_at)
    part = _state(clock, now)
    if part == "not_startable" or (clock.starts_at is not None and clock.starts_at > now):
        yield Case(group, h.lead_id, None, part=clock.why or part)
        return
    tried = clock.attempted_at is not None
    # Nobody has tried yet: the wait is at least as long as it has been.
    wait = _wait_s(clock, clock.attempted_at or now, working=working)
    yield Case(group, h.lead_id, tried, wait, part, open=not tried)


def _state(clock: FirstContact, now: datetime) -> str:
    """The state, with a breach that nobody has written down yet."""
    over = clock.deadline_at is not None and now >= clock.deadline_at
    return "breached" if clock.state == "running" and over else clock.state


def _wait_s(clock: FirstContact, until: datetime, *, working: bool) -> float:
    if not working or clock.starts_at is None or clock.deadline_at is None:
        return (until - clock.received_at).total_seconds()
    ran = max(until - clock.starts_at, timedelta(0))
    shut = clock.deadline_at - clock.starts_at - WINDOW
    if shut:
        # A window that shut for a while: what lay between counts only as far as it was open.
        ran = min(ran, WINDOW) if until <= clock.deadline_at else ran - shut
    return ran.total_seconds()


def in_window(h: History, lens: Lens) -> Iterator[Case]:
    """First contacts attempted before their window ended, on the clock that counts."""
    for case in _first_contacts(h, lens, working=False):
        hit = None if _runs(case) else case.part == "attempted"
        yield case._replace(hit=hit, value=0.0, open=False)


def in_5_minutes(h: History, lens: Lens) -> Iterator[Case]:
    """First contacts attempted within five minutes of receipt by the clock on the wall."""
    for case in _first_contacts(h, lens, working=False):
        within = bool(case.hit) and case.value <= WINDOW.total_seconds()
        yield case._replace(hit=None if _runs(case) else within, value=0.0, open=False)


def _runs(case: Case) -> bool:
    """Whether a window has not ended yet, or never began."""
    return case.hit is None or case.part == "running"


def contacted_in_7_days(h: History, lens: Lens) -> Iterator[Case]:
    """Leads received in the period; a hit had a contact within seven days of that."""
    ends = h.received_at + WEEK
    if not lens.period.holds(h.received_at):
        return
    group = lens.of_lead(h, h.received_at)
    if ends > lens.period.now:
        yield Case(group, h.lead_id, None, part="under_7_days")
        return
    yield Case(group, h.lead_id, any(_is_contact(w) and w.at <= ends for w in h.worked))


def _is_contact(w: WorkedOutcome) -> bool:
    """A conversation, or the answer that a person gave to what they wrote."""
    return w.reached or w.answers_reply


def followed_up(h: History, lens: Lens) -> Iterator[Case]:
    """Leads received in the period; a hit was tried at least once."""
    if lens.period.holds(h.received_at):
        tried = h.first_contact_at is not None
        yield Case(lens.of_lead(h, h.received_at), h.lead_id, tried)


def _enrolled_at(h: History, period: Period) -> datetime | None:
    """When the lead came onto its first plan, if that was in the period."""
    at = h.work.enrolments[0].started_at if h.work.enrolments else None
    return at if period.holds(at) else None


def responded(h: History, lens: Lens) -> Iterator[Case]:
    """Leads enrolled in the period; a hit gave a response since."""
    at = _enrolled_at(h, lens.period)
    if at is not None:
        answered = any(response.at >= at for response in h.responses)
        yield Case(lens.of_lead(h, at), h.lead_id, answered, intent=lens.intent(h))


def met(h: History, lens: Lens) -> Iterator[Case]:
    """Leads enrolled in the period; a hit booked a meeting since."""
    at = _enrolled_at(h, lens.period)
    if at is not None:
        booked = any(w.outcome == "meeting_booked" and w.at >= at for w in h.worked)
        yield Case(lens.of_lead(h, at), h.lead_id, booked, intent=lens.intent(h))


def answered_at_touch(h: History, lens: Lens) -> Iterator[Case]:
    """Leads enrolled, at the number of the touch that they first answered."""
    at = _enrolled_at(h, lens.period)
    if at is None:
        return
    first = next((response for response in h.responses if response.at >= at), None)
    if first is None:
        yield Case(("",), h.lead_id, hit=False)
        return
    yield Case((f"{touches_until(h, first, lens):02}",), h.lead_id, hit=True)


def touches_until(h: History, last: Response, lens: Lens) -> int:
    """Touches made up to `last`, the answered one included; steps of one group are one touch."""
    made: set[object] = set()
    for w in h.worked:
        if w.at > last.at:
            break
        if w.made:
            made.add(lens.unit(w.cadence, w.touch))
        if w is last.worked and w.reached:
            break  # what else was logged in that instant came after it
    return len(made)


def first_responses(h: History, lens: Lens) -> Iterator[Case]:
    """From the first contact, if that was in the period, to the first response."""
    at, answer = h.first_contact_at, next(iter(h.responses), None)
    if at is None or not lens.period.holds(at):
        return
    wait = max((answer.at - at).total_seconds(), 0.0) if answer else 0.0
    yield Case(lens.of_lead(h, at), h.lead_id, answer is not None, wait)


def touches_to_response(h: History, lens: Lens) -> Iterator[Case]:
    """Touches made up to the first response, for leads whose first came in the period."""
    answer = next(iter(h.responses), None)
    if answer is not None and lens.period.holds(answer.at):
        count = touches_until(h, answer, lens)
        yield Case(lens.of_lead(h, answer.at), h.lead_id, hit=True, value=float(count))


def cycles(h: History, lens: Lens) -> Iterator[Case]:
    """From the first contact to the outcome "converted", for those converted in the period."""
    won = next((w for w in h.worked if w.outcome == "converted"), None)
    if won is not None and lens.period.holds(won.at):
        started = h.first_contact_at or won.at
        length = (won.at - started).total_seconds()
        yield Case(lens.of_lead(h, won.at), h.lead_id, hit=True, value=length)


def _finished(h: History, period: Period) -> Iterator[tuple[Spell, datetime]]:
    for spell in h.spells:
        if spell.finished_at is not None and period.holds(spell.finished_at):
            yield spell, spell.finished_at


def _converted(h: History, spell: Spell) -> bool:
    """Whether a spell converted: by its end, or later by a meeting or promise that came of it."""
    mine = spell.enrolment.enrolment_id
    later = any(w.outcome == "converted" and w.touch.enrolment_id == mine for w in h.worked)
    return spell.reason == "converted" or later


def converted(h: History, lens: Lens) -> Iterator[Case]:
    """Plans that ended in the period, not by a move elsewhere; a hit converted then or later."""
    yield from _conversions(h, lens, lens.period)


def converted_before(h: History, lens: Lens) -> Iterator[Case]:
    """As `converted`, for the period before."""
    yield from _conversions(h, lens, lens.period.before)


def _conversions(h: History, lens: Lens, period: Period) -> Iterator[Case]:
    for spell, at in _finished(h, period):
        group = lens.of_lead(h, at, cadence=spell.enrolment.cadence_key)
        counted = spell.reason not in MOVED_AWAY
        hit = _converted(h, spell) if counted else None
        yield Case(group, spell.enrolment.enrolment_id, hit, part=spell.reason or "")


def silent(h: History, lens: Lens) -> Iterator[Case]:
    """Plans that ended in the period; a hit ended as completed_silent."""
    for spell, at in _finished(h, lens.period):
        group = lens.of_lead(h, at, cadence=spell.enrolment.cadence_key)
        hit = spell.reason == "completed_silent"
        yield Case(group, spell.enrolment.enrolment_id, hit, part=spell.reason or "")


def accounts(h: History, lens: Lens) -> Iterator[Case]:
    """Companies worked; people without one are nobody's account."""
    tried = [w for w in h.worked if lens.period.holds(w.at) and (w.attempted or w.reached)]
    if h.account is not None and tried:
        group = lens.of_lead(h, tried[0].at)
        answered = any(lens.period.holds(response.at) for response in h.responses)
        yield Case(group, h.account, answered)


def replies(h: History, lens: Lens) -> Iterator[Case]:
    """Replies that came in the period, and how long they waited for a person."""
    for touch in h.work.touches:
        if touch.kind != "reply" or touch.state == "cancelled":
            continue
        if not lens.period.holds(touch.planned_at):
            continue
        answers = (w.at for w in h.worked if w.touch.touch_id == touch.touch_id)
        answer = next(answers, None)
        wait = ((answer or lens.period.now) - touch.planned_at).total_seconds()
        group = lens.of_touch(h, touch.planned_at, touch, h.cadence_of(touch))
        still_open = answer is None and touch.state == "planned"
        yield Case(group, touch.touch_id, answer is not None, wait, open=still_open)


def waiting(h: History, lens: Lens) -> Iterator[Case]:
    """Replies that nobody has answered yet; a hit waits for more than 15 minutes."""
    for touch in h.work.planned:
        if touch.kind == "reply":
            long = lens.period.now - touch.planned_at > LONG_WAIT
            group = lens.of_touch(h, touch.planned_at, touch, h.cadence_of(touch))
            yield Case(group, touch.touch_id, long)


def costs(h: History, lens: Lens) -> Iterator[Case]:
    """What attempts cost (hits), and the people reached whom that cost is shared among."""
    yield from _costs(h, lens, lens.period)


def costs_before(h: History, lens: Lens) -> Iterator[Case]:
    """As `costs`, for the period before."""
    yield from _costs(h, lens, lens.period.before)


def _costs(h: History, lens: Lens, period: Period) -> Iterator[Case]:
    for w in h.worked:
        if not period.holds(w.at):
            continue
        group = lens.of_lead(h, w.at)
        if w.reached:
            yield Case(group, h.lead_id, hit=False)
        if w.attempted and lens.costs is not None:
            yield Case(group, w.event_id, hit=True, value=lens.costs.of(w.touch.channel))
