"""Storing what an import plan brings in, in short transactions that let a rep's keys pass."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from app.core.people.local_time import ZoneTables
from app.services.desk.desk import Desk
from app.services.desk.portions import GatheredChanges, SomebodyWaits, nobody_waits, portion
from app.services.importing.plan import ImportPlan
from app.services.importing.refused_points import close_points
from app.services.people.lead_draft import new_lead
from app.services.people.leads import Added, take_in
from app.services.store.records import Changes

# So many close in one transaction, which lasts a moment.
_REFUSALS = 25
MAPPING_SETTING = "import.mapping."


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCount:
    """How far an import is: `done` of `total` people, and what became of them.

    `merged` were known already (by number or address), `suppressed` asked for no contact and were
    not stored.
    """

    done: int
    total: int
    new: int = 0
    merged: int = 0
    suppressed: int = 0


def run_import(
    desk: Desk,
    plan: ImportPlan,
    tables: ZoneTables,
    *,
    at: datetime | None = None,
    waits: SomebodyWaits = nobody_waits,
) -> Iterator[ImportCount]:
    """Store the drafts of a plan; each step is one transaction and yields the count so far.

    Stopping between steps keeps what was stored; running the same plan again merges it.
    """
    now = at or desk.clock.now()
    count = ImportCount(done=0, total=len(plan.drafts))
    yield count
    drafts, changed = iter(plan.drafts), GatheredChanges(desk)
    refusals = iter(plan.refusals)
    # Refusals first: whoever comes in after them is closed from the start.
    for _ in range(0, len(plan.refusals), _REFUSALS):
        with desk.store.write() as uow:
            close_points(desk, uow, islice(refusals, _REFUSALS), now)
            uow.commit()
        changed.add(Changes(queue=True, suppressions=True))
    while count.done < count.total:
        with desk.store.write() as uow:
            for draft in portion(desk, drafts, waits):
                added = take_in(desk, uow, new_lead(draft, tables), now).added
                count = _counted(count, added)
            uow.commit()
        changed.add(Changes(queue=True))
        if count.done == count.total:
            changed.publish()
        yield count
    if not plan.drafts:
        changed.publish()


def _counted(count: ImportCount, added: Added) -> ImportCount:
    return replace(
        count,
        done=count.done + 1,
        new=count.new + (added == "new"),
        merged=count.merged + (added == "merged"),
        suppressed=count.suppressed + (added == "suppressed"),
    )
