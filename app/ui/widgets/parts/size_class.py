"""How much room the window gives, in the steps the layout knows."""

from dataclasses import dataclass
from typing import Literal

Width = Literal["full", "narrow", "minimum"]
Height = Literal["full", "accordion", "short"]

TITLE_BAR = 32  # the steps count the whole window, Qt its inside


@dataclass(frozen=True, slots=True)
class SizeClass:
    """`width`: full from 1320, narrow from 1100, minimum below. `height`: full from 840,
    accordion from 700, short below. Both count the window with its title bar.
    """

    width: Width = "full"
    height: Height = "full"

    @property
    def rail(self) -> bool:
        """Whether the lead panel is a rail and the header says more in its place."""
        return self.width != "full"


def size_class(width: int, height: int, text_scale: float = 1.0) -> SizeClass:
    """The class of a window whose inside is `width` by `height` px.

    Larger text needs more of both, so they count for less.
    """
    wide, whole = width / text_scale, (height + TITLE_BAR) / text_scale
    return SizeClass(
        "full" if wide >= 1320 else "narrow" if wide >= 1100 else "minimum",
        "full" if whole >= 840 else "accordion" if whole >= 700 else "short",
    )
