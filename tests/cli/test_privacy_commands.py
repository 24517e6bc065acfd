"""audit, erase, export; and nothing a run leaves behind names anybody."""

import json
import sqlite3
import stat
from pathlib import Path
from shutil import copy

import pytest

from app.cli import lead_commands
from tests.cli.commands import MONDAY, Ask, Run
from tests.traces import files_with

HOSTILE = Path(__file__).parents[1] / "data" / "hostile.csv"
NAME, NUMBER, MAILBOX = "Xaquelinda", "612345678", "qwopsirtu"
ADDRESS = f"{MAILBOX}@example.com"
WORDS = [NAME, NUMBER, MAILBOX]


@pytest.fixture
def known(sandbox: Ask) -> str:
    """The id of a person with a note."""
    added = sandbox(
        *(
            "lead",
            "add",
            "--source",
            "web_form",
            "--first",
            NAME,
            "--phone",
            NUMBER,
            "--email",
            ADDRESS,
        ),
        *("--consent", "call", "--note", f"{NAME} likes boats", "--at", MONDAY),
    )
    return str(added["lead_id"])


def test_the_audit_is_read_whole_or_for_one_person(sandbox: Ask, known: str) -> None:
    sandbox(
        "lead",
        "add",
        "--source",
        "web_form",
        "--first",
        "Eva",
        "--phone",
        "611111111",
        "--at",
        MONDAY,
    )
    every, mine = sandbox("audit"), sandbox("audit", "--lead", known)
    assert len(every) > len(mine) > 0
    assert {line["person"] for line in mine} == {mine[0]["person"]}
    assert mine[0]["kind"] == "consent_given"
    assert sandbox("audit", "--limit", "1") == every[:1]
    said = json.dumps(every)
    assert not [word for word in (NAME, NUMBER, ADDRESS, known) if word in said]


def test_erase_asks_first(sandbox: Ask, known: str, run: Run) -> None:
    asked = run("erase", known, "--at", MONDAY, "--json")
    assert (asked.code, asked.error) == (1, "needs_yes")
    assert asked.document["would_go"] == {"points": 2, "texts": 1}
    assert NAME not in asked.err
    assert sandbox("lead", "show", known)["name"] == NAME


def test_erased_for_good(sandbox: Ask, known: str, run: Run, folder: Path) -> None:
    sandbox("backup")
    done = sandbox("erase", known, "--yes", "--at", MONDAY)
    assert (done["erased"], done["copies_left"]) == (True, False)
    assert files_with(folder, WORDS) == {}
    assert run("lead", "show", known, "--json").error == "no_lead"
    assert run("erase", known, "--yes", "--at", MONDAY, "--json").error == "erased_before"
    assert run("erase", "0" * 32, "--yes", "--at", MONDAY, "--json").error == "no_lead"
    assert sandbox("audit", "--lead", known)[0]["kind"] == "erased"
    assert sandbox("doctor", "--replay")["ok"]


def test_an_import_of_somebody_erased_is_counted_alone(
    sandbox: Ask, known: str, run: Run, folder: Path, tmp_path: Path
) -> None:
    sandbox("erase", known, "--yes", "--at", MONDAY)
    file = tmp_path / "again.csv"
    file.write_text(f"First name;Phone;Country\n{NAME};+34 {NUMBER[:3]}-{NUMBER[3:]};ES\n")
    done = sandbox("import", file, "--at", MONDAY)
    assert (done["new"], done["merged"], done["suppressed"]) == (0, 0, 1)
    assert files_with(folder, WORDS) == {}


