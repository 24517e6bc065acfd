"""Advice about a message before it goes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.core.messages.lint import Draft, LintFinding, draft_of, filler_in, lint, sentences
from app.core.messages.template import Situation, Template, render_template

GOOD = Draft(
    language="en",
    channel="email",
    direction="outbound",
    subject="Invoices at Faro Ltd.",
    body="""Hello Lucía,

I read that Faro Ltd. opens a second office. Two offices usually mean two ways to file an invoice.
How do you keep them apart today? Two lines are enough.

Marta
Campus Norte, +34 910 000 000

If you would rather not hear from us, reply “stop” and I will not write again.
""",
    about_person=("Faro Ltd.", "invoices"),
)
BUENO = replace(
    GOOD,
    language="es",
    subject="Las facturas de Faro, S.L.",
    body="""Hola, Lucía:

He leído que Faro, S.L. abre una segunda oficina. Dos oficinas suelen ser dos formas de archivar.
¿Cómo las distinguen hoy? Con dos líneas me basta.

Marta
Campus Norte

Si prefiere que no le escriba más, responda «baja» y no recibirá otro mensaje.
""",
    about_person=("Faro, S.L.",),
)


def codes(draft: Draft) -> list[str]:
    return [finding.code for finding in lint(draft)]


def saying(text: str, draft: Draft = GOOD) -> Draft:
    """The draft with more text before its signature."""
    return replace(draft, body=draft.body.replace("\n\nMarta", f" {text}\n\nMarta"))


@pytest.mark.parametrize("draft", [GOOD, BUENO], ids=["en", "es"])
def test_a_good_message_passes(draft: Draft) -> None:
    assert lint(draft) == ()
    assert len(sentences(draft.body)) == 4


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ("One more.", None),
        ("One more. And a sixth.", "6"),
        ("One more. And a sixth without an end because nobody wrote a full stop", "6"),
        ("See https://a.example/b.html?c=d. e.g. this.", None),
        ("The price is 1.50 for Dr. Smith of Faro Inc. in all.", None),
        ("Why not now … or never. It is 3.5 km. “Yes.” That was seven!", "8"),
        ("\n1. First thing.\n2. Second thing.\n- Third thing.", None),
    ],
)
def test_five_sentences_are_enough(more: str, count: str | None) -> None:
    found = [finding.found for finding in lint(saying(more)) if finding.code == "too_long"]
    assert found == ([count] if count else [])


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "Invoices",
        "Following up",
        "Hello there!",
        "¿Una pregunta?",
        "Más información",
        "Re: invoices at Faro",
        "INVOICES AT FARO",
        "Why the filing of invoices in two offices costs more than anybody at Faro thinks",
    ],
)
def test_a_subject_says_what_it_is_about(subject: str) -> None:
    assert codes(replace(GOOD, subject=subject)) == ["no_subject"]
    assert codes(replace(GOOD, subject=subject, channel="video_email")) == ["no_subject"]
    assert codes(replace(GOOD, subject=subject, channel="sms")) == [], "nobody sees it there"


@pytest.mark.parametrize(
    ("body", "asks"),
    [
        ("About invoices. What do you do today?", None),
        ("About invoices. What do you do today? Reply with a word.", None),
        ("About invoices. What do you do today? Who decides?", "2"),
        ("Reply with a word. It is about invoices. What do you do today?", "2"),
        ("Book a time here: https://a.example. It is about invoices.", None),
        ("It is about invoices. Book a time. No haste. Please call me on 123.", "2"),
        ("It is about invoices. We book them as they come in.", None),
        ("Es por invoices. ¿Cómo lo hacen hoy?", None),
        ("Es por invoices. ¿Cómo lo hacen hoy? Dígame un día.", None),
        ("Es por invoices. ¿Cómo lo hacen hoy? ¿Quién decide?", "2"),
        ("Elija un hueco. Es por invoices. Llámeme.", "2"),
    ],
)
def test_one_message_asks_for_one_thing(body: str, asks: str | None) -> None:
    draft = replace(GOOD, body=f"{body}\nReply STOP to opt out. Or unsubscribe?")
    assert lint(draft) == ((LintFinding(code="two_asks", found=asks),) if asks else ())


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Just checking in.", "just checking in"),
        ("I know you’re busy.", "i know you're busy"),
        ("I hope you\n are well", "hope you are well"),
        ("Don’t hesitate to call", "don't hesitate to"),
        ("Espero que estés bien.", "espero que estés bien"),
        ("Solo quería saber", "solo quería"),
        ("Sé que está ocupada", "sé que está ocupad"),
        ("No dudes en llamar", "no dudes en"),
    ],
)
def test_filler_is_found(text: str, phrase: str) -> None:
    assert phrase in filler_in(text)
    (finding,) = [f for f in lint(saying(text)) if f.code == "filler"]
    assert finding.found in filler_in(text)


@pytest.mark.parametrize(
    "text", ["The preacher spoke.", "We are rechecking in batches.", "Le espero que viene.", ""]
)
def test_ordinary_words_are_no_filler(text: str) -> None:
    assert filler_in(text) == ()


def test_a_message_could_not_have_gone_to_anybody() -> None:
    assert codes(replace(GOOD, about_person=("Acme", ""))) == ["impersonal"]
    assert codes(replace(GOOD, about_person=("INVOICES",))) == [], "the subject counts"


@pytest.mark.parametrize("channel", ["email", "video_email", "sms", "whatsapp", "linkedin_message"])
def test_who_did_not_ask_can_say_stop(channel: str) -> None:
    without = replace(GOOD, channel=channel, body=GOOD.body.split("If you would")[0])
    assert codes(without) == ["no_opt_out"]
    assert codes(replace(without, direction="inbound")) == []
    for way in ("Reply STOP to opt out.", "Responda BAJA y no le escribo.", "Unsubscribe here:"):
        assert codes(replace(without, body=f"{without.body}\n{way}")) == []


@pytest.mark.parametrize("channel", ["linkedin_connect", "voicemail", "direct_mail", "call"])
def test_some_channels_have_their_own_way_out(channel: str) -> None:
    assert lint(replace(GOOD, channel=channel, body=GOOD.body.split("If you would")[0])) == ()


def test_the_word_stop_alone_is_no_way_out() -> None:
    body = GOOD.body.split("If you would")[0] + "What will your team stop doing."
    assert "no_opt_out" in codes(replace(GOOD, body=body))


def test_a_filled_template_knows_what_is_personal() -> None:
    template = Template(
        key="t",
        channels=("email",),
        name={"en": "T"},
        subject={"en": "{{ interest | or('One idea') }} for you"},
        body={"en": "Hello {{ first_name }}. It is about {{ lead_company | or('it') }}."},
        fields=("first_name", "interest", "lead_company"),
    )
    situation = Situation(channel="email", direction="inbound")
    bare = {"first_name": "Lucía"}
    known = {**bare, "interest": "x"}
    drafts = [
        draft_of(render_template(template, values, "en", situation), situation, values)
        for values in (bare, known)
    ]
    assert [lint(draft) for draft in drafts] == [(LintFinding(code="impersonal"),), ()]
    assert [draft.about_person for draft in drafts] == [(), ("x",)]


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    found = lint(replace(GOOD, subject=text, body=text, about_person=(text,)))
    assert len({finding.code for finding in found}) == len(found)


@pytest.mark.parametrize("subject", ["Quick question about invoices", "Re: your demo request"])
def test_a_subject_that_says_what_it_is_about_is_fine(subject: str) -> None:
    found = codes(replace(GOOD, subject=subject, direction="inbound"))
    assert "no_subject" not in found
    assert "filler" not in found


def test_to_be_open_for_an_answer_is_no_filler_and_to_wait_for_one_is() -> None:
    assert filler_in("Feel free to reach out if that changes.") == ()
    for phrase in ("Any thoughts?", "Let me know when you’re free.", "Dígame cuándo está libre."):
        assert filler_in(phrase)


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        ("Shall we talk?", True),
        ("¿Hablamos?", True),
        ("¿Qué día le viene bien?", True),
        ("Shall we talk on Tuesday at 10:00 or on Thursday at 16:30?", False),
        ("¿Hablamos el martes a las 10:00 o el jueves a las 16:30?", False),
        ("Shall we talk? https://faro.example/time", False),
        ("What would you change first?", False),
    ],
)
def test_who_proposes_a_meeting_gives_two_times_or_a_link(ask: str, found: bool) -> None:
    draft = replace(GOOD, body=f"{GOOD.body}\n{ask}")
    assert ("no_times" in codes(draft)) is found
