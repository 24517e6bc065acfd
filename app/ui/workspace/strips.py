"""The short questions that follow some outcomes, and what their answers mean to the engine.

Times in a strip are wall time in the person's zone, without a zone of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.core.engine.upkeep import HandBack
from app.core.errors import BadInput
from app.core.reading.plain_dates import read_when
from app.core.reading.said_dates import SaidDate
from app.ui.widgets.dock.dock_data import Choice, ReasonChoice, Strip, StripAnswer, StripOption
from app.ui.words import catalogue, say, told

AFTERNOON, EVENING, MORNING = time(16), time(18), time(10)
AWAY_DAYS = 7
# A date without a time means the morning.
SAID_AT = time(9)
_LONGEST_WORDS = 24

SKIP_REASONS = ("wrong_time", "in_contact", "missing_information", "wrong_step")
NOT_INTERESTED = ("price", "timing", "competitor", "no_need")
UNQUALIFIED = ("requirements", "wrong_person", "not_served")
FINISH = ("converted", "not_interested", "unqualified")
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


def _reasons(codes: tuple[str, ...]) -> tuple[ReasonChoice, ...]:
    return tuple(ReasonChoice(code=code, label=say(f"ending.{code}")) for code in codes)


def _finish_reasons() -> tuple[ReasonChoice, ...]:
    """Why a cadence ends by hand: by an outcome, or for no other reason than that."""
    outcomes = tuple(ReasonChoice(code=c, label=say(f"outcome.{c}")) for c in FINISH)
    return (*outcomes, ReasonChoice(code="removed_by_manager", label=say("plan.just_off")))


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
        label=say(label, day=catalogue().day(said.on, year=True)),
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
        question=say("strip.ask_call"),
        icon="phone-incoming",
        preset="5" if said else "1",
        zone_label=zone_label,
        options=(
            StripOption(
                key="1", code="in_1h", label=say("strip.in_1h"), hint=f"{hour:%H:%M}", at=hour
            ),
            StripOption(
                key="2",
                code="afternoon",
                label=say("strip.afternoon"),
                hint=f"{afternoon:%H:%M}",
                at=afternoon,
            ),
            StripOption(
                key="3",
                code="tomorrow",
                label=say(
                    "strip.tomorrow"
                    if tomorrow.date() - there.date() == timedelta(1)
                    else "strip.monday"
                ),
                hint=f"{tomorrow:%H:%M}",
                at=tomorrow,
            ),
            StripOption(key="4", code="pick", label=say("strip.pick"), needs="when", at=tomorrow),
            *([_as_said("5", "strip.on_day", said)] if said else []),
        ),
    )


def _finish_option(key: str) -> StripOption:
    return StripOption(
        key=key, code="finish", label=say("strip.finish"), needs="reason", reasons=_finish_reasons()
    )


def hand_back_strip(cadences: tuple[tuple[str, str], ...], *, spoken: bool) -> Strip:
    """A reply was answered: how their cadence goes on. `cadences` are (key, name) of others."""
    others = tuple(Choice(code=key, label=name) for key, name in cadences)
    more = (
        StripOption(key="5", code="send_information", label=say("outcome.send_information")),
        StripOption(key="6", code="someone_else", label=say("strip.someone_else")),
    )
    return Strip(
        question=say("strip.ask_goes_on"),
        icon="waypoints",
        preset="1",
        options=(
            StripOption(key="1", code="same", label=say("strip.same")),
            StripOption(key="2", code="next", label=say("strip.next")),
            StripOption(
                key="3", code="reroute", label=say("strip.reroute"), needs="choice", choices=others
            ),
            _finish_option("4"),
            *(more if spoken else ()),
        ),
    )


def connected_strip(*, first_conversation: bool, ends: bool = False) -> Strip:
    """Connected: what was agreed; the first conversation also asks how they like to be reached.

    `ends`: their cadence waits for this and may be over with it.
    """
    channels = tuple(
        Choice(code=code, label=say(f"consent.{code}")) for code in ("call", "email", "whatsapp")
    )
    times = tuple(
        Choice(code=code, label=say(f"prefers.{code}"))
        for code in ("morning", "afternoon", "evening")
    )
    return Strip(
        question=say("strip.ask_agreed"),
        preset="1",
        options=(
            StripOption(key="1", code="connected", label=say("strip.as_planned")),
            StripOption(key="2", code="send_information", label=say("outcome.send_information")),
            StripOption(key="3", code="someone_else", label=say("strip.someone_else")),
            *((_finish_option("4"),) if ends else ()),
        ),
        prefer_channels=channels if first_conversation else (),
        prefer_times=times if first_conversation else (),
    )


def anyway_strip(asked: Strip | None) -> Strip:
    """Asks whether a contact that is not allowed now took place; `asked` is what it asks anyway."""
    if asked is not None:
        question = say("strip.ask_shut_too", question=asked.question)
        return replace(asked, question=question, preset="")
    yes = StripOption(key="1", code="yes", label=say("strip.shut_yes"))
    return Strip(question=say("strip.ask_shut"), icon="moon", options=(yes,))


def meeting_strip(there: datetime, zone_label: str) -> Strip:
    """Won: a meeting with its date, or converted."""
    return Strip(
        question=say("strip.ask_won"),
        icon="calendar-plus",
        preset="1",
        zone_label=zone_label,
        options=(
            StripOption(
                key="1",
                code="meeting_booked",
                label=say("strip.meeting"),
                needs="when",
                at=_workday(there, 1, EVENING),
                text_label=say("strip.adviser"),
            ),
            StripOption(key="2", code="converted", label=say("outcome.converted")),
        ),
    )


def accepted_strip() -> Strip:
    """Done on LinkedIn: whether they accepted the invitation, which only a rep can see."""
    return Strip(
        question=say("strip.ask_accepted"),
        icon="users",
        preset="1",
        options=(
            StripOption(key="1", code="sent", label=say("strip.not_yet")),
            StripOption(key="2", code="accepted", label=say("outcome.accepted")),
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
        question=say("strip.ask_ends"),
        icon="circle-x",
        preset="1",
        options=(
            StripOption(
                key="1",
                code="not_interested",
                label=say("outcome.not_interested"),
                needs="reason",
                optional=True,
                reasons=_reasons(NOT_INTERESTED),
            ),
            StripOption(
                key="2",
                code="unqualified",
                label=say("outcome.unqualified"),
                needs="reason",
                reasons=_reasons(UNQUALIFIED),
            ),
        ),
    )


def wrong_contact_strip(noun: str) -> Strip:
    """Wrong number or address: another one, or stop using this channel."""
    return Strip(
        question=say(f"strip.ask_other.{noun}"),
        icon="phone-missed",
        preset="2",
        options=(
            StripOption(
                key="1",
                code="other",
                label=say(f"strip.other.{noun}"),
                needs="text",
                text_label=say(f"strip.right.{noun}"),
            ),
            StripOption(key="2", code="stop", label=say("strip.stop")),
        ),
    )


def away_strip(there: datetime, zone_label: str, said: SaidDate | None = None) -> Strip:
    """Out of office: how long the plan rests; first of all until the date `said` in the note."""
    week = datetime.combine(there.date() + timedelta(days=AWAY_DAYS), MORNING)
    return Strip(
        question=say("strip.ask_away"),
        icon="pause",
        preset="3" if said else "1",
        zone_label=zone_label,
        options=(
            StripOption(
                key="1", code="week", label=say("strip.week"), hint=catalogue().day(week), at=week
            ),
            StripOption(key="2", code="until", label=say("strip.until"), needs="when", at=week),
            *([_as_said("3", "strip.until_day", said)] if said else []),
        ),
    )


def reason_options(group: str, codes: Sequence[str]) -> tuple[StripOption, ...]:
    """Reasons by digit, in the words of `group`, and last of all one in the rep's own words."""
    listed = tuple(
        StripOption(key=str(key), code=code, label=say(f"{group}.{code}"))
        for key, code in enumerate(codes, start=1)
    )
    other = StripOption(
        key=str(len(codes) + 1),
        code="other",
        label=say("strip.other_reason"),
        needs="text",
        text_label=say("strip.reason"),
    )
    return (*listed, other)


