"""What the outcome dock shows, and what it answers. See view_data.py."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.ui.words import say

OptionNeeds = Literal["none", "when", "reason", "text", "choice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonChoice:
    """A reason to pick. With `needs_text` it asks for words first."""

    code: str
    label: str
    needs_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A code and how it reads."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StripOption:
    """One answer of a strip and the digit that gives it.

    `needs` is what else has to be said: a date and time, a reason, words, or one of `choices`,
    which are too many for digits; its code is then the reason of the answer. `at` is the wall
    time in the prospect's zone that a preset stands for, and where the editor of "when" starts.
    `hint` follows the label ("15:42 there"). `optional` lets Enter pass without the rest.
    """

    key: str
    code: str
    label: str
    hint: str = ""
    needs: OptionNeeds = "none"
    optional: bool = False
    at: datetime | None = None
    reasons: tuple[ReasonChoice, ...] = ()
    choices: tuple[Choice, ...] = ()
    text_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A short question after an outcome. `preset` is the key that Enter takes.

    `zone_label` names the clock of every date here ("their time, Madrid"). `done` is what the
    button beside an editor says. `prefer_channels` and `prefer_times` ask, once per person, how
    they like to be reached. Where words are the only answer, their editor is open at once.
    """

    question: str
    options: tuple[StripOption, ...]
    icon: str = "calendar-plus"
    preset: str = ""
    zone_label: str = field(default_factory=lambda: say("strip.their_time"))
    done: str = ""
    prefer_channels: tuple[Choice, ...] = ()
    prefer_times: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A strip that belongs to no outcome; `word` stands before its question."""

    code: str
    word: str
    strip: Strip


@dataclass(frozen=True, slots=True, kw_only=True)
class StripAnswer:
    """What was answered. `when` is wall time in the prospect's zone, without a zone of its own.

    `words` are day and hour as they were typed, which count instead of `when`.
    """

    option: str
    when: datetime | None = None
    words: str = ""
    reason: str = ""
    text: str = ""
    prefer_channel: str = ""
    prefer_time: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDraft:
    """What stands in a strip that was left before it was answered.

    `outcome` is the code of the outcome, or of the question, that asks. `option` and `reason` are
    codes, "" where none was picked yet; `when` and `words` are as in StripAnswer, `choice` is one
    of the list, `prefers` the codes of channel and time.
    """

    outcome: str
    option: str = ""
    reason: str = ""
    when: datetime | None = None
    words: str = ""
    text: str = ""
    choice: str = ""
    prefers: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextData:
    """What follows an outcome: channel icon, title, and when in their time."""

    icon: str
    title: str
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeData:
    """One outcome. With a `strip` it asks first; with `next` it says what it leads to."""

    key: str
    code: str
    label: str
    next: NextData | None = None
    strip: Strip | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DockData:
    """The bar at the foot of a touch: ten outcomes in the order of their keys, and the note.

    `with_note` says what an outcome asks when the note names a date: outcome code and note in, the
    strip out, None where the note changes nothing.
    """

    outcomes: tuple[OutcomeData, ...]
    hint: str = ""
    highlighted: str = ""
    snooze: Strip | None = None
    note: str = ""
    enabled: bool = True
    with_note: Callable[[str, str], Strip | None] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeAnswer:
    """What is to be logged: an outcome or the skip, the answer of its strip, and the note."""

    outcome: str
    answer: StripAnswer | None = None
    note: str = ""
