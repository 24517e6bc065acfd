"""What an organisation means by the sources of its lists."""

from pathlib import Path
from uuid import UUID

import pytest

from app.core.errors import BadInput
from app.core.people.new_lead import NewLead, NewPoint
from app.services.cadences.source_names import remember_sources, take_up_sources
from app.services.desk.desk import Desk
from app.services.people.leads import add_lead
from tests.services.desks import open_at


def plan_of(desk: Desk, n: int, source: str) -> str:
    """The plan that somebody of this source is put on."""
    new = NewLead(
        first_name="Ana",
        points=(NewPoint(kind="phone", value=f"+34912345{n:03}"),),
        country="ES",
        source=source,
        zones=("Europe/Madrid",),
        consents={"call": True},
    )
    lead_id = add_lead(desk, new).lead_id
    assert isinstance(lead_id, UUID)
    with desk.store.read() as reader:
        enrolment = reader.work(lead_id).enrolment
    assert enrolment is not None
    return enrolment.cadence_key


def test_what_was_said_once_holds_from_then_on(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        desk = opened.desk
        assert plan_of(desk, 1, "Formulario Ads 3") == "b2c_standard"
        remember_sources(desk, {"Formulario Ads 3": "demo_request"})
        assert plan_of(desk, 2, "formulario ads 3") == "demo_request"
        assert desk.library.routing.knows("FORMULARIO ADS 3")
    # Also after the next start.
    with open_at(tmp_path) as opened:
        assert plan_of(opened.desk, 3, "Formulario  Ads-3") == "demo_request"
        remember_sources(opened.desk, {"Formulario Ads 3": ""})
        assert plan_of(opened.desk, 4, "Formulario Ads 3") == "b2c_standard"
        assert not opened.desk.library.routing.knows("Formulario Ads 3")


def test_another_process_is_heard(tmp_path: Path) -> None:
    with open_at(tmp_path) as window, open_at(tmp_path) as command:
        remember_sources(command.desk, {"Feria X": "event"})
        take_up_sources(window.desk)
        assert window.desk.library.routing.source_of("feria x") == "event"


def test_none_of_these_is_an_answer_too(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        remember_sources(opened.desk, {"Lista 7": "other"})
        assert opened.desk.library.routing.knows("Lista 7")
        assert plan_of(opened.desk, 1, "Lista 7") == "b2c_standard"


@pytest.mark.parametrize(
    ("means", "code"),
    [({"Lista": "nowhere"}, "bad_source"), ({"": "event"}, "bad_source_name")],
)
def test_what_cannot_be_meant(tmp_path: Path, means: dict[str, str], code: str) -> None:
    with open_at(tmp_path) as opened:
        with pytest.raises(BadInput) as refused:
            remember_sources(opened.desk, means)
        assert refused.value.code == code
