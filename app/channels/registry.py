"""Which link starts a contact on which channel, and the sender that opens it."""

from collections.abc import Callable
from functools import partial

from app.channels.email_link import email_link
from app.channels.linkedin import profile_link
from app.channels.phone_call import call_link
from app.channels.sms import sms_link
from app.channels.whatsapp import whatsapp_link
from app.core.people.lead import Channel
from app.services.ports import Launch, Link, NoHandler, NotStarted, Outgoing, Started, UriLauncher

# The scheme of the links of a channel; everything else is a page of the web.
_SCHEMES = {
    "call": "tel",
    "voicemail": "tel",
    "sms": "sms",
    "email": "mailto",
    "video_email": "mailto",
}
_WEB = "https"


def link_for(channel: Channel, value: str, subject: str = "", text: str = "") -> Link | None:
    """The link that reaches the contact point `value` (normalised) on `channel`.

    None where nothing can be opened (direct mail, tasks). Raises BadInput for a value that the
    channel cannot use.
    """
    match channel:
        case "call" | "voicemail":
            return call_link(value)
        case "sms":
            return sms_link(value, text)
        case "whatsapp":
            return whatsapp_link(value, text)
        case "email" | "video_email":
            return email_link(value, subject, text)
        case "linkedin_connect" | "linkedin_message" | "linkedin_engage":
            return profile_link(value, text)
        case "direct_mail" | "task":
            return None


class LinkSender:
    """A Sender that opens a link with a program of the desktop."""

    def __init__(self, launcher: UriLauncher) -> None:
        self._launcher = launcher

    def starts(self, channel: Channel) -> bool:
        """Whether a program here opens the links of `channel`."""
        return self._launcher.can_open(_SCHEMES.get(channel, _WEB))

    def check(self, outgoing: Outgoing) -> bool:
        """Whether the channel has links. Raises BadInput for an address it cannot use."""
        return _link(outgoing) is not None

    def start(self, outgoing: Outgoing, done: Callable[[Started | NotStarted], None]) -> None:
        """Open the link; `done` comes from a thread of the launcher. Raises BadInput."""
        link = _link(outgoing)
        if link is None:
            done(NotStarted(channel=outgoing.channel, copy=outgoing.address))
        else:
            self._launcher.launch(link.uri, partial(_answer, outgoing.channel, link, done))


class SilentSender:
    """A Sender that opens nothing: for a demo, whose people do not exist."""

    def starts(self, channel: Channel) -> bool:
        """Every channel, so that the demo looks like the real thing."""
        return True

    def check(self, outgoing: Outgoing) -> bool:
        """As the real sender does. Raises BadInput."""
        return _link(outgoing) is not None

    def start(self, outgoing: Outgoing, done: Callable[[Started | NotStarted], None]) -> None:
        """Say that nothing was opened. Raises BadInput."""
        _link(outgoing)
        done(Started(opened="demo"))


def _link(outgoing: Outgoing) -> Link | None:
    return link_for(outgoing.channel, outgoing.address, outgoing.subject, outgoing.text)


def _answer(
    channel: Channel, link: Link, done: Callable[[Started | NotStarted], None], launch: Launch
) -> None:
    if isinstance(launch, NoHandler):
        done(NotStarted(channel=channel, copy=link.copy))
        return
    scheme = link.uri.partition(":")[0]
    done(Started(opened="web" if scheme == _WEB else scheme, text_left=link.text_left))
