"""A cadence file: what it says is read, and what is wrong with it is named in full."""

from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cadence.cadence import Cadence, Prefer, PreferredTime
from app.core.cadence.format import CadenceError, parse_cadence
from app.core.files.toml_file import Problem

TEMPLATES: dict[str, Any] = {
    "linked": ("linkedin_message", "linkedin_connect"),
    "note": ("direct_mail",),
    "hello": ("email",),
    "anywhere": ("email", "sms"),
    "after_tone": ("voicemail",),
}
SCRIPTS = {"talk"}

HEAD = """
version = 3
audience = "Anyone who asked"
direction = "inbound"
intent = 40
first_day_label = 1
goal = "meeting"
then = "nurture"
name = { en = "Plan", es = "Plan" }
"""
TEXTS = """
title = { en = "T", es = "T" }
objective = { en = "O", es = "O" }
"""
FIRST = f"""
[[steps]]
key = "first"
within = "5m"
channel = "call"
script = "talk"
{TEXTS}"""


def read(text: str, file: str = "plan.toml") -> tuple[Cadence, tuple[Problem, ...]]:
    return parse_cadence(text, file, templates=TEMPLATES, scripts=SCRIPTS)


def problems(text: str, file: str = "plan.toml") -> list[tuple[str, str]]:
    """Place and field of each problem."""
    with pytest.raises(CadenceError) as caught:
        read(text, file)
    assert all(p.file == file and p.what and p.fix for p in caught.value.problems)
    return [(p.place, p.field) for p in caught.value.problems]


def step(fields: str) -> str:
    return f'{HEAD}{FIRST}\n[[steps]]\nkey = "second"\n{fields}\n{TEXTS}'


EMAIL = 'channel = "email"\ntemplate = "hello"'
OPTED_IN = 'template = "anywhere"\nonly_if = "opted_in"'
CALL = 'channel = "call"\nscript = "talk"'


def test_everything_a_file_can_say_is_read() -> None:
    cadence, advice = read(
        HEAD.replace("inbound", "outbound")
        + """
        day_count = "business"
        max_attempts = 6
        vary_time_of_day = true
        [prefer.call]
        days = ["thu", "tue"]
        between = ["16:00", "17:00"]
        """
        + FIRST
        + f"""
        [[steps]]
        key = "pair_call"
        after = "4h"
        {CALL}
        group = "pair"
        voicemail = "after_tone"
        skip_if = "no_conversation"
        if_late = "skip"
        late_after = "2d"
        {TEXTS}
        [[steps]]
        key = "pair_mail"
        day = 0
        channel = "email"
        template = "anywhere"
        script = "talk"
        group = "pair"
        adapt = true
        always = true
        assignee = "executive"
        {TEXTS}
        [[steps]]
        key = "parcel"
        day = 5
        at = 10:30:00
        channel = "direct_mail"
        task = {{ en = "Send the box" }}
        repeat_days = 30
        {TEXTS}
        [[steps]]
        key = "tone"
        day = 6
        between = ["09:00", "10:00"]
        channel = "voicemail"
        template = "after_tone"
        {TEXTS}
        """
    )
    assert advice == ()
    assert (cadence.key, cadence.version, cadence.intent, cadence.then) == (
        "plan",
        3,
        40,
        "nurture",
    )
    assert (cadence.day_count, cadence.max_attempts, cadence.goal) == ("business", 6, "meeting")
    assert cadence.vary_time_of_day
    assert cadence.prefer == Prefer(
        call=PreferredTime(weekdays=(1, 3), between=(time(16), time(17)))
    )
    first, call, mail, parcel, tone = cadence.steps
    assert (first.within_s, first.late_after_s, first.if_late) == (300, 300, "shift")
    assert (call.after_s, call.late_after_s, call.if_late) == (4 * 3600, 2 * 86400, "skip")
    assert (call.voicemail, call.skip_if, call.group) == ("after_tone", "no_conversation", "pair")
    assert (mail.adapt, mail.always, mail.assignee, mail.late_after_s) == (
        True,
        True,
        "executive",
        86400,
    )
    assert (parcel.day, parcel.at, parcel.repeat_days) == (5, time(10, 30), 30)
    assert parcel.task == {"en": "Send the box"}
    assert tone.between == (time(9), time(10))
    assert tone.only_if == "no_answer", "a voicemail makes no sense after an answer"


