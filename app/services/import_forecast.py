"""What would become of an import plan if it were stored now: counted before anything is written."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.core.phone_variants import variants
from app.core.suppression import EVERY_CHANNEL, digest
from app.services.desk import Desk
from app.services.import_plan import ImportPlan, LeadDraft
from app.services.unit_of_work import Reader

Key = tuple[str, str]
# As many people as one question to the store asks for.
_PORTION = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Places of drafts in the plan: who is new, known here already, or asked for no contact.

    Together they are all drafts. People who are known are merged, people who asked for no contact
    on any channel are not stored.
    """

    new: tuple[int, ...] = ()
    known: tuple[int, ...] = ()
    suppressed: tuple[int, ...] = ()


def forecast(desk: Desk, plan: ImportPlan) -> Forecast:
    """Look every person of a plan up, in the order in which they would be stored.

    The rules are those of storing: a known number or address merges, and only somebody who is not
    known can be left out for an opt-out.
    """
    new: list[int] = []
    known: list[int] = []
    suppressed: list[int] = []
    met: set[Key] = set()
    with desk.store.read() as reader:
        for start in range(0, len(plan.drafts), _PORTION):
            portion = [_keys(draft) for draft in plan.drafts[start : start + _PORTION]]
            met.update(reader.leads_at([key for keys in portion for key in keys]))
            barred = _barred(desk, reader, portion)
            for place, keys in enumerate(portion, start=start):
                if not met.isdisjoint(keys):
                    known.append(place)
                elif place - start in barred:
                    suppressed.append(place)
                    continue
                else:
                    new.append(place)
                met.update(keys)
    return Forecast(new=tuple(new), known=tuple(known), suppressed=tuple(suppressed))


def _keys(draft: LeadDraft) -> list[Key]:
    return list(_forms(draft))


def _forms(draft: LeadDraft) -> Iterator[Key]:
    for point in draft.points:
        if point.status == "unparsed":
            continue
        forms = variants(point.value) if point.kind == "phone" else (point.value,)
        yield from ((point.kind, form) for form in forms)


def _barred(desk: Desk, reader: Reader, portion: list[list[Key]]) -> frozenset[int]:
    """Who of a portion asked for no contact at all. Hardly anybody, so all are asked at once."""
    digests = [[digest(desk.secret, value) for _, value in keys] for keys in portion]
    if EVERY_CHANNEL not in reader.suppressed_by([d for one in digests for d in one]):
        return frozenset()
    return frozenset(
        place
        for place, one in enumerate(digests)
        if one and EVERY_CHANNEL in reader.suppressed_by(one)
    )
