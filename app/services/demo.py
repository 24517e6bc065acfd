"""An invented workplace to look around in: sixty people in every state the queue can show.

Nobody here exists. The numbers are of ranges kept for fiction where a country has one, and a demo
opens no link, so that no call or message ever leaves the computer.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from typing import NamedTuple
from uuid import UUID

from app.core.engine.outcome_effects import LogOutcome
from app.core.people.lead import ConsentChannel
from app.core.people.new_lead import NewLead, NewPoint
from app.services.desk.desk import Desk
from app.services.people.leads import add_lead
from app.services.working import touches
from app.services.working.passing_time import catch_up

REP = "Marta Solé"
COMPANY = "Campus Faro"
ZONE, COUNTRY = "Europe/Madrid", "ES"
# A demo begins on this Wednesday morning, whatever the day outside: on a Sunday nobody may be
# called and there would be nothing to see.
BEGINS_AT = datetime(2026, 11, 18, 9, 42, tzinfo=UTC)

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class _Place(NamedTuple):
    country: str
    zone: str
    city: str
    language: str
    prefix: str


_PLACES = {
    "madrid": _Place("ES", "Europe/Madrid", "Madrid", "es", "+346123456"),
    "lyon": _Place("FR", "Europe/Paris", "Lyon", "fr", "+336399812"),
    "london": _Place("GB", "Europe/London", "London", "en", "+447700900"),
    "warsaw": _Place("PL", "Europe/Warsaw", "Warsaw", "pl", "+486013235"),
    "dresden": _Place("DE", "Europe/Berlin", "Dresden", "de", "+491512345"),
    "istanbul": _Place("TR", "Europe/Istanbul", "Istanbul", "tr", "+905321234"),
    "pune": _Place("IN", "Asia/Kolkata", "Pune", "en", "+919851080"),
    "bologna": _Place("IT", "Europe/Rome", "Bologna", "it", "+393471234"),
    "sao_paulo": _Place("BR", "America/Sao_Paulo", "São Paulo", "pt", "+551196943"),
    "bogota": _Place("CO", "America/Bogota", "Bogotá", "es", "+573001234"),
    "bucharest": _Place("RO", "Europe/Bucharest", "Bucharest", "ro", "+407212345"),
    "cork": _Place("IE", "Europe/Dublin", "Cork", "en", "+353851234"),
}


class _Person(NamedTuple):
    first: str
    last: str
    place: str


_PEOPLE = tuple(
    _Person(*line.split("|"))
    for line in (
        "Lucía|Fernández Ortega|madrid",
        "Mateusz|Wójcik|warsaw",
        "Chloé|Lefèvre|lyon",
        "Oluwaseun|Adeyemi|london",
        "Ioana|Dumitrescu|bucharest",
        "Fatma|Yıldız|istanbul",
        "Priya|Nair|pune",
        "Giulia|Conti|bologna",
        "Callum|Fraser|london",
        "Beatriz|Almeida|sao_paulo",
        "Anneliese|Vogt|dresden",
        "Siobhán|Kelly|cork",
        "Henrik|Olsen|dresden",
        "Jonas|Becker|dresden",
        "Amélie|Dubois|lyon",
        "Elif|Kaya|istanbul",
        "Rui|Carvalho|madrid",
        "Andrés|Rojas Peña|bogota",
        "Zofia|Lewandowska|warsaw",
        "Thiago|Souza|sao_paulo",
        "Nadia|Haddad|madrid",
        "Liam|O’Connor|cork",
        "Sofía|García López|madrid",
        "Wiktor|Zając|warsaw",
        "Delphine|Roux|lyon",
        "Noah|Smith|london",
        "Hugo|Marchand|lyon",
        "Inés|Molina Vega|madrid",
        "Arjun|Mehta|pune",
        "Marta|Nowak|warsaw",
        "Paolo|Ricci|bologna",
        "Emre|Demir|istanbul",
        "Ana|Popescu|bucharest",
        "Camila|Torres Gil|bogota",
        "Felix|Krüger|dresden",
        "Grace|Bennett|london",
        "Álvaro|Ruiz Sanz|madrid",
        "Kasia|Mazur|warsaw",
        "Léa|Fontaine|lyon",
        "Omar|Benali|madrid",
        "Isabel|Costa Lima|sao_paulo",
        "Tom|Hughes|london",
        "Chiara|Gallo|bologna",
        "Deniz|Aydın|istanbul",
        "Rahul|Iyer|pune",
        "Vera|Schmidt|dresden",
        "Pablo|Ortiz Marín|madrid",
        "Aoife|Byrne|cork",
        "Mihai|Ionescu|bucharest",
        "Julia|Kamińska|warsaw",
        "Bruno|Martins|sao_paulo",
        "Elena|Prieto Soto|madrid",
        "Louis|Girard|lyon",
        "Hannah|Wright|london",
        "Sergio|Navas Rey|madrid",
        "Meera|Pillai|pune",
        "Marek|Lis|warsaw",
        "Nuria|Campos Gil|madrid",
        "Stefan|Braun|dresden",
        "Clara|Serra Vidal|madrid",
    )
)
_ARRIVALS = tuple(
    _Person(*line.split("|"))
    for line in (
        "Joanna|Kowalczyk|warsaw",
        "Tariq|Aziz|london",
        "Bea|Montero Cruz|madrid",
        "Luca|Ferrari|bologna",
        "Saoirse|Walsh|cork",
        "Élodie|Perrin|lyon",
        "Can|Öztürk|istanbul",
        "Ralf|Lindner|dresden",
    )
)
_INTERESTS = ("MSc in Data Analytics", "MBA online", "English B2", "Nursing assistant", "UX design")
# Those who are worked in the picture came by a form or a friend: a consumer plan, with calls.
_SOURCES = ("web_form", "referral")
_LISTED = ("webinar", "event", "content_download", "referral")


class _Cast:
    """Hands out the invented people one by one and takes them in at a moment of the past."""

    def __init__(self, desk: Desk, now: datetime) -> None:
        self.desk = desk
        self.now = now
        self._left = list(enumerate(_PEOPLE))

    def take(self, ago: timedelta, place: str = "", **facts: object) -> UUID:
        """The next person (of `place`), received `ago`; `added` says how long ago they came in."""
        found = next(p for p in self._left if place in ("", p[1].place))
        self._left.remove(found)
        added: timedelta = facts.pop("added", ago)  # type: ignore[assignment]  # named by callers
        lead = _invented(found[0], found[1], self.now - ago, facts)
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

    def planned(self, lead_id: UUID) -> UUID:
        """The touch that is planned first."""
        with self.desk.store.read() as reader:
            planned = reader.work(lead_id).planned
        return min(planned, key=lambda t: (t.due_at, t.touch_id)).touch_id

    @property
    def left(self) -> int:
        """How many people were not handed out yet."""
        return len(self._left)


def _invented(
    number: int, person: _Person, received_at: datetime, facts: dict[str, object]
) -> NewLead:
    place = _PLACES[person.place]
    known = facts.pop("zone_known", True)
    agreed: dict[ConsentChannel, bool] = {"call": True, "email": True}
    if number % 3:
        agreed["whatsapp"] = True
    made = {
        "first_name": person.first,
        "last_name": person.last,
        "points": (
            NewPoint(kind="phone", value=f"{place.prefix}{number % 100:02d}"),
            NewPoint(kind="email", value=f"demo{number}@example.com"),
        ),
        "country": place.country,
        "city": place.city,
        "language": place.language,
        "interest": _INTERESTS[number % len(_INTERESTS)],
        "source": _SOURCES[number % len(_SOURCES)],
        "received_at": received_at,
        "age": 22 + number * 7 % 40,
        "zones": (place.zone,) if known else (),
        "consents": agreed,
    }
    return NewLead(**(made | facts))  # type: ignore[arg-type]  # fields by name, checked by use


def fill(desk: Desk, now: datetime) -> int:
    """Sixty people in every state of the queue at `now` (aware UTC); how many were made."""
    cast = _Cast(desk, now)
    _first_contacts(cast)
    _conversations(cast)
    _outside_hours(cast)
    _on_plans(cast)
    while cast.left:  # an old list, imported this morning
        cast.take(
            (2 + cast.left % 9) * _DAY,
            added=_HOUR,
            source=_LISTED[cast.left % len(_LISTED)],
            temperature=("hot", "warm", None)[cast.left % 3],
        )
    catch_up(desk, at=now)
    return len(_PEOPLE)


def _first_contacts(cast: _Cast) -> None:
    """Windows that run, that run out, and two that were missed."""
    cast.take(timedelta(seconds=108), "madrid")
    cast.take(timedelta(seconds=19), "warsaw")
    cast.take(timedelta(seconds=190), "bologna")
    cast.take(timedelta(seconds=368), "istanbul")
    cast.take(42 * _MINUTE, "london")


def _conversations(cast: _Cast) -> None:
    """Replies that wait for an answer, calls that were promised, meetings, and ends."""
    for place, minutes in (("lyon", 21), ("london", 4)):
        lead_id = cast.take(_DAY + _HOUR, place)
        cast.work(lead_id, "no_answer", _DAY + 58 * _MINUTE)
        cast.work(lead_id, "replied", minutes * _MINUTE)
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


def arrivals(desk: Desk) -> Iterator[UUID]:
    """New people who come in while somebody watches, one at each step, for ever."""
    for number, person in zip(count(len(_PEOPLE)), cycle(_ARRIVALS), strict=False):
        now = desk.clock.now()
        # The same few names come again: a further number keeps them apart.
        lead = _invented(number, person, now, {"points": _points(number)})
        outcome = add_lead(desk, lead, at=now)
        if outcome.lead_id is not None:
            yield outcome.lead_id


def _points(number: int) -> tuple[NewPoint, ...]:
    return (
        NewPoint(kind="phone", value=f"+447700{900000 + number % 1000}"),
        NewPoint(kind="email", value=f"demo{number}@example.com"),
    )
