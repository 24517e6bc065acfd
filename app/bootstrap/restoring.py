"""Putting a backup in the place of a profile's database, without forgetting who said no since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.clock import Clock
    from app.services.people.carry_over import Carried
    from app.system.paths import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredProfile:
    """`former` is where the replaced database is kept, None where there was none.

    `carried` is what came over from it; None where it could not be read.
    """

    former: Path | None
    carried: Carried | None


def restore_backup(profile: Profile, copy: Path, clock: Clock) -> RestoredProfile:
    """Restore the backup `copy`; nobody may have the profile open.

    Opt-outs, do-not-call lists, withdrawn consents and erasures of the database that is replaced
    come along. Raises TouchlineError as the restore of the storage does; everything is then as it
    was.
    """
    from app.core.errors import TouchlineError
    from app.services.people.carry_over import Carried
    from app.storage.upkeep.port import SqlUpkeep
    from app.storage.version import standing
    from app.system.ids import IdMint

    upkeep = SqlUpkeep(profile.database, profile.backups)
    former = upkeep.restore(copy, IdMint(clock).uuid7(), clock.now())
    if former is None:
        return RestoredProfile(former=None, carried=Carried())
    if standing(profile.database) == "older":
        upkeep.migrate(clock.now())
    try:
        return RestoredProfile(former=former, carried=_carry(profile, former, clock))
    except TouchlineError as error:
        # A damaged database is often why somebody restores: nothing can be read out of it.
        if error.code not in ("store_damaged", "not_a_store", "store_newer"):
            raise
        return RestoredProfile(former=former, carried=None)


def _carry(profile: Profile, former: Path, clock: Clock) -> Carried:
    from app.bootstrap.desk import open_desk
    from app.services.people.carry_over import carry_over
    from app.storage.unit_of_work import sql_store
    from app.system.ids import IdMint

    opened = open_desk(profile, clock)
    try:
        replaced = sql_store(former, clock, IdMint(clock).uuid7)
        try:
            with replaced.read() as reader:
                return carry_over(opened.desk, reader, clock.now())
        finally:
            replaced.database.close()
    finally:
        opened.close()
