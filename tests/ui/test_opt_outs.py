"""Opt-outs in the window: by key, by what somebody wrote, and by another program."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import make_profile, open_desk
from app.bootstrap.house import house
from app.cli.main import main
from app.services.contact.opt_outs import opt_out_lead
from app.services.people.lead_card import lead_card
from app.services.people.leads import add_lead
from app.services.working.outlook import outlook
from app.services.working.signals import observe, understand
from app.storage import driver
from app.system.paths import Profile
from app.ui.widgets.parts.span_text import SpanText
from tests.ui.workplace import NOW, Hands, Workplace, at_work, person

CTRL = Qt.KeyboardModifier.ControlModifier


def ended(place: Workplace, lead_id: UUID) -> str | None:
    enrolment = outlook(place.desk, lead_id).enrolment
    return enrolment.finish_reason if enrolment else None


def wrote(place: Workplace, lead_id: UUID, text: str) -> None:
    """A message of the person comes in."""
    data = {"text": text, "channel": "email"}
    observe(place.desk, lead_id, understand(place.desk, lead_id, "reply", data))


def reason(place: Workplace, lead_id: UUID) -> str:
    """Why the person stands where they do, "" if they are not in the queue."""
    return next((row.reason for row in place.rows() if row.lead_id == lead_id), "")


def open_reply(place: Workplace) -> UUID:
    """Somebody else than the one who is shown writes what looks like an opt-out; it is opened."""
    place.qtbot.waitUntil(lambda: place.shown() != "")
    row = next(row for row in place.rows() if row.name != place.shown())
    wrote(place, row.lead_id, "Please take me off your list")
    model = place.window.workspace.model
    place.qtbot.waitUntil(lambda: model.lane_of(row.lead_id) == "replies")
    place.qtbot.waitUntil(lambda: place.window.workspace.select(row.lead_id))
    side = place.window.workspace.touch.second_button
    place.qtbot.waitUntil(lambda: side.isVisible() and side.data.code == "not_refusal")
    return row.lead_id


def read_aloud(place: Workplace) -> str:
    """All texts that stand in the middle of the window."""
    views = place.window.workspace.touch.findChildren(SpanText)
    return "\n".join(view.accessibleName() for view in views if view.isVisible())


def test_what_looks_like_an_opt_out_is_read_with_one_key(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1), person(2)) as place:
        lead_id = open_reply(place)
        touch, name = place.window.workspace.touch, place.shown()
        assert touch.big_button.data.text == "Looks like an opt-out"
        assert touch.big_button.data.look == "disabled"
        assert "Please take me off your list" in read_aloud(place)
        place.press(Qt.Key.Key_1)
        place.press(Qt.Key.Key_1)
        qtbot.waitUntil(lambda: "9 for an opt-out" in place.window.status_data.before)
        place.wait_for(name)
        qtbot.waitUntil(lambda: touch.second_button.data.code == "not_refusal")
        place.press(Qt.Key.Key_0)
        qtbot.waitUntil(lambda: reason(place, lead_id) == "replied")
        qtbot.waitUntil(lambda: touch.big_button.data.look != "disabled")
        assert ended(place, lead_id) is None
        place.press(Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda: reason(place, lead_id) == "unread_refusal")


def test_nine_says_that_it_is_one(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1), person(2)) as place:
        lead_id = open_reply(place)
        place.press(Qt.Key.Key_9)
        qtbot.waitUntil(lambda: len(place.rows()) == 1)
        assert ended(place, lead_id) == "opted_out"
        place.press(Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda: reason(place, lead_id) == "unread_refusal")


def test_an_opt_out_from_outside_takes_the_open_card_away(
    tmp_path: Path,
    qapp: QApplication,
    qtbot: QtBot,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """STOP comes in by another program while the card of that person is open."""
    people = [person(n, received_at=NOW - timedelta(seconds=60 - n)) for n in range(2)]
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), *people) as place:
        place.wait_for("Person0 Ejemplo")
        lead_id = place.rows()[0].lead_id
        arguments = ["--profile", str(tmp_path / "p"), "optout", "person0@example.com"]
        assert main(arguments, replace(house(), clock=place.clock)) == 0
        place.wait_for("Person1 Ejemplo")
        qtbot.waitUntil(lambda: len(place.rows()) == 1)
        assert ended(place, lead_id) == "opted_out"
    assert "Opted out" in capsys.readouterr().out


def test_who_was_left_open_by_an_earlier_version_is_closed_by_the_start(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """A refused person had got a second number, and nobody else had heard of it."""
    profile = Profile(tmp_path / "p")
    make_profile(profile, Hands(), rep_name="Marta", company="", zone="Europe/Madrid", country="ES")
    opened = open_desk(profile, Hands())
    refused, other = (add_lead(opened.desk, person(n)).lead_id for n in (1, 2))
    assert refused is not None
    assert other is not None
    opt_out_lead(opened.desk, refused)
    opened.close()
    connection = driver.connect(profile.database)
    share = (
        "UPDATE lead_point SET value = (SELECT value FROM lead_point WHERE lead_id = ? AND "
        "kind = 'email') WHERE lead_id = ? AND kind = 'email'"
    )
    connection.execute(share, (other.bytes, refused.bytes))
    connection.close()
    with at_work(profile.folder, qapp, qtbot, Hands(), waiting=True) as place:
        qtbot.waitUntil(lambda: place.rows() == ())
        assert ended(place, other) == "opted_out"


def test_a_note_that_refuses_closes_and_says_so(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), person(1)) as place:
        place.qtbot.waitUntil(lambda: place.shown() != "")
        (row,) = place.rows()
        place.press(Qt.Key.Key_N)
        place.type("says do not call me again, unsubscribe me")
        place.press(Qt.Key.Key_Escape)
        place.press(Qt.Key.Key_2)
        place.qtbot.waitUntil(lambda: bool(lead_card(place.desk, row.lead_id).held))
        place.qtbot.waitUntil(lambda: "looks like an opt-out" in place.window.status_data.after)
        place.press(Qt.Key.Key_Z, CTRL)
        place.qtbot.waitUntil(lambda: not lead_card(place.desk, row.lead_id).held)
