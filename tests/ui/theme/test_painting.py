"""Shapes look at the pixel level as the design says."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.ui.theme.painting import chip_size, draw_chip, draw_disc, draw_key, draw_ring, key_size
from app.ui.theme.theme import Theme

RING, TRACK, GROUND = QColor("#1D5AD6"), QColor("#DDE2E9"), QColor("#FFFFFF")


def _canvas(width: int = 40, height: int = 40) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(GROUND)
    return image


def _ring(fraction: float) -> QImage:
    image = _canvas()
    painter = QPainter(image)
    draw_ring(
        painter,
        QRectF(0, 0, 40, 40),
        fraction,
        "",
        ring_color=RING,
        text_color=RING,
        stroke=4,
        track=TRACK,
    )
    painter.end()
    return image


def _side(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name()


def test_a_full_ring_has_no_track(qtbot: QtBot) -> None:
    image = _ring(1.0)
    for x, y in ((20, 2), (37, 20), (20, 37), (2, 20)):
        assert _side(image, x, y) == RING.name()


def test_a_ring_empties_clockwise_from_twelve(qtbot: QtBot) -> None:
    image = _ring(0.25)
    assert _side(image, 32, 7) == RING.name()  # the first quarter is what is left
    for x, y in ((32, 32), (7, 32), (7, 7)):
        assert _side(image, x, y) == TRACK.name()


def test_an_empty_ring_is_all_track(qtbot: QtBot) -> None:
    image = _ring(0.0)
    for x, y in ((20, 2), (37, 20), (20, 37), (2, 20)):
        assert _side(image, x, y) == TRACK.name()
    assert _side(image, 20, 20) == GROUND.name()


def test_a_disc_is_filled_and_carries_its_words(theme: Theme) -> None:
    image = _canvas()
    fill = theme.color("breach.fill")
    painter = QPainter(image)
    draw_disc(
        painter,
        QRectF(0, 0, 40, 40),
        "+1:08",
        fill,
        QColor("#FFFFFF"),
        font=theme.font("micro", 600),
    )
    painter.end()
    assert _side(image, 20, 5) == fill.name()
    assert _side(image, 1, 1) == GROUND.name()
    middle = {_side(image, x, y) for x in range(5, 35) for y in range(16, 25)}
    assert "#ffffff" in middle


def test_a_chip_is_as_wide_as_its_words_and_icon(theme: Theme) -> None:
    plain, with_icon = chip_size(theme, "Overdue"), chip_size(theme, "Overdue", "clock-alert")
    assert plain.height() == 18
    assert with_icon.width() == plain.width() + 11 + 4
    assert chip_size(theme, "", "clock-alert").width() == 6 + 11 + 6


def test_a_chip_of_the_row_colour_turns_white_on_a_selected_row(theme: Theme) -> None:
    grounds = []
    for selected in (False, True):
        image = _canvas(80, 18)
        painter = QPainter(image)
        draw_chip(painter, theme, QRectF(0, 0, 80, 18), "New", kind="new", on_selected=selected)
        painter.end()
        grounds.append(_side(image, 75, 9))
    assert grounds == [theme.color("accent.tint").name(), "#ffffff"]


def test_a_key_cap_is_never_narrower_than_high(theme: Theme) -> None:
    assert key_size(theme, "1").width() == key_size(theme, "1").height() == 18
    assert key_size(theme, "Ctrl Enter").width() > 50


def test_a_highlighted_key_cap_is_filled(theme: Theme) -> None:
    image = _canvas(18, 18)
    painter = QPainter(image)
    draw_key(painter, theme, QRectF(0, 0, 18, 18), "2", "filled")
    painter.end()
    assert _side(image, 3, 9) == theme.color("accent.fill").name()
