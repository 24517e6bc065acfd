"""Small sums: the clock of a first contact, gaps in a text, how much room there is."""

import pytest

from app.ui.widgets.parts.size_class import SizeClass, size_class
from app.ui.widgets.parts.view_data import plain, ring_for
from tests.ui.widgets.samples import spans


@pytest.mark.parametrize(
    ("left", "state", "text"),
    [
        (300, "calm", "5:00"),
        (121, "calm", "2:01"),
        (120, "running_out", "2:00"),
        (61, "running_out", "1:01"),
        (60, "last_minute", "1:00"),
        (0, "last_minute", "0:00"),
        (-1, "missed", "+0:01"),
        (-3725, "missed", "+62:05"),
        (-6000, "missed", "+1 h"),
        (-83839, "missed", "+23 h"),
    ],
)
def test_the_ring_changes_at_two_minutes_and_at_one(left: int, state: str, text: str) -> None:
    ring = ring_for(left)
    assert (ring.state, ring.text) == (state, text)


def test_the_ring_empties_from_full() -> None:
    assert [ring_for(s).left for s in (400, 300, 150, 0, -5)] == [1.0, 1.0, 0.5, 0.0, 0.0]


def test_a_ring_is_read_aloud() -> None:
    assert ring_for(192).spoken == "3 minutes 12 left"
    assert ring_for(-68).spoken == "window missed by 1 minute 8"


def test_a_gap_reads_as_a_question() -> None:
    assert plain(spans("Hello [Lucía], from [?first name].")) == "Hello Lucía, from (first name?)."


@pytest.mark.parametrize(
    ("width", "height", "scale", "expected"),
    [
        (1440, 868, 1.0, SizeClass("full", "full")),
        (1320, 808, 1.0, SizeClass("full", "full")),
        (1319, 807, 1.0, SizeClass("narrow", "accordion")),
        (1100, 668, 1.0, SizeClass("narrow", "accordion")),
        (1099, 667, 1.0, SizeClass("minimum", "short")),
        (960, 608, 1.0, SizeClass("minimum", "short")),
        (1440, 868, 1.3, SizeClass("narrow", "short")),
        (1716, 868, 1.3, SizeClass("full", "short")),
    ],
)
def test_room(width: int, height: int, scale: float, expected: SizeClass) -> None:
    assert size_class(width, height, scale) == expected
    assert size_class(width, height, scale).rail is (width / scale < 1320)
