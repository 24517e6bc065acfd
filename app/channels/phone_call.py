"""A call by the program that answers `tel:` links: a softphone, or the phone beside the desk."""

from app.channels.uri_launcher import dialable
from app.services.ports import Link


def call_link(number: str) -> Link:
    """A link that dials `number` (E.164). Raises BadInput for anything else."""
    return Link(uri=f"tel:{dialable(number)}", copy=number)
