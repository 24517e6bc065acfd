"""The routing table: the first line that fits wins, and says why."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.core.engine.decision import NURTURE_ELSEWHERE
from app.core.errors import NotFound
from app.core.reason import reason
from app.core.routing.known import route_facts
from app.core.routing.table import Route, RouteFacts, RoutingTable, explain, route
from app.core.work.enrolment import LeadWork
from app.core.work.signal import Heard, Signal
from tests.builders import NOW, make_lead, make_point, uid
from tests.core.playing import library

LIBRARY = library()
TABLE = LIBRARY.routing
POINTS = LIBRARY.ruleset.points
# The order the product ships with: what is known, the line, the cadence.
DEFAULT: list[tuple[dict[str, Any], str, str]] = [
    ({"customer": True, "title": "c_level"}, "customer", "account_management"),
    (
        {"target_account": True, "direction": "outbound", "title": "c_level"},
        "target_account_listed",
        "abm_multithread",
    ),
    ({"title": "c_level", "source": "webinar"}, "c_level", "executive_direct"),
    ({"source": "demo_request", "temperature": "cold"}, "demo_request", "demo_request"),
    ({"source": "contact_sales"}, "contact_sales", "high_intent_rapid"),
    ({"source": "pricing_inquiry"}, "pricing_inquiry", "pricing_inquiry"),
    ({"source": "content_download"}, "content_download", "content_download"),
    ({"source": "webinar", "temperature": "hot"}, "webinar", "webinar_attendee"),
    ({"source": "mql"}, "mql", "mql_standard"),
    ({"source": "event"}, "event", "event_connection"),
    ({"source": "inbound_chat"}, "inbound_chat", "inbound_chat"),
    ({"source": "trial"}, "trial", "b2b_saas_typical"),
    ({"source": "missed_call"}, "missed_call", "call_centre_front_loaded"),
    ({"target_account": True, "temperature": "hot"}, "target_account", "abm_multithread"),
    ({"temperature": "hot", "market": "business"}, "hot_enquiry", "aggressive"),
    ({"temperature": "hot", "direction": "outbound"}, "hot", "hot_intensive"),
    ({"temperature": "warm"}, "warm", "warm_engaged"),
    ({"temperature": "cold"}, "cold", "cold_educational"),
    ({"direction": "outbound", "researched": True}, "outbound_researched", "social_first_b2b"),
    (
        {"direction": "outbound", "market": "business", "account_size": 12},
        "outbound_small",
        "channel_mix",
    ),
    ({"direction": "outbound", "market": "business"}, "outbound_business", "midmarket_b2b"),
    ({"source": "phone_enquiry", "direction": "outbound"}, "phone_enquiry", "call_centre_basic"),
    ({"source": "web_form", "market": "business"}, "business_enquiry", "balanced"),
    ({"source": "web_form"}, "any_other", "b2c_standard"),
    ({}, "any_other", "b2c_standard"),
]


@pytest.mark.parametrize(("known", "line", "cadence"), DEFAULT)
def test_the_table_that_ships(known: dict[str, Any], line: str, cadence: str) -> None:
    routed = route(RouteFacts(**known), TABLE, LIBRARY.cadences)
    assert routed.cadence == cadence
    assert routed.because.code == "routed"
    assert routed.because.args["route"] == line
    assert TABLE.lines[int(routed.because.args["line"]) - 1].key == line


def test_the_lines_stand_in_their_order() -> None:
    order = list(dict.fromkeys(line for _, line, _ in DEFAULT))
    shipped = [line.key for line in TABLE.lines]
    assert shipped == order


def test_a_cadence_that_is_missing_is_passed_over_and_told() -> None:
    fewer = {key: one for key, one in LIBRARY.cadences.items() if key != "webinar_attendee"}
    facts = RouteFacts(source="webinar")
    assert route(facts, TABLE, fewer).cadence == "b2c_standard"
    (line,) = [t for t in explain(facts, TABLE, fewer) if t.amiss]
    assert line.because == reason("route_no_cadence", cadence="webinar_attendee")
    with pytest.raises(NotFound) as nowhere:
        route(facts, TABLE, {})
    assert nowhere.value.code == "no_route"


# One line for each condition: what fits, and what does not.
CONDITIONS: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ({"source": ("a", "b")}, {"source": "b"}, {"source": "c"}),
    ({"direction": "inbound"}, {}, {"direction": "outbound"}),
    ({"age": ("18_34",)}, {"age": 34}, {"age": 35}),
    ({"age": ("35_54", "55_up")}, {"age": 55}, {}),
    ({"temperature": ("hot",)}, {"temperature": "hot"}, {}),
    ({"score_from": 20}, {"score": 20}, {"score": 19}),
    ({"title": ("c_level",)}, {"title": "c_level"}, {}),
    ({"customer": False}, {}, {"customer": True}),
    ({"country": ("ES",)}, {"country": "ES"}, {"country": "FR"}),
    ({"language": ("es",)}, {"language": "es"}, {}),
    ({"interest": ("data science",)}, {"interest": "msc in data science"}, {"interest": "data"}),
    ({"account_size": (50, None)}, {"account_size": 50}, {"account_size": 49}),
    ({"account_size": (None, 9)}, {"account_size": 9}, {}),
    ({"market": "business"}, {"market": "business"}, {}),
    ({"target_account": True}, {"target_account": True}, {}),
    ({"researched": True}, {"researched": True}, {}),
]


@pytest.mark.parametrize(("asked", "fits", "fits_not"), CONDITIONS)
def test_each_condition(
    asked: dict[str, Any], fits: dict[str, Any], fits_not: dict[str, Any]
) -> None:
    (fact,) = [name.removesuffix("_from") if name == "score_from" else name for name in asked]
    table = RoutingTable(
        lines=(Route(key="one", to="demo_request", **asked), Route(key="rest", to="b2c_standard"))
    )
    assert route(RouteFacts(**fits), table, LIBRARY.cadences).cadence == "demo_request"
    first, second = explain(RouteFacts(**fits_not), table, LIBRARY.cadences)
    assert (first.matched, first.because.code, first.because.args["fact"]) == (
        False,
        "route_unmet",
        fact,
    )
    assert first.because.args["wanted"]
    assert second.matched


def test_all_conditions_of_a_line_must_fit() -> None:
    line = Route(key="one", to="b2c_standard", country=("ES",), market="business", age=("18_34",))
    assert line.unmet(RouteFacts(country="ES", market="business", age=20)) == ""
    assert line.unmet(RouteFacts(country="ES", age=20)) == "market"
    assert line.unmet(RouteFacts(market="business")) == "age"


def test_the_reason_keeps_nothing_that_is_the_persons_own() -> None:
    line = Route(
        key="one",
        to="b2c_standard",
        source=("list",),
        country=("ES",),
        age=("18_34",),
        interest=("nursing",),
    )
    facts = RouteFacts(source="list", country="ES", age=20, interest="nursing")
    routed = route(facts, RoutingTable(version=4, lines=(line,)), LIBRARY.cadences)
    assert routed.because.args == {
        "table": 4,
        "line": 1,
        "route": "one",
        "source": "list",
        "age": "fits",
        "country": "fits",
        "interest": "fits",
    }


# What is known of a lead.


def known(signals: tuple[Signal, ...] = (), **facts: Any) -> RouteFacts:
    lead = make_lead(**facts)
    heard = tuple(Heard(signal=s, enrolment_id=None, received_at=NOW) for s in signals)
    work = LeadWork(lead_id=lead.lead_id, owner_id=lead.owner_id, signals=heard, stage=lead.stage)
    return route_facts(lead, work, TABLE, POINTS, NOW + timedelta(hours=1))


@pytest.mark.parametrize(
    "source", ["demo_request", "Demo request", " DEMO-REQUEST ", "démo request"]
)
def test_a_source_is_known_however_it_is_written(source: str) -> None:
    assert known(source=source).source == "demo_request"


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("CEO", "c_level"),
        ("Directora general", "c_level"),
        ("Co-Founder & CTO", "c_level"),
        ("Assistant to the CEO", None),
        ("Buyer", None),
        ("", None),
    ],
)
def test_titles_of_those_who_run_a_company(title: str, found: str | None) -> None:
    assert known(job_title=title).title == found


def test_what_was_heard_counts() -> None:
    signal = Signal(signal_id=uid(1), kind="title_change", at=NOW, about="c_level")
    assert known((signal,)).title == "c_level"
    assert known((replace(signal, about=""),)).title is None
    assert known((replace(signal, kind="customer", about=""),)).customer
    assert known((replace(signal, kind="reply", about=""),)).score == POINTS.reply
    assert known(stage="won").customer


def test_columns_of_a_list_say_what_has_no_place_of_its_own() -> None:
    facts = known(extra={"Cliente": "Sí", "Cuenta objetivo": "x", "Nº": "3", "Employees": "1.200+"})
    assert (facts.customer, facts.target_account, facts.researched) == (True, True, False)
    assert facts.account_size == 1200
    assert known(extra={"Customer": "no", "Employees": "51-200"}).account_size == 51
    assert not known(extra={"Customer": ""}).customer
    assert known(extra={"Employees": "many"}).account_size is None


@given(
    st.builds(
        RouteFacts,
        source=st.sampled_from(["", "x", "webinar", "mql", "phone"]),
        direction=st.sampled_from(["inbound", "outbound"]),
        temperature=st.sampled_from([None, "hot", "warm", "cold"]),
        title=st.sampled_from([None, "c_level"]),
        customer=st.booleans(),
        market=st.sampled_from(["business", "consumer"]),
        target_account=st.booleans(),
        researched=st.booleans(),
    )
)
def test_the_answer_is_the_last_line_that_is_told(facts: RouteFacts) -> None:
    """Every earlier line fails for a reason, and the shipped table takes everybody."""
    tried = explain(facts, TABLE, LIBRARY.cadences)
    routed = route(facts, TABLE, LIBRARY.cadences)
    assert [line.matched for line in tried] == [False] * (len(tried) - 1) + [True]
    assert (tried[-1].route.to, tried[-1].because) == (routed.cadence, routed.because)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Demo Request Form", "demo_request"),
        ("Live Chat", "inbound_chat"),
        ("Pricing page", "pricing_inquiry"),
        ("ebook", "content_download"),
        ("E-Book", "content_download"),
        ("Newsletter", "content_download"),
        ("Webinar attendee", "webinar"),
        ("Contacto comercial", "contact_sales"),
        ("Prueba gratuita", "trial"),
        ("Página de precios", "pricing_inquiry"),
        ("Feria", "event"),
        ("Call me back", "missed_call"),
        ("Something of our own", "something_of_our_own"),
    ],
)
def test_a_source_goes_by_many_names(name: str, key: str) -> None:
    assert TABLE.source_of(name) == key


@pytest.mark.parametrize(
    ("facts", "market"),
    [
        ({"company": "Zeta"}, "business"),
        ({"job_title": "Head of buying"}, "business"),
        ({"points": (make_point(2, kind="email", value="ana@zeta.example"),)}, "business"),
        ({"points": (make_point(2, kind="email", value="ana@gmail.com"),)}, "consumer"),
        ({}, "consumer"),
    ],
)
def test_who_asks_for_their_business(facts: dict[str, Any], market: str) -> None:
    table = replace(TABLE, free_mail=frozenset({"gmail.com"}))
    lead = make_lead(**{"company": "", "job_title": "", "points": (make_point(1),), **facts})
    work = LeadWork(lead_id=lead.lead_id, owner_id=lead.owner_id)
    assert route_facts(lead, work, table, POINTS, NOW).market == market


def test_every_plan_is_reached() -> None:
    """By a line of the table, by a rule, or as the one that follows another."""
    reached = {plan for line in TABLE.lines for plan, _ in (line.shares or ((line.to, 1),))}
    reached |= {rule.then.to for rule in LIBRARY.ruleset.rules if rule.then.to}
    reached |= {cadence.then for cadence in LIBRARY.cadences.values() if cadence.then}
    # Where nothing else is planned and neither a call nor an email is possible.
    assert set(LIBRARY.cadences) - reached == {NURTURE_ELSEWHERE}


def test_a_line_may_share_people_out() -> None:
    """By a hash of person and line: who is looked at again gets the same plan."""
    line = Route(key="try", to="balanced", shares=(("balanced", 3), ("aggressive", 1)))
    table = RoutingTable(lines=(line,))
    plans = [route(RouteFacts(), table, LIBRARY.cadences, uid(n, 9)) for n in range(400)]
    again = [route(RouteFacts(), table, LIBRARY.cadences, uid(n, 9)) for n in range(400)]
    assert plans == again
    balanced = sum(one.cadence == "balanced" for one in plans)
    assert 260 < balanced < 340
    assert {str(one.because.args["share"]) for one in plans} == {"balanced", "aggressive"}
