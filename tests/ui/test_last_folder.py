"""File dialogs open where the last file was, in the next run as well."""

from pathlib import Path

import pytest

from app.ui.application import window_settings
from app.ui.last_folder import LastFolder


@pytest.fixture(autouse=True)
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LastFolder, "settings", None)
    monkeypatch.setattr(LastFolder, "_this_run", None)


def test_the_folder_is_there_in_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    LastFolder.settings = window_settings(tmp_path / "ui.ini")
    assert LastFolder.path() == ""
    LastFolder.remember(lists)
    assert LastFolder.path() == str(lists)
    LastFolder.settings.sync()
    monkeypatch.setattr(LastFolder, "_this_run", None)
    LastFolder.settings = window_settings(tmp_path / "ui.ini")
    assert LastFolder.path() == str(lists)
    lists.rmdir()
    assert LastFolder.path() == ""
