"""The data set "100k": a profile with 100,000 leads, as many open touches, 1,000,000 activities.

    python -m benchmarks.generate FILE [--leads 100000] [--activities 1000000] [--seed 1]

Everything is invented: names of syllables, companies marked as demo, numbers under the country code
999, which nobody has, addresses at example.com. The same seed gives the same file, and the tables
are what the log says (replay finds no difference).
"""

import argparse
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import NamedTuple, get_args
from uuid import UUID

from app.core.clock import to_micros
from app.core.consent.consent import Consent
from app.core.ids import touch_id
from app.core.log import events as ev
from app.core.log.projection import apply_all
from app.core.people.lead import Channel, ContactPoint, Lead
from app.core.queue.lane_names import PlacementLane
from app.core.queue.ranking import Placement
from app.core.reason import Reason, reason
from app.core.work.enrolment import LeadWork
from app.core.work.first_contact import FirstContact
from app.core.work.touch import Touch
from app.services.store.records import Identity
from app.storage import driver, mappers, search
from app.storage import statements as sql
from app.storage.create import create
from app.storage.upkeep import replay
from benchmarks.names import company, name

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LEADS_AT_ONCE = 2_000
EVENTS_PER_LEAD = 10
STEPS_OF_BOTH = 5

Progress = Callable[[int, int], None]
Logged = tuple[ev.Body, datetime]

_PLACES = (
    ("Madrid", "Europe/Madrid"),
    ("Sevilla", "Europe/Madrid"),
    ("Porto", "Europe/Lisbon"),
    ("Lyon", "Europe/Paris"),
)
# The share of each lane in percent; the rest is due on a later day.
_SHARES: tuple[tuple[PlacementLane, float], ...] = (
    ("first_contact", 0.05),
    ("replies", 0.5),
    ("callbacks", 1.5),
    ("due_now", 58.0),
    ("later_today", 10.0),
    ("waiting", 15.0),
)


class Generated(NamedTuple):
    """One lead with everything about it."""

    lead: Lead
    log: tuple[Logged, ...]
    work: LeadWork
    placement: Placement


def _id(kind: int, number: int) -> UUID:
    """An id that grows with `number`, as ids made one after the other do."""
    return UUID(int=(0x019A << 112) | (number << 80) | (0x7 << 76) | (0x8 << 60) | kind)


def identity() -> Identity:
    """The rep who owns all of it."""
    return Identity(
        org_id=_id(1, 0),
        device_id=_id(2, 0),
        rep_id=_id(3, 0),
        rep_name="Robin Demo",
        company="Invented Ltd (demo)",
        zone="Europe/Madrid",
        country="ES",
        sandbox=True,
    )


def _lead(dice: random.Random, number: int, received_at: datetime) -> Lead:
    first, last = name(dice, 2), name(dice, 3)
    city, zone = dice.choice(_PLACES)
    return Lead(
        lead_id=_id(10, number),
        first_name=first,
        last_name=last,
        points=(
            ContactPoint(
                point_id=_id(11, number), kind="phone", value=f"+999{dice.randrange(10**9):09d}"
            ),
            ContactPoint(
                point_id=_id(12, number),
                kind="email",
                value=f"{first}.{last}.{number}@example.com".lower(),
            ),
        ),
        country="ES",
        city=city,
        language="es",
        company=company(dice),
        job_title=dice.choice(("", "Owner", "Buyer", "Director")),
        source=dice.choice(("web_form", "import", "event")),
        received_at=received_at,
        added_at=received_at,
        owner_id=identity().rep_id,
        value=dice.choice((None, 500, 2_000, 10_000)),
        temperature=dice.choice((None, "cold", "warm", "hot")),
        interest=dice.choice(("", "demo", "pricing")),
        zones=(zone,),
        extra={"campaign": f"c-{dice.randrange(20)}"},
    )


class _Plan(NamedTuple):
    """A lead on a cadence, and the touches of it by step."""

    lead: Lead
    number: int
    cadence_key: str

    @property
    def enrolment_id(self) -> UUID:
        return _id(13, self.number)

    def touch(self, step_key: str) -> UUID:
        return touch_id(self.enrolment_id, step_key, 0)

    def enrolled(self) -> ev.EnrolmentStarted:
        return ev.EnrolmentStarted(
            enrolment_id=self.enrolment_id,
            cadence_key=self.cadence_key,
            cadence_version=1,
            zone=self.lead.zones[0],
            why="routing",
        )

    def planned(self, step_key: str, due_at: datetime, channel: Channel) -> ev.TouchPlanned:
        return ev.TouchPlanned(
            touch=Touch(
                touch_id=self.touch(step_key),
                enrolment_id=self.enrolment_id,
                step_key=step_key,
                channel=channel,
                planned_at=due_at,
                due_at=due_at,
            )
        )

    def worked(self, step_key: str, outcome: str, *, settles: bool = True) -> ev.OutcomeLogged:
        return ev.OutcomeLogged(
            touch_id=self.touch(step_key),
            outcome=outcome,
            reached=False,
            settles=settles,
            attempted=True,
            ticks=("greeting",),
        )


