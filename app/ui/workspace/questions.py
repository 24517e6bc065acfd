"""The questions that belong to no outcome: where the person is, and why somebody goes ahead."""

from app.services.contact.local_zone import ZoneAnswer, ZoneChoice
from app.services.working.touch_card import TouchCard
from app.ui.widgets.dock.dock_data import Question, Strip, StripOption

ANYWAY, ZONE, ZONE_CHOICE = "anyway", "zone", "zone_choice"
_REASONS = (
    ("1", "they_asked", "They asked for it"),
    ("2", "agreed_time", "We agreed on now"),
    ("3", "their_deadline", "Their deadline"),
    ("4", "known_place", "I know where they are"),
)
_EXAMPLES = "14:20, a city, or Lima until Friday"
# More clocks than these are no help in one line.
_CLOCKS = 3


def anyway_question() -> Question:
    """Why somebody goes ahead against a soft rule: a reason is required, and logged."""
    listed = tuple(StripOption(key=key, code=code, label=text) for key, code, text in _REASONS)
    other = StripOption(key="5", code="other", label="Other…", needs="text", text_label="Reason")
    return Question(
        code=ANYWAY,
        word="This once",
        strip=Strip(
            question="Why all the same?",
            icon="shield-off",
            options=(*listed, other),
            done="Go ahead",
        ),
    )


def zone_question(card: TouchCard) -> Question:
    """What time it is where they are; the clocks they may have are named."""
    asked = "What time is it where you are?"
    likely = card.zone_choices if len(card.zone_choices) <= _CLOCKS else ()
    clocks = ", ".join(map(named, likely))
    option = StripOption(
        key="1", code=ZONE, label=asked, needs="text", text_label=clocks or _EXAMPLES
    )
    return Question(
        code=ZONE,
        word="Ask",
        strip=Strip(question=asked, icon="clock", options=(option,), done="Keep it"),
    )


def zone_choice_question(answer: ZoneAnswer) -> Question:
    """Which of the places that fit what was said."""
    options = tuple(
        StripOption(key=str(key), code=choice.zone, label=named(choice))
        for key, choice in enumerate(answer.choices, start=1)
    )
    return Question(
        code=ZONE_CHOICE,
        word="Local time",
        strip=Strip(question="Which of these is it?", icon="clock", options=options),
    )


def named(choice: ZoneChoice) -> str:
    """A zone by its city, with the time there: "New York 04:42"."""
    city = choice.zone.rpartition("/")[2].replace("_", " ")
    return f"{city} {choice.there:%H:%M}"
