# SPDX-License-Identifier: Apache-2.0
"""Sound is measured in one pass at any rate and layout; planted faults are found where they are, hard clean sound is left."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aiprod.cli.benches import specimens as s
from aiprod.cli.benches.ebu import CASES
from aiprod.film.errors import UserError
from aiprod.film.findings import Finding, Severity
from aiprod.media.audio import SAMPLE_RATE, Samples, resample
from aiprod.media.meter import metered
from aiprod.quality.loudness_curve import LoudnessCurve
from aiprod.quality.sound import measure_file
from aiprod.quality.sound_checks import SoundLimits, check_sound
from aiprod.quality.soundtrack import Decoder, find_soundtrack

R = SAMPLE_RATE


def music(seconds: float = 4, level: float = 0.3) -> Samples:
    return s.score(seconds, level) + s.ambience("room", seconds, 1, 0.01)


def findings(path: Path, **limits: object) -> list[Finding]:
    return list(check_sound(measure_file(path), SoundLimits.model_validate({"true_peak_dbtp": 0.0, **limits})))


def bad(path: Path, **limits: object) -> dict[str, Finding]:
    return {f.check: f for f in findings(path, **limits) if f.severity in (Severity.FAIL, Severity.WARNING)}


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.name in ("3341-1", "3341-4", "3341-6", "3341-9", "3342-4")], ids=lambda c: c.name
)
def test_the_curve_reads_what_the_meter_reads(case) -> None:
    sound = case.sound()
    names = ("FL", "FR") if sound.shape[1] == 2 else ("FL", "FR", "FC", "LFE", "BL", "BR")
    curve = LoudnessCurve(R, names)
    for start in range(0, len(sound), 31_337):
        curve.push(sound[start : start + 31_337])
    curve.finish()
    meter = metered(sound)
    assert curve.integrated_lufs == pytest.approx(meter.integrated_lufs, abs=0.02)
    assert curve.range_lu == pytest.approx(meter.range_lu, abs=0.05)
    assert curve.true_peak_dbtp == pytest.approx(meter.true_peak_dbtp, abs=0.01)
    assert curve.momentary_max_lufs == pytest.approx(meter.momentary_max_lufs, abs=0.01)
    assert curve.short_term_max_lufs == pytest.approx(meter.short_term_max_lufs, abs=0.01)


@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100, 96_000, 192_000])
def test_loudness_is_the_same_at_every_rate(rate: int, tmp_path: Path) -> None:
    n = np.arange(4 * R)
    tone = np.repeat((0.1 * np.sin(2 * np.pi * 997 * n / R))[:, None], 2, axis=1).astype(np.float32)
    path = s.write_sound(tmp_path / "tone.wav", resample(tone, R, rate), rate=rate, subtype="PCM_24")
    measures = measure_file(path)
    assert measures.track.rate == rate
    assert measures.duration_s == pytest.approx(4, abs=0.01)
    assert measures.loudness.integrated_lufs == pytest.approx(-20.0, abs=0.15)


def test_blocks_are_the_file_whatever_their_size(tmp_path: Path) -> None:
    sound = music(1)
    path = s.write_sound(tmp_path / "a.wav", sound, subtype="FLOAT")
    track = find_soundtrack(path)
    assert track is not None and track.layout == "stereo" and not track.lossy
    whole = np.concatenate(list(Decoder(track).blocks(777)))
    assert np.array_equal(whole, np.clip(sound, -1, 1))


def test_mono_streams_are_one_programme(tmp_path: Path) -> None:
    sound = music(2)
    path = s.write_film(tmp_path / "a.mov", s.pictures(2), [sound[:, :1], sound[:, 1:]], codec="pcm_s24le", layout="mono")
    track = find_soundtrack(path)
    assert track is not None and track.names == ("FL", "FR") and len(track.streams) == 2
    heard = np.concatenate(list(Decoder(track).blocks(R)))
    assert np.allclose(heard, sound, atol=1e-4)


def test_a_hole_in_the_timestamps_is_told(tmp_path: Path) -> None:
    path = s.write_film(tmp_path / "a.mkv", s.pictures(3), [music(3)], leave_out=(1.0, 1.4))
    measures = measure_file(path)
    assert len(measures.holes) == 1
    assert measures.holes[0][0] == pytest.approx(1.0, abs=0.11) and measures.duration_s == pytest.approx(3, abs=0.1)


def clipped(x: Samples) -> Samples:
    return np.clip(x, -0.12, 0.12) * np.float32(0.5)


def clicked(x: Samples) -> Samples:
    x[round(1.5 * R), 0] += 0.4
    return x


def holed(x: Samples) -> Samples:
    at = R + int(np.abs(x[R : R + 9600, 0]).argmax())
    x[at : at + 480] = 0
    return x


def silent(x: Samples) -> Samples:
    x[R : round(2.5 * R)] = 0
    return x


def offset(x: Samples) -> Samples:
    return x + np.float32(0.02)


def hummed(x: Samples) -> Samples:
    t = np.arange(len(x))[:, None] / R
    return (x + 0.004 * np.sin(2 * np.pi * 50 * t) + 0.002 * np.sin(2 * np.pi * 100 * t)).astype(np.float32)


def inverted(x: Samples) -> Samples:
    return x * np.array([1, -1], np.float32)


def one_sided(x: Samples) -> Samples:
    return x * np.array([1, 0], np.float32)


def leaning(x: Samples) -> Samples:
    return x * np.array([1, 0.25], np.float32)


@pytest.mark.parametrize(
    ("fault", "check", "at"),
    [
        (clipped, "clipping", None), (clicked, "clicks", 1.5), (holed, "dropouts", 1.1), (silent, "silence", 1.0),
        (offset, "DC offset", None), (hummed, "hum", None), (inverted, "polarity", None), (one_sided, "missing channel", None),
        (leaning, "balance", None),
    ],
)  # fmt: skip
def test_planted_faults_are_found(fault, check: str, at: float | None, tmp_path: Path) -> None:
    found = bad(s.write_sound(tmp_path / "a.wav", fault(music())))
    assert check in found
    if at is not None:
        assert found[check].start_s == pytest.approx(at, abs=0.12)


def test_clean_music_is_left_alone(tmp_path: Path) -> None:
    assert bad(s.write_sound(tmp_path / "a.wav", music())) == {}


@pytest.mark.parametrize("name", ["clock", "fire", "door", "typing", "engine", "dog", "glass", "phone", "keys"])
def test_effects_are_no_faults(name: str, tmp_path: Path) -> None:
    effect = s.effect(name, 4)[:, None] * np.array([1, 0.9], np.float32)
    assert bad(s.write_sound(tmp_path / "a.wav", effect + s.ambience("room", 4, 2, 0.01), subtype="PCM_24")) == {}


def test_low_notes_are_no_hum_and_low_tones_are_not_clipped(tmp_path: Path) -> None:
    t = np.arange(9 * R)[:, None] / R
    for hertz in (49.0, 61.74):
        drone = 0.2 * sum(np.sin(2 * np.pi * hertz * n * t + n) / n for n in range(1, 6)) * np.array([1, 0.9])
        assert bad(s.write_sound(tmp_path / "a.wav", drone.astype(np.float32))) == {}
    tone = 0.8 * np.sin(2 * np.pi * 35 * t[: 4 * R]) * np.array([1, 0.9])
    assert "clipping" not in bad(s.write_sound(tmp_path / "b.wav", tone.astype(np.float32)))


def surround() -> Samples:
    n = np.arange(4 * R)
    front, around = s.score(4, 0.1), s.ambience("leaves", 4, 1, 0.05)
    bass = 0.2 * np.sin(2 * np.pi * 40 * n / R)
    parts = (front[:, 0], front[:, 1], 0.5 * front.mean(axis=1), bass, around[:, 0], around[:, 1])
    return np.stack(parts, axis=1).astype(np.float32)


def test_the_order_of_channels_is_seen_in_the_lfe(tmp_path: Path) -> None:
    assert "channel order" not in bad(s.write_sound(tmp_path / "smpte.wav", surround()))
    film = bad(s.write_sound(tmp_path / "film.wav", np.ascontiguousarray(surround()[:, [0, 2, 1, 4, 5, 3]])))
    assert "film order" in film["channel order"].message


def test_limits_of_a_profile_are_judged(tmp_path: Path) -> None:
    path = s.write_sound(tmp_path / "a.wav", music())
    loud = measure_file(path).loudness.integrated_lufs
    assert "loudness" not in bad(path, loudness_lufs=loud)
    assert "loudness" in bad(path, loudness_lufs=loud - 1)
    assert "short-term loudness" in bad(path, short_term_max_lufs=-60.0)
    assert "channel layout" in bad(path, layouts=["5.1"])
    assert "true peak" in bad(path, true_peak_dbtp=-30.0)
    assert "loudness range" in bad(path, range_max_lu=0.01)


def test_dialogue_is_metered_where_somebody_speaks(tmp_path: Path) -> None:
    sound = music(6, 0.05)
    sound[2 * R : 4 * R] *= 8
    measures = measure_file(s.write_sound(tmp_path / "a.wav", sound, subtype="PCM_24"))
    spoken = measures.loudness.while_speaking([(2.3, 3.7)])
    assert spoken is not None and spoken > measures.loudness.integrated_lufs + 0.5
    limits = SoundLimits(loudness_lufs=round(spoken, 1), anchor="dialogue", true_peak_dbtp=None)
    judged = next(f for f in check_sound(measures, limits, None, [(2.3, 3.7)]) if f.check == "loudness")
    assert judged.severity is Severity.PASS and "somebody speaks" in judged.message


def test_no_sound_is_one_clear_error(tmp_path: Path) -> None:
    path = s.write_film(tmp_path / "a.mp4", s.pictures(0.4), [])
    with pytest.raises(UserError, match=r"a\.mp4 has no sound"):
        measure_file(path)
