"""Why something is as it is, as a code with arguments. Words come from resources/i18n."""

from collections.abc import Mapping

import msgspec

# What a sentence of the catalogue is filled with.
Args = Mapping[str, str | int]


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A reason that can be stored, sent and put into any language.

    `args` hold codes, counts and ISO instants only, never a person's data.
    """

    code: str
    args: Args = msgspec.field(default_factory=dict)


def reason(code: str, **args: str | int) -> Reason:
    """Short form of `Reason(code=..., args=...)`."""
    return Reason(code=code, args=args)
