"""What the widgets of the workspace show, as plain data.

A page turns facts into these; a widget only paints them. All words arrive ready to be read, with
one exception: labels that never change (for instance "Script") belong to the widget. Icons are
names of the icon set. This module needs the standard library alone.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from app.core.work.first_contact import WINDOW, WindowStage, window_stage
from app.ui.words import say

ChipKind = Literal["neutral", "new", "ok", "warn", "breach", "reply", "outline"]
Tone = Literal["plain", "accent", "ok", "warn", "breach", "reply", "muted"]

# The colour of words in a tone.
TONES: dict[Tone, str] = {
    "plain": "text.secondary",
    "accent": "accent.text",
    "ok": "ok.text",
    "warn": "warn.text",
    "breach": "breach.text",
    "reply": "reply.text",
    "muted": "text.muted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipData:
    """A small label. `tip` says the same in a sentence, for a pointer and a screen reader."""

    text: str
    kind: ChipKind = "neutral"
    icon: str = ""
    tip: str = ""


SpanKind = Literal["text", "field", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of text: as written, a filled merge field, or a field that has no value.

    For "missing" the text is the name of the field; the widget shows that it is a gap.
    """

    text: str
    kind: SpanKind = "text"


Spans = tuple[Span, ...]


def plain(spans: Spans) -> str:
    """The words alone. A gap reads "(name of the field?)"."""
    return "".join(f"({s.text}?)" if s.kind == "missing" else s.text for s in spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelChoice:
    """A channel the touch can go out on; a closed one says why in `tip`. `done` wears a tick."""

    code: str
    label: str
    icon: str
    enabled: bool = True
    done: bool = False
    tip: str = ""


RingState = Literal[WindowStage, "attempted", "attempted_late", "now"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RingData:
    """The clock of a touch: `text` in the middle, `left` from 1 (full) to 0 (nothing left).

    "now" is a plain ring for a touch without a window; its text is a word such as "Now".
    """

    state: RingState
    text: str
    left: float = 1.0
    spoken: str = ""


def clock_text(seconds: int) -> str:
    """`seconds` as m:ss, from 100 minutes on as whole hours: a ring has room for no more.

    Below zero with a plus sign, because the window is over by that much.
    """
    sign = "+" if seconds < 0 else ""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{sign}{minutes}:{rest:02d}" if minutes < 100 else f"{sign}{minutes // 60} h"


def ring_for(seconds_left: int) -> RingData:
    """The ring of a running first-contact window."""
    to_come = timedelta(seconds=seconds_left)
    left = min(1.0, max(0.0, to_come / WINDOW))
    minutes, seconds = divmod(abs(seconds_left), 60)
    passed = "say.missed" if seconds_left < 0 else "say.left"
    return RingData(
        state=window_stage(to_come),
        text=clock_text(seconds_left),
        left=left,
        spoken=say(passed, minutes_n=minutes, seconds_n=seconds),
    )
