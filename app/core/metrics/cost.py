"""What touches cost, as a team enters it: money and minutes by channel."""

from collections.abc import Mapping

import msgspec

from app.core.errors import BadInput


class Costs(msgspec.Struct, frozen=True, kw_only=True):
    """`hourly_rate` is what an hour of a rep costs, in `currency` (ISO 4217, or any short text).

    `minutes` are a rep's minutes for one attempt on a channel, `prices` what the channel itself
    takes for it. A channel that is not named costs nothing.
    """

    currency: str = ""
    hourly_rate: float = 0.0
    minutes: Mapping[str, float] = msgspec.field(default_factory=dict)
    prices: Mapping[str, float] = msgspec.field(default_factory=dict)

    def of(self, channel: str) -> float:
        """The cost of one attempt on `channel`."""
        worked = self.minutes.get(channel, 0.0) / 60 * self.hourly_rate
        return worked + self.prices.get(channel, 0.0)


def costs_text(costs: Costs) -> str:
    """The costs as they are kept in a setting."""
    return msgspec.json.encode(costs).decode()


def costs_from(text: str) -> Costs:
    """What `costs_text` wrote. Raises BadInput where it is nothing of the kind."""
    try:
        return msgspec.json.decode(text, type=Costs)
    except msgspec.MsgspecError as error:
        raise BadInput(
            "bad_costs", "The costs that were entered cannot be read.", "Enter them again."
        ) from error
