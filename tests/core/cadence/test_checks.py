"""What a manager is told about a plan, and what is left alone."""

from datetime import date, time, timedelta
from typing import Any, get_args

import pytest

from app.core.cadence.cadence import Cadence, Step
from app.core.cadence.checks import Advice, AdviceCode, check_cadence
from app.core.messages.lint import LintCode
from app.core.messages.script import STAGE_KEYS, Script, ScriptStage
from app.core.messages.template import Template
from app.core.people.lead import Channel
from app.services.cadences.advice import said
from app.services.wording import Wording
from app.system.resources import resource_path

TEXT = {"en": "x"}
TODAY = date(2026, 4, 2)
WORDS = [Wording.load(resource_path("i18n", f"{language}.json")) for language in ("en", "es")]


def template(
    key: str, body: str, subject: str = "Invoices at Faro", channel: Channel = "email"
) -> Template:
    return Template(
        key=key,
        channels=(channel,),
        name=TEXT,
        subject={"en": subject} if channel == "email" else {},
        body={"en": body},
        fields=(),
    )


OUT = "Reply STOP to opt out."
GOOD = {
    key: template(key, f"{text} It is about {{{{ lead_company | or('you') }}}}.\n{OUT}", subject)
    for key, text, subject in (
        ("one", "Offices file twice.", "Invoices at Faro"),
        ("two", "Half of it is copying.", "What copying costs"),
        ("three", "One day a month is lost.", "A day a month"),
        ("four", "I close this.", "Shall I close this?"),
    )
}
OTHER = {
    "again": template("again", GOOD["one"].body["en"], "Another subject"),
    "varies": template(
        "varies",
        "{% if attempt == 1 %}First.{% else %}Later.{% endif %} About {{ interest | or('it') }}.\n"
        + OUT,
    ),
    "meeting": template(
        "meeting", f"About {{{{ city | or('you') }}}}: 20 minutes together?\n{OUT}"
    ),
    "slot": template("slot", f"About {{{{ city | or('you') }}}}: {{{{ calendar_link }}}}\n{OUT}"),
    "weak": template("weak", "I hope you are well. Just checking in.", "Hello"),
    "tone": template("tone", "It is about {{ interest | or('it') }}.", channel="voicemail"),
    "text": template("text", f"About {{{{ city | or('you') }}}}. {OUT}", channel="sms"),
}
TEMPLATES = GOOD | OTHER


def script(key: str, line: str) -> Script:
    stages = tuple(ScriptStage(key=stage, label=TEXT, line={"en": line}) for stage in STAGE_KEYS)
    return Script(key=key, name=TEXT, stages=stages, objections=(), languages=("en",))


SCRIPTS = {
    one.key: one
    for one in (
        script("talk", "Who decides?"),
        script("more", "And who pays?"),
        script("turns", "{% if attempt == 1 %}Who?{% else %}When?{% endif %}"),
    )
}


def step(key: str, channel: Channel, day: int | None = None, **fields: Any) -> Step:
    words: dict[str, Any] = {"script": "talk"} if channel == "call" else {}
    return Step(
        **{
            "key": key,
            "channel": channel,
            "day": day,
            "title": TEXT,
            "objective": TEXT,
            **words,
            **fields,
        }
    )


def mail(key: str, day: int | None, **fields: Any) -> Step:
    return step(key, "email", day, **{"template": key, **fields})


# Nothing to say about it.
SOUND = (
    step("call", "call", within_s=300),
    mail("one", 1),
    step("second", "call", 3, script="more"),
    mail("two", 5),
    step("connect", "linkedin_connect", 8),
    mail("four", 10),
)


def plan(*steps: Step, **fields: Any) -> Cadence:
    return Cadence(
        **{
            "key": "plan",
            "version": 1,
            "name": TEXT,
            "audience": "anyone",
            "reviewed_on": TODAY,
            "direction": "inbound",
            "market": "business",
            "intent": 1,
            "first_day_label": 1,
            "goal": "meeting",
            "then": "nurture",
            "steps": steps,
            "digest": "",
            **fields,
        }
    )


