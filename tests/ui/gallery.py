"""Paints the workspace's widgets into pictures, to be held beside the design.

QT_QPA_PLATFORM=offscreen python -m tests.ui.gallery FOLDER [SCALE]
"""

import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.widgets.frame.alert_banner import AlertBanner
from app.ui.widgets.frame.frame_data import AlertData, MiniBarData, MiniBarMode
from app.ui.widgets.frame.mini_bar import MiniBar
from app.ui.widgets.frame.status_line import StatusLine
from app.ui.widgets.frame.top_bar import TopBar
from app.ui.widgets.lead.lead_panel import LeadPanel
from app.ui.widgets.lead.lead_rail import LeadRail
from app.ui.widgets.parts.size_class import size_class
from app.ui.widgets.parts.view_data import ring_for
from app.ui.widgets.touch.touch_data import TouchData
from app.ui.widgets.touch.touch_panel import TouchPanel
from tests.ui.widgets import samples
from tests.ui.widgets.finding import action_on


class Workspace(QWidget):
    """All parts in their places; the queue is a blank."""

    def __init__(self, theme: Theme, size: QSize) -> None:
        super().__init__()
        self.top, self.banner = TopBar(theme), AlertBanner(theme)
        self.touch, self.lead = TouchPanel(theme), LeadPanel(theme)
        self.rail, self.status = LeadRail(theme), StatusLine(theme)
        room = size_class(size.width(), size.height(), theme.text_scale)
        queue = QLabel()
        queue.setFixedWidth(351 if not room.rail else 267)
        middle = QHBoxLayout()
        middle.setSpacing(1)
        for part, stretch in ((queue, 0), (self.touch, 1), (self.lead, 0), (self.rail, 0)):
            middle.addWidget(part, stretch)
        self.lead.setFixedWidth(min(380, theme.px(320)) - 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.banner)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.lead.setVisible(not room.rail)
        self.rail.setVisible(room.rail)
        self.top.set_size_class(room)
        self.touch.set_size_class(room)
        self.resize(size)

    def fill(self, touch: TouchData, alert: AlertData | None = None) -> None:
        """Shows one touch, and an alert if there is one."""
        self.top.show_bar(samples.TOP)
        self.banner.show_alert(alert)
        self.touch.show_touch(touch)
        self.lead.show_lead(samples.LEAD)
        self.status.show_status(samples.STATUS)


def mini_bars() -> list[MiniBarData]:
    """Every state of the mini bar."""
    base = MiniBarData(
        lead="joanna", name="Joanna Kowalczyk", ring=ring_for(288), place_line="Kraków 11:21"
    )
    return [
        base,
        replace(base, ring=ring_for(96), there="11:24 there"),
        replace(base, ring=ring_for(38), there="11:25 there"),
        replace(base, ring=ring_for(-42)),
        replace(base, ring=ring_for(271), more="1 more: Tariq Aziz, 4:55"),
        replace(base, ring=ring_for(214), mode=MiniBarMode.ON_CALL),
    ]


def paint(app: QApplication, folder: Path, scale: float) -> None:
    """Writes the pictures."""
    theme = Theme("light", scale)
    theme.apply(app)
    wide, narrow, least = QSize(1440, 868), QSize(1100, 668), QSize(960, 608)
    for scheme in ("light", "dark"):
        theme.set_scheme(scheme)
        for size in (wide, narrow, least):
            for name, touch in (
                ("call", samples.CALL),
                ("message", samples.MESSAGE),
                ("linkedin", samples.LINKEDIN),
            ):
                page = Workspace(theme, size)
                page.fill(touch, samples.ALERT if name == "linkedin" else None)
                page.show()
                page.setFocus()
                QTest.qWait(20)
                page.grab().save(str(folder / f"{name}-{size.width()}-{scheme}.png"))
                page.close()
    theme.set_scheme("light")
    for place, data in enumerate(mini_bars()):
        bar = MiniBar(theme)
        bar.show_lead(data)
        QTest.qWait(20)
        bar.grab().save(str(folder / f"mini-{place}.png"))
        bar.close()
    page = Workspace(theme, wide)
    page.fill(samples.CALL)
    page.show()
    for keys in (*"156789SZ", "54", "61", "71", "73", "81", "S5"):
        page.fill(replace(samples.CALL, touch=f"call-{keys}"))
        for key in keys:
            page.touch.act(action_on(key))
        QTest.qWait(20)
        page.grab().save(str(folder / f"strip-{keys}.png"))
        for _ in keys:
            page.touch.act("escape")
    for name, action in samples.CALL_ACTIONS.items():
        page.fill(replace(samples.CALL, action=action))
        QTest.qWait(20)
        page.grab().save(str(folder / f"action-{name.replace(' ', '-')}.png"))


def main(arguments: list[str]) -> int:
    """Paints into the folder of the first argument."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    paint(app, folder, float(arguments[1]) if len(arguments) > 1 else 1.0)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