def test_a_step_may_take_another_form() -> None:
    message = 'day = 1\nchannel = "linkedin_message"\ntemplate = "linked"'
    cadence, advice = read(step(f'{message}\notherwise = "linkedin_connect"'))
    assert advice == ()
    assert (cadence.steps[1].only_if, cadence.steps[1].otherwise) == (
        "connected",
        "linkedin_connect",
    )
    cadence, _ = read(step(message))
    assert cadence.steps[1].otherwise is None, "it is passed over then"


def test_a_plan_may_be_for_several_people_of_an_account() -> None:
    cadence, advice = read(
        HEAD.replace("intent", 'market = "business"\nstagger_days = 2\nintent')
        + FIRST
        + f"""
        [[steps]]
        key = "architecture"
        day = 0
        {EMAIL}
        role = "technical"
        {TEXTS}
        [[steps]]
        key = "letter"
        day = 4
        channel = "direct_mail"
        task = {{ en = "Post it" }}
        template = "note"
        {TEXTS}
        """
    )
    assert advice == ()
    assert (cadence.market, cadence.stagger_days) == ("business", 2)
    assert [one.role for one in cadence.steps] == [None, "technical", None]


def test_who_agreed_may_be_asked_for() -> None:
    cadence, _ = read(step(f'day = 1\nchannel = "sms"\n{OPTED_IN}'))
    assert cadence.steps[1].only_if == "opted_in"


def test_a_problem_says_file_line_step_field_and_what_to_write() -> None:
    with pytest.raises(CadenceError) as caught:
        read(HEAD + FIRST.replace('"5m"', '"soon"'), "team/plan.toml")
    (problem,) = caught.value.problems
    assert problem.line == (HEAD + FIRST).split("\n").index('within = "5m"') + 1
    assert str(problem) == (
        f"team/plan.toml, line {problem.line}, step first, within: 'soon' is no length of time. "
        'Write a number and s, m, h or d, such as "5m" or "4h".'
    )
    assert str(problem) in caught.value.message


def test_all_problems_come_at_once() -> None:
    found = problems(
        HEAD.replace("intent = 40", "intent = 400")
        + FIRST.replace('"talk"', '"unknown"')
        + step('day = 1\nchannel = "fax"').removeprefix(HEAD + FIRST)
    )
    assert ("", "intent") in found
    assert ("step first", "script") in found
    assert ("step second", "channel") in found


