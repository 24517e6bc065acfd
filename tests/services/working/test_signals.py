"""Signals on a real store: what is recorded, what it changes, and that the log says the same."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import BadInput, NotFound
from app.core.people.new_lead import NewLead, NewPoint
from app.core.work.signal import SignalKind
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.tracking import read_tracking, track
from app.services.people.lead_card import lead_card
from app.services.people.leads import add_lead
from app.services.working.merge_values import last_signal
from app.services.working.outlook import outlook
from app.services.working.signal_reading import UnderstoodSignal
from app.services.working.signals import Observed, dry_run, observe, understand
from app.services.working.touch_card import touch_card
from app.services.working.touches import log_outcome, undo
from tests.builders import uid
from tests.services.desks import NOW, open_at, rows

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_at(tmp_path / "profile") as opened:
        yield opened.desk


@pytest.fixture
def lead_id(desk: Desk) -> UUID:
    """Somebody to whom a first mail went out, on the business plan."""
    point = NewPoint(kind="phone", value="+34612000001")
    new = NewLead(
        first_name="Ana",
        points=(point, NewPoint(kind="email", value="ana@example.com")),
        country="ES",
        language="en",
        direction="outbound",
        zones=("Europe/Madrid",),
        consents={"call": True, "email": True},
        temperature="cold",
    )
    lead = add_lead(desk, new, at=NOW).lead_id
    assert lead is not None
    upcoming = outlook(desk, lead, at=NOW).upcoming
    assert upcoming is not None
    log_outcome(desk, LogOutcome(touch_id=upcoming.touch_id, outcome="sent"), at=NOW)
    return lead


def hear(
    desk: Desk, lead: UUID, kind: SignalKind, **data: object
) -> tuple[UnderstoodSignal, Observed]:
    heard = understand(desk, lead, kind, data, at=NOW + HOUR)
    return heard, observe(desk, lead, heard, at=NOW + HOUR)


def test_a_pricing_visit_puts_a_call_and_a_mail_with_words_into_the_queue(
    desk: Desk, lead_id: UUID
) -> None:
    _, observed = hear(desk, lead_id, "page_visit", page="/pricing/")
    assert [ruling.rule for ruling in observed.fired] == ["pricing_visit"]
    (row,) = rows(desk, NOW + HOUR)
    assert (row.lane, row.kind, row.reason) == ("due_now", "inserted", "escalated")
    with desk.store.read() as reader:
        made = [t for t in reader.work(lead_id).planned if t.kind == "inserted"]
    call, mail = (touch_card(desk, touch.touch_id, at=NOW + HOUR) for touch in made)
    assert call.script
    assert call.title == "Call: they looked at the prices"
    assert mail.message is not None
    assert "price" in "".join(part.text for part in mail.message.body.parts)


def test_a_dry_run_says_the_same_and_changes_nothing(desk: Desk, lead_id: UUID) -> None:
    heard = understand(desk, lead_id, "page_visit", {"page": "pricing"}, at=NOW + HOUR)
    with desk.store.read() as reader:
        before = reader.work(lead_id)
    would = dry_run(desk, lead_id, heard, at=NOW + HOUR)
    with desk.store.read() as reader:
        assert reader.work(lead_id) == before
    assert observe(desk, lead_id, heard, at=NOW + HOUR).rulings == would
    assert len(would) == 22


def test_the_rules_that_wait_for_silence_can_be_asked_too(desk: Desk, lead_id: UUID) -> None:
    asked = {ruling.rule: ruling for ruling in dry_run(desk, lead_id, None, at=NOW)}
    assert asked["no_sign"].because.code == "rule_few_touches"
    assert asked["reply"].because.code == "rule_needs_signal"


def test_a_date_in_plain_words_is_shown_and_the_plan_rests(desk: Desk, lead_id: UUID) -> None:
    text = "Llámame después del 15 de enero, por favor"
    heard, observed = hear(desk, lead_id, "reply", text=text)
    assert heard.until_on is not None
    assert (heard.until_on.isoformat(), heard.words) == ("2027-01-16", "despues del 15 de enero")
    assert heard.signal.until is not None
    assert heard.signal.until.isoformat() == "2027-01-16T08:00:00+00:00"
    assert [ruling.rule for ruling in observed.fired] == ["later"]
    after = outlook(desk, lead_id, at=NOW + HOUR)
    assert after.enrolment is not None
    assert after.enrolment.paused_until == heard.signal.until


def test_what_they_wrote_stands_in_the_timeline_and_not_in_the_log(
    desk: Desk, lead_id: UUID
) -> None:
    hear(desk, lead_id, "reply", text="My sister Berta decides")
    card = lead_card(desk, lead_id, at=NOW + HOUR)
    assert any(entry.text == "My sister Berta decides" for entry in card.timeline)
    with desk.store.read() as reader:
        assert not any(b"Berta" in event.body for event in reader.log(lead_id))
    assert rows(desk, NOW + HOUR)[0].lane == "replies"


def test_an_exact_word_closes_everything_and_can_be_undone(desk: Desk, lead_id: UUID) -> None:
    heard, observed = hear(desk, lead_id, "reply", text="BAJA!")
    assert (heard.signal.kind, heard.signal.about) == ("unsubscribe", "keyword")
    assert observed.changes.suppressions
    assert rows(desk, NOW + HOUR) == ()
    assert observed.changes.undo_id is not None
    undo(desk, observed.changes.undo_id, at=NOW + HOUR)
    with desk.store.read() as reader:
        facts = gather(desk, reader, lead_id)
    assert facts.snapshot.suppressed == frozenset()
    assert facts.work.signals == ()
    assert facts.work.enrolment is not None


def test_a_signal_with_an_id_counts_once(desk: Desk, lead_id: UUID) -> None:
    _, first = hear(desk, lead_id, "click", id="message-7/click")
    assert first.rulings
    _, second = hear(desk, lead_id, "click", id="message-7/click")
    assert (second.rulings, second.changes.undo_id) == ((), None)


def test_titles_are_recognised_and_not_kept(desk: Desk, lead_id: UUID) -> None:
    heard, _ = hear(desk, lead_id, "title_change", title="Directora general")
    assert heard.signal.about == "c_level"
    assert heard.text == ""


def test_a_text_refers_to_what_was_opened_once(desk: Desk, lead_id: UUID) -> None:
    def now() -> str:
        with desk.store.read() as reader:
            work = reader.work(lead_id)
        assert work.enrolment is not None
        return last_signal(work, work.enrolment.enrolment_id)

    assert now() == "none"
    hear(desk, lead_id, "open", confidence=10)
    assert now() == "none"  # too weak for the rule
    hear(desk, lead_id, "open")
    assert now() == "open"
    hear(desk, lead_id, "page_visit", page="jobs")
    assert now() == "page_visit"


def test_channels_that_report_are_a_setting(desk: Desk, lead_id: UUID) -> None:
    track(desk, ["sms", "email"])
    # What a mailbox reports stands beside it, and goes without it.
    track(desk, ["video_email"], "mailbox")
    with desk.store.read() as reader:
        assert gather(desk, reader, lead_id).tracked == {"email", "sms", "video_email"}
    track(desk, [], "mailbox")
    both = frozenset({"email", "sms"})
    assert read_tracking(desk) == (both, both)
    with pytest.raises(BadInput):
        track(desk, ["call"])


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("click", {"page": "pricing"}),
        ("click", {"confidence": 101}),
        ("click", {"confidence": True}),
        ("click", {"channel": "telegraph"}),
        ("click", {"touch_id": "7"}),
        ("click", {"at": "yesterday"}),
        ("reply", {"text": 7}),
        ("reply", {"until": "when it rains"}),
        ("bounce", {"about": "rubber"}),
        ("page_visit", {"page": "../etc/passwd"}),
        ("score_change", {"points": 10**9}),
    ],
)
def test_what_cannot_be_read_is_refused_without_repeating_it(
    desk: Desk, lead_id: UUID, kind: SignalKind, data: dict[str, object]
) -> None:
    with pytest.raises(BadInput) as refused:
        understand(desk, lead_id, kind, data, at=NOW)
    assert refused.value.code == "bad_signal"
    assert "rains" not in f"{refused.value.message}{refused.value.hint}"


def test_nobody_of_that_id(desk: Desk) -> None:
    with pytest.raises(NotFound):
        understand(desk, uid(9, 9), "click")
