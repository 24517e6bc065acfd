"""The figures as a table for docs/performance.md."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from benchmarks.measure import Figure

_HEAD = (
    *("benchmark", "operation", "quiet", "median", "p99"),
    *("two busy beside it", "median", "p99", "goal", "limit"),
)
_BUSY = 2
# Ends with the process that started it, however that ends.
_COMPUTE = """
import os
mother = os.getppid()
while os.getppid() == mother:
    sum(range(100_000))
"""


@contextmanager
def busy_machine() -> Iterator[None]:
    """Two processes that compute without end run meanwhile."""
    code = (
        "import os\nmother = os.getppid()\nwhile os.getppid() == mother:\n    sum(range(100_000))"
    )
    others = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(_BUSY)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def table(quiet: Sequence[Figure], busy: Sequence[Figure]) -> str:
    """One row a figure of `quiet`, with its twin of `busy` beside it where there is one.

    A value that misses its goal is in bold.
    """
    twins = {(figure.benchmark, figure.what): figure for figure in busy}
    rows = [_row(figure, twins.get((figure.benchmark, figure.what))) for figure in quiet]
    return "\n".join(_line(cells) for cells in (_HEAD, ["---"] * len(_HEAD), *rows))


def span(seconds: float) -> str:
    """A time in the unit that suits it."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.3g} us"


def number(value: float) -> str:
    """`value` to three digits; whole from 100 on."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(figure: Figure, twin: Figure | None) -> list[str]:
    goal = "" if figure.goal is None else f"{number(figure.goal)} {figure.unit}"
    return [
        figure.benchmark,
        figure.what,
        *_measured(figure),
        *(_measured(twin) if twin is not None else ("", "", "")),
        goal,
        figure.against,
    ]


def _measured(figure: Figure) -> tuple[str, str, str]:
    value = f"{number(figure.value)} {figure.unit}"
    return (
        f"**{value}**" if figure.met is False else value,
        "" if figure.ours_s is None else span(figure.ours_s),
        "" if figure.p99_s is None else span(figure.p99_s),
    )
