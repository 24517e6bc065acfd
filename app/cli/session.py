"""One run of the program: which profile, at which instant, and what is open so far."""

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app.cli.house import House, OpenDesk
from app.cli.values import in_utc
from app.core.clock import Clock
from app.core.contact.rules import RuleBook
from app.core.errors import NotFound, Refused
from app.core.people.local_time import ZoneTables
from app.services.desk.library import CadenceLibrary
from app.services.store.records import Changes
from app.services.upkeep import Upkeep
from app.services.wording import Wording
from app.services.working.passing_time import catch_up
from app.system.clock import FixedClock
from app.system.paths import Profile
from app.system.resources import resource_path
from app.system.timezones import machine_zone


class _ChosenClock:
    """The machine's clock until an instant is chosen, then that."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def choose(self, at: datetime) -> None:
        self._clock = FixedClock(at)

    def now(self) -> datetime:
        return self._clock.now()

    def monotonic_s(self) -> float:
        return self._clock.monotonic_s()

    @property
    def boot_id(self) -> str:
        return self._clock.boot_id


class Session:
    """What a command works with. `at` is --at, naive if it came without a zone."""

    def __init__(
        self, house: House, folder: Path | None, at: datetime | None, stack: ExitStack
    ) -> None:
        self.house = house
        self.profile = Profile(folder or house.default_folder())
        self.clock = _ChosenClock(house.clock)
        self._at = at
        self._stack = stack
        self._open: OpenDesk | None = None
        self._stored = False
        self._held = False
        self.tz_version = house.tz_version()

    @property
    def has_at(self) -> bool:
        """Whether the instant was named by --at."""
        return self._at is not None

    def read(self) -> OpenDesk:
        """The desk for a command that writes nothing of its own."""
        return self._opened()

    def write(self) -> OpenDesk:
        """The desk for a command that writes, after all that time alone has brought about.

        Raises Refused when --at would put something into a profile at a time that is not now.
        """
        opened = self._opened()
        self.refuse_at(sandbox=opened.desk.identity.sandbox)
        catch_up(opened.desk)
        opened.desk.store.after_commit.append(self._note_commit)
        return opened

    @property
    def stored(self) -> bool:
        """Whether the command has changed the profile for good."""
        return self._stored

    @property
    def held(self) -> bool:
        """Whether something the command wrote looks like a refusal, and holds until it is read."""
        return self._held

    def _note_commit(self, changes: Changes) -> None:
        self._stored = True
        self._held |= changes.held

    def require_profile(self) -> None:
        """Raises NotFound where no profile was made."""
        if not self.profile.exists():
            raise NotFound(
                "no_profile",
                "There is no profile in this folder.",
                "Make one with init, or name another folder with --profile.",
            )

    def refuse_at(self, *, sandbox: bool) -> None:
        """Raises Refused for --at where something is written and the profile is no sandbox."""
        if self._at is not None and not sandbox:
            raise Refused(
                "at_refused",
                "This profile is no sandbox: what is written into it is written now.",
                "Leave --at out, or play in a profile made with init --sandbox.",
            )

    def close(self) -> None:
        """Close the desk before its time, for a command that needs the file alone."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def upkeep(self) -> Upkeep:
        """The profile's database as a file."""
        return self.house.upkeep(self.profile)

    def zones(self) -> ZoneTables:
        """The zone tables, from the open desk or else read now."""
        return self._open.zones if self._open is not None else self.house.zones()

    def rules(self) -> RuleBook:
        """The contact rules, from the open desk or else read now."""
        return self._open.desk.rules if self._open else self.house.rules(self.profile)

    def library(self) -> CadenceLibrary:
        """The cadences, from the open desk or else read now."""
        return (
            self._open.desk.library if self._open is not None else self.house.library(self.profile)
        )

    def zone(self) -> str:
        """The desk's zone: the open profile's, else the machine's."""
        return self._open.desk.identity.zone if self._open is not None else machine_zone()

    def now(self) -> datetime:
        """The present, or what --at says it is."""
        if self._at is not None:
            self.clock.choose(in_utc(self._at, self.zone()))
        return self.clock.now()

    def words(self) -> Wording:
        """The catalogue of reasons, instants in the desk's zone."""
        return self.words_in("en")

    def words_in(self, language: str) -> Wording:
        """The catalogue of one language."""
        words = Wording.load(resource_path("i18n", f"{language}.json"))
        words.tell(ZoneInfo(self.zone()), self.now)
        return words

    def _opened(self) -> OpenDesk:
        if self._open is None:
            self.require_profile()
            self._open = self.house.open_desk(self.profile, self.clock)
            self._stack.callback(self.close)
            self.now()
        return self._open
