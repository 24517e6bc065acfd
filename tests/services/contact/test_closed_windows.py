"""A window that is shut: what the card offers, what a reason opens, and what is written down."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import BadInput, Refused
from app.core.people.new_lead import NewLead, NewPoint
from app.services.desk.audit import audited
from app.services.people.leads import add_lead
from app.services.store.queue_rows import next_row
from app.services.working import touches
from app.services.working.passing_time import pass_time
from app.services.working.queue_list import stuck_now
from app.services.working.touch_card import touch_card
from tests.services.desks import NOW, open_at, rows

# Half past eight in the evening in London, where only the house has shut.
EVENING = datetime(2026, 11, 18, 20, 30, tzinfo=UTC)
# Half past eight in the morning there: messages, and no calls yet.
MORNING = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
BRIT = NewLead(
    first_name="Ann",
    points=(
        NewPoint(kind="phone", value="+447400123456"),
        NewPoint(kind="email", value="ann@example.com"),
    ),
    country="GB",
    city="London",
    source="web_form",
    interest="MBA",
    zones=("Europe/London",),
    consents={"call": True, "email": True},
)


def test_a_shut_window_waits_and_is_never_the_next(tmp_path: Path) -> None:
    with open_at(tmp_path, EVENING) as opened:
        add_lead(opened.desk, BRIT)
        (row,) = rows(opened.desk, EVENING)
        assert (row.lane, row.reason) == ("waiting", "new_waiting")
        assert next_row([row], EVENING) is None
        assert row.opens_at == datetime(2026, 11, 19, 9, tzinfo=UTC)
        # The clock of the first contact stands still too.
        assert row.deadline_at == row.opens_at + timedelta(minutes=5)
        card = touch_card(opened.desk, row.touch_id)
        assert card.verdict.state == "later"
        assert [(g.rule, g.force, g.basis) for g in card.grounds] == [
            ("HOUSE-voice", "soft", "house")
        ]


def test_a_reason_goes_into_the_audit_and_so_does_a_refusal(tmp_path: Path) -> None:
    with open_at(tmp_path, EVENING) as opened:
        lead_id = add_lead(opened.desk, BRIT).lead_id
        touch_id = rows(opened.desk, EVENING)[0].touch_id
        with pytest.raises(Refused):
            touches.dial(opened.desk, touch_id)
        with pytest.raises(BadInput):
            touches.dial(opened.desk, touch_id, anyway="because")
        touches.dial(opened.desk, touch_id, anyway="other", note="Their boss rang us.")
        with pytest.raises(Refused):
            touches.dial(opened.desk, touch_id)
        said = [(line.kind, line.code) for line in audited(opened.desk.store, lead_id)]
        assert said == [
            ("refused", "night"),
            ("override", "other"),
            ("refused", "night"),
            ("consent_given", said[3][1]),
            ("consent_given", said[4][1]),
        ]
        with opened.desk.store.read() as reader:
            assert lead_id is not None
            entry = next(e for e in reader.timeline(lead_id, 9) if e.code == "OverrideGiven")
        assert (entry.detail["reason"], entry.text) == ("other", "Their boss rang us.")


def test_in_the_last_two_minutes_the_card_in_hand_is_still_open(tmp_path: Path) -> None:
    late = datetime(2026, 11, 18, 19, 59, tzinfo=UTC)
    with open_at(tmp_path, late) as opened:
        add_lead(opened.desk, BRIT)
        (row,) = rows(opened.desk, late)
        assert row.lane == "waiting"
        fresh = touch_card(opened.desk, row.touch_id)
        assert (fresh.verdict.state, fresh.verdict.reasons[0].code) == ("later", "closing")
        in_hand = touch_card(opened.desk, row.touch_id, in_hand=True)
        assert in_hand.verdict.closes_at == late + timedelta(minutes=1)
        touches.dial(opened.desk, row.touch_id)


def test_another_channel_is_offered_and_used(tmp_path: Path) -> None:
    with open_at(tmp_path, MORNING) as opened:
        add_lead(opened.desk, BRIT)
        (row,) = rows(opened.desk, MORNING)
        card = touch_card(opened.desk, row.touch_id)
        assert card.offer is not None
        assert card.offer.channel == "email"
        mail_id = touches.use_channel(opened.desk, row.touch_id, "email")
        assert touches.use_channel(opened.desk, row.touch_id, "email") == mail_id
        mail = touch_card(opened.desk, mail_id)
        assert mail.message is not None
        assert (mail.verdict.state, mail.touch.kind) == ("open", "inserted")
        (row,) = rows(opened.desk, MORNING)
        assert (row.touch_id, row.lane, row.more) == (mail_id, "due_now", 1)
        touches.dial(opened.desk, mail_id)
        touches.log_outcome(opened.desk, LogOutcome(touch_id=mail_id, outcome="sent"))
        (row,) = rows(opened.desk, MORNING)
        assert (row.channel, row.lane) == ("call", "waiting")
        # The house writes once a day, so that nothing more is offered.
        assert touch_card(opened.desk, row.touch_id).offer is None


def test_nothing_is_offered_while_the_window_is_open(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, BRIT)
        card = touch_card(opened.desk, rows(opened.desk)[0].touch_id)
        assert (card.verdict.state, card.offer) == ("open", None)
        with pytest.raises(Refused):
            touches.use_channel(opened.desk, card.touch.touch_id, "sms")


PLACES = {
    "Helsinki": ("+35892345678", "Europe/Helsinki"),
    "Madrid": ("+34912345678", "Europe/Madrid"),
    "Lima": ("+5112345678", "America/Lima"),
}


def test_only_rows_whose_boundary_has_passed_are_judged_again(tmp_path: Path) -> None:
    with open_at(tmp_path, EVENING) as opened:
        desk = opened.desk
        for city, (phone, zone) in PLACES.items():
            add_lead(
                desk,
                NewLead(
                    first_name=city,
                    points=(NewPoint(kind="phone", value=phone),),
                    city=city,
                    source="web_form",
                    zones=(zone,),
                    consents={"call": True},
                ),
            )

        def touched(at: datetime) -> set[str]:
            """Who is looked at again at `at`; each is looked at until nothing is due."""
            names: set[str] = set()
            while leads := pass_time(desk, at=at).leads:
                with desk.store.read() as reader:
                    names |= {reader.lead(lead_id).first_name for lead_id in leads}
            return names

        touched(EVENING)
        opens = {row.name: row.opens_at for row in rows(desk, EVENING)}
        madrid, helsinki = opens["Madrid"], opens["Helsinki"]
        assert madrid is not None
        assert helsinki is not None
        second = timedelta(seconds=1)
        assert touched(EVENING + second) == set()
        # Midnight in Madrid: what is said of the day there may change, and nowhere else.
        midnight = datetime(2026, 11, 18, 23, tzinfo=UTC)
        touched(midnight - second)
        assert touched(midnight) == {"Madrid"}
        touched(helsinki - second)
        assert touched(helsinki) == {"Helsinki"}
        touched(madrid - second)
        assert touched(madrid) == {"Madrid"}
        lanes = {row.name: row.lane for row in rows(desk, madrid)}
        assert lanes["Madrid"] == "first_contact"
        assert lanes["Helsinki"] != "waiting"


def test_whom_no_opening_is_in_sight_for_is_on_the_list_of_the_team_lead(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        add_lead(opened.desk, BRIT)
        phones = ("+34912345678", "+6493001234")
        far = NewLead(
            first_name="Far",
            points=tuple(NewPoint(kind="phone", value=phone) for phone in phones),
            source="web_form",
            zones=("Europe/Madrid", "Pacific/Auckland"),
            consents={"call": True},
        )
        add_lead(opened.desk, far)
        (line,) = stuck_now(opened.desk, limit=10)
        assert (line.name, line.reason.code) == ("Far", "no_opening")
        assert line.reason.args["because"] == "night"
        (row,) = (r for r in rows(opened.desk) if r.name == "Far")
        assert (row.lane, row.opens_at) == ("waiting", None)


def test_the_desk_works_on_in_the_morning(tmp_path: Path) -> None:
    with open_at(tmp_path, EVENING) as opened:
        add_lead(opened.desk, BRIT)
        opening = rows(opened.desk, EVENING)[0].opens_at
        assert opening is not None
        assert opening > NOW
        for _ in range(4):
            pass_time(opened.desk, at=opening)
        (row,) = rows(opened.desk, opening)
        assert row.lane == "first_contact"
        assert next_row([row], opening) is row


def test_a_message_without_our_address_is_refused_where_the_law_asks_for_it(
    tmp_path: Path,
) -> None:
    afternoon = datetime(2026, 11, 18, 15, tzinfo=UTC)
    with open_at(tmp_path, afternoon) as opened:
        desk = opened.desk
        lead_id = add_lead(
            desk,
            NewLead(
                first_name="Luz",
                points=(NewPoint(kind="email", value="luz@example.com"),),
                country="CO",
                city="Bogotá",
                company="Muebles SAS",
                direction="outbound",
                zones=("America/Bogota",),
                consents={"email": True},
            ),
        ).lead_id
        assert lead_id is not None
        with desk.store.read() as reader:
            touch = next(t for t in reader.work(lead_id).planned if t.channel == "email")
        card = touch_card(desk, touch.touch_id)
        assert (card.verdict.state, card.lacks) == ("open", ("no_sender",))
        with pytest.raises(Refused) as refused:
            touches.dial(desk, touch.touch_id)
        assert refused.value.code == "no_sender"
        assert next(iter(audited(desk.store, lead_id))).code == "no_sender"
        with desk.store.write() as uow:
            uow.save_setting("texts.company_address", "Calle Mayor 1, 28013 Madrid")
            uow.commit()
        assert touch_card(desk, touch.touch_id).lacks == ()
        touches.dial(desk, touch.touch_id)
        assert next(iter(audited(desk.store, lead_id))).kind == "dial"
