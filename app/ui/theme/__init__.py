"""Colours, fonts, icons and painting, all from the design tokens."""
