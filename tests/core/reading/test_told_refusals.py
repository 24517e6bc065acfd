"""What a note, or a cell of a list, tells of somebody's refusal, and what it closes."""

from pathlib import Path

import pytest

from app.core.reading.reply_words import ReplyWords, parse_words
from app.core.reading.told_refusals import note_refusal, refused_channels, told_refusal

WORDS: ReplyWords = parse_words(Path("resources/words/replies.toml").read_text("utf-8"), "replies")[
    0
]
EVERYTHING = ("*",)
ALL_BUT_EMAIL = ("call", "sms", "whatsapp")


@pytest.mark.parametrize(
    "note",
    [
        "do not call me, unsubscribe",
        "says do not call me again, unsubscribe me",
        "asked not to be called",
        "asked us to stop",
        "wants to be removed",
        "requested no more calls",
        "please remove her from the list",
        "doesn't want any more calls",
        "never call them again",
        "don't contact this client",
        "unsubscribe",
        "pidió baja",
        "pide baja",
        "pidió la baja",
        "quiere la baja",
        "ha pedido la baja",
        "solicita la baja",
        "causa baja",
        "causó baja",
        "se dio de baja",
        "Dar de baja",
        "baja",
        "pidió que no le llamen",
        "no quiere que le llamemos",
        "dice que no le llamemos nunca más",
        "que no se le llame",
        "no le llaméis más",
        "no volver a llamar",
        "quiere que le borremos",
        "no quiere más contacto",
        "no quiere publicidad",
        "lista Robinson",
    ],
)
def test_a_refusal_that_a_note_tells_of_closes_everything(note: str) -> None:
    assert note_refusal(note, WORDS) == EVERYTHING


@pytest.mark.parametrize(
    ("note", "closed"),
    [
        ("NO LLAMAR!! solo email", ALL_BUT_EMAIL),
        ("do not call - email only", ALL_BUT_EMAIL),
        ("solo por correo", ALL_BUT_EMAIL),
        ("only WhatsApp please", ("call", "email", "sms")),
        ("Solo WhatsApp, no llamar", ("call", "email", "sms")),
        ("no emails, only calls", ("email", "sms", "whatsapp")),
        ("no más llamadas, escribir por mail", ("call",)),
        ("no llamar escribir por mail", ("call",)),
        ("prefiere email, no llamar", ("call",)),
        ("No llamar, mejor por WhatsApp", ("call",)),
        ("don't call him, he prefers email", ("call",)),
        ("no calls please, whatsapp is fine", ("call",)),
        ("do not email, call instead", ("email",)),
    ],
)
def test_where_another_way_is_wanted_only_what_is_refused_closes(
    note: str, closed: tuple[str, ...]
) -> None:
    assert note_refusal(note, WORDS) == closed
    assert refused_channels(note) == closed


@pytest.mark.parametrize(
    "note",
    [
        "está de baja",
        "está de baja médica",
        "de baja por maternidad",
        "pidió la baja laboral",
        "causó baja en la empresa",
        "se dio de baja de la empresa",
        "baja en la empresa",
        "ya no trabaja aquí",
        "pide una baja de precio",
        "temporada baja",
        "no le llamé ayer",
        "no le envié el correo",
        "no llamar antes de las 10",
        "no llamar los lunes",
        "llamar por la tarde",
        "he enviado solo un correo",
        "no tiene whatsapp, enviar correo",
        "no contesta",
        "do not call before 10",
        "don't call on Fridays",
        "do not hesitate to call me",
        "sent only an email",
        "prefers email",
        "no answer, only voicemail",
        "not interested",
        "no call back number",
        "call back tomorrow",
        "",
    ],
)
def test_what_only_sounds_like_one_closes_nothing(note: str) -> None:
    assert note_refusal(note, WORDS) == ()


def test_a_few_words_are_plain_and_a_sentence_is_not() -> None:
    short, long = (
        told_refusal("pidió la baja"),
        told_refusal("al hablar con ella dijo que pedía la baja ya"),
    )
    assert short is not None
    assert short.plain
    assert long is not None
    assert not long.plain
