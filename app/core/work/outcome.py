"""What can happen when a touch is worked, and what each outcome means for the plan.

Keys keep their position on every channel: 1 done, 2 to 4 not reached, 5 later, 6 won,
7 to 9 stop. A second digit picks a line of the strip that the first one opens.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

from app.core.cadence.cadence import SPOKEN
from app.core.errors import BadInput

OutcomeCode = Literal[
    "connected",
    "send_information",
    "someone_else",
    "no_answer",
    "voicemail_left",
    "busy",
    "call_back",
    "meeting_booked",
    "converted",
    "not_interested",
    "unqualified",
    "wrong_contact",
    "do_not_contact",
    "sent",
    "not_delivered",
    "away",
    "replied",
    "held",
    "no_show",
    "moved",
    "accepted",
]
Needs = Literal["", "when", "reason"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One outcome. `key` is a digit or digit.sub; `needs` what must come with it.

    `reached`: a conversation took place. `attempted`: a person tried, which ends the
    first-contact clock. `ends`: the enrolment is over.
    """

    code: OutcomeCode
    key: str
    reached: bool = False
    attempted: bool = True
    ends: bool = False
    needs: Needs = ""


_SHARED = (
    Outcome(code="call_back", key="5", reached=True, needs="when"),
    Outcome(code="meeting_booked", key="6.1", reached=True, needs="when"),
    Outcome(code="converted", key="6.2", reached=True, ends=True),
    Outcome(code="not_interested", key="7.1", reached=True, ends=True),
    Outcome(code="unqualified", key="7.2", reached=True, ends=True),
    Outcome(code="wrong_contact", key="8"),
    Outcome(code="do_not_contact", key="9", reached=True, ends=True),
)
CALL: tuple[Outcome, ...] = (
    Outcome(code="connected", key="1.1", reached=True),
    Outcome(code="send_information", key="1.2", reached=True),
    Outcome(code="someone_else", key="1.3"),
    Outcome(code="no_answer", key="2"),
    Outcome(code="voicemail_left", key="3"),
    Outcome(code="busy", key="4"),
    *_SHARED,
)
WRITTEN: tuple[Outcome, ...] = (
    Outcome(code="sent", key="1"),
    Outcome(code="not_delivered", key="2"),
    Outcome(code="away", key="3"),
    Outcome(code="replied", key="4", reached=True),
    *_SHARED,
)
# On LinkedIn a rep sees whether an invitation was accepted; elsewhere nobody does.
_LINKEDIN = frozenset({"linkedin_connect", "linkedin_engage"})
ON_LINKEDIN: tuple[Outcome, ...] = (
    Outcome(code="sent", key="1.1"),
    Outcome(code="accepted", key="1.2", attempted=False),
    *(outcome for outcome in WRITTEN if outcome.code != "sent"),
)
# A meeting that was held says at once how it goes on: the plan, something to send, the next
# meeting, won, or lost. The other keys keep their meaning.
MEETING: tuple[Outcome, ...] = (
    Outcome(code="held", key="1.1", reached=True),
    Outcome(code="send_information", key="1.2", reached=True),
    Outcome(code="meeting_booked", key="1.3", reached=True, needs="when"),
    Outcome(code="converted", key="1.4", reached=True, ends=True),
    Outcome(code="not_interested", key="1.5", reached=True, ends=True),
    Outcome(code="no_show", key="2"),
    Outcome(code="moved", key="5", needs="when"),
    *(outcome for outcome in _SHARED if outcome.code != "call_back"),
)
# What the outcomes of a call say of a meeting.
_OF_A_CALL = {
    "connected": "held",
    "someone_else": "no_show",
    "no_answer": "no_show",
    "voicemail_left": "no_show",
    "busy": "no_show",
    "call_back": "moved",
}


def outcomes_of(channel: str, kind: str = "") -> tuple[Outcome, ...]:
    """The outcomes a touch of `kind` on `channel` can have, in the order of their keys.

    One that several keys lead to is there once for each.
    """
    if kind == "meeting":
        return MEETING
    if channel in _LINKEDIN:
        return ON_LINKEDIN
    return CALL if channel in SPOKEN else WRITTEN


def match_outcome(outcomes: Iterable[Outcome], wanted: str) -> Outcome | None:
    """The outcome named by digit, digit.sub or code among `outcomes`, None if there is none."""
    wanted = wanted.strip().lower().replace("-", "_").replace(" ", "_")
    exact = {name: o for o in outcomes for name in (o.key, o.code)}
    return exact.get(wanted) or exact.get(f"{wanted}.1")


def find_outcome(channel: str, wanted: str, kind: str = "") -> Outcome:
    """The outcome named by digit, digit.sub or code; a bare digit takes the first of its strip.

    Raises BadInput for anything else.
    """
    outcomes = outcomes_of(channel, kind)
    found = match_outcome(outcomes, wanted)
    if found is None and kind == "meeting":
        found = match_outcome(outcomes, _OF_A_CALL.get(wanted.strip().lower(), ""))
    if found is None:
        names = ", ".join(f"{o.key} {o.code}" for o in outcomes)
        raise BadInput(
            "unknown_outcome",
            f"There is no such outcome for a touch on the channel {channel}.",
            f"Use one of: {names}.",
        )
    return found


def is_conversation(channel: str, code: str, kind: str = "") -> bool:
    """Whether an outcome means that they were spoken to; to be asked not to call again is none."""
    found = (one for one in outcomes_of(channel, kind) if one.code == code)
    return code != "do_not_contact" and any(one.reached for one in found)
