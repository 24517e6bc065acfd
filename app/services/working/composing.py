"""The message a rep chooses or writes where the plan lets them, and what the linter says of it."""

from dataclasses import replace
from uuid import UUID

from app.core.errors import Refused
from app.core.messages.lint import LintFinding, lint
from app.core.messages.template import in_own_words, plain
from app.services.desk.desk import Desk
from app.services.store.records import Changes, Composed
from app.services.working.touch_card import TouchCard, touch_card


def choose_template(desk: Desk, touch_id: UUID, key: str) -> Changes:
    """Begin a message anew with another template that the step allows; words typed before go.

    Raises NotFound, and Refused for one that it does not allow.
    """
    card = touch_card(desk, touch_id, in_hand=True)
    allowed = [one for one, _ in card.templates]
    if key not in allowed:
        raise Refused(
            "template_not_allowed", "The plan does not offer that message here.", "Choose another."
        )
    first = allowed[0] == key
    return _save(desk, card, None if first else Composed(template=key))


def write_message(desk: Desk, touch_id: UUID, subject: str, body: str) -> Changes:
    """Keep the words of a message as they are typed; empty ones go back to those of the plan.

    Raises NotFound, and Refused where the plan does not let its words be changed.
    """
    card = touch_card(desk, touch_id, in_hand=True)
    if not card.editable:
        raise Refused(
            "not_editable", "The plan keeps the words of this message.", "Send it as it is."
        )
    if body.strip():
        return _save(desk, card, Composed(template=card.template, subject=subject, body=body))
    first = not card.templates or card.templates[0][0] == card.template
    return _save(desk, card, None if first else Composed(template=card.template))


def in_words(card: TouchCard, subject: str, body: str) -> TouchCard:
    """The card with a message as somebody types it; what the law asks of it is not looked at."""
    if card.message is None or not card.editable:
        return card
    message = in_own_words(card.message, subject, body)
    return replace(card, message=message, edited=True, variant="")


def advice_on(card: TouchCard) -> tuple[LintFinding, ...]:
    """What is better changed in the message of a card as it stands; nothing where it has none."""
    if card.message is None or card.draft_message is None or card.message.missing:
        return ()
    subject = plain(card.message.subject.parts) if card.message.subject else ""
    body = plain(card.message.body.parts)
    return lint(card.draft_message.saying(subject, body))


def _save(desk: Desk, card: TouchCard, message: Composed | None) -> Changes:
    lead_id = card.lead.lead_id
    with desk.store.write() as uow:
        if uow.revision(lead_id):
            uow.save_composed(card.touch.touch_id, lead_id, message)
        uow.commit()
    return Changes(leads=frozenset({lead_id}))
