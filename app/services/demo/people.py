"""The people of the demo. Nobody of them exists; their numbers are of ranges kept for fiction
where a country has one."""

from datetime import datetime
from typing import NamedTuple

from app.core.people.lead import ConsentChannel
from app.core.people.new_lead import NewLead, NewPoint


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


class InventedPerson(NamedTuple):
    """A name, and the key of where they are."""

    first: str
    last: str
    place: str


PEOPLE = tuple(
    InventedPerson(*line.split("|"))
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
ARRIVALS = tuple(
    InventedPerson(*line.split("|"))
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


def invented(
    number: int, person: InventedPerson, received_at: datetime, facts: dict[str, object]
) -> NewLead:
    """Somebody of the demo as they come in.

    `facts` go before what is invented; `zone_known` False and `profile` True are said beside them.
    """
    place = _PLACES[person.place]
    known = facts.pop("zone_known", True)
    points: tuple[NewPoint, ...] = (
        NewPoint(kind="phone", value=f"{place.prefix}{number % 100:02d}"),
        NewPoint(kind="email", value=f"demo{number}@example.com"),
    )
    if facts.pop("profile", False):
        profile = f"https://www.linkedin.com/in/touchline-demo-{number}"
        points = (*points, NewPoint(kind="linkedin", value=profile))
    agreed: dict[ConsentChannel, bool] = {"call": True, "email": True}
    if number % 3:
        agreed["whatsapp"] = True
    made = {
        "first_name": person.first,
        "last_name": person.last,
        "points": points,
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


def fictional_points(number: int) -> tuple[NewPoint, ...]:
    """A number of a range kept for fiction, and an address, of somebody with this number."""
    return (
        NewPoint(kind="phone", value=f"+447700{900000 + number % 1000}"),
        NewPoint(kind="email", value=f"demo{number}@example.com"),
    )
