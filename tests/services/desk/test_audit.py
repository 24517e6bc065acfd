"""Every dispatch, refusal, opt-out and consent leaves a line, in the transaction of the act."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.consent.key_ring import digest
from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import Refused
from app.core.log.audit import AuditLine, person_digest
from app.core.people.new_lead import NewLead, NewPoint
from app.services.desk.audit import audited
from app.services.people.leads import add_lead
from app.services.working import touches
from app.services.working.touch_card import touch_card
from tests.services.desks import NOW, open_at, rows

MIAMI = "+13055551234"
FLORIDA = NewLead(
    first_name="Ana",
    last_name="Prueba",
    points=(NewPoint(kind="phone", value=MIAMI), NewPoint(kind="email", value="ana@example.com")),
    country="US",
    region="FL",
    source="web_form",
    zones=("America/New_York",),
    consents={"call": True, "email": True},
)
# A Monday, five past eight in the evening less half a minute on the wall in Miami.
SHOWN = datetime(2026, 11, 24, 0, 59, 30, tzinfo=UTC)
TOO_LATE = datetime(2026, 11, 24, 1, 0, 5, tzinfo=UTC)


def lines(opened: ProfileDesk, lead_id: UUID | None = None) -> Sequence[AuditLine]:
    """Oldest first."""
    return list(reversed(audited(opened.desk.store, lead_id, 100)))


def kinds(opened: ProfileDesk, since: int = 0) -> list[str]:
    return [line.kind for line in lines(opened)[since:]]


def test_shown_in_time_dialled_too_late_is_refused_and_audited(tmp_path: Path) -> None:
    """Florida lets nobody call after eight in the evening: Fla. Stat. 501.616(6)."""
    with open_at(tmp_path, SHOWN) as opened:
        lead_id = add_lead(opened.desk, FLORIDA).lead_id
        (row,) = rows(opened.desk, SHOWN)
        touches.save_draft(opened.desk, row.touch_id, "asked about the fees")
        touches.dial(opened.desk, row.touch_id)
        before = len(lines(opened))
        with opened.desk.store.read() as reader:
            events = len(reader.log(row.lead_id))
        with pytest.raises(Refused) as refused:
            touches.dial(opened.desk, row.touch_id, at=TOO_LATE)
        assert refused.value.code == "window_shut"
        assert touch_card(opened.desk, row.touch_id).draft == "asked about the fees"
        with opened.desk.store.read() as reader:
            assert len(reader.log(row.lead_id)) == events
        (line,) = lines(opened)[before:]
        assert (line.kind, line.channel, line.state, line.at) == (
            "refused",
            "call",
            "later",
            TOO_LATE,
        )
        assert line.rules
        assert all(rule in opened.desk.rules.by_id for rule in line.rules)
        assert line.rules_version == opened.desk.rules.data_version
        assert line.tz_version == opened.desk.tz_version
        assert line.zones == ("America/New_York",)
        assert line.local == ("2026-11-23T20:00:05-05:00",)
        assert lead_id is not None
        assert line.person == person_digest(opened.desk.ring.own.secret, lead_id)
        assert line.actor_id == opened.desk.identity.rep_id
        assert line.device_id == opened.desk.identity.device_id


def test_a_dial_in_time_is_a_line_with_its_verdict(tmp_path: Path) -> None:
    with open_at(tmp_path, SHOWN) as opened:
        add_lead(opened.desk, FLORIDA)
        (row,) = rows(opened.desk, SHOWN)
        touches.dial(opened.desk, row.touch_id)
        line = lines(opened)[-1]
        assert (line.kind, line.state, line.code, line.rules) == ("dial", "open", "", ())
        assert line.local == ("2026-11-23T19:59:30-05:00",)


def test_a_message_that_was_sent_is_a_line_and_a_call_outcome_is_none(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = add_lead(opened.desk, FLORIDA).lead_id
        assert lead_id is not None
        channels = []
        for _ in range(4):
            before = len(lines(opened))
            with opened.desk.store.read() as reader:
                touch = reader.work(lead_id).planned[0]
            outcome = "no_answer" if touch.channel == "call" else "sent"
            channels.append(touch.channel)
            touches.log_outcome(opened.desk, LogOutcome(touch_id=touch.touch_id, outcome=outcome))
            assert kinds(opened, before) == ([] if outcome == "no_answer" else ["sent"])
        assert {"call", "email"} <= set(channels)


def test_consents_opt_outs_and_taking_one_back(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, FLORIDA)
        assert kinds(opened) == ["consent_given", "consent_given"]
        (row,) = rows(opened.desk)
        done = touches.log_outcome(
            opened.desk, LogOutcome(touch_id=row.touch_id, outcome="do_not_contact")
        )
        assert kinds(opened, 2) == ["opted_out"]
        assert done.undo_id is not None
        touches.undo(opened.desk, done.undo_id, at=NOW + timedelta(seconds=1))
        assert kinds(opened, 3) == ["opt_out_lifted"]


def test_an_import_that_meets_a_suppression(tmp_path: Path) -> None:
    """Known people who opted out, and the dropped ones of whom nothing is stored."""
    with open_at(tmp_path) as opened:
        gone = NewLead(
            first_name="Luis",
            points=(NewPoint(kind="phone", value="+5215512345678"),),
            opt_outs=frozenset("*"),
        )
        known = add_lead(opened.desk, gone).lead_id
        before = len(lines(opened))
        add_lead(opened.desk, gone)
        assert kinds(opened, before) == ["import_suppressed"]
        assert known is not None
        assert lines(opened)[-1].person == person_digest(opened.desk.ring.own.secret, known)
        assert lines(opened, known)[-1] == lines(opened)[-1]


def test_a_command_that_is_refused_otherwise_leaves_no_line(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, FLORIDA)
        (row,) = rows(opened.desk)
        command = LogOutcome(touch_id=row.touch_id, outcome="no_answer")
        touches.log_outcome(opened.desk, command)
        before = len(lines(opened))
        with pytest.raises(Refused):
            touches.dial(opened.desk, row.touch_id)
        with pytest.raises(Refused):
            touches.log_outcome(opened.desk, command)
        assert kinds(opened, before) == []


def test_no_line_names_anybody(tmp_path: Path) -> None:
    with open_at(tmp_path, SHOWN) as opened:
        add_lead(opened.desk, FLORIDA)
        (row,) = rows(opened.desk, SHOWN)
        touches.dial(opened.desk, row.touch_id)
        said = repr(lines(opened))
        assert digest(opened.desk.ring.own.secret, MIAMI) not in said
        for word in ("Ana", "Prueba", "30555", "example", row.lead_id.hex, str(row.lead_id)):
            assert word not in said
