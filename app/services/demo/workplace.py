"""An invented workplace to look around in: sixty people in every state the queue can show.

Nobody here exists. The numbers are of ranges kept for fiction where a country has one, and a demo
opens no link, so that no call or message ever leaves the computer.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from uuid import UUID

from app.core.engine.by_hand import ReroutePlan
from app.core.engine.outcome_effects import LogOutcome
from app.core.work.touch import Touch
from app.services.demo.people import ARRIVALS, PEOPLE, fictional_points, invented
from app.services.demo.sendable import CONTENT
from app.services.desk.desk import Desk
from app.services.people.leads import add_lead
from app.services.working import touches
from app.services.working.content_list import save_content
from app.services.working.passing_time import catch_up, change_plan
from app.services.working.signals import observe, understand

REP = "Marta Solé"
COMPANY = "Campus Faro"
ZONE, COUNTRY = "Europe/Madrid", "ES"
# A demo begins on this Wednesday morning, whatever the day outside: on a Sunday nobody may be
# called and there would be nothing to see.
BEGINS_AT = datetime(2026, 11, 18, 9, 42, tzinfo=UTC)

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# What is logged of a step that was worked before the picture begins.
_WORKED = {"call": "no_answer", "voicemail": "voicemail_left"}
_MOST_STEPS = 8
_ASKS_FR = (
    "Bonjour, merci pour votre message. Combien coûte la formation, et y a-t-il un groupe le soir ?"
)
_ASKS_EN = (
    "Thanks for getting in touch. What does it cost per month, and when does the next group begin? "
    "I work until six, so evenings would suit me."
)
# Where somebody is who wrote back, how many minutes ago, and what.
_REPLIES = (("lyon", 21, _ASKS_FR), ("london", 4, _ASKS_EN))
_LISTED = ("webinar", "event", "content_download", "referral")


class _Cast:
    """Hands out the invented people one by one and takes them in at a moment of the past."""

    def __init__(self, desk: Desk, now: datetime) -> None:
        self.desk = desk
        self.now = now
        self._left = list(enumerate(PEOPLE))

    def take(self, ago: timedelta, place: str = "", **facts: object) -> UUID:
        """The next person (of `place`), received `ago`; `added` says how long ago they came in."""
        found = next(p for p in self._left if place in ("", p[1].place))
        self._left.remove(found)
        added: timedelta = facts.pop("added", ago)  # type: ignore[assignment]  # named by callers
        lead = invented(found[0], found[1], self.now - ago, facts)
        lead_id = add_lead(self.desk, lead, at=self.now - added).lead_id
        if lead_id is None:
            raise AssertionError("an invented person is never suppressed")
        return lead_id

    def work(
        self, lead_id: UUID, outcome: str, ago: timedelta, until: timedelta | None = None
    ) -> None:
        """Log an outcome, `ago`, for what is planned first; `until` is when, counted from now."""
        when = self.now + until if until is not None else None
        command = LogOutcome(touch_id=self.planned(lead_id), outcome=outcome, when=when)
        touches.log_outcome(self.desk, command, at=self.now - ago)

    def say(self, lead_id: UUID, text: str, ago: timedelta) -> None:
        """They wrote back by email, `ago`."""
        at = self.now - ago
        data = {"text": text, "channel": "email"}
        heard = understand(self.desk, lead_id, "reply", data, at=at)
        observe(self.desk, lead_id, heard, at=at)

    def work_up_to(self, lead_id: UUID, channel: str) -> None:
        """Work what was due before a step on this channel, each as its time came, unanswered."""
        for _ in range(_MOST_STEPS):
            due = [t for t in self._planned(lead_id) if t.due_at <= self.now]
            before = [t for t in due if t.channel != channel]
            if not before:
                return
            touch, at = before[0], max(before[0].due_at, before[0].planned_at) + _MINUTE
            outcome = _WORKED.get(touch.channel, "sent")
            command = LogOutcome(touch_id=touch.touch_id, outcome=outcome)
            touches.log_outcome(self.desk, command, at=min(at, self.now))

    def begin(self, lead_id: UUID, cadence_key: str, ago: timedelta) -> None:
        """Put somebody on another plan by hand, `ago`."""
        change_plan(self.desk, lead_id, ReroutePlan(cadence_key=cadence_key), at=self.now - ago)

    def planned(self, lead_id: UUID) -> UUID:
        """The touch that is planned first."""
        return self._planned(lead_id)[0].touch_id

    def _planned(self, lead_id: UUID) -> list[Touch]:
        with self.desk.store.read() as reader:
            planned = reader.work(lead_id).planned
        return sorted(planned, key=lambda t: (t.due_at, t.touch_id))

    @property
    def left(self) -> int:
        """How many people were not handed out yet."""
        return len(self._left)


def fill(desk: Desk, now: datetime) -> int:
    """Sixty people in every state of the queue at `now` (aware UTC); how many were made."""
    save_content(desk, CONTENT)
    cast = _Cast(desk, now)
    _first_contacts(cast)
    _conversations(cast)
    _outside_hours(cast)
    _on_plans(cast)
    _on_every_channel(cast)
    while cast.left:  # an old list, imported this morning
        cast.take(
            (2 + cast.left % 9) * _DAY,
            added=_HOUR,
            source=_LISTED[cast.left % len(_LISTED)],
            temperature=("hot", "warm", None)[cast.left % 3],
        )
    catch_up(desk, at=now)
    return len(PEOPLE)


def _first_contacts(cast: _Cast) -> None:
    """Windows that run, that run out, and two that were missed."""
    cast.take(timedelta(seconds=108), "madrid")
    cast.take(timedelta(seconds=19), "warsaw")
    cast.take(timedelta(seconds=190), "bologna")
    cast.take(timedelta(seconds=368), "istanbul")
    cast.take(42 * _MINUTE, "london")


def _conversations(cast: _Cast) -> None:
    """Replies that wait for an answer, calls that were promised, meetings, and ends."""
    for place, minutes, text in _REPLIES:
        lead_id = cast.take(_DAY + _HOUR, place)
        cast.work(lead_id, "no_answer", _DAY + 58 * _MINUTE)
        cast.say(lead_id, text, minutes * _MINUTE)
    for place, ahead in (("bucharest", 3), ("cork", 22), ("istanbul", -4), ("london", 93)):
        lead_id = cast.take(_DAY, place)
        cast.work(lead_id, "call_back", _DAY - 2 * _MINUTE, ahead * _MINUTE)
    for ahead_of in (6 * _HOUR, _DAY):
        lead_id = cast.take(_DAY + 2 * _HOUR, "madrid")
        cast.work(lead_id, "meeting_booked", _DAY + 115 * _MINUTE, ahead_of)
    for outcome in ("converted", "not_interested", "do_not_contact"):
        lead_id = cast.take(20 * _HOUR + 20 * _MINUTE, "madrid")
        cast.work(lead_id, outcome, 20 * _HOUR + 17 * _MINUTE)


def _outside_hours(cast: _Cast) -> None:
    """Asleep, in a place nobody knows, or without the consent the step needs."""
    for place in ("sao_paulo", "bogota", "sao_paulo"):
        cast.take(9 * _MINUTE, place)
    cast.take(3 * _DAY, "pune", added=_HOUR, zone_known=False)


def _on_plans(cast: _Cast) -> None:
    """Steps that are due, late, postponed or still to come today."""
    for place in ("pune", "london", "lyon", "dresden", "istanbul", "madrid"):
        lead_id = cast.take(_DAY, place)
        cast.work(lead_id, "no_answer", _DAY - 3 * _MINUTE)
    for place in ("warsaw", "lyon", "pune"):
        lead_id = cast.take(2 * _DAY, place)
        cast.work(lead_id, "voicemail_left", 2 * _DAY - 4 * _MINUTE)
        cast.work(lead_id, "sent", _DAY)
    for place in ("dresden", "cork"):
        lead_id = cast.take(6 * _DAY, place)
        cast.work(lead_id, "no_answer", 6 * _DAY - 4 * _MINUTE)
    for minutes in (16, 2):
        lead_id = cast.take(_DAY - _HOUR, "dresden")
        cast.work(lead_id, "busy", minutes * _MINUTE)
    lead_id = cast.take(_DAY, "warsaw")
    cast.work(lead_id, "someone_else", _HOUR)
    lead_id = cast.take(3 * _HOUR, "bologna")
    until = cast.now + 2 * _HOUR
    touches.snooze(cast.desk, cast.planned(lead_id), until, at=cast.now - _HOUR)


def _on_every_channel(cast: _Cast) -> None:
    """A message on WhatsApp, a text message, a profile and a task, all of them due."""
    for place, days in (("madrid", 2), ("bologna", 3)):  # this afternoon, and yesterday's
        agreed = {"call": True, "email": True, "whatsapp": True}
        ago = days * _DAY + _HOUR
        lead_id = cast.take(ago, place, source="web_form", age=24, consents=agreed)
        cast.work_up_to(lead_id, "whatsapp")
    for place in ("cork", "madrid"):
        agreed = {"call": True, "email": True, "sms": True}
        lead_id = cast.take(2 * _DAY + _HOUR, place, source="phone", consents=agreed)
        cast.work_up_to(lead_id, "sms")
    for place in ("london", "madrid"):
        lead_id = cast.take(_HOUR, place, source="prospecting", profile=True, direction="outbound")
        cast.begin(lead_id, "social_first_b2b", _HOUR)
        cast.work_up_to(lead_id, "linkedin_engage")
    lead_id = cast.take(3 * _HOUR, "warsaw", source="customer")
    cast.begin(lead_id, "account_management", 2 * _HOUR)
    cast.work_up_to(lead_id, "email")


def arrivals(desk: Desk) -> Iterator[UUID]:
    """New people who come in while somebody watches, one at each step, for ever."""
    for number, person in zip(count(len(PEOPLE)), cycle(ARRIVALS), strict=False):
        now = desk.clock.now()
        # The same few names come again: a further number keeps them apart.
        lead = invented(number, person, now, {"points": fictional_points(number)})
        outcome = add_lead(desk, lead, at=now)
        if outcome.lead_id is not None:
            yield outcome.lead_id
