"""Programs that are killed at any moment: commands, windows, an import, a set-up."""

import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from app.bootstrap.desk import open_desk
from app.core.log.events import OutcomeLogged, decode_body
from app.core.people.new_lead import NewLead, NewPoint
from app.services.people.leads import add_lead
from app.storage import driver
from app.system.clock import FixedClock
from app.system.paths import Profile
from tests.attack import window_at_work
from tests.attack.result import ZONE, Held, document, look_over, new_profile, times
from tests.e2e import rep_at_work

ROOT = Path(__file__).parents[2]
# A Wednesday morning in London, when everybody may be called.
MORNING = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
OFF_SCREEN = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
_MOST_SAID = 25
_OUTCOMES = "SELECT event_id, type, v, body FROM activity WHERE type = 'OutcomeLogged'"


def commands(scale: float, folder: Path) -> Held:
    """A rep who adds and logs without a pause, killed again and again."""
    held = Held("commands killed: acknowledged outcomes lost or doubled")
    profile, dice, said = new_profile(folder), random.Random(1), dict[UUID, str]()
    first = 0
    for turn in range(times(300, scale)):
        words = _killed([rep_at_work.__name__, str(folder), str(first)], dice)
        said |= {UUID(event): rep_at_work.OUTCOMES[int(n) % 6] for n, event in words}
        first += len(words) + 1
        held.tried += 1
        if turn % 10 == 9:
            look_over(held, profile, f"kill {turn + 1}")
    _count(held, profile, said)
    look_over(held, profile, "at the end")
    return held


def windows(scale: float, folder: Path) -> Held:
    """A window in which somebody logs without a pause, killed again and again."""
    held = Held("windows killed: acknowledged outcomes lost or doubled")
    profile, dice, said = new_profile(folder), random.Random(2), dict[UUID, str]()
    rounds = times(130, scale)
    fill(profile, rounds * _MOST_SAID + 100)
    begins_at = MORNING
    for _ in range(rounds):
        command = [window_at_work.__name__, str(folder), begins_at.isoformat()]
        said |= {UUID(event): "no_answer" for (event,) in _killed(command, dice)}
        begins_at += timedelta(seconds=20)
        held.tried += 1
    _count(held, profile, said)
    look_over(held, profile, "at the end")
    return held


def imports(scale: float, folder: Path) -> Held:
    """A list that is killed in the middle, and brought in again until it is done."""
    people = times(20_000, scale)
    held = Held(f"import of {people} rows killed in the middle and repeated: anybody twice")
    new_profile(folder)
    rows = ["First name,Phone,Email"]
    rows += [f"Person{n},+4477{n:08d},p{n}@example.com" for n in range(people)]
    file = folder.with_suffix(".csv")
    file.write_text("\n".join(rows), encoding="utf-8")
    dice = random.Random(3)
    command = [sys.executable, "-P", "-m", "app", "--profile", str(folder), "import", str(file)]
    for _ in range(4):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as run:
            stop = random.Random(dice.random()).uniform(0.3, 0.9)
            _wait_for(folder, int(people * stop), run)
            run.kill()
        held.tried += 1
    document("--profile", folder, "import", file)
    again = document("--profile", folder, "import", file)
    leads = document("--profile", folder, "status")["leads"]
    held.said = f"{leads} people of {people} rows"
    held.expect(leads == people, f"{leads} people of {people} rows")
    held.expect(again["new"] == 0, f"{again['new']} came in once more")
    look_over(held, Profile(folder), "at the end")
    return held


def set_ups(scale: float, folder: Path) -> Held:
    """init, killed at moments from its first to its last; then begun anew."""
    held = Held("set-up killed: a dead end, or two workplaces in one")
    dice = random.Random(4)
    for turn in range(times(21, scale)):
        place = folder / str(turn)
        command = [sys.executable, "-P", "-m", "app", "--profile", str(place), "init"]
        with subprocess.Popen([*command, "--zone", ZONE], cwd=ROOT, stdout=subprocess.PIPE) as run:
            try:
                run.wait(dice.uniform(0.2, 1.4))
            except subprocess.TimeoutExpired:
                run.kill()
        held.tried += 1
        if not Profile(place).exists():
            document("--profile", place, "init", "--zone", ZONE)
        look_over(held, Profile(place), f"set-up {turn}")
        left = [file.name for file in place.iterdir() if ".part" in file.name]
        held.expect(left == [], f"set-up {turn} left {left}")
    return held


# Inside


def _killed(module: list[str], dice: random.Random) -> list[list[str]]:
    """What a program said until it was killed at a random line; half a line was never said."""
    with subprocess.Popen(
        [sys.executable, "-m", *module],
        cwd=ROOT,
        env=OFF_SCREEN,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as run:
        assert run.stdout is not None
        lines = [run.stdout.readline() for _ in range(dice.randrange(1, _MOST_SAID))]
        run.kill()
        lines += run.stdout.read().splitlines(keepends=True)
    return [line.split() for line in lines if line.endswith("\n")]


def _count(held: Held, profile: Profile, said: dict[UUID, str]) -> None:
    """Every acknowledged outcome is there as it was logged, and no touch was settled twice."""
    lost = doubled = 0
    logged = len(said)
    settled: set[UUID] = set()
    connection = driver.connect(profile.database, read_only=True)
    try:
        for raw_id, kind, v, raw in connection.execute(_OUTCOMES):
            event_id, body = UUID(bytes=raw_id), decode_body(kind, v, raw)
            assert isinstance(body, OutcomeLogged)
            doubled += body.settles and body.touch_id in settled
            settled |= {body.touch_id} if body.settles else set()
            lost += said.pop(event_id, body.outcome) != body.outcome
    finally:
        connection.close()
    held.said = f"{logged} acknowledged, {lost + len(said)} lost, {doubled} doubled"
    held.expect(lost + len(said) == 0, f"{lost + len(said)} acknowledged outcomes lost")
    held.expect(doubled == 0, f"{doubled} outcomes doubled")


def fill(profile: Profile, people: int) -> None:
    """So many people who are to be called this morning."""
    opened = open_desk(profile, FixedClock(MORNING - timedelta(days=2)))
    try:
        for n in range(people):
            point = NewPoint(kind="phone", value=f"+4477009{n:07d}")
            new = NewLead(
                first_name=f"P{n}", points=(point,), country="GB", zones=(ZONE,), late=True
            )
            add_lead(opened.desk, new)
    finally:
        opened.close()


def _wait_for(folder: Path, leads: int, run: subprocess.Popen[bytes]) -> None:
    """Until so many people are stored, or the program has ended."""
    connection = driver.connect(folder / "touchline.db", read_only=True)
    try:
        while run.poll() is None:
            (stored,) = connection.execute("SELECT count(*) FROM lead").fetchone()
            if stored >= leads:
                return
    finally:
        connection.close()
