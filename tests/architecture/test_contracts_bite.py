"""The import contracts tell right from wrong: tried on a house drawn on paper.

The rooms that are still to come are on it, so that their contracts hold from their first module on.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# What each module of a house in order imports.
IN_ORDER = {
    "__main__": "app.bootstrap, app.cli.commands",
    "bootstrap": "app.ui.application, app.storage.driver, app.hub.config, app.alerts.desktop_plyer",
    "ui.application": "app.ui.main_window, app.ui.tray",
    "ui.main_window": "app.ui.workspace.page, app.ui.team.page",
    "ui.tray": "PySide6",
    "ui.workspace.page": "app.ui.widgets.frame.ring, app.services.store.queue_rows",
    "ui.team.page": "app.ui.widgets.frame.ring",
    "ui.widgets.frame.ring": "app.ui.theme, PySide6.QtWidgets, app.core.people.lead, "
    "app.services.store.queue_rows",
    "ui.theme": "app.system.resources",
    "cli.commands": "app.services.store.queue_rows",
    "storage.driver": "sqlite3, sqlalchemy, alembic, app.services.ports",
    "channels.registry": "app.channels.sms, app.channels.linkedin",
    "channels.sms": "app.channels.uri_launcher",
    "channels.linkedin": "app.channels.uri_launcher",
    "channels.uri_launcher": "app.services.ports",
    "alerts.desktop_plyer": "plyer",
    "alerts.desktop_native": "jeepney",
    "scheduling.scheduler": "apscheduler",
    "sync.transport": "httpx, app.protocol.messages",
    "connectors.first": "app.services.ports",
    "connectors.second": "app.core.people.lead",
    "connectors.odoo": "httpx",
    "channels.email_imap": "imapclient",
    "spreadsheets.sheet": "openpyxl",
    "activity.feed": "httpx",
    "assistant.answers": "httpx",
    "updates.notice": "httpx",
    "hub.store": "psycopg, sqlalchemy",
    "hub.server": "litestar, uvicorn",
    "hub.__main__": "app.connectors.first, app.hub.config",
    "hub.config": "sqlalchemy, app.protocol.messages, app.system.clock",
    "system.clock": "datetime, time, app.core.people.lead",
    "system.paths": "platformdirs",
    "system.secrets": "keyring",
    "system.resources": "os",
    "services.store.queue_rows": "app.services.ports",
    "services.people.leads": "app.services.ports",
    "services.ports": "app.core.people.lead, app.protocol.messages",
    "protocol.messages": "msgspec, app.core.people.lead",
    "core.people.lead": "msgspec, zoneinfo, datetime",
    "core.people.phone": "phonenumbers",
    "core.people.local_time": "phonenumbers",
    "core.messages.template": "jinja2",
}

# Contract -> one import that it must refuse.
WRONG = [
    ("1 arrows point down", "core.people.lead", "app.services.store.queue_rows"),
    ("1 arrows point down", "services.store.queue_rows", "app.system.clock"),
    ("1 arrows point down", "system.clock", "app.services.store.queue_rows"),
    ("1 arrows point down", "cli.commands", "app.storage.driver"),
    ("1 arrows point down", "ui.theme", "app.bootstrap"),
    ("1 arrows point down", "connectors.first", "app.hub.config"),
    ("1 arrows point down", "hub.config", "app.connectors.first"),
    ("1 arrows point down", "stray", "datetime"),
    ("2 core and protocol", "core.people.lead", "random"),
    ("2 core and protocol", "core.people.lead", "phonenumbers"),
    ("2 core and protocol", "core.people.lead", "jinja2"),
    ("2 core and protocol", "protocol.messages", "time"),
    ("3 services import", "services.store.queue_rows", "msgspec"),
    ("3 services import", "services.store.queue_rows", "sqlite3"),
    ("4 Qt only", "bootstrap", "PySide6.QtCore"),
    ("4 Qt only", "alerts.desktop_native", "PySide6.QtDBus"),
    ("5 SQLAlchemy and Alembic", "scheduling.scheduler", "sqlalchemy.orm"),
    ("5 sqlite3 only", "system.clock", "sqlite3"),
    ("6 a package that talks", "storage.driver", "httpx"),
    ("6 a package that talks", "bootstrap", "keyring"),
    ("6 a package that talks", "channels.sms", "smtplib"),
    ("7 channels do not", "channels.sms", "app.channels.linkedin"),
    ("7 channels do not", "channels.fax", "datetime"),
    ("7 connectors do not", "connectors.second", "app.connectors.first"),
    ("8 the window", "ui.workspace.page", "app.ui.team.page"),
    ("8 the window", "ui.theme", "app.ui.widgets.frame.ring"),
    ("8 the window", "ui.odds_and_ends", "datetime"),
    ("8 widgets know no services", "ui.widgets.frame.ring", "app.services.people.leads"),
    ("6 a package that talks", "services.people.leads", "openpyxl"),
    ("6 a package that talks", "storage.driver", "psycopg"),
    ("12 the rooms of core", "core.people.lead", "app.core.messages.template"),
    ("12 the rooms of core", "core.stray", "datetime"),
    ("12 the rooms of services", "services.store.queue_rows", "app.services.people.leads"),
    ("12 the rooms of services", "services.stray", "datetime"),
    ("12 the rooms of widgets", "ui.widgets.parts.ring", "app.ui.widgets.frame.ring"),
    ("12 the rooms of widgets", "ui.widgets.stray", "datetime"),
    ("10 the hub stands on", "hub.config", "app.services.store.queue_rows"),
]


def build(root: Path, modules: dict[str, str]) -> None:
    """Write the modules, every folder a package, beside the product's own contracts."""
    (root / "pyproject.toml").write_text(
        (ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    for name, imports in modules.items():
        path = root.joinpath("app", *name.split(".")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"import {imports}\n", encoding="utf-8")
    for folder in (root / "app").rglob("*"):
        if folder.is_dir():
            (folder / "__init__.py").touch()
    (root / "app" / "__init__.py").touch()


def judged(root: Path) -> dict[str, str]:
    """Contract -> KEPT or BROKEN, in the linter's own words."""
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as main; main()",
            "--no-cache",
        ],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = dict(re.findall(r"^(\d.*) (KEPT|BROKEN)\b", result.stdout, re.MULTILINE))
    assert verdicts, result.stdout + result.stderr
    return verdicts


def test_a_house_in_order_passes(tmp_path: Path) -> None:
    build(tmp_path, IN_ORDER)
    assert {name for name, verdict in judged(tmp_path).items() if verdict != "KEPT"} == set()


@pytest.mark.parametrize(("contract", "module", "wrong"), WRONG)
def test_a_wrong_import_breaks_its_contract(
    tmp_path: Path, contract: str, module: str, wrong: str
) -> None:
    right = IN_ORDER.get(module)
    build(tmp_path, IN_ORDER | {module: f"{right}, {wrong}" if right else wrong})
    broken = [name for name, verdict in judged(tmp_path).items() if verdict == "BROKEN"]
    assert [name for name in broken if name.startswith(contract)], broken
