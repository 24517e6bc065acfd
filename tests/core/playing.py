"""One lead worked without a store: the engine decides, a log remembers, a test says the time."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from app.bootstrap.desk import read_library
from app.core.cadence.cadence import Cadence, Step
from app.core.consent.consent import Consent
from app.core.consent.suppression import closures
from app.core.contact.history import heard_at
from app.core.contact.policy import Snapshot
from app.core.contact.rules import RuleBook
from app.core.engine.decision import NURTURE, NURTURE_ELSEWHERE
from app.core.engine.engine import Command, Dial, Enrol, Skip, Snooze, Tick, decide
from app.core.engine.facts import Facts
from app.core.engine.outcome_effects import LogOutcome
from app.core.log.events import Body, Event, LeadAdded
from app.core.log.projection import apply_all, fold
from app.core.people.lead import Lead
from app.core.queue.ranking import Placement, place
from app.core.rules.rule import Ruleset
from app.core.work.best_hours import CallCell
from app.core.work.enrolment import Enrolment, LeadWork
from app.core.work.first_contact import FirstContact
from app.core.work.touch import Touch
from app.services.desk.library import CadenceLibrary
from tests.builders import RING, make_consent, make_event, make_lead, uid
from tests.rulebooks import house_hours

# A Monday, 09:00 in Madrid: every window of the week has just opened or is about to.
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TEXT = {"en": "x"}
_T = TypeVar("_T", bound=Body)


@cache
def library() -> CadenceLibrary:
    """The cadences that ship."""
    return read_library()


def utc(text: str) -> datetime:
    """ "2026-11-23 09:00", or with seconds, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def step(key: str, **fields: Any) -> Step:
    return Step(**{"key": key, "channel": "call", "title": TEXT, "objective": TEXT, **fields})


def cadence(*steps: Step, **fields: Any) -> Cadence:
    """A plan of calls by default, for people who asked, with nothing that follows."""
    return Cadence(
        **{
            "key": "plan",
            "version": 1,
            "name": TEXT,
            "audience": "anyone",
            "direction": "inbound",
            "intent": 10,
            "first_day_label": 0,
            "goal": "meeting",
            "steps": steps,
            "digest": "",
            **fields,
        }
    )


def agreed(*channels: str, at: datetime = MONDAY) -> tuple[Consent, ...]:
    return tuple(
        make_consent(n, channel=channel, recorded_at=at - timedelta(days=1))
        for n, channel in enumerate(channels, start=1)
    )


