# SPDX-License-Identifier: Apache-2.0
"""Sound effects on a cue, synthesised: one recipe for every name in `catalogue.EFFECTS`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from aiprod.film.cues import EffectCue
from aiprod.film.errors import UserError
from aiprod.media.audio import write_audio
from aiprod.music.foley import creatures, things, vehicles
from aiprod.music.foley.kit import Sound
from aiprod.music.synthesis import Mono, samples_of

GENERATOR = "foley/1"
_ACTIVE_RMS, _PEAK = 0.05, 0.7
RECIPES: dict[str, Sound] = creatures.RECIPES | vehicles.RECIPES | things.RECIPES


def make(cue: EffectCue, folder: Path) -> dict[str, Any]:
    """Synthesise one effect to `effect.flac` (mono, 48 kHz). Raises UserError for an effect that is not known."""
    sound = RECIPES.get(cue.effect)
    if sound is None:
        raise UserError(f"There is no sound effect {cue.effect!r}", f"the known ones are {', '.join(sorted(RECIPES))}")
    samples = _levelled(sound(np.random.default_rng(cue.seed), samples_of(cue.duration_s)))
    fade = min(len(samples) // 4, samples_of(0.05))
    samples[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    write_audio(folder / "effect.flac", samples)
    return {"effect": cue.effect, "duration_s": cue.duration_s}


def _levelled(samples: Mono) -> Mono:
    """Equal loudness for a ticking clock and a ship's horn: active parts at −26 dBFS RMS, peaks at most −3 dBFS."""
    block = samples_of(0.05)
    whole = samples[: len(samples) // block * block] if len(samples) > block else samples
    energy = np.mean(whole.reshape(-1, min(block, len(whole))) ** 2, axis=1)
    active = float(np.sqrt(np.mean(energy[energy >= energy.max() * 1e-3])))
    gain = min(_ACTIVE_RMS / max(active, 1e-9), _PEAK / max(float(np.abs(samples).max()), 1e-9))
    return samples * np.float32(gain)
