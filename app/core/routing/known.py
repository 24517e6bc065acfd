"""What is known of a lead, as the routing table asks for it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from app.core.cadence.cadence import Market
from app.core.folded import folded
from app.core.people.lead import Lead
from app.core.reading.reply_words import ReplyWords, is_c_level
from app.core.routing.table import ColumnFact, RouteFacts, RoutingTable, Seniority
from app.core.rules.engagement import outside_score, points_at
from app.core.rules.rule import Points
from app.core.work.enrolment import LeadWork


def route_facts(
    lead: Lead, work: LeadWork, table: RoutingTable, points: Points, now: datetime
) -> RouteFacts:
    """What is known of a lead at `now`, as the table asks for it."""
    said = {folded(name): value for name, value in lead.extra.items()}
    return RouteFacts(
        source=table.source_of(lead.source),
        direction=lead.direction,
        age=lead.age,
        temperature=lead.temperature,
        score=points_at(work, points, now)[0] + outside_score(work) if work.signals else 0,
        title=_title(lead, work, table.words),
        customer=work.stage == "won" or _heard(work, "customer") or _says(said, "customer", table),
        country=lead.country.upper(),
        language=lead.language.lower(),
        interest=folded(lead.interest),
        account_size=_size(said, table),
        market=market_of(lead.company, lead.job_title, _addresses(lead), table.free_mail),
        target_account=_says(said, "target_account", table),
        researched=_says(said, "researched", table),
    )


def market_of(
    company: str, job_title: str, addresses: Iterable[str], free_mail: frozenset[str]
) -> Market:
    """Business where a company, a job title or an address of a company's domain is known."""
    domains = {address.rpartition("@")[2] for address in addresses}
    at_work = any(domain and domain not in free_mail for domain in domains) if free_mail else False
    return "business" if company or job_title or at_work else "consumer"


def _addresses(lead: Lead) -> tuple[str, ...]:
    return tuple(p.value for p in lead.points if p.kind == "email" and p.status == "usable")


def _title(lead: Lead, work: LeadWork, words: ReplyWords) -> Seniority | None:
    chief = _heard(work, "title_change", "c_level") or (
        lead.job_title != "" and is_c_level(lead.job_title, words)
    )
    return "c_level" if chief else None


def _heard(work: LeadWork, kind: str, about: str = "") -> bool:
    return any(h.signal.kind == kind and h.signal.about == about for h in work.signals)


def _cell(said: Mapping[str, str], fact: ColumnFact, table: RoutingTable) -> str:
    return next((said[name] for name in table.columns.get(fact, ()) if name in said), "")


def _says(said: Mapping[str, str], fact: ColumnFact, table: RoutingTable) -> bool:
    return bool(said) and folded(_cell(said, fact, table)) in table.yes


def _size(said: Mapping[str, str], table: RoutingTable) -> int | None:
    """The number in the cell; of a span such as "51-200" its lower end."""
    digits = folded(_cell(said, "account_size", table).replace(".", "").replace(",", "")).split()
    return int(digits[0]) if digits and digits[0].isdecimal() and len(digits[0]) < 10 else None
