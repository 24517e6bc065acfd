"""A text names what was made for the interest of the person, and nothing where there is none."""

from datetime import timedelta
from pathlib import Path

from app.core.messages.content import ContentEntry
from app.core.messages.template import plain
from app.services.people.leads import add_lead
from app.services.working.content_list import save_content
from app.services.working.touch_card import touch_card
from tests.services.desks import NOW, open_at, rows
from tests.services.working.somebody import LEAD


def written(folder: Path, *entries: ContentEntry) -> str:
    """What is said to a company that asked about stock lists."""
    with open_at(folder) as opened:
        if entries:
            save_content(opened.desk, entries)
        add_lead(opened.desk, LEAD.but(interest="stock lists", company="Muestra SL"), at=NOW)
        card = touch_card(opened.desk, rows(opened.desk)[0].touch_id, at=NOW)
        said = [plain(line.parts) for line in (*card.script, *card.objections)]
        return "\n".join(said)


OFFER = ContentEntry(kind="offer", title="lists that keep themselves", interests=("stock lists",))
OTHER = ContentEntry(kind="offer", title="lists for anybody")


def test_the_offer_is_that_of_their_interest(tmp_path: Path) -> None:
    told = written(tmp_path / "a", OTHER, OFFER)
    assert "lists that keep themselves" in told
    assert "for anybody" not in told
    assert "that keep themselves" not in written(tmp_path / "b")


def said(
    folder: Path,
    *,
    minutes: int = 0,
    offer: str = "",
    interest: str = "MBA",
    source: str = "web_form",
) -> str:
    """What is said so many minutes after somebody came in."""
    with open_at(folder) as opened:
        if offer:
            save_content(opened.desk, (ContentEntry(kind="offer", title=offer),))
        lead = LEAD.but(language="en", interest=interest, source=source)
        add_lead(opened.desk, lead, at=NOW)
        at = NOW + timedelta(minutes=minutes)
        card = touch_card(opened.desk, rows(opened.desk)[0].touch_id, at=at)
        lines = [plain(line.parts) for line in (*card.script, *card.objections)]
        return "\n".join(lines)


def test_without_an_interest_the_offer_is_named_or_neither(tmp_path: Path) -> None:
    offer = "online courses in data analysis"
    offered = said(tmp_path / "a", interest="", source="demo_request", offer=offer)
    neither = said(tmp_path / "b", interest="", source="demo_request")
    asked = said(tmp_path / "c", interest="")
    assert "You asked to see online courses in data analysis" in offered
    assert "You asked to see how we work" in neither
    assert "You got in touch with us" in asked
    for told in (offered, neither, asked):
        assert "what we do" not in told
        assert "about our offer" not in told


def test_whoever_came_in_this_minute_asked_just_now(tmp_path: Path) -> None:
    assert "You asked us about MBA just now and left this number" in said(tmp_path / "a")
    assert "You asked us about MBA on " in said(tmp_path / "b", minutes=6)
