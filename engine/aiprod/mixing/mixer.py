# SPDX-License-Identifier: Apache-2.0
"""The mix: buses, ducking, and a programme at its loudness target."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from aiprod.film.errors import UserError
from aiprod.film.mix import Bus, MixPlan, Stem
from aiprod.media.audio import SAMPLE_RATE, Samples, read_audio, write_audio
from aiprod.media.loudness import SILENCE_LUFS, measure
from aiprod.mixing.processors import compress, decibels, ducking, high_pass, limit, peaking

GENERATOR = "mixer/1"
BUSES: tuple[Bus, ...] = ("dialogue", "music", "ambience", "effects")
_DUCK_DB: dict[Bus, float] = {"music": -11.0, "ambience": -6.0, "effects": -3.0}
_ENCODER_MARGIN_DB = 0.5
"""A lossy encoder may raise peaks a little; the limiter leaves room for it."""
_TOLERANCE_LU = 0.1
_PASSES = 5


def mix(plan: MixPlan, folder: Path) -> dict[str, Any]:
    """Mix a plan to `mix.wav` (stereo, 24-bit, 48 kHz) and its stems `dialogue.flac`, `music.flac`, `effects.flac`.

    Returns the measured loudness, loudness range, true peak and the gain that was applied. Raises UserError when a stem
    can't be read or everything is silent.
    """
    length = round(plan.duration_s * SAMPLE_RATE)
    buses = {bus: _processed(bus, _laid(plan, bus, length)) for bus in BUSES}
    speech = tuple((s.start_s, s.start_s + _duration(s)) for s in plan.stems if s.bus == "dialogue")
    for bus, depth in _DUCK_DB.items():
        buses[bus] *= ducking(length, speech, depth)[:, None]
    _fade_ends(buses)
    programme, gain_db = _at_target(sum(buses.values(), np.zeros((length, 2), np.float32)), plan)
    write_audio(folder / "mix.wav", programme)
    _write_stems(buses, gain_db, folder)
    result = measure(programme)
    return {
        "loudness_lufs": round(result.integrated_lufs, 2), "range_lu": round(result.range_lu, 2),
        "true_peak_dbtp": round(result.true_peak_dbtp, 2), "gain_db": round(gain_db, 2), "duration_s": plan.duration_s,
    }  # fmt: skip


def _duration(stem: Stem) -> float:
    if stem.duration_s is not None:
        return stem.duration_s
    import soundfile

    return float(soundfile.info(stem.file).duration) - stem.source_in_s


def _laid(plan: MixPlan, bus: Bus, length: int) -> Samples:
    """All stems of a bus on one stereo track."""
    track = np.zeros((length, 2), np.float32)
    for stem in plan.stems:
        if stem.bus == bus:
            _lay(track, stem)
    return track


def _lay(track: Samples, stem: Stem) -> None:
    start = round(stem.start_s * SAMPLE_RATE)
    sound = _stereo(_cut(stem), stem.pan) * decibels(stem.gain_db)
    _fade(sound, stem.fade_in_s, stem.fade_out_s)
    room = min(len(sound), len(track) - start)
    if room > 0:
        track[start : start + room] += sound[:room]


def _cut(stem: Stem) -> Samples:
    samples = read_audio(Path(stem.file))
    first = round(stem.source_in_s * SAMPLE_RATE)
    last = None if stem.duration_s is None else first + round(stem.duration_s * SAMPLE_RATE)
    return samples[first:last]


def _stereo(samples: Samples, pan: float) -> Samples:
    """Mono with constant power panning (−3 dB in the middle on both sides, made up), stereo as balance."""
    angle = (pan + 1) * np.pi / 4
    gains = np.array([np.cos(angle), np.sin(angle)], np.float32) * np.sqrt(2)
    if samples.shape[1] == 1:
        panned: Samples = np.repeat(samples, 2, axis=1) * gains
        return panned
    balanced: Samples = samples[:, :2] * np.minimum(gains, 1.0)
    return balanced


def _fade(sound: Samples, in_s: float, out_s: float) -> None:
    """Raised-cosine fades in place."""
    for seconds, side in ((in_s, slice(None)), (out_s, slice(None, None, -1))):
        count = min(round(seconds * SAMPLE_RATE), len(sound))
        if count > 0:
            ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(count) + 0.5) / count)).astype(np.float32)
            sound[side][:count] *= ramp[:, None]


def _fade_ends(buses: dict[Bus, Samples]) -> None:
    """A film neither starts nor ends with a click."""
    for track in buses.values():
        _fade(track, 0.02, 0.25)


def _processed(bus: Bus, track: Samples) -> Samples:
    """The channel strip of a bus."""
    if not track.any():
        return track
    if bus == "dialogue":
        clear = peaking(peaking(high_pass(track, 80), 260, -2.0, 0.9), 3200, 2.0, 0.8)
        return compress(clear, -24.0, 2.5)
    if bus == "music":
        return peaking(high_pass(track, 30), 2500, -1.5, 0.7)
    return high_pass(track, 30 if bus == "ambience" else 40)


def _at_target(programme: Samples, plan: MixPlan) -> tuple[Samples, float]:
    """Gain and limiting until the programme is at its target. Returns it with the gain in dB."""
    before = measure(programme).integrated_lufs
    if before <= SILENCE_LUFS:
        raise UserError("The mix is silent", "no stem holds any sound", "Check the takes with `aiprod show`.")
    gain_db, ceiling = plan.target_lufs - before, plan.true_peak_dbtp - _ENCODER_MARGIN_DB
    for _ in range(_PASSES):
        mixed = limit(programme * np.float32(decibels(gain_db)), ceiling)
        off = plan.target_lufs - measure(mixed).integrated_lufs
        if abs(off) <= _TOLERANCE_LU:
            break
        gain_db += off
    return mixed, gain_db


def _write_stems(buses: dict[Bus, Samples], gain_db: float, folder: Path) -> None:
    gain = np.float32(decibels(gain_db))
    write_audio(folder / "dialogue.flac", np.clip(buses["dialogue"] * gain, -1, 1))
    write_audio(folder / "music.flac", np.clip(buses["music"] * gain, -1, 1))
    write_audio(folder / "effects.flac", np.clip((buses["ambience"] + buses["effects"]) * gain, -1, 1))
