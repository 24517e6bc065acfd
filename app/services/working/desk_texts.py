"""The texts that scripts and messages share, filled in once for the desk."""

import re
from urllib.parse import urlsplit

from app.core.errors import BadInput
from app.core.messages.merge_field import FIELDS
from app.services.desk.desk import Desk
from app.services.desk.recording import publish_changes
from app.services.store.records import Changes
from app.services.working.merge_values import DESK_FIELDS, DESK_LANGUAGE, SETTING_PREFIX

DESK_TEXTS = (*DESK_FIELDS, DESK_LANGUAGE)
_LANGUAGE = re.compile("[a-z]{2}")


def read_texts(desk: Desk) -> dict[str, str]:
    """{name of a field: its text} as stored."""
    with desk.store.read() as reader:
        return {name: reader.setting(SETTING_PREFIX + name) or "" for name in DESK_TEXTS}


def save_text(desk: Desk, name: str, text: str) -> None:
    """Store one text; touches that show it are read anew. Raises BadInput."""
    check_text(name, text)
    with desk.store.write() as uow:
        uow.save_setting(SETTING_PREFIX + name, text)
        uow.commit()
    publish_changes(desk, Changes())


def check_text(name: str, text: str) -> None:
    """Raises BadInput for a link that no browser opens, and for a language that is no code."""
    if name == DESK_LANGUAGE:
        if text and not _LANGUAGE.fullmatch(text):
            raise BadInput("bad_language", "A language is two small letters, such as es.")
    elif text and FIELDS[name].kind == "url":
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.netloc or " " in text:
            raise BadInput("bad_link", "A link begins with https://.")
