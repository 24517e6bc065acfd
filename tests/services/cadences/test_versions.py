"""Versions of cadences over a real store: what ships is met once, nobody changes plans unasked."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.engine.by_hand import ReroutePlan
from app.core.engine.outcome_effects import LogOutcome
from app.services.cadences.versions import refresh
from app.services.desk.facts import gather
from app.services.people.lead_card import lead_card
from app.services.people.leads import add_lead
from app.services.working import touches
from app.services.working.outlook import outlook
from app.services.working.passing_time import change_plan
from app.system import resources
from tests.services.cadences.versions import (
    KEY,
    SHIPPED,
    V1,
    V2,
    Row,
    person,
    shipped_version,
    stored,
    version_of_enrolment,
)
from tests.services.desks import NOW, open_at


@contextmanager
def shipping(
    files: Mapping[str, str], folder: Path, patch: pytest.MonkeyPatch
) -> Iterator[ProfileDesk]:
    """The desk of a product that ships these cadences."""

    def texts(kind: str) -> dict[str, str]:
        return dict(files) if kind == "cadences" else read(kind)

    read = resources.read_texts
    with patch.context() as patched:
        patched.setattr(resources, "read_texts", texts)
        with open_at(folder) as opened:
            yield opened


def test_what_ships_is_met_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_at(tmp_path) as opened:
        first = stored(opened)
        assert first == [
            Row(key, shipped_version(key), None)
            for key in (file.removesuffix(".toml") for file in sorted(SHIPPED))
        ]
        with opened.desk.store.read() as reader:
            assert reader.cadence_text(KEY, 1) == V1
            assert reader.cadence_versions()[0].published_at == NOW
    with open_at(tmp_path, NOW + timedelta(days=1)) as opened:
        assert stored(opened) == first
        with opened.desk.store.read() as reader:
            assert reader.cadence_versions()[0].published_at == NOW


def test_an_update_leaves_people_on_their_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_at(tmp_path) as opened:
        old = add_lead(opened.desk, person(1)).lead_id
    with shipping({**SHIPPED, f"{KEY}.toml": V2}, tmp_path, monkeypatch) as opened:
        desk = opened.desk
        new = add_lead(desk, person(2)).lead_id
        assert old
        assert new
        assert (version_of_enrolment(opened, old), version_of_enrolment(opened, new)) == (1, 2)
        assert [c.version for c in desk.library.versions(KEY)] == [2, 1]
        for lead_id, third in ((old, "whatsapp"), (new, "email")):
            for _ in range(2):
                touch = outlook(desk, lead_id).upcoming
                assert touch is not None
                touches.log_outcome(
                    desk,
                    LogOutcome(touch_id=touch.touch_id, outcome="1"),
                    at=max(NOW, touch.effective_at),
                )
            following = outlook(desk, lead_id).upcoming
            assert following is not None
            assert (following.step, following.channel) == ("reminder", third)
            assert lead_card(desk, lead_id).cadence_version == version_of_enrolment(opened, lead_id)
    # The product goes back: who was on the second version goes on with it.
    with open_at(tmp_path) as opened:
        with opened.desk.store.read() as reader:
            facts = gather(opened.desk, reader, new)
        assert facts.work.enrolment
        plan = facts.plan_of(facts.work.enrolment)
        assert plan is not None
        assert plan.step("reminder").channel == "email"


def test_a_plan_that_ships_no_more_is_finished_by_those_who_are_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shipping({**SHIPPED, "ae_handover.toml": V1}, tmp_path, monkeypatch) as opened:
        old = add_lead(opened.desk, person(1)).lead_id
        assert old
        change_plan(opened.desk, old, ReroutePlan(cadence_key="ae_handover"))
    with open_at(tmp_path) as opened:
        desk = opened.desk
        assert lead_card(desk, old).cadence_version == 1
        touch = outlook(desk, old).upcoming
        assert touch is not None
        touches.log_outcome(desk, LogOutcome(touch_id=touch.touch_id, outcome="no_answer"))
        following = outlook(desk, old).upcoming
        assert following is not None
        assert (following.step, following.channel) == ("information", "email")


def test_a_version_that_ships_changed_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_at(tmp_path):
        pass
    changed = V2.replace("version = 2", "version = 1")
    with shipping({**SHIPPED, f"{KEY}.toml": changed}, tmp_path, monkeypatch) as opened:
        library = opened.desk.library
        assert library.cadence(KEY).step("reminder").channel == "whatsapp"
        [warning] = library.warnings
        assert (warning.file, warning.field) == (f"{KEY}.toml", "version")
        assert len(stored(opened)) == len(SHIPPED)


def test_a_version_that_cannot_be_read_any_more_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = V2.replace('template = "any_questions"', 'template = "long_gone"')
    with open_at(tmp_path) as opened:
        with opened.desk.store.write() as uow:
            one = uow.cadence_versions()[0]
            uow.add_cadence_version(
                type(one)(
                    cadence_key=KEY, version=2, digest="x", published_at=NOW, published_by=None
                ),
                broken,
            )
            uow.commit()
        refresh(opened.desk)
        library = opened.desk.library
        assert library.cadence(KEY).version == 1
        assert [(p.file, p.field) for p in library.problems] == [(f"{KEY}.toml", "template")]
        refresh(opened.desk)
        assert len(opened.desk.library.problems) == 1


def test_another_process_publishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_at(tmp_path) as window:
        assert window.desk.library.cadence(KEY).version == 1
        with shipping({**SHIPPED, f"{KEY}.toml": V2}, tmp_path, monkeypatch) as other:
            assert other.desk.library.cadence(KEY).version == 2
        refresh(window.desk)
        assert window.desk.library.cadence(KEY).version == 2
        assert window.desk.library.former[KEY, 1].version == 1