def drawn(cadence: Cadence) -> list[Advice]:
    return list(check_cadence(cadence, TEMPLATES, SCRIPTS, today=TODAY))


def codes(*steps: Step, **fields: Any) -> set[tuple[str, str]]:
    return {
        (f"message_{advice.lint}" if advice.lint else advice.code, advice.step)
        for advice in drawn(plan(*steps, **fields))
    }


def changed(position: int, *steps: Step) -> tuple[Step, ...]:
    """The sound plan with one step replaced."""
    return (*SOUND[:position], *steps, *SOUND[position + 1 :])


def test_a_sound_plan_draws_no_advice() -> None:
    assert drawn(plan(*SOUND)) == []


@pytest.mark.parametrize(
    "first",
    [
        step("call", "call", 0),
        step("call", "call", within_s=301),
        mail("three", 0),
    ],
)
def test_who_asked_is_to_be_contacted_within_five_minutes(first: Step) -> None:
    steps = changed(0, first)
    assert codes(*steps, market=None) == {("first_contact_late", first.key)}
    assert not codes(*steps, market=None, direction="outbound")


def test_a_task_is_no_contact() -> None:
    task = step("task", "task", within_s=300)
    late = step("call", "call", after_s=3600)
    assert ("first_contact_late", "call") in codes(task, late, *SOUND[1:])
    assert not codes(task, *SOUND)


def test_one_channel_is_not_enough() -> None:
    calls = [step("call", "call", within_s=300)]
    calls += [step(f"c{day}", "call", day, script="turns") for day in (2, 4, 6)]
    found = codes(*calls, market=None)
    assert ("one_channel", "") in found
    assert ("one_channel", "") not in codes(*calls, mail("one", 8))


def test_the_same_channel_three_times_running() -> None:
    steps = (SOUND[0], mail("one", 1), mail("two", 3), mail("three", 5), *SOUND[4:])
    assert codes(*steps, market=None) == {("same_channel_thrice", "three")}
    steps = (*steps[:4], mail("four", 7), *SOUND[4:5])
    assert codes(*steps, market=None) == {("same_channel_thrice", "three")}, "once a run"


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (mail("one", 0), {("gap_short", "one")}),
        (mail("one", 0, at=time(15)), set()),
        (mail("one", 0, between=(time(15), time(16))), set()),
        (mail("one", None, after_s=600), set()),
        (mail("one", 0, group="g"), set()),
    ],
)
def test_a_second_touch_of_a_day_says_when(later: Step, expected: set[tuple[str, str]]) -> None:
    first = step("call", "call", within_s=300, group=later.group)
    assert codes(first, later, *SOUND[2:]) == expected


def test_after_four_days_the_thread_is_lost() -> None:
    end = mail("end", 16)
    assert codes(*SOUND[:5], mail("four", 12), end) == set()
    assert codes(*SOUND[:5], mail("four", 13), end) == {("gap_long", "four")}


def test_a_farewell_may_be_waited_for_a_day_longer() -> None:
    assert codes(*SOUND[:5], mail("four", 13)) == set()
    assert codes(*SOUND[:5], mail("four", 14)) == {("gap_long", "four")}


def test_a_delay_of_days_counts_as_days() -> None:
    waits = mail("one", None, after_s=5 * 24 * 3600)
    assert codes(SOUND[0], waits, step("second", "call", 8, script="more"), *SOUND[5:]) == {
        ("gap_long", "one")
    }


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (SOUND[:4], set()),
        (SOUND[:3], {("length", ""), ("touch_count", "")}),
        (
            (
                *SOUND,
                *(
                    step(f"t{day}", "task" if day % 8 else "whatsapp", day)
                    for day in range(12, 36, 4)
                ),
            ),
            {("length", "")},
        ),
        (
            (
                *SOUND,
                *(step(f"t{day}", "task" if day % 2 else "whatsapp", day) for day in range(11, 18)),
            ),
            {("touch_count", "")},
        ),
    ],
)
def test_length_and_touches_have_their_measure(
    steps: tuple[Step, ...], expected: set[tuple[str, str]]
) -> None:
    assert codes(*steps, market=None) == expected


