"""What an attack came to, and what every attack asks of a profile at its end."""

import contextlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.__main__ import main
from app.bootstrap.desk import make_profile
from app.storage import lost
from app.storage.upkeep import checks, replay
from app.system.clock import SystemClock
from app.system.paths import Profile

ZONE = "Europe/London"


@dataclass(slots=True)
class Held:
    """How often it was tried, what must hold, and where it did not."""

    what: str
    tried: int = 0
    said: str = ""
    faults: list[str] = field(default_factory=list)

    def expect(self, holds: bool, otherwise: str) -> None:
        """Note a fault unless it holds; at most ten are told."""
        if not holds and len(self.faults) < 10:
            self.faults.append(otherwise)


# How many times the counts of the page, and a folder of its own.
Attack = Callable[[float, Path], Held]


def times(count: int, scale: float) -> int:
    """So often of `count`, at least once."""
    return max(1, round(count * scale))


def new_profile(folder: Path) -> Profile:
    """A workplace in London, made now."""
    profile = Profile(folder)
    make_profile(
        profile, SystemClock(), rep_name="Alex Example", company="Example", zone=ZONE, country="GB"
    )
    return profile


def look_over(held: Held, profile: Profile, when: str) -> None:
    """The tables fit the log and each other, and nothing that was acknowledged is missing."""
    held.expect(replay.replay(profile.database) == [], f"{when}: replay differs")
    held.expect(checks.check(profile.database) == [], f"{when}: the file is not in order")
    held.expect(lost.find(profile.database) is None, f"{when}: acknowledged activities are gone")


def told(*arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    texts = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        texts.append(stream.read())
    return code, texts[0], texts[1]


def document(*arguments: object) -> Any:
    """The JSON of a command that must work."""
    code, out, err = told(*arguments, "--json")
    if code:
        raise AssertionError(err)
    return json.loads(out)
