"""What a strip asks beyond a digit: a date and time in their zone, and how they like contact."""

from datetime import datetime

from PySide6.QtCore import QDate, QEvent, QObject, Qt, QTime
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLineEdit, QTimeEdit, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.dock.dock_data import Choice, Strip
from app.ui.widgets.parts.text_label import TextLabel
from app.ui.words import say


class WhenEditor(QWidget):
    """Date and time on the prospect's clock, which `zone_label` names.

    Whoever types instead of stepping writes the day and the hour in words, on one line.
    """

    def __init__(self, theme: Theme, at: datetime | None, zone_label: str) -> None:
        super().__init__()
        self._day, self._time, self._words = QDateEdit(), QTimeEdit(), QLineEdit()
        self._day.setCalendarPopup(True)
        self._day.setDisplayFormat(say("strip.day_format"))
        self._time.setDisplayFormat("HH:mm")
        self._time.setButtonSymbols(QTimeEdit.ButtonSymbols.NoButtons)
        if at is not None:
            self._day.setDate(QDate(at.year, at.month, at.day))
            self._time.setTime(QTime(at.hour, at.minute))
        self._day.setAccessibleName(say("strip.date", zone=zone_label))
        self._time.setAccessibleName(say("strip.time", zone=zone_label))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._day, self._time, self._words):
            row.addWidget(part)
        self._words.setPlaceholderText(say("strip.when_example"))
        self._words.setAccessibleName(say("strip.when_words"))
        self._words.setFixedWidth(theme.px(184))
        self._words.hide()
        self._day.setMinimumWidth(theme.px(144))
        self._day.setCurrentSectionIndex(1)  # the number, not the name of the day
        self._time.setFixedWidth(theme.px(64))
        self._time.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for field in (self._day, self._time, self._words):
            field.setFixedHeight(theme.size("field"))
            field.installEventFilter(self)
        self.setFocusProxy(self._day)
        self.setTabOrder(self._day, self._time)

    def words(self) -> str:
        """The day and hour as they were typed, "" where they were chosen."""
        return self._words.text().strip() if self._words.isVisibleTo(self) else ""

    def write(self, words: str) -> None:
        """Goes on with day and hour in words; "" goes back to the fields."""
        typed = bool(words)
        self._words.setText(words)
        self._words.setVisible(typed)
        self._day.setHidden(typed)
        self._time.setHidden(typed)
        field = self._words if typed else self._day
        self.setFocusProxy(field)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is typed into a date is meant as words; the hour alone takes digits as it is."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is self._words:
            if event.key() == Qt.Key.Key_Backspace and not self._words.text():
                self.write("")
                return True
            return False
        typed = event.text()
        meant = typed.isalnum() if watched is self._day else typed.isalpha()
        if meant and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.write(typed)
            return True
        return False

    def value(self) -> datetime:
        """Wall time without a zone of its own: whose clock it is, the strip says."""
        day, time = self._day.date(), self._time.time()
        return datetime(day.year(), day.month(), day.day(), time.hour(), time.minute())  # noqa: DTZ001 - as said above

    def set_value(self, at: datetime) -> None:
        """Puts another wall time in."""
        self._day.setDate(QDate(at.year, at.month, at.day))
        self._time.setTime(QTime(at.hour, at.minute))


class PreferRow(QWidget):
    """Asks, once per person, for the channel and the time of day they like."""

    def __init__(self, theme: Theme, strip: Strip, chosen: tuple[str, str]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 6)
        row.setSpacing(8)
        row.addWidget(TextLabel(theme, say("strip.prefers"), font="small", color="text.muted"))
        self._channel = self._box(
            say("strip.channel"), say("strip.channel_ask"), strip.prefer_channels, chosen[0]
        )
        self._time = self._box(
            say("strip.when"), say("strip.when_ask"), strip.prefer_times, chosen[1]
        )
        row.addWidget(self._channel)
        row.addWidget(self._time)
        row.addStretch(1)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [self._channel, self._time]

    def value(self) -> tuple[str, str]:
        """The codes of channel and time, "" for what was not said."""
        return str(self._channel.currentData()), str(self._time.currentData())

    def choose(self, channel: str, time: str) -> None:
        """Selects by code."""
        self._channel.setCurrentIndex(max(0, self._channel.findData(channel)))
        self._time.setCurrentIndex(max(0, self._time.findData(time)))

    def _box(self, name: str, unsaid: str, choices: tuple[Choice, ...], chosen: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.addItem(unsaid, "")
        for choice in choices:
            box.addItem(choice.label, choice.code)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        return box
