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


def predict_mos(samples: NDArray[np.float32]) -> float:
    """The score of speech in float32 [samples] (or [samples, 1]) at 48 kHz. One voice, without music or effects.

    Raises EngineError for empty sound. Shorter sound is padded with silence, longer sound is scored in overlapping segments
    whose scores are averaged, as the original does.
    """
    mono = np.asarray(samples, np.float32).reshape(-1)
    if mono.size == 0:
        raise EngineError("There is no sound to judge", "the speech is empty")
    wave = resample(mono, SAMPLE_RATE, _RATE)
    scores = [float(_session().run(None, {"samples": segment[None]})[0][0]) for segment in _segments(wave)]
    return float(np.mean(scores))


def _segments(wave: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    over = wave.size - _SEGMENT
    if over <= 0:
        return [np.pad(wave, (0, -over))]
    hops = int(np.ceil(over / _HOP)) + 1
    starts = [int(place * over) for place in np.linspace(0, 1, hops)]
    return [np.ascontiguousarray(wave[start : start + _SEGMENT]) for start in starts]
