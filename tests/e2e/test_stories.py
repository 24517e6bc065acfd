"""The three stories are played again: days, channels and every word are those of the page."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.e2e.stories import MADRID, STORIES, Told, page

PAGE = Path(__file__).parents[2] / "docs" / "stories.md"


def days(told: Sequence[Told]) -> list[str]:
    """Day, name and channel of each touch, in order; what was heard by its kind."""
    return [
        f"{one.at.astimezone(MADRID):%a %d} {one.name} {one.channel or one.step}" for one in told
    ]


def test_somebody_asks_to_talk_to_sales(tmp_path: Path) -> None:
    told = STORIES["rapid_response"][1](tmp_path / "p")
    assert told[0].at.astimezone(MADRID).strftime("%H:%M") == "10:02"
    assert days(told)[:4] == [
        "Mon 01 Lucía call",
        "Mon 01 Lucía email",
        "Mon 01 Lucía video_email",
        "Tue 02 Lucía call",
    ]
    assert "You asked us about stock software just now and left this number" in told[0].text
    answered = days(told).index("Fri 05 Lucía reply")
    assert days(told)[answered:] == [
        "Fri 05 Lucía reply",
        "Fri 05 Lucía email",
        "Tue 09 Lucía call",
        "Tue 09 Lucía call",
        "Wed 10 Lucía email",
        "Wed 10 Lucía call",
    ]
    # Nobody has spoken to her yet: no text says so.
    assert not [one for one in told if "we spoke" in one.text]
    assert [one.outcome for one in told[-4:]] == ["no_show", "no_answer", "sent", "converted"]


def test_a_cold_contact_heats_up_and_cools_down(tmp_path: Path) -> None:
    told = STORIES["heats_up"][1](tmp_path / "p")
    assert [one.plan for one in told if not one.channel] == [
        *["cold_educational"] * 3,
        "hot_intensive",
    ]
    assert told[0].plan == "Cold, educational"
    assert told[-1].plan == "Warm, engaged"
    # He never asked us anything, and nothing he gets says that he did.
    assert not [one for one in told if "you asked" in one.text.lower()]
    weekdays = {one.at.astimezone(MADRID).weekday() for one in told if one.channel}
    assert weekdays <= {0, 1, 2, 3, 4}


def test_four_people_of_a_target_account(tmp_path: Path) -> None:
    told = STORIES["target_account"][1](tmp_path / "p")
    firsts = {one.name: one for one in reversed(told) if one.channel not in ("", "direct_mail")}
    begun = {who: f"{one.at.astimezone(MADRID):%a %d} {one.channel}" for who, one in firsts.items()}
    assert begun == {
        "Nuria": "Thu 04 call",
        "Tomás": "Mon 08 email",
        "Carmen": "Wed 10 email",
        "Greta": "Fri 12 email",
    }
    parcels = [one for one in days(told) if "direct_mail" in one]
    assert sorted(parcels) == [
        f"Mon 08 {name} direct_mail" for name in ("Carmen", "Greta", "Nuria", "Tomás")
    ]
    # An answer of one keeps the plan of the others back for five business days.
    answered = days(told).index("Mon 15 Tomás reply")
    others = [one for one in told[answered + 1 :] if one.name != "Tomás"]
    assert others[0].at.astimezone(MADRID).day >= 22


@pytest.mark.parametrize("story", STORIES)
def test_no_text_has_a_hole(story: str, tmp_path: Path) -> None:
    for one in STORIES[story][1](tmp_path / "p"):
        assert "{" not in one.text
        # A link that only the rep has is asked for before the message goes.
        assert "?)" not in one.text.replace("(link to the video?)", "")


def test_the_page_shows_the_stories_as_they_are_played() -> None:
    told = page()
    assert PAGE.read_text(encoding="utf-8") == told, "python3 dev.py stories > docs/stories.md"
