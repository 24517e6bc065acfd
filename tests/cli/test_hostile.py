"""Whatever is typed: an exit code of ours, a sentence, never a traceback and never a crash."""

import contextlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.__main__ import main

_COMMANDS = st.sampled_from(
    [
        ["init"],
        ["status"],
        ["backup"],
        ["restore", "here.db"],
        ["import", "list.csv"],
        ["lead", "add"],
        ["lead", "show"],
        ["lead", "find"],
        ["cadence", "list"],
        ["cadence", "show"],
        ["cadence", "check", "list.csv"],
        ["plan", "--cadence", "b2c_standard", "--received"],
        ["judge", "--house", "--channel", "call", "--phone"],
        ["queue"],
        ["outcome"],
        ["skip"],
        ["snooze"],
        ["undo"],
        ["doctor"],
    ]
)
_OPTIONS = st.sampled_from(
    [
        *("--json", "--at", "--sandbox", "--rep", "--company", "--zone", "--country"),
        *("--to", "--mapping", "--source", "--dry-run", "--save-mapping", "--first", "--last"),
        *("--phone", "--email", "--region", "--city", "--received-at", "--age", "--value"),
        *(
            "--temperature",
            "--direction",
            "--consent",
            "--refused",
            "--note",
            "--linkedin",
            "--language",
        ),
        *("--channel", "--limit", "--owner", "--lead", "--when", "--reason", "--replay"),
        *("--cadence", "--received", "--house", "--help", "-h", "--", "-"),
    ]
)
_VALUES = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                " ",
                "2",
                "6.2",
                "9",
                "-1",
                "0",
                "call",
                "hot",
                "inbound",
                "whatsapp",
                "ES",
                "es",
            ),
            *("Europe/Madrid", "../../etc", "+34612345678", "612345678", "a@b.es", "@", "é", "🙂"),
            *("2026-11-23T10:00", "2026-11-23", "1970-01-01", "9999-12-31T23:59", "0001-01-01"),
            *("2026-11-23T10:00:00.5+14:00", "2026-11-29T02:30", "Thu 16:00", "999 d", "24:00"),
            *("00000000-0000-0000-0000-000000000000", "{}", "list.csv", "here.db", "/dev/null"),
            *("/", "no/such/file", "b2c_standard", "%s", "$(id)", "' OR 1=1 --", "a" * 5_000),
            *("9" * 400, "٣", "\x1b[31m", "\r\n", "\u202e", "\0", "\udcff", "=1+1", "+" + "1" * 60),
        ]
    ),
    st.text(max_size=12),
)
_WORDS = st.lists(st.one_of(_OPTIONS, _VALUES), max_size=7)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A sandbox with one person, in a folder of its own that is also the working folder."""
    folder = tmp_path_factory.mktemp("hostile")
    before = Path.cwd()
    os.chdir(folder)
    try:
        (folder / "list.csv").write_text("Name,Phone\nAna,+34612345678\n")
        at = ["--at", "2026-11-23T10:00"]
        start = ["--profile", str(folder / "profile")]
        init = ["init", "--sandbox", "--zone", "Europe/Madrid", "--country", "ES"]
        for command in (init, ["lead", "add", "--phone", "+34612345678"]):
            assert told([*start, *command, *at])[0] == 0
        yield folder / "profile"
    finally:
        os.chdir(before)


def told(arguments: list[str]) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    out, err = (io.TextIOWrapper(io.BytesIO(), newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    texts = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        texts.append(stream.read())
    return code, texts[0], texts[1]


@given(command=_COMMANDS, words=_WORDS, json_wanted=st.booleans())
def test_no_arguments_make_it_crash(
    command: list[str], words: list[str], json_wanted: bool, profile: Path
) -> None:
    last = ["--json"] if json_wanted and "--" not in words else []
    code, out, err = told(["--profile", str(profile), *command, *words, *last])
    assert code in (0, 1, 2)
    assert "Traceback" not in out + err
    assert "went wrong inside" not in err
    if code != 0:
        assert err.strip()
    if last and not {"-h", "--help"} & set(words):
        document = json.loads(out)
        assert code == 0 or set(document["error"]) == {"code", "message", "hint"}


@given(words=_WORDS)
def test_nor_do_words_without_a_command(words: list[str], profile: Path) -> None:
    # A word that is no option comes first, else the desktop would be asked for.
    code, out, err = told(["nothing", *words])
    assert code in (0, 2)
    assert "Traceback" not in out + err
