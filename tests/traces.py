"""Looking for people in everything a profile holds, byte by byte."""

from collections.abc import Iterable
from pathlib import Path

from app.core.folded import folded

# Pieces are looked for too: an index keeps the end of a word apart from its beginning.
PIECE, DIGITS = 6, 8


def pieces(words: Iterable[str]) -> set[bytes]:
    """What would give a word away, in the ways in which files hold text."""
    found: set[bytes] = set()
    for word in words:
        for form in {word, folded(word)}:
            # Six digits in a row stand somewhere in every file.
            length = DIGITS if form.isdigit() else PIECE
            parts = {form[i : i + length] for i in range(max(1, len(form) - length + 1))}
            found |= {part.encode(code) for part in parts for code in ("utf-8", "utf-16-le")}
    return found


def files_with(folder: Path, words: Iterable[str]) -> dict[str, list[bytes]]:
    """The files below `folder` in which something of `words` stands, and what."""
    wanted = sorted(pieces(words))
    found: dict[str, list[bytes]] = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = file.read_bytes()
        lower = content.lower()
        there = [piece for piece in wanted if piece in content or piece.lower() in lower]
        if there:
            found[file.relative_to(folder).as_posix()] = there
    return found
