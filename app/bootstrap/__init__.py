"""Puts the house together: the only package that names every adapter.

Imports stand inside the functions, so that each start pays only for what it shows.
"""
