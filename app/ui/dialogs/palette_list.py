"""The lines of the palette: people first, then actions with their keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.core.folded import folded
from app.core.people.phone import display
from app.services.store.records import LeadHit
from app.ui.actions import ACTIONS, Action
from app.ui.dialogs.key_words import caps_of
from app.ui.theme.painting import draw_key, key_size
from app.ui.theme.theme import Theme
from app.ui.widgets.dock.dock_data import OutcomeData
from app.ui.widgets.parts.model_index import ModelIndex
from app.ui.words import in_every_language, say

NO_INDEX = QModelIndex()
_PAD, _TEXT = 16, 44
# They need a place in the queue or a hand on the keys, or are the palette itself.
_NOT_OFFERED = frozenset(
    {"palette", "escape", "left", "right", "up", "down", "tick", "next_gap", "primary", "send"}
)
# What is wanted most stands on top while nothing is typed; the rest follows the list of keys.
_FIRST = ("next_touch", "take_new", "log_contact", "add_contact", "edit_person", "plan", "account")
_ICONS = {
    "workspace": "arrow-left",
    "import": "file-input",
    "add_contact": "user-plus",
    "log_contact": "phone-incoming",
    "plan": "waypoints",
    "account": "users",
    "settings": "settings",
    "theme_dark": "moon",
    "theme_light": "sun",
    "theme_system": "laptop",
    "keys": "keyboard",
    "edit_person": "pencil",
    "export_person": "file-down",
    "erase_person": "trash-2",
    "undo": "undo-2",
    "filter": "list-filter",
    "note": "sticky-note",
    "snooze": "alarm-clock",
    "take_new": "phone-call",
    "next_touch": "arrow-right",
    "lead_panel": "panel-right",
    "objections": "messages-square",
    "use": "route",
    "anyway": "shield-off",
    "ask_zone": "clock",
    "why": "circle-question-mark",
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who was found."""

    hit: LeadHit


@dataclass(frozen=True, slots=True)
class ActionLine:
    """Something to do; `named` says it in other words than the list of keys."""

    action: Action
    named: str = ""

    @property
    def label(self) -> str:
        """What it does."""
        return self.named or self.action.label


@dataclass(frozen=True, slots=True)
class WordsLine:
    """A sentence that cannot be chosen."""

    text: str


PaletteLine = PersonLine | ActionLine | WordsLine


def offered(text: str) -> tuple[Action, ...]:
    """The actions that have a word which begins with each word typed, in whatever language."""
    wanted = folded(text).split()
    found: dict[str, Action] = {}
    for action in sorted(ACTIONS, key=_place):
        if action.name in _NOT_OFFERED or action.name.startswith("outcome_"):
            continue
        keys = (f"action.{action.name}", f"find.{action.name}")
        if _named(f"{action.label} {in_every_language(*keys)}", wanted):
            found.setdefault(action.name, action)
    return tuple(found.values())


def outcomes_named(text: str, outcomes: Iterable[OutcomeData]) -> tuple[ActionLine, ...]:
    """The outcomes of the open touch that answer to what was typed; none before that."""
    wanted = folded(text).split()
    by_name = {action.name: action for action in reversed(ACTIONS)}
    return tuple(
        ActionLine(by_name[f"outcome_{one.key}"], say("palette.outcome", outcome=one.label))
        for one in outcomes
        if wanted
        and one.enabled
        and _named(f"{one.label} {in_every_language(f'outcome.{one.code}')}", wanted)
    )


def _place(action: Action) -> int:
    return _FIRST.index(action.name) if action.name in _FIRST else len(_FIRST)


def _named(words: str, wanted: Sequence[str]) -> bool:
    known = folded(words).split()
    return all(any(word.startswith(part) for word in known) for part in wanted)


