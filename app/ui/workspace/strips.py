"""The short questions that follow some outcomes, and what their answers mean to the engine.

Times in a strip are wall time in the person's zone, without a zone of their own.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.core.engine.upkeep import HandBack
from app.core.errors import BadInput
from app.core.reading.plain_dates import read_when
from app.core.reading.said_dates import SaidDate
from app.ui.widgets.dock.dock_data import Choice, ReasonChoice, Strip, StripAnswer, StripOption
from app.ui.words import say

AFTERNOON, EVENING, MORNING = time(16), time(18), time(10)
AWAY_DAYS = 7
# A date without a time means the morning.
SAID_AT = time(9)
_LONGEST_WORDS = 24

SKIP_REASONS = (
    ("1", "wrong_time", "Wrong time for them"),
    ("2", "in_contact", "Already in contact elsewhere"),
    ("3", "missing_information", "Missing information"),
    ("4", "wrong_step", "Not the right step"),
)
NOT_INTERESTED = (
    ReasonChoice(code="price", label="Price"),
    ReasonChoice(code="timing", label="Timing"),
    ReasonChoice(code="competitor", label="Chose another"),
    ReasonChoice(code="no_need", label="No need"),
)
UNQUALIFIED = (
    ReasonChoice(code="requirements", label="Does not meet the requirements"),
    ReasonChoice(code="wrong_person", label="Not the one who decides"),
    ReasonChoice(code="not_served", label="Outside what we offer"),
)

FINISH = (
    ReasonChoice(code="converted", label="Converted"),
    ReasonChoice(code="not_interested", label="Not interested"),
    ReasonChoice(code="unqualified", label="Unqualified"),
    ReasonChoice(code="removed_by_manager", label="Just take them off"),
)
_HANDS_BACK = ("same", "next", "reroute", "finish")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an outcome and the answer of its strip come to: an outcome code or another act.

    `when` is an aware UTC instant. `act` is "outcome", "skip" or "snooze".
    """

    act: str
    code: str = ""
    when: datetime | None = None
    reason: str = ""
    text: str = ""
    prefers: str = ""
    hand_back: HandBack | None = None


def _later_today(there: datetime, clock: time) -> datetime:
    """`clock` today, or an hour from now if that has passed."""
    wanted = datetime.combine(there.date(), clock)
    return wanted if wanted > there.replace(tzinfo=None) else _in(there, timedelta(hours=1))


def _in(there: datetime, span: timedelta) -> datetime:
    """`span` from now, at the full five minutes."""
    at = there.replace(tzinfo=None, second=0, microsecond=0) + span
    return at + timedelta(minutes=-at.minute % 5)


def _workday(there: datetime, days: int, clock: time) -> datetime:
    """`clock` on the day `days` ahead, or on the Monday after a weekend."""
    on = there.date() + timedelta(days=days)
    while on.weekday() >= 5:
        on += timedelta(days=1)
    return datetime.combine(on, clock)


def _as_said(key: str, label: str, said: SaidDate) -> StripOption:
    """A date that was read in the note, to be confirmed; the words show what it was read from."""
    words = said.words if len(said.words) <= _LONGEST_WORDS else f"{said.words[:_LONGEST_WORDS]}…"
    return StripOption(
        key=key,
        code="said",
        label=f"{label} {said.on:%a} {said.on.day} {said.on:%b %Y}",
        hint=f"“{words}”",
        at=datetime.combine(said.on, SAID_AT),
    )


def call_back_strip(there: datetime, zone_label: str, said: SaidDate | None = None) -> Strip:
    """Call back: in 1 h, this afternoon, tomorrow, or a moment to pick. `there` is their now.

    With a date `said` in the note, that one is offered first of all.
    """
    hour, afternoon = _in(there, timedelta(hours=1)), _later_today(there, AFTERNOON)
    tomorrow = _workday(there, 1, MORNING)
    return Strip(
        question="When do they want the call?",
        icon="phone-incoming",
        preset="5" if said else "1",
        zone_label=zone_label,
        options=(
            StripOption(key="1", code="in_1h", label="In 1 h", hint=f"{hour:%H:%M}", at=hour),
            StripOption(
                key="2",
                code="afternoon",
                label="This afternoon",
                hint=f"{afternoon:%H:%M}",
                at=afternoon,
            ),
            StripOption(
                key="3",
                code="tomorrow",
                label="Tomorrow" if tomorrow.date() - there.date() == timedelta(1) else "Monday",
                hint=f"{tomorrow:%H:%M}",
                at=tomorrow,
            ),
            StripOption(key="4", code="pick", label="Pick", needs="when", at=tomorrow),
            *([_as_said("5", "On", said)] if said else []),
        ),
    )


