"""The outcome dock of a touch: what each key is called, asks and leads to."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from app.core.cadence.cadence import SPOKEN
from app.core.people.lead import POINT_OF
from app.services.wording import Wording
from app.services.working.signal_reading import date_said
from app.services.working.touch_card import Preview, TouchCard
from app.ui.widgets.dock.dock_data import DockData, NextData, OutcomeData, Strip
from app.ui.workspace import strips
from app.ui.workspace.labels import CHANNEL_ICONS, place_name, when_there

_CALL_LABELS = {
    "1": ("connected", "Connected"),
    "2": ("no_answer", "No answer"),
    "3": ("voicemail_left", "Voicemail"),
    "4": ("busy", "Busy"),
    "8": ("wrong_contact", "Wrong number"),
}
_WRITTEN_LABELS = {
    "1": ("sent", "Sent"),
    "2": ("not_delivered", "Not delivered"),
    "3": ("away", "Away reply…"),
    "4": ("replied", "Replied"),
    "8": ("wrong_contact", "Wrong address"),
}
_SHARED_LABELS = {
    "5": ("call_back", "Call back…"),
    "6": ("meeting_booked", "Meeting booked"),
    "7": ("not_interested", "Not interested"),
    "9": ("do_not_contact", "Do not contact"),
    "S": ("skip", "Skip…"),
}
_NOT_OF_A_MEETING = ("voicemail_left", "busy")
# What became of a meeting; a call that went unanswered or was busy is no outcome of one.
_MEETING_KEYS = {
    "1": "held",
    "2": "no_show",
    "3": "voicemail_left",
    "4": "busy",
    "5": "moved",
}
_ENDINGS = {
    "converted": "Won, the cadence ends",
    "not_interested": "Cadence ends, not interested",
    "unqualified": "Cadence ends, unqualified",
    "opted_out": "Stops everything on every channel",
    "meeting_booked": "Cadence ends with the meeting",
    "unreachable": "Cadence ends, no channel left",
    "max_attempts": "Cadence ends, attempts used up",
    "completed_silent": "Cadence ends",
}


def dock(
    card: TouchCard,
    previews: Mapping[str, Preview],
    words: Wording,
    *,
    desk_zone: str,
    now: datetime,
) -> DockData:
    """The ten outcomes with what each leads to, the snooze strip and the note."""
    written = card.touch.channel not in SPOKEN
    labels = (_WRITTEN_LABELS if written else _CALL_LABELS) | _SHARED_LABELS
    if card.touch.channel in ("whatsapp", "sms"):
        labels = labels | {"8": ("wrong_contact", "Wrong number")}
    meeting = card.touch.kind == "meeting"
    if meeting:
        labels = labels | {
            key: (code, words.plain(f"outcome.{code}")) for key, code in _MEETING_KEYS.items()
        }
    there = now.astimezone(ZoneInfo(card.zone))
    here = now.astimezone(ZoneInfo(desk_zone))
    asked = _strips(card, there)
    outcomes = tuple(
        OutcomeData(
            key=key,
            code=code,
            label=label,
            next=_next(previews.get(code), words, now),
            strip=asked.get(code),
            enabled=not meeting or code not in _NOT_OF_A_MEETING,
        )
        for key in ("1", "2", "3", "4", "5", "6", "7", "8", "9", "S")
        for code, label in (labels[key],)
    )
    hint = "1 logs it as sent" if written else "One key logs it and opens the next touch"
    return DockData(
        outcomes=outcomes,
        hint=hint,
        highlighted="held" if meeting else "sent" if written else "no_answer",
        snooze=strips.snooze_strip(here),
        note=card.draft,
        with_note=partial(_with_note, card, there),
    )


def _with_note(card: TouchCard, there: datetime, code: str, note: str) -> Strip | None:
    """What "away" and "call back" ask when the note, or a reply pasted into it, names a date."""
    if code not in ("away", "call_back", "moved"):
        return None
    said = date_said(note, there.date(), card.lead.country, last=code == "away")
    if said is None:
        return None
    label = f"their time, {place_name(card.lead, card.zone)}"
    if code == "away":
        return strips.away_strip(there, label, said)
    return strips.call_back_strip(there, label, said)


def _strips(card: TouchCard, there: datetime) -> dict[str, Strip]:
    label = f"their time, {place_name(card.lead, card.zone)}"
    spoken = card.touch.channel in SPOKEN
    connected = strips.connected_strip(
        first_conversation=card.first_conversation, ends=bool(card.elsewhere)
    )
    noun = "address" if POINT_OF[card.touch.channel] == "email" else "number"
    found = {
        "connected": connected,
        "call_back": strips.call_back_strip(there, label),
        "moved": strips.call_back_strip(there, label),
        "held": strips.held_strip(there, label),
        "meeting_booked": strips.meeting_strip(there, label),
        "not_interested": strips.not_interested_strip(),
        "wrong_contact": strips.wrong_contact_strip(noun),
        "away": strips.away_strip(there, label),
        "skip": strips.skip_strip(),
    }
    if card.touch.kind == "reply" and card.elsewhere:
        asked = strips.hand_back_strip(card.elsewhere, spoken=spoken)
        found["connected" if spoken else "sent"] = asked
    return found


def _next(preview: Preview | None, words: Wording, now: datetime) -> NextData | None:
    if preview is None or preview.needs_when:
        return None
    if preview.ends:
        title = _ENDINGS.get(preview.ends, "Cadence ends")
        when = f"Moves to {preview.then}" if preview.then else ""
        return NextData(icon="waypoints", title=title, when=when)
    if preview.due_at is None:
        return None
    channel = words.plain(f"channel.{preview.channel}")
    at = f"{when_there(preview.due_at, preview.zone, words, now)} their time"
    named = f"{channel} “{preview.title}”" if preview.title else channel
    return NextData(
        icon=CHANNEL_ICONS.get(preview.channel, "circle-dot"),
        title=named,
        when="At once, in this touch" if preview.next_action else at,
    )
