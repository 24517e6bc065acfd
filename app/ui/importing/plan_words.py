"""An import plan in the words and rows of the page. Nothing here touches a widget."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLocale

from app.services.importing.forecast import Forecast
from app.services.importing.plan import ColumnInfo, ImportPlan
from app.services.importing.run import ImportCount
from app.services.importing.tables import FIELDS, LEAVE_OUT
from app.ui.words import say

PlanTone = Literal["ok", "warn", "accent", "muted"]

TONES: dict[PlanTone, str] = {
    "ok": "ok.text",
    "warn": "warn.text",
    "accent": "accent.text",
    "muted": "text.muted",
}
FIELD_NAMES = {
    "first_name": "First name",
    "last_name": "Last name",
    "full_name": "Full name",
    "phone": "Phone",
    "mobile": "Mobile",
    "email": "Email",
    "country": "Country",
    "region": "Region",
    "city": "City",
    "language": "Language",
    "company": "Company",
    "job_title": "Job title",
    "interest": "Interest",
    "source": "Source",
    "received_at": "Enquiry time",
    "age": "Age",
    "value": "Value",
    "temperature": "Temperature",
    "stage": "Stage",
    "owner": "Owner",
    "consent:call": "Consent: calls",
    "consent:email": "Consent: email",
    "consent:whatsapp": "Consent: WhatsApp",
    "consent:sms": "Consent: SMS",
    "opt_out:all": "Opt-out: all",
    "opt_out:email": "Opt-out: email",
    "opt_out:call": "Opt-out: calls",
    "opt_out:sms": "Opt-out: SMS",
    "opt_out:whatsapp": "Opt-out: WhatsApp",
    "note": "Note",
    LEAVE_OUT: "Do not import",
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
_YES_NO = {"es": "sí = yes, no = no", "fr": "oui = yes, non = no", "de": "ja = yes, nein = no"}


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
    """A count as people of this locale write it; English where the machine names none."""
    locale = QLocale()
    if locale.language() == QLocale.Language.C:
        locale = QLocale(QLocale.Language.English)
    return locale.toString(count)


def counted(count: int, one: str, other: str) -> str:
    """ "1 row", "1,182 rows"."""
    return f"{number(count)} {one if count == 1 else other}"


def summary(name: str, plan: ImportPlan) -> str:
    """ "enquiries.csv · 1,240 rows · semicolons, UTF-8"."""
    delimiter = _DELIMITERS.get(plan.delimiter, f"“{plan.delimiter}”")
    encoding = _ENCODINGS.get(plan.encoding, plan.encoding)
    return f"{name} · {counted(plan.rows, 'row', 'rows')} · {delimiter}, {encoding}"


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
        return f"Import {counted(counts.new, 'lead', 'leads')}"
    return f"Merge {counted(counts.merged, 'row', 'rows')}" if counts.merged else ""


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
        return counted(count, "problem", "problems"), "warn", "triangle-alert"
    if column.name in doubted:
        return "day or month first?", "warn", "triangle-alert"
    if note is not None and note.code == "already":
        return f"as {note.args['column']}", "muted", ""
    if note is not None and note.code == "shared":
        return say("import.shared_column"), "warn", "triangle-alert"
    if column.field == LEAVE_OUT:
        return "left out", "muted", ""
    if note is not None and note.code in ("day_first", "month_first", "local_time"):
        place = city_of(str(note.args["zone"]))
        order = {"day_first": "day first, ", "month_first": "month first, "}.get(note.code, "")
        return (f"{order}{place}" if order else f"{place} time"), "accent", ""
    if note is not None and note.code == "yes_no":
        return _YES_NO.get(language, "yes or no"), "accent", ""
    return (
        {"likely": "likely", "content": "by content", "saved": "chosen"}.get(column.how, "matched"),
        ("ok"),
        "check",
    )


def city_of(zone: str) -> str:
    """The city after which a zone is named."""
    return zone.rpartition("/")[2].replace("_", " ")


def zone_label(zone: str) -> str:
    """ "Madrid (Europe)": the city first, because that is what people look for."""
    region, _, _ = zone.rpartition("/")
    return f"{city_of(zone)} ({region.replace('_', ' ')})" if region else zone


def field_name(field: str) -> str:
    """What a person calls a field."""
    return FIELD_NAMES.get(field) or say(f"import.field.{field}")


def field_choices() -> tuple[tuple[str, str], ...]:
    """(field, its name) in the order in which a list offers them."""
    return tuple((field, field_name(field)) for field in FIELDS)


# Afterwards


def result_lines(count: ImportCount, plan: ImportPlan) -> tuple[tuple[str, str], ...]:
    """(count, what it counts) of an import, all rows of the file that were looked at."""
    merged = count.merged + len(plan.merged)
    lines = [
        (number(count.new), "new in the queue" if count.new != 1 else "new person in the queue"),
        (number(merged), "merged into people who were known, or into an earlier row"),
        (number(count.suppressed), "asked for no contact and were not stored"),
        (number(len(plan.rejected)), "left out, because nothing in the row can reach the person"),
    ]
    return tuple(line for line in lines if line[0] != "0" or line is lines[0])
