"""Tones: the files that ship, and players that really are started."""

import os
import runpy
import struct
import wave
from pathlib import Path
from typing import get_args

import pytest

from app.alerts.sound import SystemSound
from app.services.ports import AlertTone
from app.system.resources import resource_path
from tests.fakes.notifications import PATIENCE_S

TONES = get_args(AlertTone)


def samples_of(path: Path) -> tuple[int, ...]:
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 44_100)
        data = file.readframes(file.getnframes())
    return struct.unpack(f"<{len(data) // 2}h", data)


@pytest.fixture
def players(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of players, the only one on the path."""
    folder = tmp_path / "players"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def add_player(folder: Path, name: str, code: int = 0) -> None:
    log = folder.parent / "played"
    script = folder / name
    script.write_text(f'#!/bin/sh\necho "{name} $*" >> "{log}"\nexit {code}\n')
    script.chmod(0o700)


def played(folder: Path) -> list[str]:
    log = folder.parent / "played"
    return log.read_text().splitlines() if log.exists() else []


@pytest.mark.parametrize("tone", TONES)
def test_each_tone_ships_and_is_short_and_soft(tone: str) -> None:
    samples = samples_of(resource_path("sounds", f"{tone}.wav"))
    assert 0.2 < len(samples) / 44_100 < 1
    assert 8_000 < max(map(abs, samples)) < 20_000
    # No click at either end.
    assert max(map(abs, samples[:5] + samples[-5:])) < 1_500


@pytest.mark.parametrize("tone", TONES)
def test_the_tones_are_those_of_their_maker(tone: str, tmp_path: Path) -> None:
    maker = runpy.run_path(str(resource_path("sounds", "make_sounds.py")))
    made = samples_of(maker["write"](tone, tmp_path))
    shipped = samples_of(resource_path("sounds", f"{tone}.wav"))
    assert len(made) == len(shipped)
    # The last bit may differ where another machine computes sines.
    assert max(abs(a - b) for a, b in zip(made, shipped, strict=True)) <= 1


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("pw-play", "pw-play --volume=0.50 /s/arrival.wav"),
        ("paplay", "paplay --volume=32768 /s/arrival.wav"),
        ("afplay", "afplay -v 0.50 /s/arrival.wav"),
        ("aplay", "aplay -q /s/arrival.wav"),
    ],
)
def test_the_player_that_is_there_is_told_file_and_volume(
    players: Path, name: str, told: str
) -> None:
    add_player(players, name)
    sound = SystemSound(Path("/s"), volume=0.5)
    sound.play("arrival")
    sound.stop(PATIENCE_S)
    assert played(players) == [told]


def test_a_player_that_fails_gives_way_to_the_next(players: Path) -> None:
    add_player(players, "pw-play", code=1)
    add_player(players, "aplay")
    add_player(players, "afplay", code=1)
    sound = SystemSound(Path("/s"))
    sound.play("missed")
    sound.stop(PATIENCE_S)
    assert [line.split()[0] for line in played(players)] == ["pw-play", "afplay", "aplay"]


def test_a_machine_without_a_player_is_silent(players: Path) -> None:
    sound = SystemSound(Path("/s"))
    sound.play("arrival")
    sound.stop(PATIENCE_S)
    assert played(players) == []


def test_a_player_that_cannot_be_started_is_silence(players: Path) -> None:
    (players / "aplay").write_bytes(b"\0")
    (players / "aplay").chmod(0o700)
    sound = SystemSound(Path("/s"))
    sound.play("arrival")
    sound.stop(PATIENCE_S)
    assert played(players) == []


@pytest.mark.parametrize(("enabled", "volume"), [(False, 1.0), (True, 0.0), (True, -1.0)])
def test_off_is_off(players: Path, enabled: bool, volume: float) -> None:
    add_player(players, "aplay")
    sound = SystemSound(Path("/s"))
    sound.set(enabled=enabled, volume=volume)
    sound.play("arrival")
    sound.stop(PATIENCE_S)
    assert played(players) == []


def test_the_volume_stays_inside_its_bounds(players: Path) -> None:
    add_player(players, "pw-play")
    sound = SystemSound(Path("/s"))
    sound.set(enabled=True, volume=7)
    sound.play("two_minutes")
    sound.stop(PATIENCE_S)
    assert played(players) == ["pw-play --volume=1.00 /s/two_minutes.wav"]


def test_tones_do_not_pile_up_behind_a_slow_player(players: Path) -> None:
    gate = players.parent / "gate"
    os.mkfifo(gate)
    add_player(players, "aplay")
    script = players / "aplay"
    script.write_text(script.read_text().replace("exit 0", f'read -r _ < "{gate}"'))
    sound = SystemSound(Path("/s"))
    opened = os.open(gate, os.O_RDWR)
    for _ in range(50):
        sound.play("arrival")
    os.write(opened, b"go\n" * 50)
    sound.stop(PATIENCE_S)
    os.close(opened)
    assert 1 <= len(played(players)) <= 3


def test_nothing_is_played_after_the_end(players: Path) -> None:
    add_player(players, "aplay")
    sound = SystemSound(Path("/s"))
    sound.stop(PATIENCE_S)
    sound.play("arrival")
    sound.stop(PATIENCE_S)
    assert played(players) == []
