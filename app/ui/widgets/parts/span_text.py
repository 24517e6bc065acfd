"""Running text in which merge fields stand out."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.parts.view_data import Span, Spans, plain

_SIDE = 2  # how far the tint of a merge field reaches beyond its letters
_ROOM = 1  # how much of that the words around it make room for
_GAP_SIDE, _GAP_ROOM = 4, 5  # the same for a gap with an edge all around
_GAP = 10  # between paragraphs
_LONGEST_LINE = 760


class _Mark(NamedTuple):
    """A merge field from one letter to the one before another."""

    start: int
    end: int
    missing: bool


class _Paragraph(NamedTuple):
    layout: QTextLayout
    marks: list[_Mark]


class SpanText(QWidget):
    """Text with merge fields: filled ones on a blue tint, gaps on an amber one with dashes.

    Lines break at words and stop at 760 px. An empty line parts paragraphs. With `single` it is
    one plain line that ends in an ellipsis. A gap reads "(name?)", in `bare` text just its name.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        font: str = "script",
        weight: int | None = None,
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._font = font
        self._weight = weight
        self._bare = bare
        self._muted = False
        self._single = False
        self._spans: Spans = ()
        self._paragraphs: list[_Paragraph | None] | None = None
        self._heights: dict[int, int] = {}
        self._broken_for = -1
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._again)

    def set_spans(self, spans: Spans) -> None:
        """Shows another text."""
        if spans != self._spans:
            self._spans = spans
            self.setAccessibleName(plain(spans))
            self._again()

    def set_look(self, *, muted: bool = False, single: bool = False) -> None:
        """`muted` greys the words, `single` keeps one plain line."""
        if (muted, single) != (self._muted, self._single):
            self._muted, self._single = muted, single
            self._again()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._height_for(width)

    def sizeHint(self) -> QSize:
        wide = self._theme.px(_LONGEST_LINE)
        return QSize(wide, self.heightForWidth(self.width() or wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(80), self._theme.line_height(self._font))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._single:
            self._paint_single(painter)
            return
        if self._broken_for != self.width():
            self._break(self.width())
        painter.setPen(self._theme.color("text.muted" if self._muted else "text.primary"))
        for paragraph in self._paragraphs or ():
            if paragraph is not None:
                for mark in paragraph.marks:
                    self._paint_tint(painter, paragraph.layout, mark)
                paragraph.layout.draw(painter, QPointF(0, 0))

    # Placing

    def _again(self) -> None:
        self._paragraphs = None
        self._broken_for = -1
        self._heights.clear()
        self.updateGeometry()
        self.update()

    def _height_for(self, width: int) -> int:
        """Layouts ask for the same few widths over and over."""
        if self._single:
            return self._theme.line_height("base")
        found = self._heights.get(width)
        if found is None:
            found = self._heights[width] = self._break(width)
        return found

    def _break(self, width: int) -> int:
        """Breaks the text into lines for a width; how high they are."""
        if self._paragraphs is None:
            self._paragraphs = [self._prepare(spans) for spans in _lines_of(self._spans)]
        self._broken_for = width
        room = max(1, min(width, self._theme.px(_LONGEST_LINE)))
        top = 0.0
        for paragraph in self._paragraphs:
            if paragraph is None:
                top += self._theme.px(_GAP)
            else:
                top = self._break_lines(paragraph.layout, room, top)
        return max(round(top), self._theme.line_height(self._font))

    def _break_lines(self, layout: QTextLayout, room: int, top: float) -> float:
        pitch = self._theme.line_height(self._font)
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, top + (pitch - line.height()) / 2))
            top += pitch
            line = layout.createLine()
        layout.endLayout()
        return top

    def _prepare(self, spans: Spans) -> _Paragraph | None:
        """Text, looks and marks of a paragraph; None for an empty line."""
        if not spans:
            return None
        text = ""
        marks: list[_Mark] = []
        for span in spans:
            missing = span.kind == "missing"
            piece = f"({span.text}?)" if missing and not self._bare else span.text
            if span.kind != "text" and piece:
                marks.append(_Mark(len(text), len(text) + len(piece), missing))
            text += piece
        font = self._own_digits(self._theme.font(self._font, self._weight))
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([f for mark in marks for f in self._formats(mark)])
        return _Paragraph(layout, marks)

    def _own_digits(self, font: QFont) -> QFont:
        """Running text reads better with digits of their own width."""
        made = QFont(font)
        made.unsetFeature(QFont.Tag("tnum"))
        return made

    def _formats(self, mark: _Mark) -> Iterator[QTextLayout.FormatRange]:
        start, end, missing = mark
        room = _GAP_ROOM if missing and self._bare else _ROOM
        look = QTextCharFormat()
        look.setForeground(self._theme.color("warn.text" if missing else "merge.text"))
        if not self._bare:
            look.setFontWeight(QFont.Weight.Medium)
        yield _range(start, end - start, look)
        # Room for the tint: after the letter before the field, and after its own last one.
        for at, base in ((start - 1, QTextCharFormat()), (end - 1, look)):
            if at >= 0:
                wide = QTextCharFormat(base)
                wide.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
                wide.setFontLetterSpacing(room)
                yield _range(at, 1, wide)

    # Painting

    def _paint_tint(self, painter: QPainter, layout: QTextLayout, mark: _Mark) -> None:
        start, end, missing = mark
        for line in _lines(layout):
            first = max(start, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first >= last:
                continue
            side = _GAP_SIDE if missing and self._bare else _SIDE
            room = _GAP_ROOM if missing and self._bare else _ROOM
            left = _x(line, first) - side
            right = _x(line, last) + side - room
            middle = line.y() + line.height() / 2
            half = self._theme.px(19) / 2
            box = QRectF(left, middle - half, right - left, 2 * half)
            words = painter.pen()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("warn.tint" if missing else "merge.bg"))
            painter.drawRoundedRect(box, 3, 3)
            if missing:
                self._paint_dashes(painter, box)
            painter.setPen(words)

    def _paint_dashes(self, painter: QPainter, box: QRectF) -> None:
        pen = QPen(self._theme.color("warn.graphic"), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        if self._bare:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        else:
            low = box.bottom() - 1.5
            painter.drawLine(QPointF(box.left() + 2, low), QPointF(box.right() - 2, low))

    def _paint_single(self, painter: QPainter) -> None:
        room = min(self.width(), self._theme.px(_LONGEST_LINE))
        text = " ".join(plain(self._spans).split())
        font = self._own_digits(self._theme.font("base"))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(self._theme.color("text.muted"))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, shown)


def _x(line: QTextLine, at: int) -> float:
    found = line.cursorToX(at)
    assert isinstance(found, tuple)  # the position, and the cursor it was moved to
    return float(found[0])


def _lines(layout: QTextLayout) -> Iterator[QTextLine]:
    return (layout.lineAt(i) for i in range(layout.lineCount()))


def _range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = start
    made.length = length
    made.format = look
    return made


def _lines_of(spans: Spans) -> list[Spans]:
    """The spans of each line of the text; an empty line is an empty tuple."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        for i, piece in enumerate(span.text.split("\n")):
            if i:
                lines.append([])
            if piece:
                lines[-1].append(Span(text=piece, kind=span.kind))
    return [tuple(line) for line in lines]
