"""What the bars around the workspace show. See view_data.py."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from app.ui.widgets.parts.view_data import ChannelChoice, RingData
from app.ui.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricData:
    """A figure of the day. `short` is the label where there is little room."""

    value: str
    goal: str
    label: str
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncData:
    """How this computer stands with the others. `short` is used where there is little room."""

    icon: str
    text: str
    short: str = ""
    kind: Literal["plain", "warn", "breach"] = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopBarData:
    """The bar on top. Availability `choices` carry codes; `available` is the one in force."""

    metrics: tuple[MetricData, ...] = ()
    availability: tuple[ChannelChoice, ...] = ()
    available: str = ""
    sync: SyncData | None = None
    initials: str = ""
    person: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHint:
    """A key and what it does, for the right end of the status bar."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusData:
    """The line at the foot. `strong` is the part of the sentence that stands out.

    `undo_seconds` above 0 offers the undo for that long; the page counts it down.
    """

    icon: str = ""
    before: str = ""
    strong: str = ""
    after: str = ""
    undo_seconds: int = 0
    hints: tuple[KeyHint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertData:
    """A new lead that waits for the first call.

    `who` is the full name, `where` the rest of the first line ("Kraków 11:21 · speaks Polish"),
    `note` the second one. `call_text` names the person ("Call Joanna now"). `pass_on` shows the
    button that hands the lead over.
    """

    lead: str
    who: str
    where: str = ""
    note: str = ""
    ring: RingData
    call_text: str = field(default_factory=lambda: say("first.call_this"))
    pass_on: bool = False


class MiniBarMode(Enum):
    """Call the lead, or, while the rep is on a call, keep it from the pool."""

    CALL = "call"
    ON_CALL = "on_call"


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniBarData:
    """The small bar above all windows.

    `place_line` ("Kraków 11:21") follows the word of a calm clock, `there` ("11:24 there") the
    word of an urgent one; `more` ("1 more: Tariq Aziz, 4:55") replaces them. `key` is empty where
    the key does not work outside of the window.
    """

    lead: str
    name: str
    ring: RingData
    place_line: str = ""
    there: str = ""
    more: str = ""
    mode: MiniBarMode = MiniBarMode.CALL
    key: str = "F8"
