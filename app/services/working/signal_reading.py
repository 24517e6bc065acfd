"""What a source says of a signal, read field by field. The fields are listed in docs/rules.md."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Final, get_args
from uuid import UUID, uuid5

from app.core.contact.business_time import at_local, local_date
from app.core.errors import BadInput
from app.core.files.toml_file import is_key
from app.core.people.lead import Channel
from app.core.reading.reply_words import (
    Reading,
    ReplyWords,
    is_c_level,
    own_words,
    read_absence,
    read_reply,
)
from app.core.reading.said_dates import SaidDate, find_date
from app.core.work.signal import ABOUT, USUAL_CONFIDENCE, Signal, SignalKind

KINDS: Final[tuple[SignalKind, ...]] = get_args(SignalKind)
_CHANNELS: Final[tuple[Channel, ...]] = get_args(Channel)
# Where the numbers of a date come month first.
_MONTH_FIRST: Final = frozenset({"US"})
# Where summer begins in December.
_SOUTH: Final = frozenset(
    {
        "AR",
        "AU",
        "BO",
        "BR",
        "BW",
        "CL",
        "LS",
        "MG",
        "MZ",
        "NA",
        "NZ",
        "PE",
        "PY",
        "SZ",
        "UY",
        "ZA",
        "ZW",
    }
)
_MORNING: Final = time(9)
_DATE_ONLY: Final = len("2027-03-01")
_SHARED: Final = ("id", "at", "confidence", "channel", "touch_id", "point_id")
_FIELDS: Final[Mapping[SignalKind, tuple[str, ...]]] = {
    "reply": ("text", "about", "until"),
    "out_of_office": ("text", "until"),
    "unsubscribe": ("text", "about"),
    "bounce": ("about",),
    "page_visit": ("page",),
    "title_change": ("title", "about"),
    "score_change": ("points",),
}
# What a source means that does not say more.
_USUAL_ABOUT: Final[Mapping[SignalKind, str]] = {"bounce": "hard", "unsubscribe": "refusal"}
_WIDEST_CHANGE = 1000


def date_said(text: str, today: date, country: str, *, last: bool = False) -> SaidDate | None:
    """The date that somebody's own words name: the first of several, or the end of an absence.

    `today` is that of the person, `country` the ISO code that says how they write numbers.
    """
    where = country.upper()
    day_first, south = where not in _MONTH_FIRST, where in _SOUTH
    if last:
        read = read_absence(text, today, day_first=day_first, south=south)
        return SaidDate(on=read.on, words=read.words) if read.on else None
    return find_date(own_words(text), today, day_first=day_first, south=south)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstoodSignal:
    """A signal as it was understood, to be confirmed or recorded.

    `until_on` is the date it names, in the person's calendar, and `words` the words that do so.
    `text` is what they wrote: personal, kept beside the log.
    """

    signal: Signal
    until_on: date | None = None
    words: str = field(default="", repr=False)
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One signal as its source tells it. `zone` and `country` are the person's, `now` in UTC."""

    kind: SignalKind
    data: Mapping[str, object] = field(repr=False)
    now: datetime
    zone: str
    country: str
    words: ReplyWords

    def heard(self, lead_id: UUID, new_id: Callable[[], UUID]) -> UnderstoodSignal:
        """The signal. The source's own `id` makes its identity, so that it counts once.

        Raises BadInput for a field that does not belong to the kind or cannot be read.
        """
        allowed = (*_SHARED, *_FIELDS.get(self.kind, ()))
        if set(self.data) - set(allowed):
            raise BadInput(
                "bad_signal",
                "The data of this signal has a field that does not belong there.",
                f"A {self.kind} can have: {', '.join(allowed)}.",
            )
        read = self._read()
        known_as = self._text("id")
        until_on, until = self._until(read)
        signal = Signal(
            signal_id=uuid5(lead_id, f"signal/{known_as}") if known_as else new_id(),
            kind=read.kind,
            at=min(self._instant("at") or self.now, self.now),
            confidence=self._number("confidence", 0, 100, read.confidence),
            channel=self._channel(),
            touch_id=self._id("touch_id"),
            point_id=self._id("point_id"),
            about=read.about,
            until=until,
            points=self._number("points", -_WIDEST_CHANGE, _WIDEST_CHANGE, 0),
        )
        words = (self._text("until") or read.words) if until_on else ""
        return UnderstoodSignal(
            signal=signal, until_on=until_on, words=words, text=self._text("text")
        )

    @property
    def _today(self) -> date:
        return local_date(self.now, self.zone)

    @property
    def _day_first(self) -> bool:
        return self.country.upper() not in _MONTH_FIRST

    @property
    def _south(self) -> bool:
        return self.country.upper() in _SOUTH

    def _read(self) -> Reading:
        """Kind, content and how sure: as the source says, else as the text does."""
        text = self._text("text")
        if self.kind == "out_of_office":
            return read_absence(text, self._today, day_first=self._day_first, south=self._south)
        said = Reading(kind=self.kind, about=self._about(), confidence=USUAL_CONFIDENCE[self.kind])
        if not text or self._text("about"):
            return said
        found = read_reply(
            text, self.words, self._today, day_first=self._day_first, south=self._south
        )
        if self.kind == "reply":
            return found
        # Who calls it an opt-out knows; the text only tells how exact a word it was.
        return found if found.about == "keyword" else said

    def _about(self) -> str:
        if self.kind == "page_visit":
            page = self._text("page").strip().strip("/").lower().replace("-", "_")
            if page and not is_key(page):
                raise self._bad("page", "the key of a page, such as pricing")
            return page
        known = ABOUT.get(self.kind, ())
        about = self._text("about")
        if about and about not in known:
            raise self._bad("about", f"one of {', '.join(known)}")
        if self.kind == "title_change" and not about:
            return "c_level" if is_c_level(self._text("title"), self.words) else ""
        return about or _USUAL_ABOUT.get(self.kind, "")

    def _until(self, read: Reading) -> tuple[date | None, datetime | None]:
        """The date the signal names: the one that was given, else the one in its text."""
        said, on = self._text("until"), read.on
        if said:
            until = _as_instant(said, self.zone)
            if until is not None:
                return local_date(until, self.zone), until
            named = find_date(said, self._today, day_first=self._day_first, south=self._south)
            if named is None:
                raise self._bad("until", "a date such as 2027-03-01 or “in two weeks”")
            on = named.on
        return on, at_local(on, _MORNING, self.zone) if on else None

    def _channel(self) -> Channel | None:
        said = self._text("channel")
        found = next((known for known in _CHANNELS if known == said), None)
        if said and found is None:
            raise self._bad("channel", f"one of {', '.join(_CHANNELS)}")
        return found

    def _instant(self, name: str) -> datetime | None:
        text = self._text(name)
        found = _as_instant(text, self.zone) if text else None
        if text and found is None:
            raise self._bad(name, "an instant such as 2026-11-23T08:00:00Z")
        return found

    def _text(self, name: str) -> str:
        value = self.data.get(name, "")
        if not isinstance(value, str):
            raise self._bad(name, "a text")
        return value

    def _number(self, name: str, low: int, high: int, usual: int) -> int:
        value = self.data.get(name, usual)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self._bad(name, f"a whole number from {low} to {high}")
        return value

    def _id(self, name: str) -> UUID | None:
        text = self._text(name)
        try:
            return UUID(text) if text else None
        except ValueError:
            raise self._bad(name, "an id as the other commands print it") from None

    @staticmethod
    def _bad(name: str, wanted: str) -> BadInput:
        return BadInput(
            "bad_signal",
            f"The field {name} of this signal cannot be read.",
            f"It must be {wanted}.",
        )


def _as_instant(text: str, zone: str) -> datetime | None:
    """ISO 8601; without an offset on the clock of `zone`, a date alone means its morning."""
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        clock = moment.time() if len(text.strip()) > _DATE_ONLY else _MORNING
        return at_local(moment.date(), clock, zone)
    except (ValueError, OverflowError):
        return None
