"""Files that the import writes: a template to fill in, and the rows that were left out."""

import os
from pathlib import Path

from app.core.errors import TouchlineError
from app.services.csv_text import write_rows

TEMPLATE_NAME = "touchline-template.csv"
_HEADER = (
    "First name",
    "Last name",
    "Phone",
    "Email",
    "Country",
    "City",
    "Language",
    "Company",
    "Interest",
    "Source",
    "Received at",
    "Consent calls",
    "Consent email",
    "Consent WhatsApp",
    "Note",
)
# A number that Ofcom keeps free for examples.
_EXAMPLE = (
    "Ada",
    "Example",
    "+44 7700 900123",
    "ada@example.com",
    "United Kingdom",
    "London",
    "English",
    "Example Ltd",
    "MSc Data Analytics",
    "web form",
    "2026-11-18 10:40",
    "yes",
    "yes",
    "no",
    "Delete this line",
)
_PRIVATE = 0o600


def template_csv() -> str:
    """A list of one invented person under the names that every column is known by."""
    # write_rows keeps spreadsheets from running a cell that begins with a plus.
    return write_rows([list(_HEADER), list(_EXAMPLE)], ",")


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
        raise TouchlineError(
            "not_saved",
            f"The file was not saved: {error.strerror or 'the place takes no file'}.",
            "Choose another folder.",
        ) from error
