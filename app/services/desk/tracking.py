"""Which channels report what becomes of a message: what is set by hand, and what is connected."""

from collections.abc import Collection
from typing import Literal, get_args

from app.core.errors import BadInput
from app.services.desk.desk import Desk
from app.services.store.reader import ProfileReader

# Of what goes out on these, something else than a person could report what became of it.
TRACKABLE = (
    *("email", "video_email", "sms", "whatsapp"),
    *("linkedin_connect", "linkedin_message", "direct_mail"),
)
# Who says so. Whatever is connected later keeps its own row beside what a person chose, so that
# neither overwrites the other, and takes it back when it is disconnected.
TrackingSource = Literal["by_hand", "mailbox", "hub"]
_SETTINGS: dict[TrackingSource, str] = {
    "by_hand": "tracked_channels",
    "mailbox": "tracked_channels.mailbox",
    "hub": "tracked_channels.hub",
}


def tracked_channels(reader: ProfileReader) -> frozenset[str]:
    """The channels that report what becomes of a message, whoever says so."""
    return frozenset().union(*(tracked_by(reader, source) for source in get_args(TrackingSource)))


def tracked_by(reader: ProfileReader, source: TrackingSource) -> frozenset[str]:
    """Those that one source says are reported."""
    return frozenset((reader.setting(_SETTINGS[source]) or "").split())


def read_tracking(desk: Desk) -> tuple[frozenset[str], frozenset[str]]:
    """What was set by hand, and what is tracked in all."""
    with desk.store.read() as reader:
        return tracked_by(reader, "by_hand"), tracked_channels(reader)


def track(desk: Desk, channels: Collection[str], source: TrackingSource = "by_hand") -> None:
    """Keep what a source reports, in the place of what it said before.

    Raises BadInput for a channel of which nothing can be reported.
    """
    if not set(channels) <= set(TRACKABLE):
        raise BadInput(
            "bad_tracking",
            "Of that channel nothing can be reported.",
            f"Use some of: {', '.join(TRACKABLE)}.",
        )
    with desk.store.write() as uow:
        uow.save_setting(_SETTINGS[source], " ".join(sorted(set(channels))))
        uow.commit()
