"""Looking for people in everything a profile holds, byte by byte."""

from collections.abc import Iterable
from pathlib import Path

from app.core.folded import folded

# Pieces are looked for too: an index keeps the end of a word apart from its beginning.
PIECE, DIGITS = 6, 8


def pieces(words: Iterable[str]) -> set[bytes]:
    """What would give a word away, in small letters of UTF-8."""
    found: set[bytes] = set()
    for word in words:
        for form in {word.lower(), folded(word)}:
            # Six digits in a row stand somewhere in every file.
            length = DIGITS if form.isdigit() else PIECE
            parts = {form[i : i + length] for i in range(max(1, len(form) - length + 1))}
            # As bytes they are made small: only ASCII letters change, here as in the file.
            found |= {part.encode().lower() for part in parts}
            found |= {word[i : i + length].encode().lower() for i in range(len(word) - length + 1)}
    return found


def files_with(folder: Path, words: Iterable[str]) -> dict[str, list[bytes]]:
    """The files below `folder` in which something of `words` stands, and what."""
    wanted = sorted(pieces(words))
    found: dict[str, list[bytes]] = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = file.read_bytes().lower()
        there = [piece for piece in wanted if piece in content]
        if there:
            found[file.relative_to(folder).as_posix()] = there
    return found
