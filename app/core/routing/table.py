"""Which cadence a lead gets: an ordered table, the first line that fits wins.

The table is data; its format, and what fills each fact, is in docs/routing.md.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Literal
from uuid import UUID

import msgspec

from app.core.cadence.cadence import Cadence, Market
from app.core.errors import NotFound
from app.core.folded import folded
from app.core.messages.variant import assigned
from app.core.people.lead import Direction, Temperature
from app.core.reading.reply_words import ReplyWords
from app.core.reason import Reason, reason

AgeGroup = Literal["18_34", "35_54", "55_up"]
Seniority = Literal["c_level"]
# What a column of an imported list can say, which has no place of its own in a lead.
ColumnFact = Literal["customer", "target_account", "researched", "account_size"]

_AGES: Mapping[AgeGroup, range] = {
    "18_34": range(18, 35),
    "35_54": range(35, 55),
    "55_up": range(55, 200),
}


class RouteFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the table may ask of a lead. Codes in lower case, countries in capitals.

    `score` is the sum of engagement points and of what others gave, `account_size` the number of
    people who work there, `interest` folded words. None and "" mean that it is not known.
    """

    source: str = ""
    direction: Direction = "inbound"
    age: int | None = None
    temperature: Temperature | None = None
    score: int = 0
    title: Seniority | None = None
    customer: bool = False
    country: str = ""
    language: str = ""
    interest: str = ""
    account_size: int | None = None
    market: Market = "consumer"
    target_account: bool = False
    researched: bool = False


