"""What the rows look like: every state is painted into a picture and looked at."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from app.services.store.queue_rows import QueueRow
from app.services.wording import Wording
from app.ui.theme.theme import Theme
from app.ui.widgets.queue.queue_delegate import QueueDelegate
from app.ui.widgets.queue.queue_model import QueueModel
from app.ui.widgets.queue.queue_slot import LiveCall
from tests.ui.widgets.queue_rows import (
    MADRID,
    NOW,
    make_page,
    make_row,
    make_running,
    minutes,
    seconds,
)

PLAIN, HOVERED, SELECTED = "plain", "hovered", "selected"

SLOT = QRect(0, 0, 64, 51)
NAME = QRect(64, 4, 130, 22)
STEP = QRect(64, 28, 130, 20)


class Painted:
    """One row as a picture; positions are those of the design."""

    def __init__(self, image: QImage, scale: int = 1) -> None:
        self.image = image
        self._scale = scale

    def at(self, x: int, y: int) -> str:
        return self.image.pixelColor(x * self._scale, y * self._scale).name()

    def colors(self, rect: QRect) -> set[str]:
        """Every colour inside a rectangle."""
        return {
            self.image.pixelColor(x, y).name()
            for x in range(rect.left() * self._scale, (rect.right() + 1) * self._scale)
            for y in range(rect.top() * self._scale, (rect.bottom() + 1) * self._scale)
        }

    def chip_left(self, color: str, right: int = 339) -> int:
        """Where a chip of this ground begins."""
        x = right - 4
        while x > 64 and self.at(x - 1, 28) == color:
            x -= 1
        return x


Paint = Callable[..., Painted]


@pytest.fixture
def model(theme: Theme, words: Wording) -> QueueModel:
    return QueueModel(theme, words, ZoneInfo(MADRID))


@pytest.fixture
def delegate(theme: Theme, words: Wording, model: QueueModel) -> QueueDelegate:
    return QueueDelegate(theme, words, model)


@pytest.fixture
def paint(delegate: QueueDelegate, model: QueueModel) -> Paint:
    def render(
        row: QueueRow,
        state: str = PLAIN,
        *,
        width: int = 351,
        height: int = 52,
        scale: int = 1,
        fresh: bool = True,
    ) -> Painted:
        if fresh:
            model.set_page(make_page(row))
        line = model.line_of(row.lead_id)
        assert line is not None
        image = QImage(QSize(width, height) * scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        image.fill(Qt.GlobalColor.magenta)
        option = QStyleOptionViewItem()
        option.rect = QRect(QPoint(0, 0), QSize(width, height))
        delegate.selected_lead = row.lead_id if state == SELECTED else None
        delegate.hovered_line = line if state == HOVERED else -1
        painter = QPainter(image)
        delegate.paint(painter, option, model.index(line, 0))
        painter.end()
        return Painted(image, scale)

    return render


@pytest.fixture
def name_of(theme: Theme) -> Callable[[str], str]:
    def resolve(token: str) -> str:
        return QColor(theme.color(token)).name()

    return resolve


Resolve = Callable[[str], str]


def test_every_pixel_is_painted(paint: Paint) -> None:
    for state in (PLAIN, HOVERED, SELECTED):
        row = paint(make_running(1, 100), state)
        assert "#ff00ff" not in row.colors(QRect(0, 0, 351, 52))


def test_the_hairline_lies_below(paint: Paint, name_of: Resolve) -> None:
    row = paint(make_row(1), SELECTED)
    assert row.colors(QRect(0, 51, 351, 1)) == {name_of("border.default")}


@pytest.mark.parametrize(
    ("state", "ground"),
    [(PLAIN, "bg.panel"), (HOVERED, "bg.hover"), (SELECTED, "bg.selected")],
)
def test_grounds(paint: Paint, name_of: Resolve, state: str, ground: str) -> None:
    row = paint(make_row(1), state)
    assert row.at(60, 2) == row.at(200, 2) == row.at(350, 25) == name_of(ground)
    bar = row.colors(QRect(0, 0, 3, 51))
    assert bar == {name_of("accent.line" if state == SELECTED else ground)}


def test_the_focused_row_has_an_inner_line(
    paint: Paint, delegate: QueueDelegate, name_of: Resolve
) -> None:
    delegate.focus_shown = True
    row = paint(make_row(1), SELECTED)
    for edge in (QRect(0, 0, 351, 2), QRect(0, 49, 351, 2), QRect(349, 0, 2, 51)):
        assert row.colors(edge) == {name_of("focus.ring")}
    assert paint(make_row(1), PLAIN).at(200, 0) == name_of("bg.panel")


@pytest.mark.parametrize(
    ("left_s", "ring", "text"),
    [
        (192, "accent.line", "text.primary"),
        (100, "warn.graphic", "warn.text"),
        (30, "breach.graphic", "breach.text"),
    ],
)
def test_rings(paint: Paint, name_of: Resolve, left_s: int, ring: str, text: str) -> None:
    row = paint(make_running(1, left_s))
    assert name_of(ring) in row.colors(SLOT)
    assert name_of("border.default") in row.colors(SLOT)
    # Twelve o'clock of a ring of 40 px that begins 12 px from the left and 6 from the top.
    assert row.at(33, 7) == name_of(ring)
    assert row.at(30, 7) == name_of("border.default")
    assert row.colors(QRect(0, 0, 12, 51)) == {name_of("bg.panel")}
    assert row.at(32, 5) == name_of("bg.panel")


def test_the_chip_says_what_the_ring_shows(paint: Paint, name_of: Resolve) -> None:
    grounds = [paint(make_running(1, left)).at(336, 35) for left in (200, 100, 30, -5)]
    assert grounds == [
        name_of("accent.tint"),
        name_of("warn.tint"),
        name_of("breach.tint"),
        name_of("breach.tint"),
    ]


def test_a_missed_window_is_a_filled_disc(paint: Paint, name_of: Resolve) -> None:
    row = paint(make_running(1, -68))
    assert row.at(32, 12) == row.at(20, 20) == name_of("breach.fill")
    assert "#ffffff" in row.colors(QRect(17, 20, 30, 12))


def test_a_call_that_goes_on_has_a_full_green_ring(
    paint: Paint, model: QueueModel, name_of: Resolve
) -> None:
    running = make_running(1, 100)
    model.set_live_call(
        LiveCall(lead_id=running.lead_id, after_s=123, late=False, connected_at=NOW - seconds(84))
    )
    row = paint(running)
    for x, y in ((32, 7), (50, 26), (32, 44), (13, 26)):
        assert row.at(x, y) == name_of("ok.graphic")
    assert row.at(336, 35) == name_of("ok.tint")


def test_a_waiting_row_is_muted_throughout(paint: Paint, name_of: Resolve) -> None:
    waiting = make_row(1, "waiting", opens_at=NOW + minutes(138), reason="night")
    row = paint(waiting)
    for part in (SLOT, NAME, STEP):
        assert name_of("text.primary") not in row.colors(part)
        assert name_of("text.secondary") not in row.colors(part)
    assert name_of("text.primary") in paint(make_row(1)).colors(NAME)


def test_an_outline_chip_is_an_outline(paint: Paint, name_of: Resolve) -> None:
    row = paint(make_row(1, "waiting", opens_at=NOW + minutes(9), reason="holiday"), SELECTED)
    assert row.at(330, 27) == name_of("border.strong")
    assert row.at(330, 29) == name_of("bg.panel")


def test_just_arrived_is_outlined(paint: Paint, model: QueueModel, name_of: Resolve) -> None:
    model.set_page(make_page(make_row(1)))
    new = make_running(2, 299)
    model.set_page(make_page(new, make_row(1)))
    row = paint(new, fresh=False)
    for edge in (QRect(0, 0, 351, 2), QRect(0, 49, 351, 2), QRect(0, 0, 2, 51)):
        assert row.colors(edge) == {name_of("accent.line")}
    model.tick(NOW + seconds(6))
    assert paint(new, fresh=False).at(200, 0) == name_of("bg.panel")


def test_taken_elsewhere_is_muted(paint: Paint, model: QueueModel, name_of: Resolve) -> None:
    taken = make_row(1)
    assert name_of("text.primary") in paint(taken).colors(NAME)
    model.mark_taken(taken.lead_id, "Kwame")
    row = paint(taken, fresh=False)
    assert name_of("text.primary") not in row.colors(NAME)


def test_long_words_give_way_to_the_time_and_the_chip(paint: Paint, name_of: Resolve) -> None:
    ground = name_of("bg.panel")
    long = make_row(
        1,
        name="Wilhelmina Alexandra Featherstonehaugh-Cholmondeley",
        channel="linkedin_connect",
        step_no=12,
        step_count=12,
        day=140,
        more=2,
        unsent=True,
        reason="imported_late",
    )
    row, short = paint(long), paint(make_row(1, name="Al", reason="imported_late"))
    # The time and the chip stand where they stand beside a short name.
    for part in (QRect(285, 4, 66, 22), QRect(220, 27, 131, 18)):
        assert row.image.copy(part) == short.image.copy(part)
    gap = row.chip_left(name_of("wait.tint")) - 8
    assert row.colors(QRect(gap, 28, 4, 18)) == {ground}


def test_a_row_not_sent_yet_carries_a_cloud(paint: Paint, name_of: Resolve) -> None:
    beside = QRect(64 + 60, 8, 40, 14)
    assert paint(make_row(1)).colors(beside) == {name_of("bg.panel")}
    assert paint(make_row(1, unsent=True)).colors(beside) != {name_of("bg.panel")}
    assert paint(make_row(1, more=2)).colors(beside) != {name_of("bg.panel")}


def test_a_narrow_row_has_no_city_and_short_words(paint: Paint, name_of: Resolve) -> None:
    ground = name_of("bg.panel")
    wide, narrow = paint(make_running(1, 200)), paint(make_running(1, 200), width=267)
    chip = name_of("accent.tint")
    assert 339 - wide.chip_left(chip) > 2 * (255 - narrow.chip_left(chip, right=255))
    assert narrow.colors(QRect(180, 4, 40, 22)) == {ground}
    assert wide.colors(QRect(280, 4, 40, 22)) != {ground}


def test_below_268_the_chip_is_its_icon(paint: Paint, name_of: Resolve) -> None:
    row = paint(make_row(1, reason="window_missed", deadline_at=NOW - seconds(68)), width=266)
    assert 254 - row.chip_left(name_of("breach.tint"), right=254) <= 23


def test_a_compact_row_holds_all(paint: Paint, delegate: QueueDelegate, name_of: Resolve) -> None:
    delegate.set_compact(True)
    row = paint(make_running(1, 200), height=44)
    assert row.colors(QRect(0, 0, 351, 3)) == {name_of("bg.panel")}
    assert row.colors(QRect(0, 41, 351, 2)) == {name_of("bg.panel")}
    assert name_of("accent.line") in row.colors(QRect(0, 0, 64, 43))


@pytest.mark.parametrize("scale", [1, 2])
def test_a_kept_picture_is_the_same_as_a_fresh_one(
    paint: Paint, delegate: QueueDelegate, theme: Theme, scale: int
) -> None:
    row = make_row(1, name="Chloé Lefèvre")
    first = paint(row, scale=scale)
    again = paint(row, scale=scale)
    assert first.image == again.image
    other = paint(row._replace(name="Oluwaseun Adeyemi"), scale=scale)
    assert other.image != first.image


def test_a_new_scheme_repaints_everything(paint: Paint, theme: Theme) -> None:
    row = make_running(1, 200)
    paint(row)
    theme.set_scheme("dark")
    dark = paint(row)
    assert dark.at(200, 2) == "#1a1e25"
    assert "#ffffff" not in dark.colors(QRect(0, 0, 351, 52))


def test_rows_hold_larger_text(paint: Paint, theme: Theme) -> None:
    theme.set_text_scale(1.3)
    row = paint(make_running(1, 200), height=68)
    ground = theme.color("bg.panel").name()
    assert row.colors(QRect(90, 64, 240, 3)) == {ground}
    assert row.colors(QRect(90, 0, 240, 5)) == {ground}


def test_the_second_of_a_row_is_read_from_the_model(paint: Paint, model: QueueModel) -> None:
    row = make_running(1, 121)
    calm = paint(row)
    model.tick(NOW + seconds(1))
    warned = paint(row, fresh=False)
    assert calm.image.copy(SLOT) != warned.image.copy(SLOT)
    assert model.present.slot(row).reason == "running_out"
