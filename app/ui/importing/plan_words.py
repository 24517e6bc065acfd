"""An import plan in the words and rows of the page. Nothing here touches a widget."""

from dataclasses import dataclass
from typing import Literal

from app.core.people.zone_city import zone_city
from app.services.importing.forecast import Forecast
from app.services.importing.plan import ColumnInfo, ImportPlan
from app.services.importing.run import ImportCount
from app.services.importing.tables import FIELDS, LEAVE_OUT
from app.ui.words import catalogue, say

PlanTone = Literal["ok", "warn", "accent", "muted"]

TONES: dict[PlanTone, str] = {
    "ok": "ok.text",
    "warn": "warn.text",
    "accent": "accent.text",
    "muted": "text.muted",
}
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
}
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_OPEN_DATES = frozenset({"ambiguous_dates", "mixed_dates"})
_YES_NO = ("es", "fr", "de")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRow:
    """One column of the file. `tone` colours the note, `check` and `warn` are its icons."""

    name: str
    first_value: str
    field: str
    note: str
    tone: PlanTone
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the button would do. The three are all rows of the file."""

    new: int
    merged: int
    left_out: int


def number(count: int) -> str:
    """A count as the reader's language groups its digits."""
    return catalogue().number(count)


def field_name(field: str) -> str:
    """What a column becomes, in words; "consent:call" has a key without the colon."""
    return say(f"field.{field.replace(':', '_').lstrip('-_') or 'leave_out'}")


def summary(name: str, plan: ImportPlan) -> str:
    """ "enquiries.csv · 1,240 rows · semicolons, UTF-8"."""
    known = _DELIMITERS.get(plan.delimiter)
    delimiter = say(f"delimiter.{known}") if known else f"“{plan.delimiter}”"
    encoding = _ENCODINGS.get(plan.encoding, plan.encoding)
    return f"{name} · {say('import.rows', count=plan.rows)} · {delimiter}, {encoding}"


def counts_of(plan: ImportPlan, ahead: Forecast) -> Counts:
    """What becomes of each row of the file."""
    return Counts(
        new=len(ahead.new),
        merged=len(plan.merged) + len(ahead.known),
        left_out=len(plan.rejected) + len(ahead.suppressed),
    )


def button_text(counts: Counts) -> str:
    """What the accent button says: the exact number of people."""
    if counts.new:
        return say("import.do", count=counts.new)
    return say("import.merge", count=counts.merged) if counts.merged else ""


# Columns


def column_rows(plan: ImportPlan) -> tuple[ColumnRow, ...]:
    """The columns with what they become."""
    doubted = {f.column for f in plan.findings if f.code in _OPEN_DATES}
    return tuple(_column_row(column, plan.language, doubted) for column in plan.columns)


def _column_row(column: ColumnInfo, language: str, doubted: set[str]) -> ColumnRow:
    note, tone, icon = _column_note(column, language, doubted)
    return ColumnRow(
        name=column.name,
        first_value=column.first_value,
        field=column.field,
        note=note,
        tone=tone,
        icon=icon,
    )


def _column_note(column: ColumnInfo, language: str, doubted: set[str]) -> tuple[str, PlanTone, str]:
    note = column.note
    if note is not None and note.code == "problems":
        count = int(note.args["count"])
        return say("import.problems", count=count), "warn", "triangle-alert"
    if column.name in doubted:
        return say("import.note.doubted"), "warn", "triangle-alert"
    if note is not None and note.code == "already":
        return say("import.note.already", column=str(note.args["column"])), "muted", ""
    if note is not None and note.code == "shared":
        return say("import.note.shared"), "warn", "triangle-alert"
    if column.field == LEAVE_OUT:
        return say("import.note.left_out"), "muted", ""
    if note is not None and note.code in ("day_first", "month_first", "local_time"):
        place = city_of(str(note.args["zone"]))
        return say(f"import.note.{note.code}", place=place), "accent", ""
    if note is not None and note.code == "yes_no":
        return say(f"import.yes_no.{language if language in _YES_NO else 'other'}"), "accent", ""
    how = column.how if column.how in ("likely", "content", "saved") else "matched"
    return say(f"import.note.{how}"), "ok", "check"


def city_of(zone: str) -> str:
    """The city after which a zone is named."""
    return zone_city(zone)


def zone_label(zone: str) -> str:
    """ "Madrid (Europe)": the city first, because that is what people look for."""
    region, _, _ = zone.rpartition("/")
    return f"{city_of(zone)} ({region.replace('_', ' ')})" if region else zone


def field_choices() -> tuple[tuple[str, str], ...]:
    """(field, its name) in the order in which a list offers them."""
    return tuple((field, field_name(field)) for field in FIELDS)


# Afterwards


def result_lines(count: ImportCount, plan: ImportPlan) -> tuple[tuple[str, str], ...]:
    """(count, what it counts) of an import, all rows of the file that were looked at."""
    merged = count.merged + len(plan.merged)
    lines = [
        (number(count.new), say("import.result.new", count=count.new)),
        (number(merged), say("import.result.merged")),
        (number(count.suppressed), say("import.result.suppressed")),
        (number(len(plan.rejected)), say("import.result.rejected")),
    ]
    return tuple(line for line in lines if line[0] != "0" or line is lines[0])
