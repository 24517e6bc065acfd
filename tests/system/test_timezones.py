from pathlib import Path

import pytest

from app.system import timezones
from app.system.timezones import is_zone, machine_zone, use_bundled_tzdata


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that says nothing about its zone; returns the folder of its settings."""
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(timezones, "_LOCALTIME", tmp_path / "localtime")
    monkeypatch.setattr(timezones, "_TIMEZONE", tmp_path / "timezone")
    return tmp_path


def test_the_version_of_the_tables_has_a_year() -> None:
    assert use_bundled_tzdata()[:2] == "20"


@pytest.mark.parametrize("name", ["Europe/Madrid", "America/Argentina/Buenos_Aires", "UTC"])
def test_zones_are_known(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize("name", ["", "Europe", "europe/madrid", "../Europe/Madrid", "Mars/Base"])
def test_other_texts_are_no_zones(name: str) -> None:
    assert not is_zone(name)


def test_tz_decides(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (machine / "timezone").write_text("Europe/Madrid\n")
    monkeypatch.setenv("TZ", ":America/Bogota")
    assert machine_zone() == "America/Bogota"
    monkeypatch.setenv("TZ", "/usr/share/zoneinfo/Asia/Kolkata")
    assert machine_zone() == "Asia/Kolkata"


def test_a_tz_that_is_no_zone_is_passed_over(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (machine / "timezone").write_text("Europe/Madrid\n")
    monkeypatch.setenv("TZ", "CET-1CEST")
    assert machine_zone() == "Europe/Madrid"


def test_the_link_names_the_zone(machine: Path) -> None:
    (machine / "localtime").symlink_to("/usr/share/zoneinfo/posix/Europe/Lisbon")
    assert machine_zone() == "Europe/Lisbon"


def test_a_machine_that_says_nothing_runs_on_utc(machine: Path) -> None:
    assert not list(machine.iterdir())
    assert machine_zone() == "UTC"
