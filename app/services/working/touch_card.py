"""What the screen shows of one touch: who, why, how, what to say, and where each outcome leads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.core.cadence.cadence import SPOKEN, Cadence, Step
from app.core.consent.consent import ConsentState, consent_state
from app.core.contact.duties import Duty, lacking
from app.core.contact.policy import Verdict, judge
from app.core.contact.rules import RuleBook
from app.core.engine.decision import is_invited
from app.core.engine.engine import decide, verdict_at_dispatch
from app.core.engine.facts import Facts
from app.core.engine.other_channel import Offer, offers
from app.core.engine.outcome_effects import LogOutcome
from app.core.engine.touch_text import letter_of, messages_of, voicemail_of
from app.core.engine.upkeep import STANDS_IN
from app.core.errors import NotFound, TouchlineError
from app.core.log.events import ContactLogged, OutcomeLogged, SignalReceived, types_of
from app.core.log.projection import apply_all
from app.core.messages.lint import Draft, draft_of
from app.core.messages.merge_field import Value
from app.core.messages.script import Script
from app.core.messages.template import (
    Message,
    Situation,
    Template,
    TextPart,
    in_own_words,
    plain,
    render,
    render_template,
)
from app.core.people.lead import Lead, point_for
from app.core.people.main_language import assumed_language
from app.core.planning.due import zone_for
from app.core.queue.ranking import Placement, place
from app.core.team.takeover import stays_here
from app.core.texts import Texts, in_language, language_for, language_of
from app.core.work.enrolment import LeadWork
from app.core.work.first_contact import FirstContact
from app.core.work.outcome import Outcome, outcomes_of
from app.core.work.signal import has_connected
from app.core.work.touch import Touch
from app.services.contact.local_zone import ZoneChoice, likely_zones
from app.services.contact.verdicts import Cited, cited
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.store.reader import Reader
from app.services.store.records import Composed
from app.services.working.content_list import values_for
from app.services.working.merge_values import desk_language, desk_values, lead_values, situation_of
from app.services.working.touch_actions import CardAction, card_actions, next_action

# Where the words of somebody who wrote to us are kept, and how far back they are looked for.
_WITH_WORDS = types_of(SignalReceived, ContactLogged, OutcomeLogged)
_LOOKED_THROUGH = 50
FALLBACK_SCRIPT = "follow_up_call"
MEETING_SCRIPT = "meeting_call"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptLine:
    """One stage of the script, or one objection with its answer, filled for the person."""

    key: str
    label: str
    parts: tuple[TextPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchCard:
    """Everything the screen shows of one touch.

    `address` is the number or address the channel uses, "" if there is none. `elsewhere` are key
    and name of the cadences to which the person may be moved once a reply or a promise is settled;
    none where that hands nothing back. `script` is filled
    for spoken touches, `message` for written ones, `voicemail` holds the words for after the tone;
    `languages` are those the texts exist in. `actions` are all of a touch of several, `assignee`
    is the role of who works the step, "" for the rep.
    `grounds` are the reasons of the verdict with their sources, `offer` another channel that is
    open while this one is not, `zone_choices` where the person may be as long as nobody knows.
    `task` says what is to be done where nothing is said or sent.
    `lacks` is what the law of their place asks of the message and it does not say.
    `variant` is the letter of the message's variant, "" where it has one text. `template` is the
    key of the message, `templates` are (key, name) of those the rep may choose from, none where the
    plan leaves no choice; it is `editable` where they may change its words, `edited` where they
    did. `draft_message` is what the linter looks at. `asks_accepted` says that an invitation of
    ours is out, or goes out now, whose answer only a rep can see.
    """

    lead: Lead
    touch: Touch
    placement: Placement | None
    title: str
    objective: str
    task: str = ""
    cadence_name: str
    assignee: str
    step_no: int
    step_count: int
    day: int
    clock: FirstContact | None
    verdict: Verdict
    grounds: tuple[Cited, ...] = ()
    offer: Offer | None = None
    zone_choices: tuple[ZoneChoice, ...] = ()
    consent: ConsentState
    zone: str
    address: str
    language: str
    languages: tuple[str, ...]
    actions: tuple[CardAction, ...] = ()
    script: tuple[ScriptLine, ...] = ()
    objections: tuple[ScriptLine, ...] = ()
    voicemail: Message | None = None
    message: Message | None = None
    message_name: str = ""
    variant: str = ""
    template: str = ""
    templates: tuple[tuple[str, str], ...] = ()
    editable: bool = False
    edited: bool = False
    draft_message: Draft | None = None
    draft: str = ""
    wrote: str = ""
    first_conversation: bool = False
    asks_accepted: bool = False
    outcomes: tuple[Outcome, ...] = ()
    lacks: tuple[Duty, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()

    @property
    def in_own_words(self) -> bool:
        """Whether the rep wrote the message, or chose another than the first of the plan."""
        first = self.templates[0][0] if self.templates else self.template
        return self.edited or self.template != first


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Where an outcome leads: the next touch and when, or the end of the plan.

    `ends` is the reason code of an enrolment that finishes, `then` the name of the cadence that
    follows. `needs_when`: the outcome asks for a date first, so nothing more is known.
    `next_action` is the action of the same touch that comes at once, None where there is none.
    """

    outcome: str
    channel: str = ""
    title: str = ""
    due_at: datetime | None = None
    zone: str = ""
    ends: str = ""
    then: str = ""
    needs_when: bool = False
    next_action: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """The cadence and the step a touch belongs to, where it belongs to any."""

    cadence: Cadence | None
    step: Step | None


