"""The bands of the queue by name, in the order in which they stand.

This module stays light (standard library only): the first paint depends on it.
"""

from typing import Literal, get_args

Lane = Literal["first_contact", "replies", "callbacks", "due_now", "later_today", "waiting"]
# "upcoming" is not shown: what is due on a later day, or paused beyond today.
PlacementLane = Literal[Lane, "upcoming"]
SHOWN_LANES: tuple[Lane, ...] = get_args(Lane)
LANES: tuple[PlacementLane, ...] = get_args(PlacementLane)
