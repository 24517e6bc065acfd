"""signal: what was heard of a person, the rules that fire on it, and why others do not."""

import json
from argparse import Namespace
from collections.abc import Sequence

from app.cli.answer import Answer, facts, table
from app.cli.parser import Commands, add_command
from app.cli.queue_commands import add_request_id, request_of, touch_document, touch_lines
from app.cli.session import Session
from app.cli.values import an_id, words
from app.core.engine.rule_effects import Ruling
from app.core.errors import BadInput
from app.services.working.outlook import outlook
from app.services.working.signal_reading import KINDS, UnderstoodSignal
from app.services.working.signals import dry_run, observe, observed_before, understand

# Asks the rules that need no signal, as they are asked after a touch was worked.
_SILENCE = "silence"


def add_to(commands: Commands) -> None:
    """Add the command `signal`."""
    signal = add_command(commands, "signal", _signal, "record what a person or a system did")
    signal.add_argument("lead", metavar="LEAD", type=an_id)
    signal.add_argument(
        "kind",
        metavar="KIND",
        choices=(*KINDS, _SILENCE),
        help=f"{', '.join(KINDS)}; with --dry-run also {_SILENCE}",
    )
    signal.add_argument(
        "--data", metavar="JSON", type=words, help='what it says: \'{"page": "pricing"}\''
    )
    signal.add_argument(
        "--dry-run", action="store_true", help="say what would happen, and change nothing"
    )
    add_request_id(signal)


def _signal(session: Session, args: Namespace) -> Answer:
    data = _data(args.data)
    if args.dry_run or args.kind == _SILENCE:
        return _dry(session, args, data)
    desk = session.write().desk
    request = request_of(args, "lead", "kind", "data")
    before = observed_before(desk, request)
    at = before[1] if before else None
    heard = understand(desk, args.lead, args.kind, data, at=at, request=request)
    observed = before[0] if before else observe(desk, args.lead, heard, request=request)
    after = outlook(desk, args.lead)
    done = "Recorded." if observed.rulings else "Known already: nothing was done."
    return Answer(
        document={
            **_document(heard, observed.rulings),
            "recorded": bool(observed.rulings),
            "undo_id": observed.changes.undo_id,
            **touch_document(after),
        },
        lines=[
            done,
            *_understood(heard),
            "",
            *_rules(session, observed.rulings, would=False),
            "",
            *touch_lines(session, after),
        ],
    )


def _dry(session: Session, args: Namespace, data: dict[str, object]) -> Answer:
    if not args.dry_run:
        raise BadInput(
            "no_signal", "Silence is nothing that can be recorded.", "Ask with --dry-run."
        )
    desk, now = session.read().desk, session.now()
    heard = None if args.kind == _SILENCE else understand(desk, args.lead, args.kind, data, at=now)
    rulings = dry_run(desk, args.lead, heard, at=now)
    return Answer(
        document={"lead_id": args.lead, **_document(heard, rulings), "recorded": False},
        lines=[*_understood(heard), "", *_rules(session, rulings, would=True)],
    )


def _data(text: str | None) -> dict[str, object]:
    try:
        data = json.loads(text) if text is not None else {}
        json.dumps(data, ensure_ascii=False).encode("utf-8")  # half of a character pair is no text
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise BadInput(
            "bad_signal",
            "The data of the signal is no JSON object.",
            'Write it as \'{"page": "pricing"}\'.',
        )
    return data


def _document(heard: UnderstoodSignal | None, rulings: Sequence[Ruling]) -> dict[str, object]:
    signal = heard.signal if heard else None
    return {
        "signal": None
        if signal is None or heard is None
        else {
            "signal_id": signal.signal_id,
            "kind": signal.kind,
            "at": signal.at,
            "confidence": signal.confidence,
            "about": signal.about,
            "until": signal.until,
            "until_on": heard.until_on.isoformat() if heard.until_on else None,
            "words": heard.words,
        },
        "fired": [ruling.rule for ruling in rulings if ruling.fires],
        "rules": [
            {
                "rule": ruling.rule,
                "fires": ruling.fires,
                "action": ruling.action,
                "because": ruling.because.code,
                "because_args": ruling.because.args,
                "before": ruling.before,
                "after": ruling.after,
            }
            for ruling in rulings
        ],
    }


def _understood(heard: UnderstoodSignal | None) -> list[str]:
    """What a text was taken to say, so that a person can object."""
    if heard is None:
        return ["Asked as after a touch that nobody answered."]
    signal = heard.signal
    return facts(
        [
            ("Understood as", f"{signal.kind} {signal.about}".strip()),
            ("Confidence", f"{signal.confidence} %"),
            ("Until", f"{heard.until_on} (“{heard.words}”)" if heard.until_on else ""),
        ]
    )


def _rules(session: Session, rulings: Sequence[Ruling], *, would: bool) -> list[str]:
    said = session.words()
    yes, no = ("would fire", "would not") if would else ("fired", "did not")
    rows = [
        (
            ruling.rule,
            yes if ruling.fires else no,
            said.sentence(ruling.because.code, ruling.because.args),
        )
        for ruling in sorted(rulings, key=lambda ruling: not ruling.fires)
    ]
    return table(("Rule", "", "Because"), rows)
