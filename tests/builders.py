"""Records for tests: valid by default, every fact can be replaced by name."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.core.consent.consent import Consent
from app.core.consent.key_ring import digest, ring_of
from app.core.consent.suppression import Suppression
from app.core.ids import touch_id
from app.core.log.events import (
    Body,
    EnrolmentStarted,
    Event,
    FirstContactSet,
    LeadAdded,
    TouchPlanned,
    encode_body,
)
from app.core.people.lead import ContactPoint, Lead
from app.core.queue.ranking import Placement
from app.core.reason import reason
from app.core.work.enrolment import Enrolment, LeadWork
from app.core.work.first_contact import FirstContact, start_clock
from app.core.work.touch import Touch
from app.services.store.records import Identity

# A Monday morning in Madrid and in London.
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ORG = UUID("00000000-0000-7000-8000-0000000000a0")
DEVICE = UUID("00000000-0000-7000-8000-0000000000d0")
REP = UUID("00000000-0000-7000-8000-0000000000e0")
SECRET = bytes(range(32))
RING = ring_of(SECRET)


def uid(n: int, kind: int = 0) -> UUID:
    """A fixed id: the same numbers always give the same one."""
    return UUID(int=(0x01930000_0000_7000_8000 << 48) + (kind << 40) + n)


class CountingMint:
    """Ids that differ and grow, the same in every run."""

    def __init__(self, first: int = 1) -> None:
        self.last = first - 1

    def __call__(self) -> UUID:
        self.last += 1
        return uid(self.last, kind=0xEE)


def make_identity(**facts: Any) -> Identity:
    return Identity(
        **{
            "org_id": ORG,
            "device_id": DEVICE,
            "rep_id": REP,
            "rep_name": "Alex Example",
            "company": "Example Ltd",
            "zone": "Europe/Madrid",
            "country": "ES",
            **facts,
        }
    )


def make_point(n: int = 1, **facts: Any) -> ContactPoint:
    return ContactPoint(
        **{"point_id": uid(n, 0xA0), "kind": "phone", "value": f"+3461200{n:04d}", **facts}
    )


def make_lead(n: int = 1, **facts: Any) -> Lead:
    """Lead number `n`, with a phone and an email of its own."""
    return Lead(
        **{
            "lead_id": uid(n, 1),
            "first_name": "Ana",
            "last_name": f"Prueba {n}",
            "points": (
                make_point(2 * n),
                make_point(2 * n + 1, kind="email", value=f"ana{n}@example.com"),
            ),
            "country": "ES",
            "city": "Madrid",
            "language": "es",
            "company": "Muestra SL",
            "source": "web_form",
            "received_at": NOW,
            "added_at": NOW,
            "owner_id": REP,
            "zones": ("Europe/Madrid",),
            **facts,
        }
    )


def make_enrolment(n: int = 1, **facts: Any) -> Enrolment:
    return Enrolment(
        **{
            "enrolment_id": uid(n, 2),
            "cadence_key": "b2c_standard",
            "cadence_version": 1,
            "zone": "Europe/Madrid",
            "started_at": NOW,
            **facts,
        }
    )


def make_touch(n: int = 1, step_key: str = "call_1", **facts: Any) -> Touch:
    """The planned touch of `step_key` in enrolment `n`."""
    enrolment_id = facts.pop("enrolment_id", uid(n, 2))
    return Touch(
        **{
            "touch_id": touch_id(enrolment_id or uid(n, 3), step_key, facts.get("occurrence", 0)),
            "enrolment_id": enrolment_id,
            "step_key": step_key,
            "channel": "call",
            "planned_at": NOW,
            "due_at": NOW,
            **facts,
        }
    )


def make_clock(received_at: datetime = NOW, **facts: Any) -> FirstContact:
    """A first-contact clock that has just started, or as `facts` say."""
    clock = start_clock(received_at, received_at, received_at)
    return FirstContact(**{name: getattr(clock, name) for name in clock.__struct_fields__} | facts)


def make_consent(n: int = 1, **facts: Any) -> Consent:
    return Consent(
        **{
            "consent_id": uid(n, 4),
            "channel": "call",
            "granted": True,
            "basis": "asked_to_be_contacted",
            "source": "web_form",
            "recorded_at": NOW,
            **facts,
        }
    )


def make_suppression(n: int = 1, **facts: Any) -> Suppression:
    return Suppression(
        **{
            "suppression_id": uid(n, 5),
            "scope": "person",
            "channels": ("*",),
            "digests": (digest(SECRET, f"+3461200{n:04d}"),),
            **facts,
        }
    )


def make_work(n: int = 1, **facts: Any) -> LeadWork:
    """What the log says about lead `n`: one active enrolment with its first touch planned."""
    return LeadWork(
        **{
            "lead_id": uid(n, 1),
            "owner_id": REP,
            "first_contact": make_clock(),
            "enrolments": (make_enrolment(n),),
            "touches": (make_touch(n),),
            **facts,
        }
    )


def make_placement(n: int = 1, **facts: Any) -> Placement:
    """The queue row of lead `n`: due now, in the order of `n`."""
    return Placement(
        **{
            "lead_id": uid(n, 1),
            "owner_id": REP,
            "touch_id": make_touch(n).touch_id,
            "kind": "step",
            "channel": "call",
            "lane": "due_now",
            "sort_key": n.to_bytes(4, "big"),
            "due_at": NOW,
            "effective_at": NOW,
            "step_no": 1,
            "step_count": 5,
            "day": 1,
            "reason": reason("due", minutes=n),
            **facts,
        }
    )


def bodies_of(work: LeadWork, lead: Lead) -> list[Body]:
    """The events that lead to `make_work()`: fold them to get `work` again."""
    made: list[Body] = [
        LeadAdded(
            owner_id=work.owner_id,
            source=lead.source,
            direction=lead.direction,
            received_at=lead.received_at,
            stage=work.stage,
            temperature=work.temperature,
        )
    ]
    if work.first_contact is not None:
        made.append(FirstContactSet(clock=work.first_contact))
    made += [
        EnrolmentStarted(
            enrolment_id=e.enrolment_id,
            cadence_key=e.cadence_key,
            cadence_version=e.cadence_version,
            zone=e.zone,
            why=e.why,
        )
        for e in work.enrolments
    ]
    made += [TouchPlanned(touch=t) for t in work.touches]
    return made


def make_event(says: Body, seq: int = 1, **facts: Any) -> Event:
    """What `says` says in an envelope of this device."""
    type_, v, raw = encode_body(says)
    return Event(
        **{
            "event_id": uid(seq, 0xEE),
            "org_id": ORG,
            "device_id": DEVICE,
            "dev_seq": seq,
            "actor_id": REP,
            "occurred_at": NOW,
            "zone": "Europe/Madrid",
            "boot_id": "boot-1",
            "mono_us": 1_000_000,
            "hub_offset_us": None,
            "type": type_,
            "v": v,
            "lead_id": uid(1, 1),
            "cause_id": None,
            "body": raw,
            **facts,
        }
    )
