"""What happens behind the window, as Qt signals on the GUI thread."""

from PySide6.QtCore import QObject, Signal


class EventBridge(QObject):
    """Emit from any thread; Qt delivers to receivers on the thread they live in.

    `changed` carries Changes after a commit, `alerts` a tuple of LeadAlert that are due now,
    `clicked` the lead id of a notification, `failed` a TouchlineError of something nobody waits
    for, `reported` the key of a notice that was shown as far as it could be, `set_back` how many
    people a clock that was set back has planned anew, `raise_window` a wish of a second start,
    `caught_up` comes when nothing is due any more that was not looked at.
    """

    changed = Signal(object)
    alerts = Signal(object)
    clicked = Signal(object)
    failed = Signal(object)
    reported = Signal(str)
    set_back = Signal(int)
    raise_window = Signal()
    caught_up = Signal()
