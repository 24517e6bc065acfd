"""The watch over the log and over Qt has teeth."""

from collections.abc import Callable
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

SAMPLE = """
import logging
from PySide6.QtCore import qWarning

log = logging.getLogger("app.sample")

def test_quiet():
    log.info("fine")

def test_announced(expect_log):
    expect_log("disk .* full", logger="app")
    log.warning("disk %s full", "C:")

def test_unexpected():
    log.warning("nobody said so")

def test_from_elsewhere(expect_log):
    expect_log("odd", logger="app.other")
    log.error("odd")

def test_never_came(expect_log):
    expect_log("a promise")

def test_qt_speaks():
    qWarning("QObject: something is off")
"""


WINDOW = """
from PySide6.QtWidgets import QLabel

def test_a_window(qtbot):
    label = QLabel("Müller")
    qtbot.addWidget(label)
    label.show()
"""


@pytest.fixture
def run(
    pytester: pytest.Pytester, request: pytest.FixtureRequest
) -> Callable[[str], pytest.RunResult]:
    """Runs the tests of one text in a process of their own, on what every test stands on."""
    root = request.config.rootpath
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.path.joinpath("pyproject.toml").write_text(
        root.joinpath("pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    tests = pytester.mkdir("tests")

    def run(text: str) -> pytest.RunResult:
        tests.joinpath("test_sample.py").write_text(text, encoding="utf-8")
        return pytester.runpytest_subprocess("-p", "no:xdist", "-p", "no:cacheprovider")

    return run


@pytest.mark.parametrize("language", ["C", "POSIX", "xx_XX.ISO-8859-1"])
def test_the_language_of_the_machine_does_not_matter(
    run: Callable[[str], pytest.RunResult], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    run(WINDOW).assert_outcomes(passed=1)


def test_nothing_warns_unseen(run: Callable[[str], pytest.RunResult]) -> None:
    result = run(SAMPLE)
    # The log is judged when a test is taken down, Qt's messages while it runs.
    result.assert_outcomes(passed=5, errors=3, failed=1)
    result.stdout.fnmatch_lines_random(
        [
            "*unexpected log: WARNING app.sample: nobody said so",
            "*unexpected log: ERROR app.sample: odd",
            "*expected log never came: a promise",
            "*QObject: something is off*",
        ]
    )
