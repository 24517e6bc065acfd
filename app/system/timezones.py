"""The one time zone database of the product, the one it ships with, and the machine's own zone."""

import os
import zoneinfo
from functools import lru_cache
from importlib import resources
from pathlib import Path

from tzlocal import get_localzone_name

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
