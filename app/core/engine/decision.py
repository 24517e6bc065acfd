"""A decision in the making: the facts, the events so far, and the work as it stands after them.

What starts a plan, follows it and ends it; app.core.engine.engine says when.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from itertools import takewhile
from uuid import UUID

from msgspec.structs import replace

from app.core.cadence.cadence import WRITTEN, Cadence, Role, Step
from app.core.consent.consent import consent_state
from app.core.consent.suppression import EVERY_CHANNEL
from app.core.contact.business_time import at_local, local_date
from app.core.contact.policy import forbidden, working_span
from app.core.engine.facts import Facts
from app.core.engine.together import together_touch
from app.core.errors import NotFound, Refused
from app.core.ids import derived_id
from app.core.log import events as ev
from app.core.log.projection import apply
from app.core.people.lead import Channel, Stage
from app.core.planning.course import Course
from app.core.planning.days import business_day
from app.core.planning.due import best_hour, plan_touch, zone_for
from app.core.planning.grouping import is_decided, last_call, slots_with, touch_of
from app.core.planning.slots import Slot, slots_after
from app.core.planning.ways import form_of, permitted_channel, reachable
from app.core.team.takeover import taken_over_by
from app.core.work.enrolment import Enrolment, FinishReason, LeadWork, next_enrolment_id
from app.core.work.first_contact import WINDOW, attempt, call_off, start_clock
from app.core.work.place import Place, seated
from app.core.work.signal import has_connected
from app.core.work.touch import Touch

# Where people stay in touch when no other plan is theirs.
NURTURE = "nurture_long_term"
# And where neither a call nor an email may reach them.
NURTURE_ELSEWHERE = "nurture_elsewhere"
# Ends after which nobody is to be contacted by a plan.
_SETTLED: frozenset[FinishReason] = frozenset(
    {"converted", "not_interested", "unqualified", "opted_out", "removed_by_manager"}
)


class Run:
    """Bodies decided so far, and the work as it stands after them."""

    def __init__(self, facts: Facts, now: datetime) -> None:
        self.facts = facts
        self.lead = facts.lead
        self.work = facts.work
        self.now = now
        self.bodies: list[ev.Body] = []

    def add(self, body: ev.Body) -> None:
        self.bodies.append(body)
        self.work = apply(self.work, body, self.now)

    @property
    def enrolment(self) -> Enrolment | None:
        return self.work.enrolment

    def cadence(self, enrolment: Enrolment) -> Cadence | None:
        """The plan of an enrolment, in its version and for its role; None where unknown."""
        return self.facts.plan_of(enrolment)

    def course(self, cadence: Cadence, enrolment: Enrolment) -> Course:
        """What a due date on that plan depends on, as things stand."""
        return Course(
            cadence=cadence,
            enrolment=enrolment,
            lead=self.lead,
            snapshot=self.facts.snapshot,
            now=self.now,
            touches=self.work.touches,
            best_hours=self.facts.best_hours,
        )


def open_touch(run: Run, touch_id: UUID) -> Touch:
    """The planned touch of that id. Raises Refused where it is settled or unknown."""

    touch = run.work.touch(touch_id)
    if touch is None or touch.state != "planned":
        raise Refused(
            "touch_settled",
            "This touch is no longer open.",
            "Look at the timeline of the person to see what happened to it.",
        )
    return touch


def enrol(
    run: Run,
    cadence_key: str,
    why: str,
    *,
    follows: UUID | None = None,
    place: Place = Place(),  # noqa: B008 - a value that never changes
    args: Mapping[str, str | int] | None = None,
    late: bool = False,
) -> None:
    """Start a plan of the lead.

    `why` and `args` are the reason that the log keeps. `late` says that nobody knows when they
    asked, so that no first-contact clock starts. Raises Refused while another plan is open,
    NotFound for an unknown cadence.
    """
    if run.enrolment is not None:
        raise Refused(
            "already_enrolled",
            "This person is already on a cadence.",
            "Finish that enrolment first.",
        )
    cadence = run.facts.cadences.get(cadence_key)
    if cadence is None:
        raise NotFound(
            "no_cadence",
            "There is no cadence of that name.",
            "See whether its file has problems: cadence list names them.",
        )
    place = seated(place, run.facts.beside, cadence)
    role = _role(cadence, place.role)
    zone = zone_for(run.lead, run.facts.desk_zone)
    enrolment_id = next_enrolment_id(run.work, cadence_key)
    run.add(
        ev.EnrolmentStarted(
            enrolment_id=enrolment_id,
            cadence_key=cadence.key,
            cadence_version=cadence.version,
            zone=zone,
            why=why,
            follows=follows,
            role=role,
            account_id=(place.account_id or run.facts.account_id) if role else None,
            starts_at=_starts_at(run, place, zone, cadence.stagger_days or 0),
            args=args or {},
        )
    )
    whole, cadence = cadence, cadence.for_role(role) if role else cadence
    _take_over(run, cadence, enrolment_id)
    plan_next(run)
    _plan_together(run, cadence, place.together_on)
    if run.work.first_contact is None and run.lead.direction == "inbound" and follows is None:
        start_first_contact(run, whole, enrolment_id, late=late)


def _plan_together(run: Run, cadence: Cadence, on: date | None) -> None:
    """Plan what comes for everybody of the account on one day, ahead of its turn."""
    enrolment = run.enrolment
    for step in cadence.steps if enrolment else ():
        if enrolment and step.together and channel_of(run, enrolment, step) == step.channel:
            run.add(ev.TouchPlanned(touch=together_touch(run.course(cadence, enrolment), step, on)))


def _take_over(run: Run, cadence: Cadence, enrolment_id: UUID) -> None:
    """The first step is made by whoever takes the person over, where there is such a colleague."""
    role = cadence.steps[0].assignee
    person = taken_over_by(role, run.facts.staff, run.work.owner_id)
    if role is not None and person is not None:
        run.add(ev.OwnerChanged(owner_id=person, role=role, enrolment_id=enrolment_id))


def leave(run: Run, enrolment: Enrolment, to: str) -> None:
    """End a plan because another takes its place; what it planned is cancelled."""
    for touch in run.work.planned:
        if touch.enrolment_id == enrolment.enrolment_id:
            run.add(ev.TouchCancelled(touch_id=touch.touch_id, why="rerouted"))
    run.add(ev.EnrolmentFinished(enrolment_id=enrolment.enrolment_id, reason="rerouted", then=to))


def keep_pause(run: Run, former: Enrolment) -> None:
    """Carry a pause that ends on a date over to the new plan."""
    until, enrolment = former.paused_until, run.enrolment
    if enrolment is not None and former.state == "paused" and until is not None and until > run.now:
        run.add(
            ev.EnrolmentPaused(enrolment_id=enrolment.enrolment_id, until=until, why=former.why)
        )


def _role(cadence: Cadence, role: Role | None) -> Role | None:
    """Nobody is worked by the steps of several roles."""
    if role is not None and role not in cadence.roles:
        raise Refused(
            "no_such_role",
            "This cadence has no steps for that role.",
            "See its roles with cadence show, or name another cadence.",
        )
    return role or next(iter(cadence.roles), None)


def _starts_at(run: Run, place: Place, zone: str, stagger_days: int) -> datetime | None:
    if place.starts_in is None:
        return None
    today = local_date(run.now, zone)
    on = business_day(run.lead, run.facts.snapshot, today, place.starts_in)
    if place.after is not None:
        before = local_date(place.after, zone)
        turn = business_day(run.lead, run.facts.snapshot, before, place.starts_in + stagger_days)
        on = max(on, turn)
    return None if on == today else at_local(on, time.min, zone)


def start_first_contact(run: Run, cadence: Cadence, enrolment_id: UUID, *, late: bool) -> None:
    """Set the first-contact clock for the touch that the plan wants within minutes.

    Where it cannot start, the clock says why. `late` is an old list: no alarm is raised for it.
    """
    lead, span, why = run.lead, None, "no_first_call"
    first = next((step.key for step in cadence.steps if step.within_s is not None), None)
    if first is not None:
        why = "not_permitted" if lead.zones else "zone_unknown"
    late = late or lead.added_at - lead.received_at > WINDOW
    for touch in () if late else run.work.planned:  # nobody asks for the window of an old list
        if touch.enrolment_id != enrolment_id or touch.step_key != first:
            continue
        if forbidden(lead, touch.channel, run.facts.snapshot, run.now) is None:
            span = working_span(touch, lead, lead.received_at, WINDOW, run.facts.snapshot)
    starts_at, deadline_at = span or (None, None)
    clock = start_clock(lead.received_at, lead.added_at, starts_at, deadline_at, why=why, late=late)
    run.add(ev.FirstContactSet(clock=clock))


def plan_next(run: Run) -> None:
    """Plan the next step that applies and is permitted, or finish."""
    enrolment = run.enrolment
    cadence = run.cadence(enrolment) if enrolment else None
    if enrolment is None or cadence is None:
        return
    if not reachable(run.lead, run.facts.snapshot, run.now):
        finish(run, "unreachable")
    elif cadence.max_attempts is not None and enrolment.attempts >= cadence.max_attempts:
        finish(run, "max_attempts")
    else:
        _plan_first_possible(run, cadence, enrolment)


def _plan_first_possible(run: Run, cadence: Cadence, enrolment: Enrolment) -> None:
    following = slots_after(cadence, enrolment.last_step, enrolment.last_occurrence)
    endless = [step for step in cadence.steps if step.repeat_days]
    if not any(channel_of(run, enrolment, step) for step in endless):
        # What would be passed over for ever is not gone through.
        following = takewhile(lambda slot: not slot.step.repeat_days, following)
    # An action of a touch may have been worked before those ahead of it.
    new = (slot for slot in following if touch_of(run.work, enrolment, slot) is None)
    if not any(_plan_slot(run, cadence, slot) for slot in new):
        finish(run, "unreachable" if endless else "completed_silent")
        return
    plan_siblings(run, steps_of(run, enrolment)[0].due_at)


def plan_siblings(run: Run, due_at: datetime | None = None) -> None:
    """Plan the other actions of the touch at hand, those that are known to be wanted or not.

    They are due at `due_at`, or now.
    """
    enrolment = run.enrolment
    cadence = run.cadence(enrolment) if enrolment else None
    if enrolment is None or cadence is None:
        return
    steps = steps_of(run, enrolment)
    at = steps[0].step_key if steps else enrolment.last_step
    occurrence = steps[0].occurrence if steps else enrolment.last_occurrence
    begun = False
    before: list[Touch] = []
    for slot in slots_with(cadence, at, occurrence):
        touch = touch_of(run.work, enrolment, slot)
        if touch is None and begun and is_decided(slot.step, before):
            _plan_slot(run, cadence, slot, due_at or run.now)
            touch = touch_of(run.work, enrolment, slot)
        begun = begun or touch is not None
        if touch is not None and touch.state == "planned" and touch.kind == "step":
            before.append(touch)


def form(run: Run, enrolment: Enrolment, step: Step, slot: Slot | None = None) -> Channel | None:
    """The channel a step takes as things stand; None where its conditions do not hold."""
    agreed = consent_state(run.facts.snapshot.consents, step.channel, run.now) == "given"
    ended = last_call(run.work, enrolment, run.cadence(enrolment), slot)
    connected = has_connected(run.work.signals)
    taken = form_of(step, enrolment, ended, opted_in=agreed, connected=connected)
    if taken != "linkedin_connect" or not (connected or is_invited(run.work)):
        return taken
    # LinkedIn takes no second invitation: until the first is accepted, their posts are answered.
    return None if connected else "linkedin_engage"


def is_invited(work: LeadWork) -> bool:
    """Whether an invitation of ours is out."""
    return any(
        t.channel == "linkedin_connect" and t.state == "done" and t.outcome in ("sent", "accepted")
        for t in work.touches
    )


def channel_of(
    run: Run, enrolment: Enrolment, step: Step, slot: Slot | None = None
) -> Channel | None:
    """The channel on which a step may be worked; None where it is not wanted or not permitted."""
    taken = form(run, enrolment, step, slot)
    if taken is None:
        return None
    of_age = run.facts.age_bands.channels_at(run.lead.age)
    better = tuple(channel for channel in of_age if _suits(run, step, channel))
    return permitted_channel(step, run.lead, run.facts.snapshot, run.now, form=taken, better=better)


def _suits(run: Run, step: Step, channel: Channel) -> bool:
    """Whether a step has words for a channel that it was not made for, and they can arrive."""
    template = run.facts.templates.get(step.template or "")
    if channel == "linkedin_message" and not has_connected(run.work.signals):
        return False
    return channel not in WRITTEN or template is None or channel in template.channels


def pulled_forward(work: LeadWork, enrolment: Enrolment, slot: Slot) -> bool:
    """Whether this occurrence went out before its turn, or has a day of its own."""
    settled = ("planned", "done", "skipped") if slot.step.together else ("planned", "done")
    return any(
        t.kind == "inserted"
        and t.enrolment_id == enrolment.enrolment_id
        and (t.step_key, t.occurrence) == (slot.step.key, slot.occurrence)
        and t.state in settled
        for t in work.touches
    )


def _plan_slot(run: Run, cadence: Cadence, slot: Slot, due_at: datetime | None = None) -> bool:
    """Plan one occurrence; one that does not apply or is not permitted is logged and passed.

    Returns False where it was passed. `due_at` (aware UTC) is that of the touch whose action it
    is; without it the plan says when.
    """
    enrolment = run.enrolment
    if enrolment is None:
        return True
    taken = form(run, enrolment, slot.step, slot)
    channel = channel_of(run, enrolment, slot.step, slot)
    course = run.course(cadence, enrolment)
    touch = plan_touch(course, slot, channel or taken or slot.step.channel)
    best = None if due_at else best_hour(course, slot, touch.channel)
    run.add(ev.TouchPlanned(touch=replace(touch, due_at=due_at or touch.due_at), best_hour=best))
    if taken is None:
        why = "condition"
    elif pulled_forward(run.work, enrolment, slot):
        why = "pulled_forward"
    elif channel is None:
        why = "not_permitted"
    else:
        return True
    run.add(ev.TouchSkipped(touch_id=touch.touch_id, reason=why, by_rule=True))
    return False


def finish(run: Run, why: FinishReason, keep: Collection[UUID] = ()) -> None:
    """End the enrolment, cancel what it planned, and start what follows a silent end.

    The touches `keep` stay, whatever the end.
    """
    enrolment = run.enrolment
    if enrolment is None:
        return
    for touch in run.work.planned:
        mine = touch.enrolment_id == enrolment.enrolment_id or why == "opted_out"
        if mine and touch.touch_id not in keep:
            run.add(ev.TouchCancelled(touch_id=touch.touch_id, why=why))
    if why in ("unreachable", "opted_out"):
        call_off_clock(run)
    then = _then(run, enrolment) if why in ("completed_silent", "max_attempts") else ""
    run.add(ev.EnrolmentFinished(enrolment_id=enrolment.enrolment_id, reason=why, then=then))
    if then in run.facts.cadences:
        run.add(ev.StageChanged(stage="nurture"))
        enrol(run, then, "after_silence", follows=enrolment.enrolment_id)


def keep_in_sight(run: Run) -> None:
    """Nobody falls out: who is not done with and has nothing planned goes to the long nurture.

    Done with are those who were won or lost, opted out or cannot be reached, and whom a manager
    took off. Somebody who can be reached again begins where the routing table sends them.
    """
    last = run.work.enrolments[-1] if run.work.enrolments else None
    if run.enrolment is not None or run.work.planned or run.work.stage in ("won", "lost"):
        return
    # Whoever was never on a plan and has not been worked either begins where they are sent.
    if run.work.stage == "new" if last is None else last.finish_reason in _SETTLED:
        return
    if EVERY_CHANNEL in run.facts.snapshot.suppressed:
        return
    if not reachable(run.lead, run.facts.snapshot, run.now):
        return
    for key in (NURTURE, NURTURE_ELSEWHERE):
        nurture = run.facts.cadences.get(key)
        # Whom no step of it can reach is not started on it at every look.
        if nurture is not None and any(_is_possible(run, step) for step in nurture.steps):
            set_stage(run, "nurture")
            enrol(run, key, "nothing_planned", follows=last.enrolment_id if last else None)
            return


def _is_possible(run: Run, step: Step) -> bool:
    return permitted_channel(step, run.lead, run.facts.snapshot, run.now) is not None


def _then(run: Run, enrolment: Enrolment) -> str:
    """What follows a silent end: as the plan says, else as the rule said that cut it short."""
    cadence = run.cadence(enrolment)
    if cadence is not None and cadence.then:
        return cadence.then
    cut = (
        f.after
        for f in run.work.firings
        if f.enrolment_id == enrolment.enrolment_id and f.action == "break_up"
    )
    return next(cut, "")


def after_touch(run: Run) -> None:
    """Go on with the plan, unless a step of it is still to be worked or it waits for a person.

    A pause that ends by itself has its next step planned already; it is only out of sight.
    """
    enrolment = run.enrolment
    if enrolment is None or stands_still(enrolment):
        return
    plan_siblings(run)
    if not steps_of(run, enrolment):
        plan_next(run)


def stands_still(enrolment: Enrolment) -> bool:
    """Whether the plan waits for a reply to be answered, or for a promise to be kept."""
    paused = enrolment.state == "paused" and enrolment.paused_until is None
    return paused or enrolment.state == "with_person"


def steps_of(run: Run, enrolment: Enrolment) -> tuple[Touch, ...]:
    """The steps of the plan that are still to be worked: all actions of one touch."""
    return tuple(
        t for t in run.work.planned if t.kind == "step" and t.enrolment_id == enrolment.enrolment_id
    )


def siblings_of(run: Run, touch: Touch) -> tuple[Touch, ...]:
    """The other open actions of the touch that a step of the plan is part of."""
    enrolment = run.enrolment
    if enrolment is None or touch.kind != "step" or touch.enrolment_id != enrolment.enrolment_id:
        return ()
    return tuple(t for t in steps_of(run, enrolment) if t.touch_id != touch.touch_id)


def call_off_clock(run: Run, why: str = "not_permitted") -> None:
    """Stop the first-contact clock without a breach: a contact in time became impossible."""
    clock = run.work.first_contact
    if clock is not None and clock.state == "running":
        run.add(ev.FirstContactSet(clock=call_off(clock, why)))


def attempted(run: Run, *, reached: bool) -> None:
    """Note an attempt by a person on the first-contact clock, if there is one."""
    clock = run.work.first_contact
    if clock is None:
        return
    after = attempt(clock, run.now, reached=reached)
    if after != clock:
        run.add(ev.FirstContactSet(clock=after))


def set_stage(run: Run, stage: Stage) -> None:
    """Move the person to `stage`, unless they are there."""
    if run.work.stage != stage:
        run.add(ev.StageChanged(stage=stage))


def insert(run: Run, enrolment: Enrolment, slot: Slot | None, channel: Channel) -> None:
    """Plan a touch beside the plan, due now, with the text of the step that `slot` names."""
    count = sum(t.kind == "inserted" for t in run.work.touches)
    run.add(
        ev.TouchPlanned(
            touch=Touch(
                touch_id=derived_id(enrolment.enrolment_id, f"inserted/{count}"),
                enrolment_id=enrolment.enrolment_id,
                kind="inserted",
                step_key=slot.step.key if slot else "",
                occurrence=slot.occurrence if slot else 0,
                channel=channel,
                planned_at=run.now,
                due_at=run.now,
            )
        )
    )