def touch_card(
    desk: Desk,
    touch_id: UUID,
    *,
    language: str = "",
    in_hand: bool = False,
    at: datetime | None = None,
) -> TouchCard:
    """The card of a touch. Raises NotFound.

    Its texts are in `language`, else the lead's, else that of their country, else the desk's, else
    in English: the first that they exist in. `in_hand`: it was shown while it was open, so that
    the last minutes of the window still count.
    """
    now = at or desk.clock.now()
    with desk.store.read() as reader:
        facts = gather(desk, reader, reader.lead_of_touch(touch_id))
        draft, composed = reader.draft(touch_id), reader.composed(touch_id)
        shared, house = desk_values(reader), desk_language(reader)
        touch = _touch_of(facts.work, touch_id)
        wrote = _wrote(reader, touch, facts.work.lead_id) if touch.kind == "reply" else ""
        plan = _plan_of(facts, touch)
        script = _script_of(desk, plan.step, touch)
        choices = messages_of(facts, plan.step, touch)
        template = _chosen(choices, composed)
        languages = script.languages if script else tuple(template.body) if template else ()
        speaks = language_for(
            (language, facts.lead.language, assumed_language(facts.lead), house), languages
        )
        shared |= values_for(reader, facts, speaks)
    values = shared | lead_values(facts, desk.identity, now)
    situation = situation_of(facts, touch, now)
    voicemail = voicemail_of(facts, plan.step, touch)
    letter = letter_of(facts, template, touch) if template else ""
    tone = letter_of(facts, voicemail, touch) if voicemail else ""
    point = point_for(facts.lead.points, touch.channel)
    first_call = plan.step is not None and plan.step.within_s is not None
    enrolment = facts.work.enrolment
    ask = verdict_at_dispatch if in_hand else _verdict
    verdict = ask(facts, touch, now)
    shut = verdict.state != "open" and touch.state == "planned"
    lead = facts.lead.as_of(now)
    message = _message(template, letter, values, speaks, situation)
    drafted = draft_of(message, situation, values) if message else None
    edited = composed is not None and composed.body != ""
    if message and composed is not None and edited:
        message = in_own_words(message, composed.subject, composed.body)
    return TouchCard(
        lead=lead,
        touch=touch,
        placement=place(facts, now),
        title=in_language(plan.step.title, desk.language) if plan.step else "",
        objective=in_language(plan.step.objective, desk.language) if plan.step else "",
        task=in_language(plan.step.task, desk.language) if plan.step and plan.step.task else "",
        assignee=_stays_here(facts, plan.step),
        cadence_name=in_language(plan.cadence.name, desk.language) if plan.cadence else "",
        step_no=plan.cadence.touch_no(plan.step) if plan.cadence and plan.step else 0,
        step_count=len(plan.cadence.touches) if plan.cadence else 0,
        day=plan.cadence.label_day(plan.step) if plan.cadence and plan.step else 0,
        clock=facts.work.first_contact if first_call else None,
        verdict=verdict,
        grounds=cited(verdict, desk.rules),
        offer=next(iter(offers(facts, touch, now)), None) if shut else None,
        zone_choices=() if verdict.tier in ("A", "B") else likely_zones(lead, now),
        consent=consent_state(facts.snapshot.consents, touch.channel, now),
        zone=zone_for(lead, desk.identity.zone),
        address=point.value if point else "",
        language=speaks,
        languages=languages,
        actions=card_actions(facts.work, plan.cadence, touch, desk.language),
        script=_lines(script, values, speaks, situation, desk.language),
        objections=_objections(script, values, speaks, situation, desk.language),
        voicemail=_message(voicemail, tone, values, speaks, situation),
        message=message,
        message_name=in_language(template.name, desk.language) if template else "",
        variant=letter if template in choices[:1] and not edited else "",
        template=template.key if template else "",
        templates=_named(choices, desk.language),
        editable=message is not None and plan.step is not None and plan.step.editable,
        edited=edited,
        draft_message=drafted,
        draft=draft,
        wrote=wrote,
        first_conversation=enrolment is not None and not enrolment.conversation,
        asks_accepted=_asks_accepted(facts.work, touch),
        outcomes=outcomes_of(touch.channel, touch.kind),
        lacks=_lacks(lead, drafted, message, values, desk.rules) if drafted and message else (),
        elsewhere=_elsewhere(facts, touch, desk.language),
    )


