"""Files that the import writes: a template to fill in, and the rows that were left out."""

import os
from pathlib import Path

from app.core.errors import TouchlineError
from app.services.csv_text import write_rows
from app.ui.words import say, told

TEMPLATE_NAME = "touchline-template.csv"
_COLUMNS = (
    "first_name",
    "last_name",
    "phone",
    "email",
    "country",
    "city",
    "language",
    "company",
    "interest",
    "source",
    "received_at",
    "consent_call",
    "consent_email",
    "consent_whatsapp",
    "note",
)
# A number that Ofcom keeps free for examples.
_PHONE, _EMAIL, _AT = "+44 7700 900123", "ada@example.com", "2026-11-18 10:40"
_PRIVATE = 0o600


def template_csv() -> str:
    """A list of one invented person under the names that every column is known by."""
    # write_rows keeps spreadsheets from running a cell that begins with a plus.
    header = [say(f"template.head.{column}") for column in _COLUMNS]
    fixed = {"phone": _PHONE, "email": _EMAIL, "received_at": _AT}
    example = [fixed.get(column) or say(f"template.example.{column}") for column in _COLUMNS]
    return write_rows([header, example], ",")


def write_private(path: Path, text: str) -> None:
    """Write a CSV file that only this user can read, with the mark by which spreadsheets see UTF-8.

    Raises TouchlineError in words when the place takes no file.
    """
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with open(os.open(path, flags, _PRIVATE), "w", encoding="utf-8-sig", newline="") as file:
            path.chmod(_PRIVATE)
            file.write(text)
    except OSError as error:
        raise TouchlineError(*told("not_saved")) from error
