"""How a contact starts on this machine: a link that something opens, or else a copy."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.core.cadence.cadence import SPOKEN
from app.core.errors import TouchlineError
from app.core.people.lead import Channel
from app.services.ports import Launch, Link, NoHandler, UriLauncher
from app.services.working.touch_card import TouchCard
from app.ui.tasks import Tasks
from app.ui.words import say
from app.ui.workspace.session import TouchSession
from app.ui.workspace.touch_view import message_text

_SCHEMES = {"call": "tel", "sms": "sms", "whatsapp": "https", "email": "mailto"}
LinkFor = Callable[[Channel, str, str, str], Link | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """How contacts start: `link_for` builds a link, `launcher` opens it on the desktop."""

    link_for: LinkFor
    launcher: UriLauncher


class _Launches(QObject):
    """Carries the answers of the launcher's threads; it outlives the window, as they may."""

    answered = Signal(object, object)


class ContactStart(QObject):
    """Starts the contact of the touch that `session` shows, which judges it first.

    `said` is a sentence for the status bar as the controller's, `failed` carries a TouchlineError;
    `changed` says that something more, or less, is known to open here.
    """

    said = Signal(str, str, str, str)
    failed = Signal(object)
    changed = Signal()

    def __init__(
        self, session: TouchSession, tasks: Tasks, outside: Outside, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._outside = outside
        self._handled: dict[str, bool] = {}
        self._launches = _Launches()
        self._launches.answered.connect(self._on_launched)
        self._ask_handlers(tasks)

    def handles(self, channel: str) -> bool:
        """Whether something here opens the links of a channel, as far as is known."""
        return self._handled.get(_SCHEMES.get(channel, "https"), True)

    def do(self, code: str, card: TouchCard) -> None:
        """Act on a big button: call, open, copy (a number) or copy_text."""
        if code == "copy":
            self._session.dial(partial(self._copy_number, card.address))
        elif code == "copy_text":
            self._copy_text(card)
        else:
            self._open_link(card)

    def go_ahead(self, anyway: str, note: str) -> None:
        """Start against what is soft, with the code of a reason and what was typed with it."""
        current = self._session.current
        if current is None:
            return
        card = current.card
        if self.handles(card.touch.channel):
            self._open_link(card, anyway, note)
            return
        spoken = card.touch.channel in SPOKEN
        then = (
            partial(self._copy_number, card.address) if spoken else partial(self._copy_text, card)
        )
        self._session.dial(then, anyway=anyway, note=note)

    @staticmethod
    def copy(text: str) -> None:
        """Put text on the clipboard."""
        QGuiApplication.clipboard().setText(text)

    # Inside

    def _ask_handlers(self, tasks: Tasks) -> None:
        """Which links this machine can open is asked once, beside everything else."""
        launcher = self._outside.launcher

        def ask() -> dict[str, bool]:
            return {scheme: launcher.can_open(scheme) for scheme in set(_SCHEMES.values())}

        def keep(handled: dict[str, bool]) -> None:
            self._handled = handled
            self.changed.emit()

        tasks.read(ask, keep, self.failed.emit)

    def _copy_number(self, number: str) -> None:
        self.copy(number)
        self.said.emit("copy", say("status.number_copied"), "", "")

    def _copy_text(self, card: TouchCard) -> None:
        subject, body = message_text(card)
        self.copy(f"{subject}\n\n{body}" if subject else body)
        self.said.emit("copy", say("status.text_copied"), "", "")

    def _open_link(self, card: TouchCard, anyway: str = "", note: str = "") -> None:
        subject, body = message_text(card)
        try:
            link = self._outside.link_for(card.touch.channel, card.address, subject, body)
        except TouchlineError as error:
            self.failed.emit(error)
            return
        if link is not None:
            self._session.dial(partial(self._launch, link), anyway=anyway, note=note)

    def _launch(self, link: Link) -> None:
        answered = self._launches.answered
        try:
            self._outside.launcher.launch(link.uri, partial(answered.emit, link))
        except TouchlineError as error:
            self.failed.emit(error)

    def _on_launched(self, link: Link, launch: Launch) -> None:
        if isinstance(launch, NoHandler):
            self._handled[launch.scheme] = False
            self.copy(link.copy)
            self.said.emit("copy", say("status.copied_instead"), "", "")
            self.changed.emit()
        elif link.text_left:
            self.copy(link.text_left)
            self.said.emit("copy", say("status.too_long"), "", "")
        else:
            self.said.emit("external-link", say(f"start.{_app_of(link.uri)}"), "", "")


def _app_of(uri: str) -> str:
    """Which app a link opens, as the catalogue names it: "tel", "mailto", "sms" or "web"."""
    scheme = uri.partition(":")[0].lower()
    return scheme if scheme in ("tel", "mailto", "sms") else "web"