def _finish_option(key: str) -> StripOption:
    return StripOption(key=key, code="finish", label="Finish…", needs="reason", reasons=FINISH)


def hand_back_strip(cadences: tuple[tuple[str, str], ...], *, spoken: bool) -> Strip:
    """A reply was answered: how their cadence goes on. `cadences` are (key, name) of others."""
    others = tuple(Choice(code=key, label=name) for key, name in cadences)
    more = (
        StripOption(key="5", code="send_information", label="Send information"),
        StripOption(key="6", code="someone_else", label="Someone else"),
    )
    return Strip(
        question="How does their cadence go on?",
        icon="waypoints",
        preset="1",
        options=(
            StripOption(key="1", code="same", label="Same step"),
            StripOption(key="2", code="next", label="Next step"),
            StripOption(
                key="3", code="reroute", label="Another cadence…", needs="choice", choices=others
            ),
            _finish_option("4"),
            *(more if spoken else ()),
        ),
    )


def connected_strip(*, first_conversation: bool, ends: bool = False) -> Strip:
    """Connected: what was agreed; the first conversation also asks how they like to be reached.

    `ends`: their cadence waits for this and may be over with it.
    """
    channels = (
        Choice(code="call", label="Phone"),
        Choice(code="email", label="Email"),
        Choice(code="whatsapp", label="WhatsApp"),
    )
    times = (
        Choice(code="morning", label="Mornings"),
        Choice(code="afternoon", label="Afternoons"),
        Choice(code="evening", label="Evenings"),
    )
    return Strip(
        question="What did you agree?",
        preset="1",
        options=(
            StripOption(key="1", code="connected", label="As planned"),
            StripOption(key="2", code="send_information", label="Send information"),
            StripOption(key="3", code="someone_else", label="Someone else"),
            *((_finish_option("4"),) if ends else ()),
        ),
        prefer_channels=channels if first_conversation else (),
        prefer_times=times if first_conversation else (),
    )


def meeting_strip(there: datetime, zone_label: str) -> Strip:
    """Won: a meeting with its date, or converted."""
    return Strip(
        question="What did you win?",
        icon="calendar-plus",
        preset="1",
        zone_label=zone_label,
        options=(
            StripOption(
                key="1",
                code="meeting_booked",
                label="Meeting",
                needs="when",
                at=_workday(there, 1, EVENING),
            ),
            StripOption(key="2", code="converted", label="Converted"),
        ),
    )


def held_strip(there: datetime, zone_label: str) -> Strip:
    """A meeting was held: how it goes on, with its next date where there is one."""
    return Strip(
        question=say("strip.after_meeting"),
        icon="calendar",
        preset="1",
        zone_label=zone_label,
        options=(
            StripOption(key="1", code="held", label=say("strip.plan_goes_on")),
            StripOption(key="2", code="send_information", label=say("outcome.send_information")),
            StripOption(
                key="3",
                code="meeting_booked",
                label=say("strip.next_meeting"),
                needs="when",
                at=_workday(there, 1, EVENING),
            ),
            StripOption(key="4", code="converted", label=say("outcome.converted")),
            StripOption(key="5", code="not_interested", label=say("outcome.not_interested")),
        ),
    )


def not_interested_strip() -> Strip:
    """Stop: not interested with an optional reason, or unqualified with one."""
    return Strip(
        question="Why does it end?",
        icon="circle-x",
        preset="1",
        options=(
            StripOption(
                key="1",
                code="not_interested",
                label="Not interested",
                needs="reason",
                optional=True,
                reasons=NOT_INTERESTED,
            ),
            StripOption(
                key="2",
                code="unqualified",
                label="Unqualified",
                needs="reason",
                reasons=UNQUALIFIED,
            ),
        ),
    )


def wrong_contact_strip(noun: str) -> Strip:
    """Wrong number or address: another one, or stop using this channel."""
    return Strip(
        question=f"Did you get another {noun}?",
        icon="phone-missed",
        preset="2",
        options=(
            StripOption(
                key="1",
                code="other",
                label=f"Other {noun}",
                needs="text",
                text_label=f"The right {noun}",
            ),
            StripOption(key="2", code="stop", label="Stop this channel"),
        ),
    )


