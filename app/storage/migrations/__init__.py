"""Alembic's scripts: one revision per schema number, forward only (docs/database.md)."""
