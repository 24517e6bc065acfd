"""A score that a list brings: what it is asked for, and what it brings about."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from app.core.people.new_lead import NewLead, NewPoint
from app.core.rules.engagement import outside_score
from app.services.desk.desk import Desk
from app.services.people.leads import add_lead
from tests.services.desks import NOW, open_at

DAY = timedelta(days=1)


def person(score: int | None) -> NewLead:
    return NewLead(
        first_name="Ana",
        points=(NewPoint(kind="email", value="ana@firma.example"),),
        country="CL",
        company="Firma",
        direction="outbound",
        source="import",
        score=score,
        late=True,
        zones=("America/Santiago",),
        consents={"email": True},
    )


def taken_in(desk: Desk, score: int | None, days: int = 0) -> UUID:
    lead_id = add_lead(desk, person(score), at=NOW + days * DAY).lead_id
    assert lead_id is not None
    return lead_id


def test_what_a_newcomer_brings_is_known_and_moves_no_plan(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = taken_in(opened.desk, 80)
        with opened.desk.store.read() as reader:
            work = reader.work(lead_id)
    assert outside_score(work) == 80
    assert work.firings == ()
    assert work.enrolment is not None
    assert work.enrolment.cadence_key == "midmarket_b2b"


def test_thirty_more_within_a_plan_is_a_jump(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = taken_in(opened.desk, 40)
        assert taken_in(opened.desk, 60, days=1) == lead_id
        assert taken_in(opened.desk, None, days=1) == lead_id
        assert taken_in(opened.desk, 60, days=1) == lead_id
        with opened.desk.store.read() as reader:
            before = reader.work(lead_id)
        assert taken_in(opened.desk, 70, days=2) == lead_id
        with opened.desk.store.read() as reader:
            after = reader.work(lead_id)
    assert (outside_score(before), before.firings) == (60, ())
    assert [firing.rule for firing in after.firings] == ["score_jump"]
    assert after.enrolment is not None
    assert after.enrolment.cadence_key == "high_intent_rapid"
