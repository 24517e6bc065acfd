"""Reading one file for the import page, beside the GUI: bytes in, everything the page shows out."""

import errno
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.core.errors import BadInput
from app.core.people.local_time import ZoneTables
from app.services.desk.desk import Desk
from app.services.importing.forecast import Forecast, forecast
from app.services.importing.mappings import load_mapping, mapping_for, mapping_names
from app.services.importing.plan import DateOrder, ImportCancelled, ImportOptions, ImportPlan
from app.services.importing.reading import plan_import
from app.services.importing.tables import ImportTables, read_import_tables
from app.system.resources import resource_path
from app.ui.importing.sheets import Cell
from app.ui.words import catalogue, told

# More than any list of people; a file of this size was chosen by mistake.
_LARGEST_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person decided about a file.

    `country`, for numbers without one, None means the desk's. `mapping` are single columns that
    were chosen by hand, on top of the saved mapping called `mapping_name`. `keep_apart` are rows of
    people who only share a number, `just_now` says that people without a time came in just now.
    """

    zone: str
    country: str | None = None
    source: str = ""
    date_order: DateOrder | None = None
    mapping_name: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    corrections: Mapping[Cell, str] = field(default_factory=dict)
    keep_apart: frozenset[int] = frozenset()
    just_now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A file as it would come in. `country` is the one that numbers without any are read in."""

    name: str
    plan: ImportPlan
    ahead: Forecast
    wishes: Wishes
    country: str
    mappings: tuple[str, ...]


def load_import_tables(zones: ZoneTables) -> ImportTables:
    """The tables of the import as they ship, with words in the language of the reader."""
    language = catalogue().language

    def text(name: str) -> str:
        return resource_path("import", name).read_text(encoding="utf-8")

    return read_import_tables(
        headers=text("headers.toml"),
        values=text("values.toml"),
        countries=text("countries.json"),
        wording=text(f"words.{language}.json"),
        zones=zones,
        language=language,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReader:
    """One reading of one file. Readings share nothing, so that an older one cannot disturb.

    `progress` and `cancelled` are those of the plan.
    """

    desk: Desk
    tables: ImportTables
    name: str
    data: bytes
    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]

    def look(self, wishes: Wishes, *, fresh: bool) -> Looked:
        """The plan and what would become of it. Raises BadInput and ImportCancelled.

        A `fresh` file takes a mapping that was saved for exactly its columns.
        """
        plan, country = self._plan(wishes)
        if fresh and not wishes.mapping_name:
            saved = mapping_for(self.desk, [column.name for column in plan.columns])
            if saved:
                wishes = replace(wishes, mapping_name=saved)
                plan, country = self._plan(wishes)
        repeated = _repeated(plan, wishes)
        if repeated:
            wishes = replace(wishes, corrections={**wishes.corrections, **repeated})
            plan, country = self._plan(wishes)
        ahead = forecast(self.desk, plan)
        if self.cancelled():
            raise ImportCancelled
        return Looked(
            name=self.name,
            plan=plan,
            ahead=ahead,
            wishes=wishes,
            country=country,
            mappings=mapping_names(self.desk),
        )

    def _plan(self, wishes: Wishes) -> tuple[ImportPlan, str]:
        """The plan, and the country in which numbers without any were read."""
        saved = load_mapping(self.desk, wishes.mapping_name) if wishes.mapping_name else {}
        options = ImportOptions(
            now=self.desk.clock.now(),
            zone=wishes.zone,
            country=self.desk.identity.country if wishes.country is None else wishes.country,
            source=wishes.source,
            mapping={**saved, **wishes.mapping} or None,
            date_order=wishes.date_order,
            corrections=wishes.corrections,
            keep_apart=wishes.keep_apart,
            ours=(self.desk.identity.rep_name,),
            just_now=wishes.just_now,
        )
        return self._read(options), options.country

    def _read(self, options: ImportOptions) -> ImportPlan:
        return plan_import(
            self.data,
            tables=self.tables,
            options=options,
            progress=self.progress,
            cancelled=self.cancelled,
        )


def _repeated(plan: ImportPlan, wishes: Wishes) -> dict[Cell, str]:
    """Exports repeat a number in a second column: who accepted it there means it here too."""
    accepted = {(row, text) for (row, _), text in wishes.corrections.items()}
    return {
        (f.row, f.column): f.suggestion
        for f in plan.findings
        if f.suggestion and (f.row, f.suggestion) in accepted
    }


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises BadInput in words when it cannot be read or is too large."""
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise BadInput(*told("file_too_large"))
        return path.read_bytes()
    except OSError as error:
        reasons = {
            errno.ENOENT: "file_gone",
            errno.EACCES: "file_forbidden",
            errno.EISDIR: "file_is_folder",
        }
        raise BadInput(*told(reasons.get(error.errno or 0, "unreadable_file"))) from error
