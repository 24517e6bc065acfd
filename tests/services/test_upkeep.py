"""Deriving queue rows, alerts and search anew."""

from pathlib import Path
from uuid import UUID

from app.core.clock import to_micros
from app.core.people.new_lead import NewLead, NewPoint
from app.services.people.leads import add_lead, find
from app.services.upkeep import rebuild
from app.services.working.first_contact import take_due_alerts
from app.storage.upkeep.checks import check
from app.storage.upkeep.port import SqlUpkeep
from tests.services.desks import NOW, open_at, rows


def test_what_was_dropped_is_derived_again(tmp_path: Path) -> None:
    with open_at(tmp_path / "profile") as opened:
        desk = opened.desk
        upkeep = SqlUpkeep(tmp_path / "profile" / "touchline.db", tmp_path / "profile" / "backups")
        for n in range(70):  # more than one portion
            point = NewPoint(kind="phone", value=f"+346120000{n:02d}")
            add_lead(
                desk,
                NewLead(
                    first_name="Ana", points=(point,), zones=("Europe/Madrid",), source="web_form"
                ),
            )
        before = rows(desk)
        assert len(before) == 70
        leads = upkeep.drop_caches()
        assert (len(leads), rows(desk), list(find(desk, "ana"))) == (70, (), [])
        rebuild(desk, leads, search=True)
        assert rows(desk) == before
        assert len(find(desk, "ana", limit=100)) == 70
        assert check(upkeep.path) == []


def test_an_alert_that_rang_does_not_ring_again(tmp_path: Path) -> None:
    with open_at(tmp_path / "profile") as opened:
        desk = opened.desk
        point = NewPoint(kind="phone", value="+34612000001")
        lead_id = add_lead(
            desk, NewLead(points=(point,), zones=("Europe/Madrid",), source="web_form")
        ).lead_id
        assert lead_id is not None
        assert [alert.kind for alert in take_due_alerts(desk)] == ["arrival"]
        rebuild(desk, [lead_id])
        assert take_due_alerts(desk) == ()
        with desk.store.read() as reader:
            change = reader.next_change_at()
        assert change is not None
        assert to_micros(change) > to_micros(NOW)


def test_ids_that_nobody_has_are_passed_over(tmp_path: Path) -> None:
    with open_at(tmp_path / "profile") as opened:
        rebuild(opened.desk, [UUID(int=0)], search=True)
        assert rows(opened.desk) == ()
