"""Reads the tables of the product's own TOML files, field by field.

What is wrong is collected, not raised, and a placeholder of the right type is handed back, so
that one reading finds every problem of a hostile or half-written file.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import TypeVar

from app.core.files.toml_file import TomlFile, is_key, shown
from app.core.texts import Texts

_LANGUAGE = re.compile(r"[a-z]{2}")
_DURATION = re.compile(r"([0-9]{1,6})\s*([smhd])")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}

_Choice = TypeVar("_Choice", bound=str | int)


def root_table(file: TomlFile) -> "TomlTable":
    """The top table of `file`. Raises FileError when the text is no TOML at all."""
    return TomlTable(file, file.values(), place="", section="", index=0)


class TomlTable:
    """One table of a file. Each method reads one field; `finish` reports fields nobody asked for.

    Methods record what is wrong and hand back a placeholder of the right type.
    """

    def __init__(
        self,
        file: TomlFile,
        values: dict[str, object],
        *,
        place: str,
        section: str,
        index: int,
        listed: bool = False,
    ) -> None:
        self._file = file
        self._values = values
        self._section = section
        self._index = index
        # Inside one of several tables of a list, lines are looked for in that whole table.
        self._listed = listed
        self._known: set[str] = set()
        self.place = place

    @property
    def content(self) -> dict[str, object]:
        """Everything the table holds, as TOML gives it."""
        return self._values

    def add(self, field: str, what: str, fix: str) -> None:
        """Record a problem of `field` here."""
        if self._file.full:
            return
        line = self._file.line_of(self._section, self._index, field)
        self._file.add(self.place, field, what, fix, line)

    def warn(self, field: str, what: str, fix: str) -> None:
        """Record advice about `field` here."""
        line = self._file.line_of(self._section, self._index, field)
        self._file.warn(self.place, field, what, fix, line)

    def has(self, field: str) -> bool:
        """Whether the file states `field`."""
        self._known.add(field)
        return field in self._values

    def _missing(self, field: str, example: str) -> None:
        self.add(field, "It is missing.", f"Write {field} = {example}.")

    def text(self, field: str, *, required: bool = True) -> str:
        """A text that is not empty; "" when it is absent and may be."""
        value = self._values.get(field)
        if not self.has(field):
            if required:
                self._missing(field, '"..."')
            return ""
        if not isinstance(value, str) or not value.strip():
            self.add(field, f"{shown(value)} is no text.", f'Write {field} = "...".')
            return ""
        return value

    def key(self, field: str) -> str | None:
        """The key of something else (or of this part), None when absent."""
        if not self.has(field):
            return None
        value = self.text(field)
        if value and not is_key(value):
            self.add(
                field,
                f"{shown(value)} cannot be a key.",
                "Use small letters, digits and _, starting with a letter.",
            )
        return value or None

    def integer(self, field: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from `low` to `high`; missing is a problem unless there is a default."""
        if not self.has(field):
            if default is None:
                self._missing(field, str(low))
                return low
            return default
        value = self._values[field]
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.add(
                field,
                f"{shown(value)} does not fit.",
                f"Write a whole number from {low} to {high}.",
            )
            return low
        return value

    def optional_integer(self, field: str, low: int, high: int) -> int | None:
        """As `integer`, None when absent."""
        return self.integer(field, low, high) if self.has(field) else None

    def flag(self, field: str) -> bool:
        """true or false; absent means false."""
        value = self._values.get(field, False)
        self._known.add(field)
        if not isinstance(value, bool):
            self.add(field, f"{shown(value)} is neither yes nor no.", "Write true or false.")
            return False
        return value

    def choice(
        self, field: str, allowed: tuple[_Choice, ...], default: _Choice | None = None
    ) -> _Choice:
        """One of `allowed`; missing is a problem unless there is a default."""
        if not self.has(field):
            if default is None:
                self._missing(field, _listed(allowed))
                return allowed[0]
            return default
        value = self._values[field]
        # 1 == True == 1.0 in Python, so the type must match too.
        for option in allowed:
            if type(value) is type(option) and value == option:
                return option
        self.add(field, f"{shown(value)} is not known here.", f"Write {_listed(allowed)}.")
        return allowed[0]

    def optional_choice(self, field: str, allowed: tuple[_Choice, ...]) -> _Choice | None:
        """As `choice`, None when absent."""
        return self.choice(field, allowed) if self.has(field) else None

    def duration_s(self, field: str) -> int | None:
        """A length of time such as "5m" in seconds, None when absent."""
        if not self.has(field):
            return None
        value = self._values[field]
        found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
        seconds = int(found[1]) * _SECONDS[found[2]] if found else 0
        if not 0 < seconds <= 366 * 86400:
            self.add(
                field,
                f"{shown(value)} is no length of time.",
                'Write a number and s, m, h or d, such as "5m" or "4h".',
            )
            return 1
        return seconds

    def calendar_date(self, field: str) -> date | None:
        """A day such as 2026-11-22, without quotes; None when absent."""
        if not self.has(field):
            return None
        value = self._values[field]
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.add(field, f"{shown(value)} is no day.", f"Write {field} = 2026-11-22, say.")
        return None

    def clock(self, field: str) -> time | None:
        """A time of day such as "10:00", None when absent."""
        if not self.has(field):
            return None
        moment = _clock(self._values[field])
        if moment is None:
            self.add(
                field,
                f"{shown(self._values[field])} is no time of day.",
                'Write hours and minutes from "00:00" to "23:59".',
            )
        return moment

    def between(self, field: str) -> tuple[time, time] | None:
        """Two times of day, the second later, None when absent."""
        if not self.has(field):
            return None
        value = self._values[field]
        moments = [_clock(part) for part in value] if isinstance(value, list) else []
        match moments:
            case [time() as start, time() as end] if start < end:
                return start, end
        self.add(
            field,
            f"{shown(value)} is no span of a day.",
            f'Write two times, the later one second: {field} = ["16:00", "17:00"].',
        )
        return None

    def weekdays(self, field: str) -> tuple[int, ...]:
        """Days of the week as "mon" to "sun", as numbers from Monday = 0, each once, in order."""
        names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        self._known.add(field)
        value = self._values.get(field)
        if isinstance(value, list) and value and all(day in names for day in value):
            return tuple(sorted({names.index(day) for day in value}))
        self.add(
            field, f"{shown(value)} are no weekdays.", f'Write {field} = ["tue", "wed", "thu"].'
        )
        return ()

    def texts(self, field: str, *, required: bool = True) -> Texts:
        """One text per language, at least one; {} when absent and it may be."""
        if not self.has(field):
            if required:
                self._missing(field, '{ en = "...", es = "..." }')
            return {}
        value = self._values[field]
        texts: Texts = {}
        for language, text in value.items() if isinstance(value, dict) else ():
            if not _LANGUAGE.fullmatch(language):
                self.add(
                    field,
                    f"{shown(language)} is no language code.",
                    'Use two small letters, such as "en" or "es".',
                )
            elif not isinstance(text, str) or not text.strip():
                self.add(field, f"The text for {language} is empty.", "Write it or remove it.")
            else:
                texts[language] = text
        if not isinstance(value, dict) or not value:
            self.add(
                field,
                "It must hold one text per language.",
                f'Write {field} = {{ en = "...", es = "..." }}.',
            )
        return texts

    def choices(self, field: str, allowed: tuple[_Choice, ...]) -> tuple[_Choice, ...]:
        """A list of at least one of `allowed`, each once, in the order of the file."""
        self._known.add(field)
        value = self._values.get(field)
        items = value if isinstance(value, list) else []
        if items and all(item in allowed and items.count(item) == 1 for item in items):
            return tuple(allowed[allowed.index(item)] for item in items)
        self.add(
            field,
            f"{shown(value)} does not fit.",
            f"Write a list without repeats of {_listed(allowed)}.",
        )
        return allowed[:1]

    def keys(self, field: str) -> tuple[str, ...]:
        """A list of keys, each once, in the order of the file; () when absent."""
        if not self.has(field):
            return ()
        value = self._values[field]
        items = value if isinstance(value, list) else []
        if items and all(
            isinstance(item, str) and is_key(item) and items.count(item) == 1 for item in items
        ):
            return tuple(items)
        self.add(field, f"{shown(value)} does not fit.", f'Write {field} = ["one", "another"].')
        return ()

    def words(self, field: str) -> tuple[str, ...]:
        """A list of texts that are not empty, in the order of the file; () when absent."""
        if not self.has(field):
            return ()
        value = self._values[field]
        items = value if isinstance(value, list) else []
        if items and all(isinstance(item, str) and item.strip() for item in items):
            return tuple(items)
        self.add(field, f"{shown(value)} does not fit.", f'Write {field} = ["...", "..."].')
        return ()

    def table(self, field: str) -> "TomlTable | None":
        """A table inside this one, None when absent or no table."""
        if not self.has(field):
            return None
        value = self._values[field]
        if not isinstance(value, dict):
            self.add(field, f"{shown(value)} is no table.", f"Write [{field}] and its fields.")
            return None
        place = f"{self.place} {field}".strip()
        if self._listed:
            return self._inner(value, place, self._section, self._index)
        section = f"{self._section}.{field}".lstrip(".")
        return TomlTable(self._file, value, place=place, section=section, index=0)

    def _inner(
        self, values: dict[str, object], place: str, section: str, index: int
    ) -> "TomlTable":
        return TomlTable(self._file, values, place=place, section=section, index=index, listed=True)

    def tables(self, field: str, noun: str, most: int) -> "list[TomlTable]":
        """The tables of a list; their place is `noun` and their key, or their number."""
        self._known.add(field)
        value = self._values.get(field)
        rows = value if isinstance(value, list) else []
        if not rows or len(rows) > most or not all(isinstance(row, dict) for row in rows):
            self.add(
                field,
                f"There must be 1 to {most} of them.",
                f"Write [[{field}]] and below it the fields of one {noun}.",
            )
            return []
        tables = []
        for index, row in enumerate(rows):
            key = row.get("key")
            name = key if isinstance(key, str) and is_key(key) else str(index + 1)
            place = f"{self.place} {noun} {name}".strip()
            section, at = (self._section, self._index) if self._listed else (field, index)
            tables.append(self._inner(row, place, section, at))
        return tables

    def finish(self) -> None:
        """Report every field that was never asked for: a typing error must not pass in silence."""
        for field in self._values:
            if field not in self._known:
                near = get_close_matches(field, sorted(self._known), n=1)
                fix = f"Did you mean {near[0]}?" if near else "Remove it."
                self.add(field, "No such field exists here.", fix)


def _clock(value: object) -> time | None:
    if isinstance(value, time):
        return None if value.second or value.microsecond else value
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    return time(int(found[1]), int(found[2])) if found else None


def _listed(allowed: Sequence[str | int]) -> str:
    return " or ".join(f'"{item}"' if isinstance(item, str) else str(item) for item in allowed)