def test_doctor_tells_of_copies_that_are_left(
    sandbox: Ask, known: str, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox("backup")
    with monkeypatch.context() as patch:

        def full(*_: object) -> None:
            raise OSError(28, "no space")

        patch.setattr("app.storage.upkeep.backup.os.replace", full)
        left = run("erase", known, "--yes", "--at", MONDAY, "--json")
    assert (left.code, left.error) == (1, "copies_left")
    assert left.document["erased"]
    checks = {check["check"]: check["state"] for check in sandbox("doctor")["checks"]}
    assert checks["erasure"] == "warning"
    repaired = sandbox("doctor", "--repair")["checks"]
    assert {check["check"]: check["state"] for check in repaired}["erasure"] == "ok"
    assert files_with(folder, WORDS) == {}


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("SELECT 1", "each line follows from the one before"),
        ("DELETE FROM audit WHERE no = 2", "line 2 is missing"),
        ("UPDATE audit SET body = x'00' WHERE no = 1", "line 1 is not the one that was written"),
    ],
)
def test_doctor_says_where_the_audit_breaks(
    known: str, run: Run, folder: Path, statement: str, said: str
) -> None:
    assert known
    run(
        "lead",
        "add",
        "--source",
        "web_form",
        "--first",
        "Eva",
        "--phone",
        "611111111",
        "--at",
        MONDAY,
    )
    file = sqlite3.connect(folder / "touchline.db")
    file.executescript(f"DROP TRIGGER audit_kept; DROP TRIGGER audit_fixed; {statement}")
    file.close()
    checks = {check["check"]: check for check in run("doctor", "--json").document["checks"]}
    assert checks["audit"]["message"] == said
    assert checks["audit"]["state"] == ("ok" if statement == "SELECT 1" else "problem")


def test_export_writes_two_private_files(
    sandbox: Ask, known: str, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "handed out"
    done = sandbox("export", known, "--to", out, "--at", MONDAY)
    files = [Path(name) for name in done["files"]]
    assert [file.suffix for file in files] == [".json", ".html"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert json.loads(files[0].read_text())["facts"]["first_name"] == NAME
    assert run("export", known, "--to", out, "--at", MONDAY, "--json").error == "file_exists"
    assert sandbox("audit", "--lead", known)[0]["kind"] == "exported"


def test_a_busy_session_names_nobody_outside_the_database(
    known: str, run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Import of hostile files, outcomes, refusals, a crash: logs, reports, errors stay clean."""
    hostile = tmp_path / "hostile.csv"
    copy(HOSTILE, hostile)
    said = [run("import", hostile, "--country", "US", "--at", MONDAY)]
    list_of_one = tmp_path / "list.csv"
    list_of_one.write_text(f"Phone,Email,Country\n+34{NUMBER},{ADDRESS},ES\nnone,{NAME},ES\n")
    said.append(run("import", list_of_one, "--at", MONDAY))
    shown = run("lead", "show", known, "--json").document
    touch = shown["next"]["touch_id"]
    commands = (
        ("outcome", touch, "2", "--note", NAME, "--at", MONDAY),
        ("outcome", touch, NAME, "--at", MONDAY),
        ("outcome", touch, "5", "--when", ADDRESS, "--at", MONDAY),
        (
            "lead",
            "add",
            "--source",
            "web_form",
            "--first",
            NAME,
            "--phone",
            f"{NUMBER}x",
            "--at",
            MONDAY,
        ),
        ("lead", "show", ADDRESS),
        ("lead", "find", "--limit", ADDRESS),
        ("erase", known, "--at", MONDAY),
        ("erase", NAME),
        ("export", ADDRESS, "--to", tmp_path / "x"),
        ("audit", "--lead", NUMBER),
    )
    said += [run(*command) for command in commands]

    def breaks(*_: object) -> None:
        raise ValueError(f"{NAME} {NUMBER} {ADDRESS}")

    monkeypatch.setattr(lead_commands, "find", breaks)
    said.append(run("lead", "find", NAME))
    assert said[-1].code == 1
    reports = list((folder / "logs").glob("crash-*"))
    assert [file for file in reports if "ValueError" in file.read_text()]
    words = [*WORDS, "125550103"]
    left = files_with(folder, words)
    assert {name.partition("-")[0] for name in left} == {"touchline.db"}
    errors = "\n".join(one.err for one in said)
    assert not [word for word in words if word in errors]
