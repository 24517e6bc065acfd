"""What the merge fields of texts are filled with, from what is known about lead and desk."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.core.cadence.cadence import WRITTEN
from app.core.contact.business_time import add_days, local_date
from app.core.contact.jurisdiction import holidays_of
from app.core.engine.facts import Facts
from app.core.messages.came_by import CameBy, came_by
from app.core.messages.merge_field import Value
from app.core.messages.template import LastCall, LastSignal, Situation
from app.core.people.greeting_name import greeting_name
from app.core.people.lead import CONSENT_OF
from app.core.people.main_language import assumed_language
from app.core.planning.due import zone_for
from app.core.work.enrolment import LeadWork
from app.core.work.touch import Touch
from app.services.store.reader import Reader
from app.services.store.records import Identity

# Set once for the desk, and the same for every person.
DESK_FIELDS = (
    "company_address",
    "callback_number",
    "calendar_link",
    "data_source",
    "offer",
    "resource_title",
    "resource_link",
    "case_title",
    "case_link",
    "feedback_link",
    "price",
)
SETTING_PREFIX = "texts."
# In which language the desk writes to people whose own it has no text in, as a setting too.
DESK_LANGUAGE = "language"
JUST_NOW = timedelta(minutes=5)
# Texts that repeat by the month begin again after a year.
_TURNS = 12
_LAST_CALL: Mapping[str, LastCall] = {
    "no_answer": "no_answer",
    "busy": "no_answer",
    "someone_else": "no_answer",
    "voicemail_left": "voicemail",
    "wrong_contact": "none",
}
_SIGNS: Mapping[str, LastSignal] = {
    "open": "open",
    "click": "click",
    "page_visit": "page_visit",
    "reply": "reply",
}


def desk_values(reader: Reader) -> dict[str, Value]:
    """The fields that the desk's settings fill."""
    found = {name: reader.setting(SETTING_PREFIX + name) for name in DESK_FIELDS}
    return {name: value for name, value in found.items() if value}


def desk_language(reader: Reader) -> str:
    """The ISO 639-1 code of the desk's own language, "" where nobody named it."""
    return reader.setting(SETTING_PREFIX + DESK_LANGUAGE) or ""


def lead_values(facts: Facts, identity: Identity, now: datetime) -> dict[str, Value]:
    """The fields that the lead and the rep fill; dates and times are in the lead's zone.

    The day to propose for a meeting is the next business day there.
    """
    lead = facts.lead
    zone = ZoneInfo(zone_for(lead, identity.zone))
    values: dict[str, Value] = {
        "first_name": greeting_name(
            lead.first_name, lead.last_name, lead.language or assumed_language(lead)
        ),
        "full_name": f"{lead.first_name} {lead.last_name}".strip(),
        "lead_company": lead.company,
        "job_title": lead.job_title,
        "city": lead.city,
        "interest": lead.interest,
        "industry": lead.industry,
        "occasion": lead.occasion,
        "asked_for": lead.asked_for,
        "research_note": lead.research_note,
        "rep_name": identity.rep_name,
        "company_name": identity.company,
    }
    if lead.direction == "inbound" and _time_known(facts):
        received = lead.received_at.astimezone(zone)
        values["received_on"] = lead.received_on or received.date()
        if lead.received_on is None:
            values["received_time"] = received.time()
    last = _last_call(facts)
    if last is not None and (last.settled_at or last.tried_at):
        at: datetime = _called_at(last).astimezone(zone)
        values["last_call_on"] = at.date()
        values["last_call_time"] = at.time()
    off = holidays_of(lead, facts.snapshot.rules)
    today = local_date(now, zone_for(lead, identity.zone))
    values["meeting_day"] = add_days(today, 1, business=True, holidays=off)
    return {name: value for name, value in values.items() if value != ""}


