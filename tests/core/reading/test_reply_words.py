"""What a message is taken to say, with the words that ship."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.files.toml_file import FileError
from app.core.reading.reply_words import (
    is_c_level,
    own_words,
    parse_words,
    read_absence,
    read_reply,
)
from tests.core.playing import library

WORDS = library().words
TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "stop.",
        " Stop! ",
        "UNSUBSCRIBE",
        "BAJA",
        "¡Baja!",
        "ARRÊT",
        "arret",
        "SAIR",
        "Abmelden",
        "CANCELLA",
    ],
)
def test_an_exact_word_opts_out(text: str) -> None:
    read = read_reply(text, WORDS, TODAY)
    assert (read.kind, read.about) == ("unsubscribe", "keyword")


MARKS = st.sampled_from(["", "\u0301", "\u0300", "\u0308", "\u0327"])
BETWEEN = st.text(alphabet=" \t\n.,;!?¡¿…-*", max_size=3)


@given(st.sampled_from(sorted(WORDS.opt_out_alone)), st.data())
def test_case_blanks_punctuation_and_accents_do_not_matter(word: str, data: st.DataObject) -> None:
    """Any exact word of any language, written in any of these ways, is the same word."""
    said = data.draw(BETWEEN)
    for letter in word:
        big = data.draw(st.booleans())
        said += letter.upper() if big else letter
        if letter in "aeiounc":
            said += data.draw(MARKS)
        if letter == " ":
            said += data.draw(BETWEEN)
    said += data.draw(BETWEEN)
    read = read_reply(said, WORDS, TODAY)
    assert (read.kind, read.about) == ("unsubscribe", "keyword")


@pytest.mark.parametrize(
    "text", ["I could stop by tomorrow", "Por la parte alta del alto sí", "At the end of the year"]
)
def test_a_word_inside_a_sentence_is_no_refusal(text: str) -> None:
    assert read_reply(text, WORDS, TODAY).kind == "reply"


@pytest.mark.parametrize(
    "text",
    [
        "Please take me off your list.",
        "Don't contact me again",
        "No me llamen más, gracias",
        "Quiero darme de baja de esto",
        "Ne m'appelez plus",
        "Não me ligue mais",
        "Bitte kontaktieren Sie mich nicht mehr",
        "Non chiamatemi più",
        "STOP please",
        "ok, baja",
    ],
)
def test_what_looks_like_a_refusal_is_suspected(text: str) -> None:
    read = read_reply(text, WORDS, TODAY)
    assert (read.kind, read.about) == ("unsubscribe", "suspected")


@pytest.mark.parametrize(
    ("text", "about", "on"),
    [
        ("Not interested, thanks", "not_interested", None),
        ("No me interesa", "not_interested", None),
        ("Contact me in March", "later", "2027-03-01"),
        ("Llámame después del 15 de enero", "later", "2027-01-16"),
        ("Not interested now, try me next quarter", "later", "2027-01-01"),
        ("Call me tomorrow at 10", "", None),  # for a person to answer
        ("Stop by whenever you like", "", None),
        ("I will talk to my boss about next year", "", None),
        ("What does it cost?", "", None),
        ("", "", None),
    ],
)
def test_other_replies(text: str, about: str, on: str | None) -> None:
    read = read_reply(text, WORDS, TODAY)
    assert (read.kind, read.about) == ("reply", about)
    assert (read.on.isoformat() if read.on else None) == on


@pytest.mark.parametrize(
    "head",
    [
        "On Mon, 16 Nov 2026 at 10:00 Ana wrote:",
        "El lun, 16 nov 2026 a las 10:00, Ana escribió:",
        "From: Ana",
        "-----Original Message-----",
    ],
)
def test_the_message_that_is_answered_says_nothing(head: str) -> None:
    text = f"Sounds good, when?\n\n{head}\n> reply stop and take me off your list"
    assert own_words(text) == "Sounds good, when?"
    assert read_reply(text, WORDS, TODAY).about == ""


def test_an_absence_ends_at_the_latest_date() -> None:
    read = read_absence("I am out from 3 January until 12 January.", TODAY)
    assert read.on == date(2027, 1, 12)
    assert read_absence("I am out of the office.", TODAY).on is None


def test_who_runs_a_company() -> None:
    for title in ("CEO", "Chief Financial Officer", "Directora general", "Geschäftsführer"):
        assert is_c_level(title, WORDS)
    for title in (
        "Vice President Sales",
        "Assistant to the CEO",
        "Product owner",
        "Chief cook",
        "",
    ):
        assert not is_c_level(title, WORDS)


def test_a_file_that_misses_a_language_is_named_with_its_place() -> None:
    text = 'version = 1\n[opt_out.alone]\nen = ["stop"]\n[opt_out.within]\nen = []\n'
    with pytest.raises(FileError) as refused:
        parse_words(text, "replies.toml")
    said = [str(problem) for problem in refused.value.problems]
    assert any("replies.toml" in line and "fr: It is missing" in line for line in said)
    assert any("en" in line and "does not fit" in line for line in said)


@pytest.mark.parametrize(
    "text",
    [
        "Bitte nehmen Sie mich von der Liste.",
        "Lassen Sie mich in Ruhe!",
        "Please take my name off your list",
        "Bórrenme, por favor",
        "Dejen de llamarme",
        "Laissez-moi tranquille",
        "Arrêtez de m'appeler",
        "Parem de me ligar",
        "Deixem-me em paz",
        "Non voglio più ricevere email",
        "Lasciatemi in pace",
    ],
)
def test_ways_to_say_no_in_six_languages(text: str) -> None:
    assert read_reply(text, WORDS, TODAY).about == "suspected"


@pytest.mark.parametrize(
    "text",
    [
        "Ich schaue es mir in Ruhe an.",
        "Could you add me to your mailing list?",
        "El primero de la lista me gusta",
        "Viele Grüße, Anna. Impressum und Datenschutz: siehe Website",
    ],
)
def test_words_that_only_sound_like_it(text: str) -> None:
    assert read_reply(text, WORDS, TODAY).kind == "reply"