class Route(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One line: all that is set must fit; a line without conditions fits everybody.

    Of a list one entry must fit. `account_size` is from the first number to the second, both
    included, None where there is no such end. Where `shares` names several plans with their
    weights, each person gets one of them for good, and `to` is the first.
    """

    key: str
    to: str
    shares: tuple[tuple[str, int], ...] = ()
    source: tuple[str, ...] = ()
    direction: Direction | None = None
    age: tuple[AgeGroup, ...] = ()
    temperature: tuple[Temperature, ...] = ()
    score_from: int | None = None
    title: tuple[Seniority, ...] = ()
    customer: bool | None = None
    country: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    interest: tuple[str, ...] = ()
    account_size: tuple[int | None, int | None] = (None, None)
    market: Market | None = None
    target_account: bool | None = None
    researched: bool | None = None

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The facts this line asks about, in the order in which they are looked at."""
        return tuple(fact for fact in _FITS if self.wanted(fact))

    def unmet(self, facts: RouteFacts) -> str:
        """The first fact that does not fit, "" when the line fits."""
        for fact in self.asked:
            if not _FITS[fact](self, facts):
                return fact
        return ""

    def plan_for(self, lead_id: UUID | None) -> str:
        """The plan of a person: by a hash of person and line, so that a second look agrees."""
        if not self.shares or lead_id is None:
            return self.to
        return assigned(self.shares, lead_id, f"route/{self.key}") or self.to

    def wanted(self, fact: str) -> str:
        """What the line asks of a fact, in its own codes; "" if nothing."""
        if fact == "score":
            return f"from {self.score_from}" if self.score_from is not None else ""
        value = getattr(self, fact)
        if fact == "account_size":
            low, high = value
            return "" if value == (None, None) else f"{low or 0}-{'' if high is None else high}"
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "+".join(value) if isinstance(value, tuple) else value or ""


class RoutingTable(msgspec.Struct, frozen=True, kw_only=True):
    """The lines in their order. `version` counts what was published of this table.

    `columns` names the imported columns that say a fact (folded), `yes` the words in them that mean
    it holds. `words` recognise a job title, `sources` have the key of each name of a source (as
    `source_key` writes it), `meant` what this organisation said of further ones, `free_mail` the
    mail domains shared by strangers.
    """

    version: int = 1
    lines: tuple[Route, ...] = ()
    columns: Mapping[ColumnFact, tuple[str, ...]] = {}
    yes: tuple[str, ...] = ()
    words: ReplyWords = ReplyWords()
    sources: Mapping[str, str] = {}
    meant: Mapping[str, str] = {}
    free_mail: frozenset[str] = frozenset()

    def source_of(self, text: str) -> str:
        """The key of a source by any of its names: "Demo Request Form" is demo_request."""
        key = source_key(text)
        return self.meant.get(key) or self.sources.get(key, key)

    def meaning(self, meant: Mapping[str, str]) -> "RoutingTable":
        """The same table where an organisation means this by names of sources."""
        return msgspec.structs.replace(self, meant=meant)

    def knows(self, text: str) -> bool:
        """Whether a source leads anywhere of its own, or need not, as somebody said."""
        return source_key(text) in self.meant or self.source_of(text) in self.known_sources

    @property
    def known_sources(self) -> frozenset[str]:
        """Every key that a line or a name leads to."""
        return frozenset(self.sources.values()).union(*(line.source for line in self.lines))


class Routed(msgspec.Struct, frozen=True, kw_only=True):
    """Where the table sends a lead; `because` may be kept: it has codes of the table only.

    Where what they are outweighs what they came for, `because` names their source as `instead`.
    """

    cadence: str
    because: Reason


class AskedRoute(msgspec.Struct, frozen=True, kw_only=True):
    """One line that was asked, by its number from 1, and what came of it.

    `amiss` where the line fits and leads nowhere."""

    number: int
    route: Route
    matched: bool
    because: Reason
    amiss: bool = False


def route(
    facts: RouteFacts,
    table: RoutingTable,
    cadences: Mapping[str, Cadence],
    lead_id: UUID | None = None,
) -> Routed:
    """The cadence of the first line that fits and leads somewhere, and because of what.

    `lead_id` decides where a line shares people out among several plans.

    Raises NotFound when no line does.
    """
    for number, line in enumerate(table.lines, start=1):
        if not line.unmet(facts) and passed_over(line, cadences) is None:
            plan = line.plan_for(lead_id)
            because = _because(table, number, line, plan, _passed_by(facts, table, number))
            return Routed(cadence=plan, because=because)
    raise NotFound(
        "no_route",
        "No line of the routing table leads to a cadence for this person.",
        "See what each line says: route --lead ID. cadence list names the cadences there are.",
    )


def explain(
    facts: RouteFacts, table: RoutingTable, cadences: Mapping[str, Cadence]
) -> tuple[AskedRoute, ...]:
    """Each line that was asked, in order: the last is the one that matched, if any did."""
    tried: list[AskedRoute] = []
    for number, line in enumerate(table.lines, start=1):
        fact = line.unmet(facts)
        amiss = None if fact else passed_over(line, cadences)
        if fact:
            because = reason("route_unmet", fact=fact, wanted=line.wanted(fact))
        else:
            passed = _passed_by(facts, table, number)
            because = amiss or _because(table, number, line, instead=passed)
        matched = not fact and amiss is None
        tried.append(
            AskedRoute(
                number=number,
                route=line,
                matched=matched,
                because=because,
                amiss=amiss is not None,
            )
        )
        if matched:
            break
    return tuple(tried)


def passed_over(line: Route, cadences: Mapping[str, Cadence]) -> Reason | None:
    """Why a line cannot send anybody anywhere, if so."""
    plans = [plan for plan, _ in line.shares] or [line.to]
    missing = next((plan for plan in plans if plan not in cadences), None)
    return None if missing is None else reason("route_no_cadence", cadence=missing)


def source_key(source: str) -> str:
    """A source as the table compares it: "Demo request" is demo_request."""
    return folded(source).replace(" ", "_")


# In the place of what a line asks of a fact that the log does not keep.
TOLD_NOT = "fits"
# What a line may leave in the log: codes of the table that say nothing of the person alone.
_KEPT = frozenset(
    {
        "source",
        "direction",
        "temperature",
        "title",
        "customer",
        "market",
        "target_account",
        "researched",
    }
)


def _passed_by(facts: RouteFacts, table: RoutingTable, number: int) -> str:
    """The source whose own plan a line from further up took the place of, "" for none."""
    if table.lines[number - 1].source:
        return ""
    below = (line for line in table.lines[number:] if line.source and not line.unmet(facts))
    return facts.source if any(below) else ""


def _because(
    table: RoutingTable, number: int, line: Route, plan: str = "", instead: str = ""
) -> Reason:
    fits = {fact: line.wanted(fact) if fact in _KEPT else TOLD_NOT for fact in line.asked}
    shared = {"share": plan} if line.shares and plan else {}
    if instead:
        shared["instead"] = instead
    return reason("routed", table=table.version, line=number, route=line.key, **shared, **fits)


def _in_size(line: Route, facts: RouteFacts) -> bool:
    size, (low, high) = facts.account_size, line.account_size
    return size is not None and (low or 0) <= size and (high is None or size <= high)


def _in_age(line: Route, facts: RouteFacts) -> bool:
    return facts.age is not None and any(facts.age in _AGES[band] for band in line.age)


def _in_interest(line: Route, facts: RouteFacts) -> bool:
    return any(f" {words} " in f" {facts.interest} " for words in line.interest)


# Asked only where the line sets the fact.
_FITS: Mapping[str, Callable[[Route, RouteFacts], bool]] = {
    "customer": lambda line, facts: facts.customer == line.customer,
    "title": lambda line, facts: facts.title in line.title,
    "source": lambda line, facts: facts.source in line.source,
    "target_account": lambda line, facts: facts.target_account == line.target_account,
    "temperature": lambda line, facts: facts.temperature in line.temperature,
    "direction": lambda line, facts: facts.direction == line.direction,
    "market": lambda line, facts: facts.market == line.market,
    "researched": lambda line, facts: facts.researched == line.researched,
    "score": lambda line, facts: facts.score >= (line.score_from or 0),
    "age": _in_age,
    "country": lambda line, facts: facts.country in line.country,
    "language": lambda line, facts: facts.language in line.language,
    "interest": _in_interest,
    "account_size": _in_size,
}
