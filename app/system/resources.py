"""Where the files that ship with the product are."""

import sys
from pathlib import Path


def resource_path(*parts: str) -> Path:
    """The path of a shipped file below `resources/`; a frozen build unpacks it elsewhere."""
    unpacked = getattr(sys, "_MEIPASS", None)
    root = Path(unpacked) if unpacked else Path(__file__).parents[2]
    return root.joinpath("resources", *parts)


def read_lines(*parts: str) -> frozenset[str]:
    """The lines of a shipped text file, without comments (#) and empty ones."""
    lines = resource_path(*parts).read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and line[0] != "#")


def read_texts(folder: str) -> dict[str, str]:
    """The shipped TOML files directly below `resources/<folder>`, text by file name."""
    files = sorted(resource_path(folder).glob("*.toml"))
    return {file.name: file.read_text(encoding="utf-8") for file in files}