def _clock(start: datetime, attempted_at: datetime | None = None) -> ev.FirstContactSet:
    return ev.FirstContactSet(
        clock=FirstContact(
            state="running" if attempted_at is None else "attempted",
            received_at=start,
            starts_at=start,
            deadline_at=start + timedelta(minutes=5),
            wall_deadline_at=start + timedelta(minutes=5),
            attempted_at=attempted_at,
        )
    )


def _log(lead: Lead, number: int) -> tuple[Logged, ...]:
    """Ten events: added, enrolled, worked twice, and a further touch planned and still open.

    Every other lead is on a plan of calls, the rest on one of calls and messages.
    """
    start = lead.received_at
    consent = Consent(
        consent_id=_id(14, number),
        channel="call",
        granted=True,
        basis="asked_to_be_contacted",
        source=lead.source,
        recorded_at=start,
    )
    added = ev.LeadAdded(
        owner_id=lead.owner_id,
        source=lead.source,
        direction=lead.direction,
        received_at=start,
        temperature=lead.temperature,
    )
    came: tuple[Logged, ...] = ((added, start), (ev.ConsentRecorded(consent=consent), start))
    return (*came, *(_calls(lead, number) if number % 2 else _messages(lead, number)))


def _calls(lead: Lead, number: int) -> tuple[Logged, ...]:
    """Busy, then nobody, then the call of the next day is planned."""
    plan = _Plan(lead, number, "call_centre_basic")
    start = lead.received_at
    first, again = start + timedelta(minutes=3), start + timedelta(minutes=18)
    moved = ev.TouchMoved(touch_id=plan.touch("first_call"), due_at=again, why="busy")
    return (
        (plan.enrolled(), start),
        (plan.planned("first_call", start, "call"), start),
        (_clock(start), start),
        (plan.worked("first_call", "busy", settles=False), first),
        (_clock(start, first), first),
        (moved, first),
        (plan.worked("first_call", "no_answer"), again),
        (plan.planned("second_call", start + timedelta(days=1), "call"), again),
    )


def _messages(lead: Lead, number: int) -> tuple[Logged, ...]:
    """Nobody answered, the information was sent, then the reminder is planned."""
    plan = _Plan(lead, number, "b2c_standard")
    start = lead.received_at
    called, mailed = start + timedelta(minutes=3), start + timedelta(days=1)
    return (
        (plan.enrolled(), start),
        (plan.planned("first_call", start, "call"), start),
        (_clock(start), start),
        (plan.worked("first_call", "no_answer"), called),
        (_clock(start, called), called),
        (plan.planned("information", mailed, "email"), called),
        (plan.worked("information", "sent"), mailed),
        (plan.planned("reminder", start + timedelta(days=2), "email"), mailed),
    )


def _more(work: LeadWork, count: int) -> tuple[Logged, ...]:
    """`count` further events that only add to the length of a log: the open touch is put off."""
    touch = work.planned[0]
    moved = ev.TouchMoved(touch_id=touch.touch_id, due_at=touch.due_at, why="resumed")
    return ((moved, touch.due_at),) * count


def _why(lane: PlacementLane, lead: Lead, at: datetime) -> Reason:
    iso, zone = at.isoformat(), lead.zones[0]
    match lane:
        case "first_contact":
            return reason("new_inquiry", source=lead.source)
        case "replies":
            return reason("replied", at=iso)
        case "callbacks":
            return reason("promised", at=iso, zone=zone)
        case "later_today" | "upcoming":
            return reason("later_today", at=iso)
        case "waiting":
            return reason("night", opens_at=(NOW + timedelta(hours=3)).isoformat(), zone=zone)
        case _:
            return reason("overdue", days=(NOW - at).days)


def _placement(dice: random.Random, lead: Lead, work: LeadWork) -> Placement:
    open_touch = work.planned[0]
    spot, lane = dice.uniform(0, 100), "upcoming"
    for shared, share in _SHARES:
        spot -= share
        if spot < 0:
            lane = shared
            break
    key = dice.randrange(2**16).to_bytes(2, "big") + to_micros(open_touch.due_at).to_bytes(8, "big")
    stands_in: PlacementLane = next(one for one in get_args(PlacementLane) if one == lane)
    return Placement(
        lead_id=lead.lead_id,
        owner_id=lead.owner_id,
        touch_id=open_touch.touch_id,
        kind=open_touch.kind,
        channel=open_touch.channel,
        lane=stands_in,
        sort_key=key,
        due_at=open_touch.due_at,
        effective_at=open_touch.due_at,
        opens_at=NOW + timedelta(hours=3) if lane == "waiting" else None,
        closes_at=NOW + timedelta(hours=dice.randrange(1, 10)),
        lane_until=NOW + timedelta(hours=dice.randrange(1, 10)),
        deadline_at=NOW + timedelta(minutes=dice.randrange(1, 5))
        if lane == "first_contact"
        else None,
        first_contact="running" if lane == "first_contact" else "attempted",
        step_no=3 if open_touch.step_key == "reminder" else 2,
        step_count=STEPS_OF_BOTH,
        day=2 if open_touch.step_key == "reminder" else 1,
        reason=_why(stands_in, lead, open_touch.due_at),
    )


