"""Texts are filled, gaps are shown, and nothing in a text or a value is ever executed."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateAssertionError, UndefinedError
from jinja2.exceptions import SecurityError

from app.core.messages.merge_field import FIELDS, Value
from app.core.messages.template import (
    Situation,
    Template,
    TemplateError,
    TextPart,
    _environment,
    check_text,
    fields_of,
    plain,
    render,
    render_template,
)

VALUES = {"first_name": "Lucía", "interest": "the evening course"}


def test_fields_stand_out_from_the_text_around_them() -> None:
    rendered = render("Hi {{ first_name }}, about {{ interest }}.", VALUES, "en")
    assert rendered.parts == (
        TextPart(text="Hi "),
        TextPart(text="Lucía", field="first_name"),
        TextPart(text=", about "),
        TextPart(text="the evening course", field="interest"),
        TextPart(text="."),
    )
    assert rendered.missing == ()


@pytest.mark.parametrize(("language", "label"), [("en", "first name"), ("es", "nombre")])
def test_a_missing_field_shows_its_label(language: str, label: str) -> None:
    rendered = render("Hi {{ first_name }} {{ first_name }}", {"first_name": " \n "}, language)
    assert rendered.parts[1] == TextPart(text=label, field="first_name", missing=True)
    assert rendered.missing == ("first_name",)
    assert plain(rendered.parts) == f"Hi ({label}?) ({label}?)"


def test_a_written_fallback_takes_the_place_of_a_missing_field() -> None:
    text = 'About {{ interest | or("what you asked about") }}.'
    rendered = render(text, {}, "en")
    assert rendered.parts[1] == TextPart(text="what you asked about", field="interest")
    assert rendered.missing == ()
    assert plain(render(text, VALUES, "en").parts) == "About the evening course."
    assert plain(render('x{{ interest | or("") }}y', {}, "en").parts) == "xy"


@pytest.mark.parametrize(
    ("condition", "situation", "shown"),
    [
        ("attempt >= 3", Situation(attempt=3), True),
        ("attempt >= 3", Situation(attempt=2), False),
        ('channel == "sms"', Situation(channel="sms"), True),
        ('channel != "sms"', Situation(channel="sms"), False),
        ('last_call == "voicemail"', Situation(last_call="voicemail"), True),
        ('last_signal == "click"', Situation(), False),
        ('direction == "outbound"', Situation(direction="outbound"), True),
        ("interest", Situation(), True),
        ("price", Situation(), False),
        ("not price", Situation(), True),
        ("price or interest and attempt == 1", Situation(), True),
    ],
)
def test_parts_depend_on_the_situation(condition: str, situation: Situation, shown: bool) -> None:
    text = f"{{% if {condition} %}}yes{{% else %}}no{{% endif %}}"
    assert plain(render(text, VALUES, "en", situation).parts) == ("yes" if shown else "no")


def test_a_line_of_conditions_leaves_no_empty_line() -> None:
    text = """
Hi,

{% if price %}
It costs {{ price }}.
{% elif interest %}
  {% if attempt == 1 %}
First{% if interest %} about {{ interest }}{% endif %}
  {% endif %}
second line
{% endif %}

