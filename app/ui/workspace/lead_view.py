"""A person's card in the words and marks of the lead panel."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.core.cadence.cadence import SPOKEN
from app.core.consent.suppression import EVERY_CHANNEL, Suppression
from app.core.contact.policy import Verdict
from app.core.log.events import (
    EDIT_TAKEN_BACK,
    EDITED,
    ContactLogged,
    DecidedByHand,
    EnrolmentFinished,
    EnrolmentMoved,
    EnrolmentStarted,
    LeadAdded,
    LeadRevised,
    OutcomeCorrected,
    OutcomeLogged,
    OutcomeUndone,
    OverrideGiven,
    OwnerChanged,
    RuleFired,
    SignalReceived,
    Suppressed,
    SuppressionLifted,
    SuppressionRead,
    TouchSkipped,
    TouchSnoozed,
    ZoneConfirmed,
    ZoneTakenBack,
    type_of,
    types_of,
)
from app.core.people.lead import SAID_OWNER, ConsentChannel, Lead
from app.core.people.main_language import assumed_language
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
from app.ui.words import catalogue, say
from app.ui.workspace.account_view import account_data, answered
from app.ui.workspace.labels import CHANNEL_ICONS, consent_chip, is_done_here, language_name

_AGE_BANDS = ((18, 34, "young"), (35, 54, "middle"), (55, 130, "older"))
_WAYS = {"inbound": "in", "outbound": "out"}
# Lines of the log that explain nothing to a rep stay out of the timeline.
_SHOWN = {
    type_of(LeadAdded): "file-input",
    type_of(LeadRevised): "user",
    type_of(OutcomeLogged): "",
    type_of(TouchSkipped): "circle-x",
    type_of(TouchSnoozed): "alarm-clock",
    type_of(SignalReceived): "eye",
    type_of(RuleFired): "route",
    type_of(EnrolmentMoved): "waypoints",
    type_of(OverrideGiven): "shield-off",
    type_of(ZoneConfirmed): "clock",
    type_of(ZoneTakenBack): "undo-2",
    type_of(ContactLogged): "",
    type_of(OutcomeCorrected): "undo-2",
    type_of(EnrolmentStarted): "waypoints",
    type_of(OwnerChanged): "users",
    type_of(DecidedByHand): "waypoints",
    type_of(EnrolmentFinished): "waypoints",
    type_of(Suppressed): "ban",
    type_of(SuppressionLifted): "undo-2",
    type_of(SuppressionRead): "eye",
    type_of(OutcomeUndone): "undo-2",
    "Note": "sticky-note",
}


# Titles that end in a code of the entry.
_NAMED: Mapping[str, str] = {
    type_of(TouchSkipped): "reason",
    type_of(ZoneConfirmed): "zone",
    type_of(RuleFired): "rule",
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
            consent_chip(channel, state, _end(card, channel, words), asked=channel in card.asked)
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
    return words.full_date(on)


def closed_facts(card: LeadCard, words: Wording) -> tuple[FactData, ...]:
    """What closes a way to the person, in words: opt-outs, texts to be read, lists."""
    said = dict.fromkeys(map(_closed, card.opt_outs))
    said.update(
        dict.fromkeys(
            say("closed.listed", registry=one.registry, until=_date(one.valid_until, words))
            for one in card.listings
        )
    )
    return tuple(FactData(label=say("facts.closed"), value=one) for one in said)


def _closed(entry: Suppression) -> str:
    every = EVERY_CHANNEL in entry.channels
    if entry.suspected and every:
        return say("closed.unread")
    channels = say("closed.everything")
    if not every:
        channels = ", ".join(say(f"consent.{channel}") for channel in entry.channels)
    return say(
        "closed.unread_some" if entry.suspected else f"closed.{entry.scope}", channels=channels
    )


def _facts(lead: Lead, words: Wording) -> tuple[FactData, ...]:
    segment = [
        next(
            (
                say(f"age.{band}")
                for low, high, band in _AGE_BANDS
                if low <= (lead.age or 0) <= high
            ),
            "",
        )
    ]
    if lead.company:
        segment = [" · ".join(filter(None, (lead.job_title, lead.company)))]
    temperature = words.known(f"temperature.{lead.temperature}")
    direction = words.known(f"direction.{lead.direction}")
    segment.append(f"{temperature} {direction}".strip().capitalize())
    source = words.plain(f"source.{lead.source}").capitalize() if lead.source else ""
    phones = [p for p in lead.points if p.kind == "phone"]
    emails = [p for p in lead.points if p.kind == "email"]
    rows = [
        (say("facts.segment"), " · ".join(filter(None, segment))),
        (say("facts.source"), source),
        (say("facts.owner"), lead.extra.get(SAID_OWNER, "")),
        (say("facts.interest"), lead.interest),
        (say("facts.asked_for"), lead.asked_for),
        (say("facts.industry"), lead.industry),
        (say("facts.occasion"), lead.occasion),
        (say("facts.research_note"), lead.research_note),
        (say("facts.prefers"), lead.prefers),
        (say("facts.language"), _language(lead)),
        *((say("facts.phone"), _point(p.status, display(p.value), p.note)) for p in phones),
        *((say("facts.email"), _point(p.status, p.value, p.note)) for p in emails),
    ]
    return tuple(FactData(label=label, value=value) for label, value in rows if value)


def _language(lead: Lead) -> str:
    assumed = assumed_language(lead)
    if not assumed:
        return language_name(lead.language)
    return say("facts.language_assumed", language=language_name(assumed))


def _point(status: str, shown: str, note: str) -> str:
    marks = {
        "unusable": say("facts.wrong"),
        "barred": say("facts.barred"),
        "unparsed": note.replace("_", " ") or say("facts.unreadable"),
    }
    return f"{shown} ({marks[status]})" if status in marks else shown


def _window(
    card: LeadCard, words: Wording, now: datetime, verdict: Verdict | None
) -> ContactWindowData:
    links = _window_links(verdict)
    if not card.zone_known:
        note = "" if links else say("hours.ask_place")
        return ContactWindowData(title=say("say.no_place"), note=note, links=links)
    zone = ZoneInfo(card.zone)
    there = now.astimezone(zone)
    name = say(f"hours.{card.hours_of}")
    spans = tuple(
        (_minute(start, zone, card), _minute(end, zone, card) or 1440)
        for start, end in card.open_today
    )
    open_now = next((end for start, end in card.open_today if start <= now < end), None)
    opens = next((start for start, _ in card.open_today if start > now), None)
    note = (
        words.plain(f"window.{card.day_off}")
        if card.day_off
        else say("hours.none_today", channel=name)
    )
    if open_now is not None:
        note = say("hours.until", channel=name, clock=f"{open_now.astimezone(zone):%H:%M}")
    elif opens is not None:
        note = say("hours.from", channel=name, clock=f"{opens.astimezone(zone):%H:%M}")
    elif spans:
        note = say("hours.closed", channel=name)
    elif card.barred:
        note = say("hours.barred", channel=name)
    hours = ", ".join(say("hours.span", low=low // 60, high=high // 60) for low, high in spans)
    return ContactWindowData(
        title=_place_now(card, there, words),
        note=note,
        spans=spans,
        now_minute=there.hour * 60 + there.minute,
        spoken=say(
            "hours.spoken_open" if open_now else "hours.spoken_shut",
            channel=name,
            hours=hours or say("hours.not_today"),
            clock=f"{there:%H:%M}",
        ),
        links=links,
    )


def _place_now(card: LeadCard, there: datetime, words: Wording) -> str:
    """Their time and place, and for who travels until when."""
    place, clock = card.place or card.zone, f"{there:%H:%M}"
    until = card.lead.zone_until
    if until is None:
        return say("say.place", clock=clock, place=place)
    last = (until - timedelta(seconds=1)).astimezone(ZoneInfo(card.zone))
    return say("say.place_until", clock=clock, place=place, day=words.day(last))


def _window_links(verdict: Verdict | None) -> tuple[tuple[str, str], ...]:
    if verdict is None:
        return ()
    links = [("why", say("touch.why"))] if verdict.state != "open" else []
    if verdict.tier not in ("A", "B"):
        links.append(("ask_zone", say("touch.ask_time")))
    return tuple(links)


def _minute(at: datetime, zone: ZoneInfo, card: LeadCard) -> int:
    there = at.astimezone(zone)
    if there.date() > card.today_on:
        return 1440
    return there.hour * 60 + there.minute


def _cadence(card: LeadCard) -> CadenceData | None:
    if card.enrolment is None or not card.steps:
        return None
    position = say("cadence.position", no=card.step_no, count=card.step_count, day=card.day)
    if card.enrolment.state == "finished":
        position = say("cadence.ended", why=_why_ended(card.enrolment.finish_reason or ""))
    elif card.enrolment.state == "paused":
        position = say("cadence.paused")
    elif card.enrolment.state == "with_person":
        position = say("cadence.with_person")
    return CadenceData(
        title=say("cadence.version", name=card.cadence_name, version=card.cadence_version),
        position=position,
        steps=tuple(
            StepDotData(
                icon=CHANNEL_ICONS[step.channel],
                day=str(step.day),
                state=step.state,
                spoken=say(
                    f"cadence.step.{step.state}",
                    no=number,
                    count=card.step_count,
                    channel=say(f"channel.{step.channel}"),
                    day=step.day,
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
        if entry.detail.get("source") == EDIT_TAKEN_BACK:
            continue  # the line above it says that something was taken back
        shown = _entry(entry, card, words, desk_zone) or answered(entry, card, words)
        if shown is None:
            continue
        kind, title, icon, detail = shown
        here = entry.at.astimezone(zone)
        days = (today - here.date()).days
        day = {0: "", 1: say("when.yesterday")}.get(days, words.day(here))
        if day != heading and day:
            lines.append(TimelineEntryData(kind="heading", title=day))
        heading = day
        if entry.undone:
            title = say("timeline.undone", what=title)
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
    if entry.code == type_of(OutcomeLogged):
        return entry.detail.get("outcome", "")
    return entry.detail.get("touch.outcome", "") if entry.code == type_of(ContactLogged) else ""


def _entry(
    entry: TimelineEntry, card: LeadCard, words: Wording, desk_zone: str
) -> tuple[TimelineKind, str, str, str] | None:
    if entry.code not in _SHOWN:
        return None
    if entry.code in types_of(ContactLogged, OutcomeCorrected, DecidedByHand):
        return _beside_the_plan(entry, card, words, desk_zone)
    if entry.detail.get("source") == EDITED:
        return _edited(entry, words)
    return _of_the_plan(entry, words)


_DONE = {"sent": "outcome.done", "not_delivered": "outcome.not_done"}


def _of_the_plan(entry: TimelineEntry, words: Wording) -> tuple[TimelineKind, str, str, str]:
    """What came of the plan, or of what was heard."""
    title, icon = words.plain(f"event.{entry.code}"), _SHOWN[entry.code]
    told = entry.text or entry.message.partition("\n")[0]
    detail = f"“{told}”" if told else ""
    kind: TimelineKind = "note" if entry.code == "Note" else "other"
    if entry.code == type_of(Suppressed) and entry.detail.get("why") == "suspected":
        title, icon = say("blocked.unread_refusal"), "eye"
    if entry.code == type_of(OutcomeLogged):
        code = entry.detail.get("outcome", "")
        said, icon = words.plain(f"outcome.{code}"), OUTCOME_ICONS.get(code, "circle-dot")
        channel = entry.detail.get("channel", "")
        if is_done_here(channel) and code in _DONE:
            said = words.plain(_DONE[code])
        if channel and channel not in SPOKEN:
            icon = CHANNEL_ICONS.get(channel, icon) if code == "sent" else icon
        name = words.plain(f"channel.{channel}") if channel else ""
        title = f"{name} · {said}" if name else said
        kind = "call" if channel in ("", "call", "voicemail") else "message"
    elif entry.code == type_of(SignalReceived):
        title = words.plain(f"signal.{entry.detail.get('signal.kind', '')}")
        kind = "message" if entry.text else kind
    elif entry.code in _NAMED:
        value = _named(entry, words)
        title = say("timeline.named", what=title, which=value) if value else title
    elif entry.code == type_of(EnrolmentStarted):
        detail = began_in_words(entry.detail, words)
    elif entry.code == type_of(OwnerChanged):
        detail = words.plain(f"assignee.{entry.detail.get('role', '')}")
    elif entry.code == type_of(EnrolmentFinished):
        title = say("timeline.named", what=title, which=_why_ended(entry.detail.get("reason", "")))
    return kind, title, icon, detail


def _edited(entry: TimelineEntry, words: Wording) -> tuple[TimelineKind, str, str, str]:
    """What was changed by hand; the values stand in the facts above, the former ones nowhere."""
    fields = entry.detail.get("fields", "").split()
    changed = ", ".join(words.plain(f"edit.{name}") for name in fields)
    return "other", words.plain("timeline.edited"), "pencil", changed


def _named(entry: TimelineEntry, words: Wording) -> str:
    """The reason, place or rule that belongs to the title of a line."""
    value = entry.detail.get(_NAMED[entry.code], "")
    group = {type_of(TouchSkipped): "skip", type_of(RuleFired): "rule"}.get(entry.code, "")
    return words.known(f"{group}.{value}") or value.rpartition("/")[2].replace("_", " ")


def _why_ended(reason: str) -> str:
    return catalogue().known(f"ended.{reason}") or say("ended.finished")


def _beside_the_plan(
    entry: TimelineEntry, card: LeadCard, words: Wording, desk_zone: str
) -> tuple[TimelineKind, str, str, str]:
    """What a person did that was no touch of the plan."""
    text = f"“{entry.text}”" if entry.text else ""
    code = entry.detail.get("outcome") or entry.detail.get("touch.outcome", "")
    said, icon = words.plain(f"outcome.{code}"), OUTCOME_ICONS.get(code, "circle-dot")
    if entry.code == type_of(OutcomeCorrected):
        return "other", words.plain("corrected", {"outcome": said}), "undo-2", text
    if entry.code == type_of(ContactLogged):
        channel = entry.detail["touch.channel"]
        named = {"channel": words.plain(f"channel.{channel}"), "outcome": said}
        title = words.plain(f"contact.{entry.detail['touch.kind']}", named)
        return "call" if channel == "call" else "message", title, icon, text
    key = entry.detail.get("to", "")
    to = card.names.get(key) or key.replace("_", " ")
    until = entry.detail.get("until", "")
    args, act = {"to": to, "until": until}, entry.detail.get("act", "")
    if until:  # said on the clock it was typed on
        args["zone"] = card.zone
    there = "_there" if until and card.zone != desk_zone else ""
    title = words.plain(f"by_hand.{act}{there}", args)
    return "other", title, _SHOWN[entry.code], text
