"""The palette and the one style sheet, made from token colours."""

from collections.abc import Callable

from PySide6.QtGui import QColor, QPalette

from app.system.resources import resource_path

_ROLES = {
    QPalette.ColorRole.Window: "bg.window",
    QPalette.ColorRole.Base: "bg.panel",
    QPalette.ColorRole.AlternateBase: "bg.subtle",
    QPalette.ColorRole.Button: "bg.panel",
    QPalette.ColorRole.ToolTipBase: "bg.panel",
    QPalette.ColorRole.WindowText: "text.primary",
    QPalette.ColorRole.Text: "text.primary",
    QPalette.ColorRole.ButtonText: "text.primary",
    QPalette.ColorRole.ToolTipText: "text.primary",
    QPalette.ColorRole.BrightText: "text.onAccent",
    QPalette.ColorRole.PlaceholderText: "text.muted",
    QPalette.ColorRole.Highlight: "accent.fill",
    QPalette.ColorRole.HighlightedText: "text.onAccent",
    QPalette.ColorRole.Accent: "accent.fill",
    QPalette.ColorRole.Link: "accent.text",
    QPalette.ColorRole.LinkVisited: "accent.text",
    QPalette.ColorRole.Light: "bg.panel",
    QPalette.ColorRole.Midlight: "bg.hover",
    QPalette.ColorRole.Mid: "border.default",
    QPalette.ColorRole.Dark: "border.strong",
    QPalette.ColorRole.Shadow: "border.strong",
}
_DISABLED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)

_FIELDS = "QLineEdit, QComboBox, QAbstractSpinBox"


def palette(color: Callable[[str], QColor]) -> QPalette:
    """The palette of the present scheme; `color` maps a token name to a colour."""
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, color(name))
    for role in _DISABLED:
        made.setColor(QPalette.ColorGroup.Disabled, role, color("text.disabled"))
    return made


def style_sheet(c: Callable[[str], str], px: Callable[[float], int]) -> str:
    """The style sheet of the stock widgets; own widgets paint themselves.

    `c` maps a token name to "#RRGGBB", `px` scales a length that holds text. A border that becomes
    2 px on focus takes the pixel from the padding, so that nothing moves.
    """
    check = resource_path("theme", "check-on-accent.svg").as_posix()
    chevron = resource_path("theme", "chevron-down.svg").as_posix()
    return f"""
QToolTip {{ background: {c("bg.panel")}; color: {c("text.primary")};
  border: 1px solid {c("border.strong")}; padding: 4px 6px; }}
QPushButton {{ background: {c("bg.panel")}; color: {c("text.primary")}; font-weight: 500;
  border: 1px solid {c("border.strong")}; border-radius: 6px; padding: 0 12px;
  min-height: {px(32) - 2}px; }}
QPushButton:hover {{ background: {c("bg.hover")}; }}
QPushButton:pressed {{ background: {c("bg.sunken")}; }}
QPushButton:checked {{ background: {c("accent.tint")}; color: {c("accent.text")};
  border-color: {c("accent.line")}; }}
QPushButton:disabled {{ background: {c("bg.subtle")}; color: {c("text.disabled")};
  border-color: {c("border.default")}; }}
QPushButton:focus {{ border: 2px solid {c("focus.ring")}; padding: 0 11px;
  min-height: {px(32) - 4}px; }}
QPushButton[small="true"] {{ min-height: {px(28) - 2}px; }}
QPushButton[small="true"]:focus {{ min-height: {px(28) - 4}px; }}
QPushButton[primary="true"]:enabled {{ background: {c("accent.fill")};
  color: {c("text.onAccent")}; border-color: {c("accent.fill")}; }}
QPushButton[primary="true"]:enabled:hover {{ background: {c("accent.hover")}; }}
QPushButton[primary="true"]:enabled:pressed {{ background: {c("accent.press")}; }}
QPushButton[primary="true"]:enabled:focus {{ border-color: {c("text.primary")}; }}
QPushButton[danger="true"]:enabled {{ border: 2px solid {c("breach.graphic")};
  color: {c("breach.text")}; padding: 0 11px; min-height: {px(32) - 4}px; }}
QPushButton[link="true"] {{ background: transparent; border: none; padding: 0;
  color: {c("accent.text")}; min-height: 0; }}
QPushButton[link="true"]:focus {{ border: none; padding: 0; min-height: 0;
  text-decoration: underline; }}
{_FIELDS}, QTextEdit, QPlainTextEdit {{ background: {c("bg.panel")};
  color: {c("text.primary")}; border: 1px solid {c("border.control")}; border-radius: 6px;
  selection-background-color: {c("accent.fill")}; selection-color: {c("text.onAccent")}; }}
{_FIELDS} {{ min-height: {px(32) - 2}px; padding: 0 8px; }}
QTextEdit, QPlainTextEdit {{ padding: 6px 8px; }}
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{
  border: 2px solid {c("focus.ring")}; min-height: {px(32) - 4}px; padding: 0 7px; }}
QTextEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {c("focus.ring")};
  padding: 5px 7px; }}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QTextEdit:disabled,
QPlainTextEdit:disabled {{ background: {c("bg.subtle")}; color: {c("text.disabled")};
  border-color: {c("border.default")}; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({chevron}); width: 14px; height: 14px; }}
QTimeEdit::up-button, QTimeEdit::down-button {{ subcontrol-origin: border; width: 0;
  border: none; }}
QComboBox QAbstractItemView {{ background: {c("bg.panel")}; outline: none;
  border: 1px solid {c("border.strong")}; selection-background-color: {c("bg.selected")};
  selection-color: {c("text.primary")}; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator {{ width: {px(18) - 4}px; height: {px(18) - 4}px; border-radius: 4px;
  border: 2px solid {c("border.control")}; background: {c("bg.panel")}; }}
QCheckBox::indicator:focus {{ border-color: {c("focus.ring")}; }}
QCheckBox::indicator:checked {{ border-color: {c("accent.fill")};
  background: {c("accent.fill")}; image: url({check}); }}
QCheckBox::indicator:checked:focus {{ border-color: {c("text.primary")}; }}
QCheckBox::indicator:disabled {{ border-color: {c("border.default")};
  background: {c("bg.subtle")}; }}
QScrollBar {{ background: transparent; margin: 0; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {c("border.strong")}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:hover {{ background: {c("border.control")}; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QMenu {{ background: {c("bg.panel")}; border: 1px solid {c("border.strong")}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; min-height: {px(18)}px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c("bg.hover")}; color: {c("text.primary")}; }}
QMenu::item:disabled {{ color: {c("text.disabled")}; }}
QMenu::separator {{ height: 1px; background: {c("border.default")}; margin: 4px 0; }}
QTabBar {{ background: transparent; border: none; }}
QTabBar::tab {{ background: transparent; color: {c("text.muted")}; border: none;
  padding: 0 12px; min-height: {px(28)}px; }}
QTabBar::tab:hover {{ color: {c("text.primary")}; }}
QTabBar::tab:selected {{ color: {c("accent.text")};
  border-bottom: 2px solid {c("accent.line")}; }}
QTabBar::tab:focus {{ background: {c("bg.hover")}; }}
QSplitter::handle {{ background: {c("border.default")}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QStatusBar {{ background: {c("bg.panel")}; border: none; }}
QStatusBar::item {{ border: none; }}
QProgressBar {{ background: {c("bg.sunken")}; border: none; border-radius: 3px;
  height: 6px; text-align: center; }}
QProgressBar::chunk {{ background: {c("accent.fill")}; border-radius: 3px; }}
QScrollArea, QAbstractItemView {{ border: none; }}
"""
