"""What the touch panel shows: header, call, script, message. See view_data.py."""

from dataclasses import dataclass, field
from typing import Literal

from app.ui.widgets.dock.dock_data import DockData
from app.ui.widgets.parts.view_data import ChannelChoice, ChipData, RingData, Spans, Tone
from app.ui.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderData:
    """Who, which step, and why now.

    `place_line` ("10:42 in Madrid · English, Spanish") follows the step line while the lead
    panel is a rail. `why_word` is the strong beginning of the reason, `why` the rest.
    """

    name: str
    step_line: str
    place_line: str = ""
    ring: RingData = field(default_factory=lambda: RingData(state="now", text=say("touch.now")))
    why_icon: str = ""
    why_word: str = ""
    why_tone: Tone = "accent"
    why: str = ""


ActionLook = Literal["accent", "outline", "danger", "disabled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLink:
    """A small thing to press inside a big button; `code` comes back with the signal."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionData:
    """A big button: what it does now, or in plain words why it does nothing.

    `code` comes back with the signal. `key` is the key cap at its right edge. `links` are further,
    small things to press ("Why?"), which stay alive while the button itself is disabled.
    """

    code: str
    text: str
    icon: str = ""
    key: str = ""
    look: ActionLook = "accent"
    detail: str = ""
    detail_tone: Tone = "muted"
    links: tuple[ActionLink, ...] = ()
    spoken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallControl:
    """One of the small buttons of the call box: mute, hold, keypad."""

    code: str
    icon: str
    name: str
    key: str = ""
    enabled: bool = False
    on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBoxData:
    """The call: timer, what state it is in, and its controls.

    Tone "ok" is a connected call, "warn" a call on hold, "plain" everything else.
    """

    timer: str = "0:00"
    state: str = ""
    tone: Literal["plain", "ok", "warn"] = "plain"
    controls: tuple[CallControl, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptLineData:
    """One stage of a script."""

    key: str
    label: str
    text: Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChoice:
    """A language in which the script exists: ISO 639-1 code and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptData:
    """A call script. `said` holds the keys of the lines that are ticked already."""

    lines: tuple[ScriptLineData, ...]
    said: frozenset[str] = frozenset()
    languages: tuple[LanguageChoice, ...] = ()
    language: str = ""
    live: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionData:
    """What the prospect may say against it, and what to answer."""

    key: str
    label: str
    answer: Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class GapData:
    """A merge field without a value. `label` begins a sentence: "Scholarship deadline".

    `hint` is the placeholder of its editor. Without `editable` the gap is only named.
    """

    field: str
    label: str
    hint: str = ""
    editable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FooterAction:
    """A text button under a message."""

    code: str
    text: str
    icon: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageData:
    """A written touch: message, post or task. Paragraphs of `body` are parted by blank lines.

    Without `to_name` it goes to nobody. `subject_label` stands before the subject in the place of
    the word for it. `templates` are (key, name) to choose from, of which `chosen` is in use. Where
    it is `editable` the words can be changed, and `advice` says what is better changed.
    """

    to_name: str
    to_address: str = ""
    consent: ChipData | None = None
    subject: Spans = ()
    subject_label: str = ""
    body: Spans = ()
    channels: tuple[ChannelChoice, ...] = ()
    channel: str = ""
    template: str = ""
    variant: str = ""
    variant_note: str = ""
    templates: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    editable: bool = False
    advice: tuple[str, ...] = ()
    gaps: tuple[GapData, ...] = ()
    without_gap: str = ""
    notes: tuple[str, ...] = ()
    actions: tuple[FooterAction, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchData:
    """Everything the middle of the workspace shows for one touch.

    Either `script` or `message` is set; with neither, `objective` alone carries the call.
    `actions` are those of a touch of several, by touch.
    """

    touch: str
    header: HeaderData
    action: ActionData
    side: CallBoxData | ActionData | None = None
    objective: str = ""
    script: ScriptData | None = None
    objections: tuple[ObjectionData, ...] = ()
    message: MessageData | None = None
    actions: tuple[ChannelChoice, ...] = ()
    dock: DockData
