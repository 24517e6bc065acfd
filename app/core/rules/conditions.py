"""Whether a rule's conditions hold for a person, and if not, which does not. Pure reading."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from app.core.cadence.cadence import WRITTEN, Cadence, Market
from app.core.contact.jurisdiction import is_business
from app.core.people.lead import Lead
from app.core.reason import Reason, reason
from app.core.rules.engagement import WorkedTouch, heard_in, is_sign, risen
from app.core.rules.rule import Points, Rule, plan_state
from app.core.work.enrolment import Enrolment, LeadWork
from app.core.work.signal import Heard, Signal

# A person is not sent back to a plan that a rule took them from, for so long.
NOT_BACK_WITHIN = timedelta(days=7)


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule is asked about. `signal` is None after a touch was worked with `outcome`.

    `work` holds the signal already. `cadence` is that of the open enrolment, `worked` its touches.
    `points` are what each sign counts.
    """

    lead: Lead
    work: LeadWork
    signal: Signal | None
    cadence: Cadence | None
    worked: tuple[WorkedTouch, ...]
    now: datetime
    outcome: str = ""
    points: Points = Points()

    @property
    def enrolment(self) -> Enrolment | None:
        """The open enrolment."""
        return self.work.enrolment

    def heard(self, rule: Rule) -> tuple[Heard, ...]:
        """What was heard in the open enrolment, as sure as the rule wants it."""
        if self.enrolment is None:
            return ()
        return heard_in(self.work, self.enrolment.enrolment_id, rule.least_confidence)


def unmet(rule: Rule, moment: Moment) -> Reason | None:
    """The first condition that does not hold, None when all do."""
    for condition in _CONDITIONS:
        why = condition(rule, moment)
        if why is not None:
            return why
    return None


def met(rule: Rule, moment: Moment) -> Reason:
    """Why a rule fires: what it was asked about."""
    if moment.signal is None:
        return reason("rule_touches", touches=len(moment.worked))
    return reason("rule_signal", signal=moment.signal.kind, about=moment.signal.about)


def left_lately(moment: Moment, to: str) -> Reason | None:
    """Why a person may not come back to the plan `to` yet, if so."""
    for firing in reversed(moment.work.firings):
        back_at = firing.at + NOT_BACK_WITHIN
        if (
            firing.before == to
            and firing.action in ("reroute", "break_up")
            and moment.now < back_at
        ):
            return reason("rule_left_lately", cadence=to, until=back_at.isoformat())
    return None


def ended_lately(moment: Moment, to: str) -> Reason | None:
    """Why a person may not begin the plan `to` again that ended in silence, if so."""
    for enrolment in reversed(moment.work.enrolments):
        silent = enrolment.finish_reason == "completed_silent" and enrolment.cadence_key == to
        if silent and enrolment.finished_at is not None:
            again_at = enrolment.finished_at + NOT_BACK_WITHIN
            if moment.now < again_at:
                return reason("rule_ended_lately", cadence=to, until=again_at.isoformat())
    return None


def _asked(rule: Rule, moment: Moment) -> Reason | None:
    signal, wanted = moment.signal, rule.when.signals
    if signal is None:
        return reason("rule_needs_signal") if wanted else None
    if signal.kind not in wanted:
        return reason("rule_other_signal", signal=signal.kind)
    return None


def _outcome(rule: Rule, moment: Moment) -> Reason | None:
    wanted = rule.when.outcomes
    if not wanted or moment.outcome in wanted:
        return None
    return reason("rule_other_outcome", outcome=moment.outcome)


def _unwritten(rule: Rule, moment: Moment) -> Reason | None:
    if not rule.when.unwritten:
        return None
    planned = (t for t in moment.work.planned if t.due_at <= moment.now and t.kind != "reply")
    return reason("rule_on_hand") if any(t.channel in WRITTEN for t in planned) else None


def _due(rule: Rule, moment: Moment) -> Reason | None:
    within_s, signal = rule.when.due_within_s, moment.signal
    if within_s is None or signal is None:
        return None
    coming = [t.due_at for t in moment.work.planned if t.kind == "step"]
    if coming and min(coming) - signal.at <= timedelta(seconds=within_s):
        return None
    return reason("rule_due_later", at=min(coming).isoformat() if coming else "")


def _sure(rule: Rule, moment: Moment) -> Reason | None:
    signal, least = moment.signal, rule.least_confidence
    if signal is None or signal.confidence >= least:
        return None
    return reason("rule_unsure", confidence=signal.confidence, least=least)


def _shows(rule: Rule, moment: Moment) -> Reason | None:
    signal = moment.signal
    if not rule.when.interest or (signal is not None and is_sign(signal)):
        return None
    return reason("rule_no_interest", signal=signal.kind if signal else "")


def _about(rule: Rule, moment: Moment) -> Reason | None:
    signal, wanted = moment.signal, rule.when.about
    if not wanted or (signal is not None and signal.about in wanted):
        return None
    return reason("rule_other_content", about=signal.about if signal else "")


def _state(rule: Rule, moment: Moment) -> Reason | None:
    state = plan_state(moment.enrolment)
    return None if state in rule.when.states else reason("rule_plan_state", state=state)


