"""The data set on disk: made once for its size and form, kept in the user's cache."""

import hashlib
import shutil
import sys
from pathlib import Path

from platformdirs import user_cache_path

from app.storage import schema
from app.system.paths import Profile
from benchmarks import generate

_SHOWN_EVERY = 5


def default_folder() -> Path:
    """Where data sets are kept unless another folder is named."""
    return user_cache_path("touchline-benchmarks", appauthor=False)


def prepare(folder: Path, leads: int, activities: int) -> Path:
    """The folder of a profile with that many leads and activities, made if it is not there yet.

    A change of the generator or of the tables makes a new one and drops the former.
    """
    events = max(generate.EVENTS_PER_LEAD, activities // max(leads, 1))
    name = f"{leads}x{events}"
    place = folder / f"{name}-{_form()}"
    if place.exists():
        return place
    for former in folder.glob(f"{name}-*"):
        shutil.rmtree(former)
    part = folder / f"{name}.part"
    shutil.rmtree(part, ignore_errors=True)
    profile = Profile(part)
    profile.prepare()
    print(f"Making {leads} leads with {leads * events} activities in {folder}", file=sys.stderr)
    generate.generate(profile.database, leads, events=events, progress=_Shown())
    part.rename(place)
    return place


def copy_of(profile: Path, folder: Path, name: str) -> Profile:
    """A copy of the profile that may be written to."""
    copy = Profile(folder / name)
    shutil.rmtree(copy.folder, ignore_errors=True)
    copy.prepare()
    shutil.copyfile(Profile(profile).database, copy.database)
    return copy


class _Shown:
    """Tells on the terminal how far it is."""

    def __init__(self) -> None:
        self._percent = 0

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if percent >= self._percent + _SHOWN_EVERY or done == total:
            self._percent = percent
            print(f"  {percent} %", file=sys.stderr)


def _form() -> str:
    """Changes with the tables and with the generator."""
    seen = hashlib.sha256("\n".join(schema.ddl()).encode())
    seen.update(Path(generate.__file__).read_bytes())
    return seen.hexdigest()[:12]
