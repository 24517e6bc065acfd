"""Once a day the window counts in which hours calls got through."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from app.core.errors import TouchlineError
from app.scheduling.heartbeat import Heartbeat, Listeners
from app.services.desk.best_hours import is_count_due
from tests.services.desks import NOW, open_at

T = TypeVar("T")


class AtOnce:
    """Carries every step out where it is asked for; nobody waits."""

    def bulk(
        self,
        steps: Iterator[T],
        then: Callable[[T], None],
        failed: Callable[[TouchlineError], None],
    ) -> None:
        try:
            for step in steps:
                then(step)
        except TouchlineError as error:
            failed(error)

    def somebody_waits(self) -> bool:
        return False


def test_a_look_counts_when_a_day_has_passed(tmp_path: Path) -> None:
    failed: list[TouchlineError] = []
    heard = Listeners(changed=lambda _: None, alerts=lambda _: None, failed=failed.append)
    with open_at(tmp_path) as opened:
        beat = Heartbeat(opened.desk, opened.store.database, AtOnce(), heard)
        assert is_count_due(opened.desk, NOW)
        beat.count_hours()
        assert not is_count_due(opened.desk, NOW + timedelta(hours=23))
        beat.stop()
    assert failed == []
