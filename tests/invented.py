"""Invented people at a real desk: they come in, are worked, answer, object, change, go away.

Every act goes through the services and the store, as those of a window do. Nothing but the seed
decides what happens.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeVar, get_args
from uuid import UUID

from app.core.engine.by_hand import (
    ByHand,
    FinishPlan,
    PausePlan,
    ReroutePlan,
    ResumePlan,
    StartPlan,
)
from app.core.engine.outcome_effects import LogOutcome
from app.core.engine.unplanned import ContactWay
from app.core.errors import TouchlineError
from app.core.people.lead import ConsentChannel
from app.core.people.new_lead import NewLead, NewPoint
from app.core.work.outcome import outcomes_of
from app.core.work.signal import SignalKind
from app.services.contact.opt_outs import opt_out_lead, read_refusal
from app.services.desk.desk import Desk
from app.services.people.accounts import Wanted, enrol_account
from app.services.people.editing import LeadEdit, PointEntry, edit_lead, entries_of
from app.services.people.erasure import erase
from app.services.people.leads import add_lead
from app.services.store.queue_rows import QueueRow
from app.services.working.contacts import Contact, correct, log_contact
from app.services.working.passing_time import change_plan
from app.services.working.signals import observe, understand
from app.services.working.touches import dial, log_outcome, skip, snooze, undo
from tests.fakes.clock import HandClock

_PLACES = (
    ("ES", "+346", 8, "Europe/Madrid"),
    ("GB", "+447700", 6, "Europe/London"),
    ("US", "+1212555", 4, "America/New_York"),
    ("DE", "+49151", 8, "Europe/Berlin"),
    ("MX", "+5255", 8, "America/Mexico_City"),
    ("", "+346", 8, ""),
)
_SOURCES = (
    *("web_form", "demo_request", "contact_sales", "pricing_inquiry", "ebook", "webinar", "mql"),
    *("event", "chat", "trial", "missed_call", "phone_enquiry", "referral", "list", "", "Other"),
)
_TITLES = ("", "", "CEO", "Founder", "CTO", "IT architect", "CFO", "Trainer", "Buyer", "Owner")
_T = TypeVar("_T")
_CHANNELS: tuple[ConsentChannel, ...] = get_args(ConsentChannel)
_SPOKEN = {
    "no_answer": 40,
    "voicemail_left": 15,
    "connected": 8,
    "busy": 8,
    "call_back": 7,
    "send_information": 3,
    "someone_else": 4,
    "meeting_booked": 5,
    "converted": 1,
    "not_interested": 3,
    "unqualified": 1,
    "wrong_contact": 4,
    "do_not_contact": 1,
}
_WRITTEN = {
    "sent": 75,
    "accepted": 4,
    "replied": 6,
    "not_delivered": 5,
    "away": 3,
    "call_back": 1,
    "meeting_booked": 2,
    "not_interested": 2,
    "wrong_contact": 1,
    "do_not_contact": 1,
}
_MEETING = {"held": 3, "no_show": 4, "moved": 2, "send_information": 1, "meeting_booked": 2}
_HEARD: Mapping[SignalKind, int] = {
    "open": 40,
    "click": 10,
    "page_visit": 10,
    "profile_view": 4,
    "reply": 14,
    "out_of_office": 5,
    "bounce": 5,
    "unsubscribe": 2,
    "score_change": 4,
    "title_change": 2,
    "customer": 1,
    "connection_accepted": 3,
}
_REPLIES = (
    *("Yes, Tuesday suits me", "not interested", "contact me in two weeks", "stop", "who is this?"),
    *("after 15 January please", "please take me off, or not, I do not know", "next quarter"),
)


class Crowd:
    """People of one seed at one desk; `done` counts what happened, `refused` what did not."""

    def __init__(self, desk: Desk, clock: HandClock, seed: int) -> None:
        self.desk = desk
        self.clock = clock
        self.dice = random.Random(seed)
        self.people: list[UUID] = []
        self.erased: set[UUID] = set()
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.born = 0
        self.plans = sorted(desk.library.cadences)

    def comes_in(self, companies: int) -> None:
        """One person more, as a form or a list brings them."""
        dice = self.dice
        self.born += 1
        country, stem, digits, zone = dice.choice(_PLACES)
        number = f"{stem}{dice.randrange(10**digits):0{digits}d}"
        points = (
            NewPoint(kind="phone", value=number),
            NewPoint(kind="email", value=f"p{self.born}@c{dice.randrange(companies)}.example"),
            NewPoint(kind="linkedin", value=f"https://www.linkedin.com/in/p{self.born}"),
        )
        some = tuple(p for p in points if dice.random() < 0.7) or (dice.choice(points),)
        late = dice.random() < 0.3
        new = NewLead(
            first_name=f"Person{self.born}",
            points=some,
            country=country,
            zones=(zone,) if zone else (),
            company=dice.choice(("", f"Company {dice.randrange(companies)}")),
            job_title=dice.choice(_TITLES),
            source=dice.choice(_SOURCES),
            direction=dice.choice(("inbound", "inbound", "outbound")),
            received_at=self.clock.now() - timedelta(days=dice.randrange(1, 90)) if late else None,
            late=late and dice.random() < 0.5,
            temperature=dice.choice((None, None, None, "cold", "warm", "hot")),
            age=dice.choice((None, 24, 45, 63)),
            stage=dice.choices(("new", "won", "lost"), (97, 2, 1))[0],
            consents={c: dice.random() < 0.9 for c in _CHANNELS if dice.random() < 0.7},
            opt_outs=frozenset({dice.choice(("*", "email", "call"))})
            if dice.random() < 0.02
            else frozenset(),
            held=frozenset({"*"}) if dice.random() < 0.01 else frozenset(),
            extra={"Target account": "yes"} if dice.random() < 0.15 else {},
        )
        added = add_lead(self.desk, new)
        self.done[f"came in: {added.added}"] += 1
        if added.added == "new" and added.lead_id is not None:
            self.people.append(added.lead_id)

    def is_worked(self, row: QueueRow) -> None:
        """A rep works one row of the queue, or leaves it."""
        chance = self.dice.random()
        touch_id = row.touch_id
        if chance < 0.04:
            self._try("skip", lambda: skip(self.desk, touch_id, "wrong_time"))
        elif chance < 0.08:
            until = self.clock.now() + timedelta(hours=self.dice.choice((1, 20, 90)))
            self._try("snooze", lambda: snooze(self.desk, touch_id, until))
        else:
            if self.dice.random() < 0.3:
                self._try("dial", lambda: dial(self.desk, touch_id))
            command = self._outcome(row)
            event = self._try("outcome", lambda: log_outcome(self.desk, command).undo_id)
            if event is not None and self.dice.random() < 0.03:
                self.clock.advance(seconds=4)
                self._try("undo", lambda: undo(self.desk, event))
            elif event is not None and self.dice.random() < 0.02:
                other = self.dice.choice(("no_answer", "connected", "sent", "replied"))
                self._try("correct", lambda: correct(self.desk, event, other))

    def _outcome(self, row: QueueRow) -> LogOutcome:
        known = {o.code: o for o in outcomes_of(row.channel, row.kind)}
        weights = _MEETING if row.kind == "meeting" else _SPOKEN if row.channel == "call" else {}
        likely = {c: n for c, n in (weights or _WRITTEN).items() if c in known}
        codes = list(likely) or list(known)
        code = self.dice.choices(codes, [likely.get(c, 1) for c in codes])[0]
        dated = known[code].needs == "when" or code == "away"
        when = self.clock.now() + timedelta(hours=self.dice.randrange(2, 200)) if dated else None
        hard = code == "not_delivered" and self.dice.random() < 0.5
        return LogOutcome(
            touch_id=row.touch_id, outcome=code, when=when, reason="hard" if hard else "price"
        )

    def is_heard(self, lead_id: UUID) -> None:
        """Something is heard of a person."""
        kinds = list(_HEARD)
        kind = self.dice.choices(kinds, [_HEARD[k] for k in kinds])[0]
        data: dict[str, dict[str, object]] = {
            "page_visit": {"page": self.dice.choice(("pricing", "blog"))},
            "reply": {"text": self.dice.choice(_REPLIES)},
            "bounce": {"about": self.dice.choice(("hard", "soft"))},
            "score_change": {"points": self.dice.choice((-20, 10, 40))},
            "title_change": {"title": self.dice.choice(("CEO", "Buyer"))},
        }

        def hear() -> None:
            observe(self.desk, lead_id, understand(self.desk, lead_id, kind, data.get(kind)))

        self._try(f"signal {kind}", hear)

    def changes(self, lead_id: UUID) -> None:
        """Somebody changes the plan, the facts or the rights of a person by hand."""
        dice, desk, now = self.dice, self.desk, self.clock.now()
        plan = dice.choice(self.plans)
        by_hand: dict[str, ByHand] = {
            "pause": PausePlan(until=now + timedelta(days=dice.randrange(1, 20))),
            "resume": ResumePlan(skip=dice.random() < 0.5),
            "reroute": ReroutePlan(cadence_key=plan),
            "start": StartPlan(cadence_key=plan),
            "finish": FinishPlan(
                reason=dice.choice(("removed_by_manager", "converted", "not_interested"))
            ),
        }
        act = dice.choices(
            (*by_hand, "contact", "edit", "opt out", "channel", "read", "account", "erase"),
            (5, 5, 4, 4, 1, 6, 6, 1, 2, 6, 3, 1),
        )[0]
        match act:
            case "contact":
                ways: tuple[tuple[ContactWay, str], ...] = (
                    ("in", "connected"),
                    ("in", "call_back"),
                    ("out", "no_answer"),
                )
                way, code = dice.choice(ways)
                when = now + timedelta(days=1) if code == "call_back" else None
                contact = Contact(way=way, channel="call", outcome=code, when=when)
                self._try(act, lambda: log_contact(desk, lead_id, contact))
            case "edit":
                self._try(act, lambda: self._edit(lead_id))
            case "opt out":
                self._try(act, lambda: opt_out_lead(desk, lead_id))
            case "channel":
                one = dice.choice(("call", "email", "sms"))
                self._try(act, lambda: opt_out_lead(desk, lead_id, scope="channel", channel=one))
            case "read":
                yes = dice.random() < 0.5
                self._try(act, lambda: read_refusal(desk, lead_id, refusal=yes))
            case "account":
                wanted = Wanted(moves=dice.random() < 0.7)
                self._try(act, lambda: enrol_account(desk, str(lead_id), wanted))
            case "erase":
                if self._try(act, lambda: erase(desk, lead_id)) is not None:
                    self.erased.add(lead_id)
            case _:
                self._try(act, lambda: change_plan(desk, lead_id, by_hand[act]))

    def _edit(self, lead_id: UUID) -> object:
        with self.desk.store.read() as reader:
            lead = reader.lead(lead_id)
        entries = list(entries_of(lead))
        if entries and self.dice.random() < 0.5:
            entries.pop(self.dice.randrange(len(entries)))
        else:
            text = f"+346{self.dice.randrange(10**8):08d}"
            entries.append(PointEntry(kind="phone", text=text))
        facts = {"job_title": self.dice.choice(_TITLES)} if self.dice.random() < 0.3 else {}
        return edit_lead(self.desk, lead_id, LeadEdit(facts=facts, points=tuple(entries)))

    def _try(self, what: str, act: Callable[[], _T]) -> _T | None:
        """Do it where it fits; what is refused changes nothing, and is counted."""
        try:
            found = act()
        except TouchlineError as error:
            self.refused[f"{what}: {error.code}"] += 1
            return None
        self.done[what] += 1
        return found
