"""Widgets of the window. They know theme, words and plain data, and no service."""