@pytest.mark.parametrize("field", ["version", "audience", "direction", "intent", "first_day_label"])
def test_a_missing_head_field_is_named(field: str) -> None:
    head = "\n".join(line for line in HEAD.split("\n") if not line.startswith(field))
    assert problems(head + FIRST) == [("", field)]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        (f"{EMAIL}", "day"),
        (f'day = 1\nwithin = "5m"\n{EMAIL}', "within"),
        (f'day = 1\nafter = "1h"\n{EMAIL}', "after"),
        (f'after = "1h"\nat = "10:00"\n{EMAIL}', "at"),
        (f'day = 1\nat = "10:00"\nbetween = ["10:00", "11:00"]\n{EMAIL}', "between"),
        (f'day = 1\nbetween = ["11:00", "10:00"]\n{EMAIL}', "between"),
        (f'day = 1\nbetween = "morning"\n{EMAIL}', "between"),
        (f'day = 1\nat = "25:00"\n{EMAIL}', "at"),
        (f"day = 1\nat = 10:00:30\n{EMAIL}", "at"),
        (f"day = -1\n{EMAIL}", "day"),
        (f"day = true\n{EMAIL}", "day"),
        (f"day = 1.0\n{EMAIL}", "day"),
        (f'after = "0m"\n{EMAIL}', "after"),
        (f'after = "1h"\nrepeat_days = 30\n{EMAIL}', "repeat_days"),
        ('day = 1\nchannel = "email"', "template"),
        ('day = 1\nchannel = "email"\ntemplate = "nowhere"', "template"),
        ('day = 1\nchannel = "whatsapp"\ntemplate = "hello"', "template"),
        ('day = 1\nchannel = "call"', "script"),
        (f'day = 1\n{CALL}\nvoicemail = "hello"', "voicemail"),
        (f'day = 1\n{EMAIL}\nvoicemail = "after_tone"', "voicemail"),
        ('day = 1\nchannel = "task"', "task"),
        (f'day = 1\n{EMAIL}\nadapt = "yes"', "adapt"),
        (f'day = 1\n{EMAIL}\nonly_if = "sunny"', "only_if"),
        (f'day = 1\n{EMAIL}\nonly_if = "no_answer"\nskip_if = "no_answer"', "skip_if"),
        (f'day = 1\n{EMAIL}\ngroup = "alone"', "group"),
        (f'day = 1\n{EMAIL}\notherwise = "call"\nscript = "talk"', "otherwise"),
        (f'day = 1\n{EMAIL}\nonly_if = "no_answer"\notherwise = "email"', "otherwise"),
        (f'day = 1\n{EMAIL}\nonly_if = "no_answer"\notherwise = "fax"', "otherwise"),
        (f'day = 1\n{EMAIL}\nonly_if = "no_answer"\notherwise = "sms"', "template"),
        (f'day = 1\n{EMAIL}\nonly_if = "no_answer"\notherwise = "call"', "script"),
        (f'day = 1\n{EMAIL}\nonly_if = "no_answer"\notherwise = "task"', "task"),
        ('day = 1\nchannel = "task"\ntask = { en = "x" }\nonly_if = "opted_in"', "only_if"),
        ('day = 1\nchannel = "direct_mail"\ntask = { en = "x" }\ntemplate = "hello"', "template"),
        (f'day = 1\n{EMAIL}\nrole = "chef"', "role"),
        (f'day = 1\n{EMAIL}\ntemplte = "hello"', "templte"),
        (f'day = 1\n{EMAIL}\ntask = {{ english = "x" }}', "task"),
        (f'day = 1\n{EMAIL}\ntask = {{ en = "" }}', "task"),
        (f'day = 1\n{EMAIL}\ntask = "x"', "task"),
        (f'day = 1\n{EMAIL}\nlate_after = "400d"', "late_after"),
    ],
)
def test_a_wrong_step_field_is_named(fields: str, place: str) -> None:
    assert problems(step(fields)) == [("step second", place)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + FIRST + FIRST.replace("within", "after"), ("step first", "key")),
        (HEAD + FIRST.replace('within = "5m"', 'after = "5m"'), ("step first", "after")),
        (HEAD + "[[steps]]\nkey = 'x'\nday = 2\n" + CALL + TEXTS + FIRST, ("step first", "within")),
        (
            step(f"day = 3\n{EMAIL}") + f'\n[[steps]]\nkey = "third"\nday = 2\n{EMAIL}{TEXTS}',
            ("step third", "day"),
        ),
        (
            step(f'day = 3\nat = "17:00"\n{EMAIL}')
            + f'\n[[steps]]\nkey = "third"\nday = 3\nat = "09:00"\n{EMAIL}{TEXTS}',
            ("step third", "day"),
        ),
        (
            step(f'day = 3\ngroup = "g"\n{EMAIL}')
            + f'\n[[steps]]\nkey = "third"\nday = 4\ngroup = "g"\n{EMAIL}{TEXTS}',
            ("step third", "day"),
        ),
        (HEAD.replace("intent", "stagger_days = 2\nintent") + FIRST, ("", "stagger_days")),
        (
            HEAD.replace("intent", "account_pause_days = 2\nintent") + FIRST,
            ("", "account_pause_days"),
        ),
        (HEAD.replace("intent", 'market = "flea"\nintent') + FIRST, ("", "market")),
        (
            step(f'day = 3\ngroup = "g"\nrole = "champion"\n{EMAIL}')
            + f'\n[[steps]]\nkey = "third"\nday = 3\ngroup = "g"\n{EMAIL}{TEXTS}',
            ("step third", "role"),
        ),
        (
            (HEAD + FIRST).replace("key", 'role = "champion"\nkey')
            + f'\n[[steps]]\nkey = "second"\nafter = "1h"\nrole = "business"\n{EMAIL}{TEXTS}',
            ("step second", "after"),
        ),
        (HEAD, ("", "steps")),
        (HEAD + "steps = 3", ("", "steps")),
        (HEAD + 'extra = 1\ncolour = "red"' + FIRST, ("", "extra")),
        (HEAD + "[prefer.call]\ndays = ['tue']\n" + FIRST, ("", "prefer")),
        (HEAD.replace("inbound", "outbound") + "[prefer]\n" + FIRST, ("", "prefer")),
        (
            HEAD.replace("inbound", "outbound") + "[prefer.call]\ndays = ['someday']\n" + FIRST,
            ("prefer call", "days"),
        ),
        (HEAD.replace('"Plan", es', '"", es') + FIRST, ("", "name")),
    ],
)
def test_steps_must_fit_together(text: str, expected: tuple[str, str]) -> None:
    assert expected in problems(text)


def test_a_typing_error_gets_a_suggestion() -> None:
    with pytest.raises(CadenceError, match="Did you mean template\\?"):
        read(step(f'day = 1\n{EMAIL}\ntemplte = "hello"'))


