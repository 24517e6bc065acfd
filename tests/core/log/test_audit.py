"""A line of the audit says what was decided and on what grounds, and whom it is about to nobody."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.consent.consent import Consent
from app.core.consent.suppression import Suppression
from app.core.contact.policy import Verdict
from app.core.errors import BadInput
from app.core.log.audit import (
    CHAIN_START,
    AuditEntry,
    AuditLine,
    chained,
    decode_line,
    dispatch_entry,
    encode_line,
    entries_of,
    person_digest,
)
from app.core.log.events import Body, ConsentRecorded, StageChanged, Suppressed, SuppressionLifted
from app.core.reason import reason
from app.core.work.touch import Touch
from tests.builders import NOW, uid

TOUCH = Touch(touch_id=uid(1), kind="step", channel="call", planned_at=NOW, due_at=NOW)
LINE = AuditLine(
    no=1, kind="dial", at=NOW, person="ab", key_id=1, device_id=uid(2), actor_id=uid(3)
)


def test_a_dispatch_carries_the_verdict_and_the_clock_of_each_zone() -> None:
    at = datetime(2026, 11, 24, 1, 0, 5, tzinfo=UTC)
    verdict = Verdict(
        state="later",
        reasons=(
            reason("night", rule="us_fl_hours", force="hard"),
            reason("cap", rule="us_fl_cap", force="hard"),
            reason("night", rule="us_fl_hours", force="hard"),
            reason("closing", force="soft"),
        ),
        zones=("America/New_York", "America/Chicago"),
        rules_version="2026-11",
        tz_version="2026f",
    )
    entry = dispatch_entry("refused", TOUCH, uid(9), verdict, at)
    assert (entry.code, entry.state, entry.channel) == ("night", "later", "call")
    assert entry.rules == ("us_fl_hours", "us_fl_cap")
    assert (entry.rules_version, entry.tz_version) == ("2026-11", "2026f")
    assert entry.local == ("2026-11-23T20:00:05-05:00", "2026-11-23T19:00:05-06:00")
    assert dispatch_entry("override", TOUCH, uid(9), verdict, at, code="asked").code == "asked"
    assert dispatch_entry("dial", TOUCH, uid(9), verdict, at).code == ""


@pytest.mark.parametrize(
    ("lead_id", "body", "expected"),
    [
        (uid(1), StageChanged(stage="lost"), None),
        (
            uid(1),
            Suppressed(
                suppression=Suppression(
                    suppression_id=uid(2), scope="person", channels=("*",), digests=("d",)
                ),
                why="asked",
            ),
            AuditEntry(kind="opted_out", at=NOW, lead_id=uid(1), channel="*", code="asked"),
        ),
        (
            None,
            Suppressed(
                suppression=Suppression(
                    suppression_id=uid(2), scope="number", channels=("sms", "call"), digests=("d",)
                ),
                why="list",
            ),
            AuditEntry(kind="opted_out", at=NOW, person="d", channel="sms call", code="list"),
        ),
        (
            uid(1),
            SuppressionLifted(suppression_id=uid(2), undoes=uid(3)),
            AuditEntry(kind="opt_out_lifted", at=NOW, lead_id=uid(1)),
        ),
        *(
            (
                uid(1),
                ConsentRecorded(
                    consent=Consent(
                        consent_id=uid(2),
                        channel="call",
                        granted=granted,
                        basis="consent",
                        source="form",
                        recorded_at=NOW,
                    )
                ),
                AuditEntry(
                    kind="consent_given" if granted else "consent_refused",
                    at=NOW,
                    lead_id=uid(1),
                    channel="call",
                    code="consent",
                ),
            )
            for granted in (True, False)
        ),
    ],
)
def test_what_events_say_for_the_audit(
    lead_id: UUID | None, body: Body, expected: AuditEntry | None
) -> None:
    assert list(entries_of(lead_id, [body], NOW)) == ([] if expected is None else [expected])


def test_a_person_is_found_again_by_the_key_alone() -> None:
    assert person_digest(b"key", uid(1)) == person_digest(b"key", uid(1))
    others = {person_digest(b"key", uid(2)), person_digest(b"other", uid(1))}
    assert person_digest(b"key", uid(1)) not in others
    assert uid(1).hex not in person_digest(b"key", uid(1))


def test_lines_come_back_from_their_bytes() -> None:
    assert decode_line(encode_line(LINE)) == LINE
    with pytest.raises(BadInput) as refused:
        decode_line(b'{"no": "Ana"}')
    assert "Ana" not in str(refused.value)


@given(st.binary(), st.binary())
def test_another_line_or_another_past_gives_another_hash(raw: bytes, other: bytes) -> None:
    first = chained(CHAIN_START, raw)
    assert len(first) == len(CHAIN_START)
    assert (chained(CHAIN_START, other) == first) == (raw == other)
    assert chained(first, raw) != first
