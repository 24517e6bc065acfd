"""Template and script files: read in full, or refused with every problem named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.files.toml_file import FileError
from app.core.messages.format import parse_script, parse_template
from app.core.messages.script import STAGE_KEYS

TEMPLATE = """
channels = ["email", "sms"]
[name]
en = "Hello"
es = "Hola"
[subject]
en = "For {{ first_name }}"
es = "Para {{ first_name }}"
[body]
en = '''
About {{ interest | or("it") }}.
'''
es = "Sobre {{ interest | or('eso') }}."
"""
SCRIPT = '[name]\nen = "Talk"\nes = "Charla"\n' + "".join(
    f"""
[[stages]]
key = "{key}"
label = {{ en = "{key}", es = "{key}" }}
line = {{ en = "{key} {{{{ first_name }}}}", es = "{key}" }}
"""
    for key in STAGE_KEYS
)
OBJECTION = """
[[objections]]
key = "too_expensive"
label = { en = "Too expensive", es = "Muy caro" }
answer = { en = "It is {{ price }}.", es = "Son {{ price }}." }
"""


def template_problems(text: str) -> list[str]:
    with pytest.raises(FileError) as caught:
        parse_template(text, "hello.toml")
    return [str(problem) for problem in caught.value.problems]


def script_problems(text: str) -> list[str]:
    with pytest.raises(FileError) as caught:
        parse_script(text, "talk.toml")
    return [str(problem) for problem in caught.value.problems]


def test_a_template_is_read() -> None:
    template, advice = parse_template(TEMPLATE, "hello.toml")
    assert advice == ()
    assert (template.key, template.channel, template.channels) == (
        "hello",
        "email",
        ("email", "sms"),
    )
    assert template.fields == ("first_name", "interest")
    assert set(template.body) == {"en", "es"}


def test_a_fault_in_a_text_names_file_field_language_and_line() -> None:
    (problem,) = template_problems(TEMPLATE.replace('{{ interest | or("it") }}', "\n{{ intrest }}"))
    assert problem == (
        "hello.toml, line 9, body: Text in en, line 2, intrest: There is no such field. "
        "Did you mean interest?"
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('["email", "sms"]', '["sms"]', "subject: Nobody sees a subject on these channels."),
        ('["email", "sms"]', '["sms", "sms"]', "channels: "),
        ('["email", "sms"]', '["fax"]', "channels: "),
        ('["email", "sms"]', "[]", "channels: "),
        ('en = "For', 'en = "\\n\\na\\nb', "subject: The text in en has several lines."),
        ('es = "Para {{ first_name }}"', "", "subject: Subject and body do not both exist in es."),
        ("[subject]", "[sujet]", "sujet: No such field exists here. Did you mean subject?"),
        ("[body]", "[boddy]", "body: It is missing."),
    ],
)
def test_a_wrong_template_is_refused(old: str, new: str, expected: str) -> None:
    found = template_problems(TEMPLATE.replace(old, new))
    assert any(expected in problem for problem in found), found


def test_a_missing_language_is_advice() -> None:
    _, advice = parse_template(TEMPLATE.replace('es = "Hola"', ""), "hello.toml")
    assert [str(a) for a in advice] == [
        "hello.toml, line 3, name: It has no text for es. Write one."
    ]


VARIANTS = """
[[variants]]
key = "B"
weight = 3
subject = { en = "B for {{ full_name }}", es = "B para {{ full_name }}" }
body = { en = "B {{ city }}", es = "B {{ city }}" }
[[variants]]
key = "C"
weight = 0
subject = { en = "C", es = "C" }
body = { en = "C", es = "C" }
"""


def test_variants_are_read_with_their_weights() -> None:
    template, advice = parse_template("weight = 2" + TEMPLATE + VARIANTS, "hello.toml")
    assert advice == ()
    assert template.weight == 2
    assert [(one.key, one.weight) for one in template.variants] == [("B", 3), ("C", 0)]
    assert template.fields == ("first_name", "interest", "full_name", "city")
    second = template.as_variant("B")
    assert (second.key, second.body["en"], second.channels) == (
        "hello",
        "B {{ city }}",
        template.channels,
    )
    assert template.as_variant("") is template.as_variant("A") is template


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('key = "C"', 'key = "B"', "line 21, variant 2, key: It is no letter of its own"),
        ('key = "B"', 'key = "A"', "variant 1, key: It is no letter"),
        ('key = "B"', "", "variant 1, key: It is missing"),
        ("weight = 3", "weight = -3", "line 17, variant 1, weight: -3 does not fit"),
        (
            'es = "B {{ city }}"',
            'fr = "B"',
            "line 19, variant 1, body: It has no text in es",
        ),
        ("{{ city }}", "{{ citty }}", "line 19, variant 1, body: Text in en, line 1, citty"),
        (
            ', es = "B para {{ full_name }}"',
            "",
            "subject: Subject and body do not both exist in es",
        ),
        ("weight = 0", "wait = 0", "variant 2, wait: No such field"),
        ("[[variants]]", "[[varients]]", "varients: No such field exists here. Did you mean"),
    ],
)
def test_a_wrong_variant_is_refused(old: str, new: str, expected: str) -> None:
    assert old in VARIANTS
    found = template_problems(TEMPLATE + VARIANTS.replace(old, new))
    assert any(expected in problem for problem in found), found


def test_somebody_must_get_one_of_the_texts() -> None:
    text = "weight = 0" + TEMPLATE + VARIANTS.replace("weight = 3", "weight = 0")
    assert any("Nobody would get any" in problem for problem in template_problems(text))


def test_a_script_is_read() -> None:
    script, advice = parse_script(SCRIPT + OBJECTION, "talk.toml")
    assert advice == ()
    assert script.key == "talk"
    assert tuple(stage.key for stage in script.stages) == STAGE_KEYS
    assert script.objections[0].answer["es"] == "Son {{ price }}."
    assert script.languages == ("en", "es")


def test_a_script_speaks_a_language_only_when_all_of_it_does() -> None:
    text = SCRIPT + OBJECTION.replace(', es = "Muy caro"', "")
    script, advice = parse_script(text, "talk.toml")
    assert script.languages == ("en",)
    assert [(a.place, a.field) for a in advice] == [("objection too_expensive", "label")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SCRIPT.replace('"reason"', '"greeting"', 1), "the same five stages"),
        (SCRIPT.replace('key = "reason"', 'key = "weather"'), "stage weather, key: 'weather'"),
        (SCRIPT + SCRIPT[SCRIPT.index("[[stages]]") :], "There must be 1 to 5 of them."),
        (SCRIPT + OBJECTION + OBJECTION, "used twice"),
        (SCRIPT + OBJECTION.replace("price", "prize"), "prize: There is no such field."),
        (SCRIPT + OBJECTION * 0 + "\n[[objections]]\nkey = 'x'", "answer: It is missing."),
        (SCRIPT.replace("line =", "lines ="), "Did you mean line?"),
        ("", "stages: There must be 1 to 5 of them."),
    ],
)
def test_a_wrong_script_is_refused(text: str, expected: str) -> None:
    found = script_problems(text)
    assert any(expected in problem for problem in found), found


@given(st.text())
def test_any_text_ends_in_problems(text: str) -> None:
    assert template_problems(text)
    assert script_problems(text)
