"""What stands in a log: undone is gone, corrected counts as corrected."""

from datetime import timedelta
from itertools import permutations
from random import Random

import pytest

from app.core.engine.correcting import correction_of
from app.core.engine.unplanned import ContactWay, LogContact
from app.core.log.events import (
    ContactLogged,
    OutcomeCorrected,
    OutcomeLogged,
    Suppressed,
    SuppressionRead,
)
from app.core.metrics.history import LeadLog, history
from app.core.people.lead import Channel
from tests.builders import make_suppression, uid
from tests.core.metrics.living import UNTIL, Life, counted, said
from tests.core.playing import MONDAY


def test_an_undone_outcome_never_counts() -> None:
    life = Life()
    life.outcome("connected", at=life.after(minutes=2))
    assert counted("connection_rate", life) == (1, 1)
    life.after(seconds=5)
    life.undo(life.last(OutcomeLogged))
    assert counted("connection_rate", life) == (0, 0)
    assert counted("followed_up", life) == (0, 1)
    assert said("time_to_first_contact", life).parts == {"breached": 1}
    life.outcome("no_answer", at=life.after(seconds=20))
    assert counted("connection_rate", life) == (0, 1)
    assert said("time_to_first_contact", life).value == 145.0


def test_an_undone_opt_out_is_none() -> None:
    life = Life()
    life.outcome("no_answer", at=life.after(minutes=1))
    life.outcome("do_not_contact", at=life.after(days=1))
    assert counted("unsubscribes", life) == (1, 1)
    life.after(seconds=5)
    life.undo(life.last(OutcomeLogged))
    life.outcome("sent", at=life.after(minutes=1))
    assert counted("unsubscribes", life) == (0, 1)


def correct(life: Life, outcome: str) -> None:
    life.after(minutes=10)
    life.append([OutcomeCorrected(corrects=life.last(OutcomeLogged), outcome=outcome)])


def test_a_correction_changes_what_was_reached() -> None:
    life = Life()
    life.outcome("no_answer", at=life.after(minutes=2))
    correct(life, "connected")
    assert counted("connection_rate", life) == (1, 1)
    correct(life, "no_answer")
    assert counted("connection_rate", life) == (0, 1)


def test_a_correction_of_a_correction_counts_for_the_first() -> None:
    life = Life()
    life.outcome("no_answer", at=life.after(minutes=2))
    correct(life, "connected")
    life.append([OutcomeCorrected(corrects=life.last(OutcomeCorrected), outcome="busy")])
    assert said("connection_rate", life).parts == {"busy": 1}


@pytest.mark.parametrize(
    ("logged", "really", "converted"),
    [
        ("converted", "no_answer", (0, 0)),
        ("converted", "not_interested", (0, 1)),
        ("not_interested", "converted", (1, 1)),
        ("no_answer", "converted", (1, 1)),
        ("no_answer", "connected", (0, 0)),
    ],
)
def test_a_correction_changes_how_it_ended(
    logged: str, really: str, converted: tuple[int, int]
) -> None:
    life = Life()
    life.outcome(logged, at=life.after(minutes=2))
    correct(life, really)
    assert counted("conversion", life) == converted


@pytest.mark.parametrize(
    ("logged", "really", "gone"),
    [("do_not_contact", "no_answer", (0, 1)), ("no_answer", "do_not_contact", (1, 1))],
)
def test_a_correction_changes_who_opted_out(
    logged: str, really: str, gone: tuple[int, int]
) -> None:
    life = Life()
    life.outcome(logged, at=life.after(minutes=2))
    correct(life, really)
    assert counted("unsubscribes", life) == gone


def test_an_outcome_of_a_newer_program_is_kept_as_it_was() -> None:
    life = Life()
    life.outcome("connected", at=life.after(minutes=2))
    correct(life, "sang_a_song")
    (worked,) = life.history().worked
    assert (worked.outcome, worked.reached) == ("sang_a_song", True)


def test_the_order_in_which_events_are_handed_in_does_not_matter() -> None:
    life = Life()
    life.outcome("no_answer", at=life.after(minutes=2))
    life.undo(life.last(OutcomeLogged))
    life.outcome("connected", at=life.after(minutes=1))
    expected = life.history()
    for seed in range(20):
        shuffled = Random(seed).sample(life.log, len(life.log))
        log = LeadLog(lead_id=life.lead.lead_id, zone="Europe/Madrid", events=shuffled)
        assert history(log, UNTIL) == expected


