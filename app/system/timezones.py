"""The one time zone database of the product, the one it ships with, and the machine's own zone."""

import os
import sys
import zoneinfo
from functools import lru_cache
from importlib import resources
from pathlib import Path

_LOCALTIME = Path("/etc/localtime")
_TIMEZONE = Path("/etc/timezone")


def use_bundled_tzdata() -> str:
    """Make zoneinfo read the tzdata package instead of the machine's own tables.

    The machine's copy can be years old and wrong by an hour today. Call it once, before the first
    zone is used. Returns the version in use, such as "2026f".
    """
    package = resources.files("tzdata.zoneinfo")
    folder = Path(str(package))
    # Without a search path zoneinfo asks the package itself: slower, but it needs no real folder.
    zoneinfo.reset_tzpath([folder] if folder.is_dir() else [])
    zoneinfo.ZoneInfo.clear_cache()
    with (package / "tzdata.zi").open(encoding="utf-8") as table:
        return table.readline().removeprefix("# version ").strip()


def machine_zone() -> str:
    """The IANA name of the zone this machine is set to, "" when it does not say.

    TZ first, then where /etc/localtime leads, then /etc/timezone, as the C library has it; a Unix
    without any of them runs on UTC. Windows names its zones in another way.
    """
    named = os.environ.get("TZ", "").removeprefix(":")
    for name in (named.partition(f"zoneinfo{os.sep}")[2] or named, _linked(), _written()):
        if name and is_zone(name):
            return name
    return "" if sys.platform == "win32" else "UTC"


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA zone of the bundled tables."""
    return name in _zones()


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    listed = resources.files("tzdata").joinpath("zones").read_text(encoding="ascii")
    return frozenset(listed.splitlines())


def _linked() -> str:
    target = os.path.realpath(_LOCALTIME)
    # Beside the plain tables there are such with leap seconds ("right/Europe/Madrid").
    name = target.partition("zoneinfo/")[2]
    return name.removeprefix("posix/").removeprefix("right/")


def _written() -> str:
    try:
        return _TIMEZONE.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def machine_zone() -> str:
    """The IANA zone this machine is set to, "UTC" where it does not say."""
    zone = os.environ.get("TZ", "").removeprefix(":")
    if zone and zone in zoneinfo.available_timezones():
        return zone
    link = Path("/etc/localtime")
    if link.is_symlink():
        name = str(link.readlink()).partition("zoneinfo/")[2]
        if name in zoneinfo.available_timezones():
            return name
    return "UTC"