def test_a_plan_ends_and_says_what_follows() -> None:
    assert codes(*SOUND, then=None) == {("no_then", "")}
    endless = mail("four", 10, repeat_days=30)
    assert codes(*SOUND[:5], endless) == {("no_end", "")}
    assert codes(*SOUND[:5], endless, max_attempts=20) == set()


@pytest.mark.parametrize("objective", [{}, {"en": " "}])
def test_a_rep_is_told_what_a_step_is_for(objective: dict[str, str]) -> None:
    assert codes(*changed(3, mail("two", 5, objective=objective))) == {("no_objective", "two")}


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        (mail("again", 5), {("same_text", "again")}),
        (mail("copy", 5, template="one"), {("same_text", "copy")}),
        (step("more", "call", 5), {("same_text", "more")}),
        (step("more", "call", 5, script="three", voicemail="tone"), set()),
    ],
)
def test_no_two_steps_say_the_same(again: Step, expected: set[tuple[str, str]]) -> None:
    assert codes(*changed(3, again), market=None) == expected


def test_a_text_may_differ_by_attempt() -> None:
    first, second = (mail(key, day, template="varies") for key, day in (("one", 1), ("two", 5)))
    assert codes(SOUND[0], first, SOUND[2], second, *SOUND[4:]) == set()
    third = mail("four", 10, template="varies")
    assert codes(SOUND[0], first, SOUND[2], second, SOUND[4], third) == {("same_text", "four")}


def test_the_words_after_the_tone_count_too() -> None:
    first = step("call", "call", within_s=300, voicemail="tone")
    second = step("second", "call", 3, script="more", voicemail="tone")
    assert codes(first, SOUND[1], second, *SOUND[3:]) == {("same_text", "second")}


@pytest.mark.parametrize("key", ["meeting", "slot"])
def test_a_stranger_is_not_asked_for_a_meeting_at_once(key: str) -> None:
    first = mail("one", 0, template=key)
    steps = (first, step("call", "call", 1), *SOUND[2:])
    assert codes(*steps, direction="outbound") == {("meeting_first", "one")}
    assert ("meeting_first", "one") not in codes(*steps), "who asked may be"
    # A call before it is no message; a message before it is.
    call, later = step("call", "call", 0), mail("one", 1, template=key)
    assert codes(call, later, *SOUND[2:], direction="outbound") == {("meeting_first", "one")}
    asks = mail("two", 5, template=key)
    known = (mail("three", 0), step("call", "call", 1), SOUND[2], asks, *SOUND[4:])
    assert codes(*known, direction="outbound") == set()


def test_shares_of_a_plan_for_companies() -> None:
    emails = (SOUND[0], *(mail(key, day) for key, day in (("one", 1), ("two", 3), ("four", 5))))
    found = [a for a in drawn(plan(*emails)) if a.code == "channel_share"]
    assert [a.args for a in found] == [{"kind": "email", "share": 75, "low": 40, "high": 50}]
    assert not [a for a in drawn(plan(*emails, market="consumer")) if a.code == "channel_share"]
    assert not [a for a in drawn(plan(*emails, market=None)) if a.code == "channel_share"]


@pytest.mark.parametrize(("calls", "expected"), [(7, True), (8, False)])
def test_a_plan_by_phone_tries_often(calls: int, expected: bool) -> None:
    steps = [step(f"c{day}", "call", day, script="turns") for day in range(1, calls)]
    found = codes(step("call", "call", within_s=300), *steps, mail("one", 9), market=None)
    assert (("phone_attempts", "") in found) is expected


def test_an_executive_is_met_five_to_seven_times() -> None:
    def for_executive(count: int) -> set[tuple[str, str]]:
        kinds: list[Channel] = ["email", "linkedin_engage"]
        steps = [
            step(f"e{day}", kinds[day % 2], day, role="executive", objective=TEXT)
            for day in range(count)
        ]
        return codes(*steps, direction="outbound", market=None)

    assert ("executive_touches", "") in for_executive(4)
    assert ("executive_touches", "") not in for_executive(5)
    assert ("executive_touches", "") not in for_executive(7)
    assert ("executive_touches", "") in for_executive(8)


