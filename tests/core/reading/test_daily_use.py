"""Messages from daily use, each with what is right; tests/data/reading holds them."""

import csv
from datetime import date, datetime, time
from pathlib import Path

import pytest

from app.core.errors import BadInput
from app.core.reading.plain_dates import read_when
from app.core.reading.reply_words import is_refusal, read_reply
from benchmarks.reading import judge_replies, verdict
from tests.core.playing import library

WORDS = library().words
DATA = Path(__file__).parents[2] / "data" / "reading"
# A Monday; 11:00 in Madrid.
TODAY = date(2026, 11, 23)
NOW = datetime.combine(TODAY, time(11))


def daily_use() -> list[dict[str, str]]:
    with (DATA / "daily_use.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["kind"] != "when"]


@pytest.mark.parametrize("row", daily_use(), ids=lambda row: row["text"][:40])
def test_what_daily_use_brought(row: dict[str, str]) -> None:
    read, right = verdict(row["kind"], row["text"], WORDS), row["right"]
    if right.startswith("an opt-out"):
        assert read == "refusal"
    elif right.startswith("rests until"):
        assert read == f"later {right.split()[-1]}"
    elif right.startswith("until"):
        assert read == f"absence {right.split()[1]}"
    elif right.startswith("no date"):
        assert read == "absence none"
    else:
        assert right.startswith(("a person reads", "no opt-out"))
        assert read in ("person", "not_interested")


def test_no_refusal_is_read_as_anything_else() -> None:
    judged = [one for one in judge_replies(WORDS) if one.right == "refusal"]
    assert len(judged) > 100
    assert [one.text for one in judged if one.read != "refusal"] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_of_the_rest_nearly_all_are_read_right(language: str) -> None:
    judged = [
        one for one in judge_replies(WORDS) if one.right != "refusal" and one.language == language
    ]
    assert len(judged) > 80
    wrong = [(one.text, one.read) for one in judged if one.read != one.right]
    assert len(wrong) <= 0.05 * len(judged), wrong


def test_the_replies_that_were_written_without_the_grammar_are_read() -> None:
    """Typing errors, slang, LatAm and Spain, dictated, with quotes and signatures below.

    Two say by which way they would rather hear from us; they are held until somebody has read
    them, which is what is done in doubt.
    """
    judged = judge_replies(WORDS, DATA / "held_out.csv")
    assert len(judged) == 100
    wrong = {one.text[:24]: one.read for one in judged if one.read != one.right}
    assert wrong == {
        "Don't call, email is bet": "refusal",
        "Prefiero que no me llame": "refusal",
    }


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("connect next quarter", "later 2027-01-01"),
        ("Please reconnect in Q2", "later 2027-04-01"),
        ("Let's reconnect in the new year", "later 2027-01-01"),
        ("Reconnect after new year", "later 2027-01-02"),
        ("not until summer", "later 2027-06-01"),
        ("reconnect after the summer", "later 2027-09-01"),
        ("Conectamos el próximo trimestre", "later 2027-01-01"),
        ("Volvamos a conectar el próximo trimestre", "later 2027-01-01"),
        ("retomamos el contacto en el nuevo año", "later 2027-01-01"),
        ("pasadas las navidades me llamas", "later 2027-01-07"),
        ("Espera hasta el verano", "later 2027-06-01"),
        ("Hablamos después del verano", "later 2027-09-01"),
        # In doubt a person reads it.
        ("We can't look at this until summer", "person"),
        ("Reconnect with us", "person"),
        ("We reconnect the power next quarter", "person"),
        ("Our new year starts in April", "person"),
        ("Happy new year!", "person"),
        ("Hablamos después de las fiestas", "person"),
        ("Feliz año nuevo!", "person"),
        ("The unscripted version works in 2 wks", "person"),
        ("We decided to go with your offer", "person"),
        ("No need to call, just send the contract", "person"),
        ("Lo que no necesito es la versión cara", "person"),
        ("We're good for Tuesday", "person"),
        ("Ya lo contraté con ustedes el año pasado", "person"),
        ("I'll pass it on to my boss", "person"),
    ],
)
def test_times_of_the_year_and_what_only_sounds_like_a_no(text: str, right: str) -> None:
    assert verdict("reply", text, WORDS) == right


@pytest.mark.parametrize(
    "text", ["Do not call", "Unsubscribed", "no llamar", "DNC", "Robinson list: lista Robinson"]
)
def test_a_cell_can_refuse(text: str) -> None:
    assert is_refusal(text, WORDS)


@pytest.mark.parametrize(
    ("text", "right"),
    [("17h", "17:00"), ("18 h", "18:00"), ("17 horas", "17:00"), ("16h30", "16:30")],
)
def test_hours_of_the_day_are_no_span(text: str, right: str) -> None:
    assert f"{read_when(text, NOW):%d %H:%M}" == f"23 {right}"


def test_a_span_of_hours_stays_one() -> None:
    assert read_when("3 h", NOW) == datetime.combine(TODAY, time(14))
    assert read_when("in 17 h", NOW) == datetime.combine(date(2026, 11, 24), time(4))


def test_a_bare_number_is_refused() -> None:
    with pytest.raises(BadInput):
        read_when("5", NOW)


@pytest.mark.parametrize("text", ["22/11", "24/9 10:00", "tomorrow 22/11"])
def test_a_day_that_has_just_passed_is_no_day_of_next_year(text: str) -> None:
    """Asked on 23 November: nobody means a year from now without saying so."""
    with pytest.raises(BadInput):
        read_when(text, NOW)


@pytest.mark.parametrize("text", ["22/11", "24/9 10:00"])
def test_a_day_that_has_just_passed_says_what_to_do(text: str) -> None:
    with pytest.raises(BadInput) as said:
        read_when(text, NOW)
    assert said.value.code == "day_passed"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("23/11", "2026-11-23"),
        ("24/11", "2026-11-24"),
        ("23/9", "2027-09-23"),
        ("22/11/2027", "2027-11-22"),
        ("22/11/2026", "2026-11-22"),
        ("29/2", "2028-02-29"),
    ],
)
def test_a_day_without_a_year_is_the_next_of_its_kind(text: str, right: str) -> None:
    assert f"{read_when(text, NOW):%Y-%m-%d}" == right


def test_days_of_last_year_are_lately_too() -> None:
    with pytest.raises(BadInput):
        read_when("31/12", datetime(2027, 1, 4, 9))  # noqa: DTZ001 - wall time, as people type it


def test_summer_is_where_they_are() -> None:
    north = read_reply("Contact me after the summer", WORDS, TODAY)
    south = read_reply("Contact me after the summer", WORDS, TODAY, south=True)
    assert (north.on, south.on) == (date(2027, 9, 1), date(2027, 3, 1))


def test_a_day_that_lies_behind_is_no_day_of_next_year() -> None:
    assert read_reply("Contact me on 3 November", WORDS, TODAY).on is None
    assert read_reply("Contact me on 3 November 2027", WORDS, TODAY).on == date(2027, 11, 3)
