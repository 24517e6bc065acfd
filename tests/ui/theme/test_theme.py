"""Colours, fonts and icons come from the tokens, in both schemes and at every text size."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.system.resources import resource_path
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import Tokens

# What painting code calls icons by, wherever it is a literal.
_ICON_CALL = re.compile(r"""(?:q?icon|IconButton|IconLabel)\(\s*(?:\w+,\s*)?"([a-z0-9-]+)\"""")


def _named_in_tokens() -> set[str]:
    tokens = Tokens(resource_path("theme", "tokens.json"))
    icons = {v for k, v in tokens.at("icons").items() if k != "set" and isinstance(v, str)}

    def collect(value: object, key: str = "") -> None:
        if isinstance(value, dict):
            for k, v in value.items():
                collect(v, k)
        elif key == "icon" and isinstance(value, str):
            icons.update(name.strip() for name in value.split(","))

    collect(tokens.at("state"))
    return icons


def _named_in_code() -> set[str]:
    found: set[str] = set()
    for path in Path(__file__).parents[3].glob("app/ui/**/*.py"):
        found.update(_ICON_CALL.findall(path.read_text()))
    return found


@pytest.mark.parametrize("name", sorted(_named_in_tokens() | _named_in_code()))
def test_every_named_icon_can_be_drawn(theme: Theme, name: str) -> None:
    image = theme.icon(name, 16, "text.primary").toImage()
    inked = sum(
        image.pixelColor(x, y).alpha() > 128
        for x in range(image.width())
        for y in range(image.height())
    )
    assert inked > 4


def test_an_icon_takes_the_colour_and_the_pixel_ratio(theme: Theme) -> None:
    pixmap = theme.icon("square-check", 24, "breach.text", 2.0)
    assert pixmap.width() == 48
    assert pixmap.devicePixelRatio() == 2.0
    image = pixmap.toImage()
    solid = {
        image.pixelColor(x, y).name()
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert theme.color("breach.text").name() in solid
    assert theme.icon("square-check", 24, "breach.text", 2.0) is pixmap


def test_an_unknown_colour_is_an_error(theme: Theme) -> None:
    with pytest.raises(KeyError):
        theme.color("accent.gone")


@pytest.mark.parametrize(("name", "size"), [("micro", 11), ("base", 13), ("heading", 20)])
def test_fonts_are_inter_with_even_digits(theme: Theme, name: str, size: int) -> None:
    font = theme.font(name, 600)
    assert font.pixelSize() == size
    assert QFontInfo(font).family() == "Inter"
    assert font.isFeatureSet(QFont.Tag("tnum"))
    assert theme.text_width("1111", name, 600) == theme.text_width("0000", name, 600)


def test_weights_differ(theme: Theme) -> None:
    widths = {theme.text_width("Oluwaseun", "base", weight) for weight in (400, 500, 600)}
    assert len(widths) == 3


def test_text_size_scales_all_that_holds_text(qapp: QApplication) -> None:
    theme = Theme("light", 1.3)
    assert theme.font("base").pixelSize() == 17
    assert theme.size("queueRow") == 68
    assert theme.px(8) == 10


def test_a_change_of_scheme_is_told_and_reaches_the_application(
    theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    light = theme.color("bg.panel").name()
    icon = theme.icon("phone", 16, "text.muted")
    with qtbot.waitSignal(theme.changed):
        theme.set_scheme("dark")
    assert theme.color("bg.panel").name() == "#1a1e25" != light
    assert qapp.palette().color(QPalette.ColorRole.Base).name() == "#1a1e25"
    assert "#1A1E25" in qapp.styleSheet()
    assert theme.icon("phone", 16, "text.muted").toImage() != icon.toImage()


def test_the_same_choice_again_changes_nothing(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_scheme("light")
        theme.set_text_scale(1.0)


def test_system_follows_the_desktop(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme("system")
    dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.dark is dark
    assert theme.color("bg.panel").name() == ("#1a1e25" if dark else "#ffffff")
    with qtbot.waitSignal(theme.changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)


def test_a_fixed_scheme_ignores_the_desktop(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)


def test_both_schemes_have_the_same_colours() -> None:
    tokens = Tokens(resource_path("theme", "tokens.json"))
    assert tokens.colors("light").keys() == tokens.colors("dark").keys()


def _luminance(hex_color: str) -> float:
    parts = (int(hex_color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(scheme: str) -> None:
    tokens = Tokens(resource_path("theme", "tokens.json"))
    colors = tokens.colors(scheme)
    pairs = [
        (text, ground)
        for text in ("text.primary", "text.secondary", "text.muted")
        for ground in ("bg.panel", "bg.subtle", "bg.selected", "bg.hover")
    ]
    pairs += [
        (text, ground)
        for kind, (ground, text) in tokens.at("state.chip").items()
        if kind != "outline"
    ]
    assert [p for p in pairs if _contrast(colors[p[0]], colors[p[1]]) < 4.5] == []
