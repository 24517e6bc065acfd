"""Bytes of a list or an export as rows of cells, whatever program wrote them.

Nothing here raises on bad bytes or bad quoting: what had to be mended is said in the result.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

DELIMITERS: Final = (",", ";", "\t", "|")
_TOLD: Final = ",;|:^~"
# The names of the columns stand among so many rows; what is above them is a title.
HEADER_WITHIN: Final = 15

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_UNDEFINED_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LONE_BYTE = re.compile("[\udc80-\udcff]")
_SAMPLE_CHARS: Final = 200_000
_SAMPLE_ROWS: Final = 60
# A quote that opens and never closes is put right by reading its line as plain text. Each costs a
# look at the rest of the file; a file that is full of them has no quoting at all.
_MAX_ENDLESS: Final = 20
_MAX_SLOPPY: Final = 1_000

# The module's own limit (131,072 characters a cell) would end the reading of a whole file.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a file.

    `mended` counts bytes of another encoding inside UTF-8. `encoding` is utf-8, utf-16-le,
    utf-16-be, utf-32-le, utf-32-be, cp1252 or latin-1.
    """

    text: str
    encoding: str
    had_bom: bool = False
    mended: int = 0


class Record(NamedTuple):
    """One row. `number` is the row a spreadsheet shows (from 1), `line` the first line in the file.

    `unclosed` says that the row begins a quote that never ends; it was read without quoting.
    """

    number: int
    line: int
    cells: list[str]
    unclosed: bool = False


def decode(data: bytes) -> Decoded:
    """The text in `data`, by its byte order mark, as UTF-8 or UTF-16, else as Windows-1252."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(encoding, "replace")
            return Decoded(text=text, encoding=encoding, had_bom=True)
    wide = _utf_16_without_bom(data)
    if wide:
        text = data.decode(wide, "replace")
        return Decoded(text=text, encoding=wide)
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        pass
    # One bad byte in a file of good UTF-8 must not turn every accent of it into two letters.
    text = data.decode("utf-8", "surrogateescape")
    bad = len(_LONE_BYTE.findall(text))
    good = len(_NOT_ASCII.findall(text)) - bad
    if good > bad:
        text = _LONE_BYTE.sub(_as_1252, text)
        return Decoded(text=text, encoding="utf-8", mended=bad)
    if _UNDEFINED_1252.search(data):
        return Decoded(text=data.decode("latin-1"), encoding="latin-1")
    return Decoded(text=data.decode("cp1252"), encoding="cp1252")


def find_delimiter(text: str, known: Callable[[str], bool]) -> str:
    """The delimiter that makes a table of `text`.

    The one with the most `known` column names in a row near the top wins, then the one with the
    most even rows. A first line such as "sep=;" decides. A file of one column has ",".
    """
    told = _told_delimiter(text)
    if told:
        return told
    sample = text[:_SAMPLE_CHARS]
    best, best_score = ",", (0, 0.0, 0)
    for delimiter in DELIMITERS:
        rows = [r.cells for r in islice(records(sample, delimiter), _SAMPLE_ROWS)]
        # A title above the table may be a row of one cell.
        top = max(rows[:HEADER_WITHIN], key=lambda row: sum(map(known, row)), default=[])
        width = len(top)
        if width < 2:
            continue
        widths = Counter(len(row) for row in rows)
        names = sum(map(known, top))
        score = (names, round(widths[width] / len(rows), 1), width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def records(text: str, delimiter: str) -> Iterator[Record]:
    """The rows of `text`; empty lines are counted, as a spreadsheet does, but left out."""
    source = io.StringIO(text, newline="")
    feed = _Feed(source)
    if _told_delimiter(text):
        next(feed, None)
    number = endless = sloppy = 0
    rows = csv.reader(feed, delimiter=delimiter)
    while True:
        start, line = source.tell(), feed.lines + 1
        cells = next(rows, None)
        if cells is None:
            return
        number += 1
        if not feed.ran_out:
            torn = (
                feed.lines > line and sloppy < _MAX_SLOPPY and _is_sloppy(source, start, delimiter)
            )
            if cells and not torn:
                yield Record(number, line, cells)
            if not torn:
                continue
        # The quote in this row never closes, or what closes it is the opening quote of a later row.
        endless += feed.ran_out
        sloppy += not feed.ran_out
        source.seek(start)
        feed = _Feed(source, line - 1)
        plain = csv.reader(feed, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        yield Record(number, line, next(plain), unclosed=True)
        rows = plain if endless >= _MAX_ENDLESS else csv.reader(feed, delimiter=delimiter)


# What begins a formula; the second half is full-width.
_RUN = frozenset("=+-@＝＋－＠")


def safe_cell(text: str) -> str:
    """`text` as a spreadsheet shows it without running it: formulas get a leading apostrophe.

    Spreadsheets pass over blanks and line ends in front, and take full-width signs for the usual.
    """
    return f"'{text}" if text.lstrip()[:1] in _RUN or text[:1] in ("\t", "\r") else text


def write_rows(rows: list[list[str]], delimiter: str) -> str:
    """Rows as CSV that is safe to open in a spreadsheet; lines end with CR LF."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


# Inside


class _Feed:
    """Lines for csv.reader, which knows how many it took and whether it asked beyond the last."""

    def __init__(self, source: io.StringIO, lines: int = 0) -> None:
        self._source = source
        self.lines = lines
        self.ran_out = False

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = self._source.readline()
        if not line:
            self.ran_out = True
            raise StopIteration
        self.lines += 1
        return line


def _is_sloppy(source: io.StringIO, start: int, delimiter: str) -> bool:
    """Whether the record from `start` up to here has text right behind a closing quote."""
    end = source.tell()
    source.seek(start)
    raw = source.read(end - start)
    try:
        next(csv.reader(io.StringIO(raw, newline=""), delimiter=delimiter, strict=True), None)
    except csv.Error:
        return True
    finally:
        source.seek(end)
    return False


def _told_delimiter(text: str) -> str:
    first = text[:20].partition("\n")[0].strip().strip('"')
    return first[4] if len(first) == 5 and first[:4] == "sep=" and first[4] in _TOLD else ""


def _utf_16_without_bom(data: bytes) -> str:
    sample = data[:4096]
    if len(sample) < 8 or len(data) % 2:
        return ""
    half = len(sample) / 2
    if sample[1::2].count(0) > 0.4 * half and sample[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return ""


def _as_1252(found: re.Match[str]) -> str:
    return bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "replace")
