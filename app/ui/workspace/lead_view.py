"""A person's card in the words and marks of the lead panel."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.core.cadence.cadence import SPOKEN
from app.core.consent.suppression import EVERY_CHANNEL, Suppression
from app.core.contact.policy import Verdict
from app.core.people.lead import ConsentChannel, Lead
from app.core.people.phone import display
from app.services.cadences.routing import began_in_words
from app.services.people.lead_card import LeadCard
from app.services.store.records import TimelineEntry
from app.services.wording import Wording
from app.ui.widgets.dock.outcome_icons import OUTCOME_ICONS
from app.ui.widgets.lead.lead_data import (
    CadenceData,
    ContactWindowData,
    FactData,
    LeadData,
    StepDotData,
    TimelineEntryData,
    TimelineKind,
)
from app.ui.workspace.account_view import account_data, answered
from app.ui.workspace.labels import CHANNEL_ICONS, LANGUAGE_NAMES, consent_chip

_HOURS = {
    "call": "calls",
    "email": "email",
    "whatsapp": "WhatsApp",
    "sms": "SMS",
    "linkedin": "LinkedIn",
}
_AGE_BANDS = ((18, 34, "Young adult 18–34"), (35, 54, "Adult 35–54"), (55, 130, "Adult 55+"))
_WAYS = {"inbound": "in", "outbound": "out"}
_ENDS = {
    "completed_silent": "no answer",
    "converted": "won",
    "meeting_booked": "meeting booked",
    "not_interested": "not interested",
    "unqualified": "unqualified",
    "opted_out": "do not contact",
    "unreachable": "no channel left",
    "max_attempts": "attempts used up",
    "rerouted": "moved to another cadence",
    "removed_by_manager": "removed by a manager",
}
# Lines of the log that explain nothing to a rep stay out of the timeline.
_SHOWN = {
    "LeadAdded": ("Came in", "file-input"),
    "LeadRevised": ("Details updated", "user"),
    "OutcomeLogged": ("", ""),
    "TouchSkipped": ("Skipped", "circle-x"),
    "TouchSnoozed": ("Snoozed", "alarm-clock"),
    "SignalReceived": ("Signal", "eye"),
    "RuleFired": ("Rule", "route"),
    "EnrolmentMoved": ("Newer version of the cadence", "waypoints"),
    "OverrideGiven": ("Contacted against a soft rule", "shield-off"),
    "ZoneConfirmed": ("Local time confirmed", "clock"),
    "ZoneTakenBack": ("Local time taken back", "undo-2"),
    "ContactLogged": ("", ""),
    "OutcomeCorrected": ("Corrected", "undo-2"),
    "EnrolmentStarted": ("Cadence started", "waypoints"),
    "DecidedByHand": ("Changed by hand", "waypoints"),
    "EnrolmentFinished": ("Cadence ended", "waypoints"),
    "Suppressed": ("Opted out", "ban"),
    "SuppressionLifted": ("Opt-out lifted", "undo-2"),
    "SuppressionRead": ("Read what looked like an opt-out", "eye"),
    "OutcomeUndone": ("Taken back", "undo-2"),
    "Note": ("Note", "sticky-note"),
}


_CLOSED_WORDS = {**_HOURS, "call": "Calls", "email": "Email"}
_SCOPE_WORDS: Mapping[str, str] = {
    "channel": "",
    "person": ", asked not to be contacted",
    "number": ", this number only",
    "organisation": ", the whole organisation",
}


# Titles that end in a code of the entry.
_NAMED: Mapping[str, tuple[str, str]] = {
    "TouchSkipped": ("reason", "Skipped, "),
    "ZoneConfirmed": ("zone", "Local time confirmed, "),
    "RuleFired": ("rule", "Rule: "),
}


def lead_data(
    card: LeadCard,
    words: Wording,
    *,
    desk_zone: str,
    now: datetime,
    verdict: Verdict | None = None,
) -> LeadData:
    """Everything the lead panel shows; with a `verdict`, what can be asked about it."""
    return LeadData(
        facts=(*_facts(card.lead, words), *closed_facts(card, words)),
        consents=tuple(
            consent_chip(channel, state, _end(card, channel, words))
            for channel, state in card.consents
        ),
        window=_window(card, words, now, verdict),
        cadence=_cadence(card),
        account=account_data(card, words),
        timeline=_timeline(card, words, desk_zone, now),
    )


def _end(card: LeadCard, channel: ConsentChannel, words: Wording) -> str:
    ends = card.consent_ends.get(channel)
    return _date(ends.astimezone(ZoneInfo(card.zone)).date(), words) if ends else ""


def _date(on: date, words: Wording) -> str:
    return f"{on.day} {words.plain(f'month.{on.month}')} {on.year}"


def closed_facts(card: LeadCard, words: Wording) -> tuple[FactData, ...]:
    """What closes a way to the person, in words: opt-outs, texts to be read, lists."""
    said = dict.fromkeys(map(_closed, card.opt_outs))
    said.update(
        dict.fromkeys(
            f"On the list {one.registry}, valid until {_date(one.valid_until, words)}"
            for one in card.listings
        )
    )
    return tuple(FactData(label="Closed", value=one) for one in said)


def _closed(entry: Suppression) -> str:
    if entry.suspected:
        return "Everything, until what they wrote was read"
    channels = "Everything"
    if EVERY_CHANNEL not in entry.channels:
        channels = ", ".join(_CLOSED_WORDS.get(c, c) for c in entry.channels)
    return f"{channels}{_SCOPE_WORDS[entry.scope]}"


def _facts(lead: Lead, words: Wording) -> tuple[FactData, ...]:
    segment = [
        next((label for low, high, label in _AGE_BANDS if lead.age and low <= lead.age <= high), "")
    ]
    if lead.company:
        segment = [" · ".join(filter(None, (lead.job_title, lead.company)))]
    temperature = (lead.temperature or "").capitalize()
    segment.append(f"{temperature} {lead.direction}".strip().capitalize())
    source = words.plain(f"source.{lead.source}").capitalize() if lead.source else ""
    phones = [p for p in lead.points if p.kind == "phone"]
    emails = [p for p in lead.points if p.kind == "email"]
    rows = [
        ("Segment", " · ".join(filter(None, segment))),
        ("Source", source),
        ("Interest", lead.interest),
        ("Prefers", lead.prefers),
        ("Language", LANGUAGE_NAMES.get(lead.language, lead.language)),
        *(("Phone", _point(p.status, display(p.value), p.note)) for p in phones),
        *(("Email", _point(p.status, p.value, p.note)) for p in emails),
    ]
    return tuple(FactData(label=label, value=value) for label, value in rows if value)


def _point(status: str, shown: str, note: str) -> str:
    marks = {
        "unusable": "wrong",
        "barred": "opted out",
        "unparsed": note.replace("_", " ") or "not readable",
    }
    return f"{shown} ({marks[status]})" if status in marks else shown


def _window(
    card: LeadCard, words: Wording, now: datetime, verdict: Verdict | None
) -> ContactWindowData:
    links = _window_links(verdict)
    if not card.zone_known:
        note = "" if links else "Ask where they are"
        return ContactWindowData(title="Local time unknown", note=note, links=links)
    zone = ZoneInfo(card.zone)
    there = now.astimezone(zone)
    name = _HOURS[card.hours_of]
    spans = tuple(
        (_minute(start, zone, card), _minute(end, zone, card) or 1440)
        for start, end in card.open_today
    )
    open_now = next((end for start, end in card.open_today if start <= now < end), None)
    opens = next((start for start, _ in card.open_today if start > now), None)
    note = words.plain(f"window.{card.day_off}") if card.day_off else f"no {name} today"
    if open_now is not None:
        note = f"{name} until {open_now.astimezone(zone):%H:%M}"
    elif opens is not None:
        note = f"{name} from {opens.astimezone(zone):%H:%M}"
    elif spans:
        note = f"{name} closed for today"
    hours = ", ".join(f"{low // 60} to {high // 60}" for low, high in spans)
    state = "open" if open_now else "shut"
    return ContactWindowData(
        title=_place_now(card, there, words),
        note=note,
        spans=spans,
        now_minute=there.hour * 60 + there.minute,
        spoken=f"{name} allowed {hours or 'not today'}, now {there:%H:%M}, {state}",
        links=links,
    )


def _place_now(card: LeadCard, there: datetime, words: Wording) -> str:
    """Their time and place, and for who travels until when."""
    said = f"{there:%H:%M} in {card.place or card.zone}"
    until = card.lead.zone_until
    if until is None:
        return said
    last = (until - timedelta(seconds=1)).astimezone(ZoneInfo(card.zone))
    return f"{said} until {last.day} {words.plain(f'month.{last.month}')}"


def _window_links(verdict: Verdict | None) -> tuple[tuple[str, str], ...]:
    if verdict is None:
        return ()
    links = [("why", "Why?")] if verdict.state != "open" else []
    if verdict.tier not in ("A", "B"):
        links.append(("ask_zone", "Ask the time there"))
    return tuple(links)


def _minute(at: datetime, zone: ZoneInfo, card: LeadCard) -> int:
    there = at.astimezone(zone)
    if there.date() > card.today_on:
        return 1440
    return there.hour * 60 + there.minute


def _cadence(card: LeadCard) -> CadenceData | None:
    if card.enrolment is None or not card.steps:
        return None
    position = f"Step {card.step_no} of {card.step_count} · Day {card.day}"
    if card.enrolment.state == "finished":
        position = f"Ended, {_ENDS.get(card.enrolment.finish_reason or '', 'finished')}"
    elif card.enrolment.state == "paused":
        position = "Paused"
    elif card.enrolment.state == "with_person":
        position = "Waits for a person"
    return CadenceData(
        title=f"{card.cadence_name} v{card.cadence_version}",
        position=position,
        steps=tuple(
            StepDotData(
                icon=CHANNEL_ICONS[step.channel],
                day=str(step.day),
                state=step.state,
                spoken=(
                    f"Step {number} of {card.step_count}, {step.channel}, "
                    f"day {step.day}, {step.state}"
                ),
            )
            for number, step in enumerate(card.steps, start=1)
        ),
    )


def _timeline(
    card: LeadCard, words: Wording, desk_zone: str, now: datetime
) -> tuple[TimelineEntryData, ...]:
    zone = ZoneInfo(desk_zone)
    today = now.astimezone(zone).date()
    lines: list[TimelineEntryData] = []
    heading = ""
    for entry in card.timeline:
        shown = _entry(entry, words) or answered(entry, card, words)
        if shown is None:
            continue
        kind, title, icon, detail = shown
        here = entry.at.astimezone(zone)
        days = (today - here.date()).days
        day = {0: "", 1: "Yesterday"}.get(days, f"{here.day} {words.plain(f'month.{here.month}')}")
        if day != heading and day:
            lines.append(TimelineEntryData(kind="heading", title=day))
        heading = day
        if entry.undone:
            title = f"{title} · undone"
        lines.append(
            TimelineEntryData(
                kind=kind,
                title=title,
                detail=detail,
                time=f"{here:%H:%M}",
                icon=icon,
                event_id=entry.event_id,
                channel=entry.detail.get("channel") or entry.detail.get("touch.channel", ""),
                outcome=_correctable(entry),
                way=_WAYS.get(entry.detail.get("touch.kind", ""), ""),
            )
        )
    return tuple(lines)


def _correctable(entry: TimelineEntry) -> str:
    """The outcome that the line says, "" where it has none that could be corrected."""
    if entry.undone:
        return ""
    if entry.code == "OutcomeLogged":
        return entry.detail.get("outcome", "")
    return entry.detail.get("touch.outcome", "") if entry.code == "ContactLogged" else ""


def _entry(entry: TimelineEntry, words: Wording) -> tuple[TimelineKind, str, str, str] | None:
    if entry.code not in _SHOWN:
        return None
    if entry.code in ("ContactLogged", "OutcomeCorrected", "DecidedByHand"):
        return _beside_the_plan(entry, words)
    title, icon = _SHOWN[entry.code]
    detail = f"“{entry.text}”" if entry.text else ""
    kind: TimelineKind = "note" if entry.code == "Note" else "other"
    if entry.code == "Suppressed" and entry.detail.get("why") == "suspected":
        title, icon = "Looks like an opt-out", "eye"
    if entry.code == "OutcomeLogged":
        code = entry.detail.get("outcome", "")
        said, icon = words.plain(f"outcome.{code}"), OUTCOME_ICONS.get(code, "circle-dot")
        channel = entry.detail.get("channel", "")
        if channel and channel not in SPOKEN:
            icon = CHANNEL_ICONS.get(channel, icon) if code == "sent" else icon
        name = words.plain(f"channel.{channel}") if channel else ""
        title = f"{name} · {said}" if name else said
        kind = "call" if channel in ("", "call", "voicemail") else "message"
    elif entry.code == "SignalReceived":
        title = words.plain(f"signal.{entry.detail.get('signal.kind', '')}")
        kind = "message" if entry.text else kind
    elif entry.code in _NAMED:
        field, said = _NAMED[entry.code]
        value = entry.detail.get(field, "").rpartition("/")[2].replace("_", " ")
        title = f"{said}{value}" if value else title
    elif entry.code == "EnrolmentStarted":
        detail = began_in_words(entry.detail, words)
    elif entry.code == "EnrolmentFinished":
        title = f"Cadence ended, {_ENDS.get(entry.detail.get('reason', ''), 'finished')}"
    return kind, title, icon, detail


def _beside_the_plan(entry: TimelineEntry, words: Wording) -> tuple[TimelineKind, str, str, str]:
    """What a person did that was no touch of the plan."""
    text = f"“{entry.text}”" if entry.text else ""
    code = entry.detail.get("outcome") or entry.detail.get("touch.outcome", "")
    said, icon = words.plain(f"outcome.{code}"), OUTCOME_ICONS.get(code, "circle-dot")
    if entry.code == "OutcomeCorrected":
        return "other", words.plain("corrected", {"outcome": said}), "undo-2", text
    if entry.code == "ContactLogged":
        channel = entry.detail["touch.channel"]
        named = {"channel": words.plain(f"channel.{channel}"), "outcome": said}
        title = words.plain(f"contact.{entry.detail['touch.kind']}", named)
        return "call" if channel == "call" else "message", title, icon, text
    to = entry.detail.get("to", "").replace("_", " ")
    args = {"to": to, "until": entry.detail.get("until", "")}
    title = words.plain(f"by_hand.{entry.detail.get('act', '')}", args)
    return "other", title, _SHOWN[entry.code][1], text
