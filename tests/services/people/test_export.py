"""What is handed out is everything that is kept, and safe to open."""

import json
import stat
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID

import pytest

from app.bootstrap.desk import ProfileDesk
from app.core.engine.outcome_effects import LogOutcome
from app.core.errors import NotFound, Refused, TouchlineError
from app.core.people.lead import Lead
from app.core.people.new_lead import NewLead, NewPoint
from app.services.desk.audit import audited
from app.services.people.export import export
from app.services.people.leads import add_lead
from app.services.wording import Wording
from app.services.working import touches
from app.system.paths import put_private
from app.system.resources import resource_path
from tests.services.desks import open_at

SCRIPT = "<script>alert('x')</script>"
LEAD = NewLead(
    first_name=f"Ana {SCRIPT}",
    last_name='O"Neil & Sons',
    points=(
        NewPoint(kind="phone", value="+34612345678"),
        NewPoint(kind="email", value="ana@example.com"),
    ),
    country="ES",
    language="es",
    source="web_form",
    company="Faro",
    zones=("Europe/Madrid",),
    consents={"call": True, "email": False},
    note="came by <b>phone</b>\nsecond line",
    extra={"Remarks": "likes & boats"},
)


class _Text(HTMLParser):
    """The texts and tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "html":
            self.language = dict(attrs)["lang"] or ""
        assert not {"src", "href", "onclick"} & dict(attrs).keys()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def words_of(language: str) -> Wording:
    return Wording.load(resource_path("i18n", f"{language}.json"))


def hand_out(opened: ProfileDesk, lead_id: UUID, folder: Path) -> tuple[dict[str, object], _Text]:
    names = export(
        opened.desk, lead_id, words_of=words_of, put=lambda files: put_private(folder, files)
    )
    kept, page = (folder / name for name in names)
    shown = _Text()
    shown.feed(page.read_text(encoding="utf-8"))
    return json.loads(kept.read_text(encoding="utf-8")), shown


def busy(opened: ProfileDesk, lead: NewLead = LEAD) -> UUID:
    """A person with a note, a draft, an outcome and an opt-out."""
    lead_id = add_lead(opened.desk, lead).lead_id
    assert lead_id is not None
    with opened.desk.store.read() as reader:
        touch_id = reader.work(lead_id).planned[0].touch_id
    touches.dial(opened.desk, touch_id)
    touches.log_outcome(
        opened.desk, LogOutcome(touch_id=touch_id, outcome="no_answer"), note="not at home"
    )
    with opened.desk.store.read() as reader:
        touches.save_draft(opened.desk, reader.work(lead_id).planned[0].touch_id, "half a though")
    return lead_id


def test_everything_that_is_kept_is_in_both_files(tmp_path: Path) -> None:
    with open_at(tmp_path / "profile") as opened:
        lead_id = busy(opened)
        document, shown = hand_out(opened, lead_id, tmp_path / "out" / "deep")
        assert set(document) == {
            "lead_id",
            "exported_at",
            "facts",
            "points",
            "composed",
            "consents",
            "suppressions",
            "first_contact",
            "enrolments",
            "touches",
            "drafts",
            "timeline",
            "audit",
        }
        said = json.dumps(document, ensure_ascii=False)
        page = "\n".join(shown.texts)
        for words in ("Ana <script>", "+34612345678", "ana@example.com", "likes & boats"):
            assert words in said
            assert words in page
        for text in ("came by <b>phone</b>\nsecond line", "not at home", "half a though"):
            assert json.dumps(text)[1:-1] in said
            assert text in page
        lines = document["audit"]
        assert isinstance(lines, list)
        assert lines[-1]["kind"] == "dial"
        newest = audited(opened.desk.store, lead_id, 1)[0]
        assert newest.kind == "exported"


def test_every_fact_of_a_lead_is_handed_out(tmp_path: Path) -> None:
    """A new one must be handed out too, or stand elsewhere in the document."""
    elsewhere = {"lead_id", "points", "extra", "owner_id", "home_confirmed"}
    with open_at(tmp_path / "profile") as opened:
        document, _ = hand_out(opened, busy(opened), tmp_path / "out")
    facts = document["facts"]
    assert isinstance(facts, dict)
    assert set(Lead.__struct_fields__) - elsewhere <= facts.keys()


def test_the_page_is_in_the_persons_language_and_safe(tmp_path: Path) -> None:
    with open_at(tmp_path / "profile") as opened:
        _, shown = hand_out(opened, busy(opened), tmp_path / "out")
        assert shown.language == "es"
        assert "script" not in shown.tags
        assert "Lo que se guarda sobre usted" in shown.texts
        assert "Sin respuesta" in "\n".join(shown.texts)
        assert "Europe/Madrid" in "\n".join(shown.texts)


@pytest.mark.parametrize("language", ["fr", "de", "en"])
def test_other_languages_get_the_english_page(tmp_path: Path, language: str) -> None:
    lead = NewLead(
        first_name="Ana",
        points=(NewPoint(kind="phone", value="+34612345678"),),
        country="ES",
        zones=("Europe/Madrid",),
        language=language,
    )
    with open_at(tmp_path / "profile") as opened:
        lead_id = add_lead(opened.desk, lead).lead_id
        assert lead_id is not None
        _, shown = hand_out(opened, lead_id, tmp_path / "out")
        assert shown.language == "en"
        assert "What is kept about you" in shown.texts


def test_files_are_private_and_never_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with open_at(tmp_path / "profile") as opened:
        lead_id = busy(opened)
        hand_out(opened, lead_id, out)
        assert stat.S_IMODE(out.stat().st_mode) == 0o700
        before = {file: file.read_bytes() for file in out.iterdir()}
        assert len(before) == 2
        assert {stat.S_IMODE(file.stat().st_mode) for file in before} == {0o600}
        lines = len(audited(opened.desk.store))
        with pytest.raises(Refused) as refused:
            hand_out(opened, lead_id, out)
        assert refused.value.code == "file_exists"
        assert {file: file.read_bytes() for file in out.iterdir()} == before
        assert len(audited(opened.desk.store)) == lines


def test_a_folder_that_takes_no_files(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with open_at(tmp_path / "profile") as opened:
        lead_id = busy(opened)
        with pytest.raises(TouchlineError) as refused:
            hand_out(opened, lead_id, tmp_path / "out")
        assert refused.value.code == "folder_unwritable"
        with pytest.raises(NotFound):
            hand_out(opened, UUID(int=4), tmp_path / "other")
        assert not (tmp_path / "other").exists()
