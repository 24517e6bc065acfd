"""Window or command line? Decided before anything of either is imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str]) -> int:
    """The desktop when there is nothing but --profile and --demo, else one command."""
    folder, demo, rest = "", False, list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--demo":
            demo = True
        elif word == "--profile" and rest and rest[0] and not rest[0].startswith("-"):
            folder = rest.pop(0)
        elif word.startswith("--profile=") and word != "--profile=":
            folder = word.partition("=")[2]
        else:
            from app.bootstrap.house import house
            from app.cli.main import main as carry_out

            return carry_out(arguments, house())
    from app.bootstrap.start import run_desktop

    return run_desktop(Path(folder) if folder else None, demo=demo)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
