"""Dialogs that any moment of the work can open: palette, keys, a new lead, settings."""
