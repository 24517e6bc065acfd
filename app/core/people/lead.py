"""A person to contact, and how they can be reached."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.core.people.person_facts import PersonFacts
from app.core.people.zone_city import zone_city

Channel = Literal[
    "call",
    "voicemail",
    "email",
    "video_email",
    "sms",
    "whatsapp",
    "linkedin_connect",
    "linkedin_message",
    "linkedin_engage",
    "direct_mail",
    "task",
]
ConsentChannel = Literal["call", "email", "sms", "whatsapp", "linkedin"]
PointKind = Literal["phone", "email", "linkedin"]
PointStatus = Literal["usable", "unusable", "unparsed", "barred"]
Temperature = Literal["hot", "warm", "cold"]
Direction = Literal["inbound", "outbound"]
Stage = Literal["new", "working", "meeting", "won", "lost", "nurture"]

# Which kind of contact point a channel needs, and under which name its consent is kept.
POINT_OF: dict[str, PointKind | None] = {
    "call": "phone",
    "voicemail": "phone",
    "sms": "phone",
    "whatsapp": "phone",
    "email": "email",
    "video_email": "email",
    "linkedin_connect": "linkedin",
    "linkedin_message": "linkedin",
    "linkedin_engage": "linkedin",
    "direct_mail": None,
    "task": None,
}
# Under this name a list says to whom somebody belongs, where that is not who imports it.
SAID_OWNER = "owner"
CONSENT_OF: dict[str, ConsentChannel | None] = {
    "call": "call",
    "voicemail": "call",
    "sms": "sms",
    "whatsapp": "whatsapp",
    "email": "email",
    "video_email": "email",
    "linkedin_connect": "linkedin",
    "linkedin_message": "linkedin",
    "linkedin_engage": "linkedin",
    "direct_mail": None,
    "task": None,
}


class ContactPoint(msgspec.Struct, frozen=True, kw_only=True):
    """One number, address or profile of a lead.

    `value` is normalised (E.164 phone, lower-cased email, profile URL); for status "unparsed" it
    is the text as it came, kept so that nothing is lost. `note` is the code of what is wrong.
    "barred" is never stored: an opt-out about this number alone closes it at the moment.
    """

    point_id: UUID
    kind: PointKind
    value: str
    status: PointStatus = "usable"
    note: str = ""

    def usable(self) -> "ContactPoint":
        """The point where nothing more is held against it."""
        return msgspec.structs.replace(self, status="usable")


class Lead(PersonFacts, frozen=True, kw_only=True):
    """The facts of a lead as the engine and the screen read them.

    `zones` are IANA names of every zone the person may be in (one once confirmed; empty when
    nothing is known). `extra` keeps imported columns that have no place of their own, as text.
    `received_on` is the day they came in where nobody knows the time: it is the same day in every
    zone, and `received_at` is its first moment where the list was made.
    `zone_until` is set while they travel: from that instant on `home_zones` and `home_confirmed`
    hold again.
    """

    lead_id: UUID
    points: tuple[ContactPoint, ...] = ()
    source: str = ""
    direction: Direction = "inbound"
    received_at: datetime
    received_on: date | None = None
    added_at: datetime
    owner_id: UUID
    temperature: Temperature | None = None
    stage: Stage = "new"
    zones: tuple[str, ...] = ()
    zone_confirmed: bool = False
    zone_until: datetime | None = None
    home_zones: tuple[str, ...] = ()
    home_confirmed: bool = False
    prefers: str = ""
    extra: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def name(self) -> str:
        """First and last name, or the first thing that identifies the person."""
        full = f"{self.first_name} {self.last_name}".strip()
        return full or self.company or (self.points[0].value if self.points else "")

    def as_worked(self, unusable: tuple[UUID, ...], stage: Stage) -> "Lead":
        """The lead with the stage the log gives it and the points that turned out wrong marked."""
        points = tuple(
            msgspec.structs.replace(p, status="unusable") if p.point_id in unusable else p
            for p in self.points
        )
        return msgspec.structs.replace(self, points=points, stage=stage)

    def as_of(self, at: datetime) -> "Lead":
        """The lead where they are at `at`: back home once a journey is over."""
        if self.zone_until is None or at < self.zone_until:
            return self
        return self.placed(self.home_zones, confirmed=self.home_confirmed)

    def placed(self, zones: tuple[str, ...], *, confirmed: bool) -> "Lead":
        """The lead in these zones, and in no others later."""
        return msgspec.structs.replace(
            self,
            zones=zones,
            zone_confirmed=confirmed,
            zone_until=None,
            home_zones=(),
            home_confirmed=False,
        )

    def barring(self, point_ids: frozenset[UUID]) -> "Lead":
        """The lead with exactly these of its usable points marked as barred."""
        if not point_ids and all(p.status != "barred" for p in self.points):
            return self
        points = tuple(
            msgspec.structs.replace(p, status="barred" if p.point_id in point_ids else "usable")
            if p.status in ("usable", "barred")
            else p
            for p in self.points
        )
        return msgspec.structs.replace(self, points=points)

    def with_facts(self, facts: Mapping[str, object]) -> "Lead":
        """The lead with other values of these fields."""
        return msgspec.structs.replace(self, **facts)

    def revised(
        self,
        points: tuple[ContactPoint, ...],
        facts: Mapping[str, object],
        zones: tuple[str, ...],
    ) -> "Lead":
        """The lead with further points and facts.

        `zones` are those that the new points and facts allow. They count where nothing was known,
        and beside what is known where a number came; a confirmed zone stays alone.
        """
        known = self.zones
        if not known or (not self.zone_confirmed and any(p.kind == "phone" for p in points)):
            known = tuple(dict.fromkeys((*known, *zones)))
        return msgspec.structs.replace(self, points=(*self.points, *points), zones=known, **facts)


def in_text(lead: Lead) -> str:
    """Everything of a lead as one text that `lead_of_text` reads."""
    return msgspec.json.encode(lead).decode()


def lead_of_text(text: str) -> Lead:
    """The lead that `in_text` wrote."""
    return msgspec.json.decode(text, type=Lead)


def point_for(points: tuple[ContactPoint, ...], channel: str) -> ContactPoint | None:
    """The first usable point through which `channel` reaches the lead, if any."""
    kind = POINT_OF[channel]
    return next((p for p in points if p.kind == kind and p.status == "usable"), None)


def place_of(lead: Lead) -> str:
    """Where the person is, in a word: the city, or the one their time zone is named after.

    Who said where they are may be there and not in the city of their address.
    """
    zone = zone_city(lead.zones[0]) if lead.zones else ""
    return zone if lead.zone_confirmed and zone else lead.city or zone
