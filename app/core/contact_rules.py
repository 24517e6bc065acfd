"""The hours in which people want to be contacted: the house's own, by channel and weekday."""

from datetime import time

import msgspec

Span = tuple[time, time]
RULES_VERSION = "house-1"


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """Open spans in the prospect's local time, end exclusive; empty means closed all day."""

    weekday: tuple[Span, ...]
    saturday: tuple[Span, ...] = ()
    sunday: tuple[Span, ...] = ()

    def spans(self, weekday: int) -> tuple[Span, ...]:
        """The spans of a day of the week, Monday being 0."""
        if weekday < 5:
            return self.weekday
        return self.saturday if weekday == 5 else self.sunday


# House rule, stricter than most law: unwelcome hours for a ringing phone.
VOICE = Week(weekday=((time(9), time(20)),), saturday=((time(10), time(14)),))
# House rule: written touches are read in business hours.
WRITTEN = Week(weekday=((time(8), time(19)),))
HOURS: dict[str, Week] = {
    "call": VOICE,
    "sms": VOICE,
    "whatsapp": VOICE,
    "email": WRITTEN,
    "linkedin": WRITTEN,
}
# On these nobody writes to a person who has not agreed to it.
OPT_IN: frozenset[str] = frozenset({"sms", "whatsapp"})
