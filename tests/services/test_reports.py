"""A report over a real store, in the words of both languages."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import BadInput
from app.core.messages.script import STAGE_KEYS
from app.core.metrics.catalogue import DEFINITIONS
from app.core.metrics.definition import Target
from app.core.metrics.measure import Result
from app.core.people.new_lead import NewLead, NewPoint
from app.services.demo import workplace as demo
from app.services.people.leads import add_lead
from app.services.reports import Report, report, usual_period
from app.services.working import touches
from app.system.resources import resource_path
from tests.services.desks import NOW, open_at, rows

DAY = timedelta(days=1)
HINTS = (
    *("too_long", "look_at_the_body", "answers_early", "answers_late", "drop_off", "rep_skips"),
    *("low_connection", "low_connection_anywhere", "rep_freelances"),
    *("rep_waits", "rep_ahead", "ahead_stages", "ahead_channel", "ahead_hour", "ahead_variant"),
)


def person(n: int) -> NewLead:
    return NewLead(
        first_name="Lucía",
        points=(NewPoint(kind="phone", value=f"+3461234567{n}"),),
        country="ES",
        company="Faro",
        source="web_form",
        zones=("Europe/Madrid",),
        consents={"call": True},
    )


def month(opened: ProfileDesk, now: datetime = NOW, by: tuple[str, ...] = ()) -> Report:
    since, until = usual_period(now, "Europe/Madrid")
    return report(opened.desk, since=since, until=until, now=now, by=by)


def of(made: Report, key: str) -> Result:
    return next(f.all for f in made.figures if f.definition.key == key)


def test_the_report_says_what_was_done(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        for n in (1, 2):
            add_lead(opened.desk, person(n))
        at = NOW + timedelta(minutes=3)
        command = LogOutcome(touch_id=rows(opened.desk)[0].touch_id, outcome="connected")
        touches.log_outcome(opened.desk, command, at=at)
        made = month(opened, at + timedelta(minutes=5), by=("source",))
        first = of(made, "time_to_first_contact")
        assert (first.value, first.numerator, first.denominator) == (330.0, 1, 2)
        engaged = of(made, "account_engagement")
        assert (engaged.numerator, engaged.denominator) == (1, 1)
        groups = {f.definition.key: f.groups for f in made.figures}
        assert [r.group for r in groups["followed_up"]] == [("web_form",)]


def test_the_top_bar_and_the_report_agree(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        for n in range(1, 5):
            add_lead(opened.desk, person(n))
        for minutes in (2, 4, 9):
            at = NOW + timedelta(minutes=minutes)
            command = LogOutcome(touch_id=rows(opened.desk)[0].touch_id, outcome="no_answer")
            touches.log_outcome(opened.desk, command, at=at)
        now = NOW + timedelta(minutes=10)
        desk = opened.desk
        with desk.store.read() as reader:
            bar = reader.day_numbers(desk.identity.rep_id, NOW - DAY, NOW + DAY, now)
        made = report(desk, since=NOW - DAY, until=NOW + DAY, now=now)
        assert of(made, "time_to_first_contact").value == bar.median_first_contact_s
        assert of(made, "time_to_first_contact.in_window").numerator == bar.in_window


def test_a_whole_workspace_can_be_measured(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        demo.fill(opened.desk, NOW)
        made = month(opened, by=("rep", "channel"))
    assert of(made, "connection_rate").denominator > 0
    assert len(made.figures) == len(DEFINITIONS)


def test_the_usual_period_ends_with_today() -> None:
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)  # half past midnight in Madrid
    since, until = usual_period(late, "Europe/Madrid")
    assert until == datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
    # Summer time ended on the way.
    assert since == datetime(2026, 10, 22, 22, 0, tzinfo=UTC)


def test_what_cannot_be_measured_is_refused(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        with pytest.raises(BadInput, match="ends before"):
            report(opened.desk, since=NOW, until=NOW, now=NOW)
        with pytest.raises(BadInput, match="split"):
            report(opened.desk, since=NOW - DAY, until=NOW, now=NOW, by=("mood",))


@pytest.mark.parametrize("language", ["en", "es"])
def test_everything_has_words(language: str) -> None:
    entries = json.loads(resource_path("i18n", f"{language}.json").read_bytes())
    keys = {f"metric.{d.key}" for d in DEFINITIONS}
    keys |= {f"target.{d.key}" for d in DEFINITIONS if d.target != Target()}
    keys |= {f"hint.{code}" for code in HINTS}
    keys |= {f"stage.{stage}" for stage in STAGE_KEYS}
    assert sorted(keys - entries.keys()) == []
    told = {k for k in entries if k.startswith(("metric.", "target.", "hint."))}
    assert sorted(told - keys) == []
