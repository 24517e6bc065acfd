"""A scroll area that lets the ground behind it be seen."""

from PySide6.QtWidgets import QScrollArea, QWidget


def clear_scroll(inside: QWidget) -> QScrollArea:
    """Scroll `inside`, which is as wide as there is room.

    Neither paints a ground: a widget is filled with the colour of windows when it is taken in.
    """
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(inside)
    inside.setAutoFillBackground(False)
    scroll.viewport().setAutoFillBackground(False)
    return scroll
