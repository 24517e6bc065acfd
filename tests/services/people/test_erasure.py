"""A person who is erased is gone from every byte, and stays gone when they come in again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import NotFound, Refused, TouchlineError
from app.core.people.new_lead import NewLead, NewPoint
from app.services.desk.audit import audited
from app.services.desk.desk import Desk
from app.services.people import erasure
from app.services.people.leads import add_lead, find
from app.services.reports import report
from app.services.upkeep import rebuild
from app.services.working import touches
from app.services.working.first_contact import take_due_alerts
from app.services.working.passing_time import catch_up, rejudge
from app.services.working.touch_card import touch_card
from app.storage import schema
from app.storage.statements import ERASED
from app.storage.upkeep import checks
from app.storage.upkeep.digest import digest_file
from app.storage.upkeep.port import SqlUpkeep
from app.storage.upkeep.scrub import PERSONAL
from tests.services.desks import open_at, rows
from tests.traces import files_with


def _letters(n: int, what: str) -> str:
    """Twelve letters that nobody else has a piece of."""
    seen = sha256(f"{n} {what}".encode()).digest()
    return "".join(chr(ord("a") + byte % 26) for byte in seen[:12])


class Person:
    """Number `n` of an invented crowd; nobody shares a piece of a name or number."""

    def __init__(self, n: int) -> None:
        self.first = f"É{_letters(n, 'first')}"
        self.last = f"Ñ{_letters(n, 'last')}"
        self.phone = f"+52155{(n * 7_919_317 + 10_000_019) % 10**8:08}"
        self.address = _letters(n, "address")
        self.company = _letters(n, "company").title()
        self.extra = _letters(n, "extra")
        self.note = f"{_letters(n, 'note')} {_letters(n, 'more')}"

    @property
    def words(self) -> tuple[str, ...]:
        return (
            self.first,
            self.last,
            self.phone[-8:],
            self.address,
            self.company,
            self.extra,
            self.note,
        )

    def lead(self, **more: object) -> NewLead:
        facts: dict[str, object] = {
            "first_name": self.first,
            "last_name": self.last,
            "points": (
                NewPoint(kind="phone", value=self.phone),
                NewPoint(kind="email", value=f"{self.address}@example.com"),
            ),
            "country": "MX",
            "source": "web_form",
            "company": self.company,
            "zones": ("America/Mexico_City",),
            "consents": {"call": True, "email": True, "whatsapp": True},
            "extra": {"Remarks": self.extra},
        }
        return NewLead(**(facts | more))  # type: ignore[arg-type]  # by name


# Eleven in the morning in Mexico.
MORNING = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)


def upkeep_of(folder: Path) -> SqlUpkeep:
    return SqlUpkeep(folder / "touchline.db", folder / "backups")


def add(desk: Desk, person: Person) -> UUID:
    lead_id = add_lead(desk, person.lead()).lead_id
    assert lead_id is not None
    return lead_id


def planned(desk: Desk, lead_id: UUID) -> UUID:
    with desk.store.read() as reader:
        return reader.work(lead_id).planned[0].touch_id


def erase(opened: ProfileDesk, folder: Path, lead_id: UUID, at: datetime = MORNING) -> None:
    erasure.erase(opened.desk, lead_id, at=at)
    erasure.finish(opened.desk, upkeep_of(folder), at=at)


def test_after_a_busy_day_nothing_of_them_is_left(tmp_path: Path) -> None:
    """Notes, drafts, edits, backups, a restore: half of the people are erased, the others stay."""
    crowd = [Person(n) for n in range(12)]
    upkeep = upkeep_of(tmp_path)
    with open_at(tmp_path, MORNING) as opened:
        desk = opened.desk
        known = [add(desk, person) for person in crowd]
        for n, (person, lead_id) in enumerate(zip(crowd, known, strict=True)):
            touch_id = planned(desk, lead_id)
            touches.save_draft(desk, touch_id, person.note)
            if n % 3:
                touches.log_outcome(
                    desk, LogOutcome(touch_id=touch_id, outcome="no_answer"), note=person.note
                )
            if n % 4 == 0:
                add_lead(desk, person.lead(interest=person.note, note=person.note))
            if n == 6:
                upkeep.backup(MORNING)
        upkeep.backup(MORNING + timedelta(days=400))
        gone, stay = range(0, 12, 2), range(1, 12, 2)
        words_of_the_gone = [word for n in gone for word in crowd[n].words]
        assert len(files_with(tmp_path, crowd[0].words)) >= 3
        for n in gone:
            erasure.erase(desk, known[n])
        assert erasure.is_unfinished(desk)
        erasure.finish(desk, upkeep)
        assert not erasure.is_unfinished(desk)
        assert files_with(tmp_path, words_of_the_gone) == {}
        left = files_with(tmp_path, crowd[stay[0]].words)
        assert {Path(name).parts[0] for name in left} == {"touchline.db", "backups"}
        assert all(find(desk, crowd[n].first[:5]) for n in stay)
        assert checks.check(tmp_path / "touchline.db") == []
        assert upkeep.audit_break() is None
        [fresh] = (tmp_path / "backups").glob("*.db")
        assert {*(tmp_path / "backups").iterdir()} == {fresh, digest_file(fresh)}
    assert files_with(tmp_path, words_of_the_gone) == {}


def test_what_stays_names_nobody_and_leads_on(tmp_path: Path) -> None:
    with open_at(tmp_path, MORNING) as opened:
        desk = opened.desk
        lead_id, other = add(desk, Person(1)), add(desk, Person(2))
        touch_id = planned(desk, lead_id)
        with desk.store.read() as reader:
            before = len(reader.log(lead_id))
        erase(opened, tmp_path, lead_id)
        with desk.store.read() as reader:
            log, work = reader.log(lead_id), reader.work(lead_id)
        assert len(log) > before
        assert log[-1].type == "LeadErased"
        assert work.planned == ()
        assert work.enrolment is None
        assert work.first_contact is not None
        assert work.first_contact.state == "not_startable"
        assert [row.lead_id for row in rows(desk, MORNING)] == [other]
        due = take_due_alerts(desk, at=MORNING + timedelta(days=2))
        assert {alert.lead_id for alert in due} == {other}
        kinds = [line.kind for line in audited(desk.store, lead_id)]
        assert kinds[:2] == ["erased", "opted_out"]
        with pytest.raises(NotFound):
            touch_card(desk, touch_id)
        assert find(desk, Person(1).first[:5]) == []
        assert upkeep_of(tmp_path).replay() == []


@pytest.mark.parametrize("again", ["+525512345678", "+5215512345678"])
def test_another_spelling_of_the_number_is_dropped_and_counted(tmp_path: Path, again: str) -> None:
    """+52 1 is how messengers write a Mexican mobile."""
    with open_at(tmp_path, MORNING) as opened:
        desk = opened.desk
        point = NewPoint(kind="phone", value="+5215512345678")
        lead_id = add_lead(
            desk, NewLead(first_name="Xquetzal", points=(point,), country="MX")
        ).lead_id
        assert lead_id is not None
        erase(opened, tmp_path, lead_id)
        back = NewLead(first_name="Xquetzal", points=(NewPoint(kind="phone", value=again),))
        done = add_lead(desk, back)
        assert (done.added, done.lead_id) == ("suppressed", None)
        assert audited(desk.store)[0].kind == "import_suppressed"
        assert files_with(tmp_path, ["Xquetzal", "5512345678"]) == {}


def _log_outcome(desk: Desk, lead_id: UUID, touch_id: UUID) -> object:
    return touches.log_outcome(desk, LogOutcome(touch_id=touch_id, outcome="no_answer"))


def _dial(desk: Desk, lead_id: UUID, touch_id: UUID) -> object:
    return touches.dial(desk, touch_id)


def _erase(desk: Desk, lead_id: UUID, touch_id: UUID) -> object:
    return erasure.erase(desk, lead_id)


def _ask(desk: Desk, lead_id: UUID, touch_id: UUID) -> object:
    return erasure.erasable(desk, lead_id)


@pytest.mark.parametrize("act", [_log_outcome, _dial, _erase, _ask])
def test_whoever_is_erased_can_be_worked_no_more(
    tmp_path: Path, act: Callable[[Desk, UUID, UUID], object]
) -> None:
    with open_at(tmp_path, MORNING) as opened:
        lead_id = add(opened.desk, Person(1))
        touch_id = planned(opened.desk, lead_id)
        erase(opened, tmp_path, lead_id)
        with pytest.raises((NotFound, Refused)) as refused:
            act(opened.desk, lead_id, touch_id)
        assert refused.value.hint
        touches.save_draft(opened.desk, touch_id, "Scribbled meanwhile")
        assert files_with(tmp_path, [*Person(1).words, "Scribbled meanwhile"]) == {}


def test_an_unknown_id(tmp_path: Path) -> None:
    with open_at(tmp_path) as opened, pytest.raises(NotFound):
        erasure.erase(opened.desk, UUID(int=5))


def test_time_and_reports_go_on_without_them(tmp_path: Path) -> None:
    with open_at(tmp_path, MORNING) as opened:
        desk = opened.desk
        lead_id, other = add(desk, Person(1)), add(desk, Person(2))
        _log_outcome(desk, lead_id, planned(desk, lead_id))
        erase(opened, tmp_path, lead_id)
        later = MORNING + timedelta(days=30)
        catch_up(desk, at=later)
        rejudge(desk, frozenset({lead_id, other}), at=later)
        rebuild(desk, [lead_id, other], search=True, at=later)
        report(desk, since=MORNING - timedelta(days=1), until=later, now=later)
        assert [row.lead_id for row in rows(desk, later)] == [other]


def test_an_undo_after_the_erasure_brings_nothing_back(tmp_path: Path) -> None:
    with open_at(tmp_path, MORNING) as opened:
        desk = opened.desk
        lead_id = add(desk, Person(1))
        command = LogOutcome(touch_id=planned(desk, lead_id), outcome="no_answer")
        undo_id = touches.log_outcome(desk, command, note=Person(1).note).undo_id
        erase(opened, tmp_path, lead_id)
        assert undo_id is not None
        with pytest.raises((NotFound, Refused)):
            touches.undo(desk, undo_id)
        with pytest.raises((NotFound, Refused)):
            touches.undo_last(desk)
        assert files_with(tmp_path, Person(1).words) == {}


def test_what_a_reader_holds_up_is_made_up_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody reads an old state: the erasure holds, the older copies go later."""
    monkeypatch.setattr("app.storage.driver.BUSY_TIMEOUT_S", 0)
    with open_at(tmp_path, MORNING) as opened:
        desk = opened.desk
        lead_id = add(desk, Person(1))
        upkeep = upkeep_of(tmp_path)
        upkeep.backup(MORNING)
        with desk.store.read() as reader:
            reader.lead(lead_id)
            erasure.erase(desk, lead_id)
            with pytest.raises(TouchlineError) as left:
                erasure.finish(desk, upkeep)
            assert left.value.code == "store_locked"
        assert erasure.is_unfinished(desk)
        assert files_with(tmp_path, Person(1).words)
        erasure.finish(desk, upkeep)
        assert files_with(tmp_path, Person(1).words) == {}


