"""Reasons and other words of the screen, in the reader's language.

One catalogue per language in resources/i18n: {key: {"text", "short", "sentence", "chip", "icon"}}.
A value may be {"one", "other"} instead of a text: the first count among the arguments chooses.
Standard library only: the first paint depends on this module.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from app.core.reason import Args

Entry = Mapping[str, str | Mapping[str, str]]

_INSTANTS = ("at", "until", "opens_at")
# A day so far from today is said with its year.
_FAR_DAYS = 300


class Wording:
    """The catalogue of one language.

    `local` is the zone of the reader: instants that come without a zone are shown in it.
    Codes that the catalogue does not know are shown as words rather than not at all.
    """

    def __init__(
        self, entries: Mapping[str, Entry], local: tzinfo = UTC, language: str = "en"
    ) -> None:
        self._entries = entries
        self._local = local
        self._now: Callable[[], datetime] | None = None
        self.language = language

    @classmethod
    def load(cls, path: Path, local: tzinfo = UTC) -> "Wording":
        """Reads a catalogue file such as resources/i18n/en.json."""
        return cls(json.loads(path.read_bytes()), local, path.stem)

    def tell(self, local: tzinfo, now: Callable[[], datetime]) -> None:
        """Whose clock and which present to tell by: days far from that are said with their year."""
        self._local, self._now = local, now

    def text(self, code: str, args: Args | None = None) -> str:
        """The words of a reason for a chip with room, e.g. "Promised 11:45 there"."""
        said = self._say(f"reason.{code}", "text", args or {})
        return said or self._say(f"reason.{code}", "short", args or {}) or self._spelled(code)

    def short(self, code: str, args: Args | None = None) -> str:
        """The words of a reason for a narrow chip, e.g. "Promised"."""
        return self._say(f"reason.{code}", "short", args or {}) or self.text(code, args)

    def sentence(self, code: str, args: Args | None = None) -> str:
        """A reason as a whole sentence for headers, tooltips and speech."""
        return self._say(f"reason.{code}", "sentence", args or {}) or f"{self.text(code, args)}."

    def chip(self, code: str) -> str:
        """The kind of chip of a reason: neutral, new, ok, warn, breach, reply or outline."""
        return self._look(code, "chip") or "neutral"

    def icon(self, code: str) -> str:
        """The icon of a reason's chip, "" for none."""
        return self._look(code, "icon")

    def plain(self, key: str, args: Args | None = None) -> str:
        """Any other words of the catalogue by their key, e.g. "lane.replies"."""
        return self._say(key, "text", args or {}) or self._spelled(key.rpartition(".")[2])

    def brief(self, key: str, args: Args | None = None) -> str:
        """The words of a key where there is little room, such as on a button."""
        return self._say(key, "short", args or {}) or self.plain(key, args)

    def full_date(self, on: date) -> str:
        """A day of any year, such as "19 Nov 2026"."""
        return f"{on.day} {self.plain(f'month.{on.month}')} {on.year}"

    def known(self, key: str, args: Args | None = None) -> str:
        """The words of a key, "" where the catalogue has none."""
        return self._say(key, "text", args or {})

    def error(self, code: str, message: str, hint: str) -> tuple[str, str]:
        """An error by its code: (what happened, what to do); as raised where no words are kept."""
        key = f"error.{code}"
        if key not in self._entries:
            return message, hint
        return self._say(key, "text", {}) or message, self._say(key, "hint", {}) or hint

    def number(self, number: int) -> str:
        """A count as the language groups its digits: 12,680 in English, 12.680 in Spanish."""
        if abs(number) < int(self._say("number.grouped_from", "text", {}) or 1000):
            return str(number)
        return f"{number:,}".replace(",", self._say("number.group", "text", {}) or ",")

    def day(self, on: date, *, year: bool = False) -> str:
        """A day with its weekday, such as "Thu 19 Nov"; its year if wanted, or far from today."""
        weekday, month = self.plain(f"weekday.{on.isoweekday()}"), self.plain(f"month.{on.month}")
        said = f"{weekday} {on.day} {month}"
        return f"{said} {on.year}" if year or self._is_far(on) else said

    @staticmethod
    def clock(seconds: int) -> str:
        """Seconds as m:ss, for timers and durations below ten minutes."""
        minutes, rest = divmod(max(seconds, 0), 60)
        return f"{minutes}:{rest:02}"

    @staticmethod
    def duration(minutes: int) -> str:
        """Minutes as "18 min", "1 h 52" or, from two days on, "3 d"."""
        if minutes < 60:
            return f"{minutes} min"
        if minutes < 48 * 60:
            return f"{minutes // 60} h {minutes % 60:02}"
        return f"{minutes // (24 * 60)} d"

    # Inside

    def _is_far(self, on: date) -> bool:
        if self._now is None:
            return False
        today = self._now().astimezone(self._local).date()
        return abs((date(on.year, on.month, on.day) - today).days) > _FAR_DAYS

    def _look(self, code: str, part: str) -> str:
        value = self._entries.get(f"reason.{code}", {}).get(part, "")
        return value if isinstance(value, str) else ""

    def _say(self, key: str, part: str, args: Args) -> str:
        value = self._entries.get(key, {}).get(part, "")
        if not isinstance(value, str):
            counts = [a for a in args.values() if isinstance(a, int)]
            count = args.get("count", counts[0] if counts else 0)
            value = value["one" if count == 1 else "other"]
        if "{" not in value:
            return value
        try:
            return value.format_map(self._shown(args))
        except KeyError:  # an argument has no value: fewer words are better than a gap
            return ""

    def _shown(self, args: Args) -> dict[str, str]:
        shown = {
            name: self.number(value) if isinstance(value, int) else value
            for name, value in args.items()
            if value != ""
        }
        zone = _zone(shown.get("zone", "")) or self._local
        for name in _INSTANTS:
            if name in shown:
                moment = _instant(shown[name])
                if moment is not None:
                    local = moment.astimezone(zone)
                    shown[name] = f"{local:%H:%M}"
                    shown[f"{name}_day"] = self.day(local)
                else:
                    shown[f"{name}_day"] = shown[name]
        if isinstance(args.get("seconds"), int):
            seconds = int(args["seconds"])
            shown["seconds"] = (
                self.clock(seconds) if seconds < 600 else self.duration(seconds // 60)
            )
        if isinstance(args.get("minutes"), int):
            shown["minutes"] = self.duration(int(args["minutes"]))
        if "assignee" in shown:
            role = shown["assignee"]
            shown["assignee"] = self._say(f"assignee.{role}", "text", {}) or role.replace("_", " ")
        if "source" in shown:
            source = shown["source"]
            shown["source"] = self._say(f"source.{source}", "text", {}) or source.replace("_", " ")
        return shown

    @staticmethod
    def _spelled(code: str) -> str:
        return code.replace("_", " ").capitalize()


def _zone(name: str) -> tzinfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _instant(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
