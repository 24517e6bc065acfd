"""A person put together from the cells of a list or the fields of a form."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import get_args

from app.core.consent.suppression import EVERY_CHANNEL, NUMBER_CHANNELS
from app.core.people.lead import ConsentChannel, Stage, Temperature
from app.core.people.local_time import ZoneTables, zones_for
from app.core.people.new_lead import NewLead, NewPoint
from app.core.people.person_facts import NOTHING, PersonFacts


class LeadDraft(PersonFacts, frozen=True, kw_only=True):
    """A person as the file describes them; `rows` are the rows that were merged into them.

    `received_at` is an aware UTC instant; without it nobody knows when they asked, unless they
    came in `just_now`; `received_on` is the day where no time was written with it. They are
    `apart` from whoever shares a number of theirs under another name. `consents` has answers
    only, True for yes. `opt_outs` are channels, "number" or "all"; those of `held` wait until a
    person has read why. `owner` is the text of the file. `extra` keeps the text of columns and
    cells that have no place of their own, by column name.
    """

    rows: tuple[int, ...]
    points: tuple[NewPoint, ...] = ()
    source: str = ""
    owner: str = ""
    received_at: datetime | None = None
    received_on: date | None = None
    just_now: bool = False
    apart: bool = False
    temperature: Temperature | None = None
    score: int | None = None
    stage: Stage | None = None
    consents: Mapping[str, bool] = NOTHING
    opt_outs: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    note: str = ""
    extra: Mapping[str, str] = NOTHING

    @property
    def name(self) -> str:
        """First and last name in one text, "" when the file has none."""
        return f"{self.first_name} {self.last_name}".strip()


_CHANNELS: tuple[ConsentChannel, ...] = get_args(ConsentChannel)


def new_lead(draft: LeadDraft, tables: ZoneTables) -> NewLead:
    """A draft as a person who comes in, with every time zone they may be in."""
    phones = [p.value for p in draft.points if p.kind == "phone" and p.status == "usable"]
    extra = dict(draft.extra) | ({"owner": draft.owner} if draft.owner else {})
    consents: dict[ConsentChannel, bool] = {}
    for channel in _CHANNELS if draft.consents else ():
        if channel in draft.consents:
            consents[channel] = draft.consents[channel]
    return NewLead(
        **draft.facts(),
        points=draft.points,
        source=draft.source or "import",
        received_at=draft.received_at,
        received_on=draft.received_on,
        temperature=draft.temperature,
        score=draft.score,
        stage=draft.stage or "new",
        zones=zones_for(phones, draft.country, draft.region, draft.city, tables),
        consents=consents,
        opt_outs=_channels_of(draft.opt_outs),
        held=_channels_of(draft.held),
        late=draft.received_on is not None or (draft.received_at is None and not draft.just_now),
        apart=draft.apart,
        note=draft.note,
        extra=extra,
    )


def _channels_of(said: tuple[str, ...]) -> frozenset[str]:
    """Consent channels for what a list says: "all", "number", or a channel."""
    if "all" in said:
        return frozenset({EVERY_CHANNEL})
    found = {*said, *(NUMBER_CHANNELS if "number" in said else ())}
    return frozenset(found & {*_CHANNELS})
