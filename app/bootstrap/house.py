"""The parts a command may ask for: the one place that names every adapter for the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.cli.house import House
    from app.core.people.local_time import ZoneTables
    from app.services.importing.tables import ImportTables
    from app.storage.upkeep.port import SqlUpkeep
    from app.system.paths import Profile


def house() -> House:
    """The parts a command may ask for. Each is only imported once it is asked for."""
    from app.bootstrap.desk import make_profile, open_desk, read_library, read_rules
    from app.bootstrap.restoring import restore_backup
    from app.cli.house import House
    from app.system.clock import SystemClock
    from app.system.ids import IdMint
    from app.system.paths import default_folder
    from app.system.timezones import use_bundled_tzdata

    clock = SystemClock()
    return House(
        clock=clock,
        default_folder=default_folder,
        new_id=IdMint(clock).uuid7,
        tz_version=use_bundled_tzdata,
        zones=_zones,
        rules=read_rules,
        library=read_library,
        import_tables=_import_tables,
        make_profile=make_profile,
        open_desk=open_desk,
        upkeep=_upkeep,
        restore_backup=restore_backup,
        notifiers=_notifiers,
        keychain=_keychain,
    )


def _text(*parts: str) -> str:
    from app.system.resources import resource_path

    return resource_path(*parts).read_text(encoding="utf-8")


def _zones() -> ZoneTables:
    from app.core.people.local_time import read_zone_tables

    return read_zone_tables(
        _text("contact_rules.toml"),
        _text("zones", "country_zones.json"),
        _text("zones", "regions.toml"),
    )


def _import_tables(zones: ZoneTables) -> ImportTables:
    from app.services.importing.tables import read_import_tables

    return read_import_tables(
        headers=_text("import", "headers.toml"),
        values=_text("import", "values.toml"),
        countries=_text("import", "countries.json"),
        wording=_text("import", "words.en.json"),
        zones=zones,
        language="en",
    )


def _upkeep(profile: Profile) -> SqlUpkeep:
    from app.storage.upkeep.port import SqlUpkeep

    return SqlUpkeep(profile.database, profile.backups)


def _notifiers() -> list[tuple[str, bool]]:
    """The ways to show a notice outside the window, and whether each works here."""
    if sys.platform != "linux":
        return [("system tray", True)]
    from app.alerts.desktop_native import DBusNotifier

    notifier = DBusNotifier(on_click=lambda _: None)
    try:
        return [("notification service", notifier.serves())]
    finally:
        notifier.stop()


def _keychain(profile: Profile) -> bool:
    from app.system.secrets import Secrets

    secrets = Secrets(str(profile.folder))
    secrets.get("doctor")
    return secrets.persistent
