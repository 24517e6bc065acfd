"""Whose refusal it is that a person meets, and what of the person it does not keep yet.

An opt-out keeps digests of what was known of the person then. Where a number or address turns out
to be theirs later, an entry of its own closes that.
"""

from collections.abc import Iterable
from uuid import UUID

from app.core.consent.suppression import Suppression, in_force, uncovered
from app.core.engine.facts import Facts
from app.core.people.lead import ContactPoint
from app.core.people.one_person import are_two, full_name, numbers_of
from app.services.desk.desk import Desk
from app.services.store.reader import Reader


def widened(
    desk: Desk, points: tuple[ContactPoint, ...], entries: Iterable[Suppression]
) -> list[Suppression]:
    """New entries for those of a person's `points` that no refusal of theirs keeps yet."""
    return [
        Suppression(
            suppression_id=desk.new_id(),
            scope=scope,
            channels=channels,
            digests=desk.ring.digests(keys),
            key_id=desk.ring.newest.key_id,
        )
        for scope, channels, keys in uncovered(points, entries, desk.ring)
    ]


def refusals_of(reader: Reader, facts: Facts, others: Iterable[UUID]) -> tuple[Suppression, ...]:
    """The refusals in force that are this person's own.

    What their numbers meet belongs to somebody else where everybody who refused so is a colleague
    behind the same switchboard: the line they share is closed, numbers of their own are not.
    """
    own = in_force(facts.work.suppressions)
    met = in_force(facts.barriers.entries)
    if not met or {e.suppression_id for e in met} <= {e.suppression_id for e in own}:
        return own
    lead = facts.lead
    refused = [who for who, work in map(reader.person, others) if in_force(work.suppressions)]
    colleagues = refused and all(
        are_two(full_name(lead), numbers_of(lead), full_name(who), numbers_of(who))
        for who in refused
    )
    return own if colleagues else in_force(met, own)