Bye
"""
    assert plain(render(text, VALUES, "en").parts) == (
        "Hi,\n\nFirst about the evening course\nsecond line\n\nBye"
    )
    assert plain(render(text, {}, "en").parts) == "Hi,\n\nBye"


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ first_name.__class__ }}",
        "{{ first_name.text }}",
        "{{ first_name['__class__'] }}",
        "{{ first_name | attr('__class__') }}",
        "{{ first_name | or(first_name.__class__) }}",
        "{{ first_name | or('%s' | format(self)) }}",
        "{{ first_name | or(*('a',)) }}",
        "{{ first_name | or(fallback='a') }}",
        "{{ first_name | or('a') | or('b') }}",
        "{{ first_name | or }}",
        "{{ first_name | upper }}",
        "{{ self }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ config }}",
        "{{ namespace }}",
        "{{ range(10**9) }}",
        "{{ 'a' * 10**9 }}",
        "{{ 10**9**9 }}",
        "{{ first_name ~ first_name }}",
        "{{ 'text' }}",
        "{{ attempt }}",
        "{{ [] }}",
        "{{ joiner() }}",
        "{% for x in range(10**9) %}x{% endfor %}",
        "{% set x = 1 %}",
        "{% include 'secrets' %}",
        "{% import 'os' as os %}",
        "{% from 'a' import b %}",
        "{% extends 'a' %}",
        "{% macro m() %}{% endmacro %}",
        "{% call first_name() %}{% endcall %}",
        "{% filter or('a') %}{% endfilter %}",
        "{% with a = 1 %}{% endwith %}",
        "{% block a %}{% endblock %}",
        "{% autoescape true %}{% endautoescape %}",
        "{% do first_name %}",
        "{% if first_name.__class__ %}{% endif %}",
        "{% if first_name() %}{% endif %}",
        "{% if first_name is defined %}{% endif %}",
        "{% if first_name == 'x' %}{% endif %}",
        "{% if nobody %}{% endif %}",
        "{% if attempt %}{% endif %}",
        "{% if attempt in 3 %}{% endif %}",
        "{% if attempt == true %}{% endif %}",
        "{% if attempt == '3' %}{% endif %}",
        "{% if 1 < attempt < 3 %}{% endif %}",
        "{% if channel > 'a' %}{% endif %}",
        "{% if channel == 'fax' %}{% endif %}",
        "{% if 'sms' == channel %}{% endif %}",
        "{% if attempt + 1 == 3 %}{% endif %}",
        "{{ 'a' if first_name else 'b' }}",
        "{{ \ufdd0first_name\ufdd2 }}",
        "\ufdd0first_name\ufdd1x\ufdd2",
        "{{ first_name",
        "{% if %}",
        "{{ }}",
        "{{ " + "(" * 3000,
        "{% if " + "not " * 2000 + "interest %}{% endif %}",
        "{% if " + " and ".join(["interest"] * 1200) + " %}{% endif %}",
        "{% if interest %}" * 300 + "{% endif %}" * 300,
        "{{ " + "9" * 6000 + " }}",
        "x" * 20_000,
    ],
)
def test_nothing_but_fields_and_plain_conditions_passes(text: str) -> None:
    assert check_text(text)
    with pytest.raises(TemplateError):
        render(text, VALUES, "en")


def test_a_fault_says_line_field_and_what_to_write() -> None:
    (fault,) = check_text("Hi\n{{ first_nam }}")
    assert (fault.line, fault.field) == (2, "first_nam")
    assert fault.fix == "Did you mean first_name?"
    with pytest.raises(TemplateError, match="line 2, first_nam: There is no such field"):
        fields_of("Hi\n{{ first_nam }}")


def test_the_line_of_a_fault_counts_lines_of_conditions_too() -> None:
    faults = check_text("{% if price %}\n{% if interest %}\n{{ nobody }}\n{% endif %}\n{% endif %}")
    assert [fault.line for fault in faults] == [3]


@pytest.mark.parametrize(
    "text",
    [
        "{{ a.__class__ }}",
        "{{ a['__class__'] }}",
        "{{ a.format.__globals__ }}",
        "{{ a | attr('x') }}",
    ],
)
def test_what_runs_a_text_would_refuse_it_too(text: str) -> None:
    """Behind the check stands a sandbox without names, filters or a loader."""
    with pytest.raises((SecurityError, UndefinedError, TemplateAssertionError)):
        _environment().from_string(text).render(a="x")
    assert not _environment().globals
    assert set(_environment().filters) == {"or"}
    assert _environment().loader is None


names = st.sampled_from(sorted(FIELDS))
braces = st.sampled_from(["{{ first_name }}", "{% if 1 %}", "{{", "}}", "{#", "%}", "{{ 7*7 }}"])
any_value = st.one_of(st.text(alphabet=st.characters(), max_size=20), braces)


@given(st.dictionaries(names, any_value))
def test_braces_in_values_are_text(values: dict[str, str]) -> None:
    text = "".join(f"<{{{{ {name} }}}}>" for name in values)
    rendered = render(text, values, "en")
    for part in rendered.parts:
        if part.field is not None and not part.missing:
            assert part.text == " ".join(part.text.split())
            if values[part.field].isprintable() and values[part.field].isascii():
                assert part.text == " ".join(values[part.field].split())


@given(st.dictionaries(names, any_value), st.lists(names, max_size=8))
def test_a_field_is_filled_or_missing_never_both(values: dict[str, str], used: list[str]) -> None:
    rendered = render(" ".join(f"{{{{ {name} }}}}" for name in used), values, "es")
    shown = {part.field: part.missing for part in rendered.parts if part.field}
    assert set(shown) == set(used)
    assert {name for name, missing in shown.items() if missing} == set(rendered.missing)
    assert set(rendered.missing) >= set(used) - set(values)


@given(st.text(alphabet=st.characters(exclude_characters="{}#%"), max_size=60))
def test_text_without_braces_stays_as_it_is(text: str) -> None:
    if check_text(text):
        assert any(mark in text for mark in "\ufdd0\ufdd1\ufdd2")
        return
    whole = plain(render(text, {}, "en").parts)
    assert whole.split() == text.split()


@given(st.text(alphabet="{}%| ()\"'=azif_.0123\n", max_size=40))
def test_any_braces_are_refused_or_rendered(text: str) -> None:
    if check_text(text):
        with pytest.raises(TemplateError):
            render(text, {}, "en")
    else:
        assert isinstance(plain(render(text, {}, "en").parts), str)


LETTER = Template(
    key="letter",
    channels=("email", "sms"),
    name={"en": "Letter"},
    subject={"en": "{{ first_name }}, {{ deadline }}", "es": "{{ first_name }}"},
    body={"en": "Until {{ deadline }}. {{ price }}", "es": "Hasta el {{ deadline }}."},
    fields=("first_name", "deadline", "price"),
)


def test_a_message_is_in_the_language_of_the_person() -> None:
    values: dict[str, Value] = {"first_name": "Lucía", "deadline": date(2026, 11, 30)}
    message = render_template(LETTER, values, "es", Situation(channel="email"))
    assert message.language == "es"
    assert plain(message.body.parts) == "Hasta el lunes 30 de noviembre."
    assert message.subject is not None
    assert plain(message.subject.parts) == "Lucía"


def test_who_speaks_another_language_gets_english() -> None:
    message = render_template(LETTER, {}, "fr", Situation(channel="email"))
    assert message.language == "en"
    assert message.missing == ("first_name", "deadline", "price")


def test_only_an_email_has_a_subject() -> None:
    message = render_template(LETTER, {}, "en", Situation(channel="sms"))
    assert message.subject is None
    assert message.missing == ("deadline", "price")


def test_the_template_engine_waits_for_the_first_text() -> None:
    code = (
        "import sys, app.core.messages.template, app.core.messages.format;"
        " print('jinja2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("{{ interest }} at work", "stock lists", "Stock lists at work"),
        ("About {{ interest }}", "stock lists", "About stock lists"),
        ("Hello.\n{{ interest }} it is.", "stock lists", "Hello.\nStock lists it is."),
        ("Fine. {{ interest }}, then?", "stock lists", "Fine. Stock lists, then?"),
        ("{{ interest }}: how", "eBay shops", "eBay shops: how"),
        ("{{ company_name }} writes", "adidas", "adidas writes"),
    ],
)
def test_a_sentence_begins_with_a_capital(text: str, value: str, said: str) -> None:
    field = "company_name" if "company_name" in text else "interest"
    assert plain(render(text, {field: value}, "en").parts) == said
