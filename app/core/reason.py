"""Why something is as it is, as a code with arguments. Words come from resources/i18n."""

from collections.abc import Mapping

import msgspec


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A reason that can be stored, sent and put into any language.

    `args` hold codes, counts and ISO instants only, never a person's data.
    """

    code: str
    args: Mapping[str, str | int] = msgspec.field(default_factory=dict)


def reason(code: str, **args: str | int) -> Reason:
    """Short form of `Reason(code=..., args=...)`."""
    return Reason(code=code, args=args)
