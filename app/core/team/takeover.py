"""Who takes a person over: the seam between a role that a plan names and somebody of the team."""

from collections.abc import Mapping
from uuid import UUID

# Who fills a role ("account_executive"), by its key; empty where nobody but the rep is known.
Staff = Mapping[str, UUID]


def taken_over_by(assignee: str | None, staff: Staff, owner_id: UUID) -> UUID | None:
    """The person who fills the role, where that is somebody else than the owner; else None."""
    person = staff.get(assignee) if assignee else None
    return person if person != owner_id else None


def stays_here(assignee: str | None, staff: Staff, owner_id: UUID) -> bool:
    """Whether a touch is for a role that its owner does not fill, and stays with them all the same.

    So it is wherever nobody is known who fills it: the touch says so.
    """
    return assignee is not None and staff.get(assignee) != owner_id
