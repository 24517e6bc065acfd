"""What the law of a place asks of a message that nobody asked for, beside the hour and consent.

Where it asks is in the contact rules: where one that nobody may set aside is about the channel and
about consent or opting out. A message that answers an enquiry is free of it.
"""

from typing import Literal

from app.core.contact.jurisdiction import whereabouts
from app.core.contact.rules import RuleBook
from app.core.messages.lint import Draft, has_way_out
from app.core.people.lead import CONSENT_OF, Lead

Duty = Literal["no_opt_out", "no_sender"]
_WITH_ADDRESS = frozenset({"email", "video_email"})


def lacking(lead: Lead, draft: Draft, sender: str, rules: RuleBook) -> tuple[Duty, ...]:
    """What `draft` must say to this person and does not; `sender` is our postal address, or "".

    no_opt_out: how to hear no more. no_sender: the address of whoever writes, in an email.
    """
    channel = CONSENT_OF[draft.channel]
    if draft.direction != "outbound" or channel is None:
        return ()
    bounds = whereabouts(lead, rules).on(channel, house=False)
    if all(bound.rule.consent == "none" for bound in bounds):
        return ()
    found: list[Duty] = []
    if not has_way_out(draft.body):
        found.append("no_opt_out")
    if draft.channel in _WITH_ADDRESS and (not sender or sender not in draft.body):
        found.append("no_sender")
    return tuple(found)
