"""Makes the three tones of the product; run it after a change of the notes below.

Each tone is two soft notes: a sine with a quieter octave above it, a short rise so that nothing
clicks, and a fall like a struck bar. 44.1 kHz, 16 bit, mono.

- arrival: two notes upwards, a new lead is there.
- two_minutes: one note twice, two minutes are left.
- missed: two notes downwards, the window has ended.
"""

import math
import struct
import sys
import wave
from pathlib import Path

RATE_HZ = 44_100
_PEAK = 0.5
_RISE_S = 0.006
_NOTE_S = 0.42
_FALL_S = 0.11

# Note in Hz and the second at which it begins.
TONES: dict[str, tuple[tuple[float, float], ...]] = {
    "arrival": ((659.26, 0.0), (987.77, 0.14)),
    "two_minutes": ((783.99, 0.0), (783.99, 0.18)),
    "missed": ((587.33, 0.0), (440.00, 0.18)),
}


def samples(notes: tuple[tuple[float, float], ...]) -> list[int]:
    """The tone as 16-bit samples."""
    length_s = max(start for _, start in notes) + _NOTE_S
    mixed = [0.0] * round(length_s * RATE_HZ)
    for hertz, start in notes:
        for index in range(round(_NOTE_S * RATE_HZ)):
            at = index / RATE_HZ
            fade = min(1.0, at / _RISE_S, (_NOTE_S - at) / _RISE_S)
            wave_ = math.sin(2 * math.pi * hertz * at) + 0.3 * math.sin(4 * math.pi * hertz * at)
            mixed[round(start * RATE_HZ) + index] += fade * math.exp(-at / _FALL_S) * wave_
    loudest = max(abs(value) for value in mixed)
    return [round(value / loudest * _PEAK * 32767) for value in mixed]


def write(name: str, folder: Path) -> Path:
    """Write one tone to `folder` and return its path."""
    path = folder / f"{name}.wav"
    data = samples(TONES[name])
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(struct.pack(f"<{len(data)}h", *data))
    return path


if __name__ == "__main__":
    for tone in TONES:
        sys.stdout.write(f"{write(tone, Path(__file__).parent)}\n")
