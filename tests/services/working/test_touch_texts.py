"""The words of a touch: the variant a person gets, their language, and what they read last."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.engine.by_hand import ReroutePlan
from app.core.engine.outcome_effects import LogOutcome
from app.core.messages.template import plain
from app.core.people.new_lead import NewLead, NewPoint
from app.services.people.leads import add_lead
from app.services.working import touches
from app.services.working.passing_time import change_plan
from app.services.working.signals import observe, understand
from app.services.working.touch_card import TouchCard, touch_card
from tests.services.desks import NOW, open_at

DAY = timedelta(days=1)


def added(opened: ProfileDesk, n: int = 1, **facts: Any) -> UUID:
    known: dict[str, Any] = {
        "first_name": "Ana",
        "points": (NewPoint(kind="email", value=f"ana{n}@example.com"),),
        "country": "ES",
        "language": "en",
        "company": "Muestra SL",
        "interest": "stock",
        "direction": "outbound",
        "zones": ("Europe/Madrid",),
        "consents": {"email": True},
    }
    lead_id = add_lead(opened.desk, NewLead(**(known | facts))).lead_id
    assert lead_id is not None
    return lead_id


def planned(opened: ProfileDesk, lead_id: UUID) -> UUID:
    with opened.desk.store.read() as reader:
        (touch,) = reader.work(lead_id).planned
    return touch.touch_id


def card_of(opened: ProfileDesk, lead_id: UUID, **more: Any) -> TouchCard:
    return touch_card(opened.desk, planned(opened, lead_id), **more)


def body(card: TouchCard) -> str:
    assert card.message is not None
    return plain(card.message.body.parts)


def test_the_card_shows_the_variant_that_the_log_will_keep(tmp_path: Path) -> None:
    shown: dict[str, str] = {}
    with open_at(tmp_path) as opened:
        for n in range(1, 13):
            lead_id = added(opened, n)
            card = card_of(opened, lead_id)
            assert body(card) == body(card_of(opened, lead_id, at=NOW + DAY))
            spanish = card_of(opened, lead_id, language="es")
            assert (spanish.variant, body(spanish)) != (card.variant, body(card))
            assert spanish.variant == card.variant
            shown.setdefault(card.variant, body(card).replace("Ana", ""))
            touches.log_outcome(
                opened.desk, LogOutcome(touch_id=card.touch.touch_id, outcome="sent")
            )
            with opened.desk.store.read() as reader:
                logged = next(e for e in reader.timeline(lead_id, 20) if e.code == "OutcomeLogged")
            assert logged.detail["variant"] == f"b2b_intro.{card.variant}"
            assert card_of(opened, lead_id).variant == ""
    assert set(shown) == {"A", "B"}
    assert shown["A"] != shown["B"]


@pytest.mark.parametrize(
    ("lead", "desk", "asked", "spoken"),
    [
        ("es", "en", "", "es"),
        ("fr", "es", "", "es"),
        ("fr", "", "", "en"),
        ("fr", "pt", "", "en"),
        ("", "en", "", "es"),
        ("", "", "", "es"),
        ("es", "es", "en", "en"),
        ("es", "en", "fr", "es"),
    ],
)
def test_texts_are_in_their_language_or_the_desks_or_english(
    tmp_path: Path, lead: str, desk: str, asked: str, spoken: str
) -> None:
    with open_at(tmp_path) as opened:
        with opened.desk.store.write() as uow:
            uow.save_setting("texts.language", desk)
            uow.commit()
        card = card_of(opened, added(opened, language=lead), language=asked)
        assert card.message is not None
        assert (card.language, card.message.language) == (spoken, spoken)
        assert body(card).startswith({"en": "Hello", "es": "Hola"}[spoken])


@pytest.mark.parametrize(
    ("country", "desk", "spoken"),
    [
        *((country, "en", "es") for country in ("ES", "MX", "AR", "CO", "CL", "PE")),
        ("US", "es", "en"),
        ("GB", "es", "en"),
        # No text is in their language, or nobody can say which it is.
        ("DE", "es", "es"),
        ("BE", "es", "es"),
        ("CH", "", "en"),
        ("", "es", "es"),
    ],
)
def test_without_a_language_that_of_the_country_counts(
    tmp_path: Path, country: str, desk: str, spoken: str
) -> None:
    with open_at(tmp_path) as opened:
        with opened.desk.store.write() as uow:
            uow.save_setting("texts.language", desk)
            uow.commit()
        assert card_of(opened, added(opened, language="", country=country)).language == spoken


def test_the_next_text_refers_to_what_was_opened(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        read, silent = added(opened, 1), added(opened, 2)
        for lead_id in (read, silent):
            command = LogOutcome(touch_id=planned(opened, lead_id), outcome="sent")
            touches.log_outcome(opened.desk, command)
        heard = understand(opened.desk, read, "open", at=NOW + timedelta(hours=3))
        observed = observe(opened.desk, read, heard, at=NOW + timedelta(hours=3))
        assert "opened_unanswered" in {ruling.rule for ruling in observed.fired}
        texts = [body(card_of(opened, lead_id)) for lead_id in (read, silent)]
    said = "The question in my last message was a wide one"
    assert said in texts[0]
    assert said not in texts[1]


def test_interest_on_the_long_nurture_is_answered_by_who_knows_them(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened:
        lead_id = added(opened, source="event")
        change_plan(opened.desk, lead_id, ReroutePlan(cadence_key="nurture_long_term"), at=NOW)
        heard = understand(opened.desk, lead_id, "click", at=NOW + 31 * DAY)
        observe(opened.desk, lead_id, heard, at=NOW + 31 * DAY)
        card = card_of(opened, lead_id, at=NOW + 31 * DAY)
        assert card.cadence_name == "Came back"
        said = body(card)
        assert "stock seems to be on your mind again" in said
        assert "event" not in said


def test_twelve_months_of_nurture_ask_twelve_things(tmp_path: Path) -> None:
    told: dict[str, set[str]] = {"subject": set(), "body": set()}
    with open_at(tmp_path) as opened:
        lead_id = added(opened, consents={"email": True, "call": False})
        change_plan(opened.desk, lead_id, ReroutePlan(cadence_key="nurture_long_term"), at=NOW)
        for month in range(1, 14):
            now = NOW + 31 * month * DAY
            with opened.desk.store.read() as reader:
                touch = next(t for t in reader.work(lead_id).planned if t.channel == "email")
            card = touch_card(opened.desk, touch.touch_id, at=now)
            assert card.message is not None
            assert card.message.subject is not None
            said = {"subject": plain(card.message.subject.parts), "body": body(card)}
            assert all((text in told[part]) == (month == 13) for part, text in said.items())
            for part, text in said.items():
                told[part].add(text)
            touches.log_outcome(
                opened.desk, LogOutcome(touch_id=touch.touch_id, outcome="sent"), at=now
            )
    assert {part: len(texts) for part, texts in told.items()} == {"subject": 12, "body": 12}