def _asks_accepted(work: LeadWork, touch: Touch) -> bool:
    """Whether an invitation waits for an answer once this touch is done."""
    if touch.channel == "linkedin_engage":
        return is_invited(work) and not has_connected(work.signals)
    return touch.channel == "linkedin_connect"


def _wrote(reader: Reader, touch: Touch, lead_id: UUID) -> str:
    """The words that a reply touch is there for: the newest kept when it came; "" if none were."""
    heard = (
        entry.text
        for entry in reader.timeline(lead_id, _LOOKED_THROUGH)
        if entry.code in _WITH_WORDS
        and entry.text
        and not entry.undone
        and entry.at <= touch.planned_at
    )
    return next(heard, "")


def _lacks(
    lead: Lead,
    draft: Draft,
    message: Message,
    values: Mapping[str, Value],
    rules: RuleBook,
) -> tuple[Duty, ...]:
    sender = str(values.get("company_address", ""))
    said = draft.saying(draft.subject, plain(message.body.parts))
    return lacking(lead, said, sender, rules)


def _chosen(choices: Sequence[Template], composed: Composed | None) -> Template | None:
    """What the rep chose, else what the plan says; what it does not offer any more is not used."""
    wanted = composed.template if composed else ""
    first = choices[0] if choices else None
    return next((one for one in choices if one.key == wanted), first)


def _named(choices: Sequence[Template], reads: str) -> tuple[tuple[str, str], ...]:
    named = tuple((one.key, in_language(one.name, reads)) for one in choices)
    return named if len(named) > 1 else ()


def _elsewhere(facts: Facts, touch: Touch, reads: str) -> tuple[tuple[str, str], ...]:
    enrolment = facts.work.enrolment
    if enrolment is None or touch.kind not in STANDS_IN:
        return ()
    return other_cadences(facts.cadences.values(), enrolment.cadence_key, reads=reads)


def other_cadences(
    cadences: Iterable[Cadence], but: str = "", *, reads: str
) -> tuple[tuple[str, str], ...]:
    """Key and name of every cadence for one person but `but`, in the order of the names.

    Names are in the language that whoever `reads` them asks for.
    """
    named = ((c.key, in_language(c.name, reads)) for c in cadences if c.key != but and not c.roles)
    return tuple(sorted(named, key=lambda one: (one[1].casefold(), one[0])))


def _verdict(facts: Facts, touch: Touch, now: datetime) -> Verdict:
    return judge(touch, facts.lead, now, facts.snapshot)


def _stays_here(facts: Facts, step: Step | None) -> str:
    """The role for which the owner works the step, because nobody is known who fills it."""
    role = step.assignee if step else None
    return role if role and stays_here(role, facts.staff, facts.work.owner_id) else ""


def _touch_of(work: LeadWork, touch_id: UUID) -> Touch:
    touch = work.touch(touch_id)
    if touch is None:
        raise NotFound("no_touch", "This touch does not exist.", "Look the person up again.")
    return touch


def _plan_of(facts: Facts, touch: Touch) -> _Plan:
    enrolment = next(
        (e for e in facts.work.enrolments if e.enrolment_id == touch.enrolment_id), None
    )
    cadence = facts.plan_of(enrolment) if enrolment else None
    inserted = facts.ruleset.step(touch.step_key)
    if inserted is not None:
        return _Plan(None, inserted)  # a rule's own step has no place in the plan
    if cadence is None or touch.step_key not in {s.key for s in cadence.steps}:
        return _Plan(cadence, None)
    return _Plan(cadence, cadence.step(touch.step_key))


