"""May this person be contacted now? Answered without anything remembered."""

from datetime import timedelta

from app.bootstrap.desk import read_rules
from app.core.contact.policy import Snapshot, forget, judge
from benchmarks.generate import NOW, people
from benchmarks.measure import Figure, Setting, Times, settle_memory

_RUNS = 2_000
_LIMIT_S = 0.3e-3


def judge_uncached(setting: Setting) -> list[Figure]:
    """One verdict after the other, each over a week of windows worked out anew."""
    times = Times()
    made = list(people(setting.times(_RUNS)))
    rules = read_rules()
    settle_memory()
    for number, one in enumerate(made):
        touch, at = one.work.planned[0], NOW + timedelta(minutes=7 * number)
        snapshot = Snapshot(rules=rules, consents=one.work.consents)
        forget()
        times.of(lambda t=touch, lead=one.lead, at=at, s=snapshot: judge(t, lead, at, s))  # type: ignore[misc]
    return [
        Figure(
            benchmark="judge",
            what="a verdict, nothing remembered",
            value=times.p50 / _LIMIT_S,
            unit="x",
            goal=1.0,
            ours_s=times.p50,
            p99_s=times.p99,
            limit_s=_LIMIT_S,
            against="0.3 ms, what a list of 100,000 people leaves for each",
        )
    ]
