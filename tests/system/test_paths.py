import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.errors import TouchlineError
from app.system import paths
from app.system.paths import Profile, explain, make_private, shown, write_private


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def any_umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_layout(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    assert profile.database == tmp_path / "touchline.db"
    assert profile.window_settings == tmp_path / "ui.ini"
    assert profile.lock == tmp_path / "lock"
    assert profile.backups == tmp_path / "backups"
    assert profile.logs == tmp_path / "logs"


@pytest.mark.usefixtures("any_umask")
def test_prepare_makes_rooms_for_the_user_alone(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "deep" / "er" / "profile")
    profile.prepare()
    assert [mode_of(p) for p in (profile.folder, profile.backups, profile.logs)] == [0o700] * 3
    assert sorted(p.name for p in profile.folder.iterdir()) == ["backups", "logs"]


def test_prepare_twice_keeps_what_is_there(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    profile.prepare()
    make_private(profile.database)
    profile.prepare()
    assert profile.exists()


def test_a_folder_without_a_store_is_no_workplace(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    assert not profile.exists()
    profile.prepare()
    assert not profile.exists()


def test_prepare_explains_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("mine")
    with pytest.raises(TouchlineError) as caught:
        Profile(tmp_path / "profile").prepare()
    assert caught.value.code == "profile_not_a_folder"
    assert (tmp_path / "profile").read_text() == "mine"


def test_prepare_explains_a_parent_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "parent").write_text("mine")
    with pytest.raises(TouchlineError) as caught:
        Profile(tmp_path / "parent" / "profile").prepare()
    assert caught.value.code == "profile_not_a_folder"


def test_prepare_explains_a_place_that_takes_no_files() -> None:
    # The kernel's own tree takes no folders, not even from root.
    with pytest.raises(TouchlineError) as caught:
        Profile(Path("/sys/touchline")).prepare()
    assert caught.value.code == "profile_unwritable"
    assert "--profile" in caught.value.hint


def test_prepare_explains_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path) -> None:
        Path("/dev/full").write_bytes(b"x")

    monkeypatch.setattr(paths, "_prove_writable", full)
    with pytest.raises(TouchlineError) as caught:
        Profile(tmp_path / "profile").prepare()
    assert caught.value.code == "disk_full"
    assert "full" in caught.value.message


def test_any_other_failure_is_named() -> None:
    assert explain(OSError(errno.ELOOP, "x"), Path("/somewhere")).code == "profile_unusable"
    told = explain(OSError(errno.ENAMETOOLONG, "x"), Path("/somewhere"))
    assert told.code == "name_too_long"
    assert "too long" in told.message


def test_the_home_folder_is_never_spelled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/maria.lopez")
    assert shown(Path("/home/maria.lopez/work/x")) == "~/work/x"
    assert "maria" not in explain(OSError(errno.EACCES, ""), Path("/home/maria.lopez/x")).message
    assert shown(Path("/srv/x")) == "/srv/x"


def test_default_folder_follows_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data/of/user")
    assert paths.default_folder() == Path("/data/of/user/touchline/default")


@pytest.mark.usefixtures("any_umask")
def test_private_files_are_for_the_user_alone(tmp_path: Path) -> None:
    make_private(tmp_path / "a")
    write_private(tmp_path / "b", b"content")
    assert mode_of(tmp_path / "a") == 0o600
    assert mode_of(tmp_path / "b") == 0o600
    assert (tmp_path / "b").read_bytes() == b"content"


def test_make_private_closes_an_open_file_and_keeps_its_content(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("kept")
    path.chmod(0o644)
    make_private(path)
    assert mode_of(path) == 0o600
    assert path.read_text() == "kept"


def test_a_failed_write_leaves_the_old_content_and_no_litter(tmp_path: Path) -> None:
    folder_in_the_way = tmp_path / "a"
    (folder_in_the_way / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="a"):
        write_private(folder_in_the_way, b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
