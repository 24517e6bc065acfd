"""The questions that belong to no outcome: where the person is, and why somebody goes ahead."""

from app.core.people.zone_city import zone_city
from app.services.contact.local_zone import ZoneAnswer, ZoneChoice
from app.services.working.touch_card import TouchCard
from app.ui.widgets.dock.dock_data import Question, Strip, StripOption
from app.ui.words import say
from app.ui.workspace.strips import reason_options

ANYWAY, ZONE, ZONE_CHOICE = "anyway", "zone", "zone_choice"
_REASONS = ("they_asked", "agreed_time", "their_deadline", "known_place")
# More clocks than these are no help in one line.
_CLOCKS = 3


def anyway_question() -> Question:
    """Why somebody goes ahead against a soft rule: a reason is required, and logged."""
    return Question(
        code=ANYWAY,
        word=say("anyway.word"),
        strip=Strip(
            question=say("anyway.ask"),
            icon="shield-off",
            options=reason_options("anyway", _REASONS),
            done=say("anyway.done"),
        ),
    )


def zone_question(card: TouchCard) -> Question:
    """What time it is where they are; the clocks they may have are named."""
    asked = say("zone.ask")
    likely = card.zone_choices if len(card.zone_choices) <= _CLOCKS else ()
    clocks = ", ".join(map(named, likely))
    option = StripOption(
        key="1", code=ZONE, label=asked, needs="text", text_label=clocks or say("zone.examples")
    )
    return Question(
        code=ZONE,
        word=say("zone.word"),
        strip=Strip(question=asked, icon="clock", options=(option,), done=say("zone.keep")),
    )


def zone_choice_question(answer: ZoneAnswer) -> Question:
    """Which of the places that fit what was said."""
    options = tuple(
        StripOption(key=str(key), code=choice.zone, label=named(choice))
        for key, choice in enumerate(answer.choices, start=1)
    )
    return Question(
        code=ZONE_CHOICE,
        word=say("zone.choice"),
        strip=Strip(question=say("zone.which"), icon="clock", options=options),
    )


def named(choice: ZoneChoice) -> str:
    """A zone by its city, with the time there: "New York 04:42"."""
    city = zone_city(choice.zone)
    return f"{city} {choice.there:%H:%M}"