def _who(rule: Rule, moment: Moment) -> Reason | None:
    when, cadence = rule.when, moment.cadence
    if when.cadences and (cadence is None or cadence.key not in when.cadences):
        return reason("rule_other_cadence", cadence=cadence.key if cadence else "")
    if when.direction is not None and (cadence is None or cadence.direction != when.direction):
        return reason("rule_other_direction", direction=cadence.direction if cadence else "")
    market = _market(moment)
    if when.market is not None and market != when.market:
        return reason("rule_other_market", market=market)
    if when.temperature is not None and moment.lead.temperature != when.temperature:
        return reason("rule_other_temperature", temperature=moment.lead.temperature or "")
    return None


def _market(moment: Moment) -> Market:
    """To whom the plan speaks, or as the person is."""
    named = moment.cadence.market if moment.cadence else None
    return named or ("business" if is_business(moment.lead) else "consumer")


def _dated(rule: Rule, moment: Moment) -> Reason | None:
    signal = moment.signal
    if not rule.when.dated:
        return None
    if signal is None or signal.until is None:
        return reason("rule_no_date")
    return reason("rule_date_past") if signal.until <= moment.now else None


def _repeated(rule: Rule, moment: Moment) -> Reason | None:
    signal, enrolment = moment.signal, moment.enrolment
    enrolment_id = enrolment.enrolment_id if enrolment else None
    for firing in moment.work.firings:
        if firing.rule != rule.key:
            continue
        same_message = signal is not None and firing.touch_id == signal.touch_id is not None
        if (rule.once == "message" and same_message) or (
            rule.once == "enrolment" and firing.enrolment_id == enrolment_id
        ):
            return reason("rule_once", at=firing.at.isoformat())
        if rule.again_after_s is not None:
            again_at = firing.at + timedelta(seconds=rule.again_after_s)
            if moment.now < again_at:
                return reason("rule_again", until=again_at.isoformat())
    return None


def _opened(rule: Rule, moment: Moment) -> Reason | None:
    when, signal = rule.when, moment.signal
    if signal is None or (when.opened_within_s is None and when.opens is None):
        return None
    touch = moment.work.touch(signal.touch_id) if signal.touch_id else None
    if touch is None or touch.settled_at is None:
        return reason("rule_no_message")
    took_s = int((signal.at - touch.settled_at).total_seconds())
    if when.opened_within_s is not None and took_s > when.opened_within_s:
        return reason("rule_opened_late", minutes=took_s // 60)
    opens = sum(
        h.signal.kind == "open"
        and h.signal.touch_id == signal.touch_id
        and h.signal.confidence >= rule.least_confidence
        for h in moment.work.signals
    )
    if when.opens is not None and opens < when.opens:
        return reason("rule_few_opens", count=opens, needed=when.opens)
    return None


def _engagement(rule: Rule, moment: Moment) -> Reason | None:
    when, heard = rule.when, moment.heard(rule)
    opens = sum(h.signal.kind == "open" for h in heard)
    if when.opens_in_plan is not None and opens < when.opens_in_plan:
        return reason("rule_few_opens", count=opens, needed=when.opens_in_plan)
    pages = {h.signal.about for h in heard if h.signal.kind == "page_visit"}
    if when.visited is not None and when.visited not in pages:
        return reason("rule_no_visit", page=when.visited)
    score = risen(heard, moment.points)
    if when.score is not None and score < when.score:
        return reason("rule_low_score", count=score, needed=when.score)
    if when.engaged and not any(is_sign(h.signal) and h.signal.kind != "open" for h in heard):
        return reason("rule_not_engaged")
    return None


def _silence(rule: Rule, moment: Moment) -> Reason | None:
    when, enrolment = rule.when, moment.enrolment
    talked = enrolment is not None and enrolment.conversation
    heard = moment.heard(rule)
    answered = talked or any(h.signal.kind == "reply" for h in heard)
    if when.unanswered and answered:
        return reason("rule_answered")
    if when.no_sign and (answered or any(is_sign(h.signal) for h in heard)):
        return reason("rule_sign")
    return None


def _left(moment: Moment) -> int | None:
    """How many touches of the plan come after the one it got to; None for a plan without end."""
    cadence, enrolment = moment.cadence, moment.enrolment
    if cadence is None or enrolment is None or any(s.repeat_days for s in cadence.steps):
        return None
    known = {step.key for step in cadence.steps}
    if enrolment.last_step not in known:
        return len(cadence.touches)
    return len(cadence.touches) - cadence.touch_no(cadence.step(enrolment.last_step))


def _touches(rule: Rule, moment: Moment) -> Reason | None:
    when, worked = rule.when, moment.worked
    if when.touches is not None and len(worked) < when.touches:
        return reason("rule_few_touches", count=len(worked), needed=when.touches)
    left = _left(moment)
    if when.left is not None and left is not None and left < when.left:
        return reason("rule_plan_ends", count=left, needed=when.left)
    seen = [touch for touch in worked if touch.observable]
    if when.observable is not None and len(seen) < when.observable:
        return reason("rule_unobserved", count=len(seen), needed=when.observable)
    if when.unseen is None:
        return None
    signs = [h.received_at for h in moment.heard(rule) if is_sign(h.signal)]
    since = [touch for touch in seen if not signs or touch.at > max(signs)]
    enrolment = moment.enrolment
    if enrolment is not None and enrolment.conversation:
        return reason("rule_answered")
    if len(since) < when.unseen:
        return reason("rule_few_touches", count=len(since), needed=when.unseen)
    return None


_CONDITIONS: tuple[Callable[[Rule, Moment], Reason | None], ...] = (
    _asked,
    _outcome,
    _unwritten,
    _shows,
    _due,
    _about,
    _sure,
    _state,
    _who,
    _dated,
    _repeated,
    _opened,
    _engagement,
    _silence,
    _touches,
)
