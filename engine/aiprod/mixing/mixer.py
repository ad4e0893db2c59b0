# SPDX-License-Identifier: Apache-2.0
"""The mix: buses together, brought to their loudness target, written out with what was measured.

The programme is heard twice. First every bus is made, block by block, and kept on disk while the masters take notes; then each
programme (the mix, and for 5.1 its stereo fold-down) is played through its own gain and limiter into its file.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from aiprod.film.errors import UserError
from aiprod.film.mix import MixPlan
from aiprod.media.audio import SAMPLE_RATE, Samples
from aiprod.media.meter import SILENCE_LUFS, Meter, Reading
from aiprod.media.wave import WaveWriter
from aiprod.mixing.layouts import folded
from aiprod.mixing.mastering import Aim, Master
from aiprod.mixing.session import Scratch, Session, SpeechToBed, together
from aiprod.mixing.strips import BUSES

GENERATOR = "mixer/2"
_ENCODER_MARGIN_DB = 0.5
"""A lossy encoder may raise peaks a little; the limiter leaves room for it."""
_TOLERANCE_LU = 0.1
_TRIES = 3


def mix(plan: MixPlan, folder: Path) -> dict[str, Any]:
    """Mix a plan to `mix.wav` (24-bit, 48 kHz) and a stem of every bus, `dialogue.flac` … `effects.flac`.

    5.1 is in SMPTE order (L R C LFE Ls Rs) and comes with `stereo.wav`, its BS.775 fold-down at the same target. A binaural mix
    has 5.1 stems. Stems carry the mix's gain, not its limiter.

    Returns what was measured. Raises UserError when a stem can't be used or everything is silent.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=".scratch-") as scratch, Session(plan) as session:
        return _mixed(session, Path(scratch), folder)


def _mixed(session: Session, scratch: Path, folder: Path) -> dict[str, Any]:
    plan = session.plan
    masters = _masters(session, scratch)
    kept, standing_out = Scratch(scratch / "buses", session.channels), SpeechToBed(session.regions, session.channels)
    for start, buses in kept.write(session.blocks()):
        standing_out.note(start, buses)
        programme = together(buses)
        for master in masters:
            master.note(programme)
    if masters[0].settle() <= SILENCE_LUFS:
        raise UserError("The mix is silent", "no stem holds any sound", "Check the takes with `aiprod show`.")
    for master in masters[1:]:
        master.settle()
    readings = _played(masters, kept, session, folder)
    return _facts(plan, masters, readings, standing_out)


def _masters(session: Session, scratch: Path) -> list[Master]:
    """What is made of the buses: the mix first."""
    plan = session.plan
    regions = session.regions if plan.anchor == "dialogue" and session.regions else None
    aim = Aim(plan.target_lufs, plan.true_peak_dbtp - _ENCODER_MARGIN_DB, regions)
    if plan.layout == "binaural":
        from aiprod.mixing.binaural import Headphones

        return [Master("mix", Headphones, 2, aim, scratch)]
    masters = [Master("mix", lambda: _as_it_is, session.channels, aim, scratch)]
    if plan.layout == "5.1":
        masters.append(Master("stereo", lambda: folded, 2, aim, scratch))
    return masters


def _as_it_is(programme: Samples) -> Samples:
    return programme


def _played(masters: list[Master], kept: Scratch, session: Session, folder: Path) -> dict[str, Reading]:
    """Write every programme at its target, with the stems, and measure them; again where the notes were not exact enough."""
    for _ in range(_TRIES):
        readings = _play(masters, kept, session, folder)
        off = {master.name: master.off_lu(readings[master.name]) for master in masters}
        if all(abs(lu) <= _TOLERANCE_LU for lu in off.values()):
            break
        for master in masters:
            master.correct(off[master.name])
    return readings


def _play(masters: list[Master], kept: Scratch, session: Session, folder: Path) -> dict[str, Reading]:
    meters = {master.name: Meter(master.channels, session.regions) for master in masters}
    gain = np.float32(10 ** (masters[0].gain_db / 20))
    with ExitStack() as stack:
        files = {m.name: stack.enter_context(WaveWriter(folder / f"{m.name}.wav", m.channels)) for m in masters}
        stems = {bus: stack.enter_context(_stem(folder / f"{bus}.flac", session.channels)) for bus in BUSES}
        plays = [(master.name, master.playback()) for master in masters]
        for start, buses in kept.read():
            programme = together(buses)
            for name, play in plays:
                heard = play(start, programme)
                files[name].write(heard)
                meters[name].push(heard)
            for bus, file in stems.items():
                file.write(np.clip(buses[bus] * gain, -1, 1))
    return {name: meter.finish() for name, meter in meters.items()}


def _stem(path: Path, channels: int) -> Any:
    import soundfile

    return soundfile.SoundFile(str(path), "w", SAMPLE_RATE, channels, "PCM_24")


def _facts(plan: MixPlan, masters: list[Master], readings: dict[str, Reading], standing_out: SpeechToBed) -> dict[str, Any]:
    main, ratios = readings["mix"], standing_out.ratios_lu()
    facts: dict[str, Any] = {
        "layout": plan.layout, "anchor": plan.anchor, "duration_s": plan.duration_s, "gain_db": round(masters[0].gain_db, 2),
        "loudness_lufs": round(main.integrated_lufs, 2), "range_lu": round(main.range_lu, 2),
        "momentary_max_lufs": round(main.momentary_max_lufs, 2), "short_term_max_lufs": round(main.short_term_max_lufs, 2),
        "true_peak_dbtp": round(main.true_peak_dbtp, 2), "true_peaks_dbtp": [round(peak, 2) for peak in main.true_peaks_dbtp],
    }  # fmt: skip
    if main.dialogue_lufs is not None:
        facts["dialogue_lufs"] = round(main.dialogue_lufs, 2)
    if ratios:
        facts["speech_to_bed_lu"] = {"lowest": round(min(ratios), 1), "median": round(float(np.median(ratios)), 1)}
    if "stereo" in readings:
        fold = readings["stereo"]
        facts["stereo"] = {"loudness_lufs": round(fold.integrated_lufs, 2), "true_peak_dbtp": round(fold.true_peak_dbtp, 2),
                           "gain_db": round(masters[1].gain_db, 2)}  # fmt: skip
    return facts
