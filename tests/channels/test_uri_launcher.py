"""The launcher against the real tools of a Linux desktop, in a home of its own."""

import os
import queue
import shutil
import stat
import threading
from pathlib import Path

import pytest

from app.channels.uri_launcher import DesktopLauncher, check_uri
from app.core.errors import BadInput
from app.services.ports import Launch, Launched, NoHandler

NASTY = "mailto:a@b.example?subject=%24(touch%20x)&body=$(touch%20x);touch&x=*&&"


@pytest.fixture
def desktop(_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop that opens mailto: with a program that notes what it was given."""
    for name in (
        "XDG_CURRENT_DESKTOP",
        "DESKTOP_SESSION",
        "BROWSER",
        "KDE_FULL_SESSION",
    ):
        monkeypatch.delenv(name, raising=False)
    # xdg-open looks for programs only where there is a display; nothing here connects to it.
    monkeypatch.setenv("DISPLAY", ":none")
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(_home / "none"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(_home / "none"))
    add_program(_home, "mailto", 'printf "%s\\n" "$#" "$@" > "$HOME/opened"')
    return _home


def add_program(home: Path, scheme: str, body: str) -> None:
    program = home / f"open-{scheme}"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o700)
    entries = home / ".local/share/applications"
    entries.mkdir(exist_ok=True)
    (entries / f"{scheme}.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Test\nExec={program} %u\n"
        f"MimeType=x-scheme-handler/{scheme};\n"
    )
    with (home / ".config/mimeapps.list").open("a") as file:
        if file.tell() == 0:
            file.write("[Default Applications]\n")
        file.write(f"x-scheme-handler/{scheme}={scheme}.desktop\n")


def only_tools(folder: Path, *names: str) -> str:
    folder.mkdir()
    for name in names:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return str(folder)


def test_a_link_is_opened_by_its_program(desktop: Path) -> None:
    assert DesktopLauncher().open("mailto:a@b.example?subject=Hi") == Launched()
    assert (desktop / "opened").read_text() == "1\nmailto:a@b.example?subject=Hi\n"


def test_no_part_of_a_link_is_ever_run(desktop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desktop)
    before = set(os.listdir(desktop))
    assert DesktopLauncher().open(NASTY) == Launched()
    assert (desktop / "opened").read_text() == f"1\n{NASTY}\n"
    assert set(os.listdir(desktop)) == before | {"opened"}


@pytest.mark.usefixtures("desktop")
def test_a_scheme_without_a_program_is_told_and_opens_nothing_else(
    desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = desktop / "browser"
    browser.write_text('#!/bin/sh\necho "$@" > "$HOME/browsed"\n')
    browser.chmod(stat.S_IRWXU)
    monkeypatch.setenv("BROWSER", str(browser))
    assert DesktopLauncher().open("tel:+34612345678") == NoHandler("tel")
    assert not (desktop / "browsed").exists()
    assert DesktopLauncher().open("https://wa.me/34612345678") == Launched()
    assert (desktop / "browsed").read_text() == "https://wa.me/34612345678\n"


def test_what_can_be_opened_is_known_before(desktop: Path) -> None:
    launcher = DesktopLauncher()
    assert launcher.can_open("mailto")
    assert not launcher.can_open("tel")
    assert not launcher.can_open("file")
    add_program(desktop, "tel", "exit 0")
    assert launcher.can_open("tel")


def test_a_program_that_fails_counts_as_none(desktop: Path) -> None:
    add_program(desktop, "sms", "exit 3")
    assert DesktopLauncher().open("sms:+34612345678") == NoHandler("sms")


def test_gio_is_asked_where_xdg_tools_are_missing(
    desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", only_tools(desktop / "bin", "gio", "sh"))
    launcher = DesktopLauncher()
    assert launcher.can_open("mailto")
    assert launcher.open("tel:+34612345678") == NoHandler("tel")


def test_a_desktop_without_any_tool_opens_nothing(
    desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(desktop))
    assert DesktopLauncher().open("mailto:a@b.example") == NoHandler("mailto")
    assert DesktopLauncher().open("https://wa.me/1") == NoHandler("https")


def test_a_tool_that_cannot_be_started_counts_as_none(
    desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = desktop / "bin"
    broken.mkdir()
    (broken / "xdg-open").write_bytes(b"\0no program")
    (broken / "xdg-open").chmod(0o700)
    monkeypatch.setenv("PATH", str(broken))
    assert DesktopLauncher().open("https://wa.me/1") == NoHandler("https")


def test_launching_does_not_wait_for_the_program(desktop: Path) -> None:
    os.mkfifo(desktop / "gate")
    add_program(desktop, "tel", 'read -r _ < "$HOME/gate"')
    done: queue.Queue[Launch] = queue.Queue()
    DesktopLauncher().launch("tel:+34612345678", done.put)
    assert done.empty()
    # Opening for both ends never waits, should the program not be there to read.
    gate = os.open(desktop / "gate", os.O_RDWR)
    os.write(gate, b"go\n")
    assert done.get(timeout=30) == Launched()
    os.close(gate)


def test_a_helper_that_stays_is_the_opened_program(
    desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.channels.uri_launcher._OPENER_S", 0.05)
    os.mkfifo(desktop / "gate")
    add_program(desktop, "tel", 'read -r _ < "$HOME/gate"; echo "$1" > "$HOME/opened"')
    assert DesktopLauncher().open("tel:+34612345678") == Launched()
    # Asked before the program goes on: it may be over in no time.
    [waiting] = [t for t in threading.enumerate() if t.name == "opened-program"]
    gate = os.open(desktop / "gate", os.O_RDWR)
    os.write(gate, b"go\n")
    waiting.join(30)
    os.close(gate)
    assert (desktop / "opened").read_text() == "tel:+34612345678\n"


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "tel",
        "tel:",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "--version",
        "TEL:+1",
        "tel:+34 612",
        "mailto:a@b.example\n",
        "mailto:ü@b.example",
        "tel:+34'",
        'tel:"',
        "tel:\\x",
        "https:wa.me/1",
        "https://",
        "https:///x",
        "https://a@b.example/",
        "http://wa.me/1",
        "mailto:a@b.example?body=%0",
        "mailto:a@b.example?body=%zz",
        "tel:+1" + "1" * 2000,
    ],
)
def test_anything_but_a_known_kind_of_link_is_refused(uri: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_uri(uri)
    assert caught.value.code == "link_not_allowed"
    with pytest.raises(BadInput):
        DesktopLauncher().open(uri)
    with pytest.raises(BadInput):
        DesktopLauncher().launch(uri, lambda _: None)
