"""A touch card in the words and marks of the touch panel."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

from app.core.cadence.cadence import SPOKEN
from app.core.people.lead import CONSENT_OF
from app.core.people.phone import display
from app.core.work.first_contact import SECOND_BREACH, WINDOW
from app.services.wording import Wording
from app.services.working.filling import can_fill
from app.services.working.touch_card import Preview, TouchCard
from app.ui.widgets.parts.view_data import (
    ChannelChoice,
    RingData,
    Tone,
    clock_text,
    ring_for,
)
from app.ui.widgets.touch.touch_data import (
    ActionData,
    ActionLink,
    CallBoxData,
    HeaderData,
    LanguageChoice,
    ObjectionData,
    ScriptData,
    ScriptLineData,
    TouchData,
)
from app.ui.words import catalogue, say
from app.ui.workspace.dock_view import dock
from app.ui.workspace.labels import (
    CHANNEL_ICONS,
    KNOWN_LANGUAGES,
    language_name,
    place_name,
)
from app.ui.workspace.written_view import message_data, spans

_TONES: Mapping[str, Tone] = {
    "new": "accent",
    "ok": "ok",
    "warn": "warn",
    "breach": "breach",
    "reply": "reply",
    "outline": "muted",
    "neutral": "accent",
}
_WRITTEN_ACTS = {
    "email": ("open", "open.email", "mail"),
    "video_email": ("open", "open.email", "video"),
    "whatsapp": ("open", "open.whatsapp", "message-circle"),
    "sms": ("open", "open.sms", "message-square-text"),
    "direct_mail": ("done", "open.done", "mailbox"),
    "task": ("done", "open.done", "square-check"),
}


def touch_data(
    card: TouchCard,
    previews: Mapping[str, Preview],
    words: Wording,
    *,
    desk_zone: str,
    now: datetime,
    said: frozenset[str] = frozenset(),
    handled: bool = True,
    quiet: bool = False,
    dialled: bool = False,
) -> TouchData:
    """Everything the touch panel shows.

    `handled`: something on this machine takes the link. `quiet`: the filled button of the window
    is elsewhere. `dialled`: the contact was started from here, what came of it is not logged yet.
    """
    big = action(card, desk_zone=desk_zone, now=now, handled=handled)
    if dialled and big.code in ("call", "copy"):
        big = _after_call(big)
    side = beside(card, words, handled=handled)
    if quiet and big.look == "accent":
        big = replace(big, look="outline")
    if quiet and isinstance(side, ActionData) and side.look == "accent":
        side = replace(side, look="outline")
    written = card.touch.channel not in SPOKEN
    return TouchData(
        touch=str(card.touch.touch_id),
        header=header(card, words, desk_zone=desk_zone, now=now),
        action=big,
        side=side,
        objective=say("touch.they_said", text=card.wrote)
        if card.wrote and not written
        else card.objective,
        script=None if written else _script(card, said),
        objections=_objections(card),
        message=message_data(card) if written else None,
        actions=tuple(
            ChannelChoice(
                code=str(one.touch_id),
                label=words.plain(f"channel.{one.channel}"),
                icon=CHANNEL_ICONS.get(one.channel, "circle-dot"),
                enabled=one.is_open,
                done=not one.is_open,
                tip=one.title
                if one.is_open
                else f"{one.title}: {words.plain('outcome.' + one.outcome)}",
            )
            for one in card.actions
        ),
        dock=dock(card, previews, words, desk_zone=desk_zone, now=now, dialled=dialled),
    )


def _objections(card: TouchCard) -> tuple[ObjectionData, ...]:
    """What they may object, and on a call the words for after the tone."""
    if card.touch.channel == "voicemail":
        return ()
    found = [
        ObjectionData(key=o.key, label=o.label, answer=spans(o.parts)) for o in card.objections
    ]
    if card.voicemail is not None:
        words = spans(card.voicemail.body.parts)
        found.append(ObjectionData(key="voicemail", label=say("script.after_tone"), answer=words))
    return tuple(found)


def header(card: TouchCard, words: Wording, *, desk_zone: str, now: datetime) -> HeaderData:
    """Name, step line, ring and the reason in a sentence."""
    channel = words.plain(f"channel.{card.touch.channel}")
    if card.touch.kind in ("callback", "meeting", "reply", "inserted"):
        channel = words.plain(f"kind.{card.touch.kind}")
    parts = [channel]
    if card.step_count and card.touch.kind == "step":
        step: dict[str, str | int] = {
            "channel": channel,
            "no": card.step_no,
            "count": card.step_count,
            "day": card.day,
        }
        parts = [words.plain("row.step", step)]
    if card.cadence_name:
        parts.append(card.cadence_name)
    if card.assignee:
        parts.append(words.text("assigned", {"assignee": card.assignee}))
    there = now.astimezone(ZoneInfo(card.zone))
    language = card.lead.language
    languages = language_name(language) if language in KNOWN_LANGUAGES else ""
    ring, word, why, tone, icon = _why(card, words, desk_zone, now)
    return HeaderData(
        name=card.lead.name,
        step_line=" · ".join(parts),
        place_line=" · ".join(
            filter(
                None,
                (
                    say(
                        "say.place", clock=f"{there:%H:%M}", place=place_name(card.lead, card.zone)
                    ),
                    languages,
                ),
            )
        ),
        ring=ring,
        why_icon=icon,
        why_word=word,
        why_tone=tone,
        why=why,
    )


Why = tuple[RingData, str, str, Tone, str]


def _why(card: TouchCard, words: Wording, desk_zone: str, now: datetime) -> Why:
    """Ring, strong word, sentence, tone and icon of the reason."""
    return (
        _why_running(card, desk_zone, now)
        or _why_called(card)
        or _why_placed(card, words, desk_zone)
    )


def _why_running(card: TouchCard, desk_zone: str, now: datetime) -> Why | None:
    clock = card.clock
    if clock is None or clock.deadline_at is None or clock.attempted_at is not None:
        return None
    began = clock.starts_at or clock.received_at
    forgotten = now - clock.deadline_at > SECOND_BREACH
    if began > now or card.verdict.state != "open" or forgotten:
        return None
    left = ceil((clock.deadline_at - now).total_seconds())
    ring = ring_for(left)
    before = f"{clock.deadline_at.astimezone(ZoneInfo(desk_zone)):%H:%M:%S}"
    if left < 0:
        line = say("touch.still_good")
        return ring, say("first.missed"), line, "breach", "triangle-alert"
    if ring.state == "last_minute":
        return (
            ring,
            say("first.last_minute"),
            say("touch.call_before", before=before),
            "breach",
            "timer",
        )
    if ring.state == "running_out":
        return (
            ring,
            say("first.running_out"),
            say("touch.call_before", before=before),
            "warn",
            "timer",
        )
    asked = clock_text(int(WINDOW.total_seconds()) - left)
    line = say("touch.asked_ago", asked=asked, before=before)
    return ring, say("first.new"), line, "accent", "timer"


def _why_called(card: TouchCard) -> Why | None:
    clock = card.clock
    if clock is None or clock.attempted_at is None or clock.deadline_at is None:
        return None
    began = clock.starts_at or clock.received_at
    took = clock_text(int((clock.attempted_at - began).total_seconds()))
    if clock.state == "attempted":
        ring = RingData(state="attempted", text=took, spoken=say("say.called", clock=took))
        return ring, say("touch.called", took=took), say("touch.inside"), "ok", "circle-check"
    ring = RingData(state="attempted_late", text=took, spoken=say("touch.called_late", took=took))
    return ring, say("touch.called", took=took), say("touch.after"), "breach", "triangle-alert"


def _why_placed(card: TouchCard, words: Wording, desk_zone: str) -> Why:
    placement = card.placement
    if placement is None:
        return RingData(state="now", text="–"), "", "", "muted", ""
    code, args = placement.reason.code, placement.reason.args
    icon = words.icon(code) or ("circle-dot" if placement.lane == "due_now" else "clock")
    text = say("touch.now")
    if placement.lane in ("later_today", "waiting", "upcoming", "callbacks"):
        at = placement.opens_at if placement.lane == "waiting" else placement.due_at
        text = f"{at.astimezone(ZoneInfo(desk_zone)):%H:%M}" if at is not None else "–"
    tone = _TONES.get(words.chip(code), "accent")
    ring = RingData(state="now", text=text)
    short, line = words.text(code, args), words.sentence(code, args)
    return ring, short, "" if line == f"{short}." else line, tone, icon


def action(card: TouchCard, *, desk_zone: str, now: datetime, handled: bool) -> ActionData:
    """The big button: the next act, or why there is none."""
    channel = card.touch.channel
    if card.verdict.state == "blocked":
        return _blocked(card)
    if card.verdict.state == "later":
        return _shut(card, desk_zone, now)
    if channel in SPOKEN:
        return _call(card, handled=handled)
    if card.message is not None and card.message.missing:
        count = len(card.message.missing)
        icon = "text-cursor-input"
        if any(can_fill(name) for name in card.message.missing):
            text = say("touch.fill_gaps", count=count)
            return ActionData(code="gaps", text=text, icon=icon, key="Enter")
        text = say("touch.gaps", count=count)
        return ActionData(code="gaps", text=text, icon=icon, look="disabled")
    if card.lacks:
        text = say(f"touch.lacks.{card.lacks[0]}")
        detail = say("touch.lacks_why")
        return ActionData(
            code="lacks", text=text, icon="shield-off", look="disabled", detail=detail
        )
    code, key, icon = _WRITTEN_ACTS.get(channel, ("open", "open.profile", CHANNEL_ICONS[channel]))
    if code == "open" and not handled:
        return ActionData(code="copy_text", text=say("message.copy"), icon="copy", key="Enter")
    return ActionData(code=code, text=say(key), icon=icon, key="Enter")


def _call(card: TouchCard, *, handled: bool) -> ActionData:
    number = display(card.address)
    if not handled:
        return ActionData(code="copy", text=say("menu.copy", what=number), icon="copy", key="Enter")
    spoken = say("touch.call_person", name=card.lead.name, number=number)
    return ActionData(
        code="call",
        text=say("touch.call_number", number=number),
        icon="phone",
        key="Enter",
        spoken=spoken,
    )


def _after_call(call: ActionData) -> ActionData:
    """The call was started: what is left is to say what came of it, or to call once more."""
    return ActionData(
        code="choose",
        text=say("touch.choose"),
        icon="phone-outgoing",
        look="outline",
        links=(ActionLink(code=call.code, text=say(f"touch.again.{call.code}")),),
    )


def _blocked(card: TouchCard) -> ActionData:
    icon = CHANNEL_ICONS[card.touch.channel]
    code = card.verdict.reasons[0].code if card.verdict.reasons else ""
    channel = CONSENT_OF[card.touch.channel] or "other"
    text = catalogue().known(f"blocked.{code}") or say(f"blocked.channel.{channel}")
    return ActionData(code="blocked", text=text, icon=icon, look="disabled", links=_links(card))


def _shut(card: TouchCard, desk_zone: str, now: datetime) -> ActionData:
    opens_at = card.verdict.opens_at
    if opens_at is None:
        text = say("touch.never_opens")
        return ActionData(code="later", text=text, icon="moon", look="disabled", links=_links(card))
    here = opens_at.astimezone(ZoneInfo(desk_zone))
    there = opens_at.astimezone(ZoneInfo(card.zone))
    today = now.astimezone(ZoneInfo(desk_zone)).date()
    when = (
        f"{here:%H:%M}"
        if here.date() == today
        else f"{say(f'weekday.{here.isoweekday()}')} {here:%H:%M}"
    )
    text = say("touch.opens_here", when=when)
    if here.utcoffset() != there.utcoffset():
        place = place_name(card.lead, card.zone)
        text = say("touch.opens", when=when, clock=f"{there:%H:%M}", place=place)
    return ActionData(code="later", text=text, icon="moon", look="disabled", links=_links(card))


def _links(card: TouchCard) -> tuple[ActionLink, ...]:
    """Small things to press in a shut button: going ahead, where it is not beside it already."""
    why = ActionLink(code="why", text=say("touch.why"))
    if card.verdict.overridable and card.offer is not None:
        return ActionLink(code="anyway", text=_anyway(card)), why
    return (why,)


def _anyway(card: TouchCard) -> str:
    return say("touch.call_anyway") if card.touch.channel in SPOKEN else say("touch.send_anyway")


def beside(card: TouchCard, words: Wording, *, handled: bool) -> CallBoxData | ActionData | None:
    """What stands beside the big button: the call, or what can be done while it is shut."""
    verdict, offer = card.verdict, card.offer
    if verdict.state == "open":
        return _call_box(card, handled=handled)
    if verdict.reasons and verdict.reasons[0].code == "zone_unknown":
        return ActionData(code="ask_zone", text=say("touch.ask_time"), icon="clock", key="T")
    if verdict.reasons and verdict.reasons[0].code == "unread_refusal":
        return ActionData(
            code="not_refusal",
            text=say("touch.not_refusal"),
            icon="circle-check",
            key="0",
            look="outline",
            detail=say("touch.opts_out"),
        )
    if offer is not None:
        until = ""
        if offer.closes_at is not None:
            until = say(
                "touch.until_theirs",
                clock=f"{offer.closes_at.astimezone(ZoneInfo(card.zone)):%H:%M}",
            )
        return ActionData(
            code="use",
            text=words.plain(f"open_now.{CONSENT_OF[offer.channel] or 'other'}"),
            icon=CHANNEL_ICONS[offer.channel],
            key="A",
            look="outline",
            detail=until,
        )
    if verdict.overridable:
        return ActionData(
            code="anyway",
            text=_anyway(card),
            icon="shield-off",
            key="C",
            look="outline",
            detail=say("touch.asks_reason"),
        )
    return None


def _call_box(card: TouchCard, *, handled: bool) -> CallBoxData | None:
    if card.touch.channel not in SPOKEN:
        return None
    state = say("touch.in_phone_app" if handled else "touch.on_phone")
    return CallBoxData(timer="0:00", state=state)


def _script(card: TouchCard, said: frozenset[str]) -> ScriptData | None:
    if not card.script:
        return None
    lines = tuple(
        ScriptLineData(key=line.key, label=line.label, text=spans(line.parts))
        for line in card.script
    )
    if card.touch.channel == "voicemail" and card.voicemail is not None:
        words = spans(card.voicemail.body.parts)
        lines = (ScriptLineData(key="voicemail", label=say("script.after_tone"), text=words),)
    return ScriptData(
        lines=lines,
        said=said,
        languages=tuple(
            LanguageChoice(code=code, name=language_name(code)) for code in card.languages
        ),
        language=card.language if card.language in card.languages else "en",
    )
