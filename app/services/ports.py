"""What use cases and screens need of the desktop around them: alerts, sound, starting a contact."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol
from uuid import UUID

from app.core.people.lead import Channel

Urgency = Literal["low", "normal", "critical"]
Delivery = Literal["shown", "unavailable", "failed", "timed_out"]
AlertTone = Literal["arrival", "two_minutes", "missed"]
# Told while long work goes on: how much is done, of how much.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One alert in words, ready to be shown.

    A notice replaces the one of the same `key` that is still on the screen. A critical one stays
    until it is clicked or withdrawn. `title` and `body` name a person: they are for the screen
    only and never appear in `repr`, so that no log can hold them by accident.
    """

    key: str
    title: str = field(repr=False)
    body: str = field(default="", repr=False)
    urgency: Urgency = "normal"
    lead_id: UUID | None = None


class Notifier(Protocol):
    """One way to show a notice outside the window or in it. Safe to call from any thread.

    Both methods may block for as long as the desktop lets them, except where an implementation
    promises otherwise; alerts reach people through the chain, which never waits.
    """

    @property
    def name(self) -> str:
        """A short code for reports ("window", "dbus", "plyer")."""
        ...

    def notify(self, notice: Notice) -> Delivery:
        """Show `notice`. "unavailable" says that this way does not exist here."""
        ...

    def withdraw(self, key: str) -> None:
        """Take the notice of this key off the screen; none is fine."""
        ...


class Sound(Protocol):
    """Short tones. Silent where the machine has nothing to play them with."""

    def play(self, tone: AlertTone) -> None:
        """Start a tone and return at once. Safe to call from any thread."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What the machine can open to start a contact.

    `copy` is what a person needs on the clipboard where nothing opens the `uri`: the number, the
    address or the profile. `text_left` is the part of the text that did not fit into the `uri`
    ("" if all did): it is to be copied and pasted by hand.
    """

    uri: str = field(repr=False)
    copy: str = field(repr=False)
    text_left: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Launched:
    """The link was handed to the program that opens it."""


@dataclass(frozen=True, slots=True)
class NoHandler:
    """No program opens links of this `scheme` ("tel", "mailto", ...) here: offer to copy."""

    scheme: str


Launch = Launched | NoHandler


class UriLauncher(Protocol):
    """Opens links with the programs of the desktop."""

    def launch(self, uri: str, done: Callable[[Launch], None]) -> None:
        """Open `uri` without blocking; `done` is called once, from a thread of the launcher.

        Raises BadInput if `uri` is not one the product may open.
        """
        ...

    def can_open(self, scheme: str) -> bool:
        """Whether a program here opens links of `scheme`. May take a moment: not for the GUI."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A contact that is about to start; without a subject or text they are ""."""

    channel: Channel
    address: str = field(repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The contact was handed on.

    `opened` names what opened: "tel", "mailto", "sms", "web", or "demo" for nothing. `text_left` is
    the part of the text that did not go along, to be pasted by hand ("" if all did).
    """

    opened: str
    text_left: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotStarted:
    """Nothing here starts a contact on this channel: `copy` is the number or address by hand."""

    channel: Channel
    copy: str = field(repr=False)


class Sender(Protocol):
    """One way by which contacts leave this computer. Today a link of the desktop."""

    def starts(self, channel: Channel) -> bool:
        """Whether contacts on `channel` start this way. May take a moment: not for the GUI."""
        ...

    def check(self, outgoing: Outgoing) -> bool:
        """Whether there is anything to start; False for what a person does by hand.

        Raises BadInput for an address that the channel cannot use.
        """
        ...

    def start(self, outgoing: Outgoing, done: Callable[[Started | NotStarted], None]) -> None:
        """Start a contact without blocking; `done` is called once, from any thread.

        Raises BadInput as `check` does.
        """
        ...
