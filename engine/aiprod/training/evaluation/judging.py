# SPDX-License-Identifier: Apache-2.0
"""The whole judgement of a set of clips, as one dictionary and as a table to read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from aiprod.training.data.conditioning import Codes
from aiprod.training.data.pool import RenderPool
from aiprod.training.data.render import render
from aiprod.training.data.sampler import ClipSpec, Scene, sample
from aiprod.training.evaluation import measures
from aiprod.training.evaluation.recogniser import Draw, Listen, Recogniser, read, train_recogniser
from aiprod.training.loop import Clock

Clips = NDArray[np.uint8]
Make = Callable[[Codes, NDArray[np.float32]], Clips]


def score(
    model: Recogniser, clips: Clips, asked: Codes, *, real: Clips | None = None, trained_on: Clips | None = None
) -> dict[str, Any]:
    """Judge clips uint8 [clips, frames, height, width, RGB] by what was asked of them.

    Args:
        real: rendered clips of the same labels: the upper bound, and what motion and features are compared with.
        trained_on: clips that the video model was trained on, for the search for copies (needs `real` too).

    Returns:
        What `measures.accuracies` says, with "motion_rms", "flicker", "camera_confusions"; and where `real` is given the
        same of it under "real", and "feature_distance"; where `trained_on` is given, "memorisation".
    """
    found, features = read(model, clips)
    result = _described(clips, found, asked)
    if real is not None:
        real_found, real_features = read(model, real)
        result["real"] = _described(real, real_found, asked)
        result["feature_distance"] = measures.feature_distance(features, real_features)
        if trained_on is not None:
            result["memorisation"] = measures.memorisation(clips, trained_on, real)
    return result


def _described(clips: Clips, found: Codes, asked: Codes) -> dict[str, Any]:
    return measures.accuracies(found, asked) | {
        "motion_rms": float(np.mean([measures.motion_rms(clip) for clip in clips])),
        "flicker": float(np.mean([measures.flicker(clip) for clip in clips])),
        "confusions": {slot: measures.confusions(found, asked, slot) for slot in measures.OBEYED},
    }


@dataclass(frozen=True)
class Judgement:
    """What a judgement leaves: the figures, the recogniser, and the clips that they are about."""

    result: dict[str, Any]
    recogniser: Recogniser
    asked: Codes
    real: Clips
    made: Clips


def judge(
    make: Make, draw: Draw, device: torch.device, spec: ClipSpec, *, seconds: float, clock: Clock, count: int = 256,
    workers: int = 1, seed: int = 0, trained_on: Clips | None = None, listen: Listen | None = None, batch: int = 32,
) -> Judgement:  # fmt: skip
    """Train a recogniser for so many seconds while held-out footage is rendered; then ask a video model for the same labels.

    Args:
        make: codes int16 [clips, slots] and camera tracks float32 [clips, frames, axes] → clips of the video model.
        draw: training clips for the recogniser, see `recogniser.Draw`.
        count: held-out clips to be made and judged.
        trained_on: some of the clips that the video model was trained on, for the search for copies.
    """
    with RenderPool(spec, seed=seed, split="eval", stop=count, workers=workers) as pool:
        model = train_recogniser(draw, device, seconds=seconds, clock=clock, listen=listen, batch=batch)
        clips = list(pool)
    real, asked = np.stack([clip.frames for clip in clips]), np.stack([clip.codes for clip in clips])
    made = make(asked, np.stack([clip.camera for clip in clips]))
    return Judgement(score(model, made, asked, real=real, trained_on=trained_on), model, asked, real, made)


def held_out(count: int, spec: ClipSpec, seed: int = 0, first: int = 0) -> list[Scene]:
    """Scenes of the evaluation split: each has a combination that training never shows."""
    return [sample(index, spec, seed=seed, split="eval") for index in range(first, first + count)]


def footage_of(scenes: list[Scene]) -> Clips:
    """The real footage of scenes, rendered here and now."""
    return np.stack([render(scene) for scene in scenes])


def table(result: dict[str, Any]) -> str:
    """Accuracy of each slot as Markdown, with that of real footage where it was given."""
    real = result.get("real", {})
    lines = ["| attribute | clips | generated | real footage |", "|---|---|---|---|"]
    for slot, accuracy in result["slots"].items():
        upper = f"{100 * real['slots'][slot]:.1f} %" if slot in real.get("slots", {}) else ""
        mark = " *" if slot in measures.OBEYED else ""
        lines.append(f"| {slot}{mark} | {result['clips'][slot]} | {100 * accuracy:.1f} % | {upper} |")
    for name in ("mean", "camera_axis", "camera_move"):
        if name in result:
            upper = f"{100 * real[name]:.1f} %" if name in real else ""
            lines.append(f"| **{name.replace('_', ' ')}** | | {100 * result[name]:.1f} % | {upper} |")
    return "\n".join(lines)
