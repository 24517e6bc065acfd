"""A verdict in the words of the sheet "Why?"."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

from app.core.people.lead import CONSENT_OF
from app.core.people.zone_city import zone_city
from app.services.contact.verdicts import Cited
from app.services.wording import Wording
from app.services.working.touch_card import TouchCard
from app.ui.widgets.parts.view_data import ChipData, ChipKind
from app.ui.widgets.touch.why_data import GroundData, WhyData

_CHIPS: dict[str, tuple[ChipKind, str]] = {
    "hard": ("breach", "lock"),
    "soft": ("warn", "shield-off"),
    "note": ("neutral", "info"),
}


def why_data(card: TouchCard, words: Wording, now: datetime) -> WhyData:
    """Everything the verdict on a touch rests on; an open one has no reasons against it."""
    verdict = card.verdict
    noun = words.plain(f"noun.{CONSENT_OF[card.touch.channel] or 'other'}")
    title = "why.title_open" if verdict.state == "open" else "why.title"
    tables = {"rules": verdict.rules_version, "tz": verdict.tz_version or "?"}
    return WhyData(
        title=words.plain(title, {"noun": noun}),
        lead=_lead(card, words),
        grounds=tuple(_grounds(card, words)),
        tier=words.plain(f"tier.{verdict.tier}"),
        clocks=tuple(
            f"{zone_city(zone)} · {now.astimezone(ZoneInfo(zone)):%H:%M}" for zone in verdict.zones
        ),
        versions=words.plain("why.versions", tables),
        advice=words.plain("why.advice"),
    )


def _lead(card: TouchCard, words: Wording) -> str:
    verdict = card.verdict
    if verdict.state == "blocked":
        return words.plain("why.blocked")
    at = verdict.closes_at if verdict.state == "open" else verdict.opens_at
    if at is None:
        return words.plain("why.open_ever" if verdict.state == "open" else "why.never")
    key = "why.open" if verdict.state == "open" else "why.opens"
    return words.plain(key, {"opens_at": at.isoformat(), "zone": card.zone})


def _grounds(card: TouchCard, words: Wording) -> Iterator[GroundData]:
    """The reasons in their order; what several rules say in the same words stands there once."""
    said = ""
    for one in card.grounds:
        ground = _ground(one, words)
        yield replace(ground, text="") if ground.text == said else ground
        said = ground.text


def _ground(one: Cited, words: Wording) -> GroundData:
    kind, icon = _CHIPS[one.force]
    text = words.sentence(one.reason.code, one.reason.args)
    if "unsure" in one.reason.args:
        text = f"{text} {words.plain('why.unsure')}"
    source = ""
    if one.rule:
        basis, sure = words.plain(f"basis.{one.basis}"), words.plain(f"certainty.{one.certainty}")
        source = " · ".join((basis, _place(one, words), sure, one.rule))
    return GroundData(
        text=text,
        force=ChipData(
            text=words.plain(f"force.{one.force}"),
            kind=kind,
            icon=icon,
            tip=words.plain(f"force.tip.{one.force}"),
        ),
        source=source,
        cite=one.cite,
        note=one.note,
    )


def _place(one: Cited, words: Wording) -> str:
    """Where a rule holds: "United States (FL)"."""
    if one.country == "*":
        return words.plain("why.everywhere")
    country = QLocale.territoryToString(QLocale.codeToTerritory(one.country)) or one.country
    return f"{country} ({one.region})" if one.region else country
