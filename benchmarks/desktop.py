"""The window as a process of its own: its start, what it holds, how it idles, how fast a key is."""

import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter_ns
from typing import Any

from app.storage.upkeep.backup import stem_of
from app.system.paths import Profile
from benchmarks import dataset, generate
from benchmarks.measure import Figure, Pair, Setting, Times
from benchmarks.morning import NEXT_MORNING

_STARTS = 9
_READY_STARTS = 5
_IDLE_S = 20.0
_KEYS = 120
_PATIENCE_S = 180
_MB = 1024 * 1024
_BYTECODE = str(Path(tempfile.gettempdir()) / "touchline-benchmarks-bytecode")


def start(setting: Setting) -> list[Figure]:
    """Cold process to the first paint with real rows, and memory once all is loaded."""
    profile = _at_rest(setting, "start")
    runs = setting.times(_STARTS)
    painted, busy, held = Pair(), Pair(), Pair()
    for number in range(-1, runs):
        ours, bare = _ours(profile.folder), _bare()
        if number < 0:
            continue
        painted.ours.taken.append(ours["painted_s"])
        painted.limit.taken.append(bare["painted_s"])
        busy.ours.taken.append(ours["painted_cpu_s"])
        busy.limit.taken.append(bare["painted_cpu_s"])
        held.ours.taken.append(ours["memory"] / _MB)
        held.limit.taken.append(bare["memory"] / _MB)
    return [
        painted.figure(
            "start", "process to first paint with rows", goal=1.35, against="bare window"
        ),
        busy.figure("start", "the same, by the processor", goal=1.35, against="bare window"),
        Figure(
            benchmark="start",
            what="memory once loaded",
            value=held.ratio,
            unit="x",
            goal=3.0,
            against="bare window",
            note=f"{held.ours.p50:.0f} MB against {held.limit.p50:.0f} MB",
        ),
    ]


def ready(setting: Setting) -> list[Figure]:
    """From the process to the first touch open, and how long the window answers nobody."""
    profile = _at_rest(setting, "ready")
    told = [_ours(profile.folder) for _ in range(setting.times(_READY_STARTS))]
    until, gap = Times(), Times()
    until.taken = [one["ready_s"] for one in told]
    gap.taken = [one["longest_gap_ns"] / 1e9 for one in told]
    return [
        Figure(
            benchmark="ready",
            what="process to first touch open",
            value=until.p50 * 1e3,
            unit="ms",
            ours_s=until.p50,
            p99_s=until.p99,
        ),
        Figure(
            benchmark="ready",
            what="longest gap of the event loop meanwhile",
            value=gap.p50 * 1e3,
            unit="ms",
            goal=60,
            ours_s=gap.p50,
            p99_s=gap.p99,
        ),
    ]


def idle(setting: Setting) -> list[Figure]:
    """What the window uses while nobody does anything and rings tick."""
    profile = _at_rest(setting, "idle")
    idle_s = _IDLE_S if setting.runs is None else 1.0
    share = _ours(profile.folder, idle_s=idle_s)["busy_s"] / idle_s
    bare = _bare(idle_s=idle_s)["busy_s"] / idle_s
    return [
        Figure(
            benchmark="idle",
            what="of one core, rings ticking",
            value=100 * share,
            unit="%",
            goal=1.0,
            ours_s=share,
            limit_s=bare,
            against="bare window with a label that counts; seconds of CPU per second",
        )
    ]


def key(setting: Setting) -> list[Figure]:
    """From the key that logs an outcome to the next touch painted, also while rows are judged."""
    return [
        _key(setting, "key", generate.NOW, "outcome key to next touch painted, p99"),
        _key(setting, "early", NEXT_MORNING, "the same while a night's rows are judged anew, p99"),
    ]


def _key(setting: Setting, name: str, begins_at: datetime, what: str) -> Figure:
    profile = _at_rest(setting, name, begins_at)
    told = _ours(profile.folder, keys=setting.times(_KEYS), begins_at=begins_at)
    spans = Times([ns / 1e9 for ns in told["keys_ns"]])
    return Figure(
        benchmark="key",
        what=what,
        value=spans.p99 * 1e3,
        unit="ms",
        goal=50,
        ours_s=spans.p50,
        p99_s=spans.p99,
    )


def _at_rest(setting: Setting, name: str, begins_at: datetime = generate.NOW) -> Profile:
    """A copy of the profile that has its backup of the day, so that none is made meanwhile."""
    profile = dataset.copy_of(setting.profile, setting.folder, name)
    made_at = begins_at - timedelta(hours=1)
    profile.backups.mkdir(exist_ok=True)
    (profile.backups / f"{stem_of(made_at)}.db").touch()
    return profile


def _ours(
    profile: Path, *, idle_s: float = 0, keys: int = 0, begins_at: datetime = generate.NOW
) -> dict[str, Any]:
    return _told("our_window", str(profile), begins_at.isoformat(), str(idle_s), str(keys))


def _bare(*, idle_s: float = 0) -> dict[str, Any]:
    return _told("bare_window", str(idle_s))


def _told(program: str, *arguments: str) -> dict[str, Any]:
    """What a program tells of itself; its times from the start of its process, in seconds."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPYCACHEPREFIX": _BYTECODE}
    # An installed program does not compile its sources at every start, whatever the shell says.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun_ns = perf_counter_ns()
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{program}", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        timeout=_PATIENCE_S,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    spans = {
        name.replace("_ns", "_s"): (told[name] - begun_ns) / 1e9
        for name in ("painted_ns", "joined_ns", "ready_ns")
        if name in told
    }
    return told | spans
