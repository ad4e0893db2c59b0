# SPDX-License-Identifier: Apache-2.0
"""Faders that are being moved are heard in a film's sound, its buses can be metered, and a twin doesn't disturb who plays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aiprod.film.mix import MixPlan, Stem
from aiprod.media.audio import write_audio
from aiprod.mixing.strips import BUSES
from aiprod.production.screening_sound import FinishedMix, RoughMix

RATE = 48_000


def level(path: Path, height: float, channels: int = 1) -> str:
    write_audio(path, np.full((RATE, channels), height, np.float32))
    return str(path)


def rough(folder: Path) -> RoughMix:
    stems = tuple(
        Stem(name=bus, bus=bus, file=level(folder / f"{bus}.wav", 0.1), start_s=0, duration_s=1.0) for bus in ("music", "effects")
    )
    return RoughMix(MixPlan(stems=stems, duration_s=1.0))


def middle(sound: np.ndarray) -> float:
    return float(sound[RATE // 2, 0])


def test_a_fader_moves_its_own_bus(tmp_path: Path) -> None:
    sound = rough(tmp_path)
    assert middle(sound.read(0, RATE)) == pytest.approx(0.2, abs=1e-3)
    sound.trims = {"music": -6.0206}
    assert middle(sound.read(0, RATE)) == pytest.approx(0.15, abs=1e-3)
    assert {bus: round(middle(heard), 3) for bus, heard in sound.buses(0, RATE).items()} == {"music": 0.05, "effects": 0.1}


def test_a_twin_is_the_same_sound_with_faders_of_its_own(tmp_path: Path) -> None:
    sound = rough(tmp_path)
    twin = sound.twin()
    sound.trims = {"music": -60.0}
    assert np.array_equal(twin.read(0, RATE), rough(tmp_path).read(0, RATE))
    assert twin.length == sound.length and twin.kind == sound.kind


def test_a_finished_mix_is_moved_by_its_stems(tmp_path: Path) -> None:
    level(tmp_path / "mix.wav", 0.4, 2)
    for bus in BUSES:
        level(tmp_path / f"{bus}.flac", 0.1, 2)
    mix = FinishedMix(tmp_path / "mix.wav", RATE)
    assert middle(mix.read(0, RATE)) == pytest.approx(0.4, abs=1e-3)
    mix.trims = {"dialogue": 6.0206}
    assert middle(mix.read(0, RATE)) == pytest.approx(0.5, abs=1e-3)
    mix.trims = {"dialogue": 0.0}
    assert middle(mix.read(0, RATE)) == pytest.approx(0.4, abs=1e-3)
    assert set(mix.buses(0, 100)) == set(BUSES) and set(mix.twin().buses(0, 100)) == set(BUSES)
