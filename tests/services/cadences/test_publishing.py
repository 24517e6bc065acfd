"""Publishing over a real store: told before, refused with a reason, moved in portions."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.cadence.cadence import Role
from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import NotFound, Refused
from app.core.files.toml_file import FileError
from app.core.log.events import CadencePublished, decode_body
from app.services.cadences.publishing import (
    MoveCount,
    People,
    examine,
    move_people,
    publish,
    version_of,
)
from app.services.desk import portions
from app.services.desk.library import load_library
from app.services.people.accounts import Wanted, enrol_account
from app.services.people.leads import add_lead
from app.services.reports import numbers_of
from app.services.store.records import Changes
from app.services.working import touches
from app.services.working.outlook import outlook
from app.system import resources
from app.system.resources import read_texts
from tests.services.cadences.versions import KEY, V1, V2, person, stored, version_of_enrolment
from tests.services.desks import NOW, open_at, rows

FILE = f"{KEY}.toml"
WEEK = timedelta(days=7)


def crowd(opened: ProfileDesk, *worked: int) -> list[UUID]:
    """People on the first version, each of whom was silent for so many steps."""
    found = []
    for n, steps in enumerate(worked, start=1):
        lead_id = add_lead(opened.desk, person(n)).lead_id
        assert lead_id is not None
        for _ in range(steps):
            work(opened, lead_id)
        found.append(lead_id)
    return found


def work(opened: ProfileDesk, lead_id: UUID) -> str:
    """Work what is next for somebody as soon as it may be; the step."""
    touch = outlook(opened.desk, lead_id).upcoming
    assert touch is not None
    command = LogOutcome(touch_id=touch.touch_id, outcome="2" if touch.channel == "call" else "1")
    touches.log_outcome(opened.desk, command, at=max(NOW, touch.effective_at))
    return touch.step


def test_the_counts_come_first_and_change_nothing(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        crowd(opened, 0, 1, 2, 3)
        before = stored(opened)
        edition = examine(opened.desk, V2, FILE)
        assert edition.people == (People(version=1, on_it=4, can_move=3, changed_step="reminder"),)
        assert (edition.people[0].passed, edition.on_earlier) == (1, 4)
        assert stored(opened) == before
        assert opened.desk.library.cadence(KEY).version == 1


def test_keeping_leaves_everybody_and_new_people_follow_the_new_version(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        [old] = crowd(opened, 1)
        heard: list[Changes] = []
        opened.desk.store.after_commit.append(heard.append)
        publish(opened.desk, examine(opened.desk, V2, FILE))
        assert heard
        assert heard[0].queue
        new = add_lead(opened.desk, person(9)).lead_id
        assert [version_of_enrolment(opened, who) for who in (old, new)] == [1, 2]
        with opened.desk.store.read() as reader:
            [one] = [v for v in reader.cadence_versions() if (v.cadence_key, v.version) == (KEY, 2)]
            assert one.published_by == opened.desk.identity.rep_id
            assert one.published_at == NOW
            assert reader.cadence_text(KEY, 2) == V2
            [event_id] = reader.latest(["CadencePublished"], 5)
            event = reader.event(event_id)
        body = decode_body(event.type, event.v, event.body)
        assert body == CadencePublished(cadence_key=KEY, cadence_version=2, digest=one.digest)
        assert event.lead_id is None
    with open_at(tmp_path) as again:
        assert again.desk.library.cadence(KEY).version == 2
        assert again.desk.library.problems == ()
        assert [work(again, old) for _ in range(2)] == ["information", "reminder"]


def test_moving_takes_those_who_have_not_come_to_the_change(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        desk = opened.desk
        leads = crowd(opened, 0, 1, 2, 3)
        publish(desk, examine(desk, V2, FILE))
        counts = list(move_people(desk, KEY))
        assert counts[0] == MoveCount(done=0, total=3)
        assert counts[-1] == MoveCount(done=3, total=3, moved=3)
        assert [version_of_enrolment(opened, who) for who in leads] == [2, 2, 2, 1]
        upcoming = [outlook(desk, who, at=NOW + WEEK).upcoming for who in leads]
        assert [touch and (touch.step, touch.channel) for touch in upcoming] == [
            ("first_call", "call"),
            ("information", "email"),
            ("reminder", "email"),
            ("second_call", "call"),
        ]
        # Whoever was waiting for the changed step waits for what it is now.
        assert [work(opened, leads[2]) for _ in range(2)] == ["reminder", "second_call"]
        assert list(move_people(desk, KEY)) == [MoveCount(done=0, total=0)]


def test_a_move_goes_in_portions_and_can_be_taken_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_at(tmp_path) as opened:
        desk = opened.desk
        leads = crowd(opened, 0, 0, 0)
        publish(desk, examine(desk, V2, FILE))
        monkeypatch.setattr(portions, "STEP_S", 0)
        steps = move_people(desk, KEY)
        assert [next(steps).done, next(steps).done] == [0, 1]
        del steps
        assert sorted(version_of_enrolment(opened, who) for who in leads) == [1, 1, 2]
        assert list(move_people(desk, KEY))[-1] == MoveCount(done=2, total=2, moved=2)


def test_the_row_of_who_was_moved_is_placed_anew(tmp_path: Path) -> None:
    written = V1.replace("version = 1", "version = 2").replace(
        'channel = "call"\nscript = "first_call"\nvoicemail = "voicemail_first"',
        'channel = "email"\ntemplate = "what_you_asked_for"',
    )
    with open_at(tmp_path) as opened:
        [lead_id] = crowd(opened, 0)
        [before] = rows(opened.desk)
        publish(opened.desk, examine(opened.desk, written, FILE))
        list(move_people(opened.desk, KEY))
        [row] = rows(opened.desk)
        assert (row.lead_id, before.channel, row.channel) == (lead_id, "call", "email")
        assert (row.lane, row.deadline_at) == ("first_contact", before.deadline_at)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (V1, "published_before"),
        (V1.replace("version = 1", "version = 2"), "published_before"),
        (f"# Only a remark.\n{V1}", "published_before"),
        (V2.replace("version = 2", "version = 1"), "version_taken"),
    ],
)
def test_what_is_published_already_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with open_at(tmp_path) as opened, pytest.raises(Refused) as refused:
        examine(opened.desk, text, FILE)
    assert refused.value.code == code


def test_a_lower_number_is_refused(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        fifth = V2.replace("version = 2", "version = 5")
        publish(opened.desk, examine(opened.desk, fifth, FILE))
        third = V2.replace("version = 2", "version = 3").replace("intent = 50", "intent = 51")
        with pytest.raises(Refused) as refused:
            examine(opened.desk, third, FILE)
        assert refused.value.code == "version_low"
        assert "version = 6" in refused.value.hint
        with pytest.raises(Refused, match="version 5"):
            examine(opened.desk, V2.replace("version = 2", "version = 6"), FILE)


def test_who_published_second_is_told(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        mine = examine(opened.desk, V2, FILE)
        yours = examine(opened.desk, V2.replace("intent = 50", "intent = 60"), FILE)
        publish(opened.desk, mine)
        with pytest.raises(Refused, match="somebody else"):
            publish(opened.desk, yours)
        assert opened.desk.library.cadence(KEY).intent == 50


@pytest.mark.parametrize(
    ("wrong", "place", "field"),
    [
        (V2.replace('channel = "call"', 'channel = "cal"', 1), "step first_call", "channel"),
        (V2.replace('then = "nurture_long_term"', 'then = "no_such_plan"'), "", "then"),
    ],
)
def test_a_file_with_problems_is_refused(
    tmp_path: Path, wrong: str, place: str, field: str
) -> None:
    with open_at(tmp_path) as opened, pytest.raises(FileError) as refused:
        examine(opened.desk, wrong, FILE)
    [problem] = refused.value.problems
    assert (problem.file, problem.place, problem.field) == (FILE, place, field)


def test_a_new_cadence_of_the_team(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        edition = examine(opened.desk, V2, "course_enquiry.toml")
        assert edition.people == ()
        publish(opened.desk, edition)
        assert opened.desk.library.cadence("course_enquiry").version == 2
        assert version_of(opened.desk.library, "course_enquiry", 2).steps
        with pytest.raises(NotFound) as missing:
            version_of(opened.desk.library, "course_enquiry", 1)
        assert missing.value.hint == "These exist: 2."


def test_numbers_of_each_version(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        desk = opened.desk
        leads = crowd(opened, 0, 1, 3)
        publish(desk, examine(desk, V2, FILE))
        list(move_people(desk, KEY))
        touch = outlook(desk, leads[2]).upcoming
        assert touch is not None
        won = LogOutcome(touch_id=touch.touch_id, outcome="converted")
        touches.log_outcome(desk, won, at=touch.effective_at)
        first, second = numbers_of(desk, KEY, (1, 2), NOW + WEEK)
        assert (first.enrolled, first.open_now, first.conversion.value) == (1, 0, 1.0)
        assert (second.enrolled, second.open_now, second.conversion.value) == (2, 2, None)


def test_of_a_plan_for_several_people_the_part_of_each_counts(tmp_path: Path) -> None:
    key = "abm_multithread"
    file = f"{key}.toml"
    # What the champion gets first is another; the technical side keeps its plan.
    text = resources.read_texts("cadences")[file].replace("version = 2", "version = 3")
    text = text.replace('template = "abm_champion_intro"', 'template = "abm_champion_case"', 1)
    with open_at(tmp_path) as opened:
        desk = opened.desk
        leads: dict[Role, UUID] = {}
        roles: tuple[Role, ...] = ("champion", "technical")
        for n, role in enumerate(roles, start=1):
            lead_id = add_lead(desk, person(n).but(company="Acme", source="list")).lead_id
            assert lead_id is not None
            leads[role] = lead_id
        wanted = Wanted(
            cadence_key=key, roles={who: role for role, who in leads.items()}, moves=True
        )
        enrol_account(desk, str(leads["champion"]), wanted)
        for lead_id in leads.values():
            work(opened, lead_id)
        edition = examine(desk, text, file)
        assert [(one.on_it, one.can_move) for one in edition.people] == [(2, 2)]
        work(opened, leads["champion"])
        edition = examine(desk, text, file)
        assert [(one.on_it, one.can_move) for one in edition.people] == [(2, 1)]
        publish(desk, edition)
        assert list(move_people(desk, key))[-1].moved == 1
        found = {role: version_of_enrolment(opened, who) for role, who in leads.items()}
        assert found == {"champion": 2, "technical": 3}


def test_a_rep_of_a_team_publishes_nothing(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        reps = replace(opened.desk.identity, positions=frozenset({"rep"}))
        desk = replace(opened.desk, identity=reps)
        edition = examine(desk, V2, FILE)
        before = stored(opened)
        with pytest.raises(Refused) as refused:
            publish(desk, edition)
        assert refused.value.code == "not_yours_to_do"
        assert stored(opened) == before


def test_a_plan_whose_text_claims_what_may_not_be_so_is_not_published(tmp_path: Path) -> None:
    claims = 'channels = ["sms"]\nname = { en = "x" }\nbody = { en = "Hi, you asked us." }\n'
    texts = read_texts("templates") | {"bold.toml": claims}
    with open_at(tmp_path) as opened:
        desk = opened.desk
        desk.shelf.library = load_library(
            cadences=read_texts("cadences"), templates=texts, scripts=read_texts("scripts")
        )
        plan = read_texts("cadences")["call_centre_basic.toml"]
        changed = plan.replace('template = "sms_callback_number"', 'template = "bold"')
        with pytest.raises(FileError) as caught:
            examine(desk, changed.replace("version = 1", "version = 2"), "call_centre_basic.toml")
    told = "\n".join(str(problem) for problem in caught.value.problems)
    assert "bold.toml, line 3, body: Text in en, line 1: “you asked”" in told
    assert "Write {% if asked %} before it" in told
