"""The one time zone database of the product, the one it ships with, and the machine's own zone."""

import os
import warnings
import zoneinfo
from functools import lru_cache
from importlib import resources
from pathlib import Path

from tzlocal import get_localzone_name


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


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA zone of the bundled tables."""
    return name in _zones()


def machine_zone() -> str:
    """The IANA zone this machine is set to, "UTC" where it does not say."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if is_zone(named):
        return named
    try:
        # It warns of settings that contradict each other; the user has nothing to do about it.
        with warnings.catch_warnings(action="ignore"):
            found = get_localzone_name() or ""
    except (LookupError, ValueError, OSError):
        found = ""
    return found if is_zone(found) else "UTC"


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    listed = resources.files("tzdata").joinpath("zones").read_text(encoding="ascii")
    return frozenset(listed.splitlines())
