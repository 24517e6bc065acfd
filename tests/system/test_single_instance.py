import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.errors import TouchlineError
from app.system.single_instance import SingleInstance

HOLD = """
import sys
from pathlib import Path
from app.system.single_instance import SingleInstance
held = SingleInstance(Path(sys.argv[1]))
print(held.acquire(), flush=True)
sys.stdin.read()
"""


def start_owner(path: Path) -> subprocess.Popen[str]:
    owner = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert owner.stdout is not None
    assert owner.stdout.readline() == "True\n"
    return owner


def test_the_second_start_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with start_owner(path) as owner:
        second = SingleInstance(path)
        assert not second.acquire()
        assert second.owner_pid() == owner.pid
        owner.communicate("")
    assert second.acquire()
    second.release()


def test_a_killed_owner_leaves_nothing_stale(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with start_owner(path) as owner:
        owner.kill()
        owner.communicate()
    second = SingleInstance(path)
    assert second.acquire()
    assert second.owner_pid() == os.getpid()
    second.release()


def test_a_pid_in_use_by_another_program_means_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_text(f"{os.getppid()}\n")
    first = SingleInstance(path)
    assert first.acquire()
    first.release()


def test_profiles_do_not_hinder_each_other(tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    assert first.acquire()
    assert second.acquire()
    first.release()
    second.release()


def test_within_a_process_too_only_one_holds_it(tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path / "lock"), SingleInstance(tmp_path / "lock")
    assert first.acquire()
    assert not first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()
    second.release()


def test_the_note_inside_is_private_and_goes_with_the_lock(tmp_path: Path) -> None:
    lock = SingleInstance(tmp_path / "lock")
    assert lock.owner_pid() is None
    assert lock.acquire()
    assert stat.S_IMODE((tmp_path / "lock").stat().st_mode) == 0o600
    lock.release()
    assert lock.owner_pid() is None
    assert (tmp_path / "lock").exists()


def test_a_lock_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("a file")
    with pytest.raises(TouchlineError) as caught:
        SingleInstance(tmp_path / "profile" / "lock").acquire()
    assert caught.value.code == "profile_not_a_folder"
