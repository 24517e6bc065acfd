"""Outcomes and strips as the design shows them. All people are invented."""

from dataclasses import replace
from datetime import datetime

from app.ui.widgets.dock.dock_data import (
    Choice,
    DockData,
    NextData,
    OutcomeData,
    ReasonChoice,
    Strip,
    StripOption,
)


def their(day: int, hour: int, minute: int = 0) -> datetime:
    """A wall time of November 2026 on the clock of the person."""
    return datetime(2026, 11, day, hour, minute)  # noqa: DTZ001 - the strip says whose clock


TOMORROW = NextData(
    icon="mail",
    title="Email “What you asked for”",
    when="Tomorrow, Thu 19 Nov, 10:00 their time",
)

CONNECTED = Strip(
    question="what did you agree?",
    options=(
        StripOption(key="1", code="as_planned", label="As planned"),
        StripOption(key="2", code="send_information", label="Send information"),
        StripOption(key="3", code="someone_else", label="Someone else"),
    ),
    preset="1",
)
CONNECTED_FIRST = Strip(
    question="what did you agree?",
    options=CONNECTED.options,
    preset="1",
    prefer_channels=(
        Choice(code="call", label="Phone"),
        Choice(code="email", label="Email"),
        Choice(code="whatsapp", label="WhatsApp"),
    ),
    prefer_times=(
        Choice(code="morning", label="Mornings"),
        Choice(code="evening", label="Evenings"),
    ),
)
CALL_BACK = Strip(
    question="when?",
    icon="phone-incoming",
    zone_label="their time, Madrid",
    options=(
        StripOption(key="1", code="in_1_h", label="In 1 h", hint="11:42", at=their(18, 11, 42)),
        StripOption(
            key="2",
            code="this_afternoon",
            label="This afternoon",
            hint="16:00",
            at=their(18, 16, 0),
        ),
        StripOption(
            key="3",
            code="tomorrow",
            label="Tomorrow",
            hint="10:00",
            at=their(19, 10, 0),
        ),
        StripOption(key="4", code="pick", label="Pick…", needs="when", at=their(19, 16, 30)),
    ),
)
MEETING = Strip(
    question="what did you book?",
    options=(
        StripOption(
            key="1",
            code="meeting",
            label="Meeting",
            needs="when",
            at=their(19, 18, 0),
            text_label="Adviser",
        ),
        StripOption(key="2", code="converted", label="Converted"),
    ),
    preset="1",
    zone_label="their time, Madrid",
)
NOT_INTERESTED = Strip(
    question="which of the two?",
    icon="ban",
    options=(
        StripOption(
            key="1",
            code="not_interested",
            label="Not interested",
            needs="reason",
            optional=True,
            reasons=(
                ReasonChoice(code="price", label="Too expensive"),
                ReasonChoice(code="other_school", label="Chose another school"),
                ReasonChoice(code="other", label="Other…", needs_text=True),
            ),
        ),
        StripOption(
            key="2",
            code="unqualified",
            label="Unqualified",
            needs="reason",
            reasons=(
                ReasonChoice(code="no_degree", label="No degree yet"),
                ReasonChoice(code="region", label="Outside our countries"),
            ),
        ),
    ),
    preset="1",
)
WRONG_NUMBER = Strip(
    question="is there another one?",
    icon="phone-off",
    options=(
        StripOption(key="1", code="other", label="Other number…", needs="text", text_label="+34 …"),
        StripOption(key="2", code="stop", label="Stop calls"),
    ),
)
SKIP = Strip(
    question="why?",
    icon="clock-alert",
    options=(
        StripOption(key="1", code="wrong_time", label="Wrong time for them"),
        StripOption(key="2", code="elsewhere", label="Already in contact elsewhere"),
        StripOption(key="3", code="missing", label="Missing information"),
        StripOption(key="4", code="wrong_step", label="Not the right step"),
        StripOption(key="5", code="other", label="Other…", needs="text", text_label="Reason"),
    ),
)
AWAY = Strip(
    question="for how long?",
    icon="pause",
    options=(
        StripOption(key="1", code="days_7", label="7 days", at=their(25, 9, 0)),
        StripOption(key="2", code="until", label="Until…", needs="when", at=their(25, 9, 0)),
    ),
    preset="1",
)
SNOOZE = Strip(
    question="until when?",
    icon="alarm-clock",
    zone_label="your time",
    options=(
        StripOption(key="1", code="hour", label="1 h", at=their(18, 11, 42)),
        StripOption(key="2", code="later", label="Later today", at=their(18, 16, 0)),
        StripOption(key="3", code="tomorrow", label="Tomorrow", at=their(19, 9, 0)),
        StripOption(key="4", code="week", label="Next week", at=their(23, 9, 0)),
        StripOption(
            key="5", code="words", label="Words…", needs="text", text_label="such as Thu 16:00"
        ),
    ),
)

