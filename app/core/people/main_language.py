"""The language somebody is taken to speak who did not say: that of their country, where it has one.

Countries in which several languages are official and none goes without saying (Belgium, Canada,
Switzerland, India) stand for none: there the desk's own language decides.
"""

from typing import Final

from app.core.people.lead import Lead
from app.core.people.phone import parse_phone

# ISO 639-1: ISO 3166.
_COUNTRIES: Final = {
    "es": "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE",
    "en": "AG AU BB BS GB GD GY IE JM KN LC NZ TT US VC",
    "pt": "AO BR CV GW MZ PT ST",
    "fr": "BF BJ CG CI FR GA GN MC ML NE SN TG",
    "de": "AT DE LI",
    "it": "IT SM VA",
    "nl": "NL SR",
    "pl": "PL",
    "ro": "MD RO",
    "ca": "AD",
    "da": "DK",
    "sv": "SE",
    "el": "GR",
    "tr": "TR",
    "ja": "JP",
    "hu": "HU",
    "cs": "CZ",
    "bg": "BG",
}
_BY_COUNTRY: Final = {
    country: language for language, named in _COUNTRIES.items() for country in named.split()
}


def main_language(country: str) -> str:
    """The ISO 639-1 code of the language that goes without saying in a country; "" for none."""
    return _BY_COUNTRY.get(country.upper(), "")


def assumed_language(lead: Lead) -> str:
    """The language of the person's country, else of that of their number; "" where neither tells.

    Nothing is assumed of somebody whose language is known.
    """
    if lead.language:
        return ""
    if lead.country:
        return main_language(lead.country)
    phones = (p.value for p in lead.points if p.kind == "phone" and p.status != "unparsed")
    regions = {parse_phone(value, None).region or "" for value in phones}
    languages = {main_language(region) for region in regions}
    return languages.pop() if len(languages) == 1 else ""


def language_to(lead: Lead) -> str:
    """The language to write to a person in: theirs, else what is assumed; "" for neither."""
    return lead.language or assumed_language(lead)
