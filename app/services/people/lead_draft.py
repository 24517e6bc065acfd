"""A person put together from the cells of a list or the fields of a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import datetime
from typing import get_args

from app.core.consent.suppression import EVERY_CHANNEL, NUMBER_CHANNELS
from app.core.people.lead import ConsentChannel, PointKind, PointStatus, Stage, Temperature
from app.core.people.local_time import ZoneTables, zones_for
from app.services.people.leads import NewLead, NewPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPoint:
    """A number or address of a draft.

    `value` is E.164 or a lower-cased address; for status "unparsed" the text as it came, with the
    code of what is wrong as `note`. A telephone extension is noted as "ext=12".
    """

    kind: PointKind
    value: str
    status: PointStatus = "usable"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadDraft:
    """A person as the file describes them; `rows` are the rows that were merged into them.

    `received_at` is an aware UTC instant; without it nobody knows when they asked, unless they came
    in `just_now`. They are `apart` from whoever shares a number of theirs under another name.
    `consents` has answers only, True for yes. `opt_outs` are channels, "number" or
    "all"; those of `held` wait until a person has read why. `owner` is the text of the file.
    `extra` keeps the text of columns and cells that have no place of their own, by column name.
    """

    rows: tuple[int, ...]
    first_name: str = ""
    last_name: str = ""
    points: tuple[DraftPoint, ...] = ()
    country: str = ""
    region: str = ""
    city: str = ""
    language: str = ""
    company: str = ""
    job_title: str = ""
    interest: str = ""
    source: str = ""
    owner: str = ""
    received_at: datetime | None = None
    just_now: bool = False
    apart: bool = False
    age: int | None = None
    value: int | None = None
    temperature: Temperature | None = None
    stage: Stage | None = None
    consents: Mapping[str, bool] = made(default_factory=dict)
    opt_outs: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    note: str = ""
    extra: Mapping[str, str] = made(default_factory=dict)

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
        first_name=draft.first_name,
        last_name=draft.last_name,
        points=tuple(
            NewPoint(kind=p.kind, value=p.value, status=p.status, note=p.note) for p in draft.points
        ),
        country=draft.country,
        region=draft.region,
        city=draft.city,
        language=draft.language,
        company=draft.company,
        job_title=draft.job_title,
        interest=draft.interest,
        source=draft.source or "import",
        received_at=draft.received_at,
        value=draft.value,
        age=draft.age,
        temperature=draft.temperature,
        stage=draft.stage or "new",
        zones=zones_for(phones, draft.country, draft.region, draft.city, tables),
        consents=consents,
        opt_outs=_channels_of(draft.opt_outs),
        held=_channels_of(draft.held),
        late=draft.received_at is None and not draft.just_now,
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
