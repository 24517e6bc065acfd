"""What the command line needs of the rest of the program, handed in by who starts it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.core.clock import Clock
from app.core.contact.rules import RuleBook
from app.core.people.local_time import ZoneTables
from app.services.desk.desk import Desk
from app.services.desk.library import CadenceLibrary
from app.services.importing.tables import ImportTables
from app.services.store.records import Identity
from app.services.upkeep import Upkeep
from app.system.paths import Profile


class OpenDesk(Protocol):
    """A desk over an open profile."""

    @property
    def desk(self) -> Desk: ...
    @property
    def zones(self) -> ZoneTables: ...
    @property
    def close(self) -> Callable[[], None]: ...


class MakeProfile(Protocol):
    """Sets up a workplace in an empty folder. Raises Refused if there is one already."""

    def __call__(
        self,
        profile: Profile,
        clock: Clock,
        *,
        rep_name: str,
        company: str,
        zone: str,
        country: str,
        sandbox: bool = False,
    ) -> Identity: ...


class CarriedOver(Protocol):
    """How many refusals came over from the database that a restore replaced."""

    @property
    def opt_outs(self) -> int: ...
    @property
    def consents(self) -> int: ...
    @property
    def lists(self) -> int: ...
    @property
    def erased(self) -> int: ...


class Restored(Protocol):
    """What a restore did; `carried` None where the replaced database could not be read."""

    @property
    def former(self) -> Path | None: ...
    @property
    def carried(self) -> CarriedOver | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Every part a command may ask for; each is only built when it is asked for.

    `default_folder` is the profile's folder where none is named. `tz_version` names the time zone
    tables and makes them the ones in use. `notifiers` are names and whether each works here.
    `keychain` says whether passwords outlast the program.
    """

    clock: Clock
    default_folder: Callable[[], Path]
    new_id: Callable[[], UUID]
    tz_version: Callable[[], str]
    zones: Callable[[], ZoneTables]
    rules: Callable[[Profile], RuleBook]
    library: Callable[[Profile], CadenceLibrary]
    import_tables: Callable[[ZoneTables], ImportTables]
    make_profile: MakeProfile
    open_desk: Callable[[Profile, Clock], OpenDesk]
    upkeep: Callable[[Profile], Upkeep]
    restore_backup: Callable[[Profile, Path, Clock], Restored]
    notifiers: Callable[[], list[tuple[str, bool]]]
    keychain: Callable[[Profile], bool]
