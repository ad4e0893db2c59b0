# SPDX-License-Identifier: Apache-2.0
"""The sound of a film in real time: exact to the sample, the same from wherever it is read, without clicks, in bounded memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aiprod.film.mix import BusChoices, Ducking, MixPlan, Point, Stem
from aiprod.media.audio import write_audio
from aiprod.mixing.automation import ducking, factors
from aiprod.production.screening_sound import FinishedMix, RoughMix, Soundtrack

RATE = 48_000
EDGE = 240
NEVER = BusChoices(bus="music", ducking=Ducking(depth_db=0))


def tone(path: Path, seconds: float = 1.0, level: float = 0.25, channels: int = 1) -> str:
    """A level that never moves: what a mix does to it is what is seen."""
    write_audio(path, np.full((round(seconds * RATE), channels), level, np.float32))
    return str(path)


def plan(*stems: Stem, seconds: float = 3.0, buses: tuple[BusChoices, ...] = (NEVER,)) -> MixPlan:
    return MixPlan(stems=stems, duration_s=seconds, buses=buses)


def music(path: Path, **fields: object) -> Stem:
    return Stem.model_validate({"name": "m", "bus": "music", "file": tone(path), "start_s": 1.0, "duration_s": 1.0, **fields})


def test_a_stem_lies_on_its_samples(tmp_path: Path) -> None:
    heard = RoughMix(plan(music(tmp_path / "m.wav"))).read(0, 3 * RATE)
    assert heard.shape == (3 * RATE, 2) and heard.dtype == np.float32
    assert not heard[:RATE].any() and not heard[2 * RATE :].any()
    assert heard[RATE].any() and heard[2 * RATE - 1].any()
    assert np.allclose(heard[RATE + EDGE : 2 * RATE - EDGE], 0.25, atol=1e-4)


def test_edges_rise_and_fall_without_a_click(tmp_path: Path) -> None:
    heard = RoughMix(plan(music(tmp_path / "m.wav"))).read(0, 3 * RATE)[:, 0]
    assert np.abs(np.diff(heard)).max() < 0.25 * np.pi / EDGE
    rising = heard[RATE : RATE + EDGE]
    assert (np.diff(rising) >= 0).all()


def test_a_fade_of_its_own_is_kept(tmp_path: Path) -> None:
    heard = RoughMix(plan(music(tmp_path / "m.wav", fade_in_s=0.5))).read(0, 3 * RATE)[:, 0]
    assert heard[RATE + RATE // 4] == pytest.approx(0.125, abs=1e-3)


def test_any_stretch_in_any_order_is_what_the_whole_has(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    write_audio(tmp_path / "a.wav", rng.uniform(-0.2, 0.2, (2 * RATE, 1)).astype(np.float32))
    write_audio(tmp_path / "b.flac", rng.uniform(-0.2, 0.2, (2 * RATE, 2)).astype(np.float32))
    stems = (
        Stem(name="a", bus="dialogue", file=str(tmp_path / "a.wav"), start_s=0.25, source_in_s=0.1, duration_s=1.2, pan=-0.5),
        Stem(name="b", bus="effects", file=str(tmp_path / "b.flac"), start_s=0.5, duration_s=2.0, gain_db=-6),
    )
    mix = RoughMix(plan(*stems, buses=()))
    whole = RoughMix(plan(*stems, buses=())).read(0, 3 * RATE)
    for first, count in ((50_000, 1024), (51_024, 1024), (20_000, 4800), (0, 1), (100_000, 333), (99_000, 2_000)):
        assert np.allclose(mix.read(first, count), whole[first : first + count], atol=1e-6), (first, count)


def test_outside_the_film_is_silence(tmp_path: Path) -> None:
    mix = RoughMix(plan(music(tmp_path / "m.wav", start_s=0.0), seconds=0.5))
    assert not mix.read(-2000, 1000).any() and not mix.read(RATE, 1000).any()
    across = mix.read(-1000, 2000)
    assert not across[:1000].any() and across[1000:].any()
    assert mix.length == RATE // 2


def test_gains_add_up(tmp_path: Path) -> None:
    stem = music(tmp_path / "m.wav", gain_db=-6, gain=(Point(time_s=0, value=-6),))
    bus = BusChoices(bus="music", gain_db=-3, gain=(Point(time_s=0, value=-3),), ducking=Ducking(depth_db=0))
    heard = RoughMix(plan(stem, buses=(bus,)), gain_db=6).read(RATE + RATE // 2, 10)
    assert heard[0, 0] == pytest.approx(0.25 * 10 ** (-12 / 20), rel=1e-3)


def test_panning_is_the_mixers(tmp_path: Path) -> None:
    left = RoughMix(plan(music(tmp_path / "m.wav", pan=-1))).read(RATE + 4800, 10)
    assert left[0, 0] == pytest.approx(0.25 * np.sqrt(2), rel=1e-3) and left[0, 1] == pytest.approx(0, abs=1e-6)
    curve = (Point(time_s=1.0, value=-1), Point(time_s=2.0, value=1))
    moving = RoughMix(plan(music(tmp_path / "m.wav", pan_curve=curve))).read(RATE, RATE)
    assert moving[4800, 0] > moving[4800, 1] and moving[-4800, 0] < moving[-4800, 1]


def test_music_gives_way_to_speech(tmp_path: Path) -> None:
    quiet = tone(tmp_path / "line.wav", level=0.0001)
    line = Stem(name="l", bus="dialogue", file=quiet, start_s=2.0, duration_s=0.5)
    bed = Stem(name="m", bus="music", file=tone(tmp_path / "m.wav", 5.0), start_s=0.0, duration_s=5.0)
    settings = Ducking(depth_db=-12)
    mix = RoughMix(plan(bed, line, seconds=5, buses=(BusChoices(bus="music", ducking=settings),)))
    assert mix.speech == ((2.0, 2.5),)
    heard = mix.read(0, 5 * RATE)[:, 0]
    wanted = 0.25 * factors(ducking(mix.speech, settings), 0, 5 * RATE)
    assert np.allclose(heard[EDGE:-EDGE], wanted[EDGE:-EDGE], atol=5e-4)


def test_what_is_too_loud_bends_and_never_clips(tmp_path: Path) -> None:
    stems = [music(tmp_path / f"{n}.wav", name=str(n), file=tone(tmp_path / f"{n}.wav", level=0.9)) for n in range(4)]
    heard = RoughMix(plan(*stems)).read(0, 3 * RATE)
    assert 0.8 < np.abs(heard).max() <= 1.0


def test_a_file_that_can_not_be_read_is_silent_and_told_once(tmp_path: Path) -> None:
    broken = music(tmp_path / "m.wav", name="broken", file=str(tmp_path / "gone.wav"))
    mix = RoughMix(plan(broken, music(tmp_path / "n.wav")))
    for _ in range(3):
        assert mix.read(RATE + 4800, 100)[0, 0] == pytest.approx(0.25, rel=1e-3), "the other one is heard"
    assert len(mix.troubles) == 1 and "gone.wav" in mix.troubles[0]


def test_other_rates_and_channels_are_brought_in(tmp_path: Path) -> None:
    import soundfile

    soundfile.write(str(tmp_path / "old.wav"), np.full((22_050, 2), 0.25, np.float32), 22_050)
    heard = RoughMix(plan(music(tmp_path / "m.wav", file=str(tmp_path / "old.wav")))).read(0, 3 * RATE)
    assert np.allclose(heard[RATE + 2400 : 2 * RATE - 2400], 0.25, atol=2e-3)


def test_few_files_are_open_at_once(tmp_path: Path) -> None:
    stems = [music(tmp_path / f"{n}.wav", name=str(n), start_s=n / 50, duration_s=0.5) for n in range(60)]
    mix = RoughMix(plan(*stems))
    for start in range(0, 2 * RATE, 1024):
        mix.read(start, 1024)
    assert len(mix._files._open) <= 30
    mix.close()
    assert not mix._files._open and mix.read(RATE, 100).any(), "it opens them again"


def test_a_finished_mix_is_read_as_it_is(tmp_path: Path) -> None:
    ramp = np.linspace(-0.5, 0.5, RATE, dtype=np.float32)
    write_audio(tmp_path / "mix.wav", np.stack([ramp, -ramp], axis=1))
    mix = FinishedMix(tmp_path / "mix.wav", RATE, [(0.1, 0.2)])
    assert mix.finished and mix.speech == ((0.1, 0.2),)
    for first in (0, 40_000, 10_000, 10_480):
        assert np.allclose(mix.read(first, 480)[:, 0], ramp[first : first + 480], atol=1e-6)
    assert not mix.read(RATE, 100).any()


def test_no_sound_is_silence() -> None:
    assert not Soundtrack(RATE, "silent", ()).read(0, 100).any()
    assert RoughMix(plan()).kind == "silent" and not RoughMix(plan()).read(0, 100).any()