def away_strip(there: datetime, zone_label: str, said: SaidDate | None = None) -> Strip:
    """Out of office: how long the plan rests; first of all until the date `said` in the note."""
    week = datetime.combine(there.date() + timedelta(days=AWAY_DAYS), MORNING)
    return Strip(
        question="How long are they away?",
        icon="pause",
        preset="3" if said else "1",
        zone_label=zone_label,
        options=(
            StripOption(key="1", code="week", label="7 days", hint=f"{week:%d %b}", at=week),
            StripOption(key="2", code="until", label="Until", needs="when", at=week),
            *([_as_said("3", "Until", said)] if said else []),
        ),
    )


def skip_strip() -> Strip:
    """Skip: a reason is required."""
    listed = tuple(StripOption(key=key, code=code, label=text) for key, code, text in SKIP_REASONS)
    other = StripOption(key="5", code="other", label="Other…", needs="text", text_label="Reason")
    return Strip(question="Why skip it?", icon="circle-x", options=(*listed, other))


def snooze_strip(here: datetime) -> Strip:
    """Snooze: presets in the rep's own time, or words. `here` is the rep's wall time."""
    hour, later = _in(here, timedelta(hours=1)), _in(here, timedelta(hours=3))
    tomorrow = _workday(here, 1, time(9))
    week = _workday(here, 7 - here.weekday(), time(9))
    return Strip(
        question="When should it come back?",
        icon="alarm-clock",
        preset="1",
        zone_label="your time",
        options=(
            StripOption(key="1", code="hour", label="1 h", hint=f"{hour:%H:%M}", at=hour),
            StripOption(key="2", code="later", label="Later", hint=f"{later:%H:%M}", at=later),
            StripOption(key="3", code="tomorrow", label="Tomorrow", hint="09:00", at=tomorrow),
            StripOption(key="4", code="week", label="Next week", hint="Mon", at=week),
            StripOption(
                key="5", code="words", label="When…", needs="text", text_label="Such as Thu 16:00"
            ),
        ),
    )


def instant(wall: datetime | None, zone: str) -> datetime | None:
    """Wall time of a zone as an aware UTC instant."""
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if wall is not None else None


def read_answer(outcome: str, answer: StripAnswer | None, strip: Strip | None, zone: str) -> Chosen:
    """What an outcome with its answer means. `zone` is the person's IANA zone.

    Raises BadInput when words for a time cannot be read.
    """
    if answer is None:
        return Chosen("skip" if outcome == "skip" else "outcome", outcome)
    option = next((o for o in strip.options if o.key == answer.option), None) if strip else None
    when = instant(answer.when or (option.at if option else None), zone)
    code = option.code if option else answer.option
    prefers = ", ".join(filter(None, (answer.prefer_channel, answer.prefer_time)))
    if outcome == "skip":
        reason = answer.text.strip() if code == "other" else code
        return Chosen("skip", "skip", reason=reason)
    if outcome in ("connected", "sent") and code in _HANDS_BACK:
        return Chosen("outcome", outcome, prefers=prefers, hand_back=_hand_back(code, answer))
    if outcome in ("connected", "held", "meeting_booked", "not_interested"):
        return Chosen(
            "outcome", code, when if code == "meeting_booked" else None, answer.reason, "", prefers
        )
    if outcome == "wrong_contact":
        return Chosen("outcome", outcome, text=answer.text.strip() if code == "other" else "")
    return Chosen("outcome", outcome, when, answer.reason)


def _hand_back(way: str, answer: StripAnswer) -> HandBack:
    match way:
        case "reroute":
            return HandBack(way="reroute", to=answer.reason)
        case "finish":
            return HandBack(way="finish", reason=answer.reason)
        case "next":
            return HandBack(way="next")
        case _:
            return HandBack(way="same")


def read_snooze(answer: StripAnswer, strip: Strip, here: datetime, zone: str) -> Chosen:
    """When a snooze ends. `here` is the rep's wall time, `zone` their IANA zone.

    Raises BadInput when the words cannot be read.
    """
    option = next((o for o in strip.options if o.key == answer.option), None)
    wall = answer.when or (option.at if option else None)
    if answer.text.strip():
        wall = read_when(answer.text, here.replace(tzinfo=None))
    if wall is None:
        raise BadInput("no_time", "That is no time Touchline can read.", "Try “Thu 16:00”.")
    return Chosen("snooze", "snooze", instant(wall, zone))
