"""Identity. Random ids are minted in app.system.ids; here ids are only derived."""

from uuid import UUID, uuid5

# Fixed for ever: every device must derive the same touch id from the same plan.
_TOUCHES = UUID("6f1c2d0e-5b8a-5d3e-9a47-0c4e6b1f7d21")


def touch_id(enrolment_id: UUID, step_key: str, occurrence: int) -> UUID:
    """The id of the `occurrence`-th (from 0) touch of a step: two devices that plan it agree."""
    return uuid5(_TOUCHES, f"{enrolment_id.hex}/{step_key}/{occurrence}")
