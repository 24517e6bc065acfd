"""Rules: what a signal, or a plan that stays unanswered, brings about. They are data.

The file format, and what each condition and action means, is in docs/rules.md.
"""

from typing import Literal

import msgspec

from app.core.cadence.cadence import Market, Step
from app.core.people.lead import Direction, Stage, Temperature
from app.core.work.enrolment import Enrolment, FinishReason
from app.core.work.signal import SignalKind

# none: no open enrolment. promised: it waits for a callback or a meeting.
PlanState = Literal["none", "active", "paused", "promised", "with_person"]
RuleAction = Literal[
    "move",
    "insert",
    "finish",
    "pause",
    "opt_out",
    "reroute",
    "break_up",
    "refer",
    "with_person",
    "mark_point",
]
Once = Literal["message", "enrolment"]

# What ends a plan, and what puts another in its place: opens alone are too weak for either.
ENDS: frozenset[RuleAction] = frozenset({"finish", "opt_out"})
REROUTES: frozenset[RuleAction] = frozenset({"reroute", "break_up"})


# In the place of a cadence: whichever the routing table chooses with the facts of the moment.
BY_TABLE = "routing"


class When(msgspec.Struct, frozen=True, kw_only=True):
    """What must hold, all of it. A condition that is not set holds.

    `signals` empty means the rule is asked after a touch was worked. `about` is what the signal
    says. Counts are of the open enrolment: `opens_in_plan`, `score` (by how much it rose),
    `touches` worked at least, of which `observable` could have been observed; `unseen`
    observable touches since the latest engagement; `left` touches of the plan still to come, at
    least. `opens` are those of the one message. `engaged` means by more than opens. `no_sign`
    means nothing at all came from them, `unanswered` no answer. `dated` means the signal names
    a date; `unread` that no other rule on replies fired; `interest` that the signal itself
    shows interest: an engagement, or a score that rose. `outcomes` are those of the touch that
    was worked just now; `unwritten` means that no message is planned for now; `due_within_s`
    that the next step is due within so long of the signal anyway.
    """

    signals: tuple[SignalKind, ...] = ()
    about: tuple[str, ...] = ()
    states: tuple[PlanState, ...] = ("active",)
    direction: Direction | None = None
    market: Market | None = None
    temperature: Temperature | None = None
    cadences: tuple[str, ...] = ()
    opened_within_s: int | None = None
    opens: int | None = None
    opens_in_plan: int | None = None
    visited: str | None = None
    score: int | None = None
    touches: int | None = None
    observable: int | None = None
    unseen: int | None = None
    left: int | None = None
    engaged: bool = False
    no_sign: bool = False
    unanswered: bool = False
    dated: bool = False
    unread: bool = False
    interest: bool = False
    outcomes: tuple[str, ...] = ()
    unwritten: bool = False
    due_within_s: int | None = None


class Then(msgspec.Struct, frozen=True, kw_only=True):
    """What the rule does. Which fields count follows from `action`.

    move: `within_s` after the signal, or `days_earlier`, each time by as many more if
    `growing`. insert: `steps`. finish: `reason`. pause: `for_s` where no date is named.
    reroute, break_up: `to`; a reroute to `BY_TABLE` goes where the routing table sends the lead
    now. `stage` is set where given. opt_out: in `all_channels_in` (ISO country codes) an exact
    word closes every channel too.
    """

    action: RuleAction
    within_s: int | None = None
    days_earlier: int | None = None
    growing: bool = False
    steps: tuple[Step, ...] = ()
    reason: FinishReason | None = None
    stage: Stage | None = None
    for_s: int | None = None
    to: str = ""
    all_channels_in: tuple[str, ...] = ()


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule. `least_confidence` is in percent, of the signal and of those it counts.

    `once` holds it back where it fired before for the same message or in the same enrolment,
    `again_after_s` for so long after it fired.
    """

    key: str
    order: int
    least_confidence: int = 0
    once: Once | None = None
    again_after_s: int | None = None
    when: When
    then: Then


class Points(msgspec.Struct, frozen=True, kw_only=True):
    """What each kind of engagement counts in the queue, halved after every `halved_every_s`."""

    reply: int = 0
    page_visit: int = 0
    click: int = 0
    open: int = 0
    halved_every_s: int = 7 * 24 * 3600


class Ruleset(msgspec.Struct, frozen=True, kw_only=True):
    """The rules in force, in their order, and the points of engagement."""

    rules: tuple[Rule, ...] = ()
    points: Points = Points()

    def step(self, step_key: str) -> Step | None:
        """The step that a rule inserted under `step_key`, None if it is no rule's."""
        for rule in self.rules:
            for step in rule.then.steps:
                if inserted_key(rule, step) == step_key:
                    return step
        return None


def inserted_key(rule: Rule, step: Step) -> str:
    """The step key of a touch that a rule inserted; no step of a plan can have it."""
    return f"{rule.key}.{step.key}"


def plan_state(enrolment: Enrolment | None) -> PlanState:
    """How the open enrolment stands."""
    if enrolment is None or enrolment.state == "finished":
        return "none"
    if enrolment.state == "paused":
        return "paused" if enrolment.paused_until is not None else "promised"
    return enrolment.state
