"""Two versions of a cadence: what differs, who may be moved, and what moving does."""

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.core.cadence.cadence import Cadence, Prefer, PreferredTime, Step
from app.core.cadence.versions import (
    FieldChange,
    StepChange,
    can_move,
    compare,
    first_changed_step,
    is_planned_alike,
    same_plan,
)
from app.core.engine.version_move import MoveVersion
from app.core.errors import Refused
from app.core.log.events import (
    Body,
    CadencePublished,
    EnrolmentMoved,
    TouchPlanned,
    decode_body,
    encode_body,
)
from app.core.log.undo import take_back
from app.core.work.begun import begun_steps
from tests.builders import make_touch, uid
from tests.core.listening import Listening
from tests.core.playing import MONDAY, Play, cadence, only, silent, step

CALL = step("call", within_s=300, script="talk")
MAIL = step("mail", day=2, channel="email", template="hello")
LAST = step("last", day=5, script="talk")
ONE = cadence(CALL, MAIL, LAST)
MOVE = MoveVersion(cadence_key="plan", version=2)


def second(*steps: Step, **fields: Any) -> Cadence:
    return cadence(*steps, version=2, **fields)


# What differs


def change(field: str, before: str, after: str) -> FieldChange:
    return FieldChange(field=field, before=before, after=after)


@pytest.mark.parametrize(
    ("steps", "changes"),
    [
        ((CALL, MAIL, LAST), ()),
        ((CALL, LAST), (StepChange(step="mail", what="removed"),)),
        (
            (CALL, MAIL, LAST, step("more", day=9)),
            (StepChange(step="more", what="added"),),
        ),
        (
            (replace(CALL, within_s=600), replace(MAIL, day=3, at=time(10)), LAST),
            (
                StepChange(step="call", what="changed", fields=(change("within", "5m", "10m"),)),
                StepChange(
                    step="mail",
                    what="changed",
                    fields=(change("day", "2", "3"), change("at", "", "10:00")),
                ),
            ),
        ),
        (
            (CALL, MAIL, replace(LAST, title={"en": "New", "es": "Nuevo"}, adapt=True)),
            (
                StepChange(
                    step="last",
                    what="changed",
                    fields=(
                        change("title.en", "x", "New"),
                        change("title.es", "", "Nuevo"),
                        change("adapt", "", "true"),
                    ),
                ),
            ),
        ),
    ],
)
def test_what_changed_in_the_steps(
    steps: tuple[Step, ...], changes: tuple[StepChange, ...]
) -> None:
    found = compare(ONE, second(*steps))
    assert (found.fields, found.steps) == ((), changes)
    assert same_plan(ONE, second(*steps)) is (changes == ())


def test_steps_that_change_places_are_told_though_nothing_else_changed() -> None:
    first, then = step("a", day=2, at=time(9)), step("b", day=2, at=time(9))
    found = compare(cadence(CALL, first, then), second(CALL, then, first))
    [moved] = found.steps
    assert (moved.what, moved.fields) == ("changed", ())
    assert moved.step in ("a", "b")


def test_what_changed_in_the_cadence_as_a_whole() -> None:
    tuesdays = Prefer(call=PreferredTime(weekdays=(1, 2), between=(time(16), time(17))))
    found = compare(ONE, second(CALL, MAIL, LAST, intent=20, then="rest", prefer=tuesdays))
    assert found.fields == (
        change("intent", "10", "20"),
        change("then", "", "rest"),
        change("prefer.call.days", "", "tue, wed"),
        change("prefer.call.between", "", "16:00, 17:00"),
    )
    assert found.steps == ()
    assert not same_plan(ONE, second(CALL, MAIL, LAST, intent=20))


def test_days_and_channels_side_by_side() -> None:
    other = second(CALL, step("chat", day=1, channel="whatsapp"), replace(LAST, day=6))
    lines = [
        tuple((side.step, side.day, side.channel) if side else None for side in (x.before, x.after))
        for x in compare(ONE, other).table
    ]
    assert lines == [
        (("call", 0, "call"), ("call", 0, "call")),
        (("mail", 2, "email"), None),
        (None, ("chat", 1, "whatsapp")),
        (("last", 5, "call"), ("last", 6, "call")),
    ]


# Who may be moved


@pytest.mark.parametrize(
    ("steps", "first"),
    [
        ((CALL, MAIL, LAST), None),
        ((CALL, MAIL, LAST, step("more", day=9)), 3),
        ((CALL, MAIL), 2),
        ((CALL, LAST, MAIL), 1),
        ((CALL, replace(MAIL, template="other"), LAST), 1),
        ((step("hello", day=0, channel="email"), CALL, MAIL, LAST), 0),
    ],
)
def test_the_first_step_that_is_not_the_same(steps: tuple[Step, ...], first: int | None) -> None:
    assert first_changed_step(ONE, second(*steps)) == first
    begun = [frozenset[str](), {"call"}, {"call", "mail"}, {"call", "mail", "last"}]
    can = [can_move(ONE, second(*steps), keys) for keys in begun]
    assert can == [first is None or first >= done for done in range(4)]


