"""Shapes that delegates and widgets share: ring, disc, chip, key cap, focus ring.

Rectangles are in device-independent pixels; every function leaves the painter as it found it.
"""

from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.ui.theme.theme import Theme
from app.ui.words import key_name

_TWELVE_O_CLOCK = 90 * 16
_FULL_TURN = 360 * 16
_CHIP_PADDING = 6
_CHIP_GAP = 4
_CHIP_ICON = 11
_KEY_PADDING = 5


def draw_ring(
    painter: QPainter,
    rect: QRectF,
    fraction: float,
    text: str,
    *,
    ring_color: QColor,
    text_color: QColor,
    stroke: float,
    track: QColor | None = None,
    font: QFont | None = None,
) -> None:
    """A ring inside `rect` of which `fraction` (1 full, 0 empty) is left, with a text in it.

    It starts full at twelve o'clock and empties clockwise. `track` colours the part that has gone;
    without `font` the text is set in the painter's.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = stroke / 2
    inner = rect.adjusted(half, half, -half, -half)
    pen = QPen(track or ring_color, stroke)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    part = min(max(fraction, 0.0), 1.0)
    if track is not None and part < 1.0:
        painter.setPen(pen)
        painter.drawArc(inner, 0, _FULL_TURN)
    if part > 0.0:
        pen.setColor(ring_color)
        painter.setPen(pen)
        painter.drawArc(inner, _TWELVE_O_CLOCK, -round(_FULL_TURN * part))
    _text_in(painter, rect, text, text_color, font)
    painter.restore()


def draw_disc(
    painter: QPainter,
    rect: QRectF,
    text: str,
    fill: QColor,
    text_color: QColor,
    *,
    font: QFont | None = None,
) -> None:
    """A filled disc with a text in it: the window was missed."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawEllipse(rect)
    _text_in(painter, rect, text, text_color, font)
    painter.restore()


def _text_in(painter: QPainter, rect: QRectF, text: str, color: QColor, font: QFont | None) -> None:
    if not text:
        return
    if font is not None:
        painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def chip_size(theme: Theme, text: str, icon: str = "") -> QSizeF:
    """How large a chip with this text and icon is; without text it is an icon alone."""
    width = 2.0 * theme.px(_CHIP_PADDING)
    if icon:
        width += theme.px(_CHIP_ICON) + (theme.px(_CHIP_GAP) if text else 0)
    if text:
        width += theme.text_width(text, "micro", 500)
    return QSizeF(ceil(width), theme.size("chip"))


def draw_chip(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    text: str,
    *,
    kind: str,
    icon: str = "",
    on_selected: bool = False,
) -> None:
    """A chip of a kind of the tokens (neutral, new, ok, warn, breach, reply, outline).

    `on_selected` keeps a chip apart from the tint of a selected row.
    """
    background, foreground = theme.chip_colors(kind)
    radius = theme.tokens.at("radius.chip")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if kind == "outline":
        painter.setPen(QPen(theme.color(background), 1))
        painter.setBrush(theme.color("bg.panel"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)
    else:
        same = theme.color(background) == theme.color("bg.selected")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bg.panel" if on_selected and same else background))
        painter.drawRoundedRect(rect, radius, radius)
    left = rect.left() + theme.px(_CHIP_PADDING)
    if icon:
        size = theme.px(_CHIP_ICON)
        pixmap = theme.icon(icon, size, foreground, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(left, rect.center().y() - size / 2), pixmap)
        left += size + theme.px(_CHIP_GAP)
    if text:
        painter.setFont(theme.font("micro", 500))
        painter.setPen(theme.color(foreground))
        box = QRectF(left, rect.top(), rect.right() - left, rect.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


def key_size(theme: Theme, text: str) -> QSizeF:
    """How large the cap of a key such as "Enter" or "1" is."""
    height = theme.size("key")
    wanted = theme.text_width(key_name(text), "micro", 500) + 2 * theme.px(_KEY_PADDING)
    return QSizeF(max(float(height), round(wanted)), height)


def draw_key(
    painter: QPainter, theme: Theme, rect: QRectF, text: str, look: str = "default"
) -> None:
    """A key cap; `look` is default, filled (its act is highlighted) or on_accent."""
    fill, border, words = {
        "default": ("bg.subtle", "border.strong", "text.secondary"),
        "filled": ("accent.fill", "accent.fill", "text.onAccent"),
        "on_accent": ("", "text.onAccent", "text.onAccent"),
        "disabled": ("bg.subtle", "border.default", "text.disabled"),
    }[look]
    radius = theme.tokens.at("radius.key")
    edge = QColor(theme.color(border))
    if look == "on_accent":
        edge.setAlphaF(0.7)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(theme.color(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setFont(theme.font("micro", 500))
    painter.setPen(theme.color(words))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key_name(text))
    painter.restore()


def draw_frame(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    radius: float,
    *,
    edge: str = "border.default",
    ground: str = "bg.panel",
    width: float = 1,
    dashed: bool = False,
) -> None:
    """A surface with a round edge whose outer side is `rect`; leaves the painter antialiased."""
    half = width / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(theme.color(edge), width, style))
    painter.setBrush(theme.color(ground))
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)


def draw_focus(painter: QPainter, theme: Theme, rect: QRectF, radius: float) -> None:
    """A focus ring whose outer edge is `rect`."""
    width = theme.tokens.at("state.button.focus.width")
    half = width / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("focus.ring"), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)
    painter.restore()
