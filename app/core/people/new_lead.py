"""A person as they come in: from a form, a list, or another program."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Self

import msgspec

from app.core.people.lead import (
    ConsentChannel,
    Direction,
    PointKind,
    PointStatus,
    Stage,
    Temperature,
)
from app.core.people.person_facts import PersonFacts
from app.core.people.visible import visible


class NewPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A number or address as it comes in.

    `value` is E.164 or a lower-cased address; for status "unparsed" the text as it came, with the
    code of what is wrong as `note`. A telephone extension is noted as "ext=12".
    """

    kind: PointKind
    value: str
    status: PointStatus = "usable"
    note: str = ""


class NewLead(PersonFacts, frozen=True, kw_only=True):
    """A person as they come in. Every channel of `opt_outs` and `held` is a consent channel or "*".

    What is `held` looks like a refusal, and waits until somebody has read it. `received_at` None
    means now, `received_on` is the day where nobody knows the time; `late` says that nobody knows
    when, so that no five-minute clock starts. `apart` keeps them from anybody of another name who
    has the same number or address. `score` is what another program says they are worth. `zones`
    are the IANA names of every zone they may be in.
    """

    points: tuple[NewPoint, ...] = ()
    source: str = ""
    direction: Direction = "inbound"
    received_at: datetime | None = None
    received_on: date | None = None
    temperature: Temperature | None = None
    score: int | None = None
    stage: Stage = "new"
    zones: tuple[str, ...] = ()
    consents: Mapping[ConsentChannel, bool] = msgspec.field(default_factory=dict)
    opt_outs: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    late: bool = False
    apart: bool = False
    note: str = ""
    extra: Mapping[str, str] = msgspec.field(default_factory=dict)

    def cleaned(self) -> Self:
        """The same without what nobody sees in any of its texts; a note keeps its lines."""
        return (
            super()
            .cleaned()
            .but(
                source=visible(self.source),
                note="\n".join(visible(line) for line in self.note.splitlines()),
                extra={visible(name): visible(value) for name, value in self.extra.items()},
            )
        )