@pytest.mark.parametrize(
    ("facts", "begun"),
    [
        ({"state": "planned"}, False),
        ({"state": "cancelled"}, False),
        ({"state": "done"}, True),
        ({"state": "skipped"}, True),
        ({"state": "planned", "tries": 1}, True),
        ({"state": "planned", "kind": "inserted"}, True),
        ({"state": "cancelled", "kind": "inserted"}, False),
        ({"state": "done", "enrolment_id": uid(9, 2)}, False),
    ],
)
def test_what_counts_as_having_come_to_a_step(facts: dict[str, Any], begun: bool) -> None:
    touch = make_touch(1, "mail", **facts)
    assert begun_steps([touch], uid(1, 2)) == ({"mail"} if begun else set())


@pytest.mark.parametrize(
    ("other", "key", "alike"),
    [
        (second(CALL, replace(MAIL, objective={"en": "y"}), LAST), "mail", True),
        (second(CALL, replace(MAIL, template="other"), LAST), "mail", True),
        (second(CALL, replace(MAIL, day=3), LAST), "mail", False),
        (second(CALL, replace(MAIL, day=3), LAST), "call", True),
        (second(CALL, replace(MAIL, channel="sms"), LAST), "mail", False),
        (second(CALL, LAST), "mail", False),
        (second(step("new", day=0), CALL, MAIL, LAST), "call", False),
        (second(CALL, MAIL, LAST, day_count="business"), "call", False),
        (second(CALL, MAIL, LAST, intent=90), "call", True),
        (second(CALL, MAIL, LAST, step("again", day=9, repeat_days=9)), "call", False),
    ],
)
def test_whether_a_planned_step_is_wanted_just_so(other: Cadence, key: str, alike: bool) -> None:
    assert is_planned_alike(ONE, other, key) is alike


# Moving


def on_first(steps: int, other: Cadence) -> Play:
    """Somebody on the first version who was silent for so many steps, with both published."""
    play = Play(plan=ONE, alone=True)
    for _ in range(steps):
        touch = play.planned()
        play.outcome(silent(touch), at=max(play.now, touch.due_at))
    play.former = {("plan", 1): ONE}
    play.cadences["plan"] = other
    return play


def moved(play: Play) -> Sequence[Body]:
    bodies = play.run(MOVE)
    assert play.replayed() == play.work
    return bodies


def test_who_has_not_come_to_the_change_goes_on_with_the_new_version() -> None:
    play = on_first(1, second(CALL, replace(MAIL, day=3, channel="whatsapp"), LAST))
    [event, planned] = moved(play)
    assert isinstance(event, EnrolmentMoved)
    assert isinstance(planned, TouchPlanned)
    assert play.enrolment.cadence_version == 2
    touch = play.planned()
    assert (touch.step_key, touch.channel) == ("mail", "whatsapp")
    assert touch.due_at.date() == (MONDAY + timedelta(days=3)).date()
    assert touch.touch_id == planned.touch.touch_id


def test_who_has_come_to_the_change_stays() -> None:
    play = on_first(2, second(CALL, replace(MAIL, day=3), LAST))
    assert moved(play) == ()
    assert play.enrolment.cadence_version == 1
    play.outcome("no_answer", at=play.planned().due_at)
    assert play.state() == "finished"


def test_a_step_that_was_tried_is_come_to() -> None:
    play = Play(plan=ONE, alone=True)
    play.outcome("busy")
    play.former, play.cadences["plan"] = {("plan", 1): ONE}, second(LAST)
    assert moved(play) == ()


def test_words_alone_leave_the_planned_touch_as_it_is() -> None:
    play = on_first(1, second(CALL, replace(MAIL, template="other"), LAST))
    before = play.planned()
    event = only(moved(play), EnrolmentMoved)
    assert event.dropped == ()
    assert play.planned() == before
    assert play.enrolment.cadence_version == 2


def test_a_step_that_is_gone_is_planned_no_more() -> None:
    play = on_first(1, second(CALL, LAST))
    gone = play.planned()
    assert only(moved(play), EnrolmentMoved).dropped == (gone.touch_id,)
    assert play.work.touch(gone.touch_id) is None
    assert play.planned().step_key == "last"


def test_a_step_that_comes_before_the_planned_one_is_planned_first() -> None:
    play = on_first(1, second(CALL, step("chat", day=1, channel="whatsapp"), MAIL, LAST))
    moved(play)
    order = []
    while play.state() == "active":
        touch = play.planned()
        order.append(touch.step_key)
        play.outcome(silent(touch), at=max(play.now, touch.due_at))
    assert order == ["chat", "mail", "last"]


