"""Where the files that ship with the product are."""

import sys
from pathlib import Path


def resource_path(*parts: str) -> Path:
    """The path of a shipped file below `resources/`; a frozen build unpacks it elsewhere."""
    unpacked = getattr(sys, "_MEIPASS", None)
    root = Path(unpacked) if unpacked else Path(__file__).parents[2]
    return root.joinpath("resources", *parts)
