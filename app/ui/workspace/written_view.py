"""A written touch in the words and marks of the middle of the window."""

from dataclasses import replace

from app.core.messages.template import TextPart, plain
from app.core.people.lead import CONSENT_OF, POINT_OF
from app.core.people.phone import display
from app.services.working.composing import advice_on
from app.services.working.filling import can_fill
from app.services.working.merge_values import DESK_FIELDS
from app.services.working.touch_card import TouchCard
from app.ui.widgets.parts.view_data import ChipData, Span, Spans
from app.ui.widgets.touch.touch_data import FooterAction, GapData, MessageData
from app.ui.words import say
from app.ui.workspace.labels import consent_chip


def spans(parts: tuple[TextPart, ...]) -> Spans:
    """Rendered text as the widgets mark it."""
    return tuple(
        Span(text=p.text, kind="missing" if p.missing else "field" if p.field else "text")
        for p in parts
    )


def message_data(card: TouchCard) -> MessageData:
    """Everything the message, task or post of a touch shows."""
    channel = card.touch.channel
    kind = POINT_OF[channel]
    address = display(card.address) if kind == "phone" else card.address
    message = card.message
    missing = message.missing if message else ()
    labels = {p.field: p.text for p in message.body.parts if p.missing} if message else {}
    if message is not None and message.subject is not None:
        labels |= {p.field: p.text for p in message.subject.parts if p.missing}
    if message is None and card.touch.kind == "reply":
        return MessageData(
            to_name=card.lead.name,
            to_address=address,
            consent=_consent(card),
            subject=(Span(text=say("message.they_wrote")),),
            body=(Span(text=card.wrote or say("message.not_kept")),),
        )
    subject: Spans = spans(message.subject.parts) if message and message.subject else ()
    if kind is None or (message is None and card.title):
        subject = (Span(text=card.title),)
    return MessageData(
        to_name=card.lead.name if kind is not None else "",
        to_address=address,
        consent=_consent(card),
        subject=subject,
        subject_label=say("message.task") if kind is None else "",
        body=spans(message.body.parts) if message else _what_to_do(card),
        template=card.message_name,
        templates=card.templates,
        chosen=card.template,
        editable=card.editable and not missing,
        advice=tuple(
            say(f"lint.{one.code}", **({"found": one.found} if one.found else {}))
            for one in (advice_on(card) if card.editable else ())
        ),
        variant=say("message.variant", name=card.variant) if card.variant else "",
        variant_note=say("message.by_test") if card.variant else "",
        gaps=tuple(
            GapData(
                field=name,
                label=labels.get(name, name).capitalize(),
                hint=say("gap.for_all") if name in DESK_FIELDS else "",
                editable=can_fill(name),
            )
            for name in missing
        ),
        notes=_notes(card),
        actions=_footer(card),
    )


def _notes(card: TouchCard) -> tuple[str, ...]:
    """A line that says whether the words are the rep's own or cannot be changed; none otherwise."""
    if card.message is None:
        return ()
    if card.edited:
        return (say("message.own_words"),)
    return () if card.editable else (say("message.read_only"),)


def _footer(card: TouchCard) -> tuple[FooterAction, ...]:
    copy = FooterAction(code="copy_text", text=say("message.copy"), icon="copy")
    back = FooterAction(code="plan_text", text=say("message.plan_text"), icon="undo-2")
    if card.message is None:
        return (copy,) if card.task else ()
    return (back, copy) if card.edited else (copy,)


def _what_to_do(card: TouchCard) -> Spans:
    """What a step without a text of its own is about."""
    said = card.task or card.objective
    return (Span(text=said),) if said else ()


def _consent(card: TouchCard) -> ChipData | None:
    """What the person said about this channel, in the words of the message head."""
    name = CONSENT_OF[card.touch.channel]
    if name is None:
        return None
    chip = consent_chip(name, card.consent)
    return replace(chip, text=say(f"consent.head.{card.consent}", channel=say(f"consent.{name}")))


def message_text(card: TouchCard) -> tuple[str, str]:
    """(subject, body) as plain text, for a mail app or the clipboard."""
    if card.message is None:
        return "", card.task
    subject = plain(card.message.subject.parts) if card.message.subject else ""
    return subject, plain(card.message.body.parts)
