"""What holds for every figure, whatever happened."""

from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import Refused
from app.core.log.events import OutcomeCorrected, OutcomeLogged
from app.core.metrics.dimensions import DIMENSIONS, Dimension
from app.core.metrics.measure import Figure, measure
from tests.builders import REP, uid
from tests.core.metrics.living import ELSE, Life, lens
from tests.core.playing import MONDAY

# Counted once per person, company or touch in each group: the parts may overlap.
OVERLAP = {"unsubscribes", "account_engagement", "response_rate"}
CALL = (
    "connected",
    "no_answer",
    "busy",
    "call_back",
    "meeting_booked",
    "converted",
    "wrong_contact",
)
TEXT = ("sent", "replied", "away", "not_delivered", "not_interested", "do_not_contact")
PLANS = ("b2c_standard", "midmarket_b2b", "call_centre_basic", "high_intent_rapid")


@st.composite
def lives(draw: st.DrawFn) -> list[Life]:
    """A few people worked by two reps, with skips, undone and corrected outcomes."""
    found = []
    for n in range(1, draw(st.integers(1, 5)) + 1):
        at = MONDAY + timedelta(hours=draw(st.integers(0, 30)))
        life = Life(
            n,
            draw(st.sampled_from(PLANS)),
            at=at,
            actor_id=draw(st.sampled_from((REP, ELSE))),
            account=draw(st.sampled_from([None, uid(1, 0xAC), uid(2, 0xAC)])),
            source=draw(st.sampled_from(("web_form", "referral"))),
            direction=draw(st.sampled_from(("inbound", "outbound"))),
        )
        for _ in range(draw(st.integers(0, 5))):
            _act(life, draw)
        found.append(life)
    return found


def _act(life: Life, draw: st.DrawFn) -> None:
    life.after(minutes=draw(st.sampled_from((0, 1, 7, 60, 1500, 4000))))
    life.tick()
    if not life.work.planned:
        return
    spoken = life.current.channel in ("call", "voicemail")
    outcome = draw(st.sampled_from(CALL if spoken else TEXT))
    match draw(st.sampled_from(("log", "log", "log", "skip", "undo", "correct"))):
        case "skip":
            life.skip()
        case how:
            life.outcome(outcome, when=life.now + timedelta(days=2))
            life.after(seconds=4)
            if how == "undo":
                try:
                    life.undo(life.last(OutcomeLogged))
                except Refused:
                    return
            elif how == "correct":
                really = draw(st.sampled_from(("connected", "no_answer", "converted", "sent")))
                life.append([OutcomeCorrected(corrects=life.last(OutcomeLogged), outcome=really)])


def _measured(found: list[Life], by: tuple[Dimension, ...] = ()) -> tuple[Figure, ...]:
    return measure([life.history() for life in found], lens(*found, by=by))


@settings(max_examples=40, deadline=None)
@given(lives(), st.sampled_from(DIMENSIONS), st.sampled_from(DIMENSIONS))
def test_every_figure(found: list[Life], one: Dimension, other: Dimension) -> None:
    by = (one,) if one == other else (one, other)
    figures = _measured(found, by)
    assert _measured(list(reversed(found)), by) == figures
    for figure in figures:
        for result in (figure.all, *figure.groups):
            assert 0 <= result.numerator <= result.denominator
            if result.value is None:
                assert (result.low, result.high) == (None, None)
            elif result.low is not None and result.high is not None:
                assert result.low <= result.value <= result.high
        if figure.groups and not figure.definition.of_all:
            _sums_up(figure)


def _sums_up(figure: Figure) -> None:
    cases = sum(result.denominator for result in figure.groups)
    hits = sum(result.numerator for result in figure.groups)
    if figure.definition.key in OVERLAP:
        assert cases >= figure.all.denominator
        assert hits >= figure.all.numerator
    else:
        assert (hits, cases) == (figure.all.numerator, figure.all.denominator)
    parts: dict[str, int] = {}
    for result in figure.groups:
        for part, count in result.parts.items():
            parts[part] = parts.get(part, 0) + count
    assert parts == figure.all.parts


@settings(max_examples=40, deadline=None)
@given(lives(), st.integers(0, 1000))
def test_the_order_of_the_log_does_not_matter(found: list[Life], seed: int) -> None:
    before = _measured(found)
    for life in found:
        Random(seed).shuffle(life.log)
    assert _measured(found) == before


@settings(max_examples=40, deadline=None)
@given(lives())
def test_what_was_never_touched_is_never_answered(found: list[Life]) -> None:
    figures = {figure.definition.key: figure.all for figure in _measured(found)}
    followed, reached = figures["followed_up"], figures["response_or_contact"]
    assert reached.numerator <= followed.numerator
    assert figures["meeting_rate"].numerator <= reached.numerator
    assert figures["response_by_touch"].numerator == reached.numerator
    adherence = figures["adherence"]
    beside = adherence.parts.get("instant", 0) + adherence.parts.get("bulk", 0)
    assert sum(adherence.parts.values()) - beside == adherence.denominator
    assert adherence.parts.get("in_time", 0) == adherence.numerator
