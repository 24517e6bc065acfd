"""Moving somebody to another version of the cadence that they are on."""

import msgspec
from msgspec.structs import replace

from app.core.cadence.cadence import Cadence
from app.core.cadence.versions import can_move, is_planned_alike
from app.core.engine.decision import Run, after_touch, steps_of
from app.core.log import events as ev
from app.core.work.begun import begun_steps
from app.core.work.touch import Touch


class MoveVersion(msgspec.Struct, frozen=True, kw_only=True):
    """Let whoever is on `cadence_key` go on with version `version`, if they still can."""

    cadence_key: str
    version: int


def move(run: Run, command: MoveVersion) -> None:
    """Move the open enrolment; nothing happens to somebody who has come to the first change.

    What is planned is planned anew where the new version wants something else.
    """
    enrolment = run.enrolment
    if enrolment is None or enrolment.cadence_key != command.cadence_key:
        return
    before = run.cadence(enrolment)
    after = run.cadence(replace(enrolment, cadence_version=command.version))
    if before is None or after is None or enrolment.cadence_version == command.version:
        return
    if not can_move(before, after, begun_steps(run.work.touches, enrolment.enrolment_id)):
        return
    planned = steps_of(run, enrolment)
    kept = all(_stays(before, after, touch) for touch in planned)
    run.add(
        ev.EnrolmentMoved(
            enrolment_id=enrolment.enrolment_id,
            cadence_version=command.version,
            dropped=() if kept else tuple(touch.touch_id for touch in planned),
        )
    )
    after_touch(run)


def _stays(before: Cadence, after: Cadence, touch: Touch) -> bool:
    keys = {step.key for step in before.steps}
    return touch.step_key not in keys or is_planned_alike(before, after, touch.step_key)