def people(leads: int, seed: int = 1, events: int = EVENTS_PER_LEAD) -> Iterator[Generated]:
    """The leads one after the other, oldest first, each with `events` events (10 or more)."""
    dice = random.Random(seed)
    for number in range(1, leads + 1):
        received_at = NOW - timedelta(days=60) + timedelta(days=50) * number / leads
        lead = _lead(dice, number, received_at)
        empty = LeadWork(lead_id=lead.lead_id, owner_id=lead.owner_id)
        log = _log(lead, number)
        work = apply_all(empty, log)
        if events > EVENTS_PER_LEAD:
            log += _more(work, events - EVENTS_PER_LEAD)
            work = apply_all(empty, log)
        yield Generated(lead, log, work, _placement(dice, lead, work))


def generate(
    path: Path,
    leads: int = 100_000,
    seed: int = 1,
    *,
    events: int = EVENTS_PER_LEAD,
    progress: Progress | None = None,
) -> None:
    """Make the profile database at `path`; `progress(done, total)` counts leads.

    Raises TouchlineError when it exists already.
    """
    create(path, identity(), bytes(32), NOW)
    connection = driver.connect(path)
    try:
        # Nothing here is worth a wait for the disk; a failed run is started over.
        connection.execute("PRAGMA synchronous = OFF")
        everyone = people(leads, seed, events)
        first_no = first_seq = 1
        while batch := list(islice(everyone, LEADS_AT_ONCE)):
            connection.execute("BEGIN")
            _write_leads(connection, batch, first_no)
            first_seq = _write_log(connection, batch, first_seq)
            connection.execute("COMMIT")
            first_no += len(batch)
            if progress is not None:
                progress(first_no - 1, leads)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _write_leads(connection: driver.Connection, batch: list[Generated], first_no: int) -> None:
    write = connection.executemany
    numbered = list(enumerate(batch, first_no))
    write(sql.SAVE_LEAD, [mappers.lead_row(g.lead, no, 1) for no, g in numbered])
    write(sql.ADD_POINT, [row for g in batch for row in mappers.point_rows(g.lead)])
    write(sql.SAVE_SEARCH, [search.search_row(g.lead, no) for no, g in numbered])
    for table, statement in replay.INSERTS.items():
        rows = [replay.rows_of(g.lead.lead_id.bytes, g.work).get(table, ()) for g in batch]
        write(statement, list(chain.from_iterable(rows)))
    write(sql.SAVE_QUEUE, [mappers.queue_row(g.placement) for g in batch])


def _write_log(connection: driver.Connection, batch: list[Generated], seq: int) -> int:
    """Write the events of a batch dealt out among the leads, as a week of work would leave them."""
    who = identity()
    rows, outbox = [], []
    for round_of in zip_longest(*(g.log for g in batch)):
        for generated, logged in zip(batch, round_of, strict=True):
            body, at = logged
            type_, v, raw = ev.encode_body(body)
            event = ev.Event(
                event_id=_id(20, seq),
                org_id=who.org_id,
                device_id=who.device_id,
                dev_seq=seq,
                actor_id=who.rep_id,
                occurred_at=at,
                zone=who.zone,
                boot_id="00000000-0000-4000-8000-00000000b007",
                mono_us=seq * 1_000_000,
                hub_offset_us=None,
                type=type_,
                v=v,
                lead_id=generated.lead.lead_id,
                cause_id=None,
                body=raw,
            )
            rows.append(mappers.activity_row(event))
            outbox.append((event.event_id.bytes, seq, 1, "pending", None))
            seq += 1
    connection.executemany(sql.ADD_ACTIVITY, rows)
    connection.executemany(sql.ADD_OUTBOX, outbox)
    return seq


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Make an invented profile for measurements.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--activities", type=int, default=0, help="10 for each lead if left out")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    events = max(EVENTS_PER_LEAD, chosen.activities // max(chosen.leads, 1))
    generate(chosen.file, chosen.leads, chosen.seed, events=events)
    print(f"{chosen.leads} leads, {chosen.leads * events} activities in {chosen.file}")


if __name__ == "__main__":
    main()
