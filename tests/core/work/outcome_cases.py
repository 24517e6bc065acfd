"""Plans of calls and mails to log outcomes on, and what each outcome comes to."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tests.builders import make_point
from tests.core.playing import cadence, step, utc

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# Monday 11:00 in Madrid, well inside every window.
AT = utc("2026-11-23 10:00")
THEN = utc("2026-11-26 16:00")
PHONE, OTHER_PHONE = make_point(1), make_point(2)
MAIL = make_point(3, kind="email", value="a@example.com")
OTHER_MAIL = make_point(4, kind="email", value="b@example.com")
CALLS = cadence(
    step("one", within_s=300),
    step("two", day=2, channel="email"),
    step("three", day=4),
    key="calls",
)
MAILS = cadence(
    step("one", day=0, channel="email"),
    step("two", day=2),
    step("three", day=4, channel="email"),
    key="mails",
)


class Case(NamedTuple):
    """One key on a first step, and all that follows from it."""

    key: str
    code: str
    touch: str = "done"
    enrolment: str = "active"
    finish: str | None = None
    stage: str = "working"
    conversation: bool = False
    next_kind: str = "step"
    next_step: str = "two"
    next_due: datetime | None = None
    when: datetime | None = None
    reason: str = ""
    suppressed: bool = False
    unusable: int = 0


OVER: dict[str, Any] = {"next_kind": "", "next_step": "", "enrolment": "finished"}
PROMISE: dict[str, Any] = {"next_step": "", "next_due": THEN, "when": THEN, "conversation": True}
CALL_KEYS = (
    Case("1", "connected", conversation=True),
    Case("1.1", "connected", conversation=True),
    Case("1.2", "send_information", conversation=True, next_due=AT),
    Case("1.3", "someone_else", touch="planned", next_step="one", next_due=AT + 2 * HOUR),
    Case("1.3", "someone_else", touch="planned", next_step="one", when=THEN, next_due=THEN),
    Case("2", "no_answer"),
    Case("3", "voicemail_left"),
    Case("4", "busy", touch="planned", next_step="one", next_due=AT + 15 * MINUTE),
    Case("5", "call_back", touch="planned", enrolment="paused", next_kind="callback", **PROMISE),
    Case("6", "meeting_booked", enrolment="paused",
         stage="meeting", next_kind="meeting", **PROMISE),
    Case("6.2", "converted", finish="converted", stage="won", conversation=True, **OVER),
    Case("7", "not_interested", finish="not_interested", stage="lost", conversation=True,
         reason="price", **OVER),
    Case("7.2", "unqualified", finish="unqualified", stage="lost", conversation=True,
         reason="too_young", **OVER),
    Case("8", "wrong_contact", unusable=1, next_due=AT),
    Case("9", "do_not_contact", finish="opted_out", stage="lost", conversation=True,
         suppressed=True, **OVER),
)  # fmt: skip
MAIL_KEYS = (
    Case("1", "sent"),
    Case("2", "not_delivered"),
    Case("2", "not_delivered", reason="hard", unusable=1),
    Case("3", "away", enrolment="paused"),
    Case("4", "replied", enrolment="with_person", conversation=True, next_kind="reply",
         next_step="", next_due=AT),
    Case("5", "call_back", touch="planned", enrolment="paused", next_kind="callback", **PROMISE),
    Case("6.1", "meeting_booked", enrolment="paused",
         stage="meeting", next_kind="meeting", **PROMISE),
    Case("6.2", "converted", finish="converted", stage="won", conversation=True, **OVER),
    Case("7.1", "not_interested", finish="not_interested", stage="lost", conversation=True, **OVER),
    Case("7.2", "unqualified", finish="unqualified", stage="lost", conversation=True, **OVER),
    Case("8", "wrong_contact", unusable=1, next_due=AT),
    Case("9", "do_not_contact", finish="opted_out", stage="lost", conversation=True,
         suppressed=True, **OVER),
)  # fmt: skip
