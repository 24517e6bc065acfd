"""Leads to fill a store with."""

from app.services.store.unit_of_work import UnitOfWork
from app.storage.unit_of_work import SqlStore
from tests.builders import (
    NOW,
    bodies_of,
    make_lead,
    make_placement,
    make_work,
)


def add(unit: UnitOfWork, n: int, **placement: object) -> None:
    """Write lead `n` as an import does: log, facts, work, queue row, alerts."""
    lead, work = make_lead(n), make_work(n)
    unit.append(lead.lead_id, bodies_of(work, lead), NOW)
    unit.save_lead(lead, 1)
    unit.save_work(None, work)
    unit.place(lead.lead_id, make_placement(n, **placement))


def add_all(store: SqlStore, *numbers: int) -> None:
    """`add` each of `numbers` in one transaction."""
    with store.write() as unit:
        for n in numbers:
            add(unit, n)
        unit.commit()
