"""Working a touch: dial, log its outcome, skip, snooze, and take that back."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from app.core.contact.duties import Duty
from app.core.engine.engine import Dial, Skip, Snooze
from app.core.engine.other_channel import UseChannel, on_hand
from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import BadInput, NotFound, Refused
from app.core.log.audit import dispatch_entry
from app.core.log.events import (
    ACTS_OF_A_PERSON,
    EDITED,
    Event,
    LeadRevised,
    Suppressed,
    ZoneConfirmed,
    decode_body,
    type_of,
    types_of,
)
from app.core.log.undo import take_back
from app.core.people.lead import Channel
from app.core.planning.ways import is_written
from app.core.work.outcome import CALL, find_outcome
from app.services.contact.local_zone import take_back_zone
from app.services.contact.opt_outs import lift_of_nobody, restore_others
from app.services.desk.commands import carry_out
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.recording import SAME_PERSON, append_and_place, publish_changes
from app.services.desk.request import Request, earlier
from app.services.people.editing import take_back_edit
from app.services.store.records import Changes
from app.services.working.touch_card import touch_card, words_of

UNDO_FOR = timedelta(seconds=10)
_TEXTS = 50
# Outcomes of a written touch that say its message went out.
_WENT_OUT = frozenset({"sent", "not_delivered", "away", "replied"})
# Known by their code alone: whatever the channel, no message went out by them.
_NEVER_SENT = frozenset(outcome.code for outcome in CALL) - _WENT_OUT
_ACTS = types_of(*ACTS_OF_A_PERSON, ZoneConfirmed, LeadRevised)
_LACKING: Mapping[Duty, tuple[str, str]] = {
    "no_opt_out": (
        "The law of their place asks for a way to opt out, and the message names none.",
        "Have its template changed; until then use another channel.",
    ),
    "no_sender": (
        "The law of their place asks for our postal address, and the message has none.",
        "Fill it in under Settings, Texts.",
    ),
}
# Why a person goes ahead at a time that the house, or guidance, would rather leave alone.
OVERRIDES = ("they_asked", "agreed_time", "their_deadline", "known_place", "other")
# Reasons go into the log, which holds codes alone.
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
IN_WORDS = "other"


def log_outcome(
    desk: Desk,
    command: LogOutcome,
    *,
    note: str = "",
    message: str | None = None,
    at: datetime | None = None,
    request: Request | None = None,
) -> Changes:
    """Log what happened; durable once this returns. The note is stored with it.

    The same `request` is logged once, and answered alike whenever it is asked again.

    What went out is kept as text: `message` as the rep saw it, else as it would be shown now. A
    reason in words becomes `other`, and its words part of the note. Raises NotFound, Refused
    (touch already worked, date missing or past) or BadInput (no such outcome on this channel).
    """
    if request is not None:
        with desk.store.read() as reader:
            if done := earlier(desk.ring, reader, request):
                lead = frozenset({reader.lead_of_touch(command.touch_id)})
                return Changes(leads=lead, undo_id=done.event_id)
    sent, own_words = _sent(desk, command, message, at or desk.clock.now())
    reason, note = _coded(command.reason, note)
    command = command.because(reason, own_words=own_words)
    return carry_out(
        desk,
        command.touch_id,
        command,
        at=at,
        note=note,
        message=sent,
        request=request,
    )


def _sent(desk: Desk, command: LogOutcome, seen: str | None, now: datetime) -> tuple[str, bool]:
    """The message that went out, "" for none, as the rep had `seen` it; whether they wrote it."""
    if command.outcome in _NEVER_SENT:
        return "", False
    with desk.store.read() as reader:
        touch = reader.work(reader.lead_of_touch(command.touch_id)).touch(command.touch_id)
        as_planned = reader.composed(command.touch_id) is None
    if touch is None or not is_written(touch.channel):
        return "", False
    if find_outcome(touch.channel, command.outcome, touch.kind).code not in _WENT_OUT:
        return "", False
    if seen and as_planned:
        return seen, False
    card = touch_card(desk, command.touch_id, in_hand=True, at=now)
    if card.message is None:
        return "", False
    return seen or words_of(card), card.in_own_words


def dial(
    desk: Desk, touch_id: UUID, *, anyway: str = "", note: str = "", at: datetime | None = None
) -> Changes:
    """A person dialled, or opened the message to send it: the first-contact clock stops.

    `anyway` is the code of a reason (OVERRIDES) to go ahead against rules that are not hard; it
    holds for this once and is logged, `note` with it. Raises BadInput for any other code,
    Refused where the person may not be contacted or the message is incomplete.
    """
    if anyway and anyway not in OVERRIDES:
        raise BadInput("no_reason", "That is no reason to set a rule aside.", "Choose one of five.")
    _refuse_incomplete(desk, touch_id, at or desk.clock.now())
    return carry_out(desk, touch_id, Dial(touch_id=touch_id, anyway=anyway), at=at, note=note)


def _refuse_incomplete(desk: Desk, touch_id: UUID, now: datetime) -> None:
    """A message that lacks what the law of the place asks for stays here, and that is written down.

    Raises Refused.
    """
    with desk.store.read() as reader:
        touch = reader.work(reader.lead_of_touch(touch_id)).touch(touch_id)
    if touch is None or touch.state != "planned" or not is_written(touch.channel):
        return
    card = touch_card(desk, touch_id, in_hand=True, at=now)
    if not card.lacks:
        return
    lead_id, code = card.lead.lead_id, card.lacks[0]
    with desk.store.write() as uow:
        uow.audit(dispatch_entry("refused", touch, lead_id, card.verdict, now, code=code))
        uow.commit()
    raise Refused(code, *_LACKING[code])


def use_channel(
    desk: Desk, touch_id: UUID, channel: Channel, *, at: datetime | None = None
) -> UUID:
    """Put a touch on another channel in the place of one that is shut; returns its id.

    The shut touch stays planned. Raises Refused when that channel is not open now, NotFound
    when nothing is due on it afterwards.
    """
    now = at or desk.clock.now()
    changes = carry_out(desk, touch_id, UseChannel(touch_id=touch_id, channel=channel), at=now)
    (lead_id,) = changes.leads
    with desk.store.read() as reader:
        touch = on_hand(reader.work(lead_id).planned, channel, now)
    if touch is None:
        raise NotFound("no_touch", "This touch does not exist.", "Look the person up again.")
    return touch.touch_id


def skip(
    desk: Desk, touch_id: UUID, reason: str, *, note: str = "", at: datetime | None = None
) -> Changes:
    """Leave the touch out, with a `reason` (a code or words) that the team lead sees.

    Raises Refused without a reason.
    """
    if not reason.strip():
        raise Refused("needs_reason", "Skipping needs a reason.", "Choose one of the five.")
    code, note = _coded(reason, note)
    command = Skip(touch_id=touch_id, reason=code)
    return carry_out(desk, touch_id, command, at=at, note=note)


def _coded(reason: str, note: str) -> tuple[str, str]:
    """A reason as a code, and the note with the words of one that is none."""
    reason = reason.strip()
    if not reason or _CODE.fullmatch(reason):
        return reason, note
    return IN_WORDS, "\n".join(part for part in (reason, note.strip()) if part)


def snooze(desk: Desk, touch_id: UUID, until: datetime, *, at: datetime | None = None) -> Changes:
    """Take the touch out of sight until `until` (aware UTC). Raises Refused for one in the past."""
    if until <= (at or desk.clock.now()):
        raise Refused("date_past", "That moment has passed.", "Choose a later one.")
    command = Snooze(touch_id=touch_id, until=until)
    return carry_out(desk, touch_id, command, at=at)


def save_draft(desk: Desk, touch_id: UUID, text: str) -> None:
    """Keep a note as it is typed, so that a crash loses none of it.

    About somebody who was erased meanwhile nothing is kept.
    """
    with desk.store.write() as uow:
        lead_id = uow.lead_of_touch(touch_id)
        if uow.revision(lead_id):
            uow.save_draft(touch_id, lead_id, text)
        uow.commit()


def undo(desk: Desk, event_id: UUID, *, at: datetime | None = None) -> Changes:
    """Take back an outcome, skip, snooze, opt-out or edit and all it caused, within 10 seconds.

    The first-contact clock gets its deadline back, the note becomes a draft again, and an
    opt-out that the outcome made, exactly that one, is lifted, for every lead it reached. Where a
    person is, once it was said, is taken back in the same way. Raises Refused when it is too late,
    was undone before, is nothing that can be undone, or something was done since.
    """
    now = at or desk.clock.now()
    with desk.store.write() as uow:
        undone = uow.event(event_id)
        lead_id = undone.lead_id
        if _too_late(desk, undone, now):
            raise Refused(
                "undo_late",
                "This was logged more than 10 seconds ago.",
                "Correct it in the timeline of the person.",
            )
        if lead_id is None:
            lift_of_nobody(desk, uow, undone, now)
            uow.commit()
            return publish_changes(desk, Changes(leads=uow.placed, queue=True, suppressions=True))
        if undone.type == type_of(LeadRevised):
            back = take_back_edit(desk, uow, undone, now)
            restore_others(desk, uow, undone, back.event_id, now)
            uow.commit()
            changes = Changes(leads=uow.placed | {lead_id}, queue=True)
            return publish_changes(desk, changes)
        if undone.type == type_of(ZoneConfirmed):
            take_back_zone(desk, uow, undone, now)
            uow.commit()
            return publish_changes(desk, Changes(leads=frozenset({lead_id}), queue=True))
        bodies = take_back(lead_id, uow.log(lead_id), event_id)
        text = next((t.text for t in uow.timeline(lead_id, _TEXTS) if t.event_id == event_id), "")
        events = append_and_place(desk, uow, gather(desk, uow, lead_id), bodies, now)
        restore_others(desk, uow, undone, events[0].event_id, now)
        if text:
            touch_id = _touch_id(undone)
            if touch_id is not None:
                uow.save_draft(touch_id, lead_id, text)
        uow.commit()
    return publish_changes(
        desk, Changes(leads=uow.placed | {lead_id}, queue=True, suppressions=True)
    )


def _too_late(desk: Desk, undone: Event, now: datetime) -> bool:
    """Whether more than 10 seconds went by, by any clock that can tell.

    The clock of the machine may have been set back since; the monotonic one of the same boot was
    not, but stands still while the machine sleeps. What lies ahead of now tells of a clock set
    back: nobody knows how long ago it was.
    """
    if abs(now - undone.occurred_at) > UNDO_FOR:
        return True
    if undone.boot_id != desk.clock.boot_id:
        return False
    ran = timedelta(microseconds=int(desk.clock.monotonic_s() * 1e6) - undone.mono_us)
    return ran > UNDO_FOR


def last_act(desk: Desk) -> UUID:
    """The event of what a person logged last on this device, for `undo`. Raises Refused."""
    with desk.store.read() as reader:
        found = (reader.event(event_id) for event_id in reader.latest(_ACTS, _TEXTS))
        act = next((event for event in found if _by_person(event)), None)
    if act is None:
        raise Refused("nothing_to_undo", "Nothing was logged here yet.", "Log an outcome first.")
    return act.event_id


def undo_last(desk: Desk, *, at: datetime | None = None) -> Changes:
    """Take back what a person logged last on this device, as `undo` does. Raises Refused too."""
    return undo(desk, last_act(desk), at=at)


def _by_person(event: Event) -> bool:
    body = decode_body(event.type, event.v, event.body)
    by_file = isinstance(body, Suppressed) and body.why in ("import", SAME_PERSON)
    if isinstance(body, LeadRevised) and body.source != EDITED:
        return False
    return event.cause_id is None and not by_file and not getattr(body, "by_rule", False)


def _touch_id(event: Event) -> UUID | None:
    body = decode_body(event.type, event.v, event.body)
    touch_id = getattr(body, "touch_id", None)
    return touch_id if isinstance(touch_id, UUID) else None