CALL_OUTCOMES = (
    OutcomeData(key="1", code="connected", label="Connected", strip=CONNECTED),
    OutcomeData(key="2", code="no_answer", label="No answer", next=TOMORROW),
    OutcomeData(key="3", code="voicemail", label="Voicemail", next=TOMORROW),
    OutcomeData(
        key="4",
        code="busy",
        label="Busy",
        next=NextData(icon="phone", title="Call again in 15 min"),
    ),
    OutcomeData(key="5", code="call_back", label="Call back…", strip=CALL_BACK),
    OutcomeData(key="6", code="meeting", label="Meeting booked", strip=MEETING),
    OutcomeData(key="7", code="not_interested", label="Not interested", strip=NOT_INTERESTED),
    OutcomeData(key="8", code="wrong_number", label="Wrong number", strip=WRONG_NUMBER),
    OutcomeData(
        key="9",
        code="do_not_contact",
        label="Do not contact",
        next=NextData(icon="ban", title="Everything stops, on every channel"),
    ),
    OutcomeData(key="S", code="skip", label="Skip…", strip=SKIP),
)
QUICK = NextData(
    icon="message-circle",
    title="WhatsApp “Quick check-in”",
    when="Thu 19 Nov, 12:00 their time. A reply cancels it.",
)
MESSAGE_OUTCOMES = (
    OutcomeData(key="1", code="sent", label="Sent", next=QUICK),
    OutcomeData(key="2", code="not_delivered", label="Not delivered", next=QUICK),
    OutcomeData(key="3", code="away", label="Away reply…", strip=AWAY),
    OutcomeData(key="4", code="replied", label="Replied", next=QUICK),
    *CALL_OUTCOMES[4:7],
    OutcomeData(key="8", code="wrong_address", label="Wrong address", strip=WRONG_NUMBER),
    *CALL_OUTCOMES[8:],
)

CALL_DOCK = DockData(
    outcomes=CALL_OUTCOMES,
    hint="One key logs it and opens the next touch",
    highlighted="no_answer",
    snooze=SNOOZE,
)
MESSAGE_DOCK = DockData(
    outcomes=MESSAGE_OUTCOMES,
    hint="Sending logs 1 for you. While typing, use Ctrl with the number.",
    highlighted="sent",
    snooze=SNOOZE,
)


def first_conversation() -> DockData:
    """The dock of somebody nobody spoke with yet: Connected also asks what they prefer."""

    def asking(outcome: OutcomeData) -> OutcomeData:
        if outcome.code != "connected" or outcome.strip is None:
            return outcome
        prefers = (Choice(code="call", label="Phone"),)
        strip = replace(outcome.strip, prefer_channels=prefers, prefer_times=prefers)
        return replace(outcome, strip=strip)

    dock = CALL_DOCK
    return replace(dock, outcomes=tuple(asking(outcome) for outcome in dock.outcomes))
