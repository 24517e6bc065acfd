"""One object that knows how everything looks: built once, handed to every widget."""

from typing import Literal

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QIcon,
    QPainter,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.system.resources import resource_path
from app.ui.theme.style import palette, style_sheet
from app.ui.theme.tokens import Tokens

Scheme = Literal["system", "light", "dark"]

_FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")
# For QApplication(argv + STYLE_ARGUMENTS): to set the style later means to wrap QStyle for Python,
# with all its enums, before the first paint (10 ms).
STYLE_ARGUMENTS = ["-style", "Fusion"]

_CACHED_WIDTHS = 8192
# One size below the scale, for "+12:08" inside a disc of 40 px and nothing else.
_TINY = {"tiny": (10, 12, 600)}


class Theme(QObject):
    """Colours, fonts, icons and metrics of the tokens for one colour scheme and text size.

    It must be built after the application. `changed` is emitted when the scheme or the text size
    changed; a widget that keeps anything it got from here asks again then.
    """

    changed = Signal()

    def __init__(
        self, scheme: Scheme = "system", text_scale: float = 1.0, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.tokens = Tokens(resource_path("theme", "tokens.json"))
        self._scheme: Scheme = scheme
        self._text_scale = text_scale
        # Whether nothing is to move: the system does not tell Qt, so a person does.
        self.still = False
        self._app: QApplication | None = None
        self._type = {**self.tokens.type_scale(), **_TINY}
        self._families = self.tokens.families()
        self._svg: dict[str, bytes] = {}
        self._by_scheme = {s: self.tokens.colors(s) for s in ("light", "dark")}
        self._forget()
        for name in _FONT_FILES:
            QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme)

    # Scheme and text size

    @property
    def scheme(self) -> Scheme:
        """What was chosen: system, light or dark."""
        return self._scheme

    @property
    def dark(self) -> bool:
        """Whether dark colours are in use now."""
        if self._scheme == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._scheme == "dark"

    @property
    def text_scale(self) -> float:
        """1.0, 1.15 or 1.3."""
        return self._text_scale

    def set_scheme(self, scheme: Scheme) -> None:
        """Changes the colours everywhere at once."""
        if scheme != self._scheme:
            self._scheme = scheme
            self._refresh()

    def set_text_scale(self, text_scale: float) -> None:
        """Changes the text size everywhere at once."""
        if text_scale != self._text_scale:
            self._text_scale = text_scale
            self._refresh()

    def apply(self, app: QApplication, *, styled: bool = False) -> None:
        """Gives the application its base style, palette, font and style sheet, and keeps them.

        `styled` says that the application was started with `STYLE_ARGUMENTS` and has its style.
        """
        self._app = app
        if not styled:
            app.setStyle("Fusion")
        self._dress(app)

    # What widgets ask for

    def color(self, name: str) -> QColor:
        """The colour of a token such as "accent.fill"; KeyError for a name that does not exist."""
        found = self._colors.get(name)
        if found is None:
            found = self._colors[name] = QColor(self._names[name])
        return found

    def chip_colors(self, kind: str) -> tuple[str, str]:
        """The names of a chip's background (outline: border) and text colours."""
        background, text = self.tokens.at(f"state.chip.{kind}")
        return background, text

    def font(self, name: str, weight: int | None = None) -> QFont:
        """A font of the type scale ("micro" to "figure") with digits of equal width."""
        key = (name, weight)
        found = self._fonts.get(key)
        if found is None:
            size, _, own_weight = self._type[name]
            found = QFont(self._families)
            found.setPixelSize(round(size * self._text_scale))
            found.setWeight(QFont.Weight(weight or own_weight))
            found.setFeature(QFont.Tag("tnum"), 1)
            # Whole-pixel advances tear the small sizes apart.
            found.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            self._fonts[key] = found
        return found

    def metrics(self, name: str, weight: int | None = None) -> QFontMetricsF:
        """Metrics of `font(name, weight)`."""
        key = (name, weight)
        found = self._metrics.get(key)
        if found is None:
            found = self._metrics[key] = QFontMetricsF(self.font(name, weight))
        return found

    def text_width(self, text: str, name: str, weight: int | None = None) -> float:
        """How wide a text is in `font(name, weight)`, remembered."""
        key = (text, name, weight)
        width = self._widths.get(key)
        if width is None:
            if len(self._widths) >= _CACHED_WIDTHS:
                self._widths.clear()
            width = self._widths[key] = self.metrics(name, weight).horizontalAdvance(text)
        return width

    def line_height(self, name: str) -> int:
        """The line height of a name of the type scale, scaled."""
        return self.px(self._type[name][1])

    def px(self, length: float) -> int:
        """A length of the design at the present text size; anything that holds text grows."""
        return round(length * self._text_scale)

    def size(self, name: str) -> int:
        """A token of `size`, scaled, e.g. "queueRow"."""
        found = self._sizes.get(name)
        if found is None:
            found = self._sizes[name] = self.px(self.tokens.at(f"size.{name}"))
        return found

    def motion_ms(self, name: str) -> int:
        """How long a fade of this name takes, 0 where nothing is to move."""
        return 0 if self.still else int(self.tokens.at(f"motion.{name}"))

    def set_still(self, still: bool) -> None:
        """Whether nothing moves, Qt's own menus and lists included."""
        self.still = still
        QApplication.setEffectEnabled(Qt.UIEffect.UI_General, not still)

    def icon(
        self, name: str, size: int, color: str = "text.secondary", dpr: float = 1.0
    ) -> QPixmap:
        """A tinted icon, `size` device-independent pixels square.

        `size` is taken as it is: pass `px(13)` for one that grows with the text.
        """
        key = (name, size, color, dpr)
        found = self._icons.get(key)
        if found is None:
            found = self._icons[key] = self._render(name, size, color, dpr)
        return found

    def qicon(self, name: str, size: int = 16, color: str = "text.secondary") -> QIcon:
        """The same as a QIcon for buttons and menus, with a muted disabled look."""
        icon = QIcon()
        for dpr in (1.0, 2.0):
            icon.addPixmap(self.icon(name, size, color, dpr), QIcon.Mode.Normal)
            icon.addPixmap(self.icon(name, size, "text.disabled", dpr), QIcon.Mode.Disabled)
        return icon

    # Inside

    def _forget(self) -> None:
        self._names = self._by_scheme["dark" if self.dark else "light"]
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, int | None], QFont] = {}
        self._metrics: dict[tuple[str, int | None], QFontMetricsF] = {}
        self._widths: dict[tuple[str, str, int | None], float] = {}
        self._sizes: dict[str, int] = {}
        self._icons: dict[tuple[str, int, str, float], QPixmap] = {}

    def _refresh(self) -> None:
        self._forget()
        if self._app is not None:
            self._dress(self._app)
        self.changed.emit()

    def _dress(self, app: QApplication) -> None:
        app.setPalette(palette(self.color))
        app.setFont(self.font("base"))
        app.setStyleSheet(style_sheet(self._names.__getitem__, self.px))

    def _on_system_scheme(self) -> None:
        if self._scheme == "system":
            self._refresh()

    def _render(self, name: str, size: int, color: str, dpr: float) -> QPixmap:
        svg = self._svg.get(name)
        if svg is None:
            svg = self._svg[name] = resource_path("icons", f"{name}.svg").read_bytes()
        tinted = svg.replace(b"currentColor", self.color(color).name().encode())
        pixmap = QPixmap(QSize(round(size * dpr), round(size * dpr)))
        pixmap.setDevicePixelRatio(dpr)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(tinted)).render(painter, QRectF(0, 0, size, size))
        painter.end()
        return pixmap
