"""A text says "you asked" only where it is known that they did."""

import pytest

from app.core.messages.came_by import CameBy, came_by
from app.core.messages.claims import unfounded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You asked us about it.", "You asked"),
        ('{% if direction == "inbound" %}Nos preguntó por ello.{% endif %}', "Nos preguntó"),
        ("{% if asked %}Hello.{% else %}You downloaded it.{% endif %}", "You downloaded"),
        ("{% if asked or price %}You asked us.{% endif %}", "You asked"),
        ("About {{ interest | or('your enquiry') }}.", "your enquiry"),
        ("Hello.\nNos conocimos en mayo.", "Nos conocimos"),
        ("Thank you for the call.", "Thank you for the call"),
        ("{% if registered %}Thank you for being at our webinar.{% endif %}", "for being at"),
        ("I wrote to you last week.", "I wrote to you"),
        ("Le escribí por esto.", "Le escribí"),
        ("I will send you one page.", "one page"),
        ("Good to see that you are back.", "you are back"),
    ],
)
def test_a_claim_without_its_condition_is_found(text: str, words: str) -> None:
    assert words in [claim.words for claim in unfounded(text)]


@pytest.mark.parametrize(
    "text",
    [
        "{% if asked %}You asked us about {{ interest }}.{% endif %}",
        "{% if asked and price %}{% if city %}You asked us.{% endif %}{% endif %}",
        "{% if price %}Hello.{% elif attended %}You were at our webinar.{% endif %}",
        "{% if last_signal == 'click' or last_signal == 'page_visit' %}You looked at{% endif %}",
        "What would you like to ask?",
    ],
)
def test_a_claim_on_its_fact_is_fine(text: str) -> None:
    assert unfounded(text) == ()


@pytest.mark.parametrize(
    ("source", "facts"),
    [
        ("web_form", CameBy(asked=True)),
        ("Demo Request Form", CameBy(asked=True, asked_demo=True)),
        ("Live chat", CameBy(asked=True, chatted=True)),
        ("Event", CameBy(met=True)),
        ("webinar", CameBy(registered=True)),
        ("Webinar registration", CameBy(registered=True)),
        ("Webinar attendee", CameBy(registered=True, attended=True)),
        ("content_download", CameBy(downloaded=True)),
        ("referral", CameBy()),
        ("mql", CameBy()),
    ],
)
def test_the_source_says_how_somebody_came(source: str, facts: CameBy) -> None:
    assert came_by(source, inbound=True, time_known=True) == facts


def test_who_was_written_to_first_or_came_at_no_known_time_has_not_asked() -> None:
    assert not came_by("web_form", inbound=False, time_known=True).asked
    assert not came_by("web_form", inbound=True, time_known=False).asked
