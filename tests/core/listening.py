"""A play with the rules that ship in force, on plans that stand in for those they lead to."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from app.core.cadence.cadence import Cadence
from app.core.engine.engine import Enrol
from app.core.engine.rule_effects import Observe, Ruling, ruled
from app.core.people.lead import Lead
from app.core.rules.rule import Ruleset
from app.core.work.signal import USUAL_CONFIDENCE, Signal, SignalKind
from tests.builders import make_lead, make_point, uid
from tests.core.playing import MONDAY, Play, cadence, library, silent, step

BOOK = library().ruleset
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# Twelve days of calls and mails in turn, so that every count can be reached.
LONG = cadence(
    *(step(f"s{n}", day=n, channel="call" if n % 2 else "email") for n in range(14)),
    step("farewell", day=20, channel="email"),
    key="long",
    direction="outbound",
)
CALLS = tuple(step(f"c{n}", day=n) for n in range(8))
TARGETS = tuple(
    cadence(*CALLS, key=key)
    for key in (
        "hot_intensive",
        "warm_engaged",
        "high_intent_rapid",
        "executive_direct",
        "account_management",
    )
)


class Listening(Play):
    """Every method goes through the engine; `fires` asks without changing anything."""

    def __init__(
        self,
        plan: Cadence | str = LONG,
        *,
        at: datetime = MONDAY,
        ruleset: Ruleset = BOOK,
        enrolled: bool = True,
        **facts: Any,
    ) -> None:
        points = (
            make_point(1),
            make_point(2, kind="email", value="ana@example.com"),
            make_point(3, kind="linkedin", value="https://linkedin.com/in/ana"),
        )
        known: dict[str, Any] = {"received_at": at, "added_at": at, "points": points}
        lead: Lead = make_lead(**{**known, "direction": "outbound", **facts})
        self.heard = 0
        super().__init__(lead, plan, at=at, enrolled=False, ruleset=ruleset)
        self.cadences |= {target.key: target for target in TARGETS}
        if enrolled:
            self.run(Enrol(cadence_key=self.plan, why="test"))

    def signal(self, kind: SignalKind, **facts: Any) -> Signal:
        self.heard += 1
        return Signal(
            **{
                "signal_id": uid(self.heard, 0x51),
                "kind": kind,
                "at": self.now,
                "confidence": USUAL_CONFIDENCE[kind],
                **facts,
            }
        )

    def hear(
        self, kind: SignalKind, *, at: datetime | None = None, **facts: Any
    ) -> dict[str, Ruling]:
        """Record a signal; what each rule came to."""
        self.now = at or self.now
        signal = self.signal(kind, **facts)
        rulings = {r.rule: r for r in ruled(self.facts, signal, self.now)[1]}
        self.run(Observe(signal=signal))
        return rulings

    def asked(self) -> dict[str, Ruling]:
        """What each rule would come to after a touch was worked now."""
        return {r.rule: r for r in ruled(self.facts, None, self.now)[1]}

    def work_silently(self, touches: int) -> None:
        """Work so many touches, one a day, without an answer."""
        for _ in range(touches):
            touch = self.planned()
            self.outcome(silent(touch), at=max(self.now, touch.due_at) + HOUR, touch=touch)

    @property
    def fired(self) -> list[str]:
        """The rules that fired so far."""
        return [firing.rule for firing in self.work.firings]

    @property
    def on(self) -> str:
        """The plan that is open, "" for none."""
        return self.work.enrolment.cadence_key if self.work.enrolment else ""


def without(ruleset: Ruleset, *keys: str) -> Ruleset:
    """The rules but those."""
    return replace(ruleset, rules=tuple(rule for rule in ruleset.rules if rule.key not in keys))


def mailed() -> Listening:
    """One mail went out at 10:00 in Madrid; a call is planned for the next day."""
    play = Listening(cadence(*LONG.steps, key="long"))
    play.outcome("sent", at=MONDAY + HOUR)
    return play


def worked(touches: int, plan: str = "long") -> Listening:
    """So many touches, without the rules having a say."""
    play = Listening(
        LONG if plan == "long" else TARGETS[0],
        ruleset=without(BOOK, *(rule.key for rule in BOOK.rules)),
    )
    play.work_silently(touches)
    play.ruleset = BOOK
    return play
