"""The list of the queue on the screen: everything changed, one row changed, and how long it is."""

import os
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap, QStaticText
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.queue.lane_names import SHOWN_LANES
from app.services.store.queue_rows import QueuePage, QueueRow
from app.services.wording import Wording
from app.storage.first_page import read_first_page
from app.system.paths import Profile
from app.system.resources import resource_path
from app.ui.application import make_application
from app.ui.theme.theme import Theme
from app.ui.widgets.queue.queue_model import QueueModel
from app.ui.widgets.queue.queue_view import QueueView
from benchmarks.generate import NOW
from benchmarks.measure import Figure, Pair, Setting, settle_memory, take_turns

_RUNS = 200
_PAGE = 200
_WIDTH, _HEIGHT, _ROW = 352, 800, 52


def view(setting: Setting) -> list[Figure]:
    """The same list long and short, beside a painter that is handed everything ready."""
    app = _application()
    page = read_first_page(Profile(setting.profile).database, NOW, _PAGE).page
    whole, short = _Shown(app, page), _Shown(app, _short(page))
    painter = _Painter(page.rows)
    runs = setting.times(_RUNS)
    reset = take_turns(whole.reset, painter.paint, runs, warm=5)
    lengths = take_turns(whole.reset, short.reset, runs, warm=5)
    ticks = Pair()
    settle_memory()
    for _ in range(runs):
        whole.change_one()
        ticks.ours.of(whole.flush)
        ticks.limit.of(painter.paint)
    whole.close()
    short.close()
    return [
        reset.figure("view", "reset and paint", goal=1.3, against="QPainter alone, texts laid out"),
        ticks.figure("view", "repaint of one row", goal=0.5, against="QPainter alone, all rows"),
        lengths.figure(
            "view",
            f"reset and paint, {setting.leads} against {_PAGE}",
            goal=1.1,
            against=f"the same list with {_PAGE} rows",
        ),
    ]


@cache
def _application() -> QApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return make_application(["benchmarks"], resource_path("icons", "touchline.svg"))


def _short(page: QueuePage) -> QueuePage:
    rows = page.rows[:_PAGE]
    counts = {lane: sum(row.lane == lane for row in rows) for lane in SHOWN_LANES}
    return QueuePage(rows, counts, page.at)


class _Shown:
    """A list in a window."""

    def __init__(self, app: QApplication, page: QueuePage) -> None:
        words = Wording.load(resource_path("i18n", "en.json"), ZoneInfo("Europe/Madrid"))
        theme = Theme("light", 1.0)
        theme.apply(app)
        self._model = QueueModel(theme, words, ZoneInfo("Europe/Madrid"))
        self._model.rows_wanted.connect(self._nothing)
        self._view = QueueView(theme, words, self._model)
        self._view.resize(_WIDTH, _HEIGHT)
        # Logging an outcome takes the first row away, taking it back brings it again.
        first = page.rows[0]
        fewer = page.counts | {first.lane: page.counts[first.lane] - 1}
        self._pages = [QueuePage(page.rows[1:], fewer, page.at), page]
        self._model.set_page(page)
        self._view.show()
        # What is not on the screen yet is not painted.
        QTest.qWaitForWindowExposed(self._view)
        self.flush()

    @staticmethod
    def _nothing(lane: str, offset: int, count: int) -> None:
        """Rows further down are not read here."""

    def flush(self) -> None:
        """Paint now what waits to be painted."""
        QCoreApplication.sendPostedEvents(self._view, QEvent.Type.UpdateRequest)

    def reset(self) -> None:
        """Another page, painted."""
        self._pages.reverse()
        self._model.set_page(self._pages[0])
        self.flush()

    def change_one(self) -> None:
        """New facts of one person in sight, not painted yet."""
        row = self._pages[0].rows[2]
        self._model.apply_rows([row._replace(day=row.day + 1), row])

    def close(self) -> None:
        """Take the window away."""
        self._view.close()
        self._view.deleteLater()


class _Text(NamedTuple):
    at: QPointF
    static: QStaticText
    font: QFont
    color: QColor


class _Painter:
    """Paints as many rows with the same parts, out of what was prepared before."""

    def __init__(self, rows: tuple[QueueRow, ...]) -> None:
        self._target = QPixmap(_WIDTH, _HEIGHT)
        self._ground, self._line = QColor("#ffffff"), QColor("#e3e3e3")
        self._icon = QPixmap(13, 13)
        self._icon.fill(QColor("#666666"))
        self._rows = [self._texts(row, top * _ROW) for top, row in enumerate(rows[: _in_sight()])]

    def _texts(self, row: QueueRow, top: int) -> list[_Text]:
        dark, grey = QColor("#1b1b1b"), QColor("#5a5a5a")
        bold, plain, small = QFont(), QFont(), QFont()
        bold.setWeight(QFont.Weight.DemiBold)
        small.setPixelSize(11)
        parts = (
            (8, 18, "12:30", small, dark),
            (64, 8, row.name, bold, dark),
            (260, 8, f"10:00 {row.place}", small, grey),
            (82, 28, f"Call {row.step_no} of {row.step_count}", plain, grey),
            (250, 28, row.reason, small, grey),
        )
        return [
            _Text(QPointF(x, top + y), _laid_out(text, font), font, color)
            for x, y, text, font, color in parts
        ]

    def paint(self) -> None:
        """All rows in sight."""
        painter = QPainter(self._target)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, texts in enumerate(self._rows):
            top = number * _ROW
            painter.fillRect(QRect(0, top, _WIDTH, _ROW), self._ground)
            painter.fillRect(QRect(0, top + _ROW - 1, _WIDTH, 1), self._line)
            painter.drawPixmap(QPointF(64, top + 30), self._icon)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._line)
            painter.drawRoundedRect(QRectF(244, top + 27, 96, 18), 4, 4)
            for text in texts:
                painter.setFont(text.font)
                painter.setPen(text.color)
                painter.drawStaticText(text.at, text.static)
        painter.end()


def _in_sight() -> int:
    return _HEIGHT // _ROW


def _laid_out(text: str, font: QFont) -> QStaticText:
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    static.prepare(font=font)
    return static
