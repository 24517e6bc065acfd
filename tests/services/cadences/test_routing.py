"""A stored lead goes where the table says, and the log can tell why."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import BadInput
from app.core.files.toml_file import FileError
from app.core.people.lead import Direction
from app.core.people.new_lead import NewLead, NewPoint
from app.core.reason import Reason
from app.core.routing.table import RouteFacts
from app.services.cadences.routing import began_in_words, in_words, tried_for_facts, tried_for_lead
from app.services.people.lead_card import lead_card
from app.services.people.leads import add_lead
from app.services.wording import Wording
from app.services.working.outlook import outlook
from app.system.resources import resource_path
from tests.services.desks import NOW, open_at

ENGLISH = Wording.load(resource_path("i18n", "en.json"))
SPANISH = Wording.load(resource_path("i18n", "es.json"))
OWN = """version = 7
[[lines]]
key = "spaniards"
country = ["ES"]
to = "call_centre_basic"
[[lines]]
key = "rest"
to = "b2c_standard"
"""


def person(direction: Direction = "inbound", **facts: Any) -> NewLead:
    return NewLead(
        first_name="Ana",
        points=(NewPoint(kind="phone", value="+34612345671"),),
        direction=direction,
        zones=("Europe/Madrid",),
        consents={"call": True, "email": True},
        **facts,
    )


def test_the_reason_is_kept_and_told(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = add_lead(opened.desk, person(source="webinar")).lead_id
        assert lead_id is not None
        after = outlook(opened.desk, lead_id)
        card = lead_card(opened.desk, lead_id)
    assert after.enrolment is not None
    assert (after.enrolment.cadence_key, after.enrolment.why) == ("webinar_attendee", "routed")
    assert after.because == Reason(
        code="routed", args={"table": 1, "line": 8, "route": "webinar", "source": "webinar"}
    )
    assert in_words(after.because, ENGLISH) == "Line 8 of the routing table fits: source = webinar."
    assert in_words(after.because, SPANISH).startswith("Encaja la línea 8")
    (line,) = [entry for entry in card.timeline if entry.code == "EnrolmentStarted"]
    assert began_in_words(line.detail, ENGLISH) == "Chosen because of: source = webinar."
    rest = {"why": "routed", "args.table": "1", "args.line": "18", "args.route": "any_other"}
    assert began_in_words(rest, ENGLISH) == "Chosen because nothing more special fits them."
    assert began_in_words({"why": "routing"}, SPANISH) == "Elegido por las reglas de asignación."
    assert began_in_words({"why": "score_jump"}, ENGLISH) == "Score jump."


def test_the_last_line_and_older_logs_have_words_too() -> None:
    last = Reason(code="routed", args={"table": 1, "line": 18, "route": "any_other"})
    assert (
        in_words(last, ENGLISH)
        == "Line 18 of the routing table is for everybody the lines above do not fit."
    )
    assert in_words(Reason(code="routing"), ENGLISH) == "The routing table chose it."
    assert in_words(Reason(code="score_jump"), ENGLISH) == "Score jump."


def test_a_table_in_the_profile_takes_the_place_of_the_one_that_ships(tmp_path: Path) -> None:
    with open_at(tmp_path):
        pass
    (tmp_path / "routing.toml").write_text(OWN, encoding="utf-8")
    with open_at(tmp_path) as opened:
        lead_id = add_lead(opened.desk, person(source="webinar", country="ES")).lead_id
        assert lead_id is not None
        after = outlook(opened.desk, lead_id)
    assert after.because is not None
    # Where somebody lives is theirs: the log keeps that the line asked, not the answer.
    assert after.because.args == {"table": 7, "line": 1, "route": "spaniards", "country": "fits"}
    assert in_words(after.because, ENGLISH) == "Line 1 of the routing table fits: country."


@pytest.mark.parametrize(
    ("text", "error"),
    [(OWN.replace('"ES"', '"Spain"').encode(), FileError), (b"\xff\xfe", BadInput)],
)
def test_a_faulty_table_opens_nothing(tmp_path: Path, text: bytes, error: type[Exception]) -> None:
    with open_at(tmp_path):
        pass
    (tmp_path / "routing.toml").write_bytes(text)
    with pytest.raises(error, match=r"routing\.toml"), open_at(tmp_path):
        pass


def test_a_dry_run_says_why_each_earlier_line_did_not_fit(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        cadences = {k: c for k, c in opened.desk.library.cadences.items() if k != "abm_multithread"}
        opened.desk.shelf.library = replace(opened.desk.library, cadences=cadences)
        added = add_lead(opened.desk, person(temperature="warm", extra={"Target account": "yes"}))
        assert added.lead_id is not None
        tried = tried_for_lead(opened.desk, added.lead_id, at=NOW)
        assert (
            tried_for_facts(
                opened.desk.library, RouteFacts(temperature="warm", target_account=True)
            )
            == tried
        )
    assert [line.route.key for line in tried if line.amiss] == ["target_account"]
    assert (tried[-1].route.key, tried[-1].matched) == ("warm", True)
    said = [in_words(line.because, ENGLISH) for line in tried]
    assert said[0] == "It asks for customer = yes."
    assert said[7] == "It asks for source = webinar."
    assert said[13] == "There is no cadence abm_multithread, so the line is passed over."


def test_somebody_of_a_target_account_comes_in_as_its_champion(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        one = person(company="Muestra SL", direction="outbound", extra={"Target account": "x"})
        added = add_lead(opened.desk, one)
        assert added.lead_id is not None
        after = outlook(opened.desk, added.lead_id)
    assert after.enrolment is not None
    assert (after.enrolment.cadence_key, after.enrolment.role) == ("abm_multithread", "champion")
    assert after.because is not None
    assert after.because.args["target_account"] == "yes"


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_fact_has_a_word(language: str) -> None:
    entries = json.loads(resource_path("i18n", f"{language}.json").read_bytes())
    asked = set(RouteFacts.__struct_fields__)
    assert {f"fact.{name}" for name in asked} <= entries.keys()
