"""People who live through their plans: the whole engine at work, without a store or a window.

    python -m benchmarks.simulate [--leads 10000] [--days 30] [--seed 1]

Invented people come in, are routed to a plan, called and written to; they answer or not, promise,
object, open, click, go away. Every decision is the engine's; the dice only say what people do and
when a rep gets round to it. The same seed gives the same log, byte for byte, which `digest` shows.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple, get_args
from uuid import UUID

from msgspec.structs import replace

from app.bootstrap.desk import read_library, read_rules
from app.core.consent.consent import Consent
from app.core.consent.key_ring import ring_of
from app.core.contact.policy import Snapshot, judge
from app.core.contact.rules import RuleBook
from app.core.engine.engine import Command, Dial, Enrol, Skip, Snooze, Tick, decided
from app.core.engine.facts import Facts
from app.core.engine.outcome_effects import LogOutcome
from app.core.engine.rule_effects import Observe
from app.core.log.events import Body, LeadAdded, encode_body
from app.core.log.projection import apply
from app.core.people.lead import ConsentChannel, ContactPoint, Direction, Lead
from app.core.work.enrolment import LeadWork
from app.core.work.outcome import outcomes_of
from app.core.work.signal import USUAL_CONFIDENCE, Signal, SignalKind
from app.core.work.touch import Touch
from app.services.desk.library import CadenceLibrary
from benchmarks.measure import Figure, Setting, once, settle_memory

BEGIN = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
LEADS, DAYS = 10_000, 30
GOAL_S = 60.0
_CHANNELS: tuple[ConsentChannel, ...] = get_args(ConsentChannel)
# Country, number without its last five digits, zone.
_PLACES = (
    ("ES", "+346123", "Europe/Madrid"),
    ("GB", "+4477001", "Europe/London"),
    ("US", "+1212555", "America/New_York"),
    ("DE", "+491512345", "Europe/Berlin"),
    ("BR", "+55119876", "America/Sao_Paulo"),
    ("IN", "+9198765", "Asia/Kolkata"),
)
_SOURCES = ("web_form", "demo_request", "webinar", "phone", "event", "list", "pricing_inquiry")
# What comes of a touch, in percent of tries; the rest is silence.
_SPOKEN = (
    ("connected", 10),
    ("voicemail_left", 15),
    ("busy", 6),
    ("someone_else", 3),
    ("call_back", 6),
    ("meeting_booked", 3),
    ("not_interested", 4),
    ("wrong_contact", 2),
    ("do_not_contact", 1),
)
_WRITTEN = (
    ("replied", 5),
    ("not_delivered", 3),
    ("away", 3),
    ("meeting_booked", 1),
    ("not_interested", 2),
    ("do_not_contact", 1),
)
_HEARD: tuple[tuple[SignalKind, int], ...] = (
    ("open", 60),
    ("click", 15),
    ("page_visit", 10),
    ("profile_view", 5),
    ("reply", 5),
    ("out_of_office", 3),
    ("unsubscribe", 1),
    ("score_change", 1),
)


class Simulated(NamedTuple):
    """What came of it. `ended` counts enrolments by the reason of their end."""

    leads: int
    events: Counter[str]
    ended: Counter[str]
    digest: str


class House(NamedTuple):
    """What all people of a simulation share."""

    library: CadenceLibrary
    rules: RuleBook
    seed: int
    until: datetime


def simulate(
    library: CadenceLibrary, rules: RuleBook, *, leads: int, days: int, seed: int
) -> Simulated:
    """`leads` people through `days` days from BEGIN; they come in over the first third of it."""
    house = House(library, rules, seed, BEGIN + timedelta(days=days))
    events, ended, log = Counter[str](), Counter[str](), sha256()
    for number in range(leads):
        life = Life(house, number)
        for body in life.bodies():
            kind, _, written = encode_body(body)
            events[kind] += 1
            log.update(written)
        ended.update(e.finish_reason for e in life.facts.work.enrolments if e.finish_reason)
    return Simulated(leads, events, ended, log.hexdigest())


class Life:
    """One person and the reps who look after them. Nothing but the seed decides what happens.

    They come in at `came_at`, else some time in the first third of the days.
    """

    def __init__(self, house: House, number: int, came_at: datetime | None = None) -> None:
        self.house = house
        self.number = number
        self.dice = random.Random(f"{house.seed}/{number}")
        third = (house.until - BEGIN).total_seconds() / 3
        self.now = came_at or BEGIN + timedelta(seconds=self.dice.uniform(0, third))
        self.heard = 0
        lead = self._lead()
        consents = tuple(self._consents(lead))
        work = LeadWork(lead_id=lead.lead_id, owner_id=lead.owner_id, consents=consents)
        self.facts = Facts(
            lead=lead,
            work=work,
            cadences=house.library.cadences,
            snapshot=Snapshot(rules=house.rules, consents=consents),
            desk_zone="Europe/Madrid",
            ring=ring_of(b"simulated"),
            ruleset=house.library.ruleset,
            tracked=frozenset({"email"}),
            routing=house.library.routing,
            templates=house.library.templates,
        )

    def _id(self, kind: int, count: int = 0) -> UUID:
        return UUID(int=(kind << 96) | (self.number << 32) | count)

    def _lead(self) -> Lead:
        dice = self.dice
        country, stem, zone = dice.choice(_PLACES)
        direction: Direction = dice.choice(("inbound", "inbound", "outbound"))
        late = timedelta(days=1) if direction == "outbound" or dice.random() < 0.2 else timedelta()
        points = [
            ContactPoint(
                point_id=self._id(2), kind="phone", value=f"{stem}{dice.randrange(10**5):05d}"
            ),
            ContactPoint(point_id=self._id(3), kind="email", value=f"{self.number}@example.com"),
            ContactPoint(point_id=self._id(4), kind="linkedin", value=f"/in/{self.number}"),
        ]
        return Lead(
            lead_id=self._id(1),
            owner_id=UUID(int=1),
            points=tuple(points[: dice.choice((1, 2, 2, 3))]),
            country=country,
            company=dice.choice(("", f"Company {self.number % 97}")),
            source="list" if direction == "outbound" else dice.choice(_SOURCES),
            direction=direction,
            received_at=self.now - late,
            added_at=self.now,
            temperature=dice.choice((None, None, "cold", "warm", "hot")),
            age=dice.choice((None, 24, 45, 63)),
            zones=(zone,),
        )

    def _consents(self, lead: Lead) -> Iterator[Consent]:
        for count, channel in enumerate(_CHANNELS):
            if self.dice.random() < 0.8:
                yield Consent(
                    consent_id=self._id(5, count),
                    channel=channel,
                    granted=True,
                    basis="simulated",
                    source=lead.source,
                    recorded_at=lead.received_at,
                )

    def bodies(self) -> Iterator[Body]:
        """Everything the engine decides, until nothing is planned or the time is over."""
        lead = self.facts.lead
        added = LeadAdded(
            owner_id=lead.owner_id,
            source=lead.source,
            direction=lead.direction,
            received_at=lead.received_at,
            temperature=lead.temperature,
        )
        self.facts = replace(self.facts, work=apply(self.facts.work, added, self.now))
        yield added
        to = self.facts.routed(self.now)
        command = Enrol(cadence_key=to.cadence, why=to.because.code, args=to.because.args)
        yield from self._do(command)
        while self.facts.work.planned:
            touch = min(self.facts.work.planned, key=_turn)
            opens_at = self._opening(touch)
            self.now = opens_at + timedelta(minutes=self.dice.expovariate(1 / 40))
            if self.now >= self.house.until:
                return
            yield from self._do(Tick())
            yield from self._worked(touch)
            yield from self._listened()

    def _opening(self, touch: Touch) -> datetime:
        """When somebody could first work the touch; a day on where that cannot be said."""
        at = max(self.now, touch.due_at, touch.snoozed_until or touch.due_at)
        verdict = judge(touch, self.facts.lead, at, self.facts.snapshot)
        if verdict.state == "open":
            return at
        return verdict.opens_at or at + timedelta(days=1)

    def _worked(self, touch: Touch) -> Iterator[Body]:
        current = self.facts.work.touch(touch.touch_id)
        if current is None or current.state != "planned":
            return  # time itself has settled it
        chance = self.dice.random()
        if chance < 0.03:
            yield from self._do(Skip(touch_id=touch.touch_id, reason="other"))
        elif chance < 0.06:
            yield from self._do(
                Snooze(touch_id=touch.touch_id, until=self.now + timedelta(hours=5))
            )
        else:
            snapshot = replace(self.facts.snapshot, offering=False)
            if judge(current, self.facts.lead, self.now, snapshot).state == "open":
                yield from self._do(Dial(touch_id=touch.touch_id))
                yield from self._do(self._outcome(current))

    def _outcome(self, touch: Touch) -> LogOutcome:
        spoken = touch.channel in ("call", "voicemail")
        known = {outcome.code: outcome for outcome in outcomes_of(touch.channel)}
        code = "no_answer" if spoken else "sent"
        rest = self.dice.uniform(0, 100)
        for candidate, percent in _SPOKEN if spoken else _WRITTEN:
            rest -= percent
            if rest < 0:
                code = candidate
                break
        if code not in known:
            code = next(iter(known))
        dated = known[code].needs == "when" or code == "away"
        when = self.now + timedelta(hours=self.dice.uniform(1, 96)) if dated else None
        return LogOutcome(touch_id=touch.touch_id, outcome=code, when=when)

    def _listened(self) -> Iterator[Body]:
        """What is heard in the hours after a touch."""
        if self.dice.random() > 0.25:
            return
        self.heard += 1
        self.now += timedelta(minutes=self.dice.uniform(1, 90))
        kind = self.dice.choices([k for k, _ in _HEARD], [weight for _, weight in _HEARD])[0]
        signal = Signal(
            signal_id=self._id(6, self.heard),
            kind=kind,
            at=self.now,
            confidence=USUAL_CONFIDENCE[kind],
            channel="email" if kind in ("open", "click") else None,
            about={"page_visit": "pricing", "unsubscribe": "keyword"}.get(kind, ""),
            points=35 if kind == "score_change" else 0,
        )
        yield from self._do(Observe(signal=signal))

    def _do(self, command: Command) -> tuple[Body, ...]:
        bodies, work = decided(self.facts, command, self.now)
        if not bodies:
            return bodies
        lead = self.facts.lead.as_worked(work.unusable, work.stage)
        self.facts = self.facts.after(work, lead)
        return bodies


def _turn(touch: Touch) -> tuple[datetime, UUID]:
    return touch.snoozed_until or touch.due_at, touch.touch_id


def simulated_month(setting: Setting) -> list[Figure]:
    """10,000 people through 30 days, on one core."""
    library, rules = read_library(), read_rules()
    leads = setting.times(LEADS)
    settle_memory()
    taken = once(lambda: simulate(library, rules, leads=leads, days=DAYS, seed=1))
    return [
        Figure(
            benchmark="simulate",
            what=f"{leads} people through {DAYS} days, of one minute",
            value=taken / GOAL_S,
            unit="x",
            goal=1.0,
            ours_s=taken,
        )
    ]


def main() -> None:
    """Prints what came of it."""
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    parser.add_argument("--leads", type=int, default=LEADS)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    made = simulate(
        read_library(), read_rules(), leads=asked.leads, days=asked.days, seed=asked.seed
    )
    for name, count in sorted(made.events.items()):
        print(f"{name:<22} {count:>8}")
    print(f"{'ended':<22} {dict(made.ended.most_common())}")
    print(f"{'digest':<22} {made.digest}")


if __name__ == "__main__":
    main()
