"""Three people and a company, played at a real desk, with every word they would hear or read.

`python3 dev.py stories` prints what docs/stories.md shows.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from app.bootstrap.desk import make_profile, open_desk
from app.core.engine.outcome_effects import LogOutcome
from app.core.messages.template import plain
from app.core.people.new_lead import NewLead, NewPoint
from app.core.work.signal import SignalKind
from app.services.desk.desk import Desk
from app.services.people.leads import add_lead
from app.services.wording import Wording
from app.services.working.merge_values import SETTING_PREFIX
from app.services.working.outlook import NextTouch, outlook
from app.services.working.passing_time import catch_up
from app.services.working.signals import observe, understand
from app.services.working.touch_card import TouchCard, touch_card
from app.services.working.touches import log_outcome
from app.system.paths import Profile
from app.system.resources import resource_path
from tests.builders import CountingMint
from tests.fakes.clock import HandClock

MADRID = ZoneInfo("Europe/Madrid")
WORDS = Wording.load(resource_path("i18n", "en.json"))
# What a desk has said of itself in its settings.
_DESK = {
    "offer": "stock lists that keep themselves up to date",
    "company_address": "Faro, Calle Mayor 1, 28013 Madrid",
    "callback_number": "+34 910 000 000",
    "calendar_link": "https://faro.example/time",
    "data_source": "the trade register",
    "resource_title": "The stock guide",
    "resource_link": "https://faro.example/guide",
    "case_title": "A year at a timber yard",
    "case_link": "https://faro.example/case",
    "price": "€290 a month",
}


class Told(NamedTuple):
    """One thing that happened: when, to whom, on which channel, and all that was said or sent."""

    at: datetime
    name: str
    channel: str
    step: str
    plan: str
    outcome: str
    text: str


class Story:
    """Somebody at a desk who works whoever is next; what happens is written down."""

    def __init__(self, desk: Desk, clock: HandClock) -> None:
        self.desk = desk
        self.clock = clock
        self.people: dict[str, UUID] = {}
        self.told: list[Told] = []

    def comes_in(self, name: str, **facts: object) -> None:
        """One person, all of whose channels may be used."""
        n = len(self.people) + 1
        known: dict[str, object] = {
            "first_name": name,
            "company": "Puerto Azul",
            "points": (
                NewPoint(kind="phone", value=f"+34612345{n:03d}"),
                NewPoint(kind="email", value=f"{n}@puerto-azul.example"),
                NewPoint(kind="linkedin", value=f"https://www.linkedin.com/in/puerto-{n}"),
            ),
            "country": "ES",
            "zones": ("Europe/Madrid",),
            "language": "en",
            "interest": "stock software",
            "consents": {"call": True, "email": True, "linkedin": True},
        }
        added = add_lead(self.desk, NewLead(**(known | facts)))  # type: ignore[arg-type]  # by name
        assert added.lead_id is not None
        self.people[name] = added.lead_id

    def upcoming(self) -> tuple[str, NextTouch]:
        """Whoever is next of all of them, and what for."""
        found = [(name, outlook(self.desk, who).upcoming) for name, who in self.people.items()]
        open_now = [(name, touch) for name, touch in found if touch is not None]
        return min(open_now, key=lambda one: (one[1].effective_at, one[1].due_at, one[0]))

    def works(self, outcome: str = "", *, after: float = 2, hours: float = 0) -> Told:
        """Work whoever is next, two minutes after it may be; "" is that nobody answers.

        `hours` is how long from now what the outcome needs a date for.
        """
        name, touch = self.upcoming()
        self.on(max(touch.effective_at, self.clock.now()) + timedelta(minutes=after))
        name, touch = self.upcoming()
        card = touch_card(self.desk, touch.touch_id)
        usual = {"call": "no_answer", "voicemail": "voicemail_left"}.get(touch.channel, "sent")
        code = outcome or usual
        when = self.clock.now() + timedelta(hours=hours) if hours else None
        told = Told(
            at=self.clock.now(),
            name=name,
            channel=touch.channel,
            step=card.title or WORDS.plain(f"kind.{touch.kind}"),
            plan=card.cadence_name,
            outcome=code,
            text=_said(card, code),
        )
        log_outcome(self.desk, LogOutcome(touch_id=touch.touch_id, outcome=code, when=when))
        self.told.append(told)
        return told

    def works_until(self, done: Callable[[], bool], most: int = 25) -> None:
        """Nobody answers, until something is so."""
        for _ in range(most):
            if done():
                return
            self.works()
        raise AssertionError("it never came to that")

    def hears(
        self, name: str, kind: SignalKind, data: Mapping[str, object] | None = None, text: str = ""
    ) -> tuple[str, ...]:
        """Something is heard of somebody; the rules that fire."""
        said = understand(self.desk, self.people[name], kind, data or {})
        fired = tuple(r.rule for r in observe(self.desk, self.people[name], said).fired)
        told = Told(self.clock.now(), name, "", kind, self.plan_of(name), ", ".join(fired), text)
        self.told.append(told)
        return fired

    def plan_of(self, name: str) -> str:
        """The key of the plan somebody is on, "" for none."""
        found = outlook(self.desk, self.people[name]).enrolment
        return found.cadence_key if found and found.state != "finished" else ""

    def on(self, at: datetime) -> None:
        """It is so late, and what time brings about has happened."""
        self.clock.at = at
        catch_up(self.desk)


def _said(card: TouchCard, outcome: str) -> str:
    """Every word of a touch: the script with what is left after the tone, or the message."""
    parts: list[str] = []
    if card.script:
        parts += [f"{line.label}: {plain(line.parts)}" for line in card.script]
        if card.voicemail is not None and outcome in ("no_answer", "voicemail_left"):
            parts.append(f"After the tone: {plain(card.voicemail.body.parts)}")
    if card.message is not None:
        subject = card.message.subject
        if subject is not None and plain(subject.parts):
            parts.append(f"Subject: {plain(subject.parts)}")
        parts.append(plain(card.message.body.parts))
    if card.task:
        parts.append(card.task)
    return "\n".join(parts)


@contextmanager
def _at(folder: Path, begin: datetime) -> Iterator[Story]:
    clock, profile = HandClock(begin), Profile(folder)
    make_profile(
        profile, clock, rep_name="Marta", company="Faro", zone="Europe/Madrid", country="ES"
    )
    opened = open_desk(profile, clock)
    try:
        with opened.desk.store.write() as uow:
            for name, value in _DESK.items():
                uow.save_setting(SETTING_PREFIX + name, value)
            uow.commit()
        # The same ids in every run, so that everybody gets the same variant of a text.
        yield Story(replace(opened.desk, new_id=CountingMint()), clock)
    finally:
        opened.close()


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MADRID).astimezone(UTC)


def rapid_response(folder: Path) -> list[Told]:
    """Lucía asks to talk to sales on a Monday at ten, and answers on the fifth day."""
    with _at(folder, _utc("2027-02-01T10:00")) as story:
        story.comes_in("Lucía", source="contact_sales", job_title="Head of operations")
        for _ in range(4):
            story.works()
        story.on(story.clock.now() + timedelta(hours=3))
        story.hears("Lucía", "page_visit", {"page": "pricing"}, "She looks at the prices.")
        story.works_until(lambda: story.clock.now() >= _utc("2027-02-05T00:00"))
        story.on(story.clock.now() + timedelta(hours=1))
        reply = "Yes, Tuesday suits me."
        story.hears("Lucía", "reply", {"text": reply}, reply)
        story.works("meeting_booked", hours=96)
        story.works("no_show", after=20)
        story.works_until(lambda: story.upcoming()[1].kind == "step", most=4)
        story.works("converted")
        return story.told


def heats_up(folder: Path) -> list[Told]:
    """Henrik stands on a cold list, reads, looks at the prices, and falls silent again."""
    with _at(folder, _utc("2027-02-01T09:00")) as story:
        story.comes_in("Henrik", source="list", direction="outbound", temperature="cold")
        story.works()
        for hours in (30, 10, 20):
            story.on(story.clock.now() + timedelta(hours=hours))
            story.hears("Henrik", "open", text="He opens the message.")
        story.on(story.clock.now() + timedelta(minutes=20))
        story.hears("Henrik", "page_visit", {"page": "pricing"}, "He looks at the prices.")
        story.works_until(lambda: story.plan_of("Henrik") == "warm_engaged")
        story.works()
        return story.told


def target_account(folder: Path) -> list[Told]:
    """Four people of one company come in by list; one of them answers in the second week."""
    with _at(folder, _utc("2027-02-04T09:00")) as story:
        titles = {"Nuria": "Sales manager", "Tomás": "CTO", "Carmen": "CFO", "Greta": "CEO"}
        for name, title in titles.items():
            story.comes_in(
                name,
                source="list",
                direction="outbound",
                job_title=title,
                extra={"Target account": "yes"},
            )
        story.works_until(lambda: story.clock.now() >= _utc("2027-02-15T00:00"))
        asked = "Who else is using this?"
        story.hears("Tomás", "reply", {"text": asked}, asked)
        story.works("meeting_booked", hours=48)
        story.works("held", after=30)
        for _ in range(8):
            story.works()
        return story.told


STORIES: Mapping[str, tuple[str, Callable[[Path], list[Told]]]] = {
    "rapid_response": ("Somebody asks to talk to sales", rapid_response),
    "heats_up": ("A cold contact heats up and cools down", heats_up),
    "target_account": ("Four people of a target account come in by list", target_account),
}


def page() -> str:
    """What docs/stories.md shows."""
    lines = ["# Three stories, word by word", ""]
    lines += [
        "Played at a real desk of an invented company, Faro, whose settings name an offer, a",
        "price, a guide and a calendar. `python3 dev.py stories` prints this page; a test plays it",
        "again.",
        "",
    ]
    for title, play in STORIES.values():
        with tempfile.TemporaryDirectory() as folder:
            told = play(Path(folder) / "profile")
        lines += [f"## {title}", "", (play.__doc__ or "").strip(), "", *_lines(told)]
    return "\n".join(lines).rstrip() + "\n"


def _lines(told: Sequence[Told]) -> Iterator[str]:
    for one in told:
        at = f"{one.at.astimezone(MADRID):%a %d %b, %H:%M}"
        if not one.channel:
            yield f"**{at}, {one.name}: {WORDS.plain(f'signal.{one.step}').lower()}.** {one.text}"
            yield f"Rules that fire: {one.outcome or 'none'}. Plan from now on: `{one.plan}`."
            yield ""
            continue
        channel = WORDS.plain(f"channel.{one.channel}")
        outcome = WORDS.plain(f"outcome.{one.outcome}").lower()
        plan = one.plan or "beside the plan"
        yield f"**{at}, {one.name}: {channel}, “{one.step}”** ({plan}): {outcome}."
        yield ""
        yield from (f"> {line}".rstrip() for line in one.text.splitlines())
        yield ""


if __name__ == "__main__":
    sys.stdout.write(page())
