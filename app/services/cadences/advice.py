"""Advice on a cadence: what the checks say of it, with what reps noted, put into words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from app.core.cadence.cadence import Cadence
from app.core.cadence.checks import Advice, check_cadence
from app.core.reason import Args
from app.services.desk.library import CadenceLibrary
from app.services.store.reader import Reader
from app.services.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNote:
    """What a rep noted on a touch of a step; `text` is theirs, and may name people."""

    step: str
    lead_id: UUID
    at: datetime
    text: str


def notes_on(reader: Reader, cadence: Cadence) -> tuple[StepNote, ...]:
    """What was noted on the steps of a cadence since its last review, the newest first."""
    since = datetime.combine(cadence.reviewed_on or date.min, time(0), UTC)
    keys = {step.key for step in cadence.steps}
    return tuple(
        StepNote(step=step, lead_id=lead_id, at=at, text=text)
        for step, lead_id, at, text in reader.step_notes(cadence.key, since)
        if step in keys
    )


def advise(
    library: CadenceLibrary, cadence: Cadence, today: date, notes: Sequence[StepNote] = ()
) -> tuple[Advice, ...]:
    """All there is reason to say of a cadence that uses the library's texts."""
    return check_cadence(
        cadence,
        library.templates,
        library.scripts,
        today=today,
        notes=Counter(note.step for note in notes),
    )


def said(advice: Advice, words: Wording) -> str:
    """A piece of advice as a sentence with its reason."""
    if advice.lint is not None:
        return words.plain(f"lint.{advice.lint}", advice.args)
    args: dict[str, str | int] = dict(advice.args)
    for name, kind in (("channel", "channel"), ("kind", "channel_kind")):
        if name in args:
            args[name] = words.plain(f"{kind}.{args[name]}")
    text = words.plain(f"advice.{advice.code}", args)
    if advice.role is None:
        return text
    named: Args = {"role": words.plain(f"role.{advice.role}"), "advice": text}
    return words.plain("advice.for_role", named)
