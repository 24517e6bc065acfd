"""Reasons become words: their arguments, their gaps, and both languages alike."""

import json
import string
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.services.wording import Wording
from app.system.resources import resource_path

MADRID = ZoneInfo("Europe/Madrid")
ENGLISH = Wording.load(resource_path("i18n", "en.json"), MADRID)
SPANISH = Wording.load(resource_path("i18n", "es.json"), MADRID)


@pytest.mark.parametrize(
    ("code", "args", "text", "short"),
    [
        ("new_inquiry", {"source": "web_form"}, "New · web form", "New"),
        ("new_inquiry", {"source": "spring_fair"}, "New · spring fair", "New"),
        ("called_in", {"seconds": 123}, "Called in 2:03", "Called 2:03"),
        (
            "promised",
            {"at": "2026-11-18T09:45:00+00:00", "zone": "Europe/Bucharest"},
            "Promised 11:45 there",
            "Promised",
        ),
        ("night", {"opens_at": "2026-11-18T12:00:00+00:00", "zone": "America/Sao_Paulo"},
         "Night · 09:00 there", "Night"),
        ("snoozed", {"until": "2026-11-18T15:00:00+00:00"}, "Snoozed until 16:00", "Snoozed"),
        ("paused", {"until": "2026-11-25T08:00:00+00:00"}, "Paused until Wed 25 Nov", "Paused"),
        ("overdue", {"days": 3}, "Overdue", "Overdue"),
        ("retry", {"attempt": 1}, "Was busy", "Was busy"),
    ],
)  # fmt: skip
def test_chips(code: str, args: dict[str, str | int], text: str, short: str) -> None:
    assert ENGLISH.text(code, args) == text
    assert ENGLISH.short(code, args) == short


def test_a_day_far_from_today_is_said_with_its_year_on_the_clock_of_the_desk() -> None:
    words = Wording.load(resource_path("i18n", "en.json"))
    words.tell(MADRID, lambda: datetime(2026, 12, 1, tzinfo=UTC))
    near, far = {"until": "2026-12-02T04:00:00+00:00"}, {"until": "2027-11-24T08:30:00+00:00"}
    assert words.plain("by_hand.pause", near) == "Paused until Wed 2 Dec, 05:00"
    assert words.plain("by_hand.pause", far) == "Paused until Wed 24 Nov 2027, 09:30"
    assert words.text("paused", far) == "Paused until Wed 24 Nov 2027"
    assert words.day(date(2025, 1, 2)) == "Thu 2 Jan 2025"


def test_a_missing_argument_gives_fewer_words_instead_of_a_gap() -> None:
    assert ENGLISH.text("night", {"opens_at": "", "zone": "Europe/Paris"}) == "Night"
    assert ENGLISH.text("new_inquiry", {}) == "New"
    assert ENGLISH.sentence("night", {}) == "Night."


def test_counts_choose_their_form() -> None:
    assert ENGLISH.sentence("overdue", {"days": 1}) == "Overdue by 1 day."
    assert ENGLISH.sentence("overdue", {"days": 2}) == "Overdue by 2 days."


def test_a_code_nobody_knows_is_still_readable() -> None:
    assert ENGLISH.text("engine_was_tired", {}) == "Engine was tired"
    assert ENGLISH.chip("engine_was_tired") == "neutral"
    assert ENGLISH.icon("engine_was_tired") == ""


def test_a_zone_nobody_knows_falls_back_to_the_readers() -> None:
    args = {"at": "2026-11-18T09:45:00+00:00", "zone": "Atlantis/City"}
    assert ENGLISH.text("promised", args) == "Promised 10:45 there"


def test_braces_in_an_argument_are_only_text() -> None:
    assert ENGLISH.text("new_inquiry", {"source": "{0.__class__}"}) == "New · {0.  class  }"


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (59, "59 min"), (112, "1 h 52"), (3000, "2 d")]
)
def test_durations(minutes: int, text: str) -> None:
    assert ENGLISH.duration(minutes) == text


def _fields(value: object) -> set[str]:
    texts = value.values() if isinstance(value, dict) else [value]
    return {name for t in texts for _, name, _, _ in string.Formatter().parse(str(t)) if name}


def test_both_languages_have_the_same_words_with_the_same_arguments() -> None:
    english = json.loads(resource_path("i18n", "en.json").read_bytes())
    spanish = json.loads(resource_path("i18n", "es.json").read_bytes())
    assert english.keys() == spanish.keys()
    for key, entry in english.items():
        assert entry.keys() == spanish[key].keys(), key
        for part in ("text", "sentence"):
            assert _fields(entry.get(part, "")) == _fields(spanish[key].get(part, "")), key
        assert entry.get("chip") == spanish[key].get("chip"), key
        assert entry.get("icon") == spanish[key].get("icon"), key


def test_every_chip_and_icon_of_a_reason_exists() -> None:
    tokens = json.loads(resource_path("theme", "tokens.json").read_bytes())
    entries = json.loads(resource_path("i18n", "en.json").read_bytes())
    for key, entry in entries.items():
        if key.startswith("reason."):
            assert entry["chip"] in tokens["state"]["chip"], key
            icon = entry["icon"]
            assert not icon or resource_path("icons", f"{icon}.svg").is_file(), key


def test_spanish() -> None:
    assert SPANISH.text("window_missed") == "Plazo perdido"
    assert SPANISH.plain("lane.replies") == "Respuestas"
