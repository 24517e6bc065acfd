"""A real session bus, a real display and a real notification service, all of the test's own."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.notifications import Bus, FakeService, end, when_owned

DUNST_CONFIG = """[global]
idle_threshold = 0
show_age_threshold = -1
markup = full
mouse_left_click = do_action, close_current
"""


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    bus = Bus(tmp_path)
    bus.start()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    yield bus
    bus.stop()


@pytest.fixture
def service(bus: Bus) -> Iterator[FakeService]:
    service = FakeService(bus.address)
    yield service
    service.stop()


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An X server at a number that goes with this process, so that parallel runs never meet."""
    reading, writing = os.pipe()
    name = f":{1000 + os.getpid() % 50_000}"
    server = subprocess.Popen(
        ["Xvfb", name, "-displayfd", str(writing), "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    os.close(writing)
    with os.fdopen(reading) as ready:
        assert ready.readline().strip() == name[1:]
    monkeypatch.setenv("DISPLAY", name)
    yield name
    end(server)


@pytest.fixture
def dunst(bus: Bus, display: str, tmp_path: Path) -> Iterator[None]:
    """A real notification service on the bus of the test."""
    config = tmp_path / "dunstrc"
    config.write_text(DUNST_CONFIG)
    services: list[subprocess.Popen[str]] = []

    def start() -> None:
        services.append(
            subprocess.Popen(
                ["dunst", "-conf", str(config)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        )

    when_owned(bus.address, start)
    yield
    end(services[0])
