"""A disk that is full: a real one, small enough to fill."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from app.system.paths import Profile
from tests.attack.result import ZONE, Held, document, look_over, times, told
from tests.attack.writers import rows_of

_SIZE = "12m"
# What is left free; a commit needs some dozens of kB.
_MOST_LEFT = 400_000


def full(scale: float, folder: Path) -> Held:
    """Commands with less and less space: each is done whole or says so, and nothing is lost."""
    held = Held("commands on a full disk: crashed, or lost what was acknowledged")
    if sys.platform != "linux" or os.geteuid() != 0:
        held.said = "left out: it needs root on Linux, for a small disk of its own"
        return held
    disk = folder.with_name("disk")
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "none", disk], check=True)
    try:
        _fill_up(held, disk, times(70, scale))
    finally:
        subprocess.run(["umount", disk], check=True)
    return held


def _fill_up(held: Held, disk: Path, rounds: int) -> None:
    place, ballast, dice = disk / "profile", disk / "ballast", random.Random(5)
    document("--profile", place, "init", "--zone", ZONE, "--country", "GB")
    kept: set[str] = set()
    refused = 0
    for turn in range(rounds):
        space = os.statvfs(disk)
        free = space.f_bavail * space.f_frsize
        ballast.write_bytes(b"\0" * max(0, free - dice.randrange(_MOST_LEFT)))
        phone = f"+4477009{turn:05d}"
        code, out, err = told("--profile", place, "lead", "add", "--phone", phone, "--json")
        held.expect(code in (0, 1) and "Traceback" not in err, f"round {turn}: {err[-80:]}")
        if code == 0:
            kept.add(phone)
        else:
            refused += 1
            found = json.loads(out)["error"]["code"]
            held.expect(found.startswith("disk"), f"round {turn}: {found}")
        code, _, err = told("--profile", place, "doctor")
        held.expect(code in (0, 1) and "Traceback" not in err, f"round {turn}: doctor {err[-80:]}")
        ballast.unlink()
        held.tried += 1
    stored = {row[0] for row in rows_of(place / "touchline.db", "SELECT value FROM lead_point")}
    held.said = f"{len(kept)} done, {refused} refused in words"
    held.expect(kept <= stored, f"{len(kept - stored)} acknowledged people lost")
    look_over(held, Profile(place), "at the end")
