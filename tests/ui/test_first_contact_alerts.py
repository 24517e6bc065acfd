"""New leads through the real window: banner, F8, sound of the clock, and no alarm twice."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import open_desk
from app.core.people.new_lead import NewLead
from app.services.people.leads import add_lead
from app.services.working.first_contact import take_due_alerts
from app.system.paths import Profile
from app.ui.widgets.touch.big_button import BigButton
from tests.ui.workplace import NOW, Hands, Workplace, at_work, person


def banner_name(place: Workplace) -> str:
    """Whom the banner offers, "" while it is hidden."""
    banner = place.window.banner
    return banner.accessibleName() if banner.isVisible() else ""


def test_a_new_lead_offers_itself_and_f8_takes_it(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    old = person(1, received_at=NOW - timedelta(days=3))
    with at_work(tmp_path / "p", qapp, qtbot, clock, old) as place:
        place.wait_for("Person1 Ejemplo")
        add_lead(place.desk, person(2), at=clock.now())
        qtbot.waitUntil(lambda: "Person2" in banner_name(place))
        assert place.shown() == "Person1 Ejemplo"  # nothing is taken out of the rep's hands
        place.press(Qt.Key.Key_F8)
        place.wait_for("Person2 Ejemplo")
        qtbot.waitUntil(lambda: place.rows()[0].first_contact == "attempted")
        qtbot.waitUntil(lambda: banner_name(place) == "")


def test_nobody_else_is_offered_while_a_first_call_is_due(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, person(1)) as place:
        place.wait_for("Person1 Ejemplo")
        clock.turn(seconds=30)
        add_lead(place.desk, person(2), at=clock.now())
        qtbot.waitUntil(lambda: place.window.workspace.model.count("first_contact") == 2)
        place.desktop.first_contacts.tick(clock.now())
        assert banner_name(place) == ""
        place.press(Qt.Key.Key_2)  # no answer: the other one is due now, and open
        place.wait_for("Person2 Ejemplo")
        assert banner_name(place) == ""


def test_away_nothing_calls_for_the_rep(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    clock = Hands()
    old = person(1, received_at=NOW - timedelta(days=3))
    with at_work(tmp_path / "p", qapp, qtbot, clock, old) as place:
        place.wait_for("Person1 Ejemplo")
        bar = place.desktop.first_contacts.mini_bar
        place.window.top_bar.availability_chosen.emit("away")
        assert place.start.joined is not None
        with qtbot.waitSignal(place.start.joined.bridge.alerts):
            add_lead(place.desk, person(2), at=clock.now())
        place.window.hide()  # somebody else's window is in front
        qtbot.waitUntil(place.window.is_behind)
        place.desktop.first_contacts.tick(clock.now())
        assert not bar.isVisible()
        place.window.top_bar.availability_chosen.emit("available")
        qtbot.waitUntil(bar.isVisible)
        place.window.bring_forward()
        qtbot.waitUntil(lambda: "Person2" in banner_name(place))


def test_the_mini_bar_never_lies_over_a_dialog(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, person(1)) as place:
        place.wait_for("Person1 Ejemplo")
        bar = place.desktop.first_contacts.mini_bar
        qtbot.waitUntil(place.window.isActiveWindow)
        place.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: qapp.activeModalWidget() is not None)
        dialog = qapp.activeModalWidget()
        assert dialog is not None
        qtbot.waitUntil(dialog.isActiveWindow)
        place.desktop.first_contacts.tick(clock.now())
        assert not bar.isVisible()
        dialog.close()


def test_a_window_that_ends_is_a_breach_and_says_so_once(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, person(1), person(2)) as place:
        heard: list[str] = []
        assert place.start.joined is not None
        place.start.joined.bridge.alerts.connect(lambda a: heard.extend(x.kind for x in a))
        clock.turn(minutes=3, seconds=1)
        qtbot.waitUntil(lambda: heard.count("two_minutes") == 2, timeout=8000)
        clock.turn(minutes=2)
        qtbot.waitUntil(lambda: heard.count("breach") == 2, timeout=8000)
        qtbot.waitUntil(
            lambda: {r.first_contact for r in place.rows()} == {"breached"}, timeout=8000
        )
        assert [r.lane for r in place.rows()] == ["due_now", "due_now"]
        assert heard.count("two_minutes") == 2


def test_alerts_of_a_night_asleep_come_as_one(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """The machine slept over two whole windows: nothing is lost, and nothing rings twice."""
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, person(1), person(2)) as place:
        heard: list[tuple[str, bool]] = []
        assert place.start.joined is not None
        place.start.joined.bridge.alerts.connect(
            lambda a: heard.extend((x.kind, x.late) for x in a if x.kind != "arrival")
        )
        clock.turn(hours=1)
        qtbot.waitUntil(lambda: len(heard) == 2, timeout=8000)
        assert heard == [("breach", True), ("breach", True)]
    with at_work(tmp_path / "p", qapp, qtbot, clock) as place:
        qtbot.waitUntil(lambda: len(place.rows()) == 2)
        with place.desk.store.read() as reader:
            change_at = reader.next_change_at()
        assert change_at is not None
        assert change_at > clock.now()


def test_a_clock_that_was_ahead_rings_again_and_says_so(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """Five minutes that had not passed pass again; who came in meanwhile is called now."""
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, person(1)) as place:
        heard: list[tuple[str, str]] = []
        assert place.start.joined is not None
        place.start.joined.bridge.alerts.connect(
            lambda a: heard.extend((x.name.split()[0], x.kind) for x in a)
        )
        clock.is_set_to(NOW + timedelta(days=1))
        qtbot.waitUntil(lambda: len(heard) == 1, timeout=8000)
        assert heard.pop()[0] == "Person1"
        add_lead(place.desk, person(2), at=clock.now())
        qtbot.waitUntil(lambda: ("Person2", "arrival") in heard, timeout=8000)
        heard.clear()
        clock.is_set_to(NOW + timedelta(minutes=1))
        qtbot.waitUntil(lambda: heard == [("Person2", "arrival")], timeout=8000)
        said = "The clock was set back: 2 people"
        qtbot.waitUntil(lambda: place.window.status_data.before.startswith(said))
        qtbot.waitUntil(
            lambda: [row.first_contact for row in place.rows()] == ["running", "running"]
        )
        clock.turn(minutes=2)
        qtbot.waitUntil(lambda: ("Person1", "two_minutes") in heard, timeout=8000)


def test_a_clock_that_was_set_back_shuts_what_was_open_in_row_and_touch_alike(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """Nobody was planned ahead; it is said all the same, and the sentence leaves in its time."""
    clock = Hands()
    one = person(1, received_at=NOW - timedelta(days=2))
    with at_work(tmp_path / "p", qapp, qtbot, clock, one) as place:
        assert place.rows()[0].lane == "due_now"
        clock.is_set_to(NOW - timedelta(hours=8))
        said = "The clock was set back: the queue"
        qtbot.waitUntil(lambda: place.window.status_data.before.startswith(said), timeout=8000)
        qtbot.waitUntil(lambda: [row.lane for row in place.rows()] == ["waiting"], timeout=8000)
        button = place.window.workspace.touch.findChild(BigButton)
        assert button is not None
        qtbot.waitUntil(lambda: "Opens" in button.data.text)
        clock.looked_s += 40  # by the hand that nobody sets
        qtbot.waitUntil(lambda: not place.window.status_data.before)


def test_a_clock_set_right_while_nobody_was_there_is_made_good_by_the_start(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands(NOW + timedelta(days=365))
    with at_work(tmp_path / "p", qapp, qtbot, clock, person(1)):
        pass
    with at_work(tmp_path / "p", qapp, qtbot, Hands(), waiting=True) as place:
        qtbot.waitUntil(lambda: [row.first_contact for row in place.rows()] == ["running"])
        place.wait_for("Person1 Ejemplo")


def test_an_alert_that_nobody_saw_is_told_by_the_next_start(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    old = person(1, received_at=NOW - timedelta(days=3))
    with at_work(tmp_path / "p", qapp, qtbot, clock, old):
        pass
    # A program takes the alert, and ends before it says anything.
    killed = open_desk(Profile(tmp_path / "p"), clock)
    add_lead(killed.desk, person(2), at=clock.now())
    assert [alert.kind for alert in take_due_alerts(killed.desk)] == ["arrival"]
    killed.close()
    with at_work(tmp_path / "p", qapp, qtbot, clock) as place:
        assert place.start.joined is not None
        place.wait_for("Person2 Ejemplo")
        qtbot.waitUntil(lambda: place.desktop.first_contacts.waits(place.rows()[0].lead_id))
        # The notice was shown, so that no later start tells it.
        qtbot.waitUntil(lambda: untold(place) == 0)


def untold(place: Workplace) -> int:
    with place.desk.store.read() as reader:
        return reader.untold_alerts()


def test_a_lead_added_by_another_program_appears(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, person(1)) as place:
        other = open_desk(place.start.profile, clock)
        add_lead(other.desk, person(2), at=clock.now())
        other.close()
        qtbot.waitUntil(
            lambda: place.window.workspace.model.count("first_contact") == 2, timeout=8000
        )


def test_nothing_is_dialled_once_the_window_has_shut(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """The card was opened in time; the call is judged again when it is made."""
    clock = Hands(NOW.replace(hour=18, minute=57))
    with at_work(tmp_path / "p", qapp, qtbot, clock, person(1)) as place:
        place.wait_for("Person1 Ejemplo")
        lead_id = place.rows()[0].lead_id
        heard: list[str] = []
        place.desktop.controller.failed.connect(lambda error: heard.append(error.code))
        clock.turn(minutes=3, seconds=5)
        place.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: heard == ["window_shut"])
        # The row waits by now; it is placed anew beside what the rep does.
        qtbot.waitUntil(lambda: len(place.rows()) == 1, timeout=8000)
        with place.desk.store.read() as reader:
            clock_of = reader.work(lead_id).first_contact
        assert clock_of is not None
        assert clock_of.attempted_at is None


def click_notice(place: Workplace, lead_id: UUID | None) -> None:
    """What the desktop says when somebody clicks a notice."""
    assert place.start.joined is not None
    place.start.joined.bridge.clicked.emit(lead_id)


def dialled(place: Workplace) -> list[str]:
    """Whose first call was made."""
    return [r.name for r in place.rows() if r.first_contact in ("attempted", "attempted_late")]


def three_waiting(clock: Hands) -> list[NewLead]:
    return [person(n, received_at=NOW - timedelta(seconds=60 - n)) for n in range(3)]


def test_a_click_on_a_notice_calls_the_person_it_names(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, *three_waiting(clock)) as place:
        place.wait_for("Person0 Ejemplo")
        qtbot.waitUntil(lambda: len(place.desktop.first_contacts._waiting) == 3)
        named = next(r for r in place.rows() if r.name == "Person2 Ejemplo")
        click_notice(place, named.lead_id)
        place.wait_for("Person2 Ejemplo")
        qtbot.waitUntil(lambda: dialled(place) == ["Person2 Ejemplo"])


def test_a_click_on_the_notice_of_somebody_who_was_called_dials_nobody(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, *three_waiting(clock)) as place:
        place.wait_for("Person0 Ejemplo")
        qtbot.waitUntil(lambda: len(place.desktop.first_contacts._waiting) == 3)
        gone = next(r for r in place.rows() if r.name == "Person0 Ejemplo")
        place.press(Qt.Key.Key_2)
        place.wait_for("Person1 Ejemplo")
        qtbot.waitUntil(lambda: not place.desktop.first_contacts.waits(gone.lead_id))
        click_notice(place, gone.lead_id)
        assert "no longer waits" in place.window.status_data.before
        place.look()
        assert place.shown() == "Person1 Ejemplo"
        assert dialled(place) == []


def test_a_click_on_the_notice_of_several_shows_the_most_urgent_and_dials_nobody(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, *three_waiting(clock)) as place:
        place.wait_for("Person0 Ejemplo")
        qtbot.waitUntil(lambda: len(place.desktop.first_contacts._waiting) == 3)
        place.press(Qt.Key.Key_J)
        place.wait_for("Person1 Ejemplo")
        click_notice(place, None)
        place.wait_for("Person0 Ejemplo")
        assert dialled(place) == []


def test_undo_of_a_first_contact_offers_that_person_again(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """Ring, banner, F8 and the filled button: all four speak of whom the call was taken back."""
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, *three_waiting(clock)) as place:
        place.wait_for("Person0 Ejemplo")
        contacts, touch = place.desktop.first_contacts, place.window.workspace.touch
        qtbot.waitUntil(lambda: len(contacts._waiting) == 3)
        first = place.rows()[0].lead_id
        place.press(Qt.Key.Key_2)
        place.wait_for("Person1 Ejemplo")
        qtbot.waitUntil(lambda: not contacts.waits(first))
        place.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        place.wait_for("Person0 Ejemplo")
        qtbot.waitUntil(lambda: contacts.waits(first))
        assert contacts.most_urgent() == first
        assert banner_name(place) == ""
        qtbot.waitUntil(lambda: touch.big_button.data.look == "accent")
        # The list is read again after the undo: from there on "down" is the one below.
        queue = place.window.workspace.queue.view
        qtbot.waitUntil(lambda: queue.lead_id == first and queue._queue.knows(first))
        place.press(Qt.Key.Key_J)
        place.wait_for("Person1 Ejemplo")
        place.press(Qt.Key.Key_F8)
        place.wait_for("Person0 Ejemplo")
        qtbot.waitUntil(lambda: dialled(place) == ["Person0 Ejemplo"])


def test_what_is_read_after_the_end_brings_no_bar_back(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """The window has gone; rows that were asked for before it went still arrive."""
    clock = Hands()
    with at_work(tmp_path / "p", qapp, qtbot, clock, person(1)) as place:
        place.wait_for("Person1 Ejemplo")
        assert place.start.joined is not None
        with qtbot.waitSignal(place.start.joined.bridge.alerts):
            add_lead(place.desk, person(2), at=clock.now())
        qtbot.waitUntil(lambda: place.desktop.first_contacts.most_urgent() is not None)
        rows = place.rows()
        place.window.close()
        assert not place.desktop.first_contacts.mini_bar.isVisible()
        place.desktop.controller.rows_read.emit(rows)
        assert not place.desktop.first_contacts.mini_bar.isVisible()