def _script_of(desk: Desk, step: Step | None, touch: Touch) -> Script | None:
    """The script of a spoken touch; a promise without a step of its own is a follow-up."""
    if touch.channel not in SPOKEN:
        return None
    if touch.kind == "meeting":
        return desk.library.scripts.get(MEETING_SCRIPT)
    named = step.script if step and step.script else FALLBACK_SCRIPT
    return desk.library.scripts.get(named)


def _lines(
    script: Script | None,
    values: Mapping[str, Value],
    language: str,
    situation: Situation,
    reads: str,
) -> tuple[ScriptLine, ...]:
    if script is None:
        return ()
    return tuple(
        ScriptLine(
            key=stage.key,
            label=in_language(stage.label, reads),
            parts=_filled(stage.line, values, language, situation),
        )
        for stage in script.stages
    )


def _objections(
    script: Script | None,
    values: Mapping[str, Value],
    language: str,
    situation: Situation,
    reads: str,
) -> tuple[ScriptLine, ...]:
    if script is None:
        return ()
    return tuple(
        ScriptLine(
            key=one.key,
            label=in_language(one.label, reads),
            parts=_filled(one.answer, values, language, situation),
        )
        for one in script.objections
    )


def _filled(
    texts: Texts, values: Mapping[str, Value], language: str, situation: Situation
) -> tuple[TextPart, ...]:
    """Dates and times are written in the language the text turns out to be in."""
    spoken = language_of(texts, language)
    return render(in_language(texts, spoken), values, spoken, situation).parts


def _message(
    template: Template | None,
    letter: str,
    values: Mapping[str, Value],
    language: str,
    situation: Situation,
) -> Message | None:
    if template is None:
        return None
    return render_template(template.as_variant(letter), values, language, situation)


def words_of(card: TouchCard) -> str:
    """The message of a card as it goes out: subject, empty line, body; "" where it has none."""
    if card.message is None:
        return ""
    subject = plain(card.message.subject.parts) if card.message.subject else ""
    return "\n\n".join(filter(None, (subject, plain(card.message.body.parts))))


def previews(desk: Desk, touch_id: UUID, *, at: datetime | None = None) -> tuple[Preview, ...]:
    """Where each outcome of a touch would lead if it were logged now. Changes nothing."""
    now = at or desk.clock.now()
    with desk.store.read() as reader:
        facts = gather(desk, reader, reader.lead_of_touch(touch_id))
    touch = _touch_of(facts.work, touch_id)
    return tuple(
        _preview(facts, touch, outcome, now, desk.language)
        for outcome in outcomes_of(touch.channel, touch.kind)
    )


def _preview(facts: Facts, touch: Touch, outcome: Outcome, now: datetime, reads: str) -> Preview:
    if outcome.needs == "when":
        return Preview(outcome=outcome.code, needs_when=True)
    try:
        bodies = decide(facts, LogOutcome(touch_id=touch.touch_id, outcome=outcome.code), now)
    except TouchlineError:
        return Preview(outcome=outcome.code)
    after = apply_all(facts.work, ((body, now) for body in bodies))
    before = facts.work.enrolment
    ended = next(
        (
            e
            for e in after.enrolments
            if before and e.enrolment_id == before.enrolment_id and e.state == "finished"
        ),
        None,
    )
    enrolment = after.enrolment
    cadence = facts.plan_of(enrolment) if enrolment else None
    named = facts.after(after)
    placement = place(named, now)
    upcoming = after.touch(placement.touch_id) if placement else None
    if ended is not None:
        return Preview(
            outcome=outcome.code,
            ends=ended.finish_reason or "",
            then=in_language(cadence.name, reads) if cadence else "",
        )
    if upcoming is None:
        return Preview(outcome=outcome.code)
    plan = _plan_of(named, upcoming)
    due = max(upcoming.due_at, now)
    verdict = judge(upcoming, facts.lead, due, named.snapshot)
    return Preview(
        outcome=outcome.code,
        channel=upcoming.channel,
        title=in_language(plan.step.title, reads) if plan.step else "",
        due_at=due if verdict.state == "open" or verdict.opens_at is None else verdict.opens_at,
        zone=zone_for(facts.lead, facts.desk_zone),
        next_action=next_action(after, cadence, touch, upcoming, now),
    )
