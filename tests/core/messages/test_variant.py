"""Which variant a person gets: always the same, by weight, and never anybody's choice."""

import subprocess
import sys
from collections import Counter
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.core.engine.touch_text import letter_of
from app.core.log.events import OutcomeLogged
from app.core.messages.template import Template
from app.core.messages.variant import Variant, assigned
from tests.builders import make_lead, uid
from tests.core.playing import Play, library, only

weights = st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 20), min_size=1)
MANY = [uid(n) for n in range(3000)]


@given(weights, st.uuids(), st.text(max_size=20))
def test_the_answer_is_one_of_them_and_stays(
    weighted: dict[str, int], lead_id: UUID, step: str
) -> None:
    items = list(weighted.items())
    letter = assigned(items, lead_id, step)
    assert letter == assigned(reversed(items), lead_id, step)
    assert (weighted[letter] > 0) if letter else not any(weighted.values())


def test_another_process_comes_to_the_same() -> None:
    code = (
        "from uuid import UUID; from app.core.messages.variant import assigned; "
        "print(''.join(assigned([('A', 1), ('B', 2)], UUID(int=n), 's') for n in range(40)))"
    )
    environment = {"PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    here = "".join(assigned([("A", 1), ("B", 2)], UUID(int=n), "s") for n in range(40))
    assert done.stdout.strip() == here
    assert set(here) == {"A", "B"}


@settings(max_examples=20)
@given(
    st.lists(st.integers(1, 10), min_size=2, max_size=4),
    st.sampled_from(["mail", "plan/step", ""]),
)
def test_over_many_people_the_weights_hold(parts: list[int], step: str) -> None:
    items = list(zip("ABCD", parts, strict=False))
    found = Counter(assigned(items, lead_id, step) for lead_id in MANY)
    for letter, part in items:
        share = part / sum(parts)
        # Five standard deviations: the people are always the same, so this cannot flicker.
        spread = 5 * (share * (1 - share) / len(MANY)) ** 0.5
        assert abs(found[letter] / len(MANY) - share) < spread


@settings(max_examples=30)
@given(weights, st.sampled_from("ABCDE"), st.integers(0, 20))
def test_a_changed_weight_moves_only_to_it_or_away_from_it(
    weighted: dict[str, int], changed: str, weight: int
) -> None:
    after = {**weighted, changed: weight}
    for lead_id in MANY[:200]:
        first = assigned(weighted.items(), lead_id, "s")
        then = assigned(after.items(), lead_id, "s")
        assert then in (first, changed) or first == changed


def test_one_step_says_nothing_about_another() -> None:
    both = Counter(
        (assigned([("A", 1), ("B", 1)], n, "one"), assigned([("A", 1), ("B", 1)], n, "two"))
        for n in MANY
    )
    assert all(600 < count < 900 for count in both.values())


TEXT = {"en": "x", "es": "x"}


def two_texts(key: str) -> Template:
    variants = (Variant(key="B", weight=1, subject={}, body=TEXT),)
    return replace(library().template(key), variants=variants)


def test_the_log_keeps_what_the_person_got() -> None:
    got = set()
    for n in range(1, 12):
        play = Play(make_lead(n, company="Muestra SL"), "midmarket_b2b")
        touch = play.current
        template = library().template("b2b_intro")
        letter = letter_of(play.facts, template, touch)
        assert letter == letter_of(play.facts, template, touch)
        logged = only(play.outcome("sent"), OutcomeLogged)
        assert logged.variant == f"b2b_intro.{letter}"
        got.add(letter)
        call = play.current
        assert only(play.outcome("no_answer", touch=call), OutcomeLogged).variant == ""
    assert got == {"A", "B"}


def test_a_voicemail_has_its_own() -> None:
    play = Play(make_lead(3), "b2c_standard")
    play.templates = {**play.templates, "voicemail_first": two_texts("voicemail_first")}
    assert only(play.outcome("voicemail_left"), OutcomeLogged).variant in (
        "voicemail_first.A",
        "voicemail_first.B",
    )
    silent = Play(make_lead(3), "b2c_standard")
    silent.templates = play.templates
    assert only(silent.outcome("no_answer"), OutcomeLogged).variant == ""


def test_two_texts_that_ship_have_a_second_one_in_both_languages() -> None:
    tested = [t for t in library().templates.values() if t.variants]
    assert {t.key for t in tested} >= {"b2b_intro", "any_questions"}
    for template in tested:
        for one in template.variants:
            assert set(one.body) == {"en", "es"}
            assert all(one.body[code] != template.body[code] for code in one.body)
