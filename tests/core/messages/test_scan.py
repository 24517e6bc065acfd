"""The quick look never accepts what the full look refuses, and finds the same fields."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.messages.merge_field import FIELDS
from app.core.messages.scan import scan

# The full look alone, without the quick one before it.
from app.core.messages.template import NUMBERS, TRUTHS, LastCall, LastSignal, _Checker
from app.core.people.lead import Channel, Direction
from app.services.desk.library import load_library
from app.system.resources import read_texts

ALLOWED = {"channel": ("sms", "email"), "last_call": get_args(LastCall)}


def looked(text: str) -> tuple[str, ...] | None:
    return scan(text, FIELDS, ALLOWED)


def full(text: str) -> tuple[str, ...] | None:
    checker = _Checker()
    return None if checker.check(text) else tuple(checker.fields)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("", ()),
        ("Plain words, 100 %.", ()),
        ("{{ first_name }} {{ price }} {{ first_name }}", ("first_name", "price")),
        ("{{ interest | or('it') }}{{ city | or(\"\") }}", ("interest", "city")),
        ("{% if price and not city %}a{% elif attempt >= 3 %}b{% else %}c{% endif %}", None),
        ("{% if channel == 'sms' or price %}{% if city %}x{% endif %}{% endif %}", None),
        ('{% if last_call != "none" %}x{% endif %}', ()),
    ],
)
def test_plain_forms_are_sound(text: str, fields: tuple[str, ...] | None) -> None:
    assert looked(text) == full(text) == (fields if fields is not None else full(text))
    assert looked(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "{{ nobody }}",
        "{{ first_name | or('a') | or('b') }}",
        "{{ first_name | upper }}",
        "{{ first_name + price }}",
        "{{ first_name",
        "{ first_name }",
        "{# a remark #}",
        "{%- if price %}x{% endif %}",
        "{% if price %}x",
        "{% endif %}",
        "{% else %}",
        "{% elif price %}",
        "{% if price %}a{% else %}b{% else %}c{% endif %}",
        "{% if price %}a{% else %}b{% elif city %}c{% endif %}",
        "{% if channel %}x{% endif %}",
        "{% if channel == 'fax' %}x{% endif %}",
        "{% if channel == 3 %}x{% endif %}",
        "{% if channel > 'sms' %}x{% endif %}",
        "{% if attempt == 'sms' %}x{% endif %}",
        "{% if attempt %}x{% endif %}",
        "{% if price > 3 %}x{% endif %}",
        "{% if not %}x{% endif %}",
        "{% if (price) %}x{% endif %}",
        "{% for x in price %}{% endfor %}",
        "{% raw %}{{ x }}{% endraw %}",
        "{% if price %}" * 5 + "{% endif %}" * 5,
        "x" * 20_000,
        "a\ufdd1b",
    ],
)
def test_any_other_text_is_left_to_the_full_look(text: str) -> None:
    assert looked(text) is None


_pieces = st.sampled_from(
    [
        "{{ first_name }}",
        "{{ nobody }}",
        "{{ interest | or('it') }}",
        '{{ interest | or("a \' b") }}',
        "{% if price %}",
        "{% if not price and city %}",
        "{% elif attempt >= 3 %}",
        "{% elif channel == 'sms' %}",
        "{% elif channel == 'fax' %}",
        "{% else %}",
        "{% endif %}",
        "{%- endif %}",
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "{",
        "or not and if",
        "\n",
        " text. ",
    ]
)


@given(st.lists(_pieces, max_size=12).map("".join))
def test_what_passes_the_quick_look_passes_the_full_one(text: str) -> None:
    found = looked(text)
    assert found is None or found == full(text)


@given(st.text(alphabet="{}%#'\"\\ |()=<>!aefilnrst_0\n"))
def test_no_jumble_passes_by_mistake(text: str) -> None:
    found = looked(text)
    assert found is None or found == full(text)


def test_the_shipped_texts_are_all_in_plain_forms() -> None:
    library = load_library(
        cadences={}, templates=read_texts("templates"), scripts=read_texts("scripts")
    )
    texts = [
        text
        for one in library.templates.values()
        for template in one.texts
        for texts in (template.subject, template.body)
        for text in texts.values()
    ]
    for script in library.scripts.values():
        texts += [text for stage in script.stages for text in stage.line.values()]
        texts += [text for one in script.objections for text in one.answer.values()]
    assert len(texts) > 400
    for text in texts:
        assert scan(text, FIELDS, COMPARED, NUMBERS) == full(text) is not None


COMPARED = {
    "channel": get_args(Channel),
    "direction": get_args(Direction),
    "last_call": get_args(LastCall),
    "last_signal": get_args(LastSignal),
    **dict.fromkeys(TRUTHS, ()),
}
