"""Random work for as long as you like: `python3 dev.py soak [--minutes 10] [--seed N]`.

With `--people 10000 [--days 60]` so many invented people live at a real desk instead.

Rounds of the engine's state machine, each with a seed of its own, and of the simulated month. What
fails is printed with the seed that brings it back.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests import soak_people

ROOT = Path(__file__).parents[1]
MACHINES = ("tests/core/engine/test_engine_machine.py", "tests/benchmarks/test_simulate.py")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when every round held, 1 at the first that did not."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, help="one round with this seed, and no more")
    parser.add_argument("--people", type=int, help="so many at a real desk, instead of rounds")
    parser.add_argument("--days", type=int, default=60)
    asked = parser.parse_args(arguments)
    if asked.people is not None:
        return soak_people.main(asked.people, asked.days, 1 if asked.seed is None else asked.seed)
    if asked.seed is not None:
        return _round(asked.seed)
    ends = time.monotonic() + asked.minutes * 60
    rounds = 0
    while True:
        seed = random.SystemRandom().randrange(2**31)
        if _round(seed):
            print(f"Again: python3 dev.py soak --seed {seed}")
            return 1
        rounds += 1
        print(f"round {rounds}, seed {seed}: held", flush=True)
        if time.monotonic() >= ends:
            return 0


def _round(seed: int) -> int:
    told = {**os.environ, "HYPOTHESIS_PROFILE": "soak", "SIMULATED_SEED": str(seed)}
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", f"--hypothesis-seed={seed}"]
    done = subprocess.run(
        [*command, *MACHINES], cwd=ROOT, env=told, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stdout, done.stderr)
    return int(done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