def test_the_name_of_the_file_must_be_a_key() -> None:
    assert problems(HEAD + FIRST, "My plan.toml") == [("", "")]


def test_a_line_inside_a_text_is_not_mistaken_for_a_field() -> None:
    text = HEAD + FIRST.replace(
        'objective = { en = "O", es = "O" }',
        '[steps.objective]\nen = """\n[[steps]]\nwithin = 3\n"""\nes = "O"',
    ).replace('"5m"', '"soon"')
    with pytest.raises(CadenceError) as caught:
        read(text)
    assert caught.value.problems[0].line == text.split("\n").index('within = "soon"') + 1


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (HEAD.replace(', es = "Plan"', "") + FIRST, "name"),
        (HEAD + FIRST.replace('title = { en = "T", es = "T" }', 'title = { en = "T" }'), "title"),
    ],
)
def test_advice_stops_nobody(text: str, field: str) -> None:
    _, advice = read(text)
    assert [warning.field for warning in advice] == [field]


@pytest.mark.parametrize("words", [EMAIL, 'channel = "email"\ntemplate = "anywhere"'])
def test_a_step_that_adapts_needs_words_for_where_it_goes(words: str) -> None:
    _, advice = read(step(f"day = 1\nadapt = true\n{words}"))
    assert [(warning.place, warning.field) for warning in advice] == [("step second", "adapt")]


def test_the_digest_is_of_the_content() -> None:
    plain, _ = read(HEAD + FIRST)
    dressed, _ = read("\ufeff# A comment\r\n" + (HEAD + FIRST).replace("\n", "\r\n"))
    changed, _ = read(HEAD.replace("40", "41") + FIRST)
    assert plain.digest == dressed.digest
    assert plain == dressed
    assert plain.digest != changed.digest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=",
        "a = " + "[" * 5000,
        "a = " + "9" * 5000,
        "a = 1979-99-99",
        'a = "\ud800"',
        "x" * 300_000,
        '"a\\nb\\u0000" = 1',
        "a.b.c = 1\na.b = 2",
        "\n".join(f"k{n} = 1" for n in range(20_000)),
        "[[steps]]\n" * 5_000,
        "name = { en = 1, xx = [], '' = '' }",
        "[prefer]\ncall = 3",
        "steps = [1, 'a']",
        "steps = [{ key = [], day = {}, channel = 0.5, title = 1 }]",
        f"version = {10**30}",
        "direction = []\nfirst_day_label = true\ngoal = {}",
    ],
)
def test_hostile_files_end_in_problems(text: str) -> None:
    assert problems(text)


@given(st.text())
def test_any_text_ends_in_problems(text: str) -> None:
    assert problems(text)


_words = st.sampled_from(
    [
        "version", "name", "steps", "key", "day", "within", "after", "at", "between", "channel",
        "group", "title", "objective", "template", "prefer", "only_if", "repeat_days", "intent",
    ]
)  # fmt: skip
_values = st.recursive(
    st.sampled_from(
        [
            '"5m"', '"call"', '"email"', '"hello"', '"talk"', '""', "'''x\ny'''", "3", "-1",
            "true", "1.5", "nan", "10:00:00", "2026-11-23", "9223372036854775808",
        ]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(_words, inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{k} = {v}" for k, v in table.items()) + "}"
        ),
    ),
    max_leaves=6,
)  # fmt: skip
_lines = st.one_of(
    st.sampled_from(["[[steps]]", "[prefer.call]", "[steps.title]", "[name]"]),
    st.tuples(_words, _values).map(lambda pair: f"{pair[0]} = {pair[1]}"),
)


@given(st.lists(_lines, max_size=12), st.booleans())
def test_any_toml_ends_in_a_cadence_or_in_problems(lines: list[str], headed: bool) -> None:
    text = (HEAD + FIRST if headed else "") + "\n".join(lines)
    try:
        found: tuple[object, ...] = read(text)[0].steps
    except CadenceError as error:
        found = error.problems
    assert found


def test_an_action_after_the_first_has_no_time_of_its_own() -> None:
    pair = step(f'day = 3\ngroup = "g"\n{EMAIL}')
    later = f'[[steps]]\nkey = "third"\nday = 3\nat = "14:00"\ngroup = "g"\n{EMAIL}{TEXTS}'
    _, advice = read(f"{pair}\n{later}")
    assert [(warning.place, warning.field) for warning in advice] == [("step third", "at")]
