"""The reasons of a verdict, and what platforms ask for: codes that a catalogue puts into words."""

from datetime import date, datetime, timedelta

from app.core.contact.business_time import local_date
from app.core.contact.caps import Limit
from app.core.contact.rules import SATURDAY, Hours
from app.core.people.lead import CONSENT_OF
from app.core.reason import Reason, reason
from app.core.work.touch import Touch

# How long after their last message WhatsApp lets a business write what it likes.
FREE_TEXT = timedelta(hours=24)
NO_FREE_TEXT = reason("whatsapp_template", force="hard")
_BY_HAND = reason("by_hand", force="note")


def shut(code: str, opens_at: datetime | None, zone: str, **args: str) -> Reason:
    """A window that is shut until `opens_at`, on the clock of `zone`."""
    return reason(code, opens_at=opens_at.isoformat() if opens_at else "", zone=zone, **args)


def shut_day(hours: Hours, today: date, opens_at: datetime | None, zone: str) -> str:
    """What makes a day of `zone` a shut one: the night, the weekend or a holiday."""
    if opens_at is None or local_date(opens_at, zone) == today:
        return "night"
    if today.weekday() >= SATURDAY:
        return "weekend"
    holiday = today in hours.holidays and hours.on(today) == hours.holiday
    return "holiday" if holiday else "night"


def of_limit(limit: Limit, opens_at: str) -> Reason:
    """What was used up; `opens_at` is an ISO instant, or "" while none is in sight."""
    rule = limit.rule
    if not limit.most:
        until = limit.until.isoformat() if limit.until else ""
        return reason("said_no", until=until, rule=rule.rule_id, force=rule.force)
    return reason(
        "cap",
        most=limit.most,
        period=limit.period,
        opens_at=opens_at,
        rule=rule.rule_id,
        force=rule.force,
    )


def opening(why: Reason, opens_at: datetime | None, zone: str) -> Reason:
    """The same reason, with another opening on the clock of `zone`."""
    if "opens_at" not in why.args:
        return why
    instant = opens_at.isoformat() if opens_at else ""
    return reason(why.code, **{**why.args, "opens_at": instant, "zone": zone})


def is_free_text(touch: Touch) -> bool:
    """Whether nobody but the rep writes a WhatsApp: no template of a plan stands behind it."""
    beside = touch.kind in ("reply", "callback", "meeting")
    return touch.channel == "whatsapp" and (
        beside or (touch.kind == "inserted" and not touch.step_key)
    )


def notes_on(touch: Touch) -> tuple[Reason, ...]:
    """How a touch is done, where the platform leaves no choice: LinkedIn always by hand."""
    return (_BY_HAND,) if CONSENT_OF[touch.channel] == "linkedin" else ()
