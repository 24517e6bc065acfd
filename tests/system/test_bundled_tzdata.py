"""Time zones come from the package that ships, not from the machine."""

import zoneinfo
from importlib import resources
from importlib.metadata import version
from pathlib import Path

import pytest

from app.system.timezones import use_bundled_tzdata


def test_zones_are_read_from_the_package() -> None:
    told = use_bundled_tzdata()
    paths = [Path(path) for path in zoneinfo.TZPATH]
    assert paths == [Path(str(resources.files("tzdata.zoneinfo")))]
    assert zoneinfo.ZoneInfo("Europe/Madrid").key == "Europe/Madrid"
    year, release = version("tzdata").split(".")[:2]
    assert told == f"{year}{chr(ord('a') + int(release) - 1)}"


def test_the_tables_are_of_this_year() -> None:
    year, release = (int(part) for part in version("tzdata").split(".")[:2])
    assert (year, release) >= (2026, 1)


def test_without_a_folder_the_package_is_asked(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """A frozen build may keep the tables inside an archive."""
    request.addfinalizer(use_bundled_tzdata)
    monkeypatch.setattr(Path, "is_dir", lambda path: False)
    use_bundled_tzdata()
    assert zoneinfo.TZPATH == ()
    assert zoneinfo.ZoneInfo("America/Vancouver").key == "America/Vancouver"
