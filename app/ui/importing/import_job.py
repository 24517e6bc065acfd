"""One file on its way in: read, planned, looked up and stored, all off the GUI thread."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.errors import TouchlineError
from app.core.people.local_time import ZoneTables
from app.services.desk.desk import Desk
from app.services.desk.recording import publish_changes
from app.services.importing.plan import ImportPlan
from app.services.importing.run import ImportCount, run_import
from app.services.importing.tables import ImportTables
from app.services.store.records import Changes
from app.ui.importing.import_look import FileReader, Looked, Wishes, load_import_tables, read_file
from app.ui.importing.sheets import Cell
from app.ui.tasks import Tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What became of the import; `stopped` when the person ended it early."""

    count: ImportCount
    stopped: bool


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
        wishes, path, data = self.wishes, self._path, self._data
        fresh = self.result is None
        if path is None:
            return

        def run() -> tuple[Looked, bytes]:
            read = data or read_file(path)
            tables = self._tables = self._tables or load_import_tables(self._zones)
            reader = FileReader(
                desk=self._desk,
                tables=tables,
                name=path.name,
                data=read,
                progress=self.progressed.emit,
                cancelled=stop.is_set,
            )
            return reader.look(wishes, fresh=fresh), read

        def answered(call: Callable[[], None]) -> None:
            if stop is self._stop:
                call()

        self._tasks.long_read(
            run,
            lambda found: answered(lambda: self._on_looked(*found)),
            lambda error: answered(lambda: self.failed.emit(error)),
        )

    def _on_looked(self, found: Looked, data: bytes) -> None:
        self.result, self._data = found, data
        self.wishes = found.wishes
        self.looked.emit(found)

    # Storing

    def _steps(self, plan: ImportPlan, stop: threading.Event) -> Iterator[ImportCount | Stored]:
        count = ImportCount(done=0, total=len(plan.drafts))
        waits = self._tasks.somebody_waits
        for count in run_import(self._desk, plan, self._zones, waits=waits):
            yield count
            if stop.is_set() and count.done < count.total:
                publish_changes(self._desk, Changes(queue=True))
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
