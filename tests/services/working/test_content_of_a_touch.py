"""A text names what was made for the interest of the person, and nothing where there is none."""

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