def test_reasons_and_sources_in_words_stay_out_of_the_log(tmp_path: Path) -> None:
    person = Person(3)
    with open_at(tmp_path, MORNING) as opened:
        desk = opened.desk
        lead_id = add_lead(
            desk, person.lead(source=f"list of {person.address}@example.com")
        ).lead_id
        assert lead_id is not None
        touches.skip(desk, planned(desk, lead_id), person.first)
        command = LogOutcome(
            touch_id=planned(desk, lead_id), outcome="unqualified", reason=person.note
        )
        touches.log_outcome(desk, command)
        with desk.store.read() as reader:
            texts = [entry.text for entry in reader.timeline(lead_id, 99) if entry.text]
        assert texts == [person.note, person.first]
        erase(opened, tmp_path, lead_id)
        assert files_with(tmp_path, person.words) == {}


def test_every_table_about_a_lead_is_erased_or_known_to_name_nobody() -> None:
    """A new table with people in it must be erased too; say here why it need not be."""
    nameless = {
        "lead_state",
        "enrolment",
        "touch",
        "consent",
        "suppression",
        "engagement",
        "activity",
    }
    about = {name for name, table in schema.metadata.tables.items() if "lead_id" in table.c}
    assert about == nameless | {table.name for table in ERASED}


def test_whatever_is_erased_with_people_in_it_is_scrubbed() -> None:
    nameless = {"queue", "alert"}
    assert {table.name for table in ERASED} - nameless <= set(PERSONAL)
