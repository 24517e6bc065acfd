"""The people of one company in the running window, by keyboard."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import make_profile, open_desk
from app.core.engine.outcome_effects import LogOutcome
from app.services.people.accounts import Wanted, account, enrol_account
from app.services.people.leads import add_lead
from app.services.working.touches import log_outcome
from app.system.paths import Profile
from app.ui.dialogs.account_dialog import AccountDialog
from app.ui.extras import Extras
from app.ui.widgets.lead.account_list import AccountList
from app.ui.widgets.lead.timeline_list import TimelineList
from tests.ui.workplace import NOW, Hands, Workplace, at_work, person

CTRL = Qt.KeyboardModifier.ControlModifier
TITLES = ("Head of Training", "CTO", "CFO", "CEO")


FACTS = {"company": "Acme S.L.", "direction": "outbound", "source": "list", "language": "en"}


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    """A desk with four people of one company, and one of none."""
    people = [person(n, job_title=title, **FACTS) for n, title in enumerate(TITLES)]
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *people, person(9)) as made:
        made.come_forward()
        yield made


@pytest.fixture
def begun(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    """The same four on the plan of their account; the champion has just spoken with us."""
    profile, clock = Profile(tmp_path / "p"), Hands()
    make_profile(
        profile, clock, rep_name="Marta", company="Faro", zone="Europe/Madrid", country="ES"
    )
    opened = open_desk(profile, clock)
    desk = opened.desk
    for n, title in enumerate(TITLES):
        add_lead(desk, person(n, job_title=title, **FACTS))
    plan, _ = enrol_account(desk, "Acme S.L.", Wanted(moves=True), at=NOW)
    with desk.store.read() as reader:
        first = reader.work(plan.starts[0].lead_id).planned[0]
    log_outcome(desk, LogOutcome(touch_id=first.touch_id, outcome="connected"), at=NOW)
    opened.close()
    with at_work(tmp_path / "p", qapp, qtbot, clock) as made:
        yield made


def extras(place: Workplace) -> Extras:
    assert place.start.joined is not None
    return place.start.joined.extras


def lead_id_of(place: Workplace, number: int) -> UUID:
    with place.desk.store.read() as reader:
        (hit,) = reader.search(f"Person{number}", 5)
    return hit.lead_id


def open_person(place: Workplace, number: int) -> None:
    extras(place).people.show_person(lead_id_of(place, number))
    place.wait_for(f"Person{number} Ejemplo")


def open_dialog(place: Workplace, number: int) -> AccountDialog:
    open_person(place, number)
    place.press(Qt.Key.Key_G, CTRL)
    place.qtbot.waitUntil(lambda: isinstance(extras(place).dialog, AccountDialog))
    dialog = extras(place).dialog
    assert isinstance(dialog, AccountDialog)
    return dialog


def let_them_move(dialog: AccountDialog) -> None:
    dialog.moves.setFocus()
    QTest.keyClick(dialog.moves, Qt.Key.Key_Space)


def states(place: Workplace) -> list[str]:
    found = account(place.desk, "Acme S.L.", at=place.clock.now())
    return [one.standing for one in found.people]


def test_ctrl_g_says_who_begins_and_enrols_them(place: Workplace, qtbot: QtBot) -> None:
    dialog = open_dialog(place, 0)
    leave = "people leave the plan they are on."
    let_them_move(dialog)
    qtbot.waitUntil(lambda: dialog.counts == f"Target account: 4 begin, 0 left out. 4 {leave}")
    assert [start.role for start in dialog.plan.starts] == [
        "champion",
        "technical",
        "business",
        "executive",
    ]
    # The last of them is left out by keyboard; the row stays, to bring them back.
    last = dialog.plan.starts[-1].lead_id
    dialog.choices[last].setFocus()
    QTest.keyClick(dialog.choices[last], Qt.Key.Key_End)
    qtbot.waitUntil(lambda: dialog.counts == f"Target account: 3 begin, 1 left out. 3 {leave}")
    assert dialog.choices[last].hasFocus()
    assert dialog.save.text() == "Enrol 3 people"
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: states(place).count("not_begun") == 2)
    qtbot.waitUntil(lambda: place.window.status_data.strong == "New plan of 3 people")


def test_ctrl_z_gives_everybody_their_plan_back(place: Workplace, qtbot: QtBot) -> None:
    def standing() -> list[tuple[str, str, object]]:
        people = account(place.desk, "Acme S.L.").people
        return [(p.standing, p.cadence_key, p.next_at) for p in people]

    before = standing()
    dialog = open_dialog(place, 0)
    let_them_move(dialog)
    qtbot.waitUntil(dialog.save.isEnabled)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: place.window.status_data.undo_seconds > 0)
    assert {key for _, key, _ in standing()} == {"abm_multithread"}
    place.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: standing() == before)
    qtbot.waitUntil(lambda: place.window.status_data.before.startswith("Taken back: "))


def test_escape_changes_nothing(place: Workplace, qtbot: QtBot) -> None:
    dialog = open_dialog(place, 0)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: extras(place).dialog is None)
    assert set(states(place)) == {"active"}


def test_nobody_leaves_their_plan_unless_asked_to(place: Workplace, qtbot: QtBot) -> None:
    dialog = open_dialog(place, 0)
    assert dialog.counts == "Target account: 0 begin, 4 left out."
    assert not dialog.save.isEnabled()


def test_somebody_without_a_company_has_no_account(place: Workplace, qtbot: QtBot) -> None:
    open_person(place, 9)
    place.press(Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: place.window.status_data.before == "No company is known for ")


def test_the_panel_shows_the_others_and_opens_them(begun: Workplace, qtbot: QtBot) -> None:
    open_person(begun, 0)
    people = begun.window.workspace.lead.findChild(AccountList)
    assert people is not None
    qtbot.waitUntil(lambda: len(people.people) == 3)
    row = people.people[0]
    said = "Person1 Ejemplo, CTO, technical · paused until Wed 25 Nov"
    assert row.accessibleName() == said
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    begun.wait_for("Person1 Ejemplo")


def test_the_timeline_names_the_colleague_who_answered(begun: Workplace, qtbot: QtBot) -> None:
    open_person(begun, 1)
    timeline = begun.window.workspace.lead.findChild(TimelineList)
    assert timeline is not None

    def titles() -> list[str]:
        model = timeline.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    qtbot.waitUntil(
        lambda: any("Person0 of the same account spoke with us" in line for line in titles())
    )
    assert states(begun)[1:] == ["paused"] * 3