def test_a_plan_for_several_people_is_looked_at_person_by_person() -> None:
    both = [
        step("c0", "call", 0, role="champion"),
        mail("one", 0, role="technical"),
        step("letter", "direct_mail", 4),
        step("c5", "call", 6, role="champion", script="more"),
        mail("two", 12, role="technical"),
    ]
    advice = drawn(plan(*both, direction="outbound", market=None))
    assert {(a.code, a.step) for a in advice} == {("gap_long", "two"), ("touch_count", "")}
    whole = [a.role for a in advice if a.code == "touch_count"]
    assert whole == ["champion", "technical"]
    assert [a.role for a in advice if a.step] == [None]


def test_an_sms_is_for_who_agreed() -> None:
    sms = step("sms", "sms", 6, template="text")
    assert codes(*changed(4, sms)) == {("sms_without_opt_in", "sms")}
    assert codes(*changed(4, step("sms", "sms", 6, template="text", only_if="opted_in"))) == set()
    other = step("sms", "whatsapp", 6, only_if="connected", otherwise="sms")
    assert codes(*changed(4, other), market=None) == {("sms_without_opt_in", "sms")}


def test_a_weak_message_is_named_at_its_step() -> None:
    weak = changed(3, mail("two", 5, template="weak"))
    assert codes(*weak) == {
        ("message_no_subject", "two"),
        ("message_filler", "two"),
        ("message_impersonal", "two"),
    }
    assert ("message_no_opt_out", "two") in codes(*weak, direction="outbound")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("One. Two. Three. Four. Five. Six.", "message_too_long"),
        ("Who decides it? Would you read this?", "message_two_asks"),
    ],
)
def test_a_message_that_wants_too_much(text: str, code: str) -> None:
    body = f"About {{{{ lead_company | or('you') }}}}: {text}"
    long = TEMPLATES | {"long": template("long", body)}
    steps = changed(3, mail("two", 5, template="long"))
    found = check_cadence(plan(*steps), long, SCRIPTS, today=TODAY)
    assert [f"message_{a.lint}" for a in found] == [code]


@pytest.mark.parametrize("words", WORDS)
def test_every_advice_has_words_with_its_reason(words: Wording) -> None:
    full: dict[str, str | int] = {
        **{name: n for n, name in enumerate(("minutes_n", "days", "most", "low", "high"), 2)},
        "touches": 3,
        "calls": 4,
        "share": 75,
        "count": 6,
        "found": "ten",
        "channel": "call",
        "kind": "phone",
        "other": "first",
    }
    for code in get_args(AdviceCode):
        if code != "message":
            told = said(Advice(code=code, role="technical", args=full), words)
            assert told.endswith((".", "?", "write reviewed_on."))
            assert len(told) > 30, told
            assert "{" not in told
    for lint in get_args(LintCode):
        told = said(Advice(code="message", lint=lint, args=full), words)
        assert len(told) > 20
        assert told.endswith((".", "?"))


def test_a_plan_is_looked_at_again_after_a_quarter() -> None:
    sound = plan(*SOUND)
    noted = {"one": 3, "two": 9, "gone": 1}

    def on(today: date, cadence: Cadence = sound) -> list[tuple[str, str, dict[str, object]]]:
        found = check_cadence(cadence, TEMPLATES, SCRIPTS, today=today, notes=noted)
        return [(a.code, a.step, dict(a.args)) for a in found]

    assert on(TODAY + timedelta(days=91)) == []
    assert on(TODAY + timedelta(days=92)) == [
        ("review_due", "", {"days": 92}),
        ("review_notes", "two", {"count": 9}),
        ("review_notes", "one", {"count": 3}),
    ]
    assert [code for code, _, _ in on(TODAY, plan(*SOUND, reviewed_on=None))] == [
        "review_unknown",
        "review_notes",
        "review_notes",
    ]
