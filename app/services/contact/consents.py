"""What a person agreed to or took back, recorded with its proof.

A yes alone never opens what an opt-out has closed: only a new act of the person's own does.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.consent.consent import WITHDRAWN, Consent, latest_consent
from app.core.consent.suppression import EVERY_CHANNEL, Suppression
from app.core.engine.engine import Hold, decided
from app.core.errors import BadInput, Refused
from app.core.log.events import Body, ConsentRecorded, SuppressionLifted
from app.core.people.lead import ConsentChannel
from app.core.reading.told_refusals import note_refusal
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.recording import (
    advance_lead,
    advance_others,
    append_and_place,
    publish_changes,
)
from app.services.desk.shared_numbers import leads_sharing_numbers
from app.services.store.records import Changes
from app.services.store.unit_of_work import UnitOfWork

_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAnswer:
    """A yes or a no for one channel. `basis`, `purpose`, `wording` and `evidence` are codes.

    `own_act` says that the person came forward by themselves, anew: what they open by it is open
    again. `words` are what they said, personal, kept beside the log; what they
    seem to refuse is closed until somebody has read them.
    """

    channel: ConsentChannel
    granted: bool
    purpose: str = "contact"
    basis: str = "consent"
    source: str = "entered"
    wording: str = ""
    evidence: str = ""
    expires_at: datetime | None = None
    own_act: bool = False
    words: str = ""


def record_consent(
    desk: Desk, lead_id: UUID, answer: ConsentAnswer, *, at: datetime | None = None
) -> Changes:
    """Record an answer; the rows of the person and of whoever shares a number follow at once.

    Raises NotFound, BadInput for an end that has passed or a text where a code belongs, Refused
    for an own act without evidence.
    """
    now = at or desk.clock.now()
    _check(answer, now)
    with desk.store.write() as uow:
        facts = gather(desk, uow, lead_id)
        before = latest_consent(facts.work.consents, answer.channel, now)
        taken = before.consent_id if before and before.granted and not answer.granted else None
        consent = Consent(
            consent_id=desk.new_id(),
            channel=answer.channel,
            granted=answer.granted,
            basis=answer.basis if answer.granted else WITHDRAWN,
            source=answer.source,
            recorded_at=now,
            expires_at=answer.expires_at if answer.granted else None,
            purpose=answer.purpose,
            wording=answer.wording,
            evidence=answer.evidence,
            withdraws=taken,
        )
        bodies: list[Body] = [ConsentRecorded(consent=consent)]
        if answer.own_act:
            bodies += [
                SuppressionLifted(suppression_id=entry.suppression_id, undoes=consent.consent_id)
                for entry in facts.work.suppressions
                if _opened(entry, answer)
            ]
        events = append_and_place(desk, uow, facts, bodies, now)
        if answer.words.strip():
            uow.add_text(events[0].event_id, lead_id, "evidence", answer.words.strip())
        held = _hold(desk, uow, lead_id, answer.words, now)
        cause = events[0].event_id
        advance_lead(desk, uow, lead_id, now, cause_id=cause)
        advance_others(desk, uow, leads_sharing_numbers(uow, facts.lead), cause, now)
        uow.commit()
    lifted = len(bodies) > 1
    return publish_changes(
        desk,
        Changes(leads=uow.placed | {lead_id}, queue=True, suppressions=lifted or held, held=held),
    )


def _hold(desk: Desk, uow: UnitOfWork, lead_id: UUID, words: str, now: datetime) -> bool:
    """Close what their own words seem to refuse until a person has read them; whether any is."""
    refused = note_refusal(words, desk.library.words)
    if not refused:
        return False
    facts = gather(desk, uow, lead_id)
    bodies, _ = decided(facts, Hold(channels=refused), now)
    if bodies:
        append_and_place(desk, uow, facts, bodies, now)
    return bool(bodies)


def _opened(entry: Suppression, answer: ConsentAnswer) -> bool:
    """Whether an entry is one of those that this act takes back."""
    ours = entry.scope in ("person", "channel", "number") and not entry.lifted
    return ours and (EVERY_CHANNEL in entry.channels or answer.channel in entry.channels)


def _check(answer: ConsentAnswer, now: datetime) -> None:
    if answer.expires_at is not None and answer.expires_at <= now:
        raise BadInput("date_past", "This consent would have run out already.", "Name a later end.")
    codes = (answer.purpose, answer.basis, answer.source, answer.wording, answer.evidence)
    if any(len(code) > _LONGEST or not code.isprintable() for code in codes):
        raise BadInput("bad_code", "A code is one short line.", "Put longer texts in the words.")
    if answer.own_act and not (answer.granted and answer.evidence.strip()):
        raise Refused(
            "needs_evidence",
            "Opening what was closed needs the proof of a new act of the person.",
            "Say with --evidence where that act can be seen.",
        )
