"""The command line: `python -m benchmarks [NAME ...]`, also by way of `dev.py bench`."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from shutil import which

from app.system.clock import SystemClock
from benchmarks import (
    dataset,
    desktop,
    import_list,
    morning,
    outcome,
    queue,
    reading,
    replay,
    rules,
    search,
    simulate,
    view,
)
from benchmarks.measure import Figure, Setting
from benchmarks.table import busy_machine, number, span, table

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS: dict[str, Callable[[Setting], Sequence[Figure]]] = {
    "start": desktop.start,
    "ready": desktop.ready,
    "queue_page": queue.queue_page,
    "next_touch": queue.next_touch,
    "outcome": outcome.outcome,
    "key": desktop.key,
    "morning": morning.morning,
    "view": view.view,
    "search": search.search,
    "import": import_list.import_list,
    "judge": rules.judge_uncached,
    "replay": replay.replay_log,
    "simulate": simulate.simulated_month,
    "reading": reading.read_replies,
    "idle": desktop.idle,
}

# Timed by the processor, which stands still while the machine does something else.
COMPUTING = frozenset({"judge", "replay", "simulate", "reading"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 whether goals are met or not: a benchmark measures, it does not judge."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    names = chosen.names or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    folder: Path = chosen.data or dataset.default_folder()
    folder.mkdir(parents=True, exist_ok=True)
    profile = dataset.prepare(folder, chosen.leads, chosen.activities)
    measure = partial(_measured, folder=folder, profile=profile, chosen=chosen)
    figures = measure(names, aloud=not (chosen.json or chosen.table))
    if chosen.table:
        with busy_machine():
            busy = measure([name for name in names if name not in COMPUTING], aloud=False)
        print(f"{_today()}, {_commit()}, {_machine()}, Python {platform.python_version()}\n")
        print(table(figures, busy))
    if chosen.json:
        print(json.dumps(report(figures, chosen.leads), indent=1))
    return 0


def _measured(
    names: Sequence[str], *, folder: Path, profile: Path, chosen: argparse.Namespace, aloud: bool
) -> list[Figure]:
    """The figures of the benchmarks `names`, one after the other; `aloud` prints each."""
    figures: list[Figure] = []
    for name in names:
        print(f"{name} ...", file=sys.stderr)
        scratch = Path(tempfile.mkdtemp(prefix="scratch-", dir=folder))
        setting = Setting(folder=scratch, profile=profile, leads=chosen.leads, runs=chosen.runs)
        try:
            found = BENCHMARKS[name](setting)
        finally:
            shutil.rmtree(scratch)
        figures += found
        if aloud:
            print("\n".join(line(figure) for figure in found), flush=True)
    return figures


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="figures for programs")
    parser.add_argument(
        "--table", action="store_true", help="for docs/performance.md: quiet, and beside two busy"
    )
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--activities", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, help="folder for data sets and scratch files")
    parser.add_argument("--runs", type=int, help="do nothing more often than this")
    return parser


def report(figures: Sequence[Figure], leads: int) -> dict[str, object]:
    """The figures with when, where and on what they were taken."""
    return {
        "on": _today().isoformat(),
        "commit": _commit(),
        "machine": _machine(),
        "python": platform.python_version(),
        "leads": leads,
        "figures": [asdict(figure) | {"met": figure.met} for figure in figures],
    }


def line(figure: Figure) -> str:
    """A figure in one line for people."""
    verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
    goal = "" if figure.goal is None else f"goal {number(figure.goal)} {figure.unit}"
    parts = [
        f"{figure.benchmark:<11}",
        f"{figure.what:<46}",
        f"{number(figure.value):>8} {figure.unit:<6}",
        f"{goal:<16}",
        f"{verdict:<7}",
    ]
    if figure.ours_s is not None:
        parts.append(f"ours {span(figure.ours_s)}")
    if figure.p99_s is not None:
        parts.append(f"p99 {span(figure.p99_s)}")
    if figure.limit_s is not None:
        parts.append(f"limit {span(figure.limit_s)}")
    if figure.against:
        parts.append(f"({figure.against})")
    return " ".join(parts).rstrip()


def _today() -> date:
    return SystemClock().now().date()


def _commit() -> str:
    """The commit that is measured; "" where git is not installed."""
    if not which("git"):
        return ""
    said = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.strip()


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {_cores()} cores"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    sys.exit(main())
