"""The account of a person in the words of the lead panel: the others, and what one answered."""

from app.services.people.accounts import Person
from app.services.people.lead_card import LeadCard
from app.services.store.records import TimelineEntry
from app.services.wording import Wording
from app.ui.widgets.lead.lead_data import AccountData, ColleagueData, TimelineKind


def account_data(card: LeadCard, words: Wording) -> AccountData | None:
    """The other people of the company; None where nobody else is known."""
    if not card.account.people:
        return None
    more = card.account_size - len(card.account.people)
    return AccountData(
        title=card.lead.company,
        note=f"{card.account_size} others" if more else "",
        people=tuple(_colleague(person, words) for person in card.account.people),
    )


def _colleague(person: Person, words: Wording) -> ColleagueData:
    return ColleagueData(
        lead_id=person.lead_id,
        name=person.name,
        job=person.job_title,
        stands=" · ".join(filter(None, (_role(person, words), stands(person, words)))),
    )


def _role(person: Person, words: Wording) -> str:
    return words.plain(f"role.{person.role}") if person.role else ""


def stands(person: Person, words: Wording) -> str:
    """Where somebody stands: "paused until Wed 25 Nov"."""
    return words.plain(f"plan_state.{person.standing}", person.standing_args)


def answered(
    entry: TimelineEntry, card: LeadCard, words: Wording
) -> tuple[TimelineKind, str, str, str] | None:
    """The line that tells of a colleague's answer; None for any other entry."""
    if entry.code != "AccountAnswered":
        return None
    name = card.names.get(entry.detail.get("by", "")) or words.plain("answered.somebody")
    said = words.plain(f"answered.{entry.detail.get('answer', '')}", {"name": name})
    return "other", said, "users", ""
