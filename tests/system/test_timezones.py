import pytest

from app.system.timezones import is_zone, machine_zone, use_bundled_tzdata


def test_the_version_of_the_tables_has_a_year() -> None:
    assert use_bundled_tzdata()[:2] == "20"


@pytest.mark.parametrize("name", ["Europe/Madrid", "America/Argentina/Buenos_Aires", "UTC"])
def test_zones_are_known(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize("name", ["", "Europe", "europe/madrid", "../Europe/Madrid", "Mars/Base"])
def test_other_texts_are_no_zones(name: str) -> None:
    assert not is_zone(name)


def test_tz_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":America/Bogota")
    assert machine_zone() == "America/Bogota"


@pytest.mark.parametrize("name", ["", "CET-1CEST", "../../etc/passwd"])
def test_a_tz_that_is_no_zone_is_passed_over(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", name)
    assert is_zone(machine_zone())
