"""Attacks on what must hold: `python3 dev.py attack [NAME ...] [--scale 0.1]`.

Each attack uses the real product in real files and processes. The table says how often each was
tried and what came of it; exit code 1 where something did not hold. With `--scale 1` the counts are
those of docs/data-safety.md, which takes most of an hour.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.attack import disk, inputs, kills, people, writers
from tests.attack.result import Attack, Held

ATTACKS: Mapping[str, Attack] = {
    "commands": kills.commands,
    "windows": kills.windows,
    "set-ups": kills.set_ups,
    "imports": kills.imports,
    "disk": disk.full,
    "writers": writers.one_winner,
    "restores": writers.restores,
    "inputs": inputs.arguments,
    "templates": inputs.templates,
    "links": inputs.links,
    "opt-outs": people.opt_outs,
    "personal": people.nothing_outside,
    "modes": people.modes,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when everything held."""
    parser = argparse.ArgumentParser(prog="attack", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ATTACKS)}")
    parser.add_argument("--scale", type=float, default=1.0, help="how many times the full counts")
    asked = parser.parse_args(arguments)
    strange = set(asked.names) - set(ATTACKS)
    if strange:
        parser.error(f"there is no such attack: {', '.join(sorted(strange))}")
    held = [_one(name, asked.scale) for name in asked.names or ATTACKS]
    return int(any(one.faults for one in held))


def _one(name: str, scale: float) -> Held:
    with tempfile.TemporaryDirectory(prefix="touchline-attack-") as folder:
        held = ATTACKS[name](scale, Path(folder) / "profile")
    state = "held" if not held.faults else "FAILED"
    print(f"{name:10} {held.tried:6} {state:7} {held.what}; {held.said}".rstrip("; "), flush=True)
    for fault in held.faults:
        print(f"           {fault}", flush=True)
    return held


if __name__ == "__main__":
    sys.exit(main())
