"""What the name of a column says where no table lists it: by its words.

"Work Direct Phone", "phone_mobile" and "Phone 1 - Value" are numbers, "User Email" is nobody's
address in the list, "Do not disturb" is a refusal.
"""

import re
from typing import Final

from app.core.folded import folded
from app.services.importing.tables import LEAVE_OUT, ImportTables

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_COUNTERS: Final = frozenset("0123456789") | {"s", "value", "no", "nr", "num", "number", "numero"}
_LINKS: Final = frozenset({"link", "url", "enlace"})
_CHANNELS: Final = ("whatsapp", "sms", "email", "call")


def plain_name(name: str) -> str:
    """The words of a name: "doNotEmail" and "phone_mobile" are several."""
    return folded(_CAMEL.sub(" ", name))


def named_channels(name: str, tables: ImportTables) -> tuple[str, ...]:
    """The channels that a name speaks of, none where it names none."""
    words = _words(name)
    found = tuple(c for c in _CHANNELS if not words.isdisjoint(tables.name_words[c]))
    return ("number",) if _is_number_list(name, tables, found) else found


def field_by_words(name: str, tables: ImportTables) -> str:
    """The field that the words of a name stand for, "" where they tell none."""
    words = _words(name)
    if not words.isdisjoint(_LINKS):
        return ""
    if tables.says_refusal(plain_name(name)):
        channels = named_channels(name, tables)
        return f"opt_out:{channels[0]}" if len(channels) == 1 else "opt_out:all"
    if says_consent(name, tables):
        channels = named_channels(name, tables)
        return f"consent:{channels[0] if channels else 'email'}"
    return _field_of_a_point(words, tables) or _field_of_a_moment(words, tables)


def says_consent(name: str, tables: ImportTables) -> bool:
    """Whether a name asks for somebody's consent: "Accepts SMS Marketing", "Email marketing"."""
    words, tell = _words(name), tables.name_words
    agrees = not words.isdisjoint(tell["agrees"]) or {"opt", "in"} <= words
    marketing = not words.isdisjoint(tell["marketing"])
    channels = named_channels(name, tables)
    return len(channels) < 2 and (
        (agrees and bool(channels or marketing))
        or (marketing and (bool(channels) or not words.isdisjoint(("status", "estado"))))
    )


def is_of_a_company(name: str, tables: ImportTables) -> bool:
    """Whether a column holds what colleagues share: "Company Phone"."""
    return not _words(name).isdisjoint(tables.name_words["company"])


# Inside


def _words(name: str) -> frozenset[str]:
    """The words of a name, with "e mail" as one."""
    return frozenset(plain_name(name).replace("e mail", "email").split())


def _is_number_list(name: str, tables: ImportTables, channels: tuple[str, ...]) -> bool:
    """A black list of numbers closes whatever goes over a number."""
    return (
        channels == ("call",)
        and "list" in plain_name(name)
        and tables.says_refusal(plain_name(name))
    )


def _field_of_a_point(words: frozenset[str], tables: ImportTables) -> str:
    tell = tables.name_words
    field = next((f for f in ("mobile", "phone", "email") if words & tell[f]), "")
    if "whatsapp" in words and words - {"whatsapp"} <= _COUNTERS:
        field = "mobile"
    if not field:
        return ""
    if words & tell["desk"]:
        return "owner" if field == "email" else LEAVE_OUT
    return "" if (words - _COUNTERS) & tell["aside"] else field


def _field_of_a_moment(words: frozenset[str], tables: ImportTables) -> str:
    tell = tables.name_words
    return "received_at" if words & tell["created"] and words & tell["time"] else ""