class Play:
    """A lead, what the log says about it, and the present. Every command goes through `decide`."""

    def __init__(
        self,
        lead: Lead | None = None,
        plan: Cadence | str = "b2c_standard",
        *,
        at: datetime = MONDAY,
        consents: tuple[Consent, ...] | None = None,
        desk_zone: str = "Europe/Madrid",
        enrolled: bool = True,
        ruleset: Ruleset | None = None,
        alone: bool = False,
        rules: RuleBook | None = None,
    ) -> None:
        """`alone` leaves out the long nurture, so that a plan without a sequel just ends."""
        self.rules = rules or house_hours()
        self.lead = lead or make_lead(received_at=at, added_at=at)
        self.cadences = dict(library().cadences)
        if alone:
            del self.cadences[NURTURE], self.cadences[NURTURE_ELSEWHERE]
        if isinstance(plan, Cadence):
            self.cadences[plan.key] = plan
        self.former: dict[tuple[str, int], Cadence] = {}
        self.plan = plan.key if isinstance(plan, Cadence) else plan
        self.now = at
        self.desk_zone = desk_zone
        self.ruleset = ruleset or Ruleset()
        self.tracked: frozenset[str] = frozenset()
        self.staff: dict[str, UUID] = {}
        self.best_hours: tuple[CallCell, ...] = ()
        self.routing = library().routing
        self.templates = dict(library().templates)
        self.elsewhere: frozenset[str] = frozenset()
        self.log: list[Event] = []
        if consents is None:
            consents = agreed("call", "email", "sms", "whatsapp", "linkedin", at=at)
        self.work = LeadWork(
            lead_id=self.lead.lead_id, owner_id=self.lead.owner_id, consents=consents
        )
        self.append(
            [
                LeadAdded(
                    owner_id=self.lead.owner_id,
                    source=self.lead.source,
                    direction=self.lead.direction,
                    received_at=self.lead.received_at,
                    stage=self.lead.stage,
                    temperature=self.lead.temperature,
                )
            ]
        )
        if enrolled:
            self.run(Enrol(cadence_key=self.plan, why="test"))

    @property
    def facts(self) -> Facts:
        found = closures((), self.work.suppressions, RING)
        return Facts(
            lead=self.lead.as_worked(self.work.unusable, self.work.stage),
            work=self.work,
            cadences=self.cadences,
            former=self.former,
            snapshot=Snapshot(
                rules=self.rules,
                suppressed=found.closed | self.elsewhere,
                held=found.held,
                consents=self.work.consents,
                whatsapp_at=heard_at(self.work, "whatsapp"),
            ),
            desk_zone=self.desk_zone,
            ring=RING,
            ruleset=self.ruleset,
            tracked=self.tracked,
            staff=self.staff,
            best_hours=self.best_hours,
            age_bands=library().age_bands,
            routing=self.routing,
            templates=self.templates,
        )

    def append(self, bodies: Sequence[Body]) -> UUID | None:
        """Write events; the first is named as the cause of the others."""
        first: UUID | None = None
        for body in bodies:
            event = make_event(
                body,
                len(self.log) + 1,
                occurred_at=self.now,
                lead_id=self.lead.lead_id,
                cause_id=first,
            )
            first = first or event.event_id
            self.log.append(event)
        self.work = apply_all(self.work, ((body, self.now) for body in bodies))
        return first

    def run(self, command: Command, at: datetime | None = None) -> tuple[Body, ...]:
        self.now = at or self.now
        bodies = decide(self.facts, command, self.now)
        self.append(bodies)
        return bodies

    def outcome(
        self,
        code: str,
        *,
        at: datetime | None = None,
        touch: Touch | None = None,
        when: datetime | None = None,
        reason: str = "",
    ) -> tuple[Body, ...]:
        """Work `touch`, else the one that the queue shows, else the first that is planned."""
        self.now = at or self.now
        worked = touch or self.current
        return self.run(
            LogOutcome(touch_id=worked.touch_id, outcome=code, when=when, reason=reason)
        )

    def dial(self, at: datetime | None = None) -> tuple[Body, ...]:
        return self.run(Dial(touch_id=self.current.touch_id), at)

    def skip(self, why: str = "not_now", *, at: datetime | None = None) -> tuple[Body, ...]:
        return self.run(Skip(touch_id=self.current.touch_id, reason=why), at)

    def snooze(self, until: datetime, *, at: datetime | None = None) -> tuple[Body, ...]:
        return self.run(Snooze(touch_id=self.current.touch_id, until=until), at)

    def tick(self, at: datetime | None = None) -> tuple[Body, ...]:
        return self.run(Tick(), at)

    def place(self, at: datetime | None = None) -> Placement:
        found = place(self.facts, at or self.now)
        assert found is not None, "nothing is planned"
        return found

    @property
    def current(self) -> Touch:
        """The touch that the queue shows, else the first planned one."""
        placed = place(self.facts, self.now)
        found = self.work.touch(placed.touch_id) if placed else None
        return found or self.work.planned[0]

    @property
    def enrolment(self) -> Enrolment:
        """The open enrolment, else the last one."""
        return self.work.enrolment or self.work.enrolments[-1]

    def state(self) -> str:
        """The state of that enrolment."""
        return self.enrolment.state

    @property
    def clock(self) -> FirstContact:
        assert self.work.first_contact is not None
        return self.work.first_contact

    def planned(self, kind: str = "step") -> Touch:
        """The one planned touch of a kind."""
        (touch,) = [t for t in self.work.planned if t.kind == kind]
        return touch

    def plan_line(self) -> list[tuple[str, str]]:
        """(kind or step key, state) of every touch in the order in which they came to be."""
        return [(t.step_key if t.kind == "step" else t.kind, t.state) for t in self.work.touches]

    def replayed(self) -> LeadWork:
        """What the log alone says; consents are given to a play, not logged."""
        folded = fold(self.lead.lead_id, self.log)
        return LeadWork(
            **{
                name: getattr(folded, name)
                for name in folded.__struct_fields__
                if name != "consents"
            },
            consents=self.work.consents,
        )


def only(bodies: Sequence[Body], kind: type[_T]) -> _T:
    """The one body of a type."""
    (found,) = [body for body in bodies if isinstance(body, kind)]
    return found


def silent(touch: Touch) -> str:
    """The outcome of a touch that nobody answered."""
    return "no_answer" if touch.channel in ("call", "voicemail") else "sent"


__all__ = [
    "MONDAY",
    "Play",
    "agreed",
    "cadence",
    "library",
    "only",
    "silent",
    "step",
    "time",
    "uid",
    "utc",
]
