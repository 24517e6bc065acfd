"""Puts the house together: the only package that names every adapter.

Imports stand inside the functions, so that each start pays only for what it shows.
"""

from app.bootstrap.desk import OpenDesk, make_demo, make_profile, open_desk
from app.bootstrap.start import DesktopStart, run_desktop

__all__ = [
    "DesktopStart",
    "OpenDesk",
    "make_demo",
    "make_profile",
    "open_desk",
    "run_desktop",
]
