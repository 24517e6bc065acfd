"""import: files as they come, on the command line."""

from pathlib import Path

import pytest

from tests.cli.commands import MONDAY, Ask, Run

LIST = """Nombre;Teléfono;Correo;País;Fecha
Ana;612 345 678;ana@example.com;España;20/11/2026 18:30
Eva;+44 20 7946 0123;eva@example.com;Reino Unido;21/11/2026 09:00
Ana P.;612345678;;España;21/11/2026 10:00
;;;;22/11/2026 10:00
Leo;123;leo@example.com;España;22/11/2026 11:00
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(LIST.encode("cp1252"))
    return path


def test_every_row_is_accounted_for(sandbox: Ask, file: Path) -> None:
    done = sandbox("import", file, "--at", MONDAY)
    assert (done["rows"], done["new"], done["merged"], done["suppressed"]) == (5, 3, 1, 0)
    [rejected] = done["rejected"]
    assert (rejected["row"], rejected["code"]) == (5, "no_contact")
    assert set(rejected) == {"row", "field", "value_hint", "code", "message", "fix"}
    assert done["mapping"]["Teléfono"] == "phone"
    assert [one["row"] for one in done["unusable"]] == [6]
    assert sandbox("status")["leads"] == 3


def test_a_dry_run_says_the_same_and_stores_nothing(sandbox: Ask, file: Path) -> None:
    dry = sandbox("import", file, "--dry-run", "--at", MONDAY)
    assert sandbox("status")["leads"] == 0
    assert sandbox("import", file, "--at", MONDAY) == dry
    again = sandbox("import", file, "--dry-run", "--at", MONDAY)
    assert (again["new"], again["merged"]) == (0, 4)


def test_the_same_list_twice_changes_nobody(sandbox: Ask, file: Path) -> None:
    sandbox("import", file, "--at", MONDAY)
    before = sandbox("status")["activities"]
    again = sandbox("import", file, "--at", "2026-11-23T10:05")
    assert (again["new"], again["merged"]) == (0, 4)
    assert sandbox("status")["activities"] == before


def test_who_opted_out_does_not_come_back(sandbox: Ask, file: Path) -> None:
    sandbox("import", file, "--source", "web_form", "--at", MONDAY)
    rows = sandbox("queue", "--at", MONDAY)
    ana = next(row for row in rows if row["name"] == "Ana")
    sandbox("outcome", ana["touch_id"], "9", "--at", MONDAY)
    again = sandbox("import", file, "--at", "2026-11-23T10:05")
    assert again["new"] == 0
    assert "Ana" not in [row["name"] for row in sandbox("queue", "--at", "2026-11-25T10:00")]


def test_source_country_and_zone_stand_in(sandbox: Ask, tmp_path: Path) -> None:
    file = tmp_path / "short.csv"
    file.write_text("First name,Phone,Received\nAna,55 3130 3661,2026-11-20 10:00\n")
    sandbox(
        *("import", file, "--country", "MX", "--source", "webinar"),
        *("--zone", "America/Mexico_City", "--at", MONDAY),
    )
    [hit] = sandbox("lead", "find", "ana")
    shown = sandbox("lead", "show", hit["lead_id"])
    assert (shown["country"], shown["source"]) == ("MX", "webinar")
    assert shown["received_at"] == "2026-11-20T16:00:00Z"


def test_a_mapping_is_saved_and_used(sandbox: Ask, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "short.csv"
    file.write_text("Who,Line\nAna,+34612345678\n")
    assert run("import", file, "--mapping", "crm", "--json", "--at", MONDAY).error == "no_mapping"
    first = sandbox("import", file, "--save-mapping", "crm", "--at", MONDAY)
    second = sandbox("import", file, "--mapping", "crm", "--at", MONDAY)
    assert second["mapping"] == first["mapping"]


def test_what_is_no_list(sandbox: Ask, run: Run, tmp_path: Path) -> None:
    empty, workbook = tmp_path / "empty.csv", tmp_path / "book.xlsx"
    empty.touch()
    workbook.write_bytes(b"PK\x03\x04 and so on")
    for file, code in (
        (empty, "empty_file"),
        (tmp_path, "no_file"),
        (tmp_path / "gone.csv", "no_file"),
    ):
        assert run("import", file, "--json", "--at", MONDAY).error == code
    assert "folder" in run("import", tmp_path, "--at", MONDAY).err
    said = run("import", workbook, "--json", "--at", MONDAY)
    assert said.code == 1
    assert said.document["error"]["hint"]
    assert sandbox("status")["leads"] == 0


def test_people_read_what_was_found(sandbox: Ask, run: Run, file: Path) -> None:
    said = run("import", file, "--dry-run", "--at", MONDAY)
    assert "Teléfono" in said.out
    assert "Nothing was stored" in said.out
    assert "no phone number and no email" in said.out
