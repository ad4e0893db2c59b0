# SPDX-License-Identifier: Apache-2.0
"""Predicted quality of speech: the mean opinion score listeners would give, 1 (bad) to 5 (excellent).

DistillMOS (Stahl & Gamper, "Distillation and Pruning for Scalable Self-Supervised Representation-Based Speech Quality
Assessment", ICASSP 2025), exported to ONNX: models/distillmos/README.md.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.film.errors import EngineError
from aiprod.media.audio import SAMPLE_RATE, resample
from aiprod.models import library

MODEL = "distillmos"
_RATE = 16_000
_SEGMENT = 122_880
"""Samples the network sees at once (7.68 s)."""
_HOP = 16_000


@cache
def _session() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    path = library.file(MODEL, "distillmos.onnx")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def predict_mos(samples: NDArray[np.float32], placements: int = 3) -> float:
    """The score of speech in float32 [samples] (or [samples, 1]) at 48 kHz. One voice, without music or effects.

    The network sees 7.68 s. Longer sound is scored in overlapping segments whose scores are averaged, as the original program
    does. Shorter sound is surrounded by digital silence; the original puts all of it after the sound, and the same line then
    scores up to 0.6 differently with the silence before it or around it. So it is scored at the start, in the middle and at the
    end of the segment, and averaged; `placements=1` is the original's way.

    Raises EngineError for empty sound.
    """
    mono = np.asarray(samples, np.float32).reshape(-1)
    if mono.size == 0:
        raise EngineError("There is no sound to judge", "the speech is empty")
    wave = resample(mono, SAMPLE_RATE, _RATE)
    segments = _segments(wave) if wave.size > _SEGMENT else _placed(wave, placements)
    return float(np.mean([float(_session().run(None, {"samples": segment[None]})[0][0]) for segment in segments]))


def _placed(wave: NDArray[np.float32], placements: int) -> list[NDArray[np.float32]]:
    room = _SEGMENT - wave.size
    before = [round(room * index / max(1, placements - 1)) for index in range(placements)]
    return [np.pad(wave, (lead, room - lead)) for lead in before]


def _segments(wave: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    over = wave.size - _SEGMENT
    hops = int(np.ceil(over / _HOP)) + 1
    starts = [int(place * over) for place in np.linspace(0, 1, hops)]
    return [np.ascontiguousarray(wave[start : start + _SEGMENT]) for start in starts]
