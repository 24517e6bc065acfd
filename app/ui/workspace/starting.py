"""How a contact starts on this machine: by the sender, or else by a copy."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.core.cadence.cadence import SPOKEN
from app.core.errors import TouchlineError
from app.core.people.lead import Channel
from app.services.ports import NotStarted, Outgoing, Sender, Started
from app.services.working.touch_card import TouchCard
from app.ui.tasks import Tasks
from app.ui.words import say
from app.ui.workspace.session import TouchSession
from app.ui.workspace.written_view import message_text

# One channel of each sort that a program of the desktop may open.
_ASKED: tuple[Channel, ...] = ("call", "sms", "whatsapp", "email")
_LIKE: dict[Channel, Channel] = {"voicemail": "call", "video_email": "email"}


class _Answers(QObject):
    """Carries the answers of the sender's threads; it outlives the window, as they may."""

    came = Signal(object)


class ContactStart(QObject):
    """Starts the contact of the touch that `session` shows, which judges it first.

    `said` is a sentence for the status bar as the controller's, `failed` carries a TouchlineError;
    `changed` says that something more, or less, is known to open here.
    """

    said = Signal(str, str, str, str)
    failed = Signal(object)
    changed = Signal()

    def __init__(
        self, session: TouchSession, tasks: Tasks, sender: Sender, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._sender = sender
        self._starts: dict[Channel, bool] = {}
        self._answers = _Answers()
        self._answers.came.connect(self._on_answer)
        self._ask_sender(tasks)

    def handles(self, channel: Channel) -> bool:
        """Whether contacts on a channel start here, as far as is known."""
        return self._starts.get(_sort_of(channel), True)

    def do(self, code: str, card: TouchCard) -> None:
        """Act on a big button: call, open, copy (a number) or copy_text."""
        if code == "copy":
            self._session.dial(partial(self._copy_number, card.address))
        elif code == "copy_text":
            self._copy_text(card)
        else:
            self._start(card)

    def go_ahead(self, anyway: str, note: str) -> None:
        """Start against what is soft, with the code of a reason and what was typed with it."""
        current = self._session.current
        if current is None:
            return
        card = current.card
        if self.handles(card.touch.channel):
            self._start(card, anyway, note)
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

    def _ask_sender(self, tasks: Tasks) -> None:
        """What starts on this machine is asked once, beside everything else."""
        sender = self._sender

        def ask() -> dict[Channel, bool]:
            return {channel: sender.starts(channel) for channel in _ASKED}

        def keep(starts: dict[Channel, bool]) -> None:
            self._starts = starts
            self.changed.emit()

        tasks.read(ask, keep, self.failed.emit)

    def _copy_number(self, number: str) -> None:
        self.copy(number)
        self.said.emit("copy", say("status.number_copied"), "", "")

    def _copy_text(self, card: TouchCard) -> None:
        subject, body = message_text(card)
        self.copy(f"{subject}\n\n{body}" if subject else body)
        self.said.emit("copy", say("status.text_copied"), "", "")

    def _start(self, card: TouchCard, anyway: str = "", note: str = "") -> None:
        subject, text = message_text(card)
        outgoing = Outgoing(
            channel=card.touch.channel, address=card.address, subject=subject, text=text
        )
        try:
            startable = self._sender.check(outgoing)
        except TouchlineError as error:
            self.failed.emit(error)
            return
        if startable:
            self._session.dial(partial(self._send, outgoing), anyway=anyway, note=note)

    def _send(self, outgoing: Outgoing) -> None:
        try:
            self._sender.start(outgoing, self._answers.came.emit)
        except TouchlineError as error:
            self.failed.emit(error)

    def _on_answer(self, answer: Started | NotStarted) -> None:
        if isinstance(answer, NotStarted):
            self._starts[_sort_of(answer.channel)] = False
            self.copy(answer.copy)
            self.said.emit("copy", say("status.copied_instead"), "", "")
            self.changed.emit()
        elif answer.text_left:
            self.copy(answer.text_left)
            self.said.emit("copy", say("status.too_long"), "", "")
        else:
            self.said.emit("external-link", say(f"start.{answer.opened}"), "", "")


def _sort_of(channel: Channel) -> Channel:
    """The channel that was asked for this one: what opens a voicemail opens a call."""
    asked = _LIKE.get(channel, channel)
    return asked if asked in _ASKED else "whatsapp"
