"""A month of invented people: the same for the same seed, and what must hold holds for all."""

import os
from datetime import timedelta

from app.bootstrap.desk import read_library, read_rules
from app.core.engine.decision import stands_still
from benchmarks.simulate import BEGIN, DAYS, House, Life, Simulated, simulate

# Another seed at every round of `dev.py soak`.
SEED = int(os.environ.get("SIMULATED_SEED", "1"))
PEOPLE = 40


def month(seed: int) -> Simulated:
    return simulate(read_library(), read_rules(), leads=PEOPLE, days=DAYS, seed=seed)


def test_the_same_seed_gives_the_same_log_and_another_one_does_not() -> None:
    first = month(SEED)
    assert month(SEED) == first
    assert month(SEED + 1).digest != first.digest
    assert first.events["LeadAdded"] == PEOPLE
    assert first.events["OutcomeLogged"] > PEOPLE


def test_nobody_is_forgotten_and_nobody_suppressed_is_planned() -> None:
    house = House(read_library(), read_rules(), SEED, BEGIN + timedelta(days=DAYS))
    for number in range(PEOPLE):
        life = Life(house, number)
        for _ in life.bodies():
            pass
        work = life.facts.work
        enrolment = work.enrolment
        if "*" in life.facts.snapshot.suppressed:
            assert {t.kind for t in work.planned} <= {"reply"}
            assert enrolment is None
        elif enrolment is not None:
            own = [t for t in work.planned if t.enrolment_id == enrolment.enrolment_id]
            assert own, (number, enrolment)
            assert stands_still(enrolment) or any(t.kind == "step" for t in own)