def test_two_devices_are_put_in_order_by_their_clocks() -> None:
    life = Life()
    other = uid(7, 0xD)
    life.outcome("no_answer", at=life.after(minutes=2))
    life.log[-1:] = [
        type(e)(**{n: getattr(e, n) for n in e.__struct_fields__} | {"device_id": other})
        for e in life.log[-1:]
    ]
    expected = life.history()
    for events in permutations(life.log[-3:]):
        log = life.to_log()
        mixed = LeadLog(lead_id=log.lead_id, zone=log.zone, events=(*events, *life.log[:-3]))
        assert history(mixed, UNTIL) == expected


def test_what_comes_later_is_not_known_yet() -> None:
    life = Life()
    life.outcome("connected", at=life.after(minutes=2))
    assert life.history(MONDAY).worked == ()
    assert history(life.to_log(), MONDAY - timedelta(seconds=1)) is None


def test_an_unknown_zone_is_that_of_the_plan() -> None:
    life = Life()
    log = LeadLog(lead_id=life.lead.lead_id, events=life.log)
    found = history(log, UNTIL)
    assert found is not None
    assert found.zone == "Europe/Madrid"


def test_an_opt_out_that_no_touch_brought_about_belongs_to_the_last_one() -> None:
    life = Life()
    life.outcome("no_answer", at=life.after(minutes=2))
    life.after(days=1)
    life.append([Suppressed(suppression=make_suppression(), why="letter")])
    assert counted("unsubscribes", life) == (1, 1)


@pytest.mark.parametrize(("refusal", "opted_out"), [(True, 1), (False, 0), (None, 0)])
def test_what_looks_like_an_opt_out_counts_once_it_was_read_as_one(
    refusal: bool | None, opted_out: int
) -> None:
    life = Life()
    life.outcome("no_answer", at=life.after(minutes=2))
    life.after(days=1)
    entry = make_suppression(suspected=True)
    life.append([Suppressed(suppression=entry, why="suspected")])
    if refusal is not None:
        life.append([SuppressionRead(suppression_id=entry.suppression_id, refusal=refusal)])
    assert counted("unsubscribes", life) == (opted_out, 1)


# Contacts nobody planned


def contacted(way: ContactWay, channel: Channel, outcome: str) -> Life:
    """Called once without an answer, and then a contact beside the plan."""
    life = Life()
    life.outcome("no_answer")
    said = LogContact(contact_id=uid(9, 0xC0), way=way, channel=channel, outcome=outcome)
    life.run(said, life.after(hours=1))
    return life


def test_their_call_is_a_response_and_no_touch_of_ours() -> None:
    life = contacted("in", "call", "connected")
    work = life.history().worked
    assert [(w.outcome, w.reached, w.attempted, w.made) for w in work] == [
        ("no_answer", False, True, True),
        ("connected", True, False, False),
    ]
    assert work[1].cadence == "b2c_standard"
    (answer,) = life.history().responses
    assert answer.at == life.now
    assert counted("connection_rate", life) == (0, 1)


def test_our_call_is_an_attempt() -> None:
    life = contacted("out", "call", "connected")
    assert life.history().worked[1].made
    assert counted("connection_rate", life) == (1, 2)


def test_what_was_said_beside_the_plan_is_taken_back_and_corrected() -> None:
    life = contacted("in", "call", "connected")
    life.run(correction_of(life.log, life.last(ContactLogged), "not_interested"))
    assert life.history().worked[1].outcome == "not_interested"
    assert not life.history().worked[1].attempted
    assert life.history().spells[0].reason == "not_interested"
    life = contacted("in", "call", "connected")
    life.undo(life.last(ContactLogged))
    assert len(life.history().worked) == 1


def test_a_correction_that_closed_the_person_counts_once() -> None:
    life = Life()
    life.outcome("no_answer")
    event_id = life.last(OutcomeLogged)
    life.run(correction_of(life.log, event_id, "do_not_contact"), life.after(hours=1))
    assert len(life.history().opt_outs) == 1
    life.run(correction_of(life.log, event_id, "connected"), life.after(hours=1))
    assert life.history().opt_outs == ()
    assert life.history().spells[0].reason is None


def test_a_correction_that_was_taken_back_does_not_count() -> None:
    life = Life()
    life.outcome("no_answer")
    life.run(correction_of(life.log, life.last(OutcomeLogged), "do_not_contact"))
    life.undo(life.last(OutcomeCorrected))
    assert (life.history().worked[0].outcome, life.history().opt_outs) == ("no_answer", ())
