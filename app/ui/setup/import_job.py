"""One file on its way in: read, planned, looked up and stored, all off the GUI thread."""

import errno
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.errors import BadInput, TouchlineError
from app.core.local_time import ZoneTables
from app.services.desk import Desk
from app.services.import_forecast import Forecast, forecast
from app.services.import_mappings import load_mapping, mapping_for, mapping_names
from app.services.import_plan import (
    DateOrder,
    ImportCancelled,
    ImportOptions,
    ImportPlan,
)
from app.services.import_run import ImportCount, run_import
from app.services.import_tables import ImportTables, read_import_tables
from app.services.lead_import import plan_import
from app.system.resources import resource_path
from app.ui.setup.sheets import Cell
from app.ui.tasks import Tasks

# More than any list of people; a file of this size was chosen by mistake.
_LARGEST_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person decided about a file.

    `country` None means the desk's where no column names one. `mapping` are single columns that
    were chosen by hand, on top of the saved mapping called `mapping_name`.
    """

    zone: str
    country: str | None = None
    source: str = ""
    date_order: DateOrder | None = None
    mapping_name: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    corrections: Mapping[Cell, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A file as it would come in. `country` is the one that numbers without any are read in."""

    name: str
    plan: ImportPlan
    ahead: Forecast
    wishes: Wishes
    country: str
    mappings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What became of the import; `stopped` when the person ended it early."""

    count: ImportCount
    stopped: bool


def load_import_tables(zones: ZoneTables) -> ImportTables:
    """The tables of the import as they ship, with words in English."""

    def text(name: str) -> str:
        return resource_path("import", name).read_text(encoding="utf-8")

    return read_import_tables(
        headers=text("headers.toml"),
        values=text("values.toml"),
        countries=text("countries.json"),
        wording=text("words.en.json"),
        zones=zones,
        language="en",
    )


class ImportJob(QObject):
    """`looked` carries a Looked, `failed` a TouchlineError, `counted` an ImportCount while it
    stores, `stored` a Stored at the end. `progressed` counts rows (done, all) while it reads.

    Only the answer to the latest wish is told.
    """

    looked = Signal(object)
    progressed = Signal(int, int)
    failed = Signal(object)
    counted = Signal(object)
    stored = Signal(object)

    def __init__(
        self, desk: Desk, tasks: Tasks, zones: ZoneTables, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._zones = zones
        self._tables: ImportTables | None = None
        self._path: Path | None = None
        self._data = b""
        self._stop = threading.Event()
        self._storing = threading.Event()
        self._last = ImportCount(done=0, total=0)
        self.wishes = Wishes(zone=desk.identity.zone)
        self.result: Looked | None = None

    # What the page asks for

    def open(self, path: Path) -> None:
        """Read a file and plan its import; a saved mapping for the same columns is used."""
        kept = self.wishes
        self.wishes = Wishes(zone=kept.zone, source=kept.source)
        self._path, self._data, self.result = path, b"", None
        self._look()

    def wish(self, **changes: object) -> None:
        """Plan the same file again with other wishes (fields of Wishes)."""
        self.wishes = replace(self.wishes, **changes)  # type: ignore[arg-type]  # by field name
        self._look()

    def correct(self, corrections: Mapping[Cell, str]) -> None:
        """Take corrected cells over and plan again."""
        self.wish(corrections={**self.wishes.corrections, **corrections})

    def cancel(self) -> None:
        """Stop reading. Nothing was changed."""
        self._stop.set()

    def forget(self) -> None:
        """Stop reading and let the file go."""
        self.cancel()
        self._stop = threading.Event()
        self._path, self._data, self.result = None, b"", None

    def store(self) -> None:
        """Store what the last plan brings in."""
        if self.result is None:
            return
        self._storing = threading.Event()
        plan = self.result.plan
        self._last = ImportCount(done=0, total=len(plan.drafts))
        self._tasks.bulk(self._steps(plan, self._storing), self._on_step, self._on_broken)

    def stop_storing(self) -> None:
        """Store no more; what is stored stays."""
        self._storing.set()

    def load_mapping(self, name: str) -> None:
        """Plan again with a mapping saved under `name`, "" for none."""
        self.wish(mapping_name=name, mapping={})

    # Reading and planning

    def _look(self) -> None:
        self._stop.set()
        stop = self._stop = threading.Event()
        wishes, path = self.wishes, self._path
        if path is None:
            return

        def answered(call: Callable[[], None]) -> None:
            if stop is self._stop:
                call()

        def run() -> Looked:
            return self._looked_at(path, wishes, stop)

        def then(found: Looked) -> None:
            answered(lambda: self._on_looked(found))

        def failed(error: TouchlineError) -> None:
            answered(lambda: self.failed.emit(error))

        self._tasks.read(run, then, failed)

    def _on_looked(self, found: Looked) -> None:
        self.result = found
        self.wishes = found.wishes
        self.looked.emit(found)

    def _looked_at(self, path: Path, wishes: Wishes, stop: threading.Event) -> Looked:
        """On a reader's thread: everything the page shows."""
        if not self._data:
            self._data = read_file(path)
        tables = self._tables = self._tables or load_import_tables(self._zones)
        fresh = self.result is None
        plan, country = self._plan(tables, wishes, stop)
        if fresh and not wishes.mapping_name:
            name = mapping_for(self._desk, [column.name for column in plan.columns])
            if name:
                wishes = replace(wishes, mapping_name=name)
                plan, country = self._plan(tables, wishes, stop)
        plan, wishes = self._repeated(tables, plan, wishes, stop)
        ahead = forecast(self._desk, plan)
        if stop.is_set():
            raise ImportCancelled
        return Looked(
            name=path.name,
            plan=plan,
            ahead=ahead,
            wishes=wishes,
            country=country,
            mappings=mapping_names(self._desk),
        )

    def _repeated(
        self, tables: ImportTables, plan: ImportPlan, wishes: Wishes, stop: threading.Event
    ) -> tuple[ImportPlan, Wishes]:
        """Exports repeat a number in a second column: who accepted it there means it here too."""
        accepted = {(row, text) for (row, _), text in wishes.corrections.items()}
        again = {
            (f.row, f.column): f.suggestion
            for f in plan.findings
            if f.suggestion and (f.row, f.suggestion) in accepted
        }
        if not again:
            return plan, wishes
        wishes = replace(wishes, corrections={**wishes.corrections, **again})
        return self._plan(tables, wishes, stop)[0], wishes

    def _plan(
        self, tables: ImportTables, wishes: Wishes, stop: threading.Event
    ) -> tuple[ImportPlan, str]:
        saved = load_mapping(self._desk, wishes.mapping_name) if wishes.mapping_name else {}
        options = ImportOptions(
            now=self._desk.clock.now(),
            zone=wishes.zone,
            country=wishes.country or "",
            source=wishes.source,
            mapping={**saved, **wishes.mapping} or None,
            date_order=wishes.date_order,
            corrections=wishes.corrections,
        )

        def plan(wanted: ImportOptions) -> ImportPlan:
            return plan_import(
                self._data,
                tables=tables,
                options=wanted,
                progress=self.progressed.emit,
                cancelled=stop.is_set,
            )

        made = plan(options)
        if wishes.country is None and not any(c.field == "country" for c in made.columns):
            # Nothing in the file says where its numbers are from: the desk's country, and said so.
            options = replace(options, country=self._desk.identity.country)
            made = plan(options)
        return made, options.country

    # Storing

    def _steps(self, plan: ImportPlan, stop: threading.Event) -> Iterator[ImportCount | Stored]:
        count = ImportCount(done=0, total=len(plan.drafts))
        for count in run_import(self._desk, plan, self._zones):
            yield count
            if stop.is_set() and count.done < count.total:
                yield Stored(count=count, stopped=True)
                return
        yield Stored(count=count, stopped=False)

    def _on_step(self, step: ImportCount | Stored) -> None:
        if isinstance(step, Stored):
            self.stored.emit(step)
        else:
            self._last = step
            self.counted.emit(step)

    def _on_broken(self, error: TouchlineError) -> None:
        """What was stored before stays, and the same file may be imported again."""
        self.failed.emit(error)
        if self._last.done:
            self.stored.emit(Stored(count=self._last, stopped=True))


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises BadInput in words when it cannot be read or is too large."""
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise BadInput(
                "file_too_large",
                "The file is larger than 200 MB.",
                "Split it, or choose the list itself.",
            )
        return path.read_bytes()
    except OSError as error:
        reasons = {
            errno.ENOENT: "It is not there any more.",
            errno.EACCES: "This user may not open it.",
            errno.EISDIR: "It is a folder.",
        }
        raise BadInput(
            "unreadable_file",
            f"The file cannot be read. {reasons.get(error.errno or 0, '')}".strip(),
            "Choose another file.",
        ) from error
