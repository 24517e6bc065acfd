"""Where people say they are: kept, gone by, and taken back, over a real store."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.errors import BadInput, Refused
from app.core.people.new_lead import NewLead, NewPoint
from app.services.contact.local_zone import confirm_zone, zones_said
from app.services.people.lead_card import lead_card
from app.services.people.lead_points import add_point
from app.services.people.leads import add_lead
from app.services.working import touches
from app.services.working.passing_time import pass_time
from app.services.working.touch_card import touch_card
from tests.services.desks import NOW, open_at, rows

NOBODY_KNOWS = NewLead(
    first_name="Sam",
    points=(NewPoint(kind="phone", value="+18005550123"),),
    source="web_form",
    consents={"call": True},
)
AMERICAN = NewLead(
    first_name="Jo",
    points=(NewPoint(kind="phone", value="+18502010123"),),
    country="US",
    source="web_form",
    zones=("America/New_York", "America/Chicago"),
    consents={"call": True},
)


def added(opened: ProfileDesk, lead: NewLead) -> UUID:
    found = add_lead(opened.desk, lead)
    assert found.lead_id is not None
    return found.lead_id


def zones_of(opened: ProfileDesk, lead_id: UUID) -> tuple[tuple[str, ...], bool]:
    with opened.desk.store.read() as reader:
        lead = reader.lead(lead_id)
    return lead.zones, lead.zone_confirmed


def test_the_answer_opens_what_was_blocked(tmp_path: Path) -> None:
    noon = datetime(2026, 11, 18, 18, 20, tzinfo=UTC)
    with open_at(tmp_path, noon) as opened:
        lead_id = added(opened, NOBODY_KNOWS)
        (row,) = rows(opened.desk, noon)
        assert (row.lane, row.reason) == ("waiting", "zone_unknown")
        answer = zones_said(opened.desk, lead_id, "Denver")
        (choice,) = answer.choices
        assert (choice.zone, choice.there.hour) == ("America/Denver", 11)
        confirm_zone(opened.desk, lead_id, choice.zone)
        (row,) = rows(opened.desk, noon)
        assert (row.lane, row.zone) == ("due_now", "America/Denver")
        card = touch_card(opened.desk, row.touch_id)
        assert (card.verdict.state, card.verdict.tier) == ("open", "A")


def test_a_time_of_day_tells_their_zones_apart(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened, AMERICAN)
        # 09:42 in London is 04:42 in New York.
        for text, zones in (("4:42", ["America/New_York"]), ("3:40 am", ["America/Chicago"])):
            assert [c.zone for c in zones_said(opened.desk, lead_id, text).choices] == zones
        for text, code in (
            ("12:00", "no_such_time"),
            ("Atlantis", "no_such_place"),
            ("US", "many_places"),
        ):
            with pytest.raises(BadInput) as bad:
                zones_said(opened.desk, lead_id, text)
            assert bad.value.code == code


def test_it_is_taken_back_within_ten_seconds(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened, AMERICAN)
        before = rows(opened.desk)
        changes = confirm_zone(opened.desk, lead_id, "America/Chicago")
        assert changes.undo_id is not None
        assert zones_of(opened, lead_id) == (("America/Chicago", "America/New_York"), True)
        with pytest.raises(Refused, match="10 seconds"):
            touches.undo(opened.desk, changes.undo_id, at=NOW + timedelta(seconds=11))
        touches.undo_last(opened.desk, at=NOW + timedelta(seconds=9))
        assert zones_of(opened, lead_id) == (("America/New_York", "America/Chicago"), False)
        assert rows(opened.desk) == before
        with pytest.raises(Refused):
            touches.undo(opened.desk, changes.undo_id, at=NOW + timedelta(seconds=9))
        codes = [entry.code for entry in lead_card(opened.desk, lead_id).timeline]
        assert codes[:2] == ["ZoneTakenBack", "ZoneConfirmed"]


def test_a_journey_begins_and_ends(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened, AMERICAN)
        answer = zones_said(opened.desk, lead_id, "Lima until Friday")
        assert answer.until_on == date(2026, 11, 20)
        confirm_zone(opened.desk, lead_id, answer.choices[0].zone, until_on=answer.until_on)
        card = lead_card(opened.desk, lead_id)
        back_at = datetime(2026, 11, 21, 5, tzinfo=UTC)
        assert (card.zone, card.lead.zone_until) == ("America/Lima", back_at)
        # Somebody reopens the profile: the journey is still there.
    with open_at(tmp_path) as opened:
        assert lead_card(opened.desk, lead_id, at=back_at).zone == "America/New_York"
        for at in (back_at - timedelta(seconds=1), back_at):
            for _ in range(5):
                pass_time(opened.desk, at=at)
            gone = at < back_at
            home = ("America/New_York", "America/Chicago")
            assert zones_of(opened, lead_id)[0] == (("America/Lima",) if gone else home)
        (row,) = rows(opened.desk, back_at)
        assert row.zone == "America/New_York"


def test_what_cannot_be(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened, AMERICAN)
        for zone, until_on in (("Mars/Base", None), ("America/Lima", date(2026, 11, 17))):
            with pytest.raises(BadInput):
                confirm_zone(opened.desk, lead_id, zone, until_on=until_on)
        assert not zones_of(opened, lead_id)[1]


def test_a_further_number_adds_its_zones_unless_they_are_known(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened, AMERICAN)
        touch_id = rows(opened.desk)[0].touch_id
        add_point(opened.desk, touch_id, "+44 20 7946 0123")
        both = ("America/New_York", "America/Chicago", "Europe/London")
        assert zones_of(opened, lead_id) == (both, False)
        confirm_zone(opened.desk, lead_id, "America/Chicago")
        add_point(opened.desk, touch_id, "+34 912 345 678")
        assert "Europe/Madrid" not in zones_of(opened, lead_id)[0]
