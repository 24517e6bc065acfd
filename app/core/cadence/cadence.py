"""A cadence: one published, immutable version of a plan of steps.

The file format, and what each field does, is in docs/cadence-format.md.
"""

from datetime import date, time
from functools import cached_property
from typing import Literal

import msgspec

from app.core.people.lead import Channel, Direction
from app.core.texts import Texts

FirstDayLabel = Literal[0, 1]
DayCount = Literal["calendar", "business"]
Goal = Literal["conversation", "meeting", "conversion"]
IfLate = Literal["shift", "skip", "escalate"]
# no_conversation: nobody has been reached yet since this enrolment began.
# no_answer: the latest call of this enrolment did not reach the person.
# connected: the person has accepted the rep's LinkedIn invitation.
# opted_in: the person has agreed to be contacted on the channel of the step.
Condition = Literal["no_conversation", "no_answer", "connected", "opted_in"]
# Which of several people of one account a step is for.
Role = Literal["champion", "technical", "business", "executive"]
Market = Literal["business", "consumer"]

SPOKEN: frozenset[Channel] = frozenset({"call", "voicemail"})
WRITTEN: frozenset[Channel] = frozenset(
    {"email", "video_email", "sms", "whatsapp", "linkedin_connect", "linkedin_message"}
)

LATE_AFTER_S = 24 * 3600
FIRST_CONTACT_LATE_AFTER_S = 5 * 60
ACCOUNT_PAUSE_DAYS = 5


class PreferredTime(msgspec.Struct, frozen=True, kw_only=True):
    """Good moments for one kind of touch: weekdays (Monday = 0) and the lead's local clock."""

    weekdays: tuple[int, ...]
    between: tuple[time, time] | None = None


class Prefer(msgspec.Struct, frozen=True, kw_only=True):
    """When calls and written touches do best; outbound only, moves a step by at most one day."""

    call: PreferredTime | None = None
    written: PreferredTime | None = None

    def of(self, channel: Channel) -> PreferredTime | None:
        """The preference that applies to `channel`, if there is one."""
        if channel in SPOKEN:
            return self.call
        return self.written if channel in WRITTEN else None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One planned action. Exactly one of `day`, `within_s` and `after_s` is set.

    `day` counts from the entry day (0) in the lead's local calendar, with at most one of `at` and
    `between` (the lead's local time); `within_s` counts seconds from `received_at`; `after_s`
    from the previous action. `late_after_s` is how long after it fell due a touch counts as late
    (for `within_s`: after `received_at`). Steps that share `group` are actions of one touch.
    `always` keeps an action when a sibling of its group reached the person. `repeat_days` plans
    the step again that many days after its last planned day, without end. `otherwise` is the
    channel the step takes when `only_if` does not hold; None means it is passed over then. `role`
    None means the step is for everybody. `templates` are further messages of which the rep may
    choose one instead of `template`; with `editable` the rep may also change its words.
    """

    key: str
    day: int | None = None
    within_s: int | None = None
    after_s: int | None = None
    at: time | None = None
    between: tuple[time, time] | None = None
    channel: Channel
    title: Texts
    objective: Texts
    group: str | None = None
    only_if: Condition | None = None
    otherwise: Channel | None = None
    skip_if: Condition | None = None
    if_late: IfLate = "shift"
    late_after_s: int = LATE_AFTER_S
    adapt: bool = False
    always: bool = False
    assignee: str | None = None
    role: Role | None = None
    template: str | None = None
    templates: tuple[str, ...] = ()
    editable: bool = False
    script: str | None = None
    voicemail: str | None = None
    task: Texts | None = None
    repeat_days: int | None = None


class Cadence(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One version of a plan, its steps in the order in which they are worked.

    `intent` ranks how much the people on it want (higher is hotter). `then` is the key of the
    cadence that follows a silent end. `max_attempts` None means no limit of its own.
    `vary_time_of_day` keeps a day step out of the part of the day in which the one before it was
    tried. `market` None means it was not said. `reviewed_on` is when somebody last looked at the
    whole plan, None where the file does not say. `stagger_days` are the business days between the
    starts of two people of one account, for a plan whose steps have roles, and
    `account_pause_days` those for which an answer of one of them stills the plan for the others.
    `digest` identifies the content (SHA-256, hex): equal digests mean equal plans.
    """

    key: str
    version: int
    name: Texts
    audience: str
    reviewed_on: date | None = None
    direction: Direction
    market: Market | None = None
    intent: int
    first_day_label: FirstDayLabel
    day_count: DayCount = "calendar"
    goal: Goal
    then: str | None = None
    max_attempts: int | None = None
    vary_time_of_day: bool = False
    stagger_days: int | None = None
    account_pause_days: int = ACCOUNT_PAUSE_DAYS
    prefer: Prefer | None = None
    steps: tuple[Step, ...]
    digest: str

    def step(self, key: str) -> Step:
        """The step called `key`. Raises KeyError when the cadence has none."""
        return self.steps[self.index(key)]

    def index(self, key: str) -> int:
        """The position of step `key`, from 0. Raises KeyError when the cadence has none."""
        return self._positions[key]

    def planned_day(self, step: Step) -> int:
        """The day a step is planned for, entry day = 0, before anything was late.

        `within` belongs to the entry day, `after` to the day of the step before it (hours that
        run past midnight are not foreseen here).
        """
        return self._days[self.index(step.key)]

    def label_day(self, step: Step) -> int:
        """The number people of this cadence use for the day of `step`."""
        return self.planned_day(step) + self.first_day_label

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles the steps name, each once, in order; empty for a plan of one person."""
        return tuple(dict.fromkeys(step.role for step in self.steps if step.role is not None))

    def for_role(self, role: Role) -> "Cadence":
        """The plan of the person in `role`: their own steps and those for everybody."""
        if role not in self._by_role:
            own = tuple(step for step in self.steps if step.role in (None, role))
            self._by_role[role] = msgspec.structs.replace(self, steps=own)
        return self._by_role[role]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {step.key: position for position, step in enumerate(self.steps)}

    @cached_property
    def _days(self) -> tuple[int, ...]:
        """The planned day of each step: its own, the entry day, or that of the step before it."""
        days: list[int] = []
        for step in self.steps:
            if step.day is not None:
                days.append(step.day)
            else:
                days.append(days[-1] if days and step.within_s is None else 0)
        return tuple(days)

    @cached_property
    def _by_role(self) -> "dict[Role, Cadence]":
        return {}

    @cached_property
    def touches(self) -> tuple[tuple[Step, ...], ...]:
        """The steps joined by `group`, in order: counting touches counts these."""
        joined: list[list[Step]] = []
        for step in self.steps:
            if joined and step.group is not None and joined[-1][-1].group == step.group:
                joined[-1].append(step)
            else:
                joined.append([step])
        return tuple(tuple(actions) for actions in joined)

    def touch_no(self, step: Step) -> int:
        """Which touch `step` belongs to, from 1."""
        for number, actions in enumerate(self.touches, start=1):
            if any(action.key == step.key for action in actions):
                return number
        raise KeyError(step.key)
