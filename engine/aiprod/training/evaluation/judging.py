# SPDX-License-Identifier: Apache-2.0
"""The judgement of a set of clips, as one dictionary and as a table to read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiprod.training.data.conditioning import Codes
from aiprod.training.data.render import render
from aiprod.training.data.sampler import ClipSpec, Scene, sample
from aiprod.training.evaluation import measures
from aiprod.training.evaluation.examining import described, standard
from aiprod.training.evaluation.reader import Reader

Clips = NDArray[np.uint8]


def score(reader: Reader, clips: Clips, asked: Codes, real: Clips, *, trained_on: Clips | None = None) -> dict[str, Any]:
    """Judge clips uint8 [clips, frames, height, width, RGB] by what was asked of them.

    Args:
        real: rendered clips of the same labels: the upper bound, and what motion and features are compared with.
        trained_on: clips that the video model was trained on, for the search for copies.

    Returns:
        What `examining.described` says; where `trained_on` is given, "memorisation".
    """
    result = described(reader, clips, asked, standard(reader, real, asked))
    if trained_on is not None:
        result["memorisation"] = measures.memorisation(clips, trained_on, real)
    return result


def held_out(count: int, spec: ClipSpec, seed: int = 0, first: int = 0) -> list[Scene]:
    """Scenes of the evaluation split: each has a combination that training never shows."""
    return [sample(index, spec, seed=seed, split="eval") for index in range(first, first + count)]


def footage_of(scenes: list[Scene]) -> Clips:
    """The real footage of scenes, rendered here and now."""
    return np.stack([render(scene) for scene in scenes])


def table(result: dict[str, Any]) -> str:
    """Accuracy of each slot as Markdown, with that of rendered footage beside."""
    real = result.get("rendered", {})
    lines = ["| attribute | clips | made | rendered footage |", "|---|---|---|---|"]
    for slot, accuracy in result["slots"].items():
        upper = f"{100 * real['slots'][slot]:.1f} %" if slot in real.get("slots", {}) else ""
        mark = " *" if slot in measures.OBEYED else ""
        lines.append(f"| {slot}{mark} | {result['clips_by_slot'][slot]} | {100 * accuracy:.1f} % | {upper} |")
    for name in ("mean", "camera_axis", "camera_move"):
        if name in result:
            upper = f"{100 * real[name]:.1f} %" if name in real else ""
            lines.append(f"| **{name.replace('_', ' ')}** | | {100 * result[name]:.1f} % | {upper} |")
    return "\n".join(lines)
