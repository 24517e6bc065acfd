"""Several programs at one profile at the same time."""

import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.storage import driver
from app.system.paths import Profile
from tests.attack import kills, rival
from tests.attack.result import Held, document, look_over, new_profile, times, told

WRITERS, ADDERS = 8, 4


def one_winner(scale: float, folder: Path) -> Held:
    """Eight programs log the same touches beside an open window: each touch has one winner."""
    held = Held(f"touches that {WRITERS} writers fought for beside the window")
    profile = new_profile(folder)
    kills.fill(profile, times(200, scale))
    touches = [row[0].hex() for row in _rows(profile, "SELECT touch_id FROM touch")]
    window = [sys.executable, "-P", "-m", "app", "--profile", str(folder)]
    with subprocess.Popen(window, cwd=kills.ROOT, env=kills.OFF_SCREEN, stderr=-3) as beside:
        rivals = [_start("win", folder, seed) for seed in range(WRITERS)]
        for one in rivals:
            assert one.stdin is not None
            one.stdin.write("\n".join(touches))
            one.stdin.close()
        won = [line for one in rivals if one.stdout for line in one.stdout.read().split("\n")[:-1]]
        for one in rivals:
            _end(one)
        held.expect(beside.poll() is None, "the window ended")
        beside.terminate()
    held.tried = len(touches)
    held.said = f"{len(won)} wins by {WRITERS} writers"
    strange = [line for line in won if line.startswith("!")]
    held.expect(not strange, f"refused with {strange[:3]}")
    held.expect(sorted(one.replace("-", "") for one in won) == sorted(touches), "not one each")
    logged = "SELECT count(*) FROM activity WHERE type = 'OutcomeLogged'"
    held.expect(_rows(profile, logged) == [(len(touches),)], "an outcome is missing or doubled")
    look_over(held, profile, "at the end")
    return held


def restores(scale: float, folder: Path) -> Held:
    """Restores while four programs write: each is done whole or refused, and nobody is lost."""
    held = Held(f"restores against {ADDERS} writers")
    profile = new_profile(folder)
    copy = folder.with_name("copy.db")
    document("--profile", folder, "backup", "--to", copy)
    rivals = [_start("add", folder, seed) for seed in range(ADDERS)]
    refused = 0
    said: list[str] = []
    for one in rivals:
        assert one.stdout is not None
        _ask_for(one)
        said.append(one.stdout.readline().strip())
    dice, awaited = random.Random(7), dict.fromkeys(range(ADDERS), 0)
    for turn in range(times(40, scale)):
        for n in dice.sample(range(ADDERS), dice.randrange(ADDERS + 1)):
            _ask_for(rivals[n])
            awaited[n] += 1
        for n in awaited if turn % 2 else ():  # they are done, and have let go
            said += _answers(rivals[n], awaited[n])
            awaited[n] = 0
        code, _, err = told("--profile", folder, "restore", copy)
        held.expect(code in (0, 1) and "inside" not in err, f"restore {turn}: {err}")
        refused += code
        held.tried += 1
    for one in rivals:
        one.kill()
        assert one.stdout is not None
        said += one.stdout.read().split("\n")[:-1]
        _end(one)
    said = [line for line in said if line.startswith("+")]
    held.said = f"{held.tried - refused} done, {refused} refused, {len(said)} people acknowledged"
    kept = [Profile(folder).database, *folder.glob("before-restore-*.db")]
    stored = {row[0] for file in kept for row in rows_of(file, "SELECT value FROM lead_point")}
    held.expect(set(said) <= stored, f"{len(set(said) - stored)} people lost")
    look_over(held, profile, "at the end")
    return held


def _ask_for(one: subprocess.Popen[str]) -> None:
    assert one.stdin is not None
    one.stdin.write("go\n")
    one.stdin.flush()


def _end(one: subprocess.Popen[str]) -> None:
    for pipe in (one.stdin, one.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    one.wait()


def _answers(one: subprocess.Popen[str], count: int) -> list[str]:
    assert one.stdout is not None
    return [one.stdout.readline().strip() for _ in range(count)]


def _start(what: str, folder: Path, seed: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", rival.__name__, what, str(folder), str(seed)],
        cwd=kills.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _rows(profile: Profile, query: str) -> list[tuple[Any, ...]]:
    return rows_of(profile.database, query)


def rows_of(file: Path, query: str) -> list[tuple[Any, ...]]:
    """What a query gives of a database file."""
    connection = driver.connect(file)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()
