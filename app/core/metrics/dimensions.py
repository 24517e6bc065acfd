"""By what figures may be split."""

from typing import Literal

Dimension = Literal[
    "cadence",
    "channel",
    "rep",
    "source",
    "direction",
    "step",
    "touch",
    "variant",
    "weekday",
    "hour",
    "stage",
    "said",
]
# How much the people of a plan want: whoever asks for a demo or a price is expected to answer more.
PlanIntent = Literal["high", "standard"]
# From this intent of a cadence on it is high.
HIGH_INTENT = 80

OF_LEADS: frozenset[Dimension] = frozenset(
    {"cadence", "rep", "source", "direction", "weekday", "hour"}
)
OF_TOUCHES: frozenset[Dimension] = OF_LEADS | {"channel", "step", "touch", "variant"}
# What a report may be split by; a stage of the script exists in its own figures alone.
DIMENSIONS: tuple[Dimension, ...] = (
    "cadence",
    "channel",
    "rep",
    "source",
    "direction",
    "step",
    "touch",
    "variant",
    "weekday",
    "hour",
)
