"""route: which line of the routing table a person gets, and why each earlier one did not fit."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable
from typing import get_args

from app.cli.answer import Answer
from app.cli.answer import table as columns
from app.cli.parser import Commands, a_file, add_command
from app.cli.session import Session
from app.cli.values import a_number, an_id, file_text, words
from app.core.errors import BadInput, NotFound
from app.core.folded import folded
from app.core.people.lead import Direction, Temperature
from app.core.reading.reply_words import is_c_level
from app.core.routing.format import parse_routing
from app.core.routing.known import market_of
from app.core.routing.table import AskedRoute, RouteFacts, RoutingTable
from app.services.cadences.routing import in_words, tried_for_facts, tried_for_lead

_OLDEST = 120
_MOST = 10**9


def add_to(commands: Commands) -> None:
    """Add the command `route`."""
    route = add_command(
        commands, "route", _route, "which cadence the routing table chooses, and why"
    )
    route.add_argument("--lead", metavar="ID", type=an_id, help="somebody who is stored")
    route.add_argument("--table", metavar="FILE", type=a_file, help="instead of the one in force")
    facts = route.add_argument_group("or somebody of whom this is known")
    facts.add_argument("--source", metavar="TEXT", type=words)
    facts.add_argument("--direction", choices=get_args(Direction))
    facts.add_argument("--age", metavar="YEARS", type=a_number(1, _OLDEST))
    facts.add_argument("--temperature", choices=get_args(Temperature))
    facts.add_argument("--score", metavar="N", type=a_number(0, _MOST), help="engagement points")
    facts.add_argument("--job-title", metavar="TEXT", type=words)
    facts.add_argument("--company", metavar="TEXT", type=words, help="there is one: a business")
    facts.add_argument("--email", metavar="ADDRESS", type=words, help="one at work: a business")
    facts.add_argument("--country", metavar="CC", type=_letters(str.upper), help="ISO 3166")
    facts.add_argument("--language", metavar="XX", type=_letters(str.lower), help="ISO 639-1")
    facts.add_argument("--interest", metavar="TEXT", type=words)
    facts.add_argument("--account-size", metavar="N", type=a_number(0, _MOST), help="people")
    for name in ("customer", "target-account", "researched"):
        facts.add_argument(f"--{name}", action="store_true", default=None)


_FACTS = (
    *("source", "direction", "age", "temperature", "score", "job_title", "company", "country"),
    "email",
    *("language", "interest", "account_size", "customer", "target_account", "researched"),
)


def _letters(cased: Callable[[str], str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) != 2 or not text.isascii() or not text.isalpha():
            raise ArgumentTypeError("expected two letters")
        return cased(text)

    return read


def _route(session: Session, args: Namespace) -> Answer:
    if args.lead is not None and any(getattr(args, name) is not None for name in _FACTS):
        raise BadInput(
            "lead_and_facts",
            "The facts of a stored person are those that are stored.",
            "Name --lead alone, or the facts without it.",
        )
    if args.lead is not None or session.profile.exists():
        session.read()
    library = session.library()
    table = library.routing
    if args.table is not None:
        table, _ = parse_routing(
            file_text(args.table, "routing"),
            args.table.name,
            cadences=library.cadences,
            words=library.words,
        )
    if args.lead is not None:
        tried = tried_for_lead(session.read().desk, args.lead, table=table, at=session.now())
    else:
        tried = tried_for_facts(library, _facts(args, table), table)
    return _answer(session, table, tried)


def _facts(args: Namespace, table: RoutingTable) -> RouteFacts:
    address = (args.email or "").strip().lower()
    return RouteFacts(
        source=table.source_of(args.source or ""),
        direction=args.direction or "inbound",
        age=args.age,
        temperature=args.temperature,
        score=args.score or 0,
        title="c_level" if args.job_title and is_c_level(args.job_title, table.words) else None,
        customer=bool(args.customer),
        country=args.country or "",
        language=args.language or "",
        interest=folded(args.interest or ""),
        account_size=args.account_size,
        market=market_of(
            args.company or "",
            args.job_title or "",
            (address,) if address else (),
            table.free_mail,
        ),
        target_account=bool(args.target_account),
        researched=bool(args.researched),
    )


def _answer(session: Session, table: RoutingTable, tried: tuple[AskedRoute, ...]) -> Answer:
    said = session.words()
    matched = next((one for one in tried if one.matched), None)
    failure = None
    if matched is None:
        failure = NotFound(
            "no_route",
            "No line of the routing table leads to a cadence for this person.",
            "See each line above; cadence list names the cadences there are.",
        )
    return Answer(
        document={
            "cadence": matched.route.to if matched else None,
            "line": matched.number if matched else None,
            "table": table.version,
            "lines": [
                {
                    "line": one.number,
                    "key": one.route.key,
                    "cadence": one.route.to,
                    "matched": one.matched,
                    "amiss": one.amiss,
                    "because": one.because.code,
                    "because_args": one.because.args,
                    "text": in_words(one.because, said),
                }
                for one in tried
            ],
        },
        lines=columns(
            ("Line", "Key", "Cadence", "", "Because"),
            [
                (
                    one.number,
                    one.route.key,
                    one.route.to,
                    "chosen" if one.matched else "amiss" if one.amiss else "no",
                    in_words(one.because, said),
                )
                for one in tried
            ],
        ),
        failure=failure,
    )
