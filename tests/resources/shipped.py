"""The texts that ship, and every situation in which they could be used."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import get_args

from app.bootstrap.desk import read_library
from app.core.messages.merge_field import FIELDS, Value
from app.core.messages.template import (
    TRUTHS,
    LastCall,
    LastSignal,
    Situation,
    Template,
    plain,
    render_template,
)
from app.core.people.lead import Channel, Direction

LIBRARY = read_library()
BOTH = {"en", "es"}
# What a text can count on: everything else may be unknown and needs a fallback.
KNOWN: Mapping[str, Value] = {
    "first_name": "Lucía",
    "rep_name": "Marta",
    "company_name": "Campus Faro",
}
EVERYTHING: Mapping[str, Value] = {name: f"<{name}>" for name in FIELDS}
# What only the rep or the desk can give, and without which the message is worth nothing.
NEEDED = {
    "sms_callback_number": {"callback_number"},
    "video_hello": {"video_link"},
    # Who writes first says what we do, and a first answer is one.
    "b2b_intro": {"offer"},
    "social_intro": {"offer"},
    "abm_architecture": {"offer"},
    "abm_champion_intro": {"offer"},
    "abm_return": {"offer"},
    "abm_strategy": {"offer"},
    "b2b_enquiry_reply": {"offer"},
    "what_you_asked_for": {"offer"},
    "information_sent": {"offer"},
}
# No plan that ships calls or writes more often on one kind of channel.
_ATTEMPTS = range(1, 8)


def situations(text: str, channels: tuple[Channel, ...]) -> Iterator[Situation]:
    """Every situation in which `text` may come out differently."""
    directions: tuple[Direction, ...] = get_args(Direction)
    last_calls: tuple[LastCall, ...] = get_args(LastCall)
    last_signals: tuple[LastSignal, ...] = get_args(LastSignal)
    named = set(re.findall(r"\w+", text))
    came = [{fact: True} for fact in TRUTHS if fact in named]
    for attempt, turn, channel, direction, last_call, last_signal, by in product(
        _ATTEMPTS if "attempt" in named else (1,),
        range(1, 13) if "turn" in named else (1,),
        channels,
        directions if "direction" in named else directions[:1],
        last_calls if "last_call" in named else last_calls[:1],
        last_signals if "last_signal" in named else last_signals[:1],
        ({}, *came),
    ):
        yield Situation(
            attempt=attempt,
            turn=turn,
            channel=channel,
            direction=direction,
            last_call=last_call,
            last_signal=last_signal,
            **by,
        )


def text_of(template: Template, language: str) -> str:
    """Subject and body as they stand in the file."""
    return f"{template.subject.get(language, '')}\n{template.body[language]}"


def messages(template: Template, language: str) -> list[str]:
    """The body in every situation, with little known and with everything known."""
    return [
        plain(render_template(template, values, language, situation).body.parts)
        for situation in situations(text_of(template, language), template.channels)
        for values in (KNOWN, EVERYTHING)
    ]
