"""Countries by name and their zones: lists to choose from, and what a machine's zone tells."""

import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from app.core.folded import folded
from app.system.resources import resource_path
from app.ui.words import catalogue


def country_names() -> Mapping[str, str]:
    """{ISO 3166 code: its name in the language of the reader}, in the order of the names."""
    return _names_in(catalogue().language)


@lru_cache(maxsize=2)
def _names_in(language: str) -> Mapping[str, str]:
    known = _json("import", "countries.json")["names"]
    named = sorted(((name[language], code) for code, name in known.items()), key=_by_name)
    return MappingProxyType({code: name for name, code in named})


@lru_cache(maxsize=1)
def country_zones() -> Mapping[str, tuple[str, ...]]:
    """{ISO 3166 code: its IANA zones, the most populated first}."""
    known = _json("zones", "country_zones.json")["countries"]
    return MappingProxyType({code: tuple(zones) for code, zones in known.items()})


def country_of(zone: str) -> str:
    """The country that a zone belongs to, "" for one that belongs to none, such as UTC."""
    links: Mapping[str, str] = _json("zones", "country_zones.json")["links"]
    name = links.get(zone, zone)
    return next((code for code, zones in country_zones().items() if name in zones), "")


def _by_name(one: tuple[str, str]) -> str:
    return folded(one[0])


@lru_cache(maxsize=2)
def _json(*parts: str) -> Any:
    return json.loads(resource_path(*parts).read_text(encoding="utf-8"))
