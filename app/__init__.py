"""Touchline: the desktop workstation for people who work sales cadences."""

__version__ = "0.1.0"
