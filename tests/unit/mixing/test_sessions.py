# SPDX-License-Identifier: Apache-2.0
"""Whole mixes: layouts, anchors, choices, rooms; no clicks at block edges; exact against the picture; bad stems."""

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.mixing.signals import level_db, noise, referee_lufs, sine, speechlike, written

from aiprod.film.errors import UserError
from aiprod.film.mix import TARGETS, BusChoices, Compression, Ducking, EqBand, MixPlan, Point, Stem
from aiprod.film.time import FrameRate
from aiprod.media.audio import SAMPLE_RATE, Samples, read_audio
from aiprod.media.loudness import measure
from aiprod.media.meter import metered
from aiprod.mixing import mixer
from aiprod.mixing.layouts import folded
from aiprod.mixing.session import Session, together

RATES = [(24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (48, 1), (50, 1), (60000, 1001), (60, 1)]


def stems(folder: Path, room: str = "kitchen") -> tuple[Stem, ...]:
    return (
        Stem(name="one", bus="dialogue", file=written(folder, "one.wav", speechlike(2.5, 1)), start_s=2.0, room=room),
        Stem(name="two", bus="dialogue", file=written(folder, "two.wav", speechlike(2.0, 2)), start_s=8.0, pan=-0.3),
        Stem(name="score", bus="music", file=written(folder, "score.flac", sine(330, 14, 0.2)), start_s=0, gain_db=-7,
             gain=(Point(time_s=5, value=0, shape="smooth"), Point(time_s=6, value=-6))),
        Stem(name="sea", bus="ambience", file=written(folder, "sea.flac", noise(14, level=0.05)), start_s=0, fade_in_s=0.5),
        Stem(name="car", bus="effects", file=written(folder, "car.wav", noise(3, 1, level=0.05)), start_s=5.0, rear=0.4,
             pan_curve=(Point(time_s=5, value=-1), Point(time_s=8, value=1))),
    )  # fmt: skip


def played(plan: MixPlan, block: int) -> Samples:
    with Session(plan) as session:
        return np.concatenate([together(buses) for _, buses in session.blocks(block)])


@pytest.mark.parametrize("layout", ["stereo", "5.1"])
def test_blocks_leave_no_trace_in_a_whole_mix(layout: str, tmp_path: Path) -> None:
    """The same sound in blocks of 0.1 s, of an odd number of milliseconds and as a whole: so no block edge can click."""
    plan = MixPlan(stems=stems(tmp_path), duration_s=13.4567, layout=layout)
    whole = played(plan, 20 * SAMPLE_RATE)
    assert len(whole) == round(13.4567 * SAMPLE_RATE)
    for block in (4_800, 37 * 48):
        assert np.abs(played(plan, block) - whole).max() < 2e-6


def _targets() -> list[tuple[str, str]]:
    """Every target in stereo; in each other layout one of each anchor."""
    by_anchor = {target.anchor: name for name, target in TARGETS.items()}
    few = [(name, layout) for layout in ("5.1", "binaural") for name in by_anchor.values()]
    return [(name, "stereo") for name in TARGETS] + few


@pytest.mark.parametrize(("name", "layout"), _targets())
def test_every_target_is_met_in_every_layout(name: str, layout: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    plan = MixPlan(stems=stems(tmp_path), duration_s=14, layout=layout, target_lufs=target.lufs, anchor=target.anchor,
                   true_peak_dbtp=target.true_peak_dbtp)  # fmt: skip
    facts = mixer.mix(plan, tmp_path)
    sound = read_audio(tmp_path / "mix.wav")
    assert sound.shape == (14 * SAMPLE_RATE, 6 if layout == "5.1" else 2)
    anchored = facts["dialogue_lufs"] if target.anchor == "dialogue" else referee_lufs(sound)
    assert anchored == pytest.approx(target.lufs, abs=0.12)
    assert facts["loudness_lufs"] == pytest.approx(referee_lufs(sound), abs=0.03)
    assert facts["range_lu"] == pytest.approx(measure(sound).range_lu, abs=0.3)
    assert measure(sound).true_peak_dbtp <= target.true_peak_dbtp
    assert not list(tmp_path.glob(".scratch*")) and not list(tmp_path.glob("*.part"))


def test_a_surround_mix_folds_to_the_stereo_mix(tmp_path: Path) -> None:
    mixer.mix(MixPlan(stems=stems(tmp_path), duration_s=14, layout="5.1", target_lufs=-23), tmp_path)
    surround, stereo = read_audio(tmp_path / "mix.wav"), read_audio(tmp_path / "stereo.wav")
    assert metered(stereo).integrated_lufs == pytest.approx(-23, abs=0.1)
    (tmp_path / "two").mkdir()
    mixer.mix(MixPlan(stems=stems(tmp_path), duration_s=14, target_lufs=-23), tmp_path / "two")
    direct = read_audio(tmp_path / "two" / "mix.wav")
    gain = 10 ** ((metered(stereo).integrated_lufs - metered(folded(surround)).integrated_lufs) / 20)
    assert np.abs(folded(surround) * np.float32(gain) - stereo).max() < 1e-4
    for second in range(1, 13):
        part = slice(second * SAMPLE_RATE, (second + 1) * SAMPLE_RATE)
        assert level_db(stereo[part]) == pytest.approx(level_db(direct[part]), abs=2.5), second


def test_lines_are_in_the_centre_and_a_room_is_around_them(tmp_path: Path) -> None:
    line = Stem(name="one", bus="dialogue", file=written(tmp_path, "one.wav", speechlike(2)), start_s=1)
    mixer.mix(MixPlan(stems=(line,), duration_s=6, layout="5.1"), tmp_path)
    dry = read_audio(tmp_path / "dialogue.flac")
    assert dry[:, 2].any() and not dry[:, [0, 1, 3, 4, 5]].any()
    mixer.mix(MixPlan(stems=(line.changed(room="cave"),), duration_s=6, layout="5.1"), tmp_path)
    wet = read_audio(tmp_path / "dialogue.flac")
    assert all(wet[:, channel].any() for channel in (0, 1, 4, 5)) and not wet[:, 3].any()
    assert level_db(wet[4 * SAMPLE_RATE : 5 * SAMPLE_RATE]) < level_db(wet[int(3.1 * SAMPLE_RATE) : int(3.6 * SAMPLE_RATE)]) - 15
    assert level_db(dry[int(3.1 * SAMPLE_RATE) : int(3.6 * SAMPLE_RATE)]) < -150


def test_the_surrounds_have_the_fronts_spectrum_but_not_its_shape(tmp_path: Path) -> None:
    bed = Stem(name="sea", bus="ambience", file=written(tmp_path, "sea.wav", noise(20, level=0.05)), start_s=0)
    sound = played(MixPlan(stems=(bed,), duration_s=20, layout="5.1"), 96_000)
    from scipy.signal import welch

    _, front = welch(sound[:, 0], SAMPLE_RATE, nperseg=4096)
    _, around = welch(sound[:, 4], SAMPLE_RATE, nperseg=4096)
    ratio_db = 10 * np.log10(around[8:1900] / front[8:1900])
    assert np.median(ratio_db) == pytest.approx(-3, abs=0.1) and np.std(ratio_db) < 0.3
    for one, other in ((0, 4), (1, 5), (4, 5)):
        assert abs(np.corrcoef(sound[:, one], sound[:, other])[0, 1]) < 0.2


def test_what_the_user_asks_of_a_bus_is_done(tmp_path: Path) -> None:
    quiet = MixPlan(stems=stems(tmp_path), duration_s=14, target_lufs=-30)

    def music(*, at: tuple[float, float] = (0.5, 1.5), **choices: object) -> float:
        mixer.mix(quiet.changed(buses=(BusChoices(bus="music", **choices),)), tmp_path)
        bed = read_audio(tmp_path / "music.flac")
        ambience = read_audio(tmp_path / "ambience.flac")
        part = slice(round(at[0] * SAMPLE_RATE), round(at[1] * SAMPLE_RATE))
        return level_db(bed[part]) - level_db(ambience[part])

    usual = music()
    assert music(gain_db=-4) == pytest.approx(usual - 4, abs=0.1)
    assert music(gain=(Point(time_s=0, value=-9),)) == pytest.approx(usual - 9, abs=0.1)
    assert music(eq=(EqBand(kind="bell", frequency_hz=330, gain_db=-8),)) == pytest.approx(usual - 8, abs=0.3)
    assert music(compression=Compression(threshold_db=-40, ratio=8)) < usual - 5
    ducked = music(at=(2.5, 4))
    assert music(at=(2.5, 4), ducking=Ducking(depth_db=0)) == pytest.approx(ducked + 11, abs=0.1)


def test_automation_moves_without_clicks(tmp_path: Path) -> None:
    """A fade of 60 dB and a pan from side to side on a pure tone: nothing appears outside the tone."""
    tone = Stem(
        name="tone", bus="music", file=written(tmp_path, "tone.wav", sine(200, 6, 0.3, channels=1)), start_s=0,
        gain=(Point(time_s=1, value=0, shape="smooth"), Point(time_s=1.5, value=-60), Point(time_s=2.5, value=0)),
        pan_curve=(Point(time_s=3, value=-1, shape="smooth"), Point(time_s=5, value=1)),
    )  # fmt: skip
    sound = played(MixPlan(stems=(tone,), duration_s=6), 4_800)
    from scipy.signal import butter, sosfilt

    above = sosfilt(butter(8, 2000, "highpass", fs=SAMPLE_RATE, output="sos"), sound[:, 0])
    assert 20 * np.log10(np.abs(above[SAMPLE_RATE // 2 : int(5.7 * SAMPLE_RATE)]).max()) < -90


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(RATES), st.integers(0, 2 * 3600 * 60))
def test_a_frame_is_the_same_sample_however_late_in_the_film(rate: tuple[int, int], frame: int) -> None:
    """Two hours at every rate: the float seconds that stems carry find the sample that exact arithmetic finds."""
    clock = FrameRate(numerator=rate[0], denominator=rate[1])
    exact = Fraction(frame) / clock.fps * SAMPLE_RATE
    assert round(clock.seconds(frame) * SAMPLE_RATE) == math.floor(exact + Fraction(1, 2))


@pytest.mark.parametrize("rate", RATES)
def test_sounds_lie_on_their_frames_after_an_hour(rate: tuple[int, int], tmp_path: Path) -> None:
    """A click on a frame near the end of an hour-long film, mixed there, is on that frame's sample."""
    clock = FrameRate(numerator=rate[0], denominator=rate[1])
    frame = round(3599 * clock.fps) + 7
    click = np.zeros((480, 1), np.float32)
    click[0] = 0.5
    stem = Stem(name="click", bus="effects", file=written(tmp_path, "click.wav", click), start_s=clock.seconds(frame))
    plan = MixPlan(stems=(stem,), duration_s=clock.seconds(round(3600 * clock.fps)))
    expected = math.floor(Fraction(frame) / clock.fps * SAMPLE_RATE + Fraction(1, 2))
    with Session(plan) as session:
        block = session.strip_of("effects").block(expected - 480, expected + 480)
    assert int(np.abs(block[:, 0]).argmax()) == 480


def broken(kind: str, folder: Path) -> Stem:
    path = folder / f"{kind}.wav"
    sound = noise(2, 2)
    match kind:
        case "7.1":
            soundfile.write(str(path), noise(2, 8), SAMPLE_RATE)
        case "cut":
            soundfile.write(str(path), sound, SAMPLE_RATE)
            path.write_bytes(path.read_bytes()[:90_000])
        case "NaN":
            sound[50_000] = np.nan
            soundfile.write(str(path), sound, SAMPLE_RATE, subtype="FLOAT")
        case "empty":
            soundfile.write(str(path), sound[:0], SAMPLE_RATE)
        case "short":
            soundfile.write(str(path), sound[:48_000], SAMPLE_RATE)
    return Stem(name=kind, bus="music", file=str(path), start_s=0, duration_s=2, source_in_s=5 if kind == "late" else 0)


@pytest.mark.parametrize(("kind", "words"), [
    ("7.1", "8 channels"), ("cut", "cut short"), ("NaN", "not numbers"), ("empty", "holds no sound"),
    ("short", "too short.*2.00 s are asked for, 1.00 s are there"), ("missing", "can't be read as sound"),
])  # fmt: skip
def test_a_bad_stem_stops_the_mix_and_leaves_nothing_half_made(kind: str, words: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(UserError, match=words):
        mixer.mix(MixPlan(stems=(broken(kind, tmp_path),), duration_s=2), out)
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("rate", [8_000, 44_100, 192_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_stems_of_any_rate_and_width_are_mixed(rate: int, channels: int, tmp_path: Path) -> None:
    time = np.arange(2 * rate) / rate
    wave = np.repeat(0.2 * np.sin(2 * np.pi * 500 * time)[:, None], channels, axis=1)
    soundfile.write(str(tmp_path / "x.wav"), wave, rate, subtype="PCM_24")
    plan = MixPlan(stems=(Stem(name="x", bus="effects", file=str(tmp_path / "x.wav"), start_s=1),), duration_s=4)
    heard = played(plan, 4_800)
    inner = heard[int(1.2 * SAMPLE_RATE) : int(2.8 * SAMPLE_RATE), 0]
    spectrum = np.abs(np.fft.rfft(inner * np.hanning(len(inner))))
    assert abs(np.argmax(spectrum) * SAMPLE_RATE / len(inner) - 500) < 1
    assert not heard[: SAMPLE_RATE - 100].any() and level_db(heard[int(3.1 * SAMPLE_RATE) :]) < -100
