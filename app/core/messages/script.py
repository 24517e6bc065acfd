"""What a rep says on a call: five stages in order, and answers to what people object."""

from typing import Literal, get_args

import msgspec

from app.core.texts import Texts

# Who we are; why we call and where the data is from; a question that has no short answer; what
# they said matched with what we offer; one concrete next step. The rep ticks each as it is said.
StageKey = Literal["greeting", "reason", "question", "value", "next_step"]
STAGE_KEYS: tuple[StageKey, ...] = get_args(StageKey)


class ScriptStage(msgspec.Struct, frozen=True, kw_only=True):
    """One stage: its name on screen and the line to say (a text with merge fields)."""

    key: StageKey
    label: Texts
    line: Texts


class Objection(msgspec.Struct, frozen=True, kw_only=True):
    """Something people object, in two or three words, and an answer (with merge fields)."""

    key: str
    label: Texts
    answer: Texts


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """The script of a call. `stages` are all five, in order of `STAGE_KEYS`.

    `languages` are those in which every text of it exists.
    """

    key: str
    name: Texts
    stages: tuple[ScriptStage, ...]
    objections: tuple[Objection, ...]
    languages: tuple[str, ...]
