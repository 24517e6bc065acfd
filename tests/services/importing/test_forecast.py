"""What an import would do, counted beforehand, is what it then does."""

from pathlib import Path

import pytest

from app.core.people.local_time import ZoneTables
from app.core.people.new_lead import NewLead, NewPoint
from app.services.desk.desk import Desk
from app.services.importing.forecast import forecast
from app.services.importing.plan import ImportPlan
from app.services.importing.run import ImportCount, run_import
from app.services.people.leads import add_lead
from app.services.store.records import Changes
from tests.importing import plan, sample
from tests.services.desks import open_at


def stored(desk: Desk, found: ImportPlan, zones: ZoneTables) -> ImportCount:
    """The count at the end of storing a plan."""
    *_, last = run_import(desk, found, zones)
    return last


def foretold(desk: Desk, found: ImportPlan) -> tuple[int, int, int]:
    ahead = forecast(desk, found)
    places = (*ahead.new, *ahead.known, *ahead.suppressed)
    assert sorted(places) == list(range(len(found.drafts)))
    return len(ahead.new), len(ahead.known), len(ahead.suppressed)


@pytest.mark.parametrize("name", ["crm_export.csv", "hostile.csv"])
def test_the_forecast_of_a_real_file_comes_true_and_the_next_one_too(
    name: str, tmp_path: Path
) -> None:
    found = plan(sample(name))
    with open_at(tmp_path / "p") as opened:
        ahead = foretold(opened.desk, found)
        count = stored(opened.desk, found, opened.zones)
        assert ahead == (count.new, count.merged, count.suppressed)
        assert foretold(opened.desk, found) == (0, len(found.drafts), 0)
        again = stored(opened.desk, found, opened.zones)
        assert (again.new, again.merged) == (0, len(found.drafts))


def test_one_number_in_two_spellings_is_one_person(tmp_path: Path) -> None:
    """A Mexican number is known with and without the 1 behind the country code."""
    with open_at(tmp_path / "p") as opened:
        known = NewPoint(kind="phone", value="+5215512345678")
        add_lead(opened.desk, NewLead(first_name="Ana", points=(known,)))
        found = plan("Name,Phone\nAna,+52 55 1234 5678\nBea,+34612345678\n")
        assert foretold(opened.desk, found) == (1, 1, 0)


def test_two_rows_that_share_a_number_are_merged_when_they_are_stored(tmp_path: Path) -> None:
    """The file may keep them apart, the store knows one person for one number."""
    text = "Name,Phone,Email\nAna,+34612345678,a@example.com\nBea,+34612345678,b@example.com\n"
    found = plan(text, merge_shared_numbers=False)
    assert len(found.drafts) == 2
    with open_at(tmp_path / "p") as opened:
        ahead = foretold(opened.desk, found)
        count = stored(opened.desk, found, opened.zones)
        assert ahead == (count.new, count.merged, count.suppressed)


def test_nothing_is_written(tmp_path: Path) -> None:
    with open_at(tmp_path / "p") as opened:
        forecast(opened.desk, plan("Name,Phone\nAna,+34612345678\n"))
        with opened.desk.store.read() as reader:
            assert reader.leads_at([("phone", "+34612345678")]) == {}


def test_an_import_lets_whoever_waits_pass_after_each_person(tmp_path: Path) -> None:
    found = plan(sample("crm_export.csv"))
    with open_at(tmp_path / "p") as opened:
        heard: list[Changes] = []
        opened.desk.store.after_commit.append(heard.append)
        counts = list(run_import(opened.desk, found, opened.zones, waits=lambda: True))
        assert [count.done for count in counts] == list(range(len(found.drafts) + 1))
        assert heard == [Changes(queue=True)]
