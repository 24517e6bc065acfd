"""People are found by their addresses, and by a number without its area code."""

import re
import unicodedata

from alembic import op

revision = "0008"
down_revision = "0007"

_POINTS = (
    "SELECT l.no, p.kind, p.value FROM lead l JOIN lead_point p ON p.lead_id = l.lead_id "
    "WHERE p.kind IN ('phone', 'email') ORDER BY l.no, p.position"
)
_SAVE = "UPDATE lead_search SET digits = ? WHERE rowid = ?"
_SHORTEST_NUMBER, _SHORTEST_END = 3, 4


def upgrade() -> None:
    """Add every address and every shorter form of a number to the search."""
    connection = op.get_bind()
    ways: dict[int, list[str]] = {}
    for no, kind, value in connection.exec_driver_sql(_POINTS):
        ways.setdefault(no, []).append(_digits(value) if kind == "phone" else _address(value))
    for no, found in ways.items():
        connection.exec_driver_sql(_SAVE, (" ".join(found), no))


def _digits(number: str) -> str:
    digits = re.sub("[^0-9]+", "", number)
    if len(digits) < _SHORTEST_NUMBER:
        return digits
    return " ".join(digits[at:] for at in range(max(1, len(digits) - _SHORTEST_END + 1)))


def _address(email: str) -> str:
    return f"{''.join(_words(email))} {' '.join(_words(email.partition('@')[0]))}"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))
