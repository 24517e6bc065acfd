"""Words and icons that several parts of the workspace share."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from app.core.consent.consent import ConsentState
from app.core.people.lead import Lead, place_of
from app.services.wording import Wording
from app.ui.widgets.parts.view_data import ChipData, ChipKind

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
LANGUAGE_NAMES: Mapping[str, str] = {
    "en": "English",
    "es": "Spanish",
    "pt": "Portuguese",
    "fr": "French",
    "de": "German",
    "it": "Italian",
    "pl": "Polish",
    "hi": "Hindi",
    "tr": "Turkish",
    "ar": "Arabic",
    "nl": "Dutch",
    "ro": "Romanian",
}
_CONSENT_CHIPS: Mapping[ConsentState, tuple[ChipKind, str, str]] = {
    "given": ("ok", "check", ""),
    "refused": ("breach", "ban", ""),
    "unknown": ("outline", "circle-question-mark", ": ask"),
    "expired": ("warn", "clock-alert", ": renew"),
}
_CONSENT_NAMES: Mapping[str, str] = {
    "call": "Calls",
    "email": "Email",
    "whatsapp": "WhatsApp",
    "sms": "SMS",
    "linkedin": "LinkedIn",
}


def consent_chip(channel: str, state: ConsentState, until: str = "") -> ChipData:
    """The chip that says what a person agreed to; its tip also until when."""
    kind, icon, suffix = _CONSENT_CHIPS[state]
    name = _CONSENT_NAMES[channel]
    tips = {
        "given": f"{name}: agreed, until {until}" if until else f"{name}: agreed",
        "refused": f"{name}: refused",
        "unknown": f"{name}: never asked",
        "expired": f"{name}: agreed once, ran out {until}".strip(),
    }
    return ChipData(text=f"{name}{suffix}", kind=kind, icon=icon, tip=tips[state])


def when_there(at: datetime, zone: str, words: Wording, now: datetime) -> str:
    """Day and time in a zone, such as Tomorrow, Thu 19 Nov, 10:00."""
    there, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    weekday = words.plain(f"weekday.{there.isoweekday()}")
    day = f"{weekday} {there.day} {words.plain(f'month.{there.month}')}"
    ahead = (there.date() - today).days
    near = {0: "Today", 1: f"Tomorrow, {day}"}.get(ahead, day)
    return f"{near}, {there:%H:%M}"


def place_name(lead: Lead, zone: str) -> str:
    """The city of a person, or the one the zone is named after."""
    return place_of(lead) or zone.rpartition("/")[2].replace("_", " ")
