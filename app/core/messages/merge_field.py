"""The merge fields that texts may use: their kinds, their names on screen, how values are written.

The list, with what fills each field, is in docs/cadence-format.md.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date, time
from typing import Literal

import msgspec

from app.core.texts import Texts

FieldKind = Literal["text", "date", "time", "money", "url"]
# Money is written by whoever fills it in ("€290"): only they know the currency of the offer.
# Dates and times are already those of the person who reads them.
Value = str | date | time

_MAX_VALUE_CHARS = 1000
_WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
_MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
}
_DATE_FORMS: Mapping[str, str] = {
    "en": "{weekday} {day} {month}",
    "es": "{weekday} {day} de {month}",
}


class MergeField(msgspec.Struct, frozen=True, kw_only=True):
    """One merge field; `label` is what the screen calls it."""

    name: str
    kind: FieldKind
    label: Texts


def _field(name: str, kind: FieldKind, en: str, es: str) -> tuple[str, MergeField]:
    return name, MergeField(name=name, kind=kind, label={"en": en, "es": es})


FIELDS: Mapping[str, MergeField] = dict(
    (
        # The person.
        _field("first_name", "text", "first name", "nombre"),
        _field("full_name", "text", "full name", "nombre y apellidos"),
        _field("lead_company", "text", "their company", "su empresa"),
        _field("job_title", "text", "job title", "cargo"),
        _field("city", "text", "city", "ciudad"),
        _field("interest", "text", "interest", "interés"),
        _field("industry", "text", "industry", "sector"),
        _field("occasion", "text", "occasion", "ocasión"),
        _field("asked_for", "text", "what they asked for", "lo que pidió"),
        _field("asked_link", "url", "link to what they asked for", "enlace a lo que pidió"),
        _field("research_note", "text", "what we found out", "lo que averiguamos"),
        _field("received_on", "date", "day of the enquiry", "día de la consulta"),
        _field("received_time", "time", "time of the enquiry", "hora de la consulta"),
        _field("last_call_on", "date", "day of the last call", "día de la última llamada"),
        _field("last_call_time", "time", "time of the last call", "hora de la última llamada"),
        # Who contacts them.
        _field("rep_name", "text", "your name", "tu nombre"),
        _field("company_name", "text", "our company", "nuestra empresa"),
        _field("company_address", "text", "our postal address", "nuestra dirección postal"),
        _field("callback_number", "text", "number to call back", "teléfono de contacto"),
        _field("calendar_link", "url", "calendar link", "enlace al calendario"),
        _field("data_source", "text", "where we have the details from", "de dónde son los datos"),
        # The offer.
        _field(
            "offer", "text", "what we offer, in a few words", "qué ofrecemos, en pocas palabras"
        ),
        _field("resource_title", "text", "title of the document", "título del documento"),
        _field("resource_link", "url", "link to the document", "enlace al documento"),
        _field("feedback_link", "url", "link to the survey", "enlace a la encuesta"),
        _field("case_title", "text", "title of the case study", "título del caso de éxito"),
        _field("case_link", "url", "link to the case study", "enlace al caso de éxito"),
        _field("news_title", "text", "title of what is new", "título de la novedad"),
        _field("news_link", "url", "link to what is new", "enlace a la novedad"),
        _field("video_link", "url", "link to the video", "enlace al vídeo"),
        _field("price", "money", "price", "precio"),
        _field("deadline", "date", "deadline", "fecha límite"),
        _field("meeting_day", "date", "proposed day", "día propuesto"),
        _field("meeting_time", "time", "proposed time", "hora propuesta"),
    )
)


def written(value: Value, language: str) -> str:
    """A value as a text of `language` shows it, on one line, "" when nothing is left of it.

    Dates read "Thursday 19 November" ("jueves 19 de noviembre"), ISO in a language whose names of
    days are not known here; times "18:30". Line breaks and invisible characters become spaces or
    go, so that no value can break out of its line or reverse the text around it.
    """
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return _written_date(value, language)
    shown = "".join(_visible(character) for character in value[:_MAX_VALUE_CHARS])
    return " ".join(shown.split())


def _written_date(day: date, language: str) -> str:
    form = _DATE_FORMS.get(language)
    if form is None:
        return f"{day:%Y-%m-%d}"
    weekday = _WEEKDAYS[language][day.weekday()]
    return form.format(weekday=weekday, day=day.day, month=_MONTHS[language][day.month - 1])


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    # Surrogates, private use, non-characters, and the marks that reverse the direction of text.
    overrides = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return "" if category in {"Cs", "Co", "Cn"} or character in overrides else character
