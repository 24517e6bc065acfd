"""Lists as people keep them, brought in on the command line: each file is one example of a kind."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Ask, Run

LISTS = Path(__file__).parents[1] / "data" / "lists"
MONDAY = "2026-11-23T10:00:00Z"
US_MONDAY = "2026-11-23T17:00:00Z"


@pytest.fixture
def us_desk(ask: Ask) -> Ask:
    ask(
        *("init", "--sandbox", "--rep", "Alex Example", "--zone", "America/New_York"),
        *("--country", "US"),
    )
    return ask


def by_name(ask: Ask, *names: str) -> dict[str, Any]:
    """The people called so, by name."""
    found = {}
    for name in names:
        hits = [hit for hit in ask("lead", "find", name) if hit["name"] == name]
        assert len(hits) == 1, name
        found[name] = ask("lead", "show", hits[0]["lead_id"])
    return found


def state(ask: Ask, lead_id: str, channel: str, at: str) -> str:
    return str(ask("judge", "--lead", lead_id, "--channel", channel, "--at", at)["state"])


def points(shown: Any, kind: str) -> list[str]:
    return [p["value"] for p in shown["points"] if p["kind"] == kind and p["status"] == "usable"]


# Who refused what, by the channels that are closed or held.
REFUSED = {
    "Ada One": {"call", "email", "sms"},
    "Ben Two": {"call", "email", "sms"},
    "Cat Three": {"call", "email", "sms"},
    "Dan Four": {"call", "email", "sms"},
    "Eve Five": {"email"},
    "Fay Six": {"call", "sms"},
    "Gus Seven": {"call", "email", "sms"},
    "Hal Eight": {"email"},
    "Ida Nine": {"sms"},
    "Jon Ten": {"call"},
    "Kim Eleven": {"call", "email", "sms"},
}


def test_refusals_in_columns_and_cells_close(us_desk: Ask) -> None:
    us_desk("import", LISTS / "refusal_columns.csv", "--at", US_MONDAY)
    people = by_name(us_desk, *REFUSED, "Leo Twelve")
    for name, closed in REFUSED.items():
        for channel in closed:
            assert state(us_desk, people[name]["lead_id"], channel, US_MONDAY) == "blocked", name
    for name in ("Eve Five", "Hal Eight", "Leo Twelve"):
        assert state(us_desk, people[name]["lead_id"], "call", US_MONDAY) == "open", name
    leo = people["Leo Twelve"]
    assert points(leo, "email") == ["leo@x.example"]


def test_an_address_in_a_column_of_refusals_is_never_written_to(
    us_desk: Ask, tmp_path: Path
) -> None:
    us_desk("import", LISTS / "refusal_columns.csv", "--at", US_MONDAY)
    other = tmp_path / "other.csv"
    other.write_text("Name,Email,Phone\nLeo Old,leo.old@x.example,+16175550399\n")
    us_desk("import", other, "--at", US_MONDAY)
    old = by_name(us_desk, "Leo Old")["Leo Old"]
    assert state(us_desk, old["lead_id"], "email", US_MONDAY) == "blocked"
    assert state(us_desk, old["lead_id"], "call", US_MONDAY) == "open"


def test_refusals_are_told(us_desk: Ask, run: Run) -> None:
    said = run("import", LISTS / "refusal_columns.csv", "--at", US_MONDAY)
    assert "says that this person wants no contact" in said.out


@pytest.mark.parametrize("country", ["ES", "US"])
def test_a_rejected_row_keeps_its_refusal(ask: Ask, tmp_path: Path, country: str) -> None:
    """At a desk where 00 does not dial abroad the rows stay out, and are closed all the same."""
    ask("init", "--sandbox", "--rep", "Alex", "--zone", "Europe/Madrid", "--country", country)
    listed = LISTS / "refusal_rejected_rows.csv"
    done = ask("import", listed, "--country", "ES", "--at", MONDAY)
    numbers = [f"+3461234540{n}" for n in range(1, 5)]
    later = tmp_path / "later.csv"
    rows = "".join(f"P{n} Other,{number}\n" for n, number in enumerate(numbers))
    later.write_text(f"Name,Phone\n{rows}")
    again = ask("import", later, "--at", MONDAY)
    assert again["new"] == 0
    assert done["rows"] == 3


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("0034612345401", "+34612345401"),
        ("612345404 (no sé)", "+34612345404"),
        ("34 612 345 405 o así", ""),
    ],
)
def test_a_number_that_can_only_be_suggested_is_refused_too(
    us_desk: Ask, run: Run, tmp_path: Path, phone: str, number: str
) -> None:
    listed = tmp_path / "refused.csv"
    country = ("--country", "ES") if "(" in phone else ()
    listed.write_text(f"Name,Phone,Do Not Contact\nAna Gil,{phone},yes\n")
    done = us_desk("import", listed, *country, "--at", US_MONDAY)
    assert len(done["rejected"]) == 1
    if not number:
        assert done["warnings"]["refusal_lost"] == 1
        return
    assert done["warnings"]["refusal_kept"] == 1
    listed.write_text(f"Name,Phone\nEva Soto,{number}\n")
    assert us_desk("import", listed, "--at", US_MONDAY)["suppressed"] == 1


def test_a_note_that_looks_like_a_refusal_is_held_until_read(us_desk: Ask, tmp_path: Path) -> None:
    listed = tmp_path / "notes.csv"
    listed.write_text(
        "Name,Phone,Notes,Tags\n"
        "Ana Gil,6175550671,He said: please do not call again before we have moved house,\n"
        "Luis Ruiz,6175550672,Wants the brochure,VIP; DNC\n"
        "Eva Robinson,6175550673,Interested,VIP\n"
    )
    us_desk("import", listed, "--at", US_MONDAY)
    people = by_name(us_desk, "Ana Gil", "Luis Ruiz", "Eva Robinson")
    states = {n: state(us_desk, p["lead_id"], "call", US_MONDAY) for n, p in people.items()}
    assert states == {"Ana Gil": "blocked", "Luis Ruiz": "blocked", "Eva Robinson": "open"}
    assert [e["suspected"] for e in people["Ana Gil"]["opt_outs"]] == [True]
    assert [e["suspected"] for e in people["Luis Ruiz"]["opt_outs"]] == [False]


def test_a_refusing_list_brought_in_twice_adds_nothing(us_desk: Ask) -> None:
    us_desk("import", LISTS / "refusal_columns.csv", "--at", US_MONDAY)
    before = us_desk("status")["activities"]
    us_desk("import", LISTS / "refusal_columns.csv", "--at", US_MONDAY)
    assert us_desk("status")["activities"] == before


@pytest.mark.parametrize(("cell", "closed"), [("Subscribed", False), ("Opted out", True)])
def test_a_column_of_refusals_knows_words_of_consent(
    us_desk: Ask, tmp_path: Path, cell: str, closed: bool
) -> None:
    listed = tmp_path / "one.csv"
    listed.write_text(f"Name,Phone,Call opt out\nAna Gil,6175550671,{cell}\n")
    us_desk("import", listed, "--at", US_MONDAY)
    ana = by_name(us_desk, "Ana Gil")["Ana Gil"]
    assert (state(us_desk, ana["lead_id"], "call", US_MONDAY) == "blocked") is closed


def test_the_address_of_the_rep_is_nobodys(sandbox: Ask) -> None:
    done = sandbox("import", LISTS / "repeated_address.csv", "--at", MONDAY)
    assert (done["new"], done["merged"]) == (5, 0)
    people = by_name(sandbox, "Ana Gil", "Luis Ruiz", "Mar Sanz", "Eva Soto", "Leo Pons")
    for name, shown in people.items():
        assert points(shown, "email") == [f"{name.split()[0].lower()}@x.example"]


def test_the_same_address_in_every_row_is_nobodys_whatever_its_column_is_called(
    sandbox: Ask, tmp_path: Path
) -> None:
    text = (LISTS / "repeated_address.csv").read_text().replace("User Email", "Kontakt")
    listed = tmp_path / "kontakt.csv"
    listed.write_text(text)
    done = sandbox("import", listed, "--at", MONDAY)
    assert (done["new"], done["warnings"]["shared_column"]) == (5, 1)


def test_colleagues_on_one_switchboard_are_several_people(sandbox: Ask) -> None:
    listed = LISTS / "repeated_switchboard.csv"
    assert sandbox("import", listed, "--dry-run", "--at", MONDAY)["new"] == 4
    done = sandbox("import", listed, "--at", MONDAY)
    assert (done["new"], done["merged"]) == (4, 0)
    people = by_name(sandbox, "Ana Gil", "Luis Ruiz", "Mar Sanz", "Eva Soto")
    for n, shown in enumerate(people.values()):
        assert points(shown, "phone") == [f"+3461234542{n}", "+34912345678"]
    again = sandbox("import", listed, "--at", MONDAY)
    assert (again["new"], again["merged"]) == (0, 4)


def test_a_calling_code_beside_the_number_counts(sandbox: Ask) -> None:
    sandbox("import", LISTS / "calling_code.csv", "--at", MONDAY)
    people = by_name(sandbox, "Chloé Martin", "Ana Gil", "Jonas Vogt")
    assert [points(p, "phone") for p in people.values()] == [
        ["+33612345431"],
        ["+34612345432"],
        ["+491512345431"],
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Country Code,Phone\n+33,06 12 34 54 31", "+33612345431"),
        ("Prefijo,Phone\n0033,612345431", "+33612345431"),
        ("Dial code,Phone\n33,33612345431", "+33612345431"),
        ("Calling Code,Phone\n1,6175550321", "+16175550321"),
        ("Calling Code,Phone\n33,+34612345432", "+34612345432"),
    ],
)
def test_calling_codes_as_they_are_written(
    sandbox: Ask, tmp_path: Path, text: str, number: str
) -> None:
    listed = tmp_path / "codes.csv"
    listed.write_text("Name," + text.replace("\n", "\nAna Gil,") + "\n")
    sandbox("import", listed, "--at", MONDAY)
    assert points(by_name(sandbox, "Ana Gil")["Ana Gil"], "phone") == [number]


def test_an_unknown_calling_code_is_not_replaced_by_the_desks(sandbox: Ask, tmp_path: Path) -> None:
    listed = tmp_path / "codes.csv"
    listed.write_text("Name,Calling Code,Phone\nAna Gil,abc,612345432\n")
    done = sandbox("import", listed, "--at", MONDAY)
    assert [one["code"] for one in done["rejected"]] == ["no_country"]


def test_an_address_book_comes_in_whole(sandbox: Ask) -> None:
    sandbox("import", LISTS / "google_contacts.csv", "--at", MONDAY)
    people = by_name(sandbox, "Ana Gil", "Luis Ruiz")
    ana, luis = people["Ana Gil"], people["Luis Ruiz"]
    assert points(ana, "phone") == ["+34612345441", "+34912345441"]
    assert points(luis, "phone") == ["+34612345442", "+34612345443"]
    assert points(luis, "email") == ["luis@beta.example"]
    about = ("company", "job_title", "city", "country")
    assert [ana[key] for key in about] == ["Acme", "Buyer", "Madrid", "ES"]
    assert luis["company"] == "Beta"


def test_an_export_of_people_by_kind_of_number(sandbox: Ask) -> None:
    sandbox("import", LISTS / "pipedrive_people.csv", "--at", MONDAY)
    people = by_name(sandbox, "Ana Gil", "Luis Ruiz")
    assert points(people["Ana Gil"], "phone") == ["+34912345451", "+34612345451"]
    assert points(people["Luis Ruiz"], "phone") == ["+34612345452"]
    assert state(sandbox, people["Luis Ruiz"]["lead_id"], "email", MONDAY) == "blocked"


def test_every_column_of_numbers_is_one(sandbox: Ask) -> None:
    sandbox("import", LISTS / "phone_columns.csv", "--at", MONDAY)
    ana = by_name(sandbox, "Ana Gil")["Ana Gil"]
    assert points(ana, "phone") == [f"+3461234546{n}" for n in range(10)] + ["+34612345470"]


def test_dates_of_an_advert_start_no_clock(us_desk: Ask) -> None:
    us_desk("import", LISTS / "dates_created_time.csv", "--at", US_MONDAY)
    people = by_name(us_desk, "Ada One", "Ben Two")
    assert [p["received_at"] for p in people.values()] == [
        "2025-06-14T19:27:47Z",
        "2026-11-14T19:27:47Z",
    ]
    assert {row["lane"] for row in us_desk("queue", "--at", US_MONDAY)} == {"due_now"}


@pytest.mark.parametrize("name", ["dates_unread.csv", "phone_columns.csv"])
def test_who_has_no_time_of_their_own_starts_no_clock(us_desk: Ask, name: str) -> None:
    done = us_desk("import", LISTS / name, "--country", "ES", "--at", US_MONDAY)
    assert done["without_time"] >= 1
    lanes = {row["lane"] for row in us_desk("queue", "--at", US_MONDAY)}
    assert "first_contact" not in lanes


def test_dates_that_cannot_be_read_are_told(us_desk: Ask) -> None:
    done = us_desk("import", LISTS / "dates_unread.csv", "--at", US_MONDAY)
    assert done["warnings"] == {"ambiguous_dates": 1, "ambiguous_date": 1, "counted_date": 1}
    people = by_name(us_desk, "Dan Four", "Eve Five")
    assert [p["received_on"] for p in people.values()] == ["2025-03-15", "2025-06-14"]


def test_double_zero_is_read_where_it_dials_abroad(sandbox: Ask) -> None:
    sandbox("import", LISTS / "double_zero.csv", "--at", MONDAY)
    people = by_name(sandbox, "Ana Gil", "Luis Ruiz", "Mar Sanz")
    assert [points(p, "phone") for p in people.values()] == [
        ["+34612345471"],
        ["+33612345472"],
        ["+34612345473"],
    ]


def test_double_zero_is_read_at_the_desk_too(sandbox: Ask) -> None:
    added = sandbox("lead", "add", "--first", "Ana", "--phone", "0034 612 345 471", "--at", MONDAY)
    assert points(sandbox("lead", "show", added["lead_id"]), "phone") == ["+34612345471"]
    sandbox("optout", "+34 (0) 612 345 473", "--at", MONDAY)
    sandbox("optout", "0034612345471", "--at", MONDAY)
    assert state(sandbox, added["lead_id"], "call", MONDAY) == "blocked"


def test_fillers_are_empty_cells(sandbox: Ask) -> None:
    done = sandbox("import", LISTS / "fillers.csv", "--at", MONDAY)
    assert (done["new"], done["rejected"], done["unusable"]) == (4, [], [])
    people = {
        points(shown, "phone")[0]: shown
        for shown in (
            sandbox("lead", "show", sandbox("lead", "find", number)[0]["lead_id"])
            for number in ("612345481", "612345482", "612345483", "612345484")
        )
    }
    named = [(p["name"], p["city"]) for p in people.values()]
    assert named == [("Ana Gil", ""), ("Luis Ruiz", ""), ("+34612345483", ""), ("Soto", "")]
    assert [*people] == [f"+3461234548{n}" for n in range(1, 5)]


def test_the_header_may_stand_below_a_title(sandbox: Ask) -> None:
    done = sandbox("import", LISTS / "title_rows.csv", "--at", MONDAY)
    assert (done["rows"], done["new"], done["warnings"]) == (2, 2, {"title_rows": 1})
    ana = by_name(sandbox, "Ana Gil")["Ana Gil"]
    assert points(ana, "phone") == ["+34612345491"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_title_without_separators(sandbox: Ask, tmp_path: Path, delimiter: str) -> None:
    listed = tmp_path / "titled.csv"
    rows = ("Nombre", "Teléfono", "Correo"), ("Ana Gil", "612345491", "ana@x.example")
    table = "\n".join(delimiter.join(row) for row in rows)
    listed.write_text(f"Informe de leads\n\nGenerado el 20/11/2026\n{table}\n")
    assert sandbox("import", listed, "--at", MONDAY)["new"] == 1


def test_whose_the_people_are_is_told(sandbox: Ask, run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "owned.csv"
    listed.write_text("Name,Phone,Owner\nAna Gil,612345671,Bea\nLuis Ruiz,612345672,Alex Example\n")
    said = run("import", listed, "--at", MONDAY)
    assert "1 belong to somebody else" in said.out
    # And it stays with the person; whose own people they are needs no word.
    for name, owner in (("Ana Gil", {"owner": "Bea"}), ("Luis Ruiz", {})):
        (found,) = sandbox("lead", "find", name)
        assert sandbox("lead", "show", found["lead_id"], "--at", MONDAY)["extra"] == owner


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("612345678.0", ["+34612345678"]),
        ("6.12345678E+08", ["+34612345678"]),
        ("6.12E+08", []),
        ("34612345678", ["+34612345678"]),
        ("'612345678", ["+34612345678"]),
        ("612\u00a0345\u00a0678", ["+34612345678"]),
        ("612345678 / 912345678", ["+34612345678", "+34912345678"]),
        ("Casa: 912345678 - Móvil: 612345678", ["+34912345678", "+34612345678"]),
        ("612 345 678 (móvil) 91 234 56 78 (ofi)", ["+34612345678", "+34912345678"]),
    ],
)
def test_numbers_as_spreadsheets_leave_them(
    sandbox: Ask, tmp_path: Path, cell: str, numbers: list[str]
) -> None:
    listed = tmp_path / "numbers.csv"
    listed.write_text(f"Name,Phone,Email\nAna Gil,{cell},ana@x.example\n")
    done = sandbox("import", listed, "--at", MONDAY)
    ana = by_name(sandbox, "Ana Gil")["Ana Gil"]
    assert points(ana, "phone") == numbers
    assert len(done["unusable"]) == (0 if numbers else 1)


def test_what_a_source_means_is_said_once(sandbox: Ask, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Name,Email,Source\nAda One,ada@a.example,Ads 7\n", encoding="utf-8")
    told = sandbox("import", str(file), "--dry-run")
    assert told["unknown_sources"] == {"Ads 7": 1}
    assert "--source-means" in run("import", str(file), "--dry-run").out
    asked = sandbox("import", str(file), "--source-means", "Ads 7=webinar")
    assert (asked["unknown_sources"], asked["new"]) == ({}, 1)
    shown = by_name(sandbox, "Ada One")["Ada One"]
    assert shown["enrolment"]["cadence"] == "webinar_attendee"
    assert sandbox("import", str(file), "--dry-run")["unknown_sources"] == {}
    assert run("import", str(file), "--source-means", "Ads 7=nowhere").code == 1
    assert run("import", str(file), "--source-means", "Ads 7").code == 2
