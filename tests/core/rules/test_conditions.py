"""The nineteen rules that ship: when each fires, what it does, and why it does not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from app.core.engine.engine import Enrol
from app.core.engine.rule_effects import ruled
from app.core.errors import Refused
from app.core.log.events import Body, EnrolmentStarted, Event, decode_body
from app.core.routing.table import Route, RoutingTable
from app.core.rules.rule import Ruleset
from tests.builders import make_point, uid
from tests.core.listening import BOOK, DAY, HOUR, LONG, Listening, mailed, without, worked
from tests.core.playing import MONDAY, cadence, step, utc

KEYS = [
    "open_fast",
    "opens_many",
    "pricing_visit",
    "profile_view",
    "not_interested",
    "later",
    "out_of_office",
    "unsubscribe",
    "interest",
    "score_jump",
    "c_level",
    "customer",
    "warm_silence",
    "heat_up",
    "cool_down",
    "no_sign",
    "intensify",
    "opened_unanswered",
    "reply",
    "invalid_address",
    "no_show",
    "send_information",
]
MINUTE = timedelta(minutes=1)


def read(event: Event) -> Body | None:
    return decode_body(event.type, event.v, event.body)


def test_they_are_all_there_in_their_order() -> None:
    assert [rule.key for rule in BOOK.rules] == KEYS


# Fires: the rule, what is heard, and what it changes.


def test_open_fast() -> None:
    play = mailed()
    due = play.planned().due_at
    rulings = play.hear("open", at=MONDAY + HOUR + 30 * MINUTE)
    assert rulings["open_fast"].fires
    assert play.planned().due_at == MONDAY + HOUR + 30 * MINUTE + 6 * HOUR < due
    assert (rulings["open_fast"].before, rulings["open_fast"].after) == (
        due.isoformat(),
        play.planned().due_at.isoformat(),
    )


def test_a_step_that_comes_sooner_anyway_stays_where_it_is() -> None:
    soon = cadence(step("mail", day=0, channel="email"), step("call", after_s=3600))
    play = Listening(soon)
    play.outcome("sent", at=MONDAY + HOUR)
    due = play.planned().due_at
    assert play.hear("open", at=MONDAY + HOUR + MINUTE)["open_fast"].because.code == "rule_no_gain"
    assert play.planned().due_at == due


def test_opens_many_moves_one_day_once_for_a_message() -> None:
    play = Listening(cadence(step("mail", day=0, channel="email"), step("call", day=4), key="gap"))
    play.outcome("sent", at=MONDAY + HOUR)
    due = play.planned().due_at
    seen = [play.hear("open", at=MONDAY + n * 3 * HOUR)["opens_many"] for n in range(1, 5)]
    assert [ruling.fires for ruling in seen] == [False, False, True, False]
    assert seen[0].because.code == "rule_few_opens"
    assert seen[3].because.code == "rule_once"
    assert play.planned().due_at == due - DAY


def test_pricing_visit() -> None:
    play = mailed()
    rulings = play.hear("page_visit", at=MONDAY + 2 * HOUR, about="pricing")
    assert rulings["pricing_visit"].fires
    made = [t for t in play.work.planned if t.kind == "inserted"]
    assert [(t.channel, t.step_key, t.escalated) for t in made] == [
        ("call", "pricing_visit.call", True),
        ("email", "pricing_visit.guidance", True),
    ]
    # The message that went out two hours ago is left the time of a day.
    assert made[0].due_at == play.now
    assert made[1].due_at == utc("2026-11-24 05:00")
    assert play.place().channel == "call"
    inserted = BOOK.step("pricing_visit.guidance")
    assert inserted is not None
    assert inserted.template == "pricing_guidance"
    again = play.hear("page_visit", at=MONDAY + 3 * HOUR, about="pricing")["pricing_visit"]
    assert again.because.code == "rule_again"


def test_profile_view_invites_who_is_not_connected() -> None:
    play = mailed()
    assert play.hear("profile_view")["profile_view"].fires
    assert play.planned("inserted").channel == "linkedin_connect"


def test_not_interested() -> None:
    play = mailed()
    assert play.hear("reply", about="not_interested")["not_interested"].fires
    assert play.enrolment.finish_reason == "not_interested"
    assert (play.work.stage, play.work.planned) == ("lost", ())


def test_later_rests_until_the_date_and_goes_on_at_the_same_step() -> None:
    play = mailed()
    until = MONDAY + 30 * DAY
    step_key = play.planned().step_key
    assert play.hear("reply", about="later", until=until)["later"].fires
    assert (play.state(), play.enrolment.paused_until) == ("paused", until)
    play.tick(until)
    assert (play.state(), play.planned().step_key, play.planned().due_at) == (
        "active",
        step_key,
        until,
    )


@pytest.mark.parametrize("named", [True, False])
def test_out_of_office(named: bool) -> None:
    play = mailed()
    until = play.now + 12 * DAY if named else None
    assert play.hear("out_of_office", until=until)["out_of_office"].fires
    assert play.enrolment.paused_until == (until or play.now + 7 * DAY)


def test_an_absence_does_not_shorten_the_rest_they_asked_for() -> None:
    play = mailed()
    play.hear("reply", about="later", until=MONDAY + 30 * DAY)
    assert play.hear("out_of_office")["out_of_office"].because.code == "paused"
    assert play.enrolment.paused_until == MONDAY + 30 * DAY


@pytest.mark.parametrize(
    ("country", "about", "channel", "closed"),
    [
        ("US", "keyword", "sms", ("sms", "whatsapp")),
        ("US", "keyword", "email", ("email",)),
        ("US", "refusal", "sms", ("*",)),
        ("ES", "keyword", "sms", ("*",)),
        ("GB", "keyword", "email", ("*",)),
        ("", "keyword", "sms", ("*",)),
    ],
)
def test_unsubscribe(country: str, about: str, channel: str, closed: tuple[str, ...]) -> None:
    number = "+12125550101" if country == "US" else "+34612000001"
    mail = make_point(2, kind="email", value="ana@example.com")
    points = (mail, make_point(1, value=number)) if country else (mail,)
    play = Listening(country=country, points=points, zones=())
    assert play.hear("unsubscribe", about=about, channel=channel)["unsubscribe"].fires
    (entry,) = play.work.suppressions
    assert entry.channels == closed
    assert entry.digests
    assert play.enrolment.finish_reason == "opted_out"
    assert play.work.planned == ()
    with pytest.raises(Refused) as refused:
        play.run(Enrol(cadence_key="long", why="again"))
    assert refused.value.code == "opted_out"
    play.run(Enrol(cadence_key="long", why="asked again", by_manager=True))


def test_score_jump_counts_what_was_gained_on_this_plan() -> None:
    play = mailed()
    assert play.hear("score_change", points=20)["score_jump"].because.args["count"] == 20
    assert play.hear("score_change", points=-5)["score_jump"].because.code == "rule_low_score"
    assert play.hear("score_change", points=15)["score_jump"].fires
    assert play.on == "high_intent_rapid"
    assert play.work.enrolments[0].finish_reason == "rerouted"
    assert play.work.enrolments[1].why == "score_jump"
    assert not play.hear("score_change", points=29)["score_jump"].fires


def test_c_level_and_customer() -> None:
    play = mailed()
    assert not play.hear("title_change")["c_level"].fires
    assert play.hear("title_change", about="c_level")["c_level"].fires
    assert play.on == "executive_direct"
    assert play.hear("customer")["customer"].fires
    assert play.on == "account_management"


def test_who_asked_for_rest_has_it_on_the_new_plan_too() -> None:
    play = mailed()
    until = MONDAY + 30 * DAY
    play.hear("reply", about="later", until=until)
    play.hear("customer")
    assert (play.on, play.state(), play.enrolment.paused_until) == (
        "account_management",
        "paused",
        until,
    )


def test_warm_silence() -> None:
    play = worked(9)
    play.hear("click")
    assert play.asked()["warm_silence"].because.code == "rule_few_touches"
    play.work_silently(1)
    assert play.fired[-1] == "warm_silence"
    assert play.planned().step_key == "farewell"
    play.outcome("sent", at=play.planned().due_at + HOUR)
    assert (play.on, play.work.stage) == ("nurture_long_term", "nurture")


def test_warm_silence_wants_more_than_opens_and_no_answer() -> None:
    for kind, code in (("open", "rule_not_engaged"), ("reply", "rule_plan_state")):
        play = worked(10)
        if kind == "open":
            play.hear("open")
        else:
            play.hear("click")
            play.hear("reply")
        assert play.asked()["warm_silence"].because.code == code


def nurtured(**facts: Any) -> Listening:
    """A plan that ended in silence a while ago, and the long one after it."""
    play = Listening(
        cadence(*LONG.steps[:1], key="b2c_standard", then="nurture_long_term"), **facts
    )
    play.outcome("sent", at=MONDAY + HOUR)
    assert play.on == "nurture_long_term"
    return play


def test_interest_goes_on_where_we_left_off() -> None:
    play = nurtured(company="Muestra SL")
    assert not play.hear("open", at=MONDAY + 30 * DAY)["interest"].fires
    assert play.hear("score_change", points=-5)["interest"].because.code == "rule_no_interest"
    ruling = play.hear("click")["interest"]
    assert (ruling.fires, ruling.before, ruling.after) == (True, "nurture_long_term", "came_back")
    assert (play.on, play.work.stage) == ("came_back", "working")
    assert play.replayed() == play.work


def test_a_score_that_jumps_on_the_long_nurture_says_no_first_texts_again() -> None:
    play = nurtured(company="Muestra SL")
    play.hear("score_change", points=40, at=MONDAY + 30 * DAY)
    assert play.on == "came_back"


def to_the_table() -> Ruleset:
    """The rules with interest leading to the routing table."""
    return replace(
        BOOK,
        rules=tuple(
            replace(one, then=replace(one.then, to="routing")) if one.key == "interest" else one
            for one in BOOK.rules
        ),
    )


def test_a_rule_may_lead_back_to_the_table() -> None:
    play = nurtured(company="Muestra SL")
    play.ruleset = to_the_table()
    ruling = play.hear("click", at=MONDAY + 30 * DAY)["interest"]
    assert (ruling.fires, ruling.before, ruling.after) == (
        True,
        "nurture_long_term",
        "midmarket_b2b",
    )
    assert (play.on, play.work.stage) == ("midmarket_b2b", "working")
    started = [body for e in play.log if isinstance(body := read(e), EnrolmentStarted)][-1]
    assert (started.why, started.args["route"]) == ("routed", "outbound_business")
    assert play.replayed() == play.work


def test_the_table_is_asked_with_the_facts_of_the_moment() -> None:
    play = nurtured()
    play.ruleset = to_the_table()
    play.lead = play.lead.revised((), {"source": "webinar"}, ())
    play.hear("click", at=MONDAY + 30 * DAY)
    assert play.on == "webinar_attendee"


def test_the_table_does_not_lead_back_at_once_to_what_ended_in_silence() -> None:
    play = nurtured(direction="inbound", company="")
    play.ruleset = to_the_table()
    again = play.hear("click", at=MONDAY + 6 * DAY)["interest"]
    assert (again.fires, again.because.code) == (False, "rule_ended_lately")
    assert play.on == "nurture_long_term"
    assert play.hear("click", at=MONDAY + 9 * DAY)["interest"].fires
    assert play.on == "b2c_standard"


def test_they_stay_where_they_are_when_no_line_leads_anywhere() -> None:
    play = nurtured()
    play.ruleset = to_the_table()
    play.routing = RoutingTable()
    assert play.hear("click", at=MONDAY + 30 * DAY)["interest"].because.code == "rule_no_route"
    play.routing = RoutingTable(lines=(Route(key="all", to="nurture_long_term"),))
    assert play.hear("click")["interest"].because.code == "rule_there_already"


def test_heat_up() -> None:
    play = Listening(cadence(*LONG.steps, key="long"), temperature="cold")
    play.outcome("sent", at=MONDAY + HOUR)
    play.hear("page_visit", about="pricing", at=MONDAY + 2 * HOUR)
    for n in range(3):
        assert "heat_up" not in play.fired
        play.hear("open", at=MONDAY + (3 + n) * HOUR)
    assert play.fired[-1] == "heat_up"
    assert play.on == "hot_intensive"
    warm = Listening(cadence(*LONG.steps, key="long"), temperature="warm")
    assert warm.hear("open")["heat_up"].because.code == "rule_other_temperature"


def test_cool_down() -> None:
    play = worked(4, "hot")
    assert play.asked()["cool_down"].because.args == {"count": 4, "needed": 5}
    play.work_silently(1)
    assert play.fired == ["cool_down"]
    assert play.on == "warm_engaged"
    engaged = worked(4, "hot")
    engaged.hear("click")
    engaged.work_silently(1)
    assert engaged.on == "hot_intensive"
    weak = worked(4, "hot")
    weak.hear("open")  # as programs that guard a mailbox make them
    weak.work_silently(1)
    assert weak.on == "warm_engaged"


def test_no_sign_sends_the_farewell_and_then_nurtures() -> None:
    play = worked(4)
    play.tracked = frozenset({"email"})
    play.work_silently(1)
    assert play.fired == ["no_sign"]
    farewell = play.planned()
    assert farewell.step_key == "farewell"
    # Worked on a Friday, and said farewell on the Monday.
    assert play.now < farewell.due_at < play.now + 3 * DAY
    left = [t.step_key for t in play.work.touches if t.outcome == "no_sign"]
    assert left == [f"s{n}" for n in range(5, 14)]
    play.outcome("sent", at=farewell.due_at + HOUR)
    assert (play.on, play.work.stage) == ("nurture_long_term", "nurture")
    assert play.work.enrolments[0].finish_reason == "completed_silent"


def test_what_could_not_be_seen_proves_nothing() -> None:
    parcels = (step(f"s{n}", day=n, channel="direct_mail") for n in range(5))
    plan = cadence(*parcels, *LONG.steps[-2:], key="long", direction="outbound")
    play = Listening(plan, ruleset=without(BOOK, *KEYS))
    play.work_silently(5)
    play.ruleset = BOOK
    assert play.asked()["no_sign"].because.code == "rule_unobserved"
    play.tracked = frozenset({"direct_mail"})
    assert play.asked()["no_sign"].fires


@pytest.mark.parametrize("kind", ["open", "click", "page_visit", "profile_view"])
def test_any_sign_keeps_the_plan(kind: str) -> None:
    play = worked(3)
    play.tracked = frozenset({"email"})
    play.ruleset = without(BOOK, "profile_view")
    play.hear(kind, confidence=1)  # type: ignore[arg-type]  # one of the kinds
    play.ruleset = BOOK
    play.work_silently(2)
    assert play.asked()["no_sign"].because.code == "rule_sign"
    assert play.on == "long"


def test_an_answer_to_an_enquiry_is_not_cut_short() -> None:
    play = Listening(cadence(*LONG.steps, key="long"))
    play.tracked = frozenset({"email"})
    play.work_silently(6)
    assert play.asked()["no_sign"].because.code == "rule_other_direction"


def test_opened_unanswered_once_for_a_message() -> None:
    play = mailed()
    assert play.hear("open", at=MONDAY + 5 * HOUR)["opened_unanswered"].fires
    assert play.hear("open")["opened_unanswered"].because.code == "rule_once"


def test_reply_puts_the_person_on_top() -> None:
    play = mailed()
    play.hear("reply", at=MONDAY + 2 * HOUR)
    assert play.state() == "with_person"
    assert (play.place().lane, play.place().kind) == ("replies", "reply")
    assert play.hear("reply")["reply"].because.code == "rule_with_person"


def test_a_reply_that_was_understood_is_not_one_more() -> None:
    rulings = mailed().hear("reply", about="later", until=MONDAY + 30 * DAY)
    assert rulings["reply"].because.code == "rule_read_by"
    undated = mailed().hear("reply", about="later")
    assert undated["later"].because.code == "rule_no_date"
    assert undated["reply"].fires
    unsure = mailed().hear("reply", about="not_interested", confidence=50)
    assert unsure["not_interested"].because.code == "rule_unsure"
    assert unsure["reply"].fires


def test_invalid_address_marks_it_and_goes_on_where_it_can() -> None:
    play = mailed()
    assert not play.hear("bounce", about="soft")["invalid_address"].fires
    assert play.hear("bounce", about="hard")["invalid_address"].fires
    assert play.work.unusable == (uid(2, 0xA0),)
    assert play.hear("bounce", about="hard")["invalid_address"].because.code == "rule_once"
    profile = play.hear("bounce", about="hard", point_id=uid(3, 0xA0), channel="linkedin_message")
    assert profile["invalid_address"].fires
    assert play.on == "long"
    assert play.hear("bounce", about="wrong_number", channel="call")["invalid_address"].fires
    assert play.enrolment.finish_reason == "unreachable"


# Does not fire: the rule, what is heard, and the reason.

_PRICING: dict[str, object] = {"about": "pricing"}
DOES_NOT: list[tuple[str, Callable[[], Listening], str, dict[str, object], str]] = [
    ("open_fast", mailed, "click", {}, "rule_other_signal"),
    ("open_fast", mailed, "open", {"confidence": 10}, "rule_unsure"),
    ("open_fast", mailed, "open", {"at": MONDAY + 3 * HOUR}, "rule_opened_late"),
    ("open_fast", Listening, "open", {}, "rule_no_message"),
    ("opens_many", mailed, "open", {}, "rule_few_opens"),
    ("pricing_visit", mailed, "page_visit", {"about": "jobs"}, "rule_other_content"),
    ("pricing_visit", lambda: Listening(enrolled=False), "page_visit", _PRICING, "rule_plan_state"),
    ("profile_view", lambda: Listening(points=()), "profile_view", {}, "rule_plan_state"),
    ("not_interested", mailed, "reply", {}, "rule_other_content"),
    ("later", mailed, "reply", {"about": "later", "until": MONDAY}, "rule_date_past"),
    ("out_of_office", mailed, "reply", {}, "rule_other_signal"),
    ("unsubscribe", mailed, "reply", {}, "rule_other_signal"),
    ("score_jump", mailed, "score_change", {"points": 29}, "rule_low_score"),
    ("c_level", mailed, "title_change", {}, "rule_other_content"),
    ("customer", mailed, "customer", {"confidence": 10}, "rule_unsure"),
    ("warm_silence", mailed, "open", {}, "rule_other_signal"),
    ("heat_up", mailed, "page_visit", _PRICING, "rule_other_temperature"),
    ("cool_down", mailed, "open", {}, "rule_other_signal"),
    ("no_sign", mailed, "open", {}, "rule_other_signal"),
    ("opened_unanswered", mailed, "click", {}, "rule_other_signal"),
    ("reply", mailed, "out_of_office", {}, "rule_other_signal"),
    ("invalid_address", mailed, "bounce", {"about": "soft"}, "rule_other_content"),
]


@pytest.mark.parametrize(("key", "made", "kind", "facts", "code"), DOES_NOT)
def test_why_not(
    key: str,
    made: Callable[[], Listening],
    kind: str,
    facts: dict[str, object],
    code: str,
) -> None:
    play = made()
    if "at" in facts:
        play.now = MONDAY + 4 * HOUR
    known = {"at": play.now, **facts}
    signal = play.signal(kind, **known)  # type: ignore[arg-type]  # one of the kinds
    before = play.work
    rulings = {r.rule: r for r in ruled(play.facts, signal, play.now)[1]}
    assert list(rulings) == KEYS
    assert (rulings[key].fires, rulings[key].because.code) == (False, code)
    assert play.work == before