def situation_of(facts: Facts, touch: Touch, now: datetime) -> Situation:
    """What texts may depend on beside their fields, at `now`."""
    name = CONSENT_OF[touch.channel]
    worked = sum(
        t.state == "done" and CONSENT_OF[t.channel] == name and t.enrolment_id == touch.enrolment_id
        for t in facts.work.touches
    )
    return Situation(
        attempt=worked + 1,
        turn=worked % _TURNS + 1,
        channel=touch.channel,
        direction=facts.lead.direction,
        last_call=_ended(facts),
        last_signal=last_signal(facts.work, touch.enrolment_id),
        wrote=any(
            t.channel in WRITTEN and t.state == "done" and t.outcome != "not_delivered"
            for t in facts.work.touches
            if t.enrolment_id == touch.enrolment_id
        ),
        came_back=_came_back(facts, touch.enrolment_id),
        just_now=_just_now(facts, now),
        **came_to_us(facts).facts(),
    )


def _just_now(facts: Facts, now: datetime) -> bool:
    """Whether they came in so lately that day and time would sound odd."""
    lead = facts.lead
    dated = lead.direction != "inbound" or lead.received_on is not None
    return not dated and _time_known(facts) and now - lead.received_at < JUST_NOW


def _came_back(facts: Facts, enrolment_id: UUID | None) -> bool:
    """Whether a sign of interest took the person off a plan without end, and onto this one."""
    ids = [e.enrolment_id for e in facts.work.enrolments]
    at = ids.index(enrolment_id) if enrolment_id in ids else 0
    if at == 0:
        return False
    before = facts.work.enrolments[at - 1]
    plan = facts.plan_of(before)
    endless = plan is not None and any(step.repeat_days for step in plan.steps)
    return endless and any(
        f.action == "reroute" and f.cause is not None and f.enrolment_id == before.enrolment_id
        for f in facts.work.firings
    )


def came_to_us(facts: Facts) -> CameBy:
    """How the person came to us, as far as it is known."""
    lead = facts.lead
    inbound = lead.direction == "inbound"
    return came_by(lead.source, inbound=inbound, time_known=_time_known(facts))


def _time_known(facts: Facts) -> bool:
    """Whether anybody knows when the person came in; of a list without times nobody does."""
    lead, clock = facts.lead, facts.work.first_contact
    undated = clock is not None and clock.why == "imported_late"
    return not (undated and lead.received_at >= lead.added_at)


def last_signal(work: LeadWork, enrolment_id: UUID | None) -> LastSignal:
    """The latest sign of a person in an enrolment since something was last written to them.

    An open counts only where a rule says that texts may refer to it.
    """
    written_at = max(
        (
            t.settled_at
            for t in work.touches
            if t.enrolment_id == enrolment_id and t.channel in WRITTEN and t.state == "done"
            if t.settled_at is not None
        ),
        default=None,
    )
    refers = {f.cause for f in work.firings if f.action == "refer"}
    latest: LastSignal = "none"
    for heard in work.signals:
        signal = heard.signal
        before = written_at is not None and heard.received_at < written_at
        if before or heard.enrolment_id != enrolment_id or enrolment_id is None:
            continue
        if signal.kind != "open" or signal.signal_id in refers:
            latest = _SIGNS.get(signal.kind, latest)
    return latest


def _ended(facts: Facts) -> LastCall:
    """How the latest call ended; "none" where there was none, or it reached a wrong contact."""
    last = _last_call(facts)
    ended = last.outcome if last is not None else ""
    return _LAST_CALL.get(ended, "reached" if ended else "none")


def _last_call(facts: Facts) -> Touch | None:
    """The latest call that came to something; one that was put off to a promised hour too."""
    calls = [t for t in facts.work.touches if t.channel == "call" and _came_to_something(t)]
    return max(calls, key=lambda t: (_called_at(t), t.touch_id), default=None)


def _came_to_something(touch: Touch) -> bool:
    """Whether it is done, or was tried and put off; a date agreed in writing alone is no call."""
    return touch.state == "done" or (touch.outcome == "call_back" and bool(touch.tried_at))


def _called_at(touch: Touch) -> datetime:
    return touch.settled_at or (touch.tried_at[-1] if touch.tried_at else touch.planned_at)