def test_an_action_still_open_of_a_touch_is_planned_anew() -> None:
    call, mail = replace(CALL, group="g"), step("mail", day=0, channel="email", group="g")
    play = Play(plan=cadence(call, mail, LAST))
    play.outcome("no_answer", touch=play.work.planned[0])
    play.former = {("plan", 1): cadence(call, mail, LAST)}
    play.cadences["plan"] = second(call, replace(mail, channel="whatsapp"), LAST)
    [before] = play.work.planned
    assert only(moved(play), EnrolmentMoved).dropped == (before.touch_id,)
    [after] = play.work.planned
    assert (after.step_key, after.channel) == ("mail", "whatsapp")


def test_both_actions_of_a_touch_go_when_one_of_them_changed() -> None:
    call, mail = replace(CALL, group="g"), step("mail", day=0, channel="email", group="g")
    play = Play(plan=cadence(call, mail, LAST))
    assert len(play.work.planned) == 2
    play.former = {("plan", 1): cadence(call, mail, LAST)}
    play.cadences["plan"] = second(call, replace(mail, channel="whatsapp"), LAST)
    assert len(only(moved(play), EnrolmentMoved).dropped) == 2
    assert [(t.step_key, t.channel) for t in play.work.planned] == [
        ("call", "call"),
        ("mail", "whatsapp"),
    ]


def test_a_version_that_ends_earlier_ends_for_who_has_done_it_all() -> None:
    play = on_first(2, second(CALL, MAIL))
    moved(play)
    assert (play.state(), play.enrolment.finish_reason) == ("finished", "completed_silent")


def test_a_plan_that_waits_for_an_answer_goes_on_waiting() -> None:
    play = Listening(ONE)
    touch = play.planned()
    play.outcome("no_answer", at=touch.due_at)
    play.hear("reply", at=play.now + timedelta(hours=1))
    assert play.state() == "with_person"
    play.former, play.cadences["plan"] = {("plan", 1): ONE}, second(CALL, replace(MAIL, day=4))
    play.run(MOVE)
    assert play.enrolment.cadence_version == 2
    assert [t.kind for t in play.work.planned] == ["reply"]
    play.outcome("sent", touch=play.planned("reply"), at=play.now + timedelta(hours=1))
    assert (play.state(), play.planned().step_key) == ("active", "mail")
    assert play.planned().due_at.date() == (MONDAY + timedelta(days=4)).date()


def test_what_was_done_before_a_move_is_not_undone_under_it() -> None:
    play = on_first(1, second(CALL, LAST))
    done = next(event for event in play.log if event.type == "OutcomeLogged")
    moved(play)
    with pytest.raises(Refused, match="Something else"):
        take_back(play.lead.lead_id, play.log, done.event_id)


@pytest.mark.parametrize(
    "body",
    [
        EnrolmentMoved(enrolment_id=uid(1), cadence_version=2, dropped=(uid(2), uid(3))),
        CadencePublished(cadence_key="plan", cadence_version=2, digest="d"),
    ],
)
def test_bodies_survive_being_written_down(body: Body) -> None:
    assert decode_body(*encode_body(body)) == body


@pytest.mark.parametrize(
    "command",
    [
        MoveVersion(cadence_key="other", version=2),
        MoveVersion(cadence_key="plan", version=1),
        MoveVersion(cadence_key="plan", version=7),
    ],
)
def test_nothing_to_move(command: MoveVersion) -> None:
    play = on_first(1, second(CALL, LAST))
    assert play.run(command) == ()


days = st.lists(st.integers(1, 9), min_size=1, max_size=5).map(sorted)


@st.composite
def versions(draw: st.DrawFn) -> tuple[Cadence, Cadence]:
    """Two plans that begin alike."""

    def steps(label: str, start: int) -> list[Step]:
        channels = st.sampled_from(["call", "email", "whatsapp"])
        return [
            step(f"{label}{n}", day=start + day, channel=draw(channels))
            for n, day in enumerate(draw(days))
        ]

    same = [step("first", within_s=300), *steps("same", 0)]
    old, new = [*same, *steps("old", 9)], [*same, *steps("new", 9)]
    return cadence(*old), second(*new)


@given(both=versions(), worked=st.integers(0, 8))
def test_who_was_moved_goes_on_as_if_the_new_version_had_always_been_theirs(
    both: tuple[Cadence, Cadence], worked: int
) -> None:
    before, after = both
    play, always = Play(plan=before, alone=True), Play(plan=after, alone=True)
    for _ in range(worked):
        if play.state() != "active":
            break
        touch = play.planned()
        for each in (play, always):
            if each.state() == "active" and each.planned().step_key == touch.step_key:
                each.outcome(silent(touch), at=max(each.now, touch.due_at))
    play.former, play.cadences["plan"] = {("plan", 1): before}, after
    begun = begun_steps(play.work.touches, play.enrolment.enrolment_id)
    open_now = play.state() == "active"
    play.run(MOVE)
    assert play.replayed() == play.work
    if open_now and can_move(before, after, begun):
        assert play.enrolment.cadence_version == 2
        assert [(t.step_key, t.due_at, t.channel) for t in play.work.planned] == [
            (t.step_key, t.due_at, t.channel) for t in always.work.planned
        ]
    else:
        assert play.enrolment.cadence_version == 1
