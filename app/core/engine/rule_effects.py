"""Applies the rules to a plan after a signal came in or a touch was worked.

What each action does is described in docs/rules.md.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import uuid5

import msgspec
from msgspec.structs import replace

from app.core.cadence.cadence import WRITTEN, Cadence, Step
from app.core.consent.suppression import EVERY_CHANNEL, TWINS
from app.core.contact.jurisdiction import whereabouts
from app.core.contact.policy import forbidden
from app.core.engine.closing import end, opt_out
from app.core.engine.decision import (
    Run,
    after_touch,
    call_off_clock,
    enrol,
    form,
    keep_in_sight,
    keep_pause,
    leave,
    set_stage,
    steps_of,
)
from app.core.engine.facts import Facts
from app.core.engine.mornings import next_morning
from app.core.engine.outcome_effects import AWAY, hand_over, mark_unusable
from app.core.engine.rule_times import inserted_at, wanted_at, written_again
from app.core.engine.upkeep import drop_forbidden, take_form
from app.core.errors import NotFound
from app.core.log import events as ev
from app.core.people.lead import CONSENT_OF, Channel, ContactPoint, point_for
from app.core.planning.due import plan_touch
from app.core.planning.grouping import touch_of
from app.core.planning.slots import slots_after
from app.core.planning.ways import permitted_channel, reachable
from app.core.reason import Reason, reason
from app.core.routing.table import Routed
from app.core.rules.conditions import Moment, ended_lately, left_lately, met, unmet
from app.core.rules.engagement import worked
from app.core.rules.rule import BY_TABLE, ENDS, REROUTES, Rule, RuleAction, inserted_key, plan_state
from app.core.work.enrolment import Enrolment
from app.core.work.signal import Signal
from app.core.work.touch import Touch

_FROM_MESSAGES = ("open", "click", "bounce", "reply", "out_of_office")


class Observe(msgspec.Struct, frozen=True, kw_only=True):
    """Something was heard of the person. The same signal counts once."""

    signal: Signal


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """The result of one rule: whether it fires, and why.

    `before` and `after` are those of its firing, "" where it does not fire.
    """

    rule: str
    action: RuleAction
    fires: bool
    because: Reason
    before: str = ""
    after: str = ""


def in_text(rulings: tuple[Ruling, ...]) -> str:
    """Rulings as one text that `rulings_of_text` reads; codes and counts alone."""
    return msgspec.json.encode(rulings).decode()


def rulings_of_text(text: str) -> tuple[Ruling, ...]:
    """The rulings that `in_text` wrote."""
    return msgspec.json.decode(text, type=tuple[Ruling, ...])


def ruled(
    facts: Facts, signal: Signal | None, now: datetime
) -> tuple[tuple[ev.Body, ...], tuple[Ruling, ...]]:
    """The events that follow from a signal, and the result of each rule. Changes nothing.

    Without a signal the rules are asked as they are after a touch was worked.
    """
    run = Run(facts, now)
    rulings = consider(run, None) if signal is None else observe(run, Observe(signal=signal))
    keep_in_sight(run)
    return tuple(run.bodies), rulings


def observe(run: Run, command: Observe) -> tuple[Ruling, ...]:
    """Record a signal and let the rules act on it. Returns the result of each, in their order."""
    known = {h.signal.signal_id for h in run.work.signals}
    if command.signal.signal_id in known:
        return ()
    signal = _completed(run, command.signal)
    enrolment = run.enrolment
    run.add(
        ev.SignalReceived(signal=signal, enrolment_id=enrolment.enrolment_id if enrolment else None)
    )
    take_form(run)
    return consider(run, signal)


def _completed(run: Run, signal: Signal) -> Signal:
    """The signal with its touch: where the source names none, the last message that went out."""
    at = min(signal.at, run.now)
    touch = run.work.touch(signal.touch_id) if signal.touch_id else None
    if touch is None and signal.kind in _FROM_MESSAGES:
        name = CONSENT_OF[signal.channel or "email"]
        sent = [
            t
            for t in run.work.touches
            if t.state == "done"
            and CONSENT_OF[t.channel] == name
            and t.settled_at is not None
            and t.settled_at <= at
        ]
        touch = max(sent, key=lambda t: t.settled_at or t.planned_at, default=None)
    return replace(
        signal,
        at=at,
        touch_id=touch.touch_id if touch else None,
        channel=signal.channel or (touch.channel if touch else None),
    )


def consider(run: Run, signal: Signal | None, outcome: str = "") -> tuple[Ruling, ...]:
    """Ask every rule, and do what those that fire say; `outcome` is that of the touch just worked.

    What ends a plan is asked first, then what puts another in its place, then the rest, each in
    the order of the rules: so a step is never planned on a plan that is over a moment later.
    """
    enrolment = run.enrolment
    cadence = run.cadence(enrolment) if enrolment else None
    moment = Moment(
        lead=run.lead,
        work=run.work,
        signal=signal,
        cadence=cadence,
        worked=worked(run.work, enrolment, cadence, run.facts.tracked)
        if enrolment and cadence
        else (),
        now=run.now,
        outcome=outcome,
        points=run.facts.ruleset.points,
    )
    rulings: dict[str, Ruling] = {}
    fired: list[Rule] = []
    for rule in sorted(run.facts.ruleset.rules, key=_phase):
        why = (
            unmet(rule, moment)
            or _barred(rule, fired)
            or _EFFECTS[rule.then.action](run, rule, moment)
        )
        if why is None:
            fired.append(rule)
        firing = _firing_of(run, rule) if why is None else None
        rulings[rule.key] = Ruling(
            rule=rule.key,
            action=rule.then.action,
            fires=why is None,
            because=why or met(rule, moment),
            before=firing.before if firing else "",
            after=firing.after if firing else "",
        )
    return tuple(rulings[rule.key] for rule in run.facts.ruleset.rules)


def _firing_of(run: Run, rule: Rule) -> ev.RuleFired | None:
    mine = (b for b in reversed(run.bodies) if isinstance(b, ev.RuleFired) and b.rule == rule.key)
    return next(mine, None)


def _phase(rule: Rule) -> int:
    return 0 if rule.then.action in ENDS else 1 if rule.then.action in REROUTES else 2


def _barred(rule: Rule, fired: list[Rule]) -> Reason | None:
    """What a rule that fired for the same signal leaves no room for."""
    for other in fired:
        if other.then.action in ENDS:
            return reason("rule_plan_ended", rule=other.key)
        if other.then.action in REROUTES and rule.then.action in REROUTES:
            return reason("rule_one_reroute", rule=other.key)
        if other.then.action in REROUTES and rule.then.action == "move":
            return reason("rule_rerouted", rule=other.key)
        if rule.when.unread and "reply" in other.when.signals:
            return reason("rule_read_by", rule=other.key)
    return None


def _fire(run: Run, rule: Rule, moment: Moment, before: str = "", after: str = "") -> None:
    enrolment, signal = run.enrolment, moment.signal
    # Derived, so that two devices which hear the same agree on the id.
    cause = signal.signal_id if signal else f"{len(run.work.touches)}/{len(moment.worked)}"
    run.add(
        ev.RuleFired(
            firing_id=uuid5(run.lead.lead_id, f"{rule.key}/{cause}"),
            rule=rule.key,
            action=rule.then.action,
            cause=signal.signal_id if signal else None,
            enrolment_id=enrolment.enrolment_id if enrolment else None,
            touch_id=signal.touch_id if signal else None,
            before=before,
            after=after,
        )
    )


# Each does what its rule says, or says why it cannot and changes nothing.


def _move(run: Run, rule: Rule, moment: Moment) -> Reason | None:
    enrolment = run.enrolment
    steps = steps_of(run, enrolment) if enrolment else ()
    touch = min(steps, key=lambda t: t.due_at, default=None)
    if enrolment is None or touch is None:
        return reason("rule_nothing_planned")
    if enrolment.started_at > run.now:
        return reason("rule_not_begun", at=enrolment.started_at.isoformat())
    if touch.snoozed_until is not None and touch.snoozed_until > run.now:
        return reason("rule_snoozed", until=touch.snoozed_until.isoformat())
    due_at = max(wanted_at(run, rule, moment, touch), run.now)
    if touch.channel in WRITTEN:
        due_at = max(due_at, written_again(run, touch.channel))
    if due_at >= touch.due_at:
        return reason("rule_no_gain", at=touch.due_at.isoformat())
    _fire(run, rule, moment, touch.due_at.isoformat(), due_at.isoformat())
    for step in steps:
        if due_at < step.due_at:
            run.add(ev.TouchMoved(touch_id=step.touch_id, due_at=due_at, why=rule.key))
    return None


def _insert(run: Run, rule: Rule, moment: Moment) -> Reason | None:
    enrolment = run.enrolment
    if enrolment is None:
        return reason("rule_plan_state", state="none")
    if enrolment.started_at > run.now:
        return reason("rule_not_begun", at=enrolment.started_at.isoformat())
    found = [(step, _open_channel(run, step, enrolment)) for step in rule.then.steps]
    possible = [(step, channel) for step, channel in found if channel is not None]
    new = [(step, channel) for step, channel in possible if not _on_hand(run, channel)]
    if not new:
        return reason("rule_on_hand" if possible else "rule_not_permitted")
    _fire(run, rule, moment, after="+".join(channel for _, channel in new))
    for _, channel in possible:
        for touch in _on_hand(run, channel):  # it takes the place of an inserted one, rank and all
            run.add(ev.TouchPlanned(touch=replace(touch, escalated=True)))
    for n, (step, channel) in enumerate(new):
        key = inserted_key(rule, step)
        count = sum(t.step_key == key for t in run.work.touches)
        run.add(
            ev.TouchPlanned(
                touch=Touch(
                    touch_id=uuid5(enrolment.enrolment_id, f"{key}/{count}"),
                    enrolment_id=enrolment.enrolment_id,
                    kind="inserted",
                    step_key=key,
                    occurrence=count,
                    channel=channel,
                    planned_at=run.now,
                    due_at=inserted_at(run, moment, channel, n),
                    escalated=True,
                )
            )
        )
    return None


def _open_channel(run: Run, step: Step, enrolment: Enrolment) -> Channel | None:
    """The channel an inserted step takes; None where it may not, or its condition fails."""
    channel = form(run, enrolment, step)
    if channel is None or forbidden(run.lead, channel, run.facts.snapshot, run.now) is None:
        return channel
    # A message goes by another written way that its text was made for.
    template = run.facts.templates.get(step.template or "")
    ways = [c for c in WRITTEN if template is not None and c in template.channels]
    allowed = (c for c in ways if forbidden(run.lead, c, run.facts.snapshot, run.now) is None)
    return next(allowed, None) if channel in WRITTEN else None


def _on_hand(run: Run, channel: Channel) -> list[Touch]:
    """Such touches that are due already: nobody is called twice for one reason."""
    return [t for t in run.work.planned if t.channel == channel and t.due_at <= run.now]


def _finish(run: Run, rule: Rule, moment: Moment) -> Reason | None:
    why = rule.then.reason
    if run.enrolment is None or why is None:
        return reason("rule_plan_state", state="none")
    _fire(run, rule, moment, plan_state(run.enrolment), why)
    call_off_clock(run, why)
    end(run, why, rule.then.stage or run.work.stage)
    return None


def _opt_out(run: Run, rule: Rule, moment: Moment) -> Reason | None:
    signal = moment.signal
    if signal is None:
        return reason("rule_needs_signal")
    if signal.about == "suspected":
        return _hold(run, rule, moment, signal)
    channels = _closed_by(run, rule, signal)
    if EVERY_CHANNEL in run.facts.snapshot.suppressed and run.enrolment is None:
        return reason("suppressed")
    _fire(run, rule, moment, plan_state(run.enrolment), "+".join(channels))
    point = next((p for p in run.lead.points if p.point_id == signal.point_id), None)
    one = (point,) if point is not None and EVERY_CHANNEL not in channels else None
    opt_out(run, signal.signal_id, channels, "unsubscribe", points=one)
    stage = rule.then.stage if EVERY_CHANNEL in channels else None
    end(run, "opted_out", stage or run.work.stage)
    return None


def _hold(run: Run, rule: Rule, moment: Moment, signal: Signal) -> Reason | None:
    """Hold the person as a suspected opt-out: nobody contacts them before somebody has read it."""
    if EVERY_CHANNEL in run.facts.snapshot.suppressed:
        return reason("suppressed")
    _fire(run, rule, moment, plan_state(run.enrolment), "held")
    opt_out(run, signal.signal_id, (EVERY_CHANNEL,), "suspected", suspected=True)
    call_off_clock(run)
    if not any(t.kind == "reply" for t in run.work.planned):
        answered = run.work.touch(signal.touch_id) if signal.touch_id else None
        hand_over(run, signal.channel or "email", answered.enrolment_id if answered else None)
    return None


def _closed_by(run: Run, rule: Rule, signal: Signal) -> tuple[str, ...]:
    """Which channels an opt-out closes. In doubt all of them."""
    name = CONSENT_OF[signal.channel] if signal.channel else None
    where = whereabouts(run.lead, run.facts.snapshot.rules)
    countries = {run.lead.country.upper(), *(country for country, _ in where.places)} - {""}
    if signal.about != "keyword" or name is None or not countries:
        return (EVERY_CHANNEL,)
    if not countries.isdisjoint(rule.then.all_channels_in):
        return (EVERY_CHANNEL,)
    return TWINS.get(name, (name,))


def _pause(run: Run, rule: Rule, moment: Moment) -> Reason | None:
    enrolment, signal, for_s = run.enrolment, moment.signal, rule.then.for_s
    if enrolment is None:
        return reason("rule_plan_state", state="none")
    until = signal.until if signal else None
    if until is None:
        until = run.now + (timedelta(seconds=for_s) if for_s else AWAY)
    if until <= run.now:
        return reason("rule_date_past")
    paused = enrolment.paused_until
    if not rule.when.dated and paused is not None and paused >= until:
        return reason("paused", until=paused.isoformat())
    _fire(run, rule, moment, plan_state(enrolment), until.isoformat())
    run.add(ev.EnrolmentPaused(enrolment_id=enrolment.enrolment_id, until=until, why=rule.key))
    return None


def _chosen(run: Run, rule: Rule) -> Routed:
    """Where the rule leads: to the plan it names, or to that of the routing table."""
    if rule.then.to == BY_TABLE:
        return run.facts.after(run.work, run.lead).routed(run.now)
    return Routed(cadence=rule.then.to, because=reason(rule.key))


def _target(run: Run, rule: Rule, moment: Moment, to: str) -> Reason | None:
    """Why the plan `to` cannot be the next, if so."""
    cadence = moment.cadence
    if to not in run.facts.cadences:
        return reason("rule_no_cadence", cadence=to)
    if cadence is not None and cadence.key == to:
        return reason("rule_there_already", cadence=to)
    again = ended_lately(moment, to) if rule.then.to == BY_TABLE else None
    return again or left_lately(moment, to)


def _reroute(run: Run, rule: Rule, moment: Moment) -> Reason | None:
    enrolment = run.enrolment
    if enrolment is None:
        return reason("rule_plan_state", state="none")
    try:
        chosen = _chosen(run, rule)
    except NotFound:
        return reason("rule_no_route")
    to = chosen.cadence
    why = _target(run, rule, moment, to)
    if why is not None:
        return why
    _fire(run, rule, moment, enrolment.cadence_key, to)
    leave(run, enrolment, to)
    if rule.then.stage is not None or run.work.stage == "nurture":
        set_stage(run, rule.then.stage or "working")
    because = chosen.because
    enrol(run, to, because.code, follows=enrolment.enrolment_id, args=because.args)
    keep_pause(run, enrolment)
    return None


def _break_up(run: Run, rule: Rule, moment: Moment) -> Reason | None:
    """Leave out what is left of the plan but its last message; then it ends in silence."""
    enrolment, cadence = run.enrolment, moment.cadence
    if enrolment is None or cadence is None:
        return reason("rule_plan_state", state="none")
    why = _target(run, rule, moment, rule.then.to)
    if why is not None:
        return why
    last = _farewell(cadence)
    if last is None or permitted_channel(last, run.lead, run.facts.snapshot, run.now) is None:
        return _reroute(run, rule, moment)
    after = slots_after(cadence, enrolment.last_step, enrolment.last_occurrence)
    left = [slot for slot in after if touch_of(run.work, enrolment, slot) is None]
    if last.key not in {slot.step.key for slot in left}:
        return reason("rule_last_step")
    _fire(run, rule, moment, cadence.key, rule.then.to)
    for step in steps_of(run, enrolment):
        run.add(ev.TouchSkipped(touch_id=step.touch_id, reason=rule.key, by_rule=True))
    for slot in left:
        if slot.step.key == last.key:
            break
        current = run.enrolment or enrolment
        touch = plan_touch(run.course(cadence, current), slot, slot.step.channel)
        run.add(ev.TouchPlanned(touch=touch))
        run.add(ev.TouchSkipped(touch_id=touch.touch_id, reason=rule.key, by_rule=True))
    after_touch(run)
    for touch in steps_of(run, enrolment):
        due_at = next_morning(run, enrolment, touch.channel)
        if touch.step_key == last.key and due_at < touch.due_at:
            run.add(ev.TouchMoved(touch_id=touch.touch_id, due_at=due_at, why=rule.key))
    return None


def _farewell(cadence: Cadence) -> Step | None:
    """The message that a plan ends with; None where it ends with none, or never."""
    if any(step.repeat_days for step in cadence.steps):
        return None
    return next((step for step in reversed(cadence.touches[-1]) if step.channel in WRITTEN), None)


def _refer(run: Run, rule: Rule, moment: Moment) -> Reason | None:
    _fire(run, rule, moment, after=moment.signal.kind if moment.signal else "")
    return None


def _with_person(run: Run, rule: Rule, moment: Moment) -> Reason | None:
    if any(t.kind == "reply" for t in run.work.planned):
        return reason("rule_with_person")
    signal = moment.signal
    answered = run.work.touch(signal.touch_id) if signal and signal.touch_id else None
    channel: Channel = (signal.channel if signal else None) or "email"
    _fire(run, rule, moment, plan_state(run.enrolment), "with_person")
    hand_over(run, channel, answered.enrolment_id if answered else None)
    return None


def _mark_point(run: Run, rule: Rule, moment: Moment) -> Reason | None:
    signal = moment.signal
    point = _point_of(run, signal) if signal else None
    if signal is None or point is None:
        return reason("no_channel")
    _fire(run, rule, moment, "usable", "unusable")
    mark_unusable(run, point, "bounced" if signal.about == "hard" else "wrong_contact")
    if not reachable(run.lead, run.facts.snapshot, run.now):
        call_off_clock(run, "not_permitted")
        end(run, "unreachable", run.work.stage)
    else:
        drop_forbidden(run)
    return None


def _point_of(run: Run, signal: Signal) -> ContactPoint | None:
    """The number or address it is about, while that is not known to be wrong."""
    if signal.point_id is not None:
        named = (p for p in run.lead.points if p.point_id == signal.point_id)
        return next((p for p in named if p.status == "usable"), None)
    spoken = "call" if signal.about == "wrong_number" else "email"
    return point_for(run.lead.points, signal.channel or spoken)


_EFFECTS: Mapping[RuleAction, Callable[[Run, Rule, Moment], Reason | None]] = {
    "move": _move,
    "insert": _insert,
    "finish": _finish,
    "pause": _pause,
    "opt_out": _opt_out,
    "reroute": _reroute,
    "break_up": _break_up,
    "refer": _refer,
    "with_person": _with_person,
    "mark_point": _mark_point,
}
