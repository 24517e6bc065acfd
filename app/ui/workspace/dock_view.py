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
from app.ui.words import catalogue, say
from app.ui.workspace import strips
from app.ui.workspace.labels import CHANNEL_ICONS, is_done_here, place_name, when_there

_SHARED = {
    "5": "call_back",
    "6": "meeting_booked",
    "7": "not_interested",
    "8": "wrong_contact",
    "9": "do_not_contact",
    "S": "skip",
}
_SPOKEN = {"1": "connected", "2": "no_answer", "3": "voicemail_left", "4": "busy"} | _SHARED
_WRITTEN = {"1": "sent", "2": "not_delivered", "3": "away", "4": "replied"} | _SHARED

# What became of a meeting; a call that went unanswered or was busy is no outcome of one.
# What is logged of a contact that took place just now.
_TOOK_PLACE = ("connected", "no_answer", "voicemail_left", "busy", "sent")
_MEETING = {"1": "held", "2": "no_show", "5": "moved"}


def dock(
    card: TouchCard,
    previews: Mapping[str, Preview],
    words: Wording,
    *,
    desk_zone: str,
    now: datetime,
    dialled: bool = False,
) -> DockData:
    """The ten outcomes with what each leads to, the snooze strip and the note.

    Where nobody may be contacted now, and nothing was started from here (`dialled`), an outcome
    that says somebody was asks whether that is meant.
    """
    written = card.touch.channel not in SPOKEN
    meeting = card.touch.kind == "meeting"
    keys = (_WRITTEN if written else _SPOKEN) | (_MEETING if meeting else {})
    there = now.astimezone(ZoneInfo(card.zone))
    here = now.astimezone(ZoneInfo(desk_zone))
    asked = _strips(card, there)
    if card.verdict.state != "open" and not dialled:
        asked |= {code: strips.anyway_strip(asked.get(code)) for code in _TOOK_PLACE}
    outcomes = tuple(
        OutcomeData(
            key=key,
            code=code,
            label=_label(card, code),
            next=_next(previews.get(code), words, now),
            strip=asked.get(code),
            enabled=_is_open(card, code) and (not meeting or key not in ("3", "4")),
        )
        for key, code in sorted(keys.items())
    )
    hint = say("dock.hint")
    if written:
        hint = say("dock.hint_done" if is_done_here(card.touch.channel) else "dock.hint_written")
    return DockData(
        outcomes=outcomes,
        hint=hint,
        highlighted="held" if meeting else "sent" if written else "no_answer",
        snooze=strips.snooze_strip(here),
        note=card.draft,
        with_note=partial(_with_note, card, there),
    )


def _is_open(card: TouchCard, code: str) -> bool:
    """A message with a gap was not sent yet, and a task has no address that could be wrong."""
    if code == "sent":
        return card.message is None or not card.message.missing
    return code != "wrong_contact" or POINT_OF[card.touch.channel] is not None


def _label(card: TouchCard, code: str) -> str:
    """An outcome in the words of its button; one that asks something ends in three dots."""
    if is_done_here(card.touch.channel) and code in ("sent", "not_delivered"):
        return say("outcome.done" if code == "sent" else "outcome.not_done")
    if code == "wrong_contact":
        kind = "address" if POINT_OF[card.touch.channel] == "email" else "number"
        return say(f"outcome.wrong_{kind}")
    label = catalogue().brief("dock.skip" if code == "skip" else f"outcome.{code}")
    return f"{label}…" if code in ("away", "call_back", "moved", "skip") else label


def _with_note(card: TouchCard, there: datetime, code: str, note: str) -> Strip | None:
    """What "away" and "call back" ask when the note, or a reply pasted into it, names a date."""
    if code not in ("away", "call_back", "moved"):
        return None
    said = date_said(note, there.date(), card.lead.country, last=code == "away")
    if said is None:
        return None
    label = say("strip.their_time_in", place=place_name(card.lead, card.zone))
    if code == "away":
        return strips.away_strip(there, label, said)
    return strips.call_back_strip(there, label, said)


def _strips(card: TouchCard, there: datetime) -> dict[str, Strip]:
    label = say("strip.their_time_in", place=place_name(card.lead, card.zone))
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
    if card.asks_accepted:
        found["sent"] = strips.accepted_strip()
    if card.touch.kind == "reply" and card.elsewhere:
        asked = strips.hand_back_strip(card.elsewhere, spoken=spoken)
        found["connected" if spoken else "sent"] = asked
    return found


def _next(preview: Preview | None, words: Wording, now: datetime) -> NextData | None:
    if preview is None or preview.needs_when:
        return None
    if preview.ends:
        title = words.known(f"ends.{preview.ends}") or words.plain("ends.completed_silent")
        when = say("dock.moves", plan=preview.then) if preview.then else ""
        return NextData(icon="waypoints", title=title, when=when)
    if preview.due_at is None:
        return None
    channel = words.plain(f"channel.{preview.channel}")
    at = say("dock.at_theirs", when=when_there(preview.due_at, preview.zone, words, now))
    named = f"{channel} “{preview.title}”" if preview.title else channel
    return NextData(
        icon=CHANNEL_ICONS.get(preview.channel, "circle-dot"),
        title=named,
        when=say("dock.at_once") if preview.next_action else at,
    )
