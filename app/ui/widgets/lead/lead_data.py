"""What the lead panel shows. See view_data.py."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.ui.widgets.parts.view_data import ChipData, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class FactData:
    """A line of what is known about a person."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWindowData:
    """When they can be reached today, in minutes of their own day (0 to 1440).

    `spans` are the open times, `now_minute` where their day stands. `title` ("10:42 in Madrid")
    and `note` ("calls until 20:00") are shown, `spoken` is read aloud. `links` are (code, words) of
    what can be asked about it.
    """

    title: str
    note: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    now_minute: int | None = None
    spoken: str = ""
    links: tuple[tuple[str, str], ...] = ()


StepState = Literal["done", "current", "planned", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDotData:
    """A step of the plan: channel icon, the day as people count it, and where it stands."""

    icon: str
    day: str
    state: StepState = "planned"
    spoken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceData:
    """The plan a person is on: "Web enquiry v7", "Step 1 of 10 · Day 0", and its steps."""

    title: str
    position: str = ""
    steps: tuple[StepDotData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueData:
    """Somebody of the same company: "Tomás", "CTO", "technical · paused until Wed 25 Nov"."""

    lead_id: UUID
    name: str
    job: str = ""
    stands: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountData:
    """The company of a person, how many of it are known, and who of them comes first."""

    title: str
    note: str
    people: tuple[ColleagueData, ...]


TimelineKind = Literal["call", "message", "note", "other", "heading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntryData:
    """A line of the history, newest first. A "heading" parts days or enquiries.

    `outcome` is the code that may be corrected, on `channel`; "" where there is none. `way` is in
    or out for a contact nobody planned.
    """

    kind: TimelineKind
    title: str
    detail: str = ""
    time: str = ""
    icon: str = ""
    tone: Tone = "muted"
    event_id: UUID | None = None
    channel: str = ""
    outcome: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadData:
    """The right side of the workspace: one person."""

    facts: tuple[FactData, ...] = ()
    consents: tuple[ChipData, ...] = ()
    window: ContactWindowData | None = None
    cadence: CadenceData | None = None
    account: AccountData | None = None
    timeline: tuple[TimelineEntryData, ...] = ()
    timeline_problem: str = ""
