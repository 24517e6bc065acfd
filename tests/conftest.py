"""What every test stands on: a throw-away home, no real desktop, and nothing that warns unseen."""

import locale
import logging
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.fakes.expected_log import ExpectLog

# Before any Qt import: a plain `pytest` opens no window either.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Qt takes UTF-8 anyway on Linux, but complains where the machine's language names none.
if sys.platform == "linux" and locale.getencoding().upper() != "UTF-8":
    os.environ["LC_ALL"] = "C.UTF-8"

# The same examples at every run, and few enough to stay inside the limit of one test; look for new
# ones with HYPOTHESIS_PROFILE=explore.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=60,
    stateful_step_count=30,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", deadline=None, max_examples=2_000, stateful_step_count=80)
settings.register_profile("soak", deadline=None, max_examples=150, stateful_step_count=60)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@dataclass(slots=True)
class _Expected:
    pattern: str
    logger: str
    seen: bool = False

    def fits(self, record: logging.LogRecord) -> bool:
        inside = f"{record.name}.".startswith(f"{self.logger}.") if self.logger else True
        return inside and re.search(self.pattern, record.getMessage()) is not None


@dataclass(slots=True)
class _LogWatch:
    expected: list[_Expected] = field(default_factory=list)
    records: list[logging.LogRecord] = field(default_factory=list)

    def complaints(self) -> list[str]:
        """Sorted out only now, so that a record may also come before it is announced."""
        unexpected = []
        for record in self.records:
            fitting = [one for one in self.expected if one.fits(record)]
            for one in fitting:
                one.seen = True
            if not fitting:
                unexpected.append(
                    f"unexpected log: {record.levelname} {record.name}: {record.getMessage()}"
                )
        missing = [f"expected log never came: {e.pattern}" for e in self.expected if not e.seen]
        return unexpected + missing


class _Collector(logging.Handler):
    def __init__(self, watch: _LogWatch) -> None:
        super().__init__(logging.WARNING)
        self._watch = watch

    def emit(self, record: logging.LogRecord) -> None:
        self._watch.records.append(record)


@pytest.fixture(autouse=True)
def _log_watch() -> Iterator[_LogWatch]:
    """Nothing warns silently: every record from WARNING up is announced or fails the test."""
    watch = _LogWatch()
    collector = _Collector(watch)
    root = logging.getLogger()
    root.addHandler(collector)
    yield watch
    root.removeHandler(collector)
    complaints = watch.complaints()
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expect_log(_log_watch: _LogWatch) -> ExpectLog:
    """Call with a pattern to allow, and demand, a warning or error in the log."""

    def announce(pattern: str, *, logger: str = "") -> None:
        _log_watch.expected.append(_Expected(pattern, logger))

    return announce


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees or touches the person's own folders, keychain or notification service."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name, folder in {
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
        "XDG_RUNTIME_DIR": ".runtime",
        "APPDATA": "AppData/Roaming",
        "LOCALAPPDATA": "AppData/Local",
    }.items():
        path = home / folder
        path.mkdir(mode=0o700, parents=True)
        monkeypatch.setenv(name, str(path))
    # A test that wants notifications starts a bus of its own.
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={home / 'no-bus'}")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return home
