"""costs: what an attempt costs, for the figures about money."""

from argparse import ArgumentTypeError, Namespace
from math import isfinite
from typing import get_args

from msgspec.structs import replace

from app.cli.answer import Answer, facts
from app.cli.parser import Commands, add_command
from app.cli.session import Session
from app.core.metrics.cost import Costs
from app.core.people.lead import Channel
from app.services.reports import enter_costs, entered_costs

_CHANNELS: tuple[str, ...] = get_args(Channel)


def add_to(commands: Commands) -> None:
    """Add the command `costs`."""
    parser = add_command(commands, "costs", _costs, "show or enter what an attempt costs")
    parser.add_argument("--currency", metavar="CODE", type=_a_currency)
    parser.add_argument(
        "--hourly-rate", metavar="AMOUNT", type=_an_amount, help="what an hour of a rep costs"
    )
    for option, what in (("--minutes", "a rep's minutes"), ("--price", "the channel's price")):
        parser.add_argument(
            option,
            metavar="CHANNEL=AMOUNT",
            action="append",
            type=_of_channel,
            default=[],
            help=f"{what} for one attempt; may be given again",
        )


def _a_currency(text: str) -> str:
    if len(text) == 3 and text.isascii() and text.isalpha():
        return text.upper()
    raise ArgumentTypeError("a currency has three letters, for example EUR")


def _an_amount(text: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = -1.0
    if isfinite(amount) and amount >= 0:
        return amount
    raise ArgumentTypeError("an amount is a number such as 0.35, and not below zero")


def _of_channel(text: str) -> tuple[str, float]:
    channel, _, amount = text.partition("=")
    if channel in _CHANNELS:
        return channel, _an_amount(amount)
    raise ArgumentTypeError(f"name a channel and an amount, for example call=4. {_CHANNELS}")


def _costs(session: Session, args: Namespace) -> Answer:
    given = {
        name: value
        for name, value in (("currency", args.currency), ("hourly_rate", args.hourly_rate))
        if value is not None
    }
    entering = bool(given or args.minutes or args.price)
    desk = session.write().desk if entering else session.read().desk
    costs = entered_costs(desk)
    if entering:
        costs = replace(
            costs,
            minutes={**costs.minutes, **dict(args.minutes)},
            prices={**costs.prices, **dict(args.price)},
            **given,
        )
        enter_costs(desk, costs)
    return Answer(
        document={
            "currency": costs.currency,
            "hourly_rate": costs.hourly_rate,
            "minutes": costs.minutes,
            "prices": costs.prices,
        },
        lines=_lines(costs),
    )


def _lines(costs: Costs) -> list[str]:
    if costs == Costs():
        return ["Nothing was entered yet."]
    channels = [c for c in _CHANNELS if c in costs.minutes or c in costs.prices]
    return facts(
        [
            ("An hour of a rep", f"{costs.hourly_rate:.2f} {costs.currency}".strip()),
            *((f"One {channel}", f"{costs.of(channel):.2f}") for channel in channels),
        ]
    )