def skip_strip() -> Strip:
    """Skip: a reason is required."""
    return Strip(
        question=say("strip.ask_skip"),
        icon="circle-x",
        options=reason_options("skip", SKIP_REASONS),
    )


def snooze_strip(here: datetime) -> Strip:
    """Snooze: presets in the rep's own time, or words. `here` is the rep's wall time."""
    hour, later = _in(here, timedelta(hours=1)), _in(here, timedelta(hours=3))
    tomorrow = _workday(here, 1, time(9))
    week = _workday(here, 7 - here.weekday(), time(9))
    return Strip(
        question=say("strip.ask_snooze"),
        icon="alarm-clock",
        preset="1",
        zone_label=say("strip.your_time"),
        options=(
            StripOption(
                key="1", code="hour", label=say("strip.hour"), hint=f"{hour:%H:%M}", at=hour
            ),
            StripOption(
                key="2", code="later", label=say("strip.later"), hint=f"{later:%H:%M}", at=later
            ),
            StripOption(
                key="3", code="tomorrow", label=say("strip.tomorrow"), hint="09:00", at=tomorrow
            ),
            StripOption(
                key="4", code="week", label=say("strip.next_week"), hint=say("weekday.1"), at=week
            ),
            StripOption(
                key="5",
                code="words",
                label=say("strip.when_words"),
                needs="text",
                text_label=say("strip.when_example"),
            ),
        ),
    )


def instant(wall: datetime | None, zone: str) -> datetime | None:
    """Wall time of a zone as an aware UTC instant."""
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if wall is not None else None


def read_answer(
    outcome: str, answer: StripAnswer | None, strip: Strip | None, now: datetime, zone: str
) -> Chosen:
    """What an outcome with its answer means. `zone` is the person's IANA zone, `now` UTC.

    Raises BadInput when words for a time cannot be read.
    """
    if answer is None:
        return Chosen("skip" if outcome == "skip" else "outcome", outcome)
    option = next((o for o in strip.options if o.key == answer.option), None) if strip else None
    wall = answer.when or (option.at if option else None)
    if answer.words:
        wall = read_when(answer.words, now.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
    when = instant(wall, zone)
    code = option.code if option else answer.option
    prefers = ", ".join(filter(None, (answer.prefer_channel, answer.prefer_time)))
    if outcome == "skip":
        reason = answer.text.strip() if code == "other" else code
        return Chosen("skip", "skip", reason=reason)
    if outcome == "sent" and code == "accepted":
        return Chosen("outcome", code)
    if outcome in ("connected", "sent") and code in _HANDS_BACK:
        return Chosen("outcome", outcome, prefers=prefers, hand_back=_hand_back(code, answer))
    if code == "meeting_booked":
        return Chosen("outcome", code, when, text=answer.text.strip(), prefers=prefers)
    if outcome in ("connected", "held", "meeting_booked", "not_interested"):
        return Chosen("outcome", code, None, answer.reason, "", prefers)
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
        raise BadInput(*told("no_time"))
    return Chosen("snooze", "snooze", instant(wall, zone))
