"""By which channels people of an age are reached best: a table in resources/adapt.

The format is written down in docs/cadence-format.md.
"""

import msgspec

from app.core.files.toml_file import FileError, Problem, TomlFile
from app.core.files.toml_table import TomlTable, root_table
from app.core.people.lead import Channel

_MOST_BANDS = 20
_OLDEST = 150
_CHANNELS: tuple[Channel, ...] = ("call", "email", "sms", "whatsapp", "linkedin_message")


class AgeBand(msgspec.Struct, frozen=True, kw_only=True):
    """People from `from_age` to `to_age` years, both included, and their channels in order."""

    from_age: int
    to_age: int
    channels: tuple[Channel, ...]


class AgeBands(msgspec.Struct, frozen=True, kw_only=True):
    """The bands from the youngest on; no two share an age."""

    bands: tuple[AgeBand, ...] = ()

    def channels_at(self, age: int | None) -> tuple[Channel, ...]:
        """The channels for somebody of `age` years; none for an age that no band has."""
        if age is None:
            return ()
        fits = (band.channels for band in self.bands if band.from_age <= age <= band.to_age)
        return next(fits, ())


def parse_age_bands(text: str, file: str) -> tuple[AgeBands, tuple[Problem, ...]]:
    """The table of `text`. Raises FileError with all problems, each with its place and field."""
    source = TomlFile(text, file)
    root = root_table(source)
    root.integer("version", 1, 1_000_000)
    tables = root.tables("bands", "band", _MOST_BANDS)
    bands = [_band(table) for table in tables]
    root.finish()
    for before, band, table in zip(bands, bands[1:], tables[1:], strict=False):
        if band.from_age <= before.to_age:
            table.add(
                "from_age",
                "The band before it holds this age already.",
                f"Write {before.to_age + 1} or more, and put the bands in order.",
            )
    if source.problems:
        raise FileError(file, source.problems)
    return AgeBands(bands=tuple(bands)), tuple(source.warnings)


def _band(table: TomlTable) -> AgeBand:
    from_age = table.integer("from_age", 0, _OLDEST)
    band = AgeBand(
        from_age=from_age,
        to_age=table.integer("to_age", 0, _OLDEST, _OLDEST),
        channels=table.choices("channels", _CHANNELS),
    )
    if band.to_age < from_age:
        table.add("to_age", "It is less than from_age.", "Write the older age here.")
    table.finish()
    return band
