"""The threads behind the window: order, priority, errors in words, an orderly end."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.core.errors import Refused, TouchlineError
from app.ui.tasks import Tasks
from tests.fakes.expected_log import ExpectLog


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.stop()


def fail(error: TouchlineError) -> None:
    raise AssertionError(error.message)


def test_commands_run_in_their_order_and_answer_on_the_gui_thread(
    tasks: Tasks, qtbot: QtBot
) -> None:
    ran: list[tuple[int, str]] = []
    answered: list[tuple[int, bool]] = []

    def then(n: int) -> None:
        answered.append((n, threading.current_thread() is threading.main_thread()))

    for n in range(20):

        def run(n: int = n) -> int:
            ran.append((n, threading.current_thread().name))
            return n

        tasks.command(run, then, fail)
    qtbot.waitUntil(lambda: len(answered) == 20)
    assert ran == [(n, "writer") for n in range(20)]
    assert answered == [(n, True) for n in range(20)]


def test_a_command_goes_before_the_next_step_of_bulk_work(tasks: Tasks, qtbot: QtBot) -> None:
    order: list[str] = []
    first_step, go_on = threading.Event(), threading.Event()

    def steps() -> Iterator[int]:
        order.append("bulk 1")
        first_step.set()
        go_on.wait(10)
        yield 1
        order.append("bulk 2")
        yield 2

    done: list[int] = []
    tasks.bulk(steps(), done.append, fail)
    assert first_step.wait(10)
    tasks.command(lambda: order.append("rep"), lambda _: None, fail)
    go_on.set()
    qtbot.waitUntil(lambda: done == [1, 2])
    assert order == ["bulk 1", "rep", "bulk 2"]


def test_bulk_work_stands_back_until_a_read_is_answered(tasks: Tasks, qtbot: QtBot) -> None:
    order: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def look() -> None:
        begun.set()
        go_on.wait(10)

    tasks.read(look, lambda _: order.append("answered"), fail)
    assert begun.wait(10)
    assert tasks.somebody_waits()
    tasks.bulk(iter(["bulk"]), order.append, fail)
    written: list[str] = []
    tasks.command(lambda: written.append("rep"), lambda _: None, fail)
    qtbot.waitUntil(lambda: written == ["rep"])
    go_on.set()
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["answered", "bulk"]
    assert not tasks.somebody_waits()


def test_a_step_of_bulk_work_is_told_that_somebody_waits(tasks: Tasks, qtbot: QtBot) -> None:
    order: list[str] = []
    first_step = threading.Event()

    def steps() -> Iterator[str]:
        first_step.set()
        while not tasks.somebody_waits():
            pass
        yield "bulk"

    tasks.bulk(steps(), order.append, fail)
    assert first_step.wait(10)
    tasks.command(lambda: None, lambda _: order.append("rep"), fail)
    qtbot.waitUntil(lambda: len(order) == 2)


def test_bulk_work_does_not_wait_for_a_long_read(tasks: Tasks, qtbot: QtBot) -> None:
    order: list[str] = []
    go_on = threading.Event()
    tasks.long_read(lambda: go_on.wait(10), lambda _: order.append("read"), fail)
    tasks.bulk(iter(["bulk"]), order.append, fail)
    qtbot.waitUntil(lambda: order == ["bulk"])
    go_on.set()
    qtbot.waitUntil(lambda: order == ["bulk", "read"])


def test_a_read_that_fails_lets_bulk_work_go_on(tasks: Tasks, qtbot: QtBot) -> None:
    heard: list[str] = []

    def refuse() -> None:
        raise Refused("no", "It cannot be.", "Try another.")

    tasks.read(refuse, lambda _: None, lambda error: heard.append(error.code))
    tasks.bulk(iter(["bulk"]), heard.append, fail)
    qtbot.waitUntil(lambda: heard == ["no", "bulk"])


def test_a_refusal_reaches_the_caller_as_it_is(tasks: Tasks, qtbot: QtBot) -> None:
    heard: list[TouchlineError] = []

    def refuse() -> None:
        raise Refused("no", "It cannot be.", "Try another.")

    tasks.command(refuse, lambda _: None, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].code == "no"


def test_an_unforeseen_error_is_told_in_words_and_logged(
    tasks: Tasks, qtbot: QtBot, expect_log: ExpectLog
) -> None:
    heard: list[TouchlineError] = []

    def crash() -> None:
        raise ZeroDivisionError

    expect_log("a task failed")
    tasks.read(crash, lambda _: None, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].code == "unexpected"


def test_what_was_asked_before_the_end_is_still_written(qtbot: QtBot) -> None:
    tasks = Tasks()
    written: list[int] = []
    gate = threading.Event()
    tasks.command(lambda: gate.wait(10), lambda _: None, fail)
    for n in range(5):

        def write(n: int = n) -> None:
            written.append(n)

        tasks.command(write, lambda _: None, fail)
    gate.set()
    tasks.stop()
    assert written == [0, 1, 2, 3, 4]
