"""What the use cases share: the store, the texts, the clock, and where ids come from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from app.core.clock import Clock
from app.core.consent.key_ring import KeyRing
from app.core.contact.rules import RuleBook
from app.core.team.takeover import Staff
from app.services.desk.library import CadenceLibrary
from app.services.store.records import Identity
from app.services.store.unit_of_work import Store


class Shelf:
    """Where the texts stand: a version that is published puts another library in its place."""

    def __init__(self, library: CadenceLibrary) -> None:
        self.library = library


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the use cases share: the store, the texts, the clock, and where ids come from.

    `tz_version` names the time-zone data in use; it is kept with every verdict. `rules` say when
    people may be contacted. `ring` holds the keys for digests; `free_mail` are mail domains shared
    by strangers. `language` is the one the rep reads in (ISO 639-1); what is said or sent is in the
    language of the person. `staff` are those who fill the roles that plans name: nobody without a
    hub.
    """

    store: Store
    shelf: Shelf
    clock: Clock
    new_id: Callable[[], UUID]
    tz_version: str
    rules: RuleBook
    identity: Identity
    ring: KeyRing = field(repr=False)
    free_mail: frozenset[str] = field(default=frozenset(), repr=False)
    language: str = "en"
    staff: Staff = field(default_factory=dict)

    @property
    def library(self) -> CadenceLibrary:
        """The texts as they are at this moment."""
        return self.shelf.library