class PaletteModel(QAbstractListModel):
    """The lines in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[PaletteLine] = ()

    @property
    def lines(self) -> Sequence[PaletteLine]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[PaletteLine]) -> None:
        """Shows other lines."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: ModelIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """Sentences cannot be chosen."""
        if isinstance(self._lines[index.row()], WordsLine):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a line, for speech too; None for any other role."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        line = self._lines[index.row()]
        if isinstance(line, PersonLine):
            hit = line.hit
            return ", ".join(filter(None, (hit.name, hit.company, hit.place, hit.phone)))
        if isinstance(line, ActionLine):
            return ", ".join(filter(None, (line.label, " ".join(caps_of(line.action)))))
        return line.text


class PaletteDelegate(QStyledItemDelegate):
    """Paints lines of 40 px; the palette says which one is current."""

    def __init__(self, theme: Theme, model: PaletteModel, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.current = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        """All lines are alike."""
        return QSize(0, self._theme.px(self._theme.tokens.at("size.palette.row")))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Paints one line."""
        rect: QRect = option.rect
        theme, line = self._theme, self._model.lines[index.row()]
        chosen = index.row() == self.current and not isinstance(line, WordsLine)
        painter.fillRect(rect, theme.color("bg.selected" if chosen else "bg.panel"))
        if chosen:
            marker = theme.tokens.at("border.selectedMarker")
            painter.fillRect(
                rect.left(), rect.top(), marker, rect.height(), theme.color("accent.line")
            )
        if isinstance(line, PersonLine):
            self._paint_person(painter, rect, line.hit)
        elif isinstance(line, ActionLine):
            self._paint_action(painter, rect, line)
        else:
            box = QRectF(rect).adjusted(theme.px(_PAD), 0, -theme.px(_PAD), 0)
            self._words(painter, box, line.text, color="text.muted")

    def _paint_person(self, painter: QPainter, rect: QRect, hit: LeadHit) -> None:
        px = self._theme.px
        self._icon(painter, rect, "user")
        box = QRectF(rect).adjusted(px(_TEXT), 0, -px(_PAD), 0)
        phone = display(hit.phone) if hit.phone else ""
        wide = self._theme.text_width(phone, "small") if phone else 0
        if phone:
            right = QRectF(box.right() - wide - 1, box.top(), wide + 1, box.height())
            self._words(painter, right, phone, font="small", color="text.secondary")
        room = box.adjusted(0, 0, -wide - px(16), 0)
        name = min(self._theme.text_width(hit.name, "base", 600) + 1, room.width())
        self._words(painter, QRectF(room.left(), room.top(), name, room.height()), hit.name, 600)
        about = " · ".join(filter(None, (hit.company, hit.place)))
        rest = room.adjusted(name + px(10), 0, 0, 0)
        if rest.width() > px(40):
            self._words(painter, rest, about, font="small", color="text.muted")

    def _paint_action(self, painter: QPainter, rect: QRect, line: ActionLine) -> None:
        action = line.action
        theme, px = self._theme, self._theme.px
        self._icon(painter, rect, _ICONS.get(action.name, "command"))
        right = float(rect.right() + 1 - px(_PAD))
        for cap in reversed(caps_of(action)):
            size = key_size(theme, cap)
            right -= size.width()
            top = round(rect.center().y() - size.height() / 2) + 1
            draw_key(painter, theme, QRectF(right, top, size.width(), size.height()), cap)
            right -= px(4)
        left = rect.left() + px(_TEXT)
        room = QRectF(left, rect.top(), right - left - px(8), rect.height())
        self._words(painter, room, line.label)

    def _icon(self, painter: QPainter, rect: QRect, name: str) -> None:
        side = self._theme.px(16)
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._theme.icon(name, side, "text.secondary", ratio)
        top = rect.center().y() - side // 2
        painter.drawPixmap(rect.left() + self._theme.px(_PAD), top, pixmap)

    def _words(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        weight: int = 400,
        *,
        font: str = "base",
        color: str = "text.primary",
    ) -> None:
        metrics = self._theme.metrics(font, weight)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(self._theme.font(font, weight))
        painter.setPen(self._theme.color(color))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
