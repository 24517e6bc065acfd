"""The portable notifier: what it makes of texts, and what really arrives by notify-send."""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.alerts.desktop_plyer import (
    LONGEST_BODY,
    LONGEST_TITLE,
    PlyerNotifier,
    safe_body,
    safe_title,
)
from app.services.ports import Notice
from tests.fakes.notifications import PATIENCE_S


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.usefixtures("dunst")
@pytest.mark.parametrize(
    ("title", "body", "told_title", "told_body"),
    [
        ("New lead: Joanna", "Kraków, call by 10:47", "New lead: Joanna", "Kraków, call by 10:47"),
        ("--help", "-u critical", "−-help", "−u critical"),
        ("a <b> & c", "<i>x</i> & y", "a <b> & c", "&lt;i&gt;x&lt;/i&gt; &amp; y"),
        ("C:\\new", "tab\\there", "C:\\new", "tab\\there"),
        ("", "", "Touchline", ""),
        ("two\nlines\0", "two\nlines", "two lines", "two\nlines"),
    ],
)
def test_what_arrives(title: str, body: str, told_title: str, told_body: str) -> None:
    assert PlyerNotifier().notify(Notice(key="a", title=title, body=body)) == "shown"
    for what in (["close-all"], ["history"]):
        told = subprocess.run(
            ["dunstctl", *what], capture_output=True, text=True, check=True, timeout=PATIENCE_S
        ).stdout
    [entry] = json.loads(told)["data"][0]
    assert entry["summary"]["data"] == told_title
    assert entry["body"]["data"] == told_body
    assert entry["appname"]["data"] == "Touchline"


def test_without_notify_send_it_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    notifier = PlyerNotifier()
    assert notifier.notify(Notice(key="a", title="x")) == "unavailable"
    notifier.withdraw("a")


@given(st.text(max_size=400))
def test_any_text_becomes_one_that_every_desktop_takes(text: str) -> None:
    title, body = safe_title(text), safe_body(text)
    assert 0 < units(title) <= LONGEST_TITLE < 64
    assert units(body) <= LONGEST_BODY
    for made in (title, body):
        assert not made.startswith("-")
        assert "\0" not in made
        assert made.encode("utf-8").decode("utf-8") == made
    assert "\n" not in title


def test_a_long_title_is_cut_with_a_sign_of_it() -> None:
    assert safe_title("x" * 100) == "x" * 62 + "…"
    assert safe_title("x" * 63) == "x" * 63
    assert units(safe_title("🙂" * 100)) == 63
    assert safe_title("🙂" * 100).endswith("🙂…")
