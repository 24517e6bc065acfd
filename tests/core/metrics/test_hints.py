"""What the figures suggest, and when they keep silent."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from app.core.engine.engine import decide
from app.core.engine.outcome_effects import LogOutcome
from app.core.engine.unplanned import LogContact
from app.core.log.events import EnrolmentFinished, OutcomeLogged
from app.core.metrics.catalogue import DEFINITIONS
from app.core.metrics.definition import Definition
from app.core.metrics.hints import body_hint, drop_off, hints
from app.core.metrics.measure import Figure, Result
from app.core.reason import Reason, reason
from app.core.work.enrolment import FinishReason
from tests.builders import REP, uid
from tests.core.metrics.living import ELSE, Life, lens
from tests.core.playing import MONDAY, cadence, step

ENOUGH = 30


def suggested(lives: list[Life]) -> dict[str, Reason]:
    histories = [life.history() for life in lives]
    return {hint.code: hint for hint in hints(histories, lens(*lives))}


def called(n: int, outcome: str, **facts: Any) -> Life:
    life = Life(n, **facts)
    life.outcome(outcome, at=life.after(minutes=2))
    return life


def test_nothing_is_said_on_few_cases() -> None:
    lives = [called(n, "converted") for n in range(1, ENOUGH)]
    assert suggested(lives) == {}


def test_early_answers_ask_for_a_tighter_front() -> None:
    lives = [called(n, "connected") for n in range(1, ENOUGH + 1)]
    assert suggested(lives)["answers_early"].args == {"touches": 1, "cases": ENOUGH}


def test_late_answers_ask_for_a_longer_plan() -> None:
    lives = []
    for n in range(1, ENOUGH + 1):
        life = Life(n, "nurture_long_term")
        for _ in range(6):
            silent = "no_answer" if life.current.channel == "call" else "sent"
            life.outcome(silent, at=life.after(hours=3))
        last = "replied" if life.current.channel == "email" else "connected"
        life.outcome(last, at=life.after(hours=3))
        lives.append(life)
    assert suggested(lives)["answers_late"].args == {"touches": 7, "cases": ENOUGH}


def test_a_plan_that_mostly_ends_in_silence_is_too_long() -> None:
    lives = []
    for n in range(1, ENOUGH + 1):
        life = Life(n)
        end: FinishReason = "completed_silent" if n > 9 else "converted"
        enrolment_id = life.enrolment.enrolment_id
        life.append([EnrolmentFinished(enrolment_id=enrolment_id, reason=end)])
        lives.append(life)
    assert suggested(lives)["too_long"].args == {"percent": 70, "cases": 30}
    assert "too_long" not in suggested([*lives[:-1], called(99, "converted")])


def habits(lives: list[Life]) -> list[Reason]:
    """The hints about reps, eight hours into the day."""
    now = MONDAY + timedelta(hours=8)
    histories = [life.history(now) for life in lives]
    found = hints(histories, lens(*lives, now=now))
    return [hint for hint in found if hint.code in ("rep_skips", "rep_waits")]


def test_a_rep_who_skips() -> None:
    lives = [called(n, "converted", actor_id=ELSE) for n in range(1, 3)]
    lives += [called(n, "converted") for n in range(3, 23)]
    for n in range(23, 31):
        life = Life(n)
        life.skip(at=life.after(minutes=3))
        lives.append(life)
    assert habits(lives) == []  # 28 of one rep and 2 of the other: small samples
    lives += [called(n, "converted") for n in (31, 32)]
    args: dict[str, str | int] = {"rep": str(REP), "count": 8, "cases": 30, "percent": 27}
    assert habits(lives) == [reason("rep_skips", **args)]


def test_a_rep_who_waits() -> None:
    lives = [called(n, "converted") for n in range(1, 25)]
    for n in range(25, 28):
        life = Life(n)
        life.outcome("converted", at=life.after(minutes=30))
        lives.append(life)
    # What nobody has done yet counts as well.
    lives += [Life(n) for n in range(28, 31)]
    args: dict[str, str | int] = {"rep": str(REP), "count": 6, "cases": 30, "percent": 20}
    assert habits(lives) == [reason("rep_waits", **args)]


def test_hardly_anybody_picks_up() -> None:
    # Three of forty calls get through, all of them among thirty at ten.
    lives = [called(n, "connected" if n > 27 else "no_answer") for n in range(1, 31)]
    lives += [called(n, "no_answer", at=MONDAY + timedelta(hours=6)) for n in range(31, 41)]
    assert suggested(lives)["low_connection"].args == {
        "percent": 8,
        "cases": 40,
        "day": "1",
        "hour": 9,
    }
    nobody = [called(n, "no_answer") for n in range(1, 31)]
    assert suggested(nobody)["low_connection_anywhere"].args == {"percent": 0, "cases": 30}
    some = [called(n, "connected" if n > 27 else "no_answer") for n in range(1, 31)]
    assert not any(code.startswith("low_connection") for code in suggested(some))
    assert not any(code.startswith("low_connection") for code in suggested(nobody[:29]))


def test_a_rep_who_works_off_the_plan() -> None:
    """One in ten contacts that nobody planned, or that came days before their time."""
    lives = [called(n, "no_answer") for n in range(1, 27)]
    for n in (28, 29):
        life = Life(n)
        contact = LogContact(
            contact_id=uid(n, 0xCC), way="out", channel="call", outcome="no_answer"
        )
        life.run(contact, life.after(hours=1))
        lives.append(life)
    early = Life(30, cadence(step("one", day=0), step("two", day=4), direction="outbound"))
    for _ in range(2):
        early.outcome("no_answer", at=early.after(hours=3))
    args: dict[str, str | int] = {"rep": str(REP), "count": 3, "cases": 30, "percent": 10}
    assert suggested([*lives, early])["rep_freelances"].args == args
    assert "rep_freelances" not in suggested(lives)


def log_with(life: Life, command: LogOutcome, variant: str) -> None:
    """As if the text of that touch had been this variant."""
    bodies = decide(life.facts, command, life.after(minutes=2))
    life.append(
        [replace(b, variant=variant) if isinstance(b, OutcomeLogged) else b for b in bodies]
    )


def test_a_rep_far_ahead_and_what_they_do() -> None:
    lives = []
    for n in range(1, 41):
        life = Life(n)
        command = LogOutcome(
            touch_id=life.current.touch_id,
            outcome="connected",
            ticks=("greeting", "reason", "question", "value"),
        )
        log_with(life, command, "B")
        lives.append(life)
    for n in range(41, 81):
        life = Life(n, actor_id=ELSE, at=MONDAY + timedelta(hours=3))
        command = LogOutcome(
            touch_id=life.current.touch_id,
            outcome="connected" if n > 70 else "no_answer",
            ticks=("greeting",) if n > 70 else (),
        )
        log_with(life, command, "A")
        lives.append(life)
    found = suggested(lives)
    mine = {"rep": str(REP)}
    assert found["rep_ahead"].args == {**mine, "percent": 100, "others": 25}
    assert found["ahead_stages"].args == {**mine, "percent": 80, "others": 20}
    assert found["ahead_hour"].args == {**mine, "what": "09", "percent": 100, "others": 0}
    assert found["ahead_variant"].args == {**mine, "what": "B", "percent": 100, "others": 0}
    assert "ahead_channel" not in found


def test_nobody_is_ahead_by_chance() -> None:
    lives = [called(n, "connected" if n % 2 else "no_answer") for n in range(1, 41)]
    lives += [
        called(n, "connected" if n % 3 else "no_answer", actor_id=ELSE) for n in range(41, 81)
    ]
    assert "rep_ahead" not in suggested(lives)


def _result(share: float, cases: int = 100, group: tuple[str, ...] = ()) -> Result:
    hits = round(share * cases)
    return Result(
        key="x",
        group=group,
        numerator=hits,
        denominator=cases,
        value=share,
        small=cases < ENOUGH,
    )


@pytest.mark.parametrize(
    ("opened", "answered", "cases", "said"),
    [
        (0.5, 0.02, 100, True),
        (0.5, 0.2, 100, False),
        (0.1, 0.02, 100, False),
        (0.5, 0.0, 20, False),
    ],
)
def test_opens_without_replies(opened: float, answered: float, cases: int, *, said: bool) -> None:
    found = list(body_hint(_result(opened, cases), _result(answered, cases)))
    assert bool(found) is said


def test_the_touch_at_which_people_drop_off() -> None:
    definition: Definition = next(d for d in DEFINITIONS if d.key == "response_rate")
    groups = [
        _result(share, group=(f"{n:02}",)) for n, share in enumerate((0.4, 0.3, 0.1, 0.02), 1)
    ]
    figure = Figure(
        definition=definition,
        all=_result(0.2),
        by=("touch",),
        groups=(_result(0.9, group=("",)), *groups),
    )
    (found,) = drop_off(figure)
    assert found.args == {"touch": 3, "percent": 10, "before": 30}
