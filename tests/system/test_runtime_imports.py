"""What would cost seconds and memory at run time is never imported: it is read once, at build."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_ASK = """
import json, sys
from app.__main__ import main
import app.bootstrap.desk, app.services.importing.run, app.services.working.touch_card
code = main(["judge", "--channel", "call", "--phone", "+34612345678", "--city", "Madrid",
             "--at", "2026-12-25T11:00", "--house", "--consent", "--json",
             "--profile", sys.argv[1]])
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


def test_neither_the_geocoder_nor_the_holidays_package_is_imported(tmp_path: Path) -> None:
    made = subprocess.run(
        [
            *(sys.executable, "-m", "app", "init", "--sandbox"),
            *("--zone", "Europe/Madrid", "--profile", str(tmp_path / "p")),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    asked = subprocess.run(
        [sys.executable, "-c", _ASK, str(tmp_path / "p")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    code, modules = json.loads(asked.stderr.splitlines()[-1])
    assert code == 0
    # Christmas is known all the same: the days were computed in advance.
    assert json.loads(asked.stdout)["reasons"][0]["code"] == "holiday"
    assert "phonenumbers.phonenumberutil" in modules
    unwanted = {name for name in modules if name.split(".")[0] == "holidays" or "geocod" in name}
    assert unwanted == set()
