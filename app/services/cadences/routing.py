"""Which line of the routing table a lead gets, told line by line, and in words."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from app.core.reason import Reason
from app.core.routing.known import route_facts
from app.core.routing.table import TOLD_NOT, AskedRoute, RouteFacts, RoutingTable, explain
from app.services.desk.desk import Desk
from app.services.desk.facts import gather
from app.services.desk.library import CadenceLibrary
from app.services.wording import Wording

# What a reason of the table says beside the facts.
_OF_TABLE = ("instead", "table", "line", "route")


def tried_for_lead(
    desk: Desk, lead_id: UUID, *, table: RoutingTable | None = None, at: datetime | None = None
) -> tuple[AskedRoute, ...]:
    """Each line of the table in force, or of `table`, that a lead would be asked now.

    Raises NotFound.
    """
    now = at or desk.clock.now()
    with desk.store.read() as reader:
        facts = gather(desk, reader, lead_id)
    asked = table or facts.routing
    known = route_facts(facts.lead, facts.work, asked, facts.ruleset.points, now)
    return explain(known, asked, facts.cadences)


def tried_for_facts(
    library: CadenceLibrary, facts: RouteFacts, table: RoutingTable | None = None
) -> tuple[AskedRoute, ...]:
    """The same for somebody of whom only these facts are known."""
    return explain(facts, table or library.routing, library.cadences)


def in_words(because: Reason, words: Wording) -> str:
    """Why a plan began, or why a line fits or does not, as a sentence for who keeps the table."""
    args = because.args
    if because.code == "route_unmet":
        fact = _fact(str(args["fact"]), str(args["wanted"]), words)
        return words.sentence("route_unmet", {"facts": fact})
    if because.code != "routed":
        return words.sentence(because.code, args)
    facts = _facts(because, words)
    if not facts:
        return words.sentence("routed_all", args)
    return words.sentence("routed", {"line": args.get("line", ""), "facts": facts})


def began_in_words(detail: Mapping[str, str], words: Wording) -> str:
    """Why a plan began, from the codes of its line in a timeline, for who works the person."""
    args = {k.removeprefix("args."): v for k, v in detail.items() if k.startswith("args.")}
    because = Reason(code=detail.get("why", ""), args=args)
    facts = _facts(because, words) if because.code == "routed" else ""
    plain = words.known("began.routed" if facts else f"began.{because.code}_all", {"facts": facts})
    said = plain or in_words(because, words)
    asked = args.get("instead")
    if not asked:
        return said
    return f"{said} {words.plain('began.instead', {'source': _source(asked, words)})}"


def _facts(because: Reason, words: Wording) -> str:
    """What of somebody the line asked, such as "source = webinar"."""
    named = (
        _fact(name, str(value), words)
        for name, value in because.args.items()
        if name not in _OF_TABLE
    )
    return ", ".join(named)


def _fact(name: str, value: str, words: Wording) -> str:
    """ "source = webinar"; the name alone where the value is not told."""
    if value == TOLD_NOT:
        return words.plain(f"fact.{name}")
    shown = " / ".join(_value(name, one, words) for one in value.split("+"))
    return f"{words.plain(f'fact.{name}')} = {shown}"


def _source(key: str, words: Wording) -> str:
    return words.plain(f"source.{key}").lower()


def _value(name: str, value: str, words: Wording) -> str:
    if name == "source":
        return _source(value, words)
    return value.replace("_", " ")
