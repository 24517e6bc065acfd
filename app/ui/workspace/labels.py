"""Words and icons that several parts of the workspace share."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from app.core.consent.consent import ConsentState
from app.core.people.lead import Lead, place_of
from app.core.people.zone_city import zone_city
from app.services.wording import Wording
from app.ui.widgets.parts.view_data import ChipData, ChipKind
from app.ui.words import catalogue, say

CHANNEL_ICONS: Mapping[str, str] = {
    "call": "phone",
    "voicemail": "voicemail",
    "email": "mail",
    "video_email": "video",
    "sms": "message-square-text",
    "whatsapp": "message-circle",
    "linkedin_connect": "user-plus",
    "linkedin_message": "messages-square",
    "linkedin_engage": "thumbs-up",
    "direct_mail": "mailbox",
    "task": "square-check",
}
KNOWN_LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "pl", "hi", "tr", "ar", "nl", "ro")
_CONSENT_CHIPS: Mapping[ConsentState, tuple[ChipKind, str]] = {
    "given": ("ok", "check"),
    "refused": ("breach", "ban"),
    "unknown": ("outline", "circle-question-mark"),
    "expired": ("warn", "clock-alert"),
}


def consent_chip(
    channel: str, state: ConsentState, until: str = "", *, asked: bool = False
) -> ChipData:
    """The chip that says what a person agreed to; its tip also until when.

    `asked`: they asked to be contacted, which is for an answer and no consent beyond it.
    """
    kind, icon = _CONSENT_CHIPS[state]
    name = say(f"consent.{channel}")
    asked = asked and state == "given"
    given = "asked" if asked else "given_until" if until else "given"
    tip = given if state == "given" else state
    return ChipData(
        text=say("consent.chip.asked" if asked else f"consent.chip.{state}", channel=name),
        kind=kind,
        icon=icon,
        tip=say(f"consent.tip.{tip}", channel=name, **({"until": until} if until else {})),
    )


def when_there(at: datetime, zone: str, words: Wording, now: datetime) -> str:
    """Day and time in a zone, such as Tomorrow, Thu 19 Nov, 10:00."""
    there, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    day, clock = words.day(there), f"{there:%H:%M}"
    ahead = (there.date() - today).days
    near = {0: "when.today", 1: "when.tomorrow"}.get(ahead, "when.day")
    return words.plain(near, {"day": day, "clock": clock})


def language_name(code: str) -> str:
    """A language in the reader's words, its code where nobody knows it."""
    return catalogue().known(f"language.{code}") or code


def place_name(lead: Lead, zone: str) -> str:
    """The city of a person, or the one the zone is named after."""
    return place_of(lead) or zone_city(zone)


def is_done_here(channel: str) -> bool:
    """Whether a step is done rather than sent: a task, a letter, an act on a profile."""
    return channel in ("task", "direct_mail", "linkedin_connect", "linkedin_engage")
